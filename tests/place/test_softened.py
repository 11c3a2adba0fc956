"""What was promised before a decision made it easier is known in every later run, until the strategy is another."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from oneplace import whole
from oneplace.place import moved
from tests.place.eased_place import EVERYTHING, decide, edit, publish, write

SECOND, THIRD, FOURTH = "2024-02-29-00000002", "2024-03-31-00000003", "2024-04-30-00000004"
DAYS = {SECOND: date(2024, 2, 29), THIRD: date(2024, 3, 31), FOURTH: date(2024, 4, 30)}
EASE = ("target: {period: 2024/25, value: 6}", "target: {period: 2024/25, value: 8}")
EASE_GAP = ("baseline: 9, target: 5, period", "baseline: 9, target: 7, period")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    root = write(tmp_path / "place")
    publish(root)
    return root


def goes_on(root: Path, run: str) -> moved.Kept:
    """One run more; what it kept, as it is read again."""
    previous = (root / "var" / moved.CURRENT).read_text()
    folder = publish(root, run, DAYS[run])
    manifest = json.loads((folder / moved.MANIFEST).read_text())
    (folder / moved.MANIFEST).write_text(json.dumps({**manifest, "previous": previous}))
    kept = moved.kept_in(folder)
    assert kept is not None
    return kept


def told(kept: moved.Kept) -> dict[tuple[str, str], tuple[float | None, tuple[str, ...]]]:
    """By ambition and side what was promised there, and the decisions."""
    fields = {moved.AVERAGE: "target.value", moved.GAP: "gap_ambition.target"}
    return {
        (key, side): (one.before.terms.number(fields[side]), one.decisions)
        for key, sides in kept.softened.items()
        for side, one in sides.items()
    }


def test_it_is_known_in_the_run_of_the_decision_and_in_every_later_one(place):
    edit(place, *EASE)
    decide(place, "A1")
    eased = {("A1", moved.AVERAGE): (6.0, ("D1",))}
    assert [told(goes_on(place, run)) for run in (SECOND, THIRD, FOURTH)] == [eased, eased, eased]


def test_of_two_easings_the_first_promise_and_both_decisions(place):
    edit(place, *EASE)
    decide(place, "A1")
    goes_on(place, SECOND)
    edit(place, "2024/25, value: 8}", "2024/25, value: 9}")
    decide(place, "A1", on="2024-03-15", id="D2")
    assert told(goes_on(place, THIRD)) == {("A1", moved.AVERAGE): (6.0, ("D1", "D2"))}


def test_the_gap_is_told_apart_from_the_average(place):
    edit(place, *EASE_GAP)
    decide(place, "A1")
    assert told(goes_on(place, SECOND)) == {("A1", moved.GAP): (5.0, ("D1",))}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2022/23: 9, 2023/24: 8", "2022/23: 9, 2023/24: 9"),
        ("baseline: {period: 2020/21, value: 12}", "baseline: {period: 2020/21, value: 13}"),
        ("target: {period: 2024/25, value: 6}", "target: {period: 2025/26, value: 6}"),
    ],
)
def test_a_later_date_an_easier_path_and_a_worse_start_are_easings_too(place, old, new):
    edit(place, old, new)
    decide(place, "A1", eases=EVERYTHING)
    assert told(goes_on(place, SECOND)) == {("A1", moved.AVERAGE): (6.0, ("D1",))}


def test_while_nobody_decided_nothing_was_eased_and_afterwards_it_was(place):
    edit(place, *EASE)
    decide(place, "A1", on="not_set")
    assert told(goes_on(place, SECOND)) == {}
    decide(place, "A1", on="2024-03-15")
    eased = {("A1", moved.AVERAGE): (6.0, ("D1",))}
    assert [told(goes_on(place, run)) for run in (THIRD, FOURTH)] == [eased, eased]


def test_what_asks_for_as_much_again_is_not_easier(place):
    edit(place, *EASE)
    decide(place, "A1")
    goes_on(place, SECOND)
    edit(place, EASE[1], EASE[0])
    assert told(goes_on(place, THIRD)) == {}


def test_another_strategy_promises_anew(place):
    edit(place, *EASE)
    decide(place, "A1")
    goes_on(place, SECOND)
    edit(place, "id: testton-plan", "id: testton-plan-2")
    assert told(goes_on(place, THIRD)) == {}


def test_where_an_earlier_version_kept_nothing_of_it_the_runs_before_tell_it(place):
    edit(place, *EASE)
    decide(place, "A1")
    goes_on(place, SECOND)
    goes_on(place, THIRD)
    for run in (SECOND, THIRD):
        _forget(place / "var" / moved.RUNS / run)
    assert told(goes_on(place, FOURTH)) == {("A1", moved.AVERAGE): (6.0, ("D1",))}
    (place / "var" / moved.RUNS / SECOND / moved.MANIFEST).unlink()  # what is gone tells nothing, and stops nothing
    kept = moved.kept_in(place / "var" / moved.RUNS / THIRD)
    assert kept is not None
    assert told(kept) == {}


def _forget(folder: Path) -> None:
    """Leave in a run what a version before this kept."""

    said = json.loads((folder / moved.SAID).read_text())
    del said["softened"]
    (folder / moved.SAID).write_text(json.dumps(said))
    manifest = json.loads((folder / moved.MANIFEST).read_text())
    files = {name: digest for name, digest in whole.hashes(folder).items() if name != moved.MANIFEST}
    (folder / moved.MANIFEST).write_text(json.dumps({**manifest, "files": files}))
