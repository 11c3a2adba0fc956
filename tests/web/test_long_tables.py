"""However long a series or however many areas: a page shows a part, and all stand on sheets of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from tests.report import a_run
from tests.web import world

LONG = 480
"""Months: forty years."""


def months(count: int) -> list[tuple[date, date]]:
    starts = [date(1990 + number // 12, number % 12 + 1, 1) for number in range(count + 1)]
    return list(pairwise(starts))


def value(number: int, **more: object) -> dict[str, object]:
    start, end = months(number + 1)[number]
    period = {"period_start": start, "period_end": end, "period_label": f"{start:%B %Y}"}
    return {
        "measure": "smoking", "dimension": "all", "group": "all", "group_label": "Everyone", "group_order": 0,
        "value": 9.0, "lower": 8.0, "upper": 10.0, "suppressed": False, "origin": "recorded", **period, **more,
    }  # fmt: skip


def of(folder, rows):
    from oneplace.web.presenters import measured
    from oneplace.web.snapshot import Snapshot

    report = a_run.report(a_run.a_place(folder), results=rows)
    shot = Snapshot(report.place, report.written, report.manifest, folder, None)
    return measured, shot, report.place.measures["smoking"]


@pytest.mark.parametrize(("count", "shown", "sheets"), [(12, 12, 1), (13, 12, 1), (200, 12, 1), (201, 12, 2)])
def test_a_page_shows_twelve_rows_and_a_sheet_two_hundred(count, shown, sheets, site, tmp_path):
    measured, report, measure = of(tmp_path, [value(number) for number in range(count)])
    table = measured.over_time(report, measure)
    newest = [f"{start:%B %Y}" for start, _ in reversed(months(count))]
    assert [line.name for line in table.extract] == newest[:shown]
    assert (table.is_cut, table.sheets) == (count > shown, sheets)
    assert [line.name for number in range(1, sheets + 1) for line in table.sheet(number)] == newest


def test_neighbourhoods_that_differ_are_shown_and_hidden_ones_say_nothing(site, tmp_path):
    def area(code: str, found: float, half: float, **more: object) -> dict[str, object]:
        limits = {"value": found, "lower": found - half, "upper": found + half}
        return value(0, dimension="neighbourhood", group=code, group_label=code, group_order=1, **limits | more)

    hidden = dict.fromkeys(("value", "lower", "upper")) | {"suppressed": True, "reason": "Fewer than 5."}
    rows = [
        value(0, lower=8.9, upper=9.1),
        area("far", 30.0, 1.0),
        area("near", 9.0, 1.0),
        area("few", 0.0, 0.0, **hidden),
    ]
    measured, report, measure = of(tmp_path, rows)
    found = measured.neighbourhoods(report, measure)
    assert [line.name for line in found.table.extract] == ["far"]
    assert found.hidden == 1
    few = next(line for line in found.table.sheet(1) if line.name == "few")
    assert [(cell.words, cell.note) for cell in few.cells[:2]] == [("too few to say", "Fewer than 5."), ("", "")]


@pytest.fixture(scope="module")
def long(tmp_path_factory):  # type: ignore[no-untyped-def]
    """The small place with forty years of months of one measure, and the twelve months to fourteen of them."""
    folder = world.make(tmp_path_factory.mktemp("long") / "place")
    rows = [value(number, measure="ambulance", run=world.RUN) for number in range(LONG)]
    world.rewrite(folder, world.RUN, "results", [*rows, *map(rolling, range(14))])
    return folder


def rolling(number: int) -> dict[str, object]:
    start, end = months(number + 12)[number][0], months(number + 12)[-1][0]
    words = f"12 months to {months(number + 12)[-2][0]:%B %Y}"
    when = {"period_start": start, "period_end": end, "period_label": words, "dimension": "rolling"}
    hidden = {"value": None, "suppressed": True, "reason": "Not shown: a month in it is too small."} if number else {}
    return value(0, measure="ambulance", run=world.RUN, **when | hidden)


def test_twelve_months_to_each_month_stand_on_a_table_of_their_own(long, visitor, serving, signed_in):
    serving(long)
    page = visitor.get("/measures/ambulance").content.decode()
    part = page[page.index('id="rolling"') : page.index('id="behind"')]
    assert "we judge nothing by it" in part
    assert "12 of 14 periods are shown here: the newest." in part
    assert part.count('<span class="nhsuk-u-visually-hidden">too few to say</span>') == 12
    assert part.count("too few to say") == 13  # once in the key
    every = visitor.get("/measures/ambulance/tables/rolling").content.decode()
    assert every.count('<th scope="row">') == 14
    assert "12 months to December 1990" in every
    asked = signed_in("anna").get("/explore?measure=ambulance&by=rolling").content.decode()
    assert asked.count("12 months to") > 2 * 14  # all of them, in the lists and in the table


def test_a_measure_of_no_rolling_years_says_nothing_of_them(visitor, serving):
    serving("full")
    assert 'id="rolling"' not in visitor.get("/measures/ambulance").content.decode()
    assert visitor.get("/measures/ambulance/tables/rolling").status_code == 404


def test_a_page_of_forty_years_is_no_larger_and_leads_to_every_row(long, visitor, serving):
    serving(long)
    page = visitor.get("/measures/ambulance")
    assert len(page.content) <= 100_000
    assert f"12 of {LONG} periods are shown here: the newest." in page.content.decode()
    found = []
    for sheet in ("", "?sheet=2", "?sheet=3"):
        answer = visitor.get(f"/measures/ambulance/tables/time{sheet}")
        assert len(answer.content) <= 100_000
        found.append(answer.content.decode().count('<th scope="row">'))
    assert found == [200, 200, LONG - 400]


@pytest.mark.parametrize("sheet", ["4", "1000"])
def test_a_sheet_that_is_not_there_is_not_found(sheet, long, visitor, serving):
    serving(long)
    assert visitor.get(f"/measures/ambulance/tables/time?sheet={sheet}").status_code == 404


@pytest.mark.parametrize("sheet", ["0", "-1", "x", "1001", "\u0662", ""])
def test_what_is_no_sheet_is_the_first(sheet, long, visitor, serving):
    serving(long)
    html = visitor.get("/measures/ambulance/tables/time", {"sheet": sheet}).content.decode()
    assert f"Rows 1 to 200 of {LONG}." in html


@pytest.mark.parametrize(
    "path", ["/measures/ambulance/tables/nothing", "/measures/nope/tables/time", "/ambitions/nope/table"]
)
def test_a_table_that_is_not_there_is_not_found(path, visitor, serving):
    serving("full")
    assert visitor.get(path).status_code == 404


def test_a_large_drawing_is_shown_from_its_file(site):
    from oneplace.web.presenters.charts import LARGEST, Drawing, embeddable

    words = '<svg viewBox="0 0 1000 779"><desc>A &amp; B.</desc>'
    small, large = (
        Drawing("A", embeddable(words + "x" * (length - len(words))), "A1", "map") for length in (LARGEST, LARGEST + 1)
    )
    assert small.shown == small.svg
    assert large.shown == ('<img src="/charts/A1/map/drawing.svg" alt="A &amp; B." width="1000" height="779">')


def test_whose_neighbourhood_is_not_known_is_no_neighbourhood(site, tmp_path):
    """Where 152 of 153 rows are neighbourhoods, no sentence of the page counts 153."""

    def area(code: str, found: float) -> dict[str, object]:
        limits = {"value": found, "lower": found - 1, "upper": found + 1}
        return value(0, dimension="neighbourhood", group=code, group_label=code, group_order=1, **limits)

    rows = [value(0), area("far", 30.0), area("near", 9.0), area("not_known", 40.0)]
    measured, report, measure = of(tmp_path, rows)
    found = measured.neighbourhoods(report, measure)
    assert (found.table.named, found.hidden) == (2, 0)
    assert [line.name for line in found.table.extract] == ["far"]
    assert len(found.table.sheet(1)) == 3


def test_figures_of_an_earlier_period_than_the_newest_say_why(site, tmp_path):
    """Of 2025/26 nothing of a breakdown can be shown: the table is of the year before, and says so wherever it is."""
    hidden = dict.fromkeys(("value", "lower", "upper")) | {"suppressed": True, "reason": "Fewer than 5."}
    rows = [value(0), value(1)]
    for dimension, code in (("neighbourhood", "far"), ("age", "65-74"), ("sex", "F")):
        whom = {"dimension": dimension, "group": code, "group_label": code, "group_order": 1}
        rows += [value(0, **whom), value(1, **whom | hidden)]
    measured, report, measure = of(tmp_path, rows)
    said = "In February 1990 none can be shown: the figures beside this are of January 1990."
    assert measured.neighbourhoods(report, measure).period == f"January 1990. {said}"
    told = {one.dimension: one.sentence for one in measured.breakdowns(report, measure) if one.table}
    assert told == {"age": said, "sex": said}
    (tmp_path / "shown").mkdir()
    measured, report, measure = of(tmp_path / "shown", [row for row in rows if row["value"] is not None])
    assert measured.neighbourhoods(report, measure).period == "January 1990."
    assert {one.sentence for one in measured.breakdowns(report, measure) if one.table} == {""}


def test_what_is_not_known_of_several_rows_in_the_same_words_stands_once_before_them():
    """A page on four measures of wellbeing said four times that none is known by deprivation, and why."""
    from oneplace.web.presenters.tables import Cell, Table, TableLine, unknown_once

    why = "Not known by deprivation. Published for whole councils"
    told = {"A": ("1", why), "B": ("Not known", why), "C": ("2", "Not known by sex. Not asked")}
    rows = [TableLine(name, tuple(map(Cell, cells))) for name, cells in told.items()]
    table = Table("t", "T", "Measure", ("Now", "The gap"), rows, lambda one: one, rows, "")
    found = unknown_once(table)
    assert found.key == ["The gap, where a dash stands: not known by deprivation. Published for whole councils."]
    assert [[cell.words for cell in line.cells] for line in found.lines] == [
        ["1", "not known"], ["Not known", "not known"], ["2", "Not known by sex. Not asked"],
    ]  # fmt: skip
    dashed = [*rows, TableLine("D", (Cell("3"), Cell("not known")))]
    assert unknown_once(replace(table, shown=dashed)).key == []  # a dash would stand for two things
