"""Which measures count some of another's, where only their counts say so; what is left of two such is not told."""

import numpy as np
import pytest

from oneplace.measures.hiding import Counts, hidden, told_by_another
from oneplace.measures.joined import Counted
from oneplace.measures.other_words import in_other_words
from oneplace.place import SmallNumbers, sides
from tests.measures.build import key, measure

RULE = SmallNumbers(below=5)
HOMES = [f"N{i}" for i in range(200)]
KEYS = (key("all", "all"), *(key("neighbourhood", home) for home in HOMES))
CHANCE = np.random.default_rng(7)
STAYS = CHANCE.poisson(12, len(HOMES)).astype(float)
FEW = CHANCE.binomial(STAYS.astype(int), 0.05).astype(float)


def told(activity_type):
    compute = {"from": "record", "statistic": "count", "events": {"table": "activity"}}
    compute["events"]["where"] = f"activity_type = '{activity_type}'"
    return sides(measure(compute, unit="count").compute)


def of(activity_type, values, **marks):
    """The counts of a measure of one kind of activity: in all, and by neighbourhood."""
    return Counts(
        KEYS, (np.array([values.sum(), *values]),), RULE, -1, np.zeros(len(KEYS), bool), told(activity_type), **marks
    )


def pairs(*every):
    return list(in_other_words([Counted(one.keys, one.kinds, one.sides, one.rule) for one in every]))


def test_what_never_counts_more_is_within():
    assert pairs(of("stay", STAYS), of("bed", STAYS - FEW)) == [(1, 0)]


@pytest.mark.parametrize(
    "other",
    [CHANCE.poisson(11, len(HOMES)).astype(float), np.where(np.arange(len(HOMES)) == 3, STAYS + 1, STAYS - FEW), STAYS],
    ids=["counts of others", "one more in one group", "the same in every group"],
)
def test_what_counts_more_somewhere_or_the_same_everywhere_is_not(other):
    assert pairs(of("stay", STAYS), of("bed", other)) == []


def test_few_are_below_many_by_their_size_alone():
    assert pairs(of("stay", STAYS), of("bed", CHANCE.poisson(0.3, len(HOMES)).astype(float))) == []


def test_people_are_not_set_beside_events():
    one = Counted(
        KEYS,
        (np.array([0.0, *(STAYS - FEW)]),),
        sides(measure({"from": "record", "statistic": "count", "each": "person"}, unit="count").compute),
        RULE,
    )
    assert list(in_other_words([Counted(KEYS, (np.array([0.0, *STAYS]),), told("stay"), RULE), one])) == []


def test_one_of_them_goes_and_what_was_seen_stays():
    every = [of("stay", STAYS), of("bed", STAYS - FEW), of("harm", FEW)]
    assert told_by_another(every) == {1}
    stays, rest, _ = hidden(every, dict.fromkeys(HOMES, 0))
    assert rest.all()
    assert not stays.all()
    seen = [of("stay", STAYS), of("bed", STAYS - FEW, seen=np.ones(len(KEYS), bool)), of("harm", FEW)]
    assert told_by_another(seen) == {0}
    stays, rest, _ = hidden(seen, dict.fromkeys(HOMES, 0))
    assert stays.all()
    assert not rest.all()
