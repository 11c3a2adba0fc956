"""Which measures count some of another's, where only their counts say so; what is left of two such is not told."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from oneplace.measures.hiding import Counts, hidden, told_by_another
from oneplace.measures.joined import Counted
from oneplace.measures.other_words import in_other_words
from oneplace.measures.told import hidden_by_another, whys
from oneplace.place import SmallNumbers, sides
from oneplace.stats import REASONS
from tests.measures.build import key, measure
from tests.measures.test_hiding_attack import Reader

RULE = SmallNumbers(below=5)
HOMES = [f"N{i}" for i in range(200)]
KEYS = (key("all", "all"), *(key("neighbourhood", home) for home in HOMES))
CHANCE = np.random.default_rng(7)
STAYS = CHANCE.poisson(12, len(HOMES)).astype(float)
FEW = CHANCE.binomial(STAYS.astype(int), 0.05).astype(float)


def told(status, activity_type="inpatient_spell", quantity=""):
    compute = {"from": "record", "statistic": "count", "events": {"table": "activity"}}
    compute["events"]["where"] = f"activity_type = '{activity_type}' and status = '{status}'{quantity}"
    return sides(measure(compute, unit="count").compute)


def of(activity_type, values, **marks):
    """The counts of a measure of one kind of activity: in all, and by neighbourhood."""
    return Counts(
        KEYS, (np.array([values.sum(), *values]),), RULE, -1, np.zeros(len(KEYS), bool), told(activity_type), **marks
    )


def pairs(*every):
    return list(in_other_words([Counted(one.keys, one.kinds, one.sides, one.rule) for one in every]))


def test_what_never_counts_more_is_within():
    assert pairs(of("stay", STAYS), of("bed", STAYS - FEW)) == [((1, 0), (0, 0))]


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


FIFTHS = dict.fromkeys(HOMES, 0)


def test_one_of_them_goes_where_what_is_left_is_small_and_what_was_seen_stays():
    every = [of("stay", STAYS), of("bed", STAYS - FEW), of("harm", FEW)]
    assert {which: each.by for which, each in told_by_another(every, FIFTHS).items()} == {1: {0}}
    stays, rest, _ = hidden(every, FIFTHS)
    assert rest[1:].all()
    assert not stays.all()
    seen = [of("stay", STAYS), of("bed", STAYS - FEW, seen=np.ones(len(KEYS), bool)), of("harm", FEW)]
    assert {which: each.by for which, each in told_by_another(seen, FIFTHS).items()} == {0: {1}}
    stays, rest, _ = hidden(seen, FIFTHS)
    assert stays[1:].all()
    assert not rest.all()


def test_where_what_is_left_tells_of_nobody_both_are_shown():
    """Of everyone fifty and more are left, and so are five and more of each group."""
    many = np.where(FEW > 0, 7.0, 0.0)
    every = [of("stay", STAYS + 40), of("bed", STAYS + 40 - many)]
    stays, rest = hidden(every, FIFTHS)
    assert pairs(*every)
    assert not stays.any()
    assert not rest.any()


def test_a_small_count_of_either_hides_the_line_of_the_other():
    """The rest is none there, and the wide one is small: what it has hidden beside it must not follow."""
    wide = np.where(np.arange(len(HOMES)) == 9, 2, STAYS + 40)
    every = [of("stay", wide), of("bed", wide - np.where((FEW > 0) & (wide > 2), 7.0, 0.0))]
    _, rest = hidden(every, FIFTHS)
    assert rest[1:].all()


def test_rows_of_two_kinds_of_activity_are_not_set_beside_each_other():
    def some(values, **where):
        return Counted(KEYS, (np.array([values.sum(), *values]),), told("x", **where), RULE)

    stay = some(STAYS - FEW)
    assert pairs_of(stay, some(STAYS, activity_type="consultant_episode")) == []
    first = some(STAYS, activity_type="consultant_episode", quantity=" and quantity = 1")
    assert pairs_of(stay, first) == [((0, 0), (1, 0))]


def pairs_of(*every):
    return list(in_other_words(every))


def test_the_other_is_named_in_the_reason():
    told_ = told_by_another([of("stay", STAYS), of("bed", STAYS - FEW)], FIFTHS)
    none, because = whys(told_, [len(KEYS)] * 2, ["Stays", "Beds"])
    assert set(none) == {because[0]} == {REASONS["suppressed"]}
    assert set(because[1:]) == {f"{REASONS['told_by_another']} The other is “Stays”."}


def of_two(registration):
    said = {"from": "record", "statistic": "count", "events": {"table": "activity"}}
    narrow = said | {"population": {"registration": registration}}
    return {
        "stay": measure(said, id="stay", name="Stays", unit="count"),
        "bed": measure(narrow, id="bed", name="Beds", unit="count"),
    }


@pytest.mark.parametrize(
    ("registration", "way"), [("gp", "`registration: resident` in the `population`"), ("resident", "`dated_by`")]
)
def test_check_names_both_and_the_way_out(southampton, registration, way):
    place = replace(southampton, measures=of_two(registration))
    because = f"{REASONS['told_by_another']} The other is “Stays”."
    rows = [{"measure": "bed", "source": "record", "reason": each} for each in (because, because, None)]
    (problem,) = hidden_by_another(place, pa.Table.from_pylist([*rows, {"measure": "stay", "source": "record"}]))
    assert problem.code == "W150"
    assert "2 of the 3 figures of bed are not shown, since stay counts nearly the same" in problem.message
    assert way in problem.mend


def laid_out(by_home):
    """Counts by (home, sex), laid out: everyone, fifths, sexes, homes; with what adds up, each line's total last."""
    fifths = [by_home[i::5].sum() for i in range(5)]
    values = np.array([by_home.sum(), *fifths, *by_home.sum(axis=0), *by_home.sum(axis=1)])
    homes = [(list(range(8 + i, 8 + len(HOMES), 5)), 1 + i) for i in range(5)]
    return values, [(list(range(1, 6)), 0), ([6, 7], 0), *homes]


LAID = (
    key("all", "all"),
    *(key("deprivation", fifth) for fifth in range(1, 6)),
    *(key("sex", each) for each in ("F", "M")),
    *(key("neighbourhood", home) for home in HOMES),
)
BY_FIFTH = {home: 1 + i % 5 for i, home in enumerate(HOMES)}


@pytest.mark.parametrize("share", [0.0, 0.004, 0.03, 0.2])
@pytest.mark.parametrize("seed", range(4))
def test_nobody_works_out_what_is_left_of_both_not_with_a_third_that_counts_it(share, seed):
    chance = np.random.default_rng(seed)
    all_of = chance.poisson(9, (len(HOMES), 2)).astype(float)
    rest = chance.binomial(all_of.astype(int), share).astype(float) if share else np.zeros_like(all_of)
    rest[3, 0] = min(2.0, all_of[3, 0])

    def counted(name, values):
        return Counts(LAID, (laid_out(values)[0],), RULE, -1, np.zeros(len(LAID), bool), told(name))

    every = [counted("stay", all_of), counted("bed", all_of - rest), counted("harm", rest)]
    wide, narrow, third = hidden(every, BY_FIFTH)
    values, lines = laid_out(rest)
    for untold in (wide | narrow, (wide | narrow) & third):
        assert [i for i in Reader(values, untold, 0.0, lines).pinned if 0 < values[i] < RULE.below] == []
    assert (wide | narrow)[0] == (0 < values[0] < RULE.below)
