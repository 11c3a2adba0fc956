"""A number out of nothing is held against its own past, and at no door against a place or group of another size."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from types import SimpleNamespace

import pytest

from oneplace import stats
from oneplace.measures.gaps import gaps
from oneplace.place import Measure
from oneplace.place.computing import FromDocument, FromLinkedRecord
from oneplace.progress import signs
from oneplace.progress.figures import figure
from oneplace.report import against, ends_known, higher_or_lower
from oneplace.stats import Comparison, Over
from oneplace.vocabulary.dimensions import BY_CODE, STATED, Gap
from oneplace.web.presenters.spines import spine
from tests.report import a_run

YEAR = {"period_start": date(2024, 4, 1), "period_end": date(2025, 4, 1), "period_label": "2024/25"}
BEFORE = {"period_start": date(2023, 4, 1), "period_end": date(2024, 4, 1), "period_label": "2023/24"}
PLAIN = {
    **{f"record, {unit}": {"statistic": "count", "unit": unit} for unit in ("count", "people", "beds", "per_1000")},
    **{f"published, {unit}": {"unit": unit} for unit in ("count", "people", "beds")},
    **{f"published sum, {unit}": {"unit": unit, "denominator": None} for unit in ("gbp", "hours", "tonnes")},
    "typed sum, gbp": {"unit": "gbp", "denominator": "Not divided", "compute": FromDocument(file="series/a.csv")},
    **{f"typed, {unit}": {"unit": unit, "compute": FromDocument(file="series/a.csv")} for unit in ("count", "people")},
}
OUT_OF_SOMETHING = {
    "record, mean number": {"statistic": "mean", "unit": "count"},
    "record, share": {"statistic": "proportion", "unit": "percent"},
    "record, rate": {"statistic": "rate", "unit": "per_1000"},
    "record, ratio": {"statistic": "ratio", "unit": "ratio"},
    "record, days": {"statistic": "percentile", "unit": "days"},
    "published, share": {"unit": "percent"},
    "published, cost": {"unit": "gbp", "denominator": "Attendances"},
    "published, pay": {"unit": "gbp", "denominator": None, "numerator": "Median weekly pay"},
    "typed, hours": {"unit": "hours", "denominator": "Calls", "compute": FromDocument(file="series/a.csv")},
    "record, mean hours": {"statistic": "mean", "unit": "hours", "denominator": None},
}
BREAKDOWNS = {by.code for by in STATED}
LEVELS = ("area", "neighbourhood", *(by.code for by in BY_CODE.values() if by.gap is not Gap.NONE), "age")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return a_run.a_place(tmp_path_factory.mktemp("place"))


def a_measure(place, statistic=None, **said) -> Measure:
    made = {"compute": FromLinkedRecord.model_construct(statistic=statistic)} if statistic else {}
    return place.measures["smoking"].model_copy(update=made | said)


def row(by, group, value, order=1, **more):
    return {
        "measure": "smoking", **YEAR, "dimension": by, "group": group, "group_label": group, "group_order": order,
        "value": value, "lower": value * 0.98, "upper": value * 1.02, "numerator": value, "denominator": value * 10,
        "people": 900.0, "suppressed": False, "reason": None, "whose": None, "method": "Exact", "origin": None, **more,
    }  # fmt: skip


def rows_of(by):
    codes = {"deprivation": "12345", "sex": "FM"}.get(by, "ABCDE")
    return [row(by, code, 100.0 * at, at) for at, code in enumerate(codes, 1)]


WHOLE = row("all", "all", 320.0)
ENGLAND = row("area", "E92000001", 90_000.0)


def doors(place, measure, by):
    """What every door says of how the first of a dimension stands to the whole and to another, by its name."""
    from oneplace.web.explore import presenter as explore
    from oneplace.web.public.presenters import parts_compared, profile

    one, *others = rows = rows_of(by)
    over = Over.AREAS if by == "area" else Over.GROUPS
    whole = ENGLAND if by == "area" else WHOLE
    report = a_run.report(place, results=rows)
    yield "word", against(measure, one, whole, over)
    yield "word beside another", against(measure, one, others[-1], over)
    yield "higher or lower", higher_or_lower(measure, one, whole, over)
    yield "comparison", stats.like_with_like(figure(measure, one), figure(measure, whole), over)
    yield "picture", spine(measure, one, rows, whole, "better")
    if by in ("area", "neighbourhood"):
        yield "parts", parts_compared._beside(measure, one, rows, over)[1].text
    if by == "area":
        yield "middle half of others", profile._middle_half(rows, rows, measure)
    else:
        yield "picture in explore", explore._chart(measure, rows, SimpleNamespace(by=by))
    if by in BREAKDOWNS:
        yield "ends", ends_known(report, measure, [by])
    if over is Over.GROUPS:
        yield "sign", signs(measure, rows, whole)[one["group"]]
    if by in BY_CODE and BY_CODE[by].gap in (Gap.ENDS, Gap.PAIR, Gap.WORST):
        yield "gap", next(iter(gaps(measure, [*rows, WHOLE]))).get("value")


def compares(told) -> bool:
    if isinstance(told, str) and "No gap is worked out" in told:
        return " to " in told
    return isinstance(told, Comparison) or (
        told not in (None, "", "not compared") and not isinstance(told, stats.Unlike)
    )


@pytest.mark.parametrize(("kind", "by"), list(product(PLAIN, LEVELS)))
def test_no_door_holds_a_plain_count_against_one_of_another_size(place, site, kind, by):
    measure = a_measure(place, **PLAIN[kind])
    assert [name for name, told in doors(place, measure, by) if compares(told)] == []
    assert measure.held_apart(by)


@pytest.mark.parametrize(("kind", "by"), list(product(OUT_OF_SOMETHING, LEVELS)))
def test_the_same_doors_compare_what_is_out_of_something(place, site, kind, by):
    measure = a_measure(place, **OUT_OF_SOMETHING[kind])
    assert [name for name, told in doors(place, measure, by) if not compares(told)] == []
    assert measure.held_apart(by) == ""


@pytest.mark.parametrize(("kinds", "shades"), [(PLAIN, False), (OUT_OF_SOMETHING, True)])
def test_no_map_shades_a_plain_count(place, site, monkeypatch, kinds, shades):
    from oneplace.web.public.presenters import area_map
    from oneplace.web.public.presenters.area_map import Asked, Level

    every = [a_measure(place, **said) for said in kinds.values()]
    monkeypatch.setattr(area_map, "_mapped", lambda shot: {(level.value, ""): every for level in Level})
    for level in Level:
        shaded, not_shaded = (of(None, Asked(level, "")) for of in (area_map.mapped, area_map.unshaded))
        assert (shaded, not_shaded) == ((every, []) if shades else ([], every))


@pytest.mark.parametrize("kind", PLAIN)
def test_a_plain_count_stands_against_its_own_past_and_its_aim(place, kind):
    measure = a_measure(place, **PLAIN[kind])
    now, before = figure(measure, WHOLE), figure(measure, row("all", "all", 200.0) | BEFORE)
    for over, other in ((Over.TIME, before), (Over.AIM, figure(measure, row("all", "all", 200.0)))):
        assert stats.like_with_like(now, other, over).sign == 1


def test_what_areas_may_not_be_compared_of_is_compared_between_neighbourhoods_neither(place):
    measure = a_measure(place, areas_not_compared="it is not standardised for age")
    one, other = rows_of("neighbourhood")[:2]
    assert against(measure, one, WHOLE, Over.GROUPS) == against(measure, one, other, Over.GROUPS) == "not compared"
    assert signs(measure, [one], WHOLE) == {"A": None}
    assert against(measure, row("sex", "F", 100.0), WHOLE, Over.GROUPS) == "better"


def test_the_page_of_gaps_says_that_its_groups_are_not_compared(place, site):
    from oneplace.web.public.presenters.behind import WithoutGap, gap_rows, without_gaps

    measure = a_measure(place, **PLAIN["record, people"])
    rows = [*rows_of("deprivation"), WHOLE]
    found = [{"measure": "smoking", **gap} for gap in gaps(measure, rows)]
    shot = a_run.report(replace(place, measures={"smoking": measure}), results=rows, gaps=found)
    assert {gap["reason"] for gap in found} == {"No gap is worked out: a larger group counts more."}
    assert gap_rows(shot, "gap") == []
    told = "its groups are not compared, as a larger group counts more"
    assert without_gaps(shot) == [WithoutGap(measure, told)]
