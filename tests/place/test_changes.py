"""What two times of saying it say differently."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from oneplace.place.folder import read_files
from oneplace.place.moved import Change, Kind, changes, field_words, part_words, said, words
from tests.place.eased_place import decide, edit, write

LEAVES = st.one_of(st.text(max_size=3), st.floats(allow_nan=False), st.lists(st.text(max_size=2), min_size=1))
FIELDS = st.dictionaries(st.sampled_from(["text", "target.value", "owner.org"]), LEAVES)
SAID = st.dictionaries(st.sampled_from(["outcomes", "goals"]), st.dictionaries(st.sampled_from("ABC"), FIELDS))


def now(root: Path):
    return said(read_files(root).as_place())


@given(SAID)
def test_the_same_is_no_change(one):
    assert changes(one, json.loads(json.dumps(one))) == ()


@given(SAID, SAID)
def test_back_is_there_turned_round(one, other):
    there, back = changes(one, other), changes(other, one)
    turned = {Kind.ADDED: Kind.DROPPED, Kind.DROPPED: Kind.ADDED, Kind.CHANGED: Kind.CHANGED}
    assert {(*c.key, turned[c.kind]) for c in there} == {(*c.key, c.kind) for c in back}
    assert {(*c.key, str(c.old), str(c.new)) for c in there} == {(*c.key, str(c.new), str(c.old)) for c in back}


@given(SAID, SAID)
def test_something_different_is_always_a_change(one, other):
    filled = [{part: subjects for part, subjects in said.items() if subjects} for said in (one, other)]
    assert (filled[0] == filled[1]) == (changes(one, other) == ())


SOURCES = """
format: place-sources/1
version: "1"
as_at: 2026-03-31
local_authorities: [E06000045]
sources:
  - id: gp
    partner: surgery
    system: Practice records
    datasets:
      - id: patients
        files: patients.csv
        columns: {number: text, sex: text}
        person: number
        facts: {sex: sex}
"""


def test_a_mapping_that_changed_is_told_and_a_new_cut_of_the_same_files_is_not(tmp_path):
    root = write(tmp_path / "testton")
    without = now(root)
    (root / "sources.yaml").write_text(SOURCES)
    before = now(root)
    assert changes(without, before) == ()
    (root / "sources.yaml").write_text(SOURCES.replace("2026-03-31", "2026-04-30"))
    assert changes(before, now(root)) == ()
    (root / "sources.yaml").write_text(
        SOURCES.replace("{sex: sex}", "{sex: \"'F'\"}") + "        complete_to: 2026-03-01\n"
    )
    told = changes(before, now(root))
    assert {(one.part, one.name, one.field) for one in told} == {
        ("sources", "Practice records, patients", "mapping"),
        ("sources", "Practice records, patients", "complete_to"),
    }
    assert (part_words("sources"), field_words("mapping")) == (
        "how a partner’s file is read",
        "how its columns are read",
    )


def test_each_field_with_old_and_new_and_what_was_added_and_dropped(tmp_path):
    root = write(tmp_path / "testton")
    before = now(root)
    edit(root, "value: 6}", "value: 5.5}")
    edit(root, "Fewer mothers smoke", "Fewer smoke")
    edit(root, "goals: [G1]\n    measure: vaccination", "goals: [G1, G2]\n    measure: vaccination")
    edit(
        root, "  - {id: G1, text: Fewer people smoke}", "  - {id: G1, text: Fewer people smoke}\n  - {id: G2, text: B}"
    )
    edit(root, "  - {id: H1, text: Within two years, start: 2020-04, end: 2022-03}", "  []")
    edit(root, "title: The plan of Testton", "title: A plan")
    decide(root, "A1")
    assert changes(before, now(root)) == (
        Change("decisions", "D1", "Ask for less", Kind.ADDED),
        Change("goals", "G2", "B", Kind.ADDED),
        Change("horizons", "H1", "Within two years", Kind.DROPPED),
        Change("outcomes", "A1", "Fewer smoke", Kind.CHANGED, "text", "Fewer mothers smoke", "Fewer smoke"),
        Change("outcomes", "A1", "Fewer smoke", Kind.CHANGED, "target.value", 6.0, 5.5),
        Change("outcomes", "A2", "More children are vaccinated", Kind.CHANGED, "goals", None, ["G2"]),
        Change("strategy", "testton-plan", "A plan", Kind.CHANGED, "title", "The plan of Testton", "A plan"),
    )


def test_a_strategy_with_another_id_is_the_same_strategy(tmp_path):
    root = write(tmp_path / "testton")
    before = now(root)
    edit(root, "id: testton-plan", "id: other-plan")
    (change,) = changes(before, now(root))
    assert (change.part, change.field, change.old, change.new) == ("strategy", "id", "testton-plan", "other-plan")


def test_what_is_not_set_is_not_there_and_a_default_said_aloud_is_no_change(tmp_path):
    root = write(tmp_path / "testton")
    before = now(root)
    edit(root, "measure: lonely, provenance", "measure: lonely, owner: not_set, target: not_set, provenance")
    assert changes(before, now(root)) == ()


def test_things_without_an_id_are_lines_of_which_the_gone_and_the_new_are_shown(tmp_path):
    root = write(tmp_path / "testton")
    text = (root / "strategy.yaml").read_text()
    steps = "governance: {approvals: [{body: cabinet, act: recommends}, {body: council, act: approves}]}\n"
    (root / "strategy.yaml").write_text(text + steps)
    before = now(root)
    edit(root, "body: council, act: approves", "body: council, act: notes")
    (change,) = changes(before, now(root))
    assert change.field == "approvals"
    assert (change.old, change.new) == (["body: council; act: approves"], ["body: council; act: notes"])


def test_in_words():
    assert [words(one) for one in (6.0, 6.5, 0.1 + 0.2, True, "a", ["a", "b"])] == [
        *("6", "6.5", "0.3", "True", "a", "a; b"),
    ]
    assert [part_words(one) for one in ("outcomes", "partners", "recovery_stages")] == [
        *("ambition", "partner", "recovery stage"),
    ]
    assert [field_words(one) for one in ("target.value", "trajectory.2024/25", "compute.population.cohort")] == [
        *("target", "path for 2024/25", "how it is worked out: population: cohort"),
    ]
