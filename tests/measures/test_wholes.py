"""Several areas as one: means by people that are their publisher's own figure of the county, or the range and why."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from oneplace import geo
from oneplace.measures.published import published
from oneplace.measures.wholes import held_against, summed, whole
from oneplace.place import FromPublished, read
from oneplace.record import opendata
from tests.measures.build import measure

HAMPSHIRE = "E10000014"
SOUTHAMPTON = read(Path(__file__).parents[2] / "places" / "southampton")
COMPUTE = {"from": "published", "dataset": "d", "series": "s"}
BY_PEOPLE = FromPublished.model_validate({**COMPUTE, "whole": "by_people"})
APART = FromPublished.model_validate(COMPUTE)


@pytest.mark.parametrize(
    "name", ["child_poverty", "greenhouse_gas_per_head", "wellbeing_anxiety", "wellbeing_satisfaction"]
)
def test_the_mean_by_people_is_the_county_s_published_value(name):
    """To a hundredth, in which they are published; in every period with all of Hampshire's eleven districts."""
    definition = SOUTHAMPTON.measures[name]
    districts = geo.districts(HAMPSHIRE)
    found = opendata.read(definition.compute.dataset, series=definition.compute.series, areas=[HAMPSHIRE, *districts])
    rows = [row | {"group": row["area_code"], "group_label": ""} for row in found.to_pylist()]
    county = {row["period_label"]: row["value"] for row in rows if row["group"] == HAMPSHIRE}
    made = whole(definition, definition.compute, [row for row in rows if row["group"] in districts], 11)
    assert len(made) >= 4
    for row in made:
        assert row["value"] == pytest.approx(county[row["period_label"]], abs=0.01)
        assert row["method"].startswith("Mean of 11 areas by their residents ")
        assert row["method"].endswith("), for their counts are not published")


def of(area, value, *, year=2020, half=None, **counts):
    sides = {"lower": None, "upper": None} if half is None else {"lower": value - half, "upper": value + half}
    when = {"period_start": date(year, 1, 1), "period_end": date(year + 1, 1, 1), "period_label": str(year)}
    none = {"numerator": None, "denominator": None}
    return {"group": area, "group_label": f"Name of {area}", "value": value, **sides, **when, **none, **counts}


@pytest.fixture
def people(monkeypatch):
    """Of A three times as many people as of B, of C none known; what was asked for is kept."""
    asked = []

    def residents(areas, *of_whom, totals):
        assert not totals
        asked.append(of_whom)
        return {area: many for area, many in {"A": 300.0, "B": 100.0}.items() if area in areas}

    monkeypatch.setattr(geo, "residents", residents)
    return asked


def test_people_are_those_of_the_measure_s_ages_in_the_middle_of_the_period(people):
    (row,) = whole(measure(people={"min_age": 16}), BY_PEOPLE, [of("A", 10.0, half=1), of("B", 20.0, half=2)], 2)
    half = ((0.75 * 1) ** 2 + (0.25 * 2) ** 2) ** 0.5
    assert (row["value"], row["lower"], row["upper"]) == pytest.approx((12.5, 12.5 - half, 12.5 + half))
    assert (row["dimension"], row["group_label"], row["denominator"]) == ("all", "Everyone", None)
    assert people == [(2020, 16, None)]
    told = "Mean of 2 areas by their residents aged 16 and over in mid-2020 (Name of A 300, Name of B 100), for their "
    assert row["method"] == f"{told}counts are not published"
    (bare,) = whole(measure(), BY_PEOPLE, [of("A", 10.0), of("B", 20.0)], 2)
    assert (bare["value"], bare["lower"], bare["upper"]) == (12.5, None, None)


@pytest.mark.parametrize(
    ("rows", "compute"),
    [
        ([of("A", 10.0), of("B", 20.0)], APART),  # not asked for
        ([of("A", 10.0), of("C", 20.0)], BY_PEOPLE),  # of whom not everyone is known
        ([of("A", 10.0), of("B", None)], BY_PEOPLE),
        ([of("A", 10.0)], BY_PEOPLE),  # one of two areas
    ],
)
@pytest.mark.usefixtures("people")
def test_else_no_mean_is_made_up(rows, compute):
    (row,) = whole(measure(), compute, rows, 2)
    assert row["value"] is None
    assert row["reason"].startswith("Published for ")


NOT_PEOPLE = "They are not averaged: how many people each is of is not published with them."


@pytest.mark.parametrize(
    ("unit", "values", "many", "reach", "why"),
    [
        ("percent", (10.0, 20.0), "each", "10.0% (Name of A) to 20.0% (Name of B)", NOT_PEOPLE),
        ("percent", (20.04, 19.96), "each", "20.0% (Name of B and Name of A)", NOT_PEOPLE),
        ("years", (61.0, 60.0), "each", "60.0 years (Name of B) to 61.0 years (Name of A)",
         "A length of life of all of them would need their deaths by age."),
        ("per_100k_dsr", (61.0, None), "1", "61.0 per 100,000 (Name of A)",
         "One rate of all of them, standardised for age, would need their counts by age."),
        ("rank", (3, 40), "each", "rank 3 (Name of A) to rank 40 (Name of B)", "Ranks have no sum and no mean."),
    ],
)  # fmt: skip
def test_why_there_is_no_one_number_and_from_where_to_where_they_go(unit, values, many, reach, why):
    rows = [of(area, value) for area, value in zip("AB", values, strict=True)]
    (row,) = whole(measure(unit=unit), APART, rows, 2)
    told = f"Published for {many} of the place's 2 areas, not for all of it: {reach} in 2020. {why}"
    assert (row["value"], row["reason"]) == (None, told)


def test_the_range_is_of_the_newest_period_that_has_every_area():
    rows = [of("A", 1.0, year=2018), of("A", 5.0), of("B", 6.0), of("A", 7.0, year=2021)]
    (row,) = whole(measure(), APART, rows, 2)
    told = "5.0% (Name of A) to 6.0% (Name of B) in 2020, and newer for 1 of them, in 2021. "
    assert (row["period_label"], told in row["reason"]) == ("2020", True)  # else a table of 2021 stands beneath "2020"
    (none,) = whole(measure(), APART, [of("A", None), of("B", None)], 2)
    assert none["reason"] == "Not published for any of the place's 2 areas."
    assert whole(measure(), APART, [], 2) == []


@pytest.mark.parametrize(
    ("beside", "told"),
    [
        ([of("ENG", 5.5), of("LON", 4.0)], " (Name of ENG 5.5%)"),  # the first that the place is held against
        ([of("ENG", None), of("LON", 4.0)], " (Name of LON 4.0%)"),
        ([of("ENG", 5.5, year=2021)], ""),  # of another period nothing is told
    ],
)
def test_the_range_stands_beside_another_area_in_its_period(beside, told):
    """24.5 (Bromley) to 38.0 (Lewisham) told no board member whether either is high."""
    (row,) = whole(measure(), APART, [of("A", 5.0), of("B", 6.0)], 2, beside=beside)
    assert f"to 6.0% (Name of B) in 2020{told}. " in row["reason"]
    assert ("nobody can tell which are worse than Name of" in row["reason"]) is bool(told)
    counted = measure(unit="count")
    (plain,) = whole(counted, APART, [of("A", 5.0), of("B", 6.0)], 2, beside=beside)
    assert "Name of ENG" not in plain["reason"]


@pytest.mark.parametrize(
    ("polarity", "half", "told"),
    [
        ("low_good", 0.5, "Worse than Name of ENG beyond chance: Name of B."),
        ("high_good", 0.5, "Worse than Name of ENG beyond chance: Name of A."),
        ("low_good", 9.0, "None is worse than Name of ENG beyond chance."),
        ("low_good", None, "No limits are known, so nobody can tell which are worse than Name of ENG beyond chance."),
        ("context", 0.5, ""),
    ],
)
def test_which_areas_are_worse_beyond_chance_is_told_as_of_groups(polarity, half, told):
    """From 24.5 (Bromley) to 38.0 (Lewisham), England 30.2: whether that is more than chance was left to the reader."""
    rows = [of("A", 5.0, half=half), of("B", 7.0, half=half)]
    (row,) = whole(measure(polarity=polarity), APART, rows, 2, beside=[of("ENG", 6.0)])
    assert (
        row["reason"].removeprefix(
            "Published for each of the place's 2 areas, not for all of it: 5.0% (Name of A) to 7.0% (Name of B) in "
            "2020 (Name of ENG 6.0%). "
        )
        == f"{told} {NOT_PEOPLE}".lstrip()
    )


@pytest.mark.parametrize(
    ("halves", "told"),
    [
        ((0.5, 0.5), " beyond chance: all of them. "),
        ((0.5, None), " beyond chance: Name of A. No limits are known for Name of B. "),  # one area is no everywhere
        ((0.5, 4.0), " beyond chance: Name of A. "),
    ],
)
def test_that_each_area_is_worse_is_told_as_that(halves, told):
    """Four ambitions of which all four councils are worse than England stood last, among what nobody can tell."""
    rows = [of(area, value, half=half) for area, value, half in zip("AB", (8.0, 7.0), halves, strict=True)]
    (row,) = whole(measure(), APART, rows, 2, beside=[of("ENG", 6.0, half=0.1)])
    assert f"Worse than Name of ENG{told}" in row["reason"]


@pytest.mark.parametrize(
    ("halves", "told"),
    [((0.5, 0.5, None), "all but Name of C, of which no limits are known"), ((0.5, 0.5), "all that have a figure")],
)
def test_all_is_all_of_which_it_can_be_told(halves, told):
    rows = [of(area, 8.0, half=half) for area, half in zip("ABC", halves, strict=False)]
    (row,) = whole(measure(), APART, rows, 3, beside=[of("ENG", 6.0, half=0.1)])
    assert f"Worse than Name of ENG beyond chance: {told}. " in row["reason"]


@pytest.mark.parametrize(
    ("newer", "then", "told"),
    [
        (8.0, 6.0, "Worse than Name of ENG beyond chance: Name of B, by the newest figure of each. "),
        (6.1, 6.0, "None is worse than Name of ENG beyond chance, by the newest figure of each. "),
        (
            8.0,
            None,
            "None is worse than Name of ENG beyond chance in 2020. ",
        ),  # there is nothing to hold the newer one against
    ],
)
def test_an_area_with_a_newer_figure_is_held_by_that(newer, then, told):
    """“Newer for 6 of them, in 2022. None is worse”: one of the six was, in 2022."""
    rows = [of("A", 5.0, half=0.5), of("B", 6.0, half=0.5), of("B", newer, half=0.5, year=2022)]
    beside = [of("ENG", 6.0, half=0.1), of("ENG", then, half=0.1 if then else None, year=2022)]
    (row,) = whole(measure(), APART, rows, 2, beside=beside)
    assert f"and newer for 1 of them, in 2022. {told}" in row["reason"]


def test_of_which_areas_nobody_can_tell_is_named():
    rows = [of("A", 5.0, half=0.5), of("B", 7.0)]
    (row,) = whole(measure(), APART, rows, 2, beside=[of("ENG", 6.0)])
    assert " No limits are known for Name of B. " in row["reason"]


@pytest.mark.parametrize("changes", [{"unit": "years"}, {"unit": "rank"}, {"people": {"sex": "F"}}])
def test_what_has_no_mean_by_people_is_refused(changes):
    with pytest.raises(ValueError, match="whole: by_people"):
        measure({**COMPUTE, "whole": "by_people"}, **changes)


def _parts(*counts, factor=100):
    return [
        of(area, factor * many / out_of, numerator=float(many), denominator=float(out_of)) | {"dimension": "area"}
        for area, (many, out_of) in zip("AB", counts, strict=True)
    ]


@pytest.mark.parametrize(
    ("published", "told"),
    [
        (0.48, "the counts of its 2 areas add up to the published value (5 of 1,040)"),
        (0.5, "the counts of its 2 areas add up to the published value (5 of 1,040)"),
        (0.47, "the counts of its 2 areas add up to 0.48, not to the published value (5 of 1,040)"),
    ],
)
def test_a_published_whole_says_what_its_parts_add_up_to(published, told):
    head = of("all", published) | {"dimension": "all", "method": "As published"}
    (row, *_) = held_against([head, *_parts((1, 140), (4, 900))], ["A", "B"])
    assert row["method"] == f"As published; {told}"


def test_nothing_is_said_of_parts_that_are_not_all_there_or_have_no_counts():
    head = of("all", 0.5) | {"dimension": "all", "method": "As published"}
    first, second = _parts((1, 140), (4, 900))
    for beneath in ([first], [first, second | {"numerator": None}], [first, second | {"period_end": date(1999, 1, 1)}]):
        assert held_against([head, *beneath], ["A", "B"])[0]["method"] == "As published"


@pytest.mark.parametrize(
    ("dataset", "series"), [("patients_per_gp", "patients_per_gp"), ("deprivation_2025", "neighbourhoods_worst_tenth")]
)
def test_all_authorities_of_england_add_up_to_its_published_value(dataset, series):
    rows = [row for row in opendata.read(dataset, series=series).to_pylist() if row["dimension"] == "all"]
    england = next(row for row in rows if row["area_code"] == geo.ENGLAND)
    every = [row | {"group": row["area_code"]} for row in rows if row["area_code"][:3] in ("E06", "E07", "E08", "E09")]
    assert len(every) == 296
    made = summed(every)
    assert made["numerator"] == england["numerator"]
    assert made["value"] == pytest.approx(england["value"], rel=1e-9)


def test_the_boroughs_of_south_east_london_add_up_to_the_published_system():
    place = read(Path(__file__).parents[2] / "places" / "south-east-london")
    rows = published(
        place, place.measures["deprived_neighbourhoods_2025"], place.measures["deprived_neighbourhoods_2025"].compute
    )
    (head,) = [row for row in rows if row["dimension"] == "all"]
    assert head["value"] == 0.48
    assert head["method"].endswith("the counts of its 6 areas add up to the published value (5 of 1,040)")


def test_five_trusts_are_not_called_the_place():
    place = read(Path(__file__).parents[2] / "places" / "south-east-london")
    measure_ = place.measures["staff_burnt_out"]
    rows = published(place, measure_, measure_.compute)
    assert {row["whose"] for row in rows if row["dimension"] == "all"} == {"RJ1+RJ2+RJZ+RPG+RV5"}
    assert not any(row.get("whose") for row in rows if row["dimension"] == "area")


def _a_county():
    """Kent, as a place of one area, with the measures of the library."""
    held = SOUTHAMPTON.place
    kent = type(held.areas[0])(code="E10000016", name="Kent", kind="county")
    own = held.model_copy(update={"id": "kent", "name": "Kent", "areas": (kent,)})
    return replace(SOUTHAMPTON, place=own, datasets={})


def test_a_county_is_told_by_district_and_by_neighbourhood():
    """Its wards are made of its neighbourhoods, and its districts stand beside each other."""
    measure_ = SOUTHAMPTON.measures["disabled_people"]
    rows = published(_a_county(), measure_, measure_.compute)
    by = Counter(row["dimension"] for row in rows if row["group"] in geo.districts("E10000016"))
    assert by == {"area": 12}
    assert sum(row["dimension"] == "neighbourhood" for row in rows) == 938
    (head,) = [row for row in rows if row["dimension"] == "all"]
    assert sum(row["numerator"] for row in rows if row["group"] in geo.districts("E10000016")) == head["numerator"]
    assert "published" not in head["method"]  # nobody published it: it is made of small areas


def test_the_districts_of_a_county_added_up_are_the_county_s_own_number():
    compute = FromPublished.model_validate(
        {**COMPUTE, "dataset": "patients_per_gp", "series": "patients_per_gp", "areas": geo.districts("E10000016")}
    )
    rows = published(_a_county(), measure(compute.model_dump(by_alias=True), unit="count"), compute)
    (head,) = [row for row in rows if row["dimension"] == "all"]
    assert (head["method"], head.get("whose")) == ("Counts of 12 areas, summed", None)
