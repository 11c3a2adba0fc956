"""What the files say otherwise stands in the pack, old beside new: for the board what was eased, at the end all."""

from __future__ import annotations

from datetime import date

from oneplace.pack.document import Items
from oneplace.pack.sections.ambitions import by_stage
from oneplace.pack.sections.brief import brief, most_room
from oneplace.pack.sections.delivery import decisions
from oneplace.pack.sections.moved import moved
from oneplace.pack.sections.summary import summary
from tests.pack.pieces import NOTHING, evidence, rows, texts

EASED = {
    "part": "outcomes",
    "subject": "A1",
    "name": "Is it less?",
    "kind": "changed",
    "field": "target.value",
    "old": "5",
    "new": "6",
    "eases": "A1",
    "decision": None,
    "decided": False,
}
ADDED = {"part": "partners", "subject": "council", "name": "The council", "kind": "added", "field": ""}
LONG = {
    "part": "measures",
    "subject": "m",
    "name": "M",
    "kind": "changed",
    "field": "definition",
    "old": "a" * 301,
    "new": "b" * 300,
}
AGREED = {
    "ambition": "A1",
    "name": "Is it less?",
    "unit": "percent",
    "decimals": 1,
    "target": 5.0,
    "status": "off_path",
    "target_label": "2027/28",
    "why": "So.",
    "run": "r0",
    "run_as_of": date(2026, 1, 31),
}
BOARD = "What promises and known figures say since the last pack, old beside new"
REST = "What else the files say since the last pack, old beside new"
HELD = (
    "The target before, 5.0% by 2027/28 as readers saw it on 31 January 2026, holds until a decision is taken. By it "
    "the ambition stands: off path. So."
)


def changes(found):
    return next(one for one in summary(found).sections if one.id == "changes")


def test_each_change_stands_once_what_was_eased_first_and_long_values_cut(tmp_path):
    found = evidence(tmp_path / "place", a1={}, earlier=[], changes=[LONG, ADDED, EASED])
    (eased,) = rows(changes(found), BOARD)
    assert (eased[0], eased[1], eased[4]) == ("Ambition: Is it less?", "target (easier or looser)", "no decision")
    assert rows(moved(found), REST) == (
        ("Measure: M", "definition", "a" * 299 + "…", "b" * 300, "no decision covers this"),
        ("Partner: The council", "added", "not there", "there", "none needed"),
    )
    first = "What changed of promises and known figures stands first, in “What changed since the last pack”."
    assert first in texts(moved(found))


def test_nothing_was_counted_anew_where_a_typed_figure_is_another_now(tmp_path):
    """“None needed” beside it would pass for what a publisher revises: nobody decided it, and nothing explains it."""
    typed = LONG | {"part": "series", "field": "2024/25, all", "old": "7", "new": "9"}
    first = typed | {"subject": "other", "old": None}  # put in before the newest that readers saw
    changes_made = [typed, typed | {"part": "published"}, first]
    found = evidence(tmp_path / "place", a1={}, earlier=[], changes=changes_made)
    assert sorted(row[-1] for row in rows(changes(found), BOARD)) == [
        *("no decision covers this", "no decision covers this", "none needed")
    ]


def test_where_all_that_changed_stands_first_the_end_says_so(tmp_path):
    told = texts(moved(evidence(tmp_path / "place", a1={}, earlier=[], changes=[EASED])))
    assert told[0] == "Nothing else changed in the files."


def test_the_board_reads_what_was_promised_and_how_much_else_there_is(tmp_path):
    found = evidence(tmp_path / "place", a1={}, earlier=[], changes=[LONG, ADDED, EASED], agreed=[AGREED])
    assert [row[0] for row in rows(changes(found), BOARD)] == ["Ambition: Is it less?"]
    assert f"Is it less? {HELD}" in texts(changes(found))
    assert "2 other changes in the files: see What the files say otherwise." in texts(changes(found))


QUORUM = EASED | {"part": "boards", "subject": "B1", "name": "Board", "field": "quorum", "eases": None}
WORDS = EASED | {"part": "goals", "name": "Goal", "field": "text", "eases": None, "decided": None}


def test_the_board_reads_first_what_was_agreed_or_promised_in_other_words_but_not_hundreds(tmp_path):
    worded = [WORDS | {"subject": f"G{n}"} for n in range(40)]
    found = evidence(tmp_path / "place", a1={}, earlier=[], changes=[ADDED, *worded, QUORUM, EASED])
    told = rows(changes(found), BOARD)
    assert len(told) == 30
    assert len(rows(moved(found), REST)) == 13
    few = evidence(tmp_path / "few", a1={}, earlier=[], changes=[ADDED, WORDS | {"subject": "G1"}, QUORUM])
    assert [(row[0], row[4]) for row in rows(changes(few), BOARD)] == [
        ("Board: Board", "no decision"),
        ("Goal: Goal", "no decision covers this"),
    ]
    named = evidence(tmp_path / "named", a1={}, earlier=[], changes=[WORDS | {"decision": "D1", "decided": True}])
    assert rows(changes(named), BOARD)[0][4] != "no decision covers this"


def test_an_ambition_eased_undecided_says_so_beside_its_answer(tmp_path):
    found = evidence(tmp_path / "place", a1={}, a2={}, agreed=[AGREED])
    sections = {one.id: one for stage in by_stage(found, {"A1": NOTHING, "A2": NOTHING}) for one in stage.sections}
    assert HELD in texts(sections["ambition-A1"])
    assert HELD not in texts(sections["ambition-A2"])


def test_the_brief_says_so_in_the_ambitions_own_part_too(tmp_path):
    found = evidence(tmp_path / "place", a1={}, a2={}, agreed=[AGREED])
    parts = {one.id: one for one in brief(found, {"A1": NOTHING, "A2": NOTHING}, most_room(found)).sections}
    assert HELD in texts(parts["ambition-A1"])
    assert [name for name, one in parts.items() if name.startswith("ambition-") and HELD in texts(one)] == [
        "ambition-A1"
    ]


def test_a_figure_that_readers_were_told_otherwise_stands_beside_its_verdict(tmp_path):
    told = {"told": 4.0, "told_label": "2024/25", "told_verdict": "met", "told_on": date(2026, 1, 31)}
    found = evidence(tmp_path / "place", a1=told)
    words = "Readers were told 4.0% in 2024/25, met, on 31 January 2026. That figure has been changed since."
    (part,) = [one for one in summary(found).sections if one.id == "eased"]
    assert [one.items for one in part.blocks] == [(f"{found.judged[0].ambition.about.question} {words}",)]
    parts = {one.id: one for one in brief(found, {"A1": NOTHING}, most_room(found)).sections}
    assert words in texts(parts["ambition-A1"])


def test_what_a_decision_eased_stands_in_every_later_pack(tmp_path):
    eased = {
        "target": 6.0,
        "target_label": "2027/28",
        "eased_from": 5.0,
        "eased_from_label": "2027/28",
        "eased_by": "x",
    }
    found = evidence(tmp_path / "place", a1=eased, a2={})
    told = "Its target was eased from 5.0% by a decision."
    (part,) = [one for one in summary(found).sections if one.id == "eased"]
    assert [one.items for one in part.blocks] == [(f"{found.judged[0].ambition.about.question} {told}",)]
    sections = {one.id: one for stage in by_stage(found, {"A1": NOTHING, "A2": NOTHING}) for one in stage.sections}
    assert told in texts(sections["ambition-A1"])
    assert told not in texts(sections["ambition-A2"])
    none = evidence(tmp_path / "none", a1={})
    assert "eased" not in [one.id for one in summary(none).sections]


def test_nothing_to_compare_with_and_nothing_changed(tmp_path):
    assert texts(moved(evidence(tmp_path / "one", a1={}))) == [
        "This is the first pack, so there is nothing to compare it with."
    ]
    assert texts(moved(evidence(tmp_path / "two", a1={}, earlier=[]))) == [
        "The strategy and its measures say what they said for the last pack."
    ]


def test_a_decision_on_record_tells_what_it_eased_from_what_to_what(tmp_path):
    eased = {
        "target": 6.0,
        "target_label": "2027/28",
        "eased_from": 5.0,
        "eased_from_label": "2026/27",
        "eased_by": "D1",
    }
    found = evidence(tmp_path / "place", a1=eased, progress=[{"ambition": "A1", "measure": "smoking", **eased}])
    told = {one.id: [text for block in one.blocks if isinstance(block, Items) for text in block.items]
            for one in decisions(found).sections}  # fmt: skip
    words = "It eased the target of “Do fewer smoke?” from 5.0% in 2026/27 to 6.0% in 2027/28."
    assert [key for key, said in told.items() if words in said] == ["decision-D1"]
