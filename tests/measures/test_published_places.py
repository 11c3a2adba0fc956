"""Publishers' figures for a place of one area and of several: whose the headline is, and when areas can be summed."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pytest

from oneplace import geo, stats
from oneplace.assets import folder
from oneplace.measures.gaps import gaps
from oneplace.measures.published import not_held, opendata, published
from oneplace.measures.small_areas import REDRAWN
from oneplace.measures.unfinished import with_unfinished
from oneplace.place import FromPublished
from oneplace.place import read as read_place
from oneplace.place.place_file import PlaceFile
from oneplace.problems import OneplaceError
from tests.measures.build import measure

ONE, TWO, OTHER, REGION = ("E06000045", "E07000091", "E06000044", "E12000008")
WOMEN = {"dimension": "sex", "group": "F"}
AREA_NAMES = {ONE: "Southampton", TWO: "New Forest"}


def figure(area, value=None, numerator=None, denominator=None, year=2023, **more):
    """One row as the open data has it."""
    row = {"area_code": area, "value": value, "numerator": numerator, "denominator": denominator}
    row |= {
        "period_start": date(year, 4, 1),
        "period_end": date(year + 1, 4, 1),
        "period_label": f"{year}/{year - 1999}",
    }
    row |= {"dimension": "all", "group": "all", "group_label": "Everyone", "group_order": 0}
    return row | {"lower": None, "upper": None, "note": None} | more


def place(*own, comparators=(OTHER,)):
    def named(codes):
        return [{"code": code, "name": AREA_NAMES.get(code, f"Name of {code}")} for code in codes]

    inside = PlaceFile.model_validate({"id": "p", "name": "P", "areas": named(own), "comparators": named(comparators)})
    return SimpleNamespace(
        place=inside, datasets={}, file_of=lambda measure: Path("place") / "measures" / f"{measure.id}.yaml"
    )


def declare(monkeypatch, *, provisional):
    """Make `carried` the only dataset there is."""
    known = {"carried": SimpleNamespace(provisional=provisional, areas=None)}
    monkeypatch.setattr(opendata, "all_of", lambda _: known)
    monkeypatch.setattr(opendata, "entry_of", lambda _, dataset: known.get(dataset))


@pytest.fixture
def carried(monkeypatch):
    """The rows of the only series carried; what areas were asked for is kept."""
    asked = []

    def carry(*rows):
        def read(_place, dataset, series, areas):
            asked.append((dataset, series, list(areas)))
            return pa.Table.from_pylist([row for row in rows if row["area_code"] in areas])

        declare(monkeypatch, provisional=None)
        monkeypatch.setattr(opendata, "series_in", lambda *_: ["count", "rate"])
        monkeypatch.setattr(opendata, "read_of", read)
        return asked

    return carry


def rows_of(where, **changes):
    compute = FromPublished.model_validate({"from": "published", "dataset": "carried", "series": "rate", **changes})
    return published(where, measure(), compute)


def test_the_one_area_is_the_headline_and_comparators_are_areas_in_their_order(carried):
    asked = carried(figure(REGION, 7.0), figure(OTHER, 6.0), figure(ONE, 5.0, 50, 1000, lower=4.0, upper=6.0))
    rows = rows_of(place(ONE, comparators=(OTHER, REGION)), scale=10)
    assert asked == [("carried", "rate", [ONE, OTHER, REGION])]
    assert [(row["dimension"], row["group"], row["group_label"], row["group_order"], row["value"]) for row in rows] == [
        ("all", "all", "Everyone", 0, 50),
        ("area", OTHER, f"Name of {OTHER}", 1, 60),
        ("area", REGION, f"Name of {REGION}", 2, 70),
    ]
    first = rows[0]
    assert (first["lower"], first["upper"], first["numerator"], first["denominator"]) == (40, 60, 50, 1000)
    assert (first["measure"], first["period_start"], first["period_label"]) == ("test", date(2023, 4, 1), "2023/24")
    assert (first["method"], first["origin"], first["source"]) == ("As published", "published", "carried")
    assert (first["suppressed"], first["reason"]) == (False, None)
    assert (rows[1]["lower"], rows[1]["numerator"]) == (None, None)


def test_nothing_is_made_of_a_period_that_is_not_over(carried):
    both = [figure(area, 5.0, 50, 1000, year=year) for area in (ONE, TWO) for year in (2025, 2026)]
    carried(*both, figure(OTHER, 4.0, year=2026), figure(ONE, 3.0, year=2026, **WOMEN))
    compute = FromPublished.model_validate({"from": "published", "dataset": "carried", "series": "rate"})
    november = date(2026, 11, 22)
    alone = with_unfinished(measure(), published(place(ONE), measure(), compute, november), november)
    assert [(row["dimension"], row["period_label"], row["value"]) for row in alone] == [
        ("all", "2025/26", 5.0),
        ("all", "2026/27", None),
    ]
    rows = with_unfinished(measure(), published(place(ONE, TWO), measure(), compute, november), november)
    assert [(row["group"], row["period_label"], row["value"]) for row in rows] == [
        ("all", "2025/26", 5.0),
        (ONE, "2025/26", 5.0),
        (ONE, "2026/27", None),
        (TWO, "2025/26", 5.0),
        (TWO, "2026/27", None),
    ]


def test_breakdowns_are_kept_of_the_headline_only_and_a_note_only_where_there_is_no_figure(carried):
    women = {"dimension": "sex", "group": "F", "group_label": "Female", "group_order": 1}
    odd = {"dimension": "shoe size", "group": "9", "group_label": "9", "group_order": 1}
    carried(
        figure(ONE, 5.0, note="Revised"),
        figure(ONE, None, note="Not collected", **women),
        figure(ONE, 4.0, **odd),
        figure(OTHER, 3.0, **women),
    )
    rows = rows_of(place(ONE))
    assert [(row["dimension"], row["group"], row["value"], row["reason"]) for row in rows] == [
        ("all", "all", 5, None),
        ("sex", "F", None, "Not collected"),
    ]


@pytest.mark.parametrize(
    ("label", "told"),
    [("65-74", "65 to 74"), ("85+", "85 and over"), ("Under 18", "Under 18"), ("65 and over", "65 and over")],
)
def test_an_age_band_is_told_in_words_where_its_publisher_gives_its_code(carried, label, told):
    """The code "65-74" stood beside "65 to 74", and "85+" where other pages say "85 and over"."""
    band = {"dimension": "age", "group": label, "group_label": label}
    carried(figure(ONE, 5.0, **band))
    (row,) = rows_of(place(ONE))
    assert (row["group"], row["group_label"]) == (label, told)


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({"area": TWO}, [TWO, OTHER]),
        ({"comparators": [REGION, REGION]}, [ONE, REGION]),
        ({"comparators": [ONE, REGION]}, [ONE, REGION]),
        ({"comparators": []}, [ONE]),
    ],
)
def test_a_measure_may_name_its_own_area_and_comparators(carried, changes, asked):
    found = carried(figure(ONE, 5.0), figure(TWO, 6.0), figure(OTHER, 7.0), figure(REGION, 8.0))
    rows = rows_of(place(ONE), **changes)
    assert found[0][2] == asked
    assert [row["group"] for row in rows] == ["all", *asked[1:]]


@pytest.mark.parametrize(
    ("first", "second", "headline"),
    [
        # value = 100 x numerator / denominator in both: summed
        ((5.0, 50, 1000), (10.0, 50, 500), (100 * 100 / 1500, 100, 1500)),
        ((0.0, 0, 1000), (10.0, 50, 500), (100 * 50 / 1500, 50, 1500)),
        ((0.0, 0, 1000), (0.0, 0, 500), (0, 0, 1500)),
        ((5.000001, 50, 1000), (10.0, 50, 500), (100 * 100.00001 / 1500, 100, 1500)),
        # age-standardised: no one factor turns counts into values
        ((5.0, 50, 1000), (11.0, 50, 500), None),
        ((5.0, None, 1000), (10.0, 50, 500), None),
        ((5.0, 50, None), (10.0, 50, 500), None),
        ((None, 50, 1000), (10.0, 50, 500), None),
    ],
)
def test_counts_of_several_areas_are_summed_where_they_make_the_published_values(carried, first, second, headline):
    carried(figure(ONE, *first, lower=1.0), figure(TWO, *second))
    whole, *areas = rows_of(place(ONE, TWO, comparators=()), limits="as_published")
    assert [row["group"] for row in areas] == [ONE, TWO]
    assert (whole["dimension"], whole["group"], whole["group_label"], whole["group_order"]) == (
        "all",
        "all",
        "Everyone",
        0,
    )
    assert (whole["lower"], whole["upper"]) == (None, None)
    if headline:
        assert (whole["value"], whole["numerator"], whole["denominator"]) == (
            pytest.approx(headline[0], rel=1e-6),
            *headline[1:],
        )
        assert (whole["method"], whole["reason"]) == ("Counts of 2 areas, summed", None)
    else:
        assert (whole["value"], whole["numerator"], whole["denominator"]) == (None, None, None)
        assert "the place's 2 areas, not for all of it" in whole["reason"]


def test_only_periods_with_every_area_are_summed_and_comparators_take_no_part(carried):
    carried(
        figure(ONE, 5.0, 50, 1000, year=2022),
        figure(ONE, 5.0, 50, 1000),
        figure(TWO, 10.0, 50, 500),
        figure(OTHER, 1.0, 10, 1000),
    )
    rows = rows_of(place(ONE, TWO))
    assert [(row["period_label"], row["denominator"]) for row in rows if row["dimension"] == "all"] == [
        ("2023/24", 1500)
    ]
    assert [row["group"] for row in rows if row["dimension"] == "area"] == [ONE, ONE, TWO, OTHER]


def test_where_no_period_can_be_summed_the_latest_says_so_and_nothing_published_is_no_row(carried):
    carried(figure(ONE, 5.0, 50, 1000, year=2021), figure(TWO, 10.0, 50, 500, year=2022))
    [whole] = [row for row in rows_of(place(ONE, TWO)) if row["dimension"] == "all"]
    assert (whole["period_label"], whole["value"]) == ("2022/23", None)
    carried(figure(REGION, 5.0))
    assert rows_of(place(ONE, TWO)) == []


@pytest.mark.parametrize(
    ("changes", "message", "mend"),
    [
        ({"dataset": "carred"}, "asks for the dataset 'carred', which is not carried.", "carried"),
        ({"series": "rat"}, "asks for the series 'rat', which is not carried.", "rate"),
        ({"series": "zzz"}, "asks for the series 'zzz', which is not carried.", "docs/reference/open-data.md"),
    ],
)
def test_what_is_not_carried_is_refused_at_the_measure(carried, changes, message, mend):
    carried(figure(ONE, 5.0))
    with pytest.raises(OneplaceError) as caught:
        rows_of(place(ONE), **changes)
    [problem] = caught.value.problems
    assert (problem.path.as_posix(), problem.message) == ("place/measures/test.yaml", message)
    assert mend in problem.mend


def test_a_headline_of_another_area_says_whose_it_is_and_the_places_own_does_not(carried):
    carried(figure("RYE", 8.4), figure(ONE, 7.0), figure(OTHER, 9.0))
    rows = {row["dimension"]: row.get("whose") for row in rows_of(place(ONE), area="RYE")}
    assert rows == {"all": "RYE", "area": None}
    for area in ({}, {"area": ONE}):
        assert not any(row.get("whose") for row in rows_of(place(ONE), **area))


WITHIN = (61.0, 610.0, 1000.0)


@pytest.mark.parametrize(
    ("given", "known"),
    [
        (WITHIN, True),
        ((60.96, 609.6, 1000.0), True),
        ((61.04, 610.0, 1000.0), True),  # rounded by the publisher, to the measure's decimal
        ((61.06, 610.0, 1000.0), False),  # made of something else than its counts
        ((61.0, None, 1000.0), False),
        ((61.0, 610.0, None), False),
        ((61.0, 610.0, 0.0), False),
        ((None, 610.0, 1000.0), False),
        ((106.0, 1060.0, 1000.0), False),  # no share
    ],
)
def test_limits_come_from_the_counts_only_where_the_value_is_made_of_them(carried, given, known):
    carried(figure(ONE, *given), figure(OTHER, *WITHIN))
    (own,) = [row for row in rows_of(place(ONE), limits="from_counts") if row["dimension"] == "all"]
    if known:
        expected = stats.proportion(given[1], given[2], 100)
        assert (own["lower"], own["upper"]) == (float(expected.lower), float(expected.upper))
        assert own["method"] == "As published; limits from the counts: Wilson"
    else:
        assert (own["lower"], own["upper"], own["method"]) == (None, None, "As published")
    assert own["value"] == given[0]


def test_limits_are_left_as_published_where_the_file_says_so(carried):
    carried(figure(ONE, *WITHIN), figure(OTHER, *WITHIN))
    assert {row["lower"] for row in rows_of(place(ONE), limits="as_published")} == {None}
    assert rows_of(place(ONE)) == rows_of(place(ONE), limits="from_counts")
    carried(figure(ONE, *WITHIN, lower=60.0, upper=62.0))
    (own,) = rows_of(place(ONE, comparators=()))
    assert (own["lower"], own["upper"], own["method"]) == (60.0, 62.0, "As published")


def test_the_whole_of_several_areas_has_limits_from_their_sum(carried):
    carried(figure(ONE, *WITHIN), figure(TWO, 50.0, 100.0, 200.0))
    (whole,) = [row for row in rows_of(place(ONE, TWO), limits="from_counts") if row["dimension"] == "all"]
    expected = stats.proportion(710, 1200, 100)
    assert (whole["lower"], whole["upper"]) == (float(expected.lower), float(expected.upper))


def test_only_a_count_out_of_another_can_have_limits_from_counts():
    with pytest.raises(ValueError, match="limits: from_counts"):
        measure({"from": "published", "dataset": "a", "series": "b", "limits": "from_counts"}, unit="per_100k_dsr")


@pytest.mark.parametrize(
    ("own", "changes", "problems"),
    [
        ([ONE], {}, []),
        ([ONE], {"area": TWO}, []),
        ([ONE, OTHER], {}, []),
        (
            [OTHER],
            {},
            [
                f"asks “rate” for Name of {OTHER} ({OTHER}), which it does not cover. It covers 2 areas, such as "
                f"Southampton ({ONE}) and New Forest ({TWO}): name one of them as `area`."
            ],
        ),
        (
            [ONE],
            {"area": "RYE"},
            [
                "asks “rate” for South Central Ambulance Service NHS Foundation Trust (RYE), which it does not cover. "
                "It covers 2 areas, such as Southampton "
                f"({ONE}) and New Forest ({TWO}): name one of them as `area`."
            ],
        ),
        (
            [ONE],
            {"series": "rat"},
            ["asks for the series 'rat', which is not carried. Did you mean `rate`?"],
        ),
        (
            [ONE],
            {"dataset": "carred"},
            ["asks for the dataset 'carred', which is not carried. Did you mean `carried`?"],
        ),
    ],
)
def test_what_published_data_do_not_hold_is_found_before_a_run(carried, monkeypatch, own, changes, problems):
    carried()
    held = {("carried", "rate"): frozenset({ONE, TWO})}
    monkeypatch.setattr(opendata, "areas_in", lambda _, *asked: held.get(asked, frozenset()))
    where = place(*own)
    compute = FromPublished.model_validate({"from": "published", "dataset": "carried", "series": "rate", **changes})
    one = measure().model_copy(update={"compute": compute})
    where.measures = {"one": one, "other": measure()}
    assert [f"{each.message} {each.mend}" for each in not_held(where)] == problems
    assert [each.path.name for each in not_held(where)] == [f"{one.id}.yaml"] * len(problems)


def test_the_newest_months_of_data_that_are_still_revised_are_marked(carried, monkeypatch):
    carried(*(figure(ONE, 5.0, year=year) for year in (2021, 2022, 2023)), figure(OTHER, 5.0, year=2020))
    declare(monkeypatch, provisional=13)
    rows = rows_of(place(ONE))
    assert {row["period_label"]: row["provisional"] for row in rows if row["dimension"] == "all"} == {
        "2021/22": None,
        "2022/23": True,
        "2023/24": True,
    }
    declare(monkeypatch, provisional=12)
    assert [row["provisional"] for row in rows_of(place(ONE)) if row["dimension"] == "all"] == [None, None, True]


def test_a_figure_that_its_publisher_calls_provisional_is_marked(carried):
    carried(figure(ONE, 5.0, year=2022), figure(ONE, 5.0, note=opendata.PROVISIONAL), figure(OTHER, 5.0, note="Else."))
    marked = {(row["group"], row["period_label"]): row["provisional"] for row in rows_of(place(ONE))}
    assert marked == {("all", "2022/23"): None, ("all", "2023/24"): True, (OTHER, "2023/24"): None}


WOMEN = {"dimension": "sex", "group": "F", "group_label": "Female", "group_order": 1}
MEN = {"dimension": "sex", "group": "M", "group_label": "Male", "group_order": 2}


def test_groups_of_several_areas_are_summed_where_every_area_has_them(carried):
    carried(
        figure(ONE, 5.0, 50, 1000), figure(ONE, 4.0, 20, 500, **WOMEN), figure(ONE, 6.0, 30, 500, **MEN),
        figure(TWO, 10.0, 50, 500), figure(TWO, 15.0, 30, 200, **WOMEN),
        figure(OTHER, 1.0, 10, 1000), figure(OTHER, 1.0, 5, 500, **WOMEN),
    )  # fmt: skip
    rows = rows_of(place(OTHER, comparators=()), areas=[ONE, TWO])
    told = [(row["dimension"], row["group"], row["value"], row["numerator"]) for row in rows]
    assert told == [
        ("all", "all", pytest.approx(100 * 100 / 1500), 100),
        ("area", ONE, 5.0, 50),
        ("area", TWO, 10.0, 50),
        ("sex", "F", pytest.approx(100 * 50 / 700), 50),
    ]


def test_groups_without_counts_are_never_averaged(carried):
    carried(figure(ONE, 4.0, **WOMEN), figure(TWO, 15.0, **WOMEN))
    assert rows_of(place(ONE, TWO, comparators=())) == []


def test_one_area_and_several_are_not_both_named():
    with pytest.raises(ValueError, match="`area` and `areas` both say"):
        FromPublished.model_validate(
            {"from": "published", "dataset": "carried", "series": "rate", "area": ONE, "areas": [TWO]}
        )


def test_a_gap_that_is_given_goes_with_its_group_to_the_first_of_the_breakdown(carried, monkeypatch):
    """Of the headline's own days and scaled with them; nothing of a group without one, or of the gap's own series."""
    weekday, weekend = (
        {"dimension": "day", "group": group, "group_label": group, "group_order": order}
        for order, group in enumerate(("weekday", "weekend"), start=1)
    )
    sets = {
        "rate": [
            figure(ONE, 0.5),
            figure(ONE, 0.6, lower=0.5, upper=0.7, **weekday),
            figure(ONE, 0.4, lower=0.3, upper=0.5, **weekend),
            figure(OTHER, 0.4, **weekend),
        ],
        "apart": [figure(ONE, -0.2, lower=-0.21, upper=-0.19, **weekend), figure(OTHER, -0.3, **weekend)],
    }
    carried()
    monkeypatch.setattr(opendata, "series_in", lambda *_: list(sets))
    monkeypatch.setattr(
        opendata,
        "read_of",
        lambda _place, _dataset, series, areas: pa.Table.from_pylist(
            [row for row in sets[series] if row["area_code"] in areas]
        ),
    )
    rows = rows_of(place(ONE), scale=100, gap_series="apart")
    (gap,) = gaps(measure(polarity="high_good"), rows)
    assert (gap["dimension"], gap["statistic"], gap["sure"]) == ("day", "absolute_gap", True)
    assert (gap["group"], gap["reference"]) == ("weekend", "weekday")
    assert (gap["value"], gap["lower"], gap["upper"]) == pytest.approx((-20, -21, -19))  # not of two samples: -20 ± 14
    (turned,) = gaps(measure(polarity="low_good"), rows)
    assert (turned["group"], turned["value"], turned["lower"]) == ("weekday", pytest.approx(20), pytest.approx(19))
    without = rows_of(place(ONE), scale=100)
    assert [gap["reason"] for gap in gaps(measure(polarity="high_good"), without)] == [stats.REASONS["missing"]]
    with pytest.raises(OneplaceError, match="zzz"):
        rows_of(place(ONE), gap_series="zzz")


def test_people_of_several_areas_are_of_the_places_own_edition_of_the_estimates(carried, monkeypatch):
    """Of the year nearest to the figures' own; an area that it leaves out keeps what ships."""
    shipped = geo.residents([ONE, TWO], 2023)
    estimates = [
        figure(ONE, 3 * shipped[ONE], year=2022),
        figure(ONE, 1.0, year=2019),
        figure(ONE, 9.0, year=2022, **WOMEN),
    ]
    carried(figure(ONE, 10.0), figure(TWO, 20.0))
    read = opendata.read_of

    def read_of(place, dataset, series, areas):
        if dataset != "population_estimates":
            return read(place, dataset, series, areas)
        return pa.Table.from_pylist([row for row in estimates if row["area_code"] in areas])

    monkeypatch.setattr(opendata, "read_of", read_of)
    where = place(ONE, TWO, comparators=())
    before = rows_of(where, whole="by_people")[0]["value"]
    where.datasets["population_estimates"] = SimpleNamespace()
    after = rows_of(where, whole="by_people")[0]["value"]
    of = [shipped[code] for code in (ONE, TWO)]
    assert before == pytest.approx((10 * of[0] + 20 * of[1]) / sum(of))
    assert after == pytest.approx((30 * of[0] + 20 * of[1]) / (3 * of[0] + of[1]))


@pytest.mark.parametrize("measure_id", ["overcrowded_homes", "disabled_people"])
def test_neighbourhoods_of_the_census_add_up_to_the_place(southampton, measure_id):
    """So that wards can be made of them; figures that are a mean (distances) have none."""
    made = published(southampton, (one := southampton.measures[measure_id]), one.compute)
    parts = [row for row in made if row["dimension"] == "neighbourhood"]
    (whole,) = (row for row in made if row["dimension"] == "all")
    assert len(parts) == 152
    for side in ("numerator", "denominator"):
        assert sum(row[side] for row in parts) == whole[side]
    assert {(row["method"], row["suppressed"]) for row in parts} == {("Wilson", False)}
    rows = published(southampton, (one := southampton.measures["km_to_dentist"]), one.compute)
    assert "neighbourhood" not in {row["dimension"] for row in rows}


def test_neighbourhoods_of_2011_are_those_of_today_but_for_the_eight_that_were_redrawn(southampton):
    made = published(southampton, (one := southampton.measures["fuel_poverty"]), one.compute)
    parts = [row for row in made if row["dimension"] == "neighbourhood"]
    told = [row for row in parts if row["value"] is not None]
    assert (len(parts), len(told)) == (152, 144)
    assert {row["reason"] for row in parts if row["value"] is None} == {REDRAWN}
    (whole,) = (row for row in made if row["dimension"] == "all")
    assert 0.9 * whole["numerator"] < sum(row["numerator"] for row in told) < whole["numerator"]


def test_figures_of_practices_that_are_not_held_of_an_area_are_refused_in_one_line_that_names_those_held(southampton):
    leeds = PlaceFile.model_validate({"id": "l", "name": "Leeds", "areas": [{"code": "E08000035", "name": "Leeds"}]})
    asked = {"smoking_practices": southampton.measures["smoking_practices"]}
    (told,) = not_held(replace(southampton, place=leeds, measures=asked))
    assert told.message == "asks “smoking_15” for Leeds (E08000035), which it does not cover."
    assert told.mend.startswith("It covers 73 areas, such as Medway (E06000035), ")
    gps = {"patients_per_gp_practices": southampton.measures["patients_per_gp_practices"]}
    assert not_held(replace(southampton, place=leeds, measures=gps)) == []
    assert not_held(replace(southampton, measures=asked)) == []


def test_the_boroughs_of_south_east_london_add_up_to_the_systems_published_value():
    """MHCLG, English Indices of Deprivation 2025, summaries of integrated care boards: 0.0048 of its neighbourhoods."""
    london = read_place(folder("places") / "south-east-london")
    rows = published(london, (one := london.measures["deprived_neighbourhoods_2025"]), one.compute)
    (whole,) = (row for row in rows if row["dimension"] == "all")
    assert whole["value"] == 0.48
    assert "the counts of its 6 areas add up to the published value (5 of 1,040)" in whole["method"]
