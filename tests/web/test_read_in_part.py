"""What is told of a file that was read in part stands on the measure's page, the ambition's, in pack and answers."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.pack.sections.ambitions import by_stage
from oneplace.place import read
from tests.pack.pieces import NOTHING, evidence, judged, texts
from tests.report import a_run

TOLD = "15 of 60 rows of the hospital's file “spells” could not be used. The figure is too low by an unknown number."
YEAR = {"period_start": date(2024, 4, 1), "period_end": date(2025, 4, 1), "period_label": "2024/25"}


def figures(told):
    return [
        {"measure": "smoking", **YEAR, "dimension": "all", "group": "all", "group_label": "All", "value": 7.4,
         "suppressed": False, "origin": "local", "source": "record", "read_in_part": told}
    ]  # fmt: skip


@pytest.fixture
def shot(tmp_path, site):
    def of(told):
        a_run.a_place(tmp_path)
        made = a_run.report(read(tmp_path), results=figures(told))
        row = dict(judged(made, value=7.4).row) | {"origin": "local"}
        return a_run.report(made.place, results=figures(told), progress=[row])

    return of


@pytest.mark.parametrize("told", [TOLD, None])
def test_the_pages_of_ambition_and_measure_the_answer_and_its_cells_tell_it(shot, told, monkeypatch):
    from oneplace.web.explore.asking import asked
    from oneplace.web.explore.presenter import answer
    from oneplace.web.public.presenters import ambition, measure

    report = shot(told)
    outcome = report.place.strategy.outcomes[0]
    monkeypatch.setattr(ambition, "drawing_of", lambda *_: None)  # as where a run drew no chart
    monkeypatch.setattr(measure, "drawing", lambda *_: None)
    assert ambition.ambition_page(report, outcome).note == (told or "")
    assert measure.measure_page(report, report.place.measures["smoking"]).note == (told or "")
    found = answer(report, asked(report, {"measure": "smoking"}))
    assert found.in_part == (told or "")
    cells = [cell.note for line in map(found.table.line, found.table.rows) for cell in line.cells]
    assert ("Not all of its rows could be used." in cells) is bool(told)


@pytest.mark.parametrize("told", [TOLD, None])
def test_the_packs_ambition_tells_it(tmp_path, told):
    found = evidence(tmp_path / "p", a1={"value": 7.4}, results=figures(told))
    (stage,) = by_stage(found, {"A1": NOTHING})
    assert (TOLD in texts(stage.sections[0])) is bool(told)
