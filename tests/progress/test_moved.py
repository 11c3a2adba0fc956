"""An ambition that was eased undecided is judged by what was agreed as well as by what is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from oneplace.place import moved as files
from oneplace.place import read
from oneplace.progress import moved
from oneplace.results import TABLES, Results
from tests.progress.tiny import AS_OF, PATH, a_place, fy

EASED = PATH.replace("value: 4", "value: 9")
ROWS = [fy(2023, 9.2, 0.1), fy(2024, 9.1, 0.1), fy(2025, 9.0, 0.1)]
DECISION = "decisions: [{{id: D1, title: Less, on: {on}, changes: [A1], reasons: not_set, options: not_set}}]\n"


def two(folder: Path, *, on: str = "not_set", then: str = PATH, now: str = EASED, polarity: str = "low_good"):
    (folder / "then").mkdir()
    (folder / "now").mkdir()
    before = files.keep(a_place(folder / "then", then), None, "first", date(2026, 1, 31))
    a_place(folder / "now", now, polarity=polarity)
    strategy = folder / "now" / "strategy.yaml"
    strategy.write_text(strategy.read_text() + DECISION.format(on=on))
    place = read(folder / "now")
    return place, before, files.keep(place, before, "second", AS_OF)


def tables(place, before, kept):
    empty = {name: table.schema.empty_table() for name, table in TABLES.items()}
    found = Results({**empty, "results": pa.Table.from_pylist(ROWS, schema=TABLES["results"].schema)})
    made = moved(place, kept, before, found, as_of=AS_OF)
    for name, table in made.items():
        assert table.schema == TABLES[name].schema
    return made["changes"].to_pylist(), made["agreed"].to_pylist()


def test_both_until_the_decision_is_taken(tmp_path):
    place, before, kept = two(tmp_path)
    changes, (agreed,) = tables(place, before, kept)
    target = next(row for row in changes if row["field"] == "target.value")
    assert target == {
        "part": "outcomes",
        "subject": "A1",
        "name": "Are there fewer?",
        "kind": "changed",
        "field": "target.value",
        "old": "4",
        "new": "9",
        "eases": "A1",
        "decision": "D1",
        "decided": False,
    }
    assert agreed["status"] == "off_path"
    assert (agreed["target"], agreed["target_label"], agreed["run"]) == (4, "2026/27", "first")
    assert (agreed["run_as_of"], agreed["decision"], agreed["unit"]) == (date(2026, 1, 31), "D1", "percent")
    assert agreed["path"] == pytest.approx(5, abs=0.01)


@pytest.mark.parametrize(("on", "undecided"), [("2026-11-21", 0), ("2026-11-22", 0), ("2026-11-23", 1)])
def test_until_the_day_of_the_decision(tmp_path, on, undecided):
    place, before, kept = two(tmp_path, on=on)
    changes, agreed = tables(place, before, kept)
    assert len(agreed) == undecided
    assert [row["decided"] for row in changes if row["eases"]] == [not undecided]


def test_as_agreed_by_the_polarity_of_then(tmp_path):
    place, before, kept = two(tmp_path, now=PATH.replace("value: 4", "value: 16"), polarity="high_good")
    _, (agreed,) = tables(place, before, kept)
    assert agreed["status"] == "off_path"


def test_what_cant_be_judged_any_more_says_so(tmp_path):
    place, before, kept = two(tmp_path)
    gone = replace(place, measures={})
    _, (agreed,) = tables(gone, before, kept)
    assert (agreed["status"], agreed["target"]) == ("no_data", None)
    assert agreed["why"] == "What was agreed can't be judged any more: its measure is gone or counts something else."


def test_the_first_run_has_nothing_to_compare(tmp_path):
    place, _, _ = two(tmp_path)
    assert tables(place, None, files.keep(place, None, "first", AS_OF)) == ([], [])
