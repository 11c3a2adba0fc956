"""The marks of the gaps page point the way that their words say."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from tests.pack.pieces import YEAR
from tests.progress.sentence_row import a_row
from tests.report import a_run


def test_up_is_wider_and_down_is_narrower():
    from oneplace.web.public.presenters.behind import ARROWS

    assert (ARROWS["widening"], ARROWS["narrowing"]) == ("▲", "▼")


def test_the_key_on_the_page_is_that_of_the_marks(visitor, serving):
    serving("full")
    html = visitor.get("/gaps").content.decode()
    key = dict(re.findall(r'app-mark--(\w+)" aria-hidden="true">(.)</span> ', html))
    from oneplace.web.public.presenters.behind import ARROWS

    assert key.items() <= ARROWS.items()
    assert {
        "widening",
        "no_clear_change",
    } == key.keys()  # no gap of the place narrows: no key says what that looks like
    assert re.search(rf">{key['widening']}</span> widening\b", html)


def test_each_way_of_a_row_has_its_words_in_the_key():
    from oneplace.web.public.presenters.behind import ARROWS, ways

    rows = [SimpleNamespace(cells={way: SimpleNamespace(direction=way)}) for way in ARROWS]
    told = [("widening", "widening"), ("narrowing", "narrowing"), ("no_clear_change", "no clear change")]
    assert [(way, words) for way, _, words in ways(rows)] == [*told, ("not_known", "change not known")]
    assert ways([]) == []


@pytest.mark.parametrize("sure", [True, False])
def test_a_mark_says_that_it_could_be_chance_where_it_could(sure, tmp_path):
    from oneplace.web.public.presenters.behind import _cell

    measure = a_run.a_place(tmp_path).measures["smoking"]
    row = a_row(gap=4.0, gap_lower=1.0 if sure else -1.0, gap_upper=7.0, gap_sure=sure, gap_direction="widening")
    assert _cell(row, None, measure, "deprivation").chance is not sure


def test_each_order_puts_first_what_it_promises(monkeypatch):
    from oneplace.web.public.presenters import behind

    def row(name, **told):
        return SimpleNamespace(measure=SimpleNamespace(name=name), **told)

    rows = [
        row("small, widening", size=1.1, change=2, people=9.0),
        row("large, no change", size=3.0, change=1, people=1.0),
        row("large, narrowing", size=4.0, change=0, people=5.0),
        row("large, widening", size=2.0, change=2, people=2.0),
    ]
    monkeypatch.setattr(behind, "_gap_rows", lambda shot: rows)
    first = {sort: [one.measure.name for one in behind.gap_rows(None, sort)] for sort in behind.SORTS}
    assert first["gap"][0] == "large, narrowing"
    assert first["change"][:2] == ["large, widening", "small, widening"]
    assert first["people"][0] == "small, widening"


def test_the_people_of_an_order_are_those_of_the_most_deprived_fifth(tmp_path):
    from oneplace.web.public.presenters.behind import GapRow, _people_behind

    measure = a_run.a_place(tmp_path).measures["smoking"]
    whole = {"measure": "smoking", "dimension": "deprivation", "value": 1.0} | YEAR
    rows = [whole | {"group": str(fifth), "group_order": fifth, "denominator": 100.0 * fifth} for fifth in (1, 5)]
    shot = SimpleNamespace(results=lambda _: a_run.table("results", rows).to_pylist())
    people = _people_behind(shot, measure)
    assert people == 100
    shown = GapRow(measure, "", "", {}, "", None, None, size=0, change=0, people=people)
    assert shown.order("people") == "100 counted in the most deprived fifth"
