"""Which of the pairs that may be one person are: the person who leads clearly, else records that hang together."""

from __future__ import annotations

import pytest

from oneplace.record.database import Relation
from oneplace.record.linkage import probabilistic
from tests.record.linkage.conftest import table

PAIR = {"l": "VARCHAR", "r": "VARCHAR", "weight": "DOUBLE", "probability": "DOUBLE"}


def compared(connection, pairs, people, rest):
    """Sides of a comparison: pairs (l, r, weight), the number of each description of a person, and the rest."""
    return probabilistic._Compared(
        people=Relation("nothing that is read"),
        members=Relation("nothing that is read"),
        numbers=table(connection, "whose", {"unique_id": "VARCHAR", "nhs_number": "VARCHAR"}, list(people.items())),
        rest=table(connection, "others", {"unique_id": "VARCHAR"}, [(name,) for name in rest]),
        pairs=table(connection, "found", PAIR, [(*pair, 0.96 + pair[2] / 1000) for pair in pairs]),
    )


def chosen(connection, pairs, people):
    relation = probabilistic._choose(connection, compared(connection, pairs, people, ["r1"]))
    return connection.sql(f"FROM {relation}").fetchall()


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


def grouped(connection, pairs, rest, settled=()):
    named = table(connection, "settled", {"unique_id": "VARCHAR"}, [(name,) for name in settled])
    relation = probabilistic._group(connection, compared(connection, pairs, {"p1": "A"}, rest), named)
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
