"""E122: a risk's score that is lower than in the run that readers saw, without newer evidence of a control."""

from __future__ import annotations

import json

import pytest

from oneplace.place import check
from tests.place import eased_place
from tests.place.eased_place import edit

RISKS = """\
risks:
  - id: R1
    cause: Posts are not funded
    event: Clinics stop
    effect: More smoke
    outcomes: [A1]
    owner: not_set
    actions: not_set
    inherent: [4, 4]
    current: [3, 4]
    target: [1, 2]
    reviewed: 2024-01-10
    controls: [Audit]
"""


@pytest.fixture
def place(tmp_path):
    root = eased_place.write(tmp_path / "testton")
    (root / "strategy.yaml").write_text(eased_place.STRATEGY + RISKS)
    eased_place.publish(root)
    return root


def found(root):
    return [one.message for one in check(root, as_of=eased_place.DAY) if one.code == "E122"]


@pytest.mark.parametrize(
    ("now", "evidence", "told"),
    [
        ("[3, 4]", "", False),
        ("[4, 3]", "", False),
        ("[5, 4]", "", False),
        ("[2, 4]", "", True),
        ("[3, 3]", "evidence_on: 2024-01-10", True),
        ("[3, 3]", "evidence_on: 2024-01-11", False),
        ("[1, 1]", "evidence_on: 2023", True),
    ],
)
def test_a_score_falls_in_the_files_only_with_newer_evidence(place, now, evidence, told):
    edit(place, "current: [3, 4]", f"current: {now}")
    edit(place, "controls: [Audit]\n", f"controls: [Audit]\n    {evidence}\n")
    assert bool(found(place)) is told
    if told:
        assert found(place)[0].startswith(f"the risk R1 scored 12 in run {eased_place.FIRST}, and scores ")


def test_evidence_is_of_a_control_and_counts_once(place):
    edit(place, "current: [3, 4]", "current: [2, 4]")
    edit(place, "controls: [Audit]\n", "evidence_on: 2024-01-20\n")
    assert len(found(place)) == 2, "of no control, so that it shows nothing either"
    edit(place, "evidence_on: 2024-01-20\n", "evidence_on: 2024-01-20\n    controls: [Audit]\n")
    assert found(place) == []
    eased_place.publish(place, "2024-02-01-00000002")
    edit(place, "current: [2, 4]", "current: [1, 4]")
    assert len(found(place)) == 1, "the evidence by which it fell once is newer no more"


def test_a_score_that_the_record_gave_is_no_fall_of_the_files(tmp_path):
    root = eased_place.write(tmp_path / "testton")
    (root / "strategy.yaml").write_text(eased_place.STRATEGY + RISKS)
    (root / "delivery").mkdir()
    line = {"kind": "risk", "subject": "R1", "number": 1, "what": "scored"}
    (root / "delivery" / "record.jsonl").write_text(json.dumps(line) + "\n")
    eased_place.publish(root)
    edit(root, "current: [3, 4]", "current: [2, 4]")
    assert found(root) == []
