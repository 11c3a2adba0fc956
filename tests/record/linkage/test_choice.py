"""Which of the pairs that may be one person are: the person who leads clearly, else records that hang together."""

from __future__ import annotations

import pytest

from oneplace.record.database import Relation
from oneplace.record.linkage import choosing, evidence
from oneplace.record.linkage.describing import FIELDS, Compared
from tests.record.linkage.conftest import table

PAIR = {
    "l": "VARCHAR",
    "r": "VARCHAR",
    "weight": "DOUBLE",
    "probability": "DOUBLE",
    "evidence": "VARCHAR",
    "against": "VARCHAR",
}
LISTS = ("given_roots", "first_roots", "postcodes")
COUNTED = {"single": "BOOLEAN", "listed": "BOOLEAN", "bearers": "BIGINT"}
NAMES = [name.strip() for name in FIELDS.split(",")]
DESCRIBED = {"unique_id": "VARCHAR"} | {
    name: "VARCHAR[]" if name in LISTS else COUNTED.get(name, "VARCHAR") for name in NAMES
}


def description(name, **facts):
    """A description that says this much."""
    return dict.fromkeys(DESCRIBED) | {"unique_id": name} | facts


def compared(connection, pairs, people, rest, facts=None):
    """Sides of a comparison: pairs (l, r, weight, and what is against it), the number of each description of a person,
    and the rest, with what they say where it matters."""
    said = facts or {}
    return Compared(
        people=table(connection, "those", DESCRIBED, [description(name) for name in people]),
        members=Relation("nothing that is read"),
        numbers=table(connection, "whose", {"unique_id": "VARCHAR", "nhs_number": "VARCHAR"}, list(people.items())),
        rest=table(connection, "others", DESCRIBED, [description(name, **said.get(name, {})) for name in rest]),
        pairs=table(
            connection,
            "found",
            PAIR,
            [(*pair[:3], 0.96 + pair[2] / 1000, "seen", *(pair[3:] or (None,))) for pair in pairs],
        ),
    )


def chosen(connection, pairs, people):
    relation = choosing.choose(connection, compared(connection, pairs, people, ["r1"]))
    return connection.sql(f"SELECT * EXCLUDE (evidence) FROM {relation}").fetchall()


@pytest.mark.parametrize(
    ("second", "clear"),
    [(7.9999, True), (8.0, True), (8.0001, False), (10.0, False)],  # two bits behind, on it, and short of it
)
def test_the_best_person_must_lead_by_two_bits(connection, second, clear):
    found = chosen(connection, [("p1", "r1", 10.0), ("p2", "r1", second)], {"p1": "A", "p2": "B"})
    assert found == ([("r1", "A", 10.0, 0.97)] if clear else [])


def test_who_is_alone_leads(connection):
    assert chosen(connection, [("p1", "r1", 5.0)], {"p1": "A"}) == [("r1", "A", 5.0, 0.965)]


def test_a_pair_may_stand_either_way_round(connection):
    assert chosen(connection, [("r1", "p1", 5.0)], {"p1": "A"}) == [("r1", "A", 5.0, 0.965)]


def test_two_descriptions_of_one_person_do_not_compete(connection):
    pairs = [("p1", "r1", 9.0), ("p2", "r1", 10.0), ("p3", "r1", 6.0)]
    assert chosen(connection, pairs, {"p1": "A", "p2": "A", "p3": "B"}) == [("r1", "A", 10.0, 0.97)]


def test_pairs_among_the_rest_choose_nobody(connection):
    assert chosen(connection, [("r1", "r2", 30.0)], {"p1": "A"}) == []


def grouped(connection, pairs, rest, settled=(), facts=None):
    named = table(connection, "settled", {"unique_id": "VARCHAR"}, [(name,) for name in settled])
    relation = choosing.group(
        connection, compared(connection, pairs, {"p1": "A"}, rest, facts), named, evidence.CAREFUL
    )
    groups: dict[str, set[str]] = {}
    for name, group in connection.sql(f'SELECT unique_id, "group" FROM {relation}').fetchall():
        groups.setdefault(group, set()).add(name)
    return sorted(sorted(each) for each in groups.values())


@pytest.mark.parametrize(
    ("pairs", "settled", "groups"),
    [
        ([], (), [["r1"], ["r2"], ["r3"], ["r4"]]),
        ([("r1", "r2", 9.0)], (), [["r1", "r2"], ["r3"], ["r4"]]),
        ([("r1", "r2", 9.0), ("r3", "r2", 9.0)], (), [["r1", "r2", "r3"], ["r4"]]),  # a chain
        ([("r1", "r2", 9.0), ("r3", "r4", 9.0)], (), [["r1", "r2"], ["r3", "r4"]]),
        (
            [("r1", "r2", 9.0), ("r2", "r3", 9.0)],
            ("r2",),
            [["r1"], ["r3"], ["r4"]],
        ),  # not through one that has a person
        ([("r1", "r2", 9.0), ("r2", "r3", 9.0)], ("r1",), [["r2", "r3"], ["r4"]]),
        ([("r1", "r2", 9.0)], ("r2",), [["r1"], ["r3"], ["r4"]]),
        ([("p1", "r1", 9.0), ("r2", "p1", 9.0)], (), [["r1"], ["r2"], ["r3"], ["r4"]]),  # nor through a person
        ([], ("r1", "r2", "r3", "r4"), []),
    ],
)
def test_records_that_hang_together_are_one_group(connection, pairs, settled, groups):
    assert grouped(connection, pairs, ["r1", "r2", "r3", "r4"], settled) == groups


def test_what_is_against_a_pair_keeps_it_from_being_chosen_and_from_competing(connection):
    pairs = [("p1", "r1", 9.0, "given names differ"), ("p2", "r1", 8.5)]
    assert [row[:3] for row in chosen(connection, pairs, {"p1": "A", "p2": "B"})] == [("r1", "B", 8.5)]


@pytest.mark.parametrize(("second", "clear"), [(7.9, True), (8.1, False)])
def test_a_pair_that_is_not_likely_enough_still_competes(connection, second, clear):
    pairs = [("p1", "r1", 10.0), ("p2", "r1", second, choosing.NOT_LIKELY)]
    assert bool(chosen(connection, pairs, {"p1": "A", "p2": "B"})) is clear


def test_a_pair_that_is_not_likely_enough_is_never_chosen(connection):
    assert chosen(connection, [("p1", "r1", 3.0, choosing.NOT_LIKELY)], {"p1": "A"}) == []


def died(day):
    return {"died": day}


def test_records_in_which_two_cannot_be_one_person_are_held_apart_though_a_third_joins_them(connection):
    pairs = [("r1", "r2", 9.0), ("r2", "r3", 9.0), ("r4", "r5", 9.0)]
    facts = {"r1": died("2016-03-05"), "r3": died("2019-05-02"), "r4": died("2020-01-01")}
    names = ["r1", "r2", "r3", "r4", "r5"]
    assert grouped(connection, pairs, names, facts=facts) == [["r1"], ["r2"], ["r3"], ["r4", "r5"]]


def test_who_is_clearly_nearer_to_one_of_two_that_cannot_be_one_person_goes_with_that_one(connection):
    facts = {"r1": died("2016-03-05"), "r3": died("2019-05-02")}
    assert grouped(connection, [("r1", "r2", 9.0), ("r2", "r3", 12.0)], ["r1", "r2", "r3"], facts=facts) == [
        ["r1"],
        ["r2", "r3"],
    ]


def test_two_that_hang_together_only_by_a_chain_fall_apart_where_they_cannot_be_one_person(connection):
    pairs = [("r1", "r2", 9.0), ("r2", "r3", 9.0), ("r3", "r4", 9.0)]
    facts = {"r1": died("2016-03-05"), "r4": died("2019-05-02")}
    assert grouped(connection, pairs, ["r1", "r2", "r3", "r4"], facts=facts) == [["r1"], ["r2"], ["r3"], ["r4"]]


@pytest.mark.parametrize(
    ("second", "groups"),
    [(11.0, [["r1"], ["r2", "r3", "r4"]]), (10.9, [["r1"], ["r2"], ["r3", "r4"]])],  # two bits more, and short of it
)
def test_a_chain_is_cut_where_it_is_weakest(connection, second, groups):
    pairs = [("r1", "r2", 9.0), ("r2", "r3", second), ("r3", "r4", 12.0), ("r5", "r6", 4.5)]
    facts = {"r1": died("2016-03-05"), "r4": died("2019-05-02")}
    found = grouped(connection, pairs, ["r1", "r2", "r3", "r4", "r5", "r6"], facts=facts)
    assert found == [*groups, ["r5", "r6"]]  # the others are left as they are, however weak


def test_of_two_that_cannot_both_be_one_person_s_the_likelier_stays(connection):
    pairs = [("p1", "r1", 9.0), ("p1", "r2", 9.5)]
    facts = {"r1": died("2016-03-05"), "r2": died("2019-05-02")}
    relation = choosing.choose(connection, compared(connection, pairs, {"p1": "A"}, ["r1", "r2"], facts))
    assert connection.sql(f"SELECT unique_id FROM {relation}").fetchall() == [("r2",)]
