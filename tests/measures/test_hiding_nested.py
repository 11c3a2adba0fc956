"""A reader subtracts what one measure shows from what another shows, where one counts some of the other's."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace.measures.hiding import Counts, hidden
from oneplace.place import SmallNumbers
from oneplace.population import groups
from tests.measures.build import counts, key, measure, proportion

RULE = SmallNumbers(below=5)
FIFTHS = {"N1": 1, "N2": 1, "N3": 2, "N4": 2}
ATTENDANCES = {"table": "activity", "where": "activity_type = 'ed_attendance'"}
NOT_ADMITTED = {"table": "activity", "where": "activity_type = 'ed_attendance' and status <> 'admitted'"}


def number(events=ATTENDANCES, **changes):
    return measure({"from": "record", "statistic": "count", "events": events, **changes}, unit="count").compute


def of(compute, rows, rule=RULE):
    return Counts.of(counts([(each, n, 0) for each, n in rows]), compute, rule)


def sexes(*n):
    return list(zip((key("sex", "F"), key("sex", "M"), key("sex", "not_known")), n, strict=True))


def ages(*rows):
    among = groups.Among()
    return [(replace(key("all"), dimension="age", group=groups.age(start, among)), n) for start, n in rows]


def test_what_two_shown_counts_differ_by_is_hidden_by_the_rule():
    every, some = of(number(), sexes(600, 400, 90)), of(number(NOT_ADMITTED), sexes(597, 300, 50))
    assert [each.tolist() for each in hidden([every], {})] == [[False] * 3]
    assert [each.tolist() for each in hidden([some], {})] == [[False] * 3]
    both = [each.tolist() for each in hidden([every, some], {})]
    assert both == [[False, False, False], [True, False, True]]  # the three and, for the total, another
    assert [each.tolist() for each in hidden([some, every], {})] == both[::-1]


@pytest.mark.parametrize(("apart", "hides"), [(0, False), (1, True), (4, True), (5, False)])
def test_only_a_small_difference_is_a_secret(apart, hides):
    every, some = of(number(), sexes(600, 400, 90)), of(number(NOT_ADMITTED), sexes(600 - apart, 300, 50))
    assert any(hidden([every, some], {})[1]) is hides


def test_a_difference_of_none_is_one_where_noughts_are_hidden_and_the_stricter_rule_of_two_holds():
    every, some = sexes(600, 400, 90), sexes(600, 300, 50)
    strict = SmallNumbers(below=5, zeros="suppressed")
    assert any(hidden([of(number(), every), of(number(NOT_ADMITTED), some, strict)], {})[1])
    some = sexes(592, 300, 50)
    assert any(hidden([of(number(), every, SmallNumbers(below=10)), of(number(NOT_ADMITTED), some)], {})[1])


def test_measures_that_are_not_nested_are_left_alone():
    other = {"table": "activity", "where": "activity_type = 'call_111'"}
    every, some = of(number(), sexes(600, 400, 90)), of(number(other), sexes(597, 300, 50))
    assert not any(map(any, hidden([every, some], {})))


def test_a_group_that_the_narrower_measure_does_not_name_has_nobody_in_it():
    every = of(number(), [*sexes(600, 400, 90), (key(), 1090)])
    some = of(number(NOT_ADMITTED), [*sexes(600, 399, 0)[:2], (key(), 999)])
    found = hidden([every, some], {})
    assert found[1].tolist()[1]  # one man was admitted
    assert (found[0] | np.array([*found[1][:2], False, found[1][2]])).sum() > 1


def test_ages_that_two_measures_cut_differently_are_compared_where_both_cut():
    """Deaths of all ages, and of those from 2 up: the first band of the one reaches below that of the other."""
    deaths = {"table": "person", "where": "death_date is not null"}
    every = of(number(deaths), ages((0, 20), (5, 30), (10, 40)))
    young = groups.Among(2)
    from_two = [(replace(key("all"), dimension="age", group=groups.age(start, young)), n)
                for start, n in ((2, 17), (10, 40))]  # fmt: skip
    some = of(number(deaths, population={"min_age": 2}), from_two)
    found = hidden([every, some], {})
    assert found[0].any() or found[1].any() is np.False_  # 50 below ten, of whom 17 are from two up: 33 apart
    assert not found[0].any()
    near = [(from_two[0][0], 48), from_two[1]]
    assert hidden([every, of(number(deaths, population={"min_age": 2}), near)], {})[1].tolist()[0]


def status(name):
    return {"table": "activity", "where": f"{ATTENDANCES['where']} and status = '{name}'"}


def test_what_is_left_of_several_measures_is_hidden_by_the_rule():
    """Each of the two leaves hundreds; both together leave three of the women."""
    every, home, ward = (
        of(number(), sexes(600, 400, 90)),
        of(number(status("home")), sexes(197, 100, 30)),
        of(number(status("ward")), sexes(400, 150, 20)),
    )
    for pair in ((every, home), (every, ward), (home, ward)):
        assert not any(map(any, hidden(pair, {})))
    found = [each.tolist() for each in hidden([every, home, ward], {})]
    assert any(each[0] for each in found)  # the women, and others so that everyone's number doesn't tell of them
    left = np.any(found, axis=0)
    assert left.sum() > 1


def test_where_one_of_several_has_nobody_there_another_goes():
    """A nought that was hidden to hide three would be one of nought to three."""
    rows = (sexes(600, 400, 90), sexes(597, 100, 30), [(key("sex", "M"), 150), (key("sex", "not_known"), 20)])
    every, home, ward = (of(number(events), each) for events, each in
                         zip((ATTENDANCES, status("home"), status("ward")), rows, strict=True))  # fmt: skip
    found = hidden([every, home, ward], {})
    assert found[1].tolist()[0]


def test_a_count_that_two_measures_show_is_hidden_in_both():
    every, home = sexes(600, 400, 90), sexes(597, 300, 50)
    twice = [of(number(), every), of(number(NOT_ADMITTED), home), of(number(NOT_ADMITTED), home)]
    found = [each.tolist() for each in hidden(twice, {})]
    assert found == [[False] * 3, [True, False, True], [True, False, True]]


def test_who_is_on_neither_side_of_a_bound_is_not_known_and_may_be_few():
    short, long = ({"table": "activity", "where": f"{ATTENDANCES['where']} and {one}"}
                   for one in ("quantity < 5", "quantity >= 5"))  # fmt: skip
    rows = (
        of(number(), sexes(600, 400, 90)),
        of(number(short), sexes(300, 100, 20)),
        of(number(long), sexes(298, 300, 70)),
    )
    assert np.any(hidden(rows, {}), axis=0)[0]  # of two women it isn't known
    without = of(number(long), sexes(300, 300, 70))
    assert not np.any(hidden((*rows[:2], without), {}))


def test_of_one_definition_in_two_measures_what_one_lacks_is_no_secret_less():
    """Of two women nobody knows whether they were seen in time: a share leaves them out, a number does not."""
    told = [(598, 300), (400, 200), (90, 45)]
    rows = [(whom, *pair) for (whom, _), pair in zip(sexes(0, 0, 0), told, strict=True)]
    share = Counts.of(counts(rows), proportion().compute, RULE)
    assert np.any(hidden([share, of(number(), sexes(600, 400, 90))], {}), axis=0)[0]


def months(*n):
    return [(key(kind="month", start=date(2023, 4 + i, 1)), each) for i, each in enumerate(n)]


def quarters(*n):
    whom = [(date(2023, 4, 1), date(2023, 7, 1)), (date(2023, 7, 1), date(2023, 10, 1))]
    return [(replace(key(), kind="quarter", start=start, end=end), each)
            for (start, end), each in zip(whom, n, strict=True)]  # fmt: skip


def test_one_measure_s_quarters_do_not_tell_the_months_that_another_hides():
    """April's two and September's six: by itself each month is one of two; with the quarters it is the rest."""
    monthly = of(number(), [*months(2, 40, 50, 60, 70, 6), (key(), 228)])
    quarterly = of(number(), [*quarters(92, 136), (key(), 228)])
    assert hidden([monthly], {})[0].tolist() == [True, False, False, False, False, True, False]
    found = hidden([monthly, quarterly], {})
    assert found[0][0]
    assert found[1][0] or found[0][:3].sum() > 1


STAYS = st.lists(
    st.tuples(
        st.sampled_from(["F", "M"]),
        st.sampled_from(list(FIFTHS)),
        *[st.sampled_from([0, 0, 1, 3, 6, 40, 300])] * 4,
    ),
    min_size=1,
    max_size=8,
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(STAYS)
def test_whatever_measures_are_taken_away_nothing_small_is_left(stays):
    """All attendances, and those that ended at home, on a ward or in death; the others are counted nowhere."""
    whom = [[key(), key("sex", sex), key("deprivation", FIFTHS[home]), key("neighbourhood", home)]
            for sex, home, *_ in stays]  # fmt: skip
    keys = list(dict.fromkeys(each for keys in whom for each in keys))
    parts = [{each: sum(n[part] for at, (_, _, *n) in zip(whom, stays, strict=True) if each in at) for each in keys}
             for part in range(4)]  # fmt: skip
    every = {each: sum(part[each] for part in parts) for each in keys}
    computes = [number(), *(number(status(name)) for name in ("home", "ward", "died"))]
    counted = (every, *parts[:3])
    found = hidden([of(compute, n.items()) for compute, n in zip(computes, counted, strict=True)], FIFTHS)
    for some in range(1, 8):
        inner = [i for i in (1, 2, 3) if some >> (i - 1) & 1]
        left = np.array([every[each] - sum(counted[i][each] for i in inner) for each in keys])
        shown = ~np.any([found[i] for i in (0, *inner)], axis=0)
        assert not any((left[shown] > 0) & (left[shown] < RULE.below))


PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["F", "M"]),
        st.sampled_from(["asian", "black", "white"]),
        st.sampled_from(list(FIFTHS)),
        st.sampled_from([1, 2, 4, 5, 9, 40, 300]),
        st.sampled_from([0, 0, 1, 2, 4, 9, 40]),
    ),
    min_size=1,
    max_size=12,
)


def tables(people):
    """Attendances and those not admitted, by whom: everybody on every line."""
    wide, narrow = {}, {}
    for sex, group, home, n, admitted in people:
        whom = (key(), key("sex", sex), key("ethnicity", group), key("deprivation", FIFTHS[home]))
        for each in (*whom, key("neighbourhood", home)):
            wide[each] = wide.get(each, 0) + n + admitted
            narrow[each] = narrow.get(each, 0) + n
    return wide, narrow


@settings(max_examples=60, deadline=None)
@given(PEOPLE)
def test_no_line_of_differences_leaves_one_of_them_to_be_worked_out(people):
    wide, narrow = tables(people)
    shares = of(number(), wide.items()), of(number(NOT_ADMITTED), narrow.items())
    hide = np.any(hidden(shares, FIFTHS), axis=0)
    keys, apart = list(wide), np.array([wide[each] - narrow[each] for each in wide])
    for dimension in ("sex", "ethnicity", "deprivation"):
        line = [i for i, each in enumerate(keys) if each.dimension == dimension]
        secret = [i for i in line if hide[i] and 0 < apart[i] < RULE.below]
        assert not any(0 < apart[i] < RULE.below for i in line if not hide[i])
        unseen = apart[[i for i in line if hide[i]]].sum()
        if secret and not hide[keys.index(key())]:
            assert unseen >= RULE.below - 1  # each could still be any that the rule hides
            assert sum(hide[line]) > 1


def test_a_share_s_numerator_is_set_beside_another_measure_s_rows():
    """Of 100 women 60 were seen in time; another measure counts 57 of those 60."""
    rows = [(key("sex", "F"), 100, 60), (key("sex", "M"), 90, 50), (key("sex", "not_known"), 80, 30)]
    in_time = proportion().compute
    share = Counts.of(counts(rows), in_time, RULE)
    narrower = {"table": "activity", "where": f"{ATTENDANCES['where']} and status = 'attended' and quantity = 1"}
    some = of(number(narrower), sexes(57, 20, 10))
    assert hidden([share, some], {})[1].tolist() == [True, False, True]


def test_what_a_share_hides_of_its_rest_two_counts_do_not_tell():
    """All but three women were admitted: a share hides that, where two measures count attended and admitted apart."""
    admitted = {"table": "activity", "where": "activity_type = 'ed_attendance' and status = 'admitted'"}
    attended, some = sexes(600, 400, 90), sexes(597, 300, 50)
    rows = [(each, n, x) for (each, n), (_, x) in zip(attended, some, strict=True)]
    share = Counts.of(counts(rows), proportion(numerator="status = 'admitted'").compute, RULE)
    *told, gone = hidden([of(number(), attended), of(number(admitted), some), share], {})
    assert gone[0]
    assert told[0][0] or told[1][0]
