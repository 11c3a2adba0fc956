"""Nobody learns about a few people by setting two runs side by side."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace.measures.holding import Published, hold, shown_before, whom
from oneplace.measures.rows import table

START, END = date(2024, 4, 1), date(2025, 4, 1)
FIFTHS = {"N1": 1, "N2": 1, "N3": 2}


def row(dimension, group, numerator, denominator=1000, *, start=START, end=END, hidden=False):
    share = None if hidden else numerator / denominator
    return {
        "measure": "m",
        "period_start": start,
        "period_end": end,
        "dimension": dimension,
        "group": group,
        "numerator": None if hidden else numerator,
        "denominator": None if hidden else denominator,
        "value": share,
        "suppressed": hidden,
    }


def hid(dimension, group, **when):
    return row(dimension, group, 0, hidden=True, **when)


def everyone(numerator, **when):
    return row("all", "all", numerator, **when)


def sexes(f, m):
    return [row("sex", "F", f), row("sex", "M", m)]


def held(new, *runs, statistic="proportion", below=5, gaps=(), old_gaps=()):
    past = [Published({whom(each): each for each in run}, list(old_gaps)) for run in runs]
    return hold(list(new), list(gaps), past, statistic=statistic, below=below, fifths=FIFTHS)


def numbers(found, dimension):
    return {each["group"]: each["numerator"] for each in found.results if each["dimension"] == dimension}


def test_a_period_that_nobody_has_seen_is_shown_as_it_is():
    new = [everyone(105), *sexes(50, 55)]
    found = held(new)
    assert (found.results, found.number) == (new, 0)
    other = everyone(90, start=date(2023, 4, 1), end=START)
    assert held(new, [other]).results == new


@pytest.mark.parametrize(("change", "kept"), [(0, True), (1, True), (4, True), (5, False), (6, False)])
def test_a_change_of_fewer_people_than_may_be_shown_is_not_shown(change, kept):
    before = [everyone(400), *sexes(200, 200)]
    for sign in (1, -1):
        new = [everyone(400 + sign * change), *sexes(200 + sign * change, 200)]
        found = held(new, before)
        assert (found.results == before) is kept
        assert found.number == (2 if kept and change else 0)


def test_the_rule_s_own_number_decides():
    new, before = [everyone(408), *sexes(204, 204)], [everyone(400), *sexes(200, 200)]
    assert numbers(held(new, before, below=4), "sex") == {"F": 204, "M": 204}
    assert numbers(held(new, before, below=9), "all") == {"all": 400}


@pytest.mark.parametrize(
    ("new", "kept"),
    [((410, 1000), False), ((400, 1010), False), ((400, 1003), True), ((410, 1013), True), ((410, 1011), True)],
)
def test_each_side_of_a_proportion_and_what_it_is_out_of_counts(new, kept):
    """410 of 1,011 after 400 of 1,000: one more on the other side."""
    found = held([row("all", "all", *new)], [everyone(400)])
    assert (found.results[0]["numerator"], found.results[0]["denominator"]) == ((400, 1000) if kept else new)


@pytest.mark.parametrize(
    ("statistic", "new", "kept"),
    [
        ("rate", (400, 1003), False),
        ("rate", (403, 1000), True),
        ("count", (403, 1000), True),
        ("mean", (403, 1000), False),
        ("mean", (410, 1003), True),
        ("percentile", (410, 1003), True),
    ],
)
def test_what_counts_people_depends_on_the_statistic(statistic, new, kept):
    found = held([row("all", "all", *new)], [everyone(400)], statistic=statistic)
    assert (found.results == [everyone(400)]) is kept


def test_every_run_that_was_seen_counts_not_only_the_last():
    first, second = [everyone(400)], [everyone(410)]
    assert held([everyone(401)], first, second).results == first
    assert held([everyone(409)], first, second).results == second
    assert held([everyone(405)], first, second).results[0]["numerator"] == 405


def test_a_count_that_was_shown_and_has_become_small_holds_its_whole_year():
    before = [everyone(1000), *sexes(8, 992)]
    new = [everyone(950), hid("sex", "F"), hid("sex", "M")]
    found = held(new, before)
    assert found.results == before
    assert found.number == 3


def test_a_group_that_had_nobody_and_has_a_few_holds_its_whole_year():
    before = [everyone(1000), *sexes(500, 500)]
    new = [everyone(1020), *sexes(510, 508), hid("sex", "not_known")]
    assert held(new, before).results == before


def test_a_breakdown_that_is_new_may_hide_what_it_must():
    before = [everyone(1000)]
    new = [everyone(1020), row("sex", "F", 900), hid("sex", "M"), hid("sex", "not_known")]
    assert held(new, before).results == new


def test_a_group_that_has_gone_stays_where_its_going_would_tell():
    before = [everyone(1000), row("sex", "F", 500), row("sex", "M", 460), row("sex", "X", 40, 44), hid("sex", "Y")]
    found = held([everyone(900), row("sex", "F", 500), row("sex", "M", 400)], before)
    assert numbers(found, "sex") == {"F": 500, "M": 400, "X": 40, "Y": None}  # X: four were on the other side
    large = [everyone(1000), row("sex", "F", 500), row("sex", "M", 460), row("sex", "X", 40, 80)]
    assert numbers(held([everyone(900), *sexes(500, 400)], large), "sex") == {"F": 500, "M": 400}


def test_what_was_hidden_and_stays_hidden_holds_nothing_else():
    before = [everyone(1000), row("sex", "F", 900), hid("sex", "M"), hid("sex", "not_known")]
    new = [everyone(1020), row("sex", "F", 920), hid("sex", "M"), hid("sex", "not_known")]
    found = held(new, before)
    assert (found.results, found.number) == (new, 0)


def test_a_single_figure_that_stays_is_not_left_to_be_worked_out():
    """Everyone +20 and men +17 are shown, so women +3 would follow."""
    before = [everyone(1000), *sexes(500, 500)]
    assert held([everyone(1020), *sexes(503, 517)], before).results == before
    three = [*before, row("sex", "not_known", 30)]
    found = held([everyone(1020), *sexes(503, 517), row("sex", "not_known", 30)], three)
    assert numbers(found, "sex") == {"F": 500, "M": 517, "not_known": 30}  # either of two may have changed


def test_neighbourhoods_are_set_against_their_fifth():
    def places(n1, n2, n3):
        return [row("neighbourhood", name, n) for name, n in zip(FIFTHS, (n1, n2, n3), strict=True)]

    def fifths(one, two):
        return [row("deprivation", "1", one), row("deprivation", "2", two)]

    before = [everyone(1000), *fifths(600, 400), *places(300, 300, 400)]
    alone = [everyone(1020), *fifths(620, 400), *places(318, 302, 400)]  # N2 follows from its fifth and N1
    assert held(alone, before).results == before
    other = [everyone(1020), *fifths(602, 418), *places(301, 301, 418)]  # fifth 1, N1 and N2 may all have changed
    assert held(other, before).results == before  # but fifth 1 is everyone less fifth 2


def test_months_of_a_year_add_up():
    def months(*counts):
        starts = [date(2024, 4 + i, 1) for i in range(len(counts) + 1)]
        return [everyone(n, start=a, end=b) for n, a, b in zip(counts, starts, starts[1:], strict=False)]

    before = months(100, 200, 300)
    assert held(months(110, 202, 320), before).results == before
    found = held(months(110, 202, 300), before)
    assert [each["numerator"] for each in found.results] == [110, 200, 300]


def test_gaps_stay_with_the_figures_that_they_are_made_of():
    old, new = ({"measure": "m", "period_start": START, "value": value} for value in (1.0, 2.0))
    later = {"measure": "m", "period_start": END, "value": 3.0}
    before = [everyone(400)]
    assert held([everyone(403)], before, gaps=[new, later], old_gaps=[old]).gaps == [old, later]
    assert held([everyone(410)], before, gaps=[new, later], old_gaps=[old]).gaps == [new, later]


def test_runs_are_read_by_measure_in_their_order():
    rows = [row("all", "all", n) | {"measure": name} for name, n in (("a", 1), ("b", 2))]
    gap = {"measure": "a", "period_start": START, "period_end": END, "value": 1.0}
    run = {"results": table("results", rows), "gaps": table("gaps", [gap])}
    found = shown_before([run, run])
    assert sorted(found) == ["a", "b"]
    assert [len(found["a"]), len(found["b"])] == [2, 2]
    assert found["b"][0].figures[START, END, "all", "all"]["numerator"] == 2
    assert ([each["value"] for each in found["a"][0].gaps], found["b"][0].gaps) == ([1.0], [])


AREAS = {f"N{i}": 1 + i // 3 for i in range(6)}  # three neighbourhoods in each of two fifths


def city(counts):
    """Everyone, fifths and neighbourhoods of these counts; and, as women and men, the same people again."""
    fifth = [sum(counts[:3]), sum(counts[3:])]
    women = sum(counts[::2])
    return [
        everyone(sum(counts)),
        *(row("deprivation", str(i + 1), n) for i, n in enumerate(fifth)),
        *sexes(women, sum(counts) - women),
        *(row("neighbourhood", name, n) for name, n in zip(AREAS, counts, strict=True)),
    ]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.integers(100, 120), min_size=6, max_size=6),
    st.lists(st.sampled_from([-9, -5, -4, -2, -1, 0, 0, 0, 1, 2, 3, 5, 7, 12]), min_size=6, max_size=6),
)
def test_no_small_change_follows_by_algebra(counts, changes):
    before, after = city(counts), city([n + change for n, change in zip(counts, changes, strict=True)])
    past = [Published({whom(each): each for each in before}, [])]
    shown = hold(after, [], past, statistic="rate", below=5, fifths=AREAS).results
    was, now, true = (
        {each["dimension"] + each["group"]: each["numerator"] for each in rows} for rows in (before, shown, after)
    )
    assert all(now[at] == was[at] or abs(now[at] - was[at]) >= 5 for at in was)
    unknown = [at for at in was if now[at] == was[at]]
    lines = [("allall", ["deprivation1", "deprivation2"]), ("allall", ["sexF", "sexM"])]
    lines += [(f"deprivation{fifth}", [f"neighbourhood{n}" for n in AREAS if AREAS[n] == fifth]) for fifth in (1, 2)]
    sums = np.array([[(at in parts) - float(at == total) for at in unknown] for total, parts in lines])
    if now == was:
        return  # nothing new is told
    for i, at in enumerate(unknown):
        follows = np.linalg.matrix_rank(np.vstack([sums, np.eye(len(unknown))[i]])) == np.linalg.matrix_rank(sums)
        assert not follows or true[at] == was[at]
