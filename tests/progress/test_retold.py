"""A verdict on a figure that readers were told otherwise has beside it what they were told, run after run."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from oneplace.place import FromDocument
from oneplace.place import moved as files
from oneplace.progress import moved, progress
from oneplace.results import TABLES, Results
from tests.progress.tiny import AGREED, AS_OF, a_place, fy, row

ASKED = f"{AGREED}, baseline: {{period: 2020/21, value: 62}}, target: {{period: 2023/24, value: 70}}"
GAP = f"{ASKED}, gap_ambition: {{dimension: sex, statistic: absolute_gap, target: 2, period: 2023/24}}"
SEEN, NOW = date(2026, 9, 30), date(2026, 11, 20)
BEFORE = {2021: 63.0, 2022: 64.0, 2023: 66.0, 2024: 74.0}


class Runs:
    """Runs of one place, each after the one before."""

    def __init__(self, folder: Path, asked: str = ASKED, *, typed: bool = True) -> None:
        self.place = a_place(folder, asked, polarity="high_good")
        if typed:
            document = FromDocument.model_validate({"from": "recorded", "file": "series/falls.csv"})
            falls = self.place.measures["falls"].model_copy(update={"compute": document})
            self.place = replace(self.place, measures={"falls": falls})
        self.kept: files.Kept | None = None
        self.last: Results | None = None

    def run(self, as_of: date, values: dict[int, float | None], gap: float | None = None, **more: object):
        """The ambition's row of a run of these figures of years; ``gap`` is that of 2023/24."""
        empty = {name: table.schema.empty_table() for name, table in TABLES.items()}
        rows = [{**fy(year, value, 0.1), **(more if year == 2023 else {})} for year, value in values.items()]
        found = {**empty, "results": pa.Table.from_pylist(rows, schema=TABLES["results"].schema)}
        if gap is not None:
            whole = row(date(2023, 4, 1), date(2024, 4, 1), "2023/24", gap)
            of = {"dimension": "sex", "statistic": "absolute_gap", "group": "M", "reference": "F", "groups_hidden": 0}
            found["gaps"] = pa.Table.from_pylist([{**whole, **of}], schema=TABLES["gaps"].schema)
        results = Results(found)
        judged = progress(self.place, results, as_of=AS_OF)
        kept = files.keep(self.place, self.kept, str(as_of), as_of)
        made = moved(self.place, kept, self.kept, results, judged, as_of=as_of, earlier=self.last)
        self.kept, self.last = kept, Results({**found, **judged, **made})
        (one,) = made["progress"].to_pylist()
        return one


def told(one, begins=""):
    return tuple(one[f"{begins}told{name}"] for name in ("", "_label", "_verdict", "_on"))


def test_a_missed_target_that_is_met_by_a_figure_typed_anew_says_so_in_every_later_run(tmp_path):
    runs = Runs(tmp_path)
    assert runs.run(SEEN, BEFORE)["status_forecast"] == "missed"
    now = BEFORE | {2023: 70.5}
    for day in (NOW, date(2026, 11, 21), date(2026, 11, 22)):
        one = runs.run(day, now)
        assert (one["status_forecast"], told(one)) == ("met", (66.0, "2023/24", "missed", SEEN))


def test_a_figure_put_back_is_told_beside_what_readers_were_told_meanwhile(tmp_path):
    runs = Runs(tmp_path)
    runs.run(SEEN, BEFORE)
    assert told(runs.run(NOW, BEFORE | {2023: 70.5}))[0] == 66.0
    assert told(runs.run(date(2026, 11, 21), BEFORE)) == (70.5, "2023/24", "met", NOW)


def test_a_figure_taken_out_is_told_and_one_that_is_hidden_now_is_not(tmp_path):
    runs = Runs(tmp_path)
    runs.run(SEEN, BEFORE)
    last, kept = runs.last, runs.kept
    assert told(runs.run(NOW, {year: value for year, value in BEFORE.items() if year != 2023}))[0] == 66.0
    runs.last, runs.kept = last, kept
    assert told(runs.run(NOW, BEFORE | {2023: None}, suppressed=True))[0] is None


@pytest.mark.parametrize(
    ("typed", "now", "is_told"),
    [(True, 66.4, True), (False, 66.4, False), (False, 70.5, True), (True, 66.0, False)],
)
def test_a_revision_that_leaves_the_verdict_is_told_of_typed_figures_alone(tmp_path, typed, now, is_told):
    runs = Runs(tmp_path, typed=typed)
    runs.run(SEEN, BEFORE)
    assert (told(runs.run(NOW, BEFORE | {2023: now}))[0] is not None) == is_told


def test_a_figure_on_which_no_verdict_rests_is_told_among_what_changed_alone(tmp_path):
    runs = Runs(tmp_path)
    runs.run(SEEN, {2018: 50.0, **BEFORE})
    assert told(runs.run(NOW, {2018: 55.0, **BEFORE}))[0] is None


def test_so_is_a_gap(tmp_path):
    runs = Runs(tmp_path, GAP)
    assert runs.run(SEEN, BEFORE, gap=-5.0)["gap_status_forecast"] == "missed"
    one = runs.run(NOW, BEFORE, gap=-1.5)
    assert (one["gap_status_forecast"], told(one, "gap_")) == ("met", (-5.0, "2023/24", "missed", SEEN))
    assert told(one)[0] is None
