"""Answers over links: what was called different is never one person, what was called the same is, and all is told."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.record.database import Relation, open_database
from oneplace.record.linkage import Placed, person_ids, prune
from oneplace.record.linkage.answers import Answer, Said, pair_of, settle
from tests.record.linkage.conftest import table
from tests.record.linkage.test_crosswalk import ANNA, BASHIR, NUMBERED, PLACED, key

DOUBTFUL = {
    **dict.fromkeys(("source_system", "source_record_id", "other_source_system", "other_source_record_id"), "VARCHAR"),
    **dict.fromkeys(("match_weight", "match_probability"), "DOUBLE"),
    **dict.fromkeys(("evidence", "reason"), "VARCHAR"),
}


def record(name):
    source, _, number = name.partition(":")
    return source, number


def said(one, other, what, at=1):
    pair = pair_of(record(one), record(other))
    return Answer(f"2026-01-{at:02}T10:00:00+00:00", "Ann", what, "I looked", *pair[0], *pair[1])


def link(numbers=(), groups=(), answers=(), doubtful=(), added=()):
    """Links of records by number, by the model to a number (``added``) and by group, after answers: the rows that hold
    by record, and what is still doubtful."""
    with open_database() as connection:
        own = [(*record(name), number, True) for name, number in dict(numbers).items()]
        others = [(*record(name), None, group, 9.0, 0.99, "given name same") for name, group in dict(groups).items()]
        others += [(*record(name), number, name, 9.0, 0.99, "given name same") for name, number in dict(added).items()]
        listed = [(*record(a), *record(b), 5.0, 0.7, "given name same", "why") for a, b in doubtful]
        numbered = table(connection, "with_numbers", NUMBERED, own)
        apart = table(connection, "doubtful", DOUBTFUL, listed)
        placed = Placed(table(connection, "with_groups", PLACED, others), "a model 1", apart)
        links = person_ids(connection, numbered, placed, "x", None, answers=settle(answers))
        prune(connection, apart, links.who, links.answers)
        rows = connection.sql(f"SELECT * FROM {links.who}").to_arrow_table().to_pylist()
        left = connection.sql(f"SELECT * FROM {Relation('doubtful')}").to_arrow_table().to_pylist()
    return {key(row): row for row in rows}, left


def people(found):
    ids = {name: row["person_id"] for name, row in found.items()}
    return {frozenset(name for name, one in ids.items() if one == each) for each in ids.values()}


def sets(*groups):
    return {frozenset(group.split()) for group in groups}


SAME, DIFFERENT = Said.SAME, Said.DIFFERENT


@pytest.mark.parametrize(
    ("given", "answers", "apart"),
    [
        ({"groups": {"a:1": "g", "b:1": "h"}}, [("a:1", "b:1", SAME)], ["a:1 b:1"]),
        ({"numbers": {"a:1": ANNA}, "groups": {"b:1": "h"}}, [("a:1", "b:1", SAME)], ["a:1 b:1"]),
        ({"numbers": {"a:1": ANNA, "b:1": BASHIR}}, [("a:1", "b:1", SAME)], ["a:1 b:1"]),
        ({"numbers": {"a:1": ANNA, "b:1": ANNA, "c:1": ANNA}}, [("a:1", "b:1", DIFFERENT)], ["a:1 c:1", "b:1"]),
        ({"numbers": {"b:1": ANNA}, "added": {"a:1": ANNA}}, [("a:1", "b:1", DIFFERENT)], ["a:1", "b:1"]),
        # Not through a third either: who hangs together with both stands alone until somebody says with whom.
        ({"groups": {"a:1": "g", "b:1": "g", "c:1": "g"}}, [("a:1", "b:1", DIFFERENT)], ["a:1", "b:1", "c:1"]),
        (
            {"groups": {"a:1": "g", "b:1": "g", "c:1": "g"}},
            [("a:1", "b:1", DIFFERENT), ("a:1", "c:1", SAME)],
            ["a:1 c:1", "b:1"],
        ),
        ({"groups": {"a:1": "g", "b:1": "h"}}, [("a:1", "b:1", Said.UNSURE)], ["a:1", "b:1"]),
        ({"groups": {"a:1": "g", "b:1": "h"}}, [("a:1", "gone:9", SAME)], ["a:1", "b:1"]),
    ],
)
def test_who_is_one_person_after_answers(given, answers, apart):
    found, _ = link(**given, answers=[said(*each) for each in answers])
    assert people(found) == sets(*apart)


def test_who_was_joined_by_hand_says_so():
    found, _ = link(numbers={"a:1": ANNA}, groups={"b:1": "h"}, answers=[said("a:1", "b:1", SAME)])
    told = "said to be the same person by Ann on 2026-01-01: I looked"
    assert [(found[name]["method"], found[name]["evidence"]) for name in ("a:1", "b:1")] == [
        ("nhs_number", "NHS number, and birth date or names that fit it"),
        ("manual", told),
    ]
    assert found["b:1"]["model_version"] is None


@pytest.mark.parametrize("what", [SAME, DIFFERENT])
def test_what_is_settled_is_doubtful_no_more_for_either_person(what):
    given = {"numbers": {"a:1": ANNA, "a:2": ANNA}, "groups": {"b:1": "g", "b:2": "g", "c:1": "h"}}
    pairs = [("b:1", "a:1"), ("b:2", "a:2"), ("c:1", "a:1")]
    _, left = link(**given, doubtful=pairs, answers=[said("a:2", "b:1", what)])
    assert [(row["source_system"], row["reason"]) for row in left] == [("c", "why")]


def test_what_is_not_clear_stays_doubtful():
    _, left = link(
        groups={"a:1": "g", "b:1": "h"}, doubtful=[("a:1", "b:1")], answers=[said("a:1", "b:1", Said.UNSURE)]
    )
    assert len(left) == 1


def test_who_stands_alone_since_a_group_fell_apart_is_listed():
    groups = {"a:1": "g", "b:1": "g", "c:1": "g"}
    _, left = link(groups=groups, answers=[said("a:1", "b:1", DIFFERENT)])
    assert {(row["source_system"], row["other_source_system"]) for row in left} == {("c", "a"), ("c", "b")}
    assert {row["reason"] for row in left} == {"their group fell apart, as two of it were called different"}


def test_answers_that_contradict_each_other_join_nobody_and_are_told():
    answers = [said("a:1", "b:1", SAME, 1), said("b:1", "c:1", SAME, 2), said("a:1", "c:1", DIFFERENT, 3)]
    found, left = link(groups={"a:1": "g", "b:1": "h", "c:1": "i"}, answers=answers)
    assert people(found) == sets("a:1", "b:1", "c:1")
    assert len(left) == 3
    assert all("answers contradict each other: a:1 and c:1 were said" in row["reason"] for row in left)


def test_an_answer_that_would_join_two_called_different_through_their_people_is_told():
    given = {"numbers": {"a:1": ANNA, "a:2": ANNA, "b:1": BASHIR, "b:2": BASHIR}}
    found, left = link(**given, answers=[said("a:1", "b:1", SAME), said("a:2", "b:2", DIFFERENT)])
    assert people(found) == sets("a:1 a:2", "b:1 b:2")
    (row,) = left
    assert "yet that makes one person of a:2 and b:2" in row["reason"]


RECORDS = ["a:1", "b:1", "c:1", "d:1", "e:1"]
PAIRS = list(combinations(RECORDS, 2))


@pytest.mark.slow
@given(
    st.dictionaries(st.sampled_from(RECORDS), st.sampled_from(["g1", "g2", "n1", "n2"]), min_size=2),
    st.dictionaries(st.sampled_from(PAIRS), st.sampled_from([SAME, DIFFERENT]), max_size=4),
)
def test_whatever_was_linked_no_two_called_different_are_one_and_what_was_called_the_same_is_one_or_told(model, asked):
    """Against the plain rule, over groups and numbers that the model might make."""
    numbers = {name: group for name, group in model.items() if group[0] == "n"}
    groups = {name: group for name, group in model.items() if group[0] == "g"}
    found, left = link(numbers, groups, [said(*pair, what) for pair, what in asked.items()])
    assert set(found) == set(model)
    told = {
        frozenset(
            (
                f"{row['source_system']}:{row['source_record_id']}",
                f"{row['other_source_system']}:{row['other_source_record_id']}",
            )
        )
        for row in left
        if row["reason"].startswith("answers contradict")
    }
    for (one, other), what in asked.items():
        if one in found and other in found:
            are_one = found[one]["person_id"] == found[other]["person_id"]
            assert not (what is DIFFERENT and are_one)
            assert are_one or what is DIFFERENT or frozenset((one, other)) in told
