"""What is back under its id is no news, and what a rule for small numbers hides of a promise asks for a decision."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from oneplace.place import moved
from oneplace.place.folder import read_files
from tests.place.eased_place import STRATEGY, decide, edit, publish, write
from tests.place.test_eased_promises import found

SECOND, DAY = "2024-02-29-00000002", date(2024, 2, 29)
A2 = STRATEGY[STRATEGY.index("  - id: A2") : STRATEGY.index("  - {id: A3")]
EASIER = A2.replace("value: 95", "value: 90")
SMOKING = "measures/smoking.yaml"


@pytest.fixture
def dropped(tmp_path: Path) -> Path:
    """A place of which a decision dropped A2, in a run that readers saw."""
    root = write(tmp_path / "testton")
    publish(root)
    edit(root, A2, "")
    decide(root, "A2")
    publish(root, SECOND, DAY)
    return root


def test_an_ambition_that_is_back_is_held_against_what_readers_saw_last(dropped):
    edit(dropped, "  - {id: A3", f"{A2}  - {{id: A3")
    assert found(dropped) == []
    edit(dropped, A2, EASIER)
    (message,) = found(dropped)
    assert message.startswith("A2 is easier than in run 2024-01-31-00000001 of 31 January 2024: target was 95, is 90.")
    assert "It was dropped after that and is back" in message
    decide(dropped, "A2", on="2024-03-10", id="D2")
    assert found(dropped) == []


def test_what_changed_says_that_it_is_back_and_what_it_asks_otherwise(dropped):
    edit(dropped, "  - {id: A3", f"{EASIER}  - {{id: A3")
    seen = moved.published(dropped)
    assert seen is not None
    assert seen.kept is not None
    later = moved.keep(read_files(dropped).as_place(), seen.kept, "third", date(2024, 3, 31))
    told = [(row["kind"], row["field"], row["old"], row["new"]) for row in seen.kept.rows(later)]
    assert told == [("back", "", None, None), ("changed", "target.value", "95", "90")]
    assert later.undecided["A2"].terms.number("target.value") == 95


SERIES = """\
period,group,value,numerator,denominator,lower,upper,source,version
2022/23,all,10,60,600,,,Register,1
2022/23,deprivation: 1,14,42,300,,,Register,1
2022/23,deprivation: 5,6,18,300,,,Register,1
"""


@pytest.fixture
def typed(tmp_path: Path) -> Path:
    """A place with a target for a gap between typed figures, as readers saw it."""
    root = write(tmp_path / "testton")
    text = (root / SMOKING).read_text()
    (root / SMOKING).write_text(
        text[: text.index("compute:")] + "compute: {from: recorded, file: series/smoking.csv}\n"
    )
    (root / "series").mkdir()
    (root / "series" / "smoking.csv").write_text(SERIES)
    publish(root)
    return root


@pytest.mark.parametrize(("below", "asks"), [(18, 0), (19, 1), (70, 1)])
def test_a_rule_that_hides_a_group_of_a_promised_gap_asks_for_a_decision(typed, below, asks):
    edit(typed, "role: outcome", f"role: outcome\nsmall_numbers: {{below: {below}}}", SMOKING)
    messages = found(typed)
    assert len(messages) == asks
    for message in messages:
        assert "smoking hides more of what a target rests on" in message
        assert f"small numbers: hidden below was 5, is {below}." in message
    decide(typed, "smoking")
    assert found(typed) == []


@pytest.mark.parametrize(("below", "asks"), [(18, 0), (19, 1)])
def test_so_does_the_rule_of_the_place(typed, below, asks):
    edit(typed, "{below: 5}", f"{{below: {below}}}", "place.yaml")
    assert len(found(typed)) == asks


NO_GAP = "gap_ambition: not_set"
OF_SEXES = "gap_ambition: {dimension: sex, statistic: absolute_gap, target: 5, period: 2024/25}"


@pytest.mark.parametrize("more", [NO_GAP, OF_SEXES])
def test_one_that_hides_no_group_of_a_promised_gap_asks_for_none(typed, more):
    edit(typed, "gap_ambition: {dimension: deprivation, statistic: SII, baseline: 9, target: 5, period: 2024/25}", more)
    decide(typed, "A1")
    publish(typed, SECOND, DAY)
    edit(typed, "role: outcome", "role: outcome\nsmall_numbers: {below: 70}", SMOKING)
    assert found(typed) == []


def test_what_a_file_left_to_the_place_or_the_format_is_called_by_what_it_was(tmp_path):
    root = write(tmp_path / "testton")
    edit(root, "{below: 5}", "{below: 10}", "place.yaml")
    publish(root)
    edit(root, "role: outcome", "role: outcome\nsmall_numbers: {below: 9}", SMOKING)
    assert ["hidden below was 10, is 9." in one for one in found(root)] == [True]
