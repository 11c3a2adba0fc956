"""The measures of the four places that show published figures: each finds its series, and says what it must."""

from __future__ import annotations

from collections import Counter
from functools import cache
from re import findall

import pyarrow.compute as pc
import pytest

from oneplace import geo
from oneplace import place as places
from oneplace.assets import folder
from oneplace.place import Measure, Place
from oneplace.place.document import load
from oneplace.place.folder import read_files
from oneplace.record.opendata import all_of, read, read_of, whole

PLACES = {"southampton": 30, "south-east-london": 10, "north-and-mid-hampshire": 10, "south-east-coast-ambulance": 10}
# Reviewed one by one: which way is good is never taken from a publisher.
POLARITY = {
    "low_good": {
        "obesity_year_6", "persistent_absence", "persistent_absence_looked_after",
        "persistent_absence_free_school_meals",
        "child_poverty", "cvd_mortality_preventable", "smoking_adults", "adult_obesity", "wellbeing_anxiety",
        "claimant_count", "housing_affordability", "greenhouse_gas_per_head", "patients_per_gp",
        "patients_per_gp_practices", "bed_occupancy",
        "not_meeting_criteria_to_reside", "ambulance_c1_mean_scas", "ambulance_c2_mean_scas", "ambulance_c1_mean",
        "ambulance_c1_p90", "ambulance_c2_mean", "ambulance_c2_p90", "ambulance_c3_p90", "ambulance_c4_p90",
        "call_answer_mean", "call_answer_p95", "deprived_neighbourhoods_2019", "deprived_neighbourhoods_2025",
        "fuel_poverty", "overcrowded_homes", "smoking_practices", "lonely_modelled", "km_to_dentist", "km_to_pharmacy",
        "detentions", "detentions_england", "smoking_at_booking", "staff_burnt_out", "staff_discriminated",
        "staff_harassed_by_public", "alcohol_admissions_to_2018", "low_level_crime_to_2020", "personal_crime_to_2020",
        "self_harm_young_people_to_2018",
    },
    "high_good": {
        "healthy_weight_reception", "early_communication", "primary_expected_standard", "gcse_english_maths",
        "cancer_early_stage", "healthy_life_expectancy_female", "healthy_life_expectancy_male",
        "wellbeing_satisfaction", "wellbeing_happiness", "wellbeing_worthwhile", "carer_quality_of_life",
        "carer_information",
        "employment_rate", "social_care_quality_of_life", "ed_four_hours_trust", "ed_four_hours_system",
        *(f"{kind}_{sex}_2009_2013" for kind in ("healthy_life", "life", "disability_free_life")
          for sex in ("men", "women")),
        *(f"therapy_{kind}{whose}" for kind in ("recovery", "improvement") for whose in ("", "_city", "_system")),
        "therapy_recovery_three_years", "therapy_finished", "continuity_of_carer", "continuity_of_carer_england",
        "booked_by_10_weeks",
        "children_free_of_tooth_decay_to_2017", "dementia_diagnosed_to_2018",
        "staff_enough", "left_hospital_that_day", "life_expectancy_men", "life_expectancy_women",
        *(f"social_contact_{who}{where}" for who in ("users", "carers") for where in ("", "_england")),
    },
    "context": {
        "deprivation_average_rank_2019", "deprivation_average_score_2019", "deprivation_share_2019",
        "deprivation_average_rank_2025", "unit_cost_emergency_admission", "unit_cost_emergency_attendance",
        "hear_and_treat", "see_and_treat", "conveyed_to_ed", "incidents",
        # who is found by a practice, who said so in the Census, who comes to a department: more is not worse care
        "disabled_people", "emergency_attendances_under_5", "therapy_referrals", "payments_per_weighted_patient",
        "registered_per_1000_residents", "registered_by_group_per_1000_residents", "deaths_usual_residence_to_2016",
        "gp_appointments_not_in_person",
        *(f"register_{name}" for name in ("obesity", "hypertension", "diabetes", "coronary_heart_disease", "stroke",
          "copd", "depression", "serious_mental_illness", "dementia", "learning_disability")),
    },
}  # fmt: skip


FILES = [(place, each.item) for place in PLACES for each in read_files(folder("places") / place).measures]
PUBLISHED = [(place, each) for place, each in FILES if each.compute and each.compute.source == "published"]
each = pytest.mark.parametrize(("place", "measure"), PUBLISHED, ids=[f"{place}:{each.id}" for place, each in PUBLISHED])


@cache
def _place(name: str) -> Place:
    return places.read(folder("places") / name)


@cache
def _areas(place: str) -> tuple[str, ...]:
    content = load(folder("places") / place / "place.yaml").data
    return tuple(area["code"] for area in content["areas"])


def _own(place: str, measure: Measure) -> tuple[str, ...]:
    return (measure.compute.area,) if measure.compute.area else measure.compute.areas or _areas(place)


@cache
def _values(name: str, dataset: str, series: str, areas: tuple[str, ...]) -> list[tuple[str, float]]:
    of, kind = _place(name), all_of(_place(name))[dataset].areas
    if kind is not None and not any(read_of(of, dataset, series, areas)["value"].is_valid().to_pylist()):
        held = {row["code"]: area for area in areas for row in geo.small_areas(kind, [area]).to_pylist()}
        rows = read_of(of, dataset, series, list(held)).to_pylist()
        return [(held[row["area_code"]], row["value"]) for row in rows if row["value"] is not None]
    rows = read_of(of, dataset, series, areas).to_pylist()
    return [(row["area_code"], row["value"]) for row in rows if row["value"] is not None]


def test_each_place_has_its_published_measures():
    of_places = Counter(place for place, _ in PUBLISHED)
    assert all(of_places[place] >= fewest for place, fewest in PLACES.items())


@each
def test_the_series_has_figures_for_every_area_it_is_about(place, measure):
    assert measure.compute.dataset in all_of(_place(place))
    areas = _own(place, measure)
    assert {area for area, _ in _values(place, measure.compute.dataset, measure.compute.series, areas)} == set(areas)


@each
def test_named_comparators_have_figures_and_names(place, measure):
    for code in measure.compute.comparators or ():
        assert geo.area(code) or code in read_files(folder("places") / place).place.item.names, code
        assert read_of(_place(place), measure.compute.dataset, measure.compute.series, [code]).num_rows, code


@each
def test_polarity_is_the_reviewed_one(place, measure):
    assert measure.id in POLARITY[measure.polarity]


@each
def test_a_source_that_names_years_names_the_newest_that_is_held(place, measure):
    named = [int(year) for year in findall(r"\b(20\d\d)\b", measure.source)]
    of, compute = _place(place), measure.compute
    if compute.dataset in of.datasets:
        rows = whole(of.datasets[compute.dataset], of.root)
        rows = rows.filter(pc.equal(rows["series"], compute.series))
    else:
        rows = read(compute.dataset, compute.series)
    starts = rows["period_start"]
    assert not named or max(named) >= pc.max(starts).as_py().year


@each
def test_a_measure_says_source_parts_and_reasons(place, measure):
    assert measure.source
    assert measure.numerator
    assert measure.denominator
    assert all(reason == "yes" or len(reason) > 10 for reason in measure.breakdowns.model_dump().values())


@each
def test_a_value_fits_its_unit(place, measure):
    areas = _own(place, measure)
    values = [value for _, value in _values(place, measure.compute.dataset, measure.compute.series, areas)]
    low, high = {
        "percent": (0, 100),
        "score": (0, 10),
        "years": (40, 95),
        "minutes": (1, 24 * 60),
        "rank": (1, 317),
        "ratio": (1, 40),
    }.get(measure.unit, (0, 10_000_000))
    assert all(low <= value <= high for value in values)
    if measure.unit == "percent":
        rare = ("deprived_neighbourhoods", "register_learning_disability")
        assert max(values) > 1 or measure.id.startswith(rare)  # not a share of one


def test_the_two_vintages_of_deprivation_are_never_one_measure():
    for _, measure in PUBLISHED:
        compute = measure.compute
        assert not compute.dataset.startswith("deprivation") or measure.id.endswith(compute.dataset[-4:])


def test_no_measure_shows_healthy_life_expectancy_as_first_published():
    assert all(measure.compute.dataset != "healthy_life_expectancy_2022" for _, measure in PUBLISHED)
