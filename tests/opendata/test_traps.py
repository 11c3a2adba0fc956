"""What is easily read wrong in these files, and how Oneplace reads it."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from oneplace import geo
from oneplace.measures import small_areas
from oneplace.place import load, measure_library
from oneplace.problems import OneplaceError
from oneplace.record.database import open_database
from oneplace.record.opendata import DATASETS, read, tidy
from oneplace.record.opendata.loaders.emergency_departments import FIELD_TEST_TRUSTS

ENGLAND, SOUTHAMPTON, HAMPSHIRE_ICB = "E92000001", "E06000045", "E54000042"


@pytest.mark.parametrize("trust", sorted(FIELD_TEST_TRUSTS))
def test_a_trust_that_tried_other_standards_is_missing_not_perfect(figure, trust):
    row = figure("emergency_departments_trust", "within_four_hours", trust, "May 2023")
    assert row["value"] is None
    assert row["numerator"] is None
    assert "not reported" in row["note"]
    assert figure("emergency_departments_trust", "attendances", trust, "May 2023")["value"] > 0
    assert 30 < figure("emergency_departments_trust", "within_four_hours", trust, "June 2023")["value"] < 100


def test_noughts_as_published_are_missing_too_but_only_then_and_there(tmp_path):
    """The publisher's file writes 0 breaches where these trusts reported none."""
    rows = [
        ("2023-05", "RHU", 1000, 0),
        ("2023-06", "RHU", 1000, 350),
        ("2023-05", "RY8", 500, 0),
        ("2023-05", "RHM", 1000, 400),
    ]
    table = pa.table(
        {
            "month": [month for month, *_ in rows],
            "trust": [trust for _, trust, *_ in rows],
            "attendances": [attendances for *_, attendances, _ in rows],
            "attendances_over_4h": [over for *_, over in rows],
            "emergency_admissions": [100] * len(rows),
            "admissions_waiting_over_4h_from_dta": [10] * len(rows),
        }
    )
    (tmp_path / "performance").mkdir()
    pq.write_table(table, tmp_path / "performance/ae_trust_monthly.parquet")
    found = {
        (row["area_code"], row["period_label"]): row["value"]
        for row in read("emergency_departments_trust", "within_four_hours", folder=tmp_path).to_pylist()
    }
    assert found == {
        ("RHU", "May 2023"): None,
        ("RHU", "June 2023"): 65.0,
        ("RY8", "May 2023"): 100.0,  # a minor injuries unit may well see everyone in time
        ("RHM", "May 2023"): 60.0,
        (ENGLAND, "May 2023"): pytest.approx(100 * 1100 / 1500),
        (ENGLAND, "June 2023"): 65.0,
    }


def test_a_board_with_such_a_trust_is_missing_too(figure):
    assert figure("emergency_departments_icb", "within_four_hours", HAMPSHIRE_ICB, "May 2023")["value"] is None
    assert figure("emergency_departments_icb", "within_four_hours", HAMPSHIRE_ICB, "June 2023")["value"] > 70


def test_the_naive_national_figure_would_be_well_above_the_published_one(figure):
    boards = [
        row
        for row in read("emergency_departments_icb").to_pylist()
        if row["period_label"] == "December 2022" and row["area_code"] != ENGLAND
    ]
    attendances = sum(row["value"] for row in boards if row["series"] == "attendances")
    ours = figure("emergency_departments_icb", "within_four_hours", ENGLAND, "December 2022")
    over = ours["denominator"] - ours["numerator"]
    naive = 100 * (1 - over / attendances)
    assert naive > 65.0 + 3  # 65.0 % was published
    assert ours["value"] < 65.0 + 0.25
    assert "without the fourteen trusts" in ours["note"]


def test_the_waiting_list_by_trust_is_refused_with_the_reason():
    with pytest.raises(OneplaceError, match="adds up every part of the pathway"):
        read("waiting_list_trusts")


def test_a_figure_without_a_date_is_refused():
    with pytest.raises(OneplaceError, match="does not say of which quarter"):
        read("homelessness")


def test_two_denominators_of_one_place_and_day_carry_their_series(figure):
    revised = figure("population_estimates", "population", SOUTHAMPTON, "30 June 2020")
    first = figure("population_mid_2020", "population", SOUTHAMPTON, "30 June 2020")
    assert (revised["value"], first["value"]) == (248_679, 252_872)
    assert revised["note"] == "Rebased on Census 2021."
    assert "As first published" in first["note"]


def test_revised_healthy_life_expectancy_is_another_dataset(figure):
    series, when = "male-healthy-life-expectancy", "2017 to 2019"
    assert figure("healthy_life_expectancy_2022", series, SOUTHAMPTON, when)["value"] == 60.7
    assert figure("local_indicators", series, SOUTHAMPTON, when)["value"] == 62.2
    labels = [row["period_label"] for row in read("local_indicators", series, [SOUTHAMPTON]).to_pylist()]
    assert len(labels) == len(set(labels)) == 12


def test_the_two_vintages_of_deprivation_are_two_datasets():
    for year in (2019, 2025):
        labels = set(read(f"deprivation_{year}")["period_label"].to_pylist())
        assert labels == {str(year)}
    with pytest.raises(ValueError, match="2019, 2025"):
        geo.deprivation(2022)


def test_the_wait_from_the_decision_to_admit_is_not_the_wait_in_the_department(figure):
    decision = figure("emergency_departments_icb", "decision_to_admission_over_four_hours", ENGLAND, "July 2025")
    department = figure("emergency_departments_icb", "within_four_hours", ENGLAND, "July 2025")
    assert decision["denominator"] < department["denominator"] / 3  # of admissions, not of attendances
    assert any(
        "not time" in fault
        for fault in DATASETS["emergency_departments_icb"].faults("decision_to_admission_over_four_hours")
    )


def test_those_discharged_the_same_day_are_not_still_there(figure):
    met = figure("discharge_trust", "no_longer_meeting_criteria", ENGLAND, "January 2025")["value"]
    still = figure("discharge_trust", "remaining_in_hospital", ENGLAND, "January 2025")["value"]
    assert 0.5 < still / met < 0.65


def test_days_of_noughts_were_not_returned(figure):
    row = figure("discharge_trust", "no_longer_meeting_criteria", "RHM", "November 2022")
    assert row["note"] == "Mean of the 27 days returned, of 30"
    assert row["denominator"] == 27
    assert row["value"] == row["numerator"] / 27


def test_a_month_with_too_few_days_is_missing(figure):
    rows = [row for row in read("discharge_trust").to_pylist() if row["value"] is None]
    assert rows
    assert all(row["note"].startswith("Too few days returned") for row in rows)


def test_south_east_coast_is_ryd_and_south_central_is_rye(figure):
    assert figure("ambulance", "c2_mean", "RYD", "January 2025")["value"] == pytest.approx(26 + 28 / 60, abs=1 / 60)
    assert geo.area("RYD").name.startswith("South East Coast")
    assert geo.area("RYE").name.startswith("South Central")


def test_an_ambulance_service_gives_no_row_for_a_month_without_figures():
    months = read("ambulance", "c2_mean", ["R1F"])["period_label"].to_pylist()
    assert "August 2017" not in months
    assert "March 2026" in months


def test_a_total_that_covers_fewer_trusts_than_its_parts_gives_no_share(figure):
    row = figure("ambulance", "hear_and_treat", ENGLAND, "August 2017")
    assert row["value"] is None
    assert "fewer trusts" in row["note"]


def test_a_board_that_changed_its_code_keeps_one_line(figure):
    for dataset, series in (("emergency_departments_icb", "attendances"), ("discharge_icb", "discharged")):
        assert read(dataset, series, ["E54000053"]).num_rows == 0
        assert figure(dataset, series, "E54000064", "October 2022")["value"] > 0
        assert figure(dataset, series, "E54000064", "July 2025")["value"] > 0


def test_a_quality_of_life_of_nought_is_missing():
    rows = [row for row in read("social_care_outcomes", "quality_of_life").to_pylist() if row["value"] is None]
    assert {row["period_label"] for row in rows} == {"2019/20"}
    assert all("nought" in row["note"] for row in rows)


def test_registered_patients_are_not_residents(figure):
    registered = figure("registered_patients", "registered_patients", SOUTHAMPTON, "1 July 2023")["value"]
    residents = figure("population_estimates", "population", SOUTHAMPTON, "30 June 2023")["value"]
    beside = figure("registered_patients", "registered_per_1000_residents", SOUTHAMPTON, "1 July 2023")
    assert (beside["numerator"], beside["denominator"]) == (registered, residents)
    assert beside["value"] == pytest.approx(1000 * registered / residents)
    assert beside["value"] > 1200


def test_practices_without_a_network_stay_without_one():
    networks = {row["organisation_code"]: row["pcn_code"] for row in geo.practices([SOUTHAMPTON]).to_pylist()}
    assert {code for code, network in networks.items() if network is None} == {"J82022", "J82081", "J82183", "J82217"}


def test_national_deciles_of_authorities_are_not_called_deciles_of_neighbourhoods():
    rows = read("fingertips_england").to_pylist()
    authority = [row for row in rows if row["dimension"] == "authority_decile"]
    assert authority
    assert all("Tenths of local authorities" in row["note"] for row in authority)
    assert {row["group"] for row in rows if row["dimension"] == "deprivation"} == {"1", "2", "3", "4", "5"}


def test_each_group_of_fingertips_stands_once_a_year():
    rows = read("fingertips_england").to_pylist()
    keys = [(row["series"], row["period_label"], row["dimension"], row["group"]) for row in rows]
    assert len(keys) == len(set(keys))


def test_a_lower_value_with_overlapping_limits_is_not_clear_of_england(figure):
    here, there = (
        figure("local_indicators", "male-healthy-life-expectancy", area, "2022 to 2024")
        for area in (SOUTHAMPTON, ENGLAND)
    )
    assert here["value"] < there["value"] < here["upper"]
    here, there = (
        figure("local_indicators", "cardiovascular-mortality-considered-preventable", area, "2022 to 2024")
        for area in (SOUTHAMPTON, ENGLAND)
    )
    assert here["lower"] > there["upper"]


def test_a_provisional_figure_says_so(figure):
    pay = "gross-median-weekly-pay"
    assert figure("local_indicators", pay, SOUTHAMPTON, "2025")["note"].startswith("Provisional")
    assert figure("local_indicators", pay, SOUTHAMPTON, "2024")["note"] is None


def test_years_written_alike_are_told_apart(figure):
    spans = {
        ("obese-children-year-6", "school year 2024/25"): (2024, 9, 1),
        ("wellbeing-anxiety", "2022/23"): (2022, 4, 1),
        ("adult-obesity-prevalence", "survey year 2024/25"): (2024, 11, 16),
        ("male-healthy-life-expectancy", "2022 to 2024"): (2022, 1, 1),
        ("cigarette-smokers", "2020 to 2024"): (2020, 1, 1),
        ("housing-affordability-ratio", "April 2025"): (2025, 4, 1),
        ("claimant-count", "2025"): (2025, 1, 1),
    }
    for (series, label), start in spans.items():
        row = figure("local_indicators", series, SOUTHAMPTON, label)
        assert (row["period_start"].year, row["period_start"].month, row["period_start"].day) == start


def of_group(dataset, series, area, dimension="deprivation"):
    rows = read(dataset, series, [area]).to_pylist()
    return {row["group"]: row for row in rows if row["dimension"] == dimension}


def test_tenths_counted_from_either_end_become_fifths_of_which_the_first_is_the_most_deprived():
    """Detentions end with the most deprived tenth, continuity of carer begins with it: 8,254 and 7,499; 45 and 55."""
    detained = of_group("mental_health_act", "detentions", ENGLAND)
    assert (detained["1"]["numerator"], detained["5"]["numerator"]) == (8254 + 7499, 2292 + 2637)
    cared_for = of_group("maternity_2025", "continuity_received", ENGLAND)
    assert (cared_for["1"]["numerator"], cared_for["5"]["numerator"]) == (45 + 55, 25 + 20)


def test_a_fifth_of_which_a_tenth_is_left_out_is_not_shown():
    """Of south east London's two least deprived tenths the publisher shows one."""
    fifths = of_group("mental_health_act", "detentions", "QKK")
    assert fifths["5"]["value"] is None
    assert "too small" in fifths["5"]["note"]
    assert fifths["4"]["numerator"] == 65 + 100


def test_a_count_that_may_be_one_to_five_makes_no_share_of_a_group():
    """A board's tenths all show 5 of 60 to 165: their sum would be twice its 25."""
    fifths = of_group("maternity_2025", "continuity_received", "QRL")
    assert len(fifths) == 5
    assert not any(row["value"] for row in fifths.values())
    born = of_group("maternity_by_residence_2025", "low_birth_weight_at_term", SOUTHAMPTON, "all")["all"]
    assert (born["value"], born["numerator"]) == (None, None)
    assert born["note"] == "Five or fewer, and one to four show as five."


def test_people_whose_group_is_not_known_are_no_group():
    for dimension in ("ethnicity", "sex", "age"):
        found = of_group("mental_health_act", "detentions", ENGLAND, dimension)
        assert not {"All", "Unknown", "Not Known", "Missing"} & set(found)
    assert list(of_group("mental_health_act", "detentions", ENGLAND, "sex")) == ["F", "M"]


def test_recovery_is_out_of_those_who_were_ill_at_the_start_and_not_the_rounded_percentage(figure):
    row = figure("talking_therapies", "recovery", ENGLAND, "2024/25")
    assert (row["numerator"], row["denominator"]) == (321_061, 635_185)
    assert row["value"] == pytest.approx(100 * 321_061 / 635_185)
    assert read("talking_therapies", "recovery", ["10X"])["period_label"].to_pylist()[-1] == "2020/21"


def test_courses_finished_are_out_of_the_referrals_of_the_same_group_and_year(figure):
    """The publisher's counts: 1,180 and 1,720 of the two most deprived tenths' 3,515 and 4,625, the last and ninth."""
    row = figure("talking_therapies", "finished", "QRL", "2024/25", "1")
    assert (row["numerator"], row["denominator"]) == (1_180 + 1_720, 3_515 + 4_625)
    assert row["value"] == pytest.approx(100 * 2_900 / 8_140)
    assert figure("talking_therapies", "finished", ENGLAND, "2024/25", "black")["numerator"] == 27_994


def test_a_group_of_which_more_finished_than_were_referred_has_no_share(figure):
    """Courses can end the year after: 20 of 15 mixed people in 2017/18 (10D)."""
    assert figure("talking_therapies", "finished", "10D", "2017/18", "white")["value"] < 100
    shares = read("talking_therapies", "finished")
    assert max(value for value in shares["value"].to_pylist() if value is not None) <= 100
    assert not [row for row in shares.to_pylist() if (row["area_code"], row["period_label"], row["group"])
                == ("10D", "2017/18", "mixed")]  # fmt: skip


def test_detentions_rise_with_deprivation_over_all_fifths_though_the_copy_had_mislabelled_the_last():
    fifths = of_group("mental_health_act", "detentions", ENGLAND)
    rates = [fifths[str(fifth)]["value"] for fifth in range(1, 6)]
    assert rates == sorted(rates, reverse=True)
    assert sum(fifths[str(fifth)]["numerator"] for fifth in range(1, 6)) < 52_458  # of the others it is not known


def test_births_too_early_are_a_percentage_though_published_per_thousand(figure):
    row = figure("maternity_2025", "born_early", ENGLAND, "April 2025")
    assert row["value"] == pytest.approx(100 * row["numerator"] / row["denominator"])
    assert 5 < row["value"] < 8


def test_fifths_of_practices_are_of_registered_people_and_include_the_students():
    areas = {row["code"]: row for row in small_areas.fifths("practice", [SOUTHAMPTON]).to_pylist()}
    assert [row["fifth"] for row in areas.values() if row["people"] == 25_366] == [5]  # University Health Service
    assert areas["J82217"]["fifth"] == 1  # the homeless team


def test_boroughs_are_what_their_practices_make_as_their_publisher_has_it():
    """Smoking in 2022/23, of which the publisher gives each authority's figure too: to the printed digit."""
    measure = SimpleNamespace(unit="percent")
    for borough in ("E09000004", "E09000006", "E09000011", "E09000022", "E09000023", "E09000028"):
        areas = small_areas.fifths("practice", [borough])
        found = read("practices", "smoking_15", [borough, *areas["code"].to_pylist()]).to_pylist()
        made = [row for row in small_areas.together(measure, found, areas) if row["dimension"] == "all"]
        (own,) = (row["value"] for row in made if row["period_label"] == "2022/23")
        (said,) = (row["value"] for row in found if row["area_code"] == borough and row["period_label"] == "2022/23")
        assert round(own, 1) == round(said, 1), borough


@pytest.mark.parametrize(
    ("measure", "says"),
    [
        ("fuel_poverty", "Modelled by the publisher"),
        ("lonely_modelled", "Modelled: the gradient is built in"),
        ("overcrowded_homes", "counts crowded homes too"),
        ("healthy_life_men_2009_2013", "no earlier point of the figure for 2022 to 2024"),
        ("register_depression", "Not standardised for age"),
        ("emergency_attendances_under_5", "That is the real figure"),
        ("staff_burnt_out", "Shares are unweighted"),
        ("register_stroke", "by their level they are those of 2023/24"),
        ("therapy_recovery", "Counts are rounded to 5"),
        ("continuity_of_carer", "1 to 4 show as 5"),
    ],
)
def test_what_could_mislead_is_said_with_the_number(measure, says):
    """Modelled, circular, old, of registered people, of an unusual direction: in the words of measure or dataset."""
    said = load(measure_library()[measure]).data
    assert any(
        says in each
        for each in [*said["known_faults"], *DATASETS[said["compute"]["dataset"]].faults(said["compute"]["series"])]
    )


def test_periods_are_said_to_overlap_where_they_do_and_nowhere_else():
    """Life satisfaction, a figure of one year, was said to have spans of three years that overlap."""
    for path in measure_library().values():
        said = load(path).data
        if (published := said.get("compute", {})).get("dataset") != "local_indicators":
            continue
        faults = [*said.get("known_faults", ()), *DATASETS["local_indicators"].faults(published["series"])]
        rows = read("local_indicators", published["series"], [ENGLAND, "E12000008"]).to_pylist()
        periods = sorted({(row["period_start"], row["period_end"]) for row in rows})
        overlap = any(later[0] < earlier[1] for earlier, later in pairwise(periods))
        assert any("overlap" in fault for fault in faults) is overlap, said["id"]


def test_healthy_life_of_2009_to_2013_never_stands_on_the_line_of_2022_to_2024():
    for sex in ("male", "female"):
        series = f"{sex}-healthy-life-expectancy"
        assert set(read("life_expectancy_small_areas", series)["period_label"].to_pylist()) == {"2009 to 2013"}
        newer = read("local_indicators", series)["period_start"].to_pylist()
        assert min(newer).year > 2009  # none of the older is among them


@pytest.mark.parametrize(
    ("dataset", "area"), [("emergency_departments_trust", "RHM"), ("emergency_departments_icb", HAMPSHIRE_ICB)]
)
def test_a_month_that_is_given_again_is_not_known(figure, dataset, area):
    """The file has February and March 2024 of every trust a second time, as those of 2025."""
    for month in ("February", "March"):
        assert figure(dataset, "within_four_hours", area, f"{month} 2024")["value"] > 0
        again = figure(dataset, "within_four_hours", area, f"{month} 2025")
        assert (again["value"], again["numerator"], again["denominator"]) == (None, None, None)
        assert again["note"] == f"The file gives the figures of {month} 2024 again: those of this period are not known."


@pytest.mark.parametrize(
    ("areas", "others", "given", "kept"),
    [
        (30, 0, lambda area: area * 7.0, False),
        (60, 1, lambda area: area * 7.0, False),
        (30, 2, lambda area: area * 7.0, True),  # as different as two months are
        (15, 0, lambda area: area * 7.0, True),  # too few to be sure
        (30, 0, lambda area: 5.0, True),  # nothing that tells areas apart
        (30, 0, lambda area: 0.0, True),
    ],
)
def test_a_period_is_given_again_where_nearly_all_of_many_areas_have_the_same_figures(areas, others, given, kept):
    def row(area, month, value):
        start = date(2024, month, 1)
        told = {"series": "s", "area_code": f"A{area}", "period_start": start, "period_label": f"month {month}"}
        return told | {"dimension": "all", "group": "all", "value": value, "note": None}

    rows = [row(area, 1, given(area)) for area in range(1, areas + 1)]
    rows += [row(area, 2, given(area) + (area <= others)) for area in range(1, areas + 1)]
    rows += [row(area, 3, given(area) + 1000 + area) for area in range(1, areas + 1)]
    with open_database() as connection:
        found = tidy.told_once(pa.Table.from_pylist(rows, schema=tidy.SCHEMA), connection).to_pylist()
    assert [one["area_code"] for one in found] == [one["area_code"] for one in rows]
    in_month = {month: [one for one in found if one["period_label"] == f"month {month}"] for month in (1, 2, 3)}
    assert [one["value"] for one in in_month[1] + in_month[3]] == [
        one["value"] for one in rows if one["period_label"] != "month 2"
    ]
    note = None if kept else "The file gives the figures of month 1 again: those of this period are not known."
    assert {(one["value"] is not None, one["note"]) for one in in_month[2]} == {(kept, note)}
