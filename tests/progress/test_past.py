"""A target that was missed in its year stays told as missed, whatever is set or measured afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from oneplace.place import FromDocument
from oneplace.place import moved as files
from oneplace.place.folder import read_files
from oneplace.progress import moved, progress
from oneplace.results import TABLES, Results
from tests.progress.tiny import AGREED, AS_OF, MEASURE, PLACE, STRATEGY, fy, row

BEGINS = f"{AGREED}, baseline: {{period: 2020/21, value: 62}}"
ASKED = f"{BEGINS}, target: {{period: 2023/24, value: 70}}"
LATER = f"{BEGINS}, target: {{period: 2026/27, value: 70}}"
WISH = "gap_ambition: {{dimension: sex, statistic: absolute_gap, target: {}, period: {}}}"
GAP, GAP_LATER = (f"{BEGINS}, {WISH.format(*aim)}" for aim in ((2, "2023/24"), (4, "2026/27")))
DECISION = """decisions:
  - {{id: {by}, title: Later, on: {on}, changes: [A1], eases: [target, date, gap, measure, dropped],
     reasons: not_set, options: not_set}}
"""
SEEN, NOW = date(2026, 9, 30), date(2026, 11, 20)
FIGURES = {2021: 63.0, 2022: 64.0, 2023: 66.0, 2024: 74.0}


class Runs:
    """Runs of one place, each after the one before; what its files say may change between them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kept: files.Kept | None = None
        self.last: Results | None = None

    def run(self, as_of: date, asked: str | None, figures=FIGURES, *, gap=None, on=None, measures=("falls",), **more):
        """The ambition's row of a run; ``gap`` is that of 2023/24, None of a hidden one, ``on`` the decision's day."""
        folder = self.folder / str(as_of)
        (folder / "measures").mkdir(parents=True)
        (folder / "place.yaml").write_text(PLACE)
        for key in measures:
            text = MEASURE.format(polarity="high_good", frequency="annual", more="").replace("id: falls", f"id: {key}")
            (folder / "measures" / f"{key}.yaml").write_text(text.replace("Falls", more.get("name", "Falls")))
        text = STRATEGY.format(outcome=asked or ASKED) + (DECISION.format(on=on, by=more.get("by", "D1")) if on else "")
        text = text if asked else "\n".join(line for line in text.splitlines() if "id: A1" not in line)
        (folder / "strategy.yaml").write_text(text.replace("outcomes:\ngaps", "outcomes: []\ngaps"))
        found = read_files(folder).as_place()
        document = FromDocument.model_validate({"from": "recorded", "file": "series/falls.csv"})
        typed = {key: one.model_copy(update={"compute": document}) for key, one in found.measures.items()}
        found = replace(found, measures=typed)
        rows = [{**fy(year, value, 0.1), "measure": key} for key in measures for year, value in figures.items()]
        tables = {name: table.schema.empty_table() for name, table in TABLES.items()}
        tables["results"] = pa.Table.from_pylist(rows, schema=TABLES["results"].schema)
        if "hidden" in more or gap is not None:
            whole = row(date(2023, 4, 1), date(2024, 4, 1), "2023/24", gap)
            of = {"dimension": "sex", "statistic": "absolute_gap", "group": "M", "reference": "F"}
            whole |= of | {"groups_hidden": more.get("hidden", 0)}
            tables["gaps"] = pa.Table.from_pylist([whole], schema=TABLES["gaps"].schema)
        results = Results(tables)
        judged = progress(found, results, as_of=AS_OF)
        kept = files.keep(found, self.kept, str(as_of), as_of)
        made = moved(found, kept, self.kept, results, judged, as_of=as_of, earlier=self.last)
        self.kept, self.last = kept, Results({**tables, **judged, **made})
        return next(iter(made["progress"].to_pylist()), None)


@pytest.fixture
def runs(tmp_path):
    return Runs(tmp_path)


def test_a_missed_target_that_is_put_off_is_told_beside_the_new_one_in_every_later_run(runs):
    assert runs.run(SEEN, ASKED)["status_forecast"] == "missed"
    for day in (NOW, date(2026, 11, 21), date(2026, 11, 22)):
        one = runs.run(day, LATER, on="2026-10-10")
        assert (one["target_label"], one["status"]) == ("2026/27", "on_path")
        assert (one["past_missed"], one["past_targets"]) == ("2023/24", "70.0%")


def test_so_is_that_of_a_gap(runs):
    assert runs.run(SEEN, GAP, gap=-5.0)["gap_status_forecast"] == "missed"
    one = runs.run(NOW, GAP_LATER, gap=-5.0, on="2026-10-10")
    assert (one["gap_past_missed"], one["gap_past_targets"]) == ("2023/24", "2.0 percentage points")
    assert one["past_missed"] is None


def test_so_is_one_that_is_brought_forward_to_a_year_that_met_it_which_no_decision_need_say(runs):
    figures = FIGURES | {2022: 71.0}
    runs.run(SEEN, ASKED, figures)
    one = runs.run(NOW, ASKED.replace("2023/24", "2022/23"), figures)
    assert (one["status_forecast"], one["past_missed"]) == ("met", "2023/24")


@pytest.mark.parametrize(("value", "told"), [(70.5, None), (66.0, "2023/24")])
def test_a_year_of_which_the_figure_comes_after_its_target_was_put_off_is_judged_then(runs, value, told):
    runs.run(SEEN, ASKED, {2021: 63.0, 2022: 64.0})
    assert runs.run(NOW, LATER, {2021: 63.0, 2022: 64.0}, on="2026-10-10")["past_missed"] is None
    assert runs.run(date(2026, 11, 21), LATER, FIGURES | {2023: value}, on="2026-10-10")["past_missed"] == told


def test_what_a_decision_in_its_period_put_off_was_put_off_in_time(runs):
    early, late = (text.replace("2023/24", "2025/26").replace("2026/27", "2027/28") for text in (ASKED, LATER))
    runs.run(date(2026, 1, 31), early)
    assert runs.run(NOW, late, FIGURES | {2025: 66.0}, on="2026-03-10")["past_missed"] is None


def test_a_target_that_stands_again_is_told_by_itself_alone(runs):
    runs.run(SEEN, ASKED)
    runs.run(NOW, LATER, on="2026-10-10")
    one = runs.run(date(2026, 11, 21), ASKED, on="2026-10-10")
    assert (one["status_forecast"], one["past_missed"]) == ("missed", None)


def test_a_figure_typed_anew_after_its_target_was_put_off_is_told_too(runs):
    runs.run(SEEN, ASKED)
    runs.run(NOW, LATER, on="2026-10-10")
    one = runs.run(date(2026, 11, 21), LATER, FIGURES | {2023: 70.5}, on="2026-10-10")
    assert (one["past_missed"], one["told"], one["told_verdict"]) == (None, 66.0, "missed")


OTHER = ASKED.replace("measure: falls", "measure: trips")


def test_another_measure_after_the_year_leaves_what_readers_were_told_by_the_first(runs):
    runs.run(SEEN, ASKED)
    for day in (NOW, date(2026, 11, 21)):
        one = runs.run(day, OTHER, FIGURES | {2023: 71.0}, on="2026-10-10", measures=("trips",), name="Trips")
        assert (one["status_forecast"], one["past_missed"]) == ("met", "2023/24")
        told = (one["told"], one["told_words"], one["told_verdict"], one["told_measure"], one["told_on"])
        assert told == (66.0, "66.0%", "missed", "Falls", SEEN)


def test_a_measure_that_only_has_another_id_is_compared_by_figure(runs):
    runs.run(SEEN, ASKED)
    one = runs.run(NOW, OTHER, on="2026-10-10", measures=("trips",))
    assert (one["status_forecast"], one["told"], one["past_missed"]) == ("missed", None, None)
    for day in (date(2026, 11, 21), date(2026, 11, 22)):
        one = runs.run(day, OTHER, FIGURES | {2023: 70.5}, on="2026-10-10", measures=("trips",))
        assert (one["status_forecast"], one["told"], one["told_measure"]) == ("met", 66.0, None)


def test_another_id_and_other_figures_at_once_hide_none(runs):
    runs.run(SEEN, ASKED)
    one = runs.run(NOW, OTHER, FIGURES | {2023: 70.5}, on="2026-10-10", measures=("trips",))
    assert (one["status_forecast"], one["told"], one["told_verdict"]) == ("met", 66.0, "missed")


def test_an_ambition_that_is_back_is_told_to_have_missed_before_it_was_dropped(runs):
    runs.run(SEEN, ASKED)
    assert runs.run(NOW, None, on="2026-10-10") is None
    one = runs.run(date(2026, 11, 21), LATER, on="2026-10-10")
    assert (one["target_label"], one["status_forecast"]) == ("2023/24", "missed"), "nobody decided what it asks now"
    one = runs.run(date(2026, 11, 22), LATER, on="2026-11-22", by="D2")
    assert (one["target_label"], one["past_missed"]) == ("2026/27", "2023/24")


def test_a_missed_gap_that_is_hidden_now_stays_told_without_its_number(runs):
    runs.run(SEEN, GAP, gap=-5.0)
    for day in (NOW, date(2026, 11, 21)):
        one = runs.run(day, GAP, hidden=2)
        assert (one["gap_told"], one["gap_told_label"], one["gap_told_verdict"]) == (None, "2023/24", "missed")
        assert one["gap_told_on"] == SEEN
    assert runs.run(date(2026, 11, 22), GAP, gap=-5.0)["gap_told_on"] is None
