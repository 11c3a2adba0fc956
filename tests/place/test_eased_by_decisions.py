"""E40: which decision covers what is made easier: what it names, once, and in time."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from oneplace import place as places
from oneplace.place import moved
from oneplace.problems import OneplaceError
from tests.place.eased_place import EVERYTHING, FIRST, decide, edit, publish, write
from tests.place.test_eased_promises import AS_OF, EASED, GAP, PATH, SECOND, TARGET, found

pytestmark = pytest.mark.slow  # each publishes and checks a place


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A place whose promises readers have seen."""
    root = write(tmp_path / "testton")
    publish(root)
    return root


@pytest.mark.parametrize("said", ["provenance: illustrative", "provenance: agreed"])
def test_a_decision_that_is_made_up_eases_nothing_that_was_agreed(place, said):
    edit(place, TARGET, TARGET.replace("6}", "7}"))
    edit(place, PATH, PATH.replace("2024/25: 6", "2024/25: 7"))
    decide(place, "A1")
    edit(place, "id: D1\n", f"id: D1\n{said}\n", "decisions/D1.yaml")
    messages = found(place)
    if said.endswith("agreed"):
        assert messages == []
    else:
        (message,) = messages
        assert message.endswith("D1 is illustrative: it can’t ease what was agreed.")


def test_a_decision_that_is_made_up_eases_what_is(tmp_path):
    root = write(tmp_path / "testton")
    edit(root, "provenance: agreed\n    baseline", "provenance: illustrative\n    baseline")
    publish(root)
    edit(root, GAP, GAP.replace("target: 5", "target: 6"))
    decide(root, "A1")
    edit(root, "id: D1\n", "id: D1\nprovenance: illustrative\n", "decisions/D1.yaml")
    assert found(root) == []


def test_of_what_is_made_up_no_decision_is_blamed_for_being_so(tmp_path):
    """It covered the change before; that it is illustrative is not why it covers no other one."""
    root = write(tmp_path / "testton")
    edit(root, "provenance: agreed\n    baseline", "provenance: illustrative\n    baseline")
    publish(root)
    edit(root, GAP, GAP.replace("target: 5", "target: 6"))
    decide(root, "A1")
    edit(root, "id: D1\n", "id: D1\nprovenance: illustrative\n", "decisions/D1.yaml")
    publish(root, "2024-03-01-00000002", AS_OF)
    edit(root, "target: 6", "target: 7")
    (message,) = found(root)
    assert message.endswith("No decision says so.")


@pytest.mark.parametrize(("old", "new", "thing"), EASED)
def test_a_decision_about_something_else_will_not_do(place, old, new, thing):
    edit(place, old, new)
    decide(place, "G1")
    assert len(found(place)) == 1


@pytest.mark.parametrize(("old", "new", "thing"), [one for one in EASED if one[2].startswith("A")])
def test_a_decision_covers_of_an_ambition_only_what_it_names(place, old, new, thing):
    """A board asked for a lower target has not been asked whether the measure may change as well."""
    edit(place, old, new)
    (mend,) = [one.mend for one in places.check(place, as_of=AS_OF) if one.code == "E40"]
    named = re.search(r"`eases: \[(.+?)\]`", mend)[1]
    decide(place, thing, eases="")
    assert len(found(place)) == 1
    decide(place, thing, eases=", ".join(one for one in EVERYTHING.split(", ") if one not in named.split(", ")))
    assert len(found(place)) == 1
    decide(place, thing, eases=named)
    assert found(place) == []


def test_what_is_eased_besides_while_a_decision_is_asked_is_found(place):
    decide(place, "A1", on="not_set", eases="target, path")
    edit(place, "value: 6}", "value: 7}")
    edit(place, "2024/25: 6}", "2024/25: 7}")
    assert found(place) == []
    publish(place, "2024-03-01-00000002", AS_OF)
    edit(place, "baseline: {period: 2020/21, value: 12}", "baseline: {period: 2020/21, value: 13}")
    (message,) = found(place)
    assert "baseline was 12, is 13" in message
    assert "target" not in message


def test_a_decision_that_names_the_measure_covers_whatever_of_it_changes(place):
    edit(place, "in_codelist(outcome_code, 'tobacco')", "outcome_code = '9'", "measures/smoking.yaml")
    assert found(place)
    decide(place, "A1", eases="target")
    assert found(place)
    decide(place, "smoking", eases="")
    assert found(place) == []


def test_easing_in_small_steps_while_a_decision_is_asked_is_compared_with_what_was_agreed(place):
    decide(place, "A1", on="not_set")
    edit(place, "value: 6}", "value: 7}")
    edit(place, "2024/25: 6}", "2024/25: 7}")
    assert found(place) == []
    publish(place, "2024-03-01-00000002", AS_OF)
    (place / "decisions" / "D1.yaml").unlink()
    (message,) = found(place)
    assert message.startswith(f"A1 is easier than in run {FIRST} of 31 January 2024: target was 6, is 7;")
    edit(place, "value: 7}", "value: 6}")
    edit(place, "2024/25: 7}", "2024/25: 6}")
    assert found(place) == []


def test_dropping_it_undecided_and_adding_it_again_easier_is_found(place):
    decide(place, "A2", on="not_set")
    text = (place / "strategy.yaml").read_text()
    start, end = text.index("  - id: A2"), text.index("  - {id: A3")
    (place / "strategy.yaml").write_text(text[:start] + text[end:])
    publish(place, "2024-03-01-00000002", AS_OF)
    (place / "strategy.yaml").write_text(text.replace("value: 95", "value: 90"))
    (place / "decisions" / "D1.yaml").unlink()
    (message,) = found(place)
    assert "target was 95, is 90" in message


def test_a_decision_covers_one_change(place):
    decide(place, "A1")
    edit(place, "value: 6}", "value: 7}")
    edit(place, "2024/25: 6}", "2024/25: 7}")
    publish(place, "2024-03-01-00000002", AS_OF)
    edit(place, "value: 7}", "value: 8}")
    (message,) = found(place)
    assert "run 2024-03-01-00000002 of 1 March 2024: target was 7, is 8" in message
    decide(place, "A1", id="D2", on="2024-03-01")
    assert found(place) == []


OVER = [
    (("value: 6}", "value: 7}"), ("2024/25: 6}", "2024/25: 7}")),
    ((TARGET, "target: not_set"),),
    ((TARGET, "target: {period: 2025-03, value: 6}"),),
    ((GAP, GAP.replace("target: 5", "target: 5.1")),),
    ((PATH, PATH.replace("2022/23: 9", "2022/23: 9.1")),),
    ((PATH, "trajectory: {2024/25: 6}"),),
]


@pytest.mark.parametrize("edits", OVER)
def test_no_decision_of_after_a_period_eases_what_was_to_hold_in_it(place, edits):
    """A year that was missed stays missed, though the board lowers its target when it is over."""
    for old, new in edits:
        edit(place, old, new)
    decide(place, "A1", on="2025-04-01")
    (message,) = found(place)
    assert "D1 can’t ease what was to hold until 31 March 20" in message
    publish(place, "2025-05-01-00000002", date(2025, 5, 1))
    assert set(moved.published(place).kept.undecided) == {"A1"}, "it is judged by what held at its end"
    decide(place, "A1", on="not_set", id="D2")
    assert len(found(place)) == 1, "whatever is decided now comes after it"


@pytest.mark.parametrize(("day", "refused"), [(date(2025, 3, 31), False), (date(2025, 4, 1), True)])
def test_a_decision_that_is_asked_for_comes_on_the_day_of_the_check_at_the_earliest(place, day, refused):
    """Else a run is made and shown, and the same files are refused after it."""
    edit(place, "value: 6}", "value: 7}")
    edit(place, "2024/25: 6}", "2024/25: 7}")
    decide(place, "A1", on="not_set")
    told = [one for one in places.check(place, as_of=day) if one.code == "E40"]
    assert ["D1 can’t ease what was to hold until 31 March 2025" in one.message for one in told] == [True] * refused
    assert [one.mend for one in told] == ["Put it back as it was: no decision changes it any more."] * refused
    places.read(place)  # no day that passes refuses files that are only read
    if refused:
        with pytest.raises(OneplaceError, match="E40"):
            places.read(place, as_of=day)


@pytest.mark.parametrize(("on", "covered"), [("2025-03-31", True), ("2025-04-01", False)])
def test_until_the_last_day_of_its_period_a_target_can_be_lowered(place, on, covered):
    edit(place, "value: 6}", "value: 7}")
    edit(place, "2024/25: 6}", "2024/25: 7}")
    decide(place, "A1", on=on)
    assert (found(place) == []) == covered


def test_after_a_target_is_over_a_decision_sets_one_for_a_later_year(place):
    edit(place, TARGET, "target: {period: 2026/27, value: 7}")
    decide(place, "A1", on="2025-06-01")
    assert found(place) == []


def test_a_decision_of_before_the_first_run_covers_nothing_after_it(tmp_path):
    root = write(tmp_path / "testton")
    decide(root, "A1")
    publish(root, as_of=AS_OF)
    edit(root, "value: 6}", "value: 7}")
    assert len(found(root)) == 1


@pytest.mark.parametrize(("changes", "eases"), [("A2", "target"), ("A1", "path"), ("A3", "target, gap")])
def test_a_decision_that_readers_saw_taken_covers_what_it_said_then(tmp_path, changes, eases):
    root = write(tmp_path / "testton")
    publish(root)
    decide(root, changes, eases=eases)
    publish(root, "2024-03-01-00000002", AS_OF)
    assert found(root) == []
    decide(root, f"{changes}, A1", eases=f"{eases}, target")
    assert found(root) == []
    edit(root, "value: 6}", "value: 7}")
    assert [message.rpartition(". ")[2] for message in found(root)] == [
        "D1 was taken before that run and did not name it then."
    ]
    decide(root, "A1", on="2024-03-01", id="D2")
    assert found(root) == []


def test_a_decision_that_was_asked_for_may_name_more_before_it_is_taken(place):
    decide(place, "A2", on="not_set", eases="target")
    publish(place, "2024-03-01-00000002", AS_OF)
    decide(place, "A1, A2", eases="target")
    edit(place, "value: 6}", "value: 7}")
    assert found(place) == []


def test_a_taken_decision_that_is_gone_or_has_another_id_is_found(place):
    decide(place, "A1")
    publish(place, "2024-03-01-00000002", AS_OF)
    (place / "decisions" / "D1.yaml").unlink()
    decide(place, "A1", id="D9")
    assert found(place) == [
        "the decision D1, which readers saw taken in run 2024-03-01-00000002, is gone: it changes a promise, or says "
        "what it should move."
    ]


def test_an_ambition_that_a_decision_drops_may_be_named_by_it_for_good(place):
    text = (place / "strategy.yaml").read_text()
    start, end = text.index("  - id: A2"), text.index("  - {id: A3")
    (place / "strategy.yaml").write_text(text[:start] + text[end:])
    decide(place, "A2")

    def wrong() -> list[str]:
        return [one.message for one in places.check(place, as_of=AS_OF) if one.code in ("E02", "E40")]

    assert wrong() == []
    publish(place, SECOND, AS_OF)
    assert wrong() == []
    decide(place, "A9")
    assert any(one.startswith("A9 is not the id of anything in these files.") for one in wrong())
