"""Nobody learns about a few people by setting two runs side by side."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace.measures.holding import Published, _by_year, hidden_before, hold, shown_before, whom
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


def held(new, *runs, statistic="proportion", below=5):
    past = [Published({whom(each): each for each in run}) for run in runs]
    return hold(list(new), past, statistic=statistic, below=below, fifths=FIFTHS)


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
        ("rate", (400, 1000.25), True),
        ("rate", (400, 1004.9), True),
        ("rate", (400, 1005), False),
        ("rate", (403, 1000), True),
        ("rate", (405, 1000), False),
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


def test_a_run_that_is_read_from_its_table_holds_what_it_held_in_memory():
    """Its rows have columns that are no figures, such as who lives there: they make no figure another one."""
    before = [everyone(1000), *sexes(500, 500), row("sex", "not_known", 30)]
    new = [everyone(1020), *sexes(503, 517), row("sex", "not_known", 30)]
    past = shown_before([{"results": table("results", before)}])["m"]
    found = hold(new, past, statistic="proportion", below=5, fifths=FIFTHS)
    assert (numbers(found, "sex"), found.number) == ({"F": 500, "M": 517, "not_known": 30}, 1)


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


def month(year, number, count):
    return everyone(count, start=date(year, number, 1), end=date(year + number // 12, number % 12 + 1, 1))


def test_a_financial_year_is_held_by_itself_from_april_to_march():
    before = [month(2024, 3, 100), month(2024, 4, 200), month(2025, 3, 300), month(2025, 4, 400)]
    new = [month(2024, 3, 120), month(2024, 4, 220), month(2025, 3, 302), month(2025, 4, 420)]
    found = held(new, before)  # the change of March 2025 would follow from the rest of its year
    assert found.results == [new[0], *before[1:3], new[3]]
    assert found.number == 1 + 1


def test_a_calendar_year_is_held_by_itself_from_january_to_december():
    months = [date(2023, month, 1) for month in (1, 3, 4)]
    rows = [{"period_start": start} for start in months]
    assert {year: len(each) for year, each in _by_year(rows, 1).items()} == {2023: 3}
    assert {year: len(each) for year, each in _by_year(rows, 4).items()} == {2022: 2, 2023: 1}


def test_the_latest_run_that_showed_a_year_gives_what_stays_of_it():
    first = [everyone(400), *sexes(200, 200)]
    second = [everyone(420), *sexes(210, 210)]
    other = [everyone(900, start=date(2023, 4, 1), end=START)]
    new = [everyone(450), hid("sex", "F"), hid("sex", "M")]
    found = held(new, first, second, other, statistic="rate")
    assert (found.results, found.number) == (second, 3)


def test_what_any_run_has_hidden_is_known_from_all_of_them():
    first, second = [everyone(400), hid("sex", "F")], [everyone(410), row("sex", "F", 30), hid("sex", "M")]
    past = [Published({whom(each): each for each in run}) for run in (first, second)]
    assert hidden_before(past) == {(START, END, "sex", "F"), (START, END, "sex", "M")}
    assert hidden_before([]) == set()


def test_what_any_earlier_run_has_hidden_may_be_hidden_again_without_holding_the_year():
    first = [everyone(1000), row("sex", "F", 900), hid("sex", "M"), hid("sex", "X")]
    second = [everyone(1010), row("sex", "F", 910), row("sex", "M", 60), row("sex", "X", 40)]
    new = [everyone(1030), row("sex", "F", 930), hid("sex", "M"), hid("sex", "X")]
    assert held(new, first, second).results == new
    assert held(new, second).results == second


def test_of_two_published_figures_the_nearer_stays():
    first, second = [everyone(400)], [everyone(407)]
    assert held([everyone(403)], first, second).results == first
    assert held([everyone(404)], first, second).results == second
    assert held([row("all", "all", 404, 1004)], first, [row("all", "all", 404, 1001)]).results[0]["denominator"] == 1001


def test_neighbourhoods_of_no_known_fifth_are_set_against_the_fifth_that_is_not_known():
    def told(nowhere, n9):
        rest = [row("deprivation", "1", 600), row("deprivation", "2", 300)]
        return [everyone(1000), *rest, row("deprivation", "not_known", nowhere), row("neighbourhood", "N9", n9)]

    before = told(100, 100)
    assert held(told(120, 103), before).results == before  # 103 of 120 would be told
    assert held(told(120, 120), before).results == told(120, 120)


def test_a_figure_that_adds_up_to_nothing_else_is_held_by_itself():
    def told(f, asian, black):
        return [row("sex", "F", f), row("ethnicity", "asian", asian), row("ethnicity", "black", black)]

    assert held(told(503, 520, 540), told(500, 500, 500)).results == told(500, 520, 540)


def test_a_figure_without_a_value_is_neither_few_nor_many():
    nothing = row("sex", "F", 0) | {"numerator": None, "denominator": None, "value": None}
    before = [everyone(1000), nothing]
    new = [everyone(1020), row("sex", "F", 3, 40)]
    assert held(new, before).results == new
    assert held([everyone(1020)], before).results == [everyone(1020)]


def test_months_and_their_whole_year_are_one_line():
    """The whole year less eleven months is the twelfth."""

    def months(first, second, whole):
        starts = [START, date(2024, 10, 1), END]
        halves = [everyone(n, start=a, end=b) for n, a, b in zip((first, second), starts, starts[1:], strict=False)]
        return [*halves, row("whole", "all", whole)]

    before = months(300, 300, 600)
    assert held(months(302, 320, 622), before).results == before  # the first half could be told from the others
    assert held(months(310, 320, 630), before).results == months(310, 320, 630)


def test_groups_of_a_year_are_a_line_with_the_whole_year():
    def year(whole, f, m):
        return [row("whole", "all", whole), *sexes(f, m)]

    before = year(400, 200, 200)
    assert held(year(412, 202, 210), before).results == before
    assert held(year(410, 205, 205), before).results == year(410, 205, 205)


def test_runs_are_read_by_measure_in_their_order():
    rows = [row("all", "all", n) | {"measure": name} for name, n in (("a", 1), ("b", 2))]
    run = {"results": table("results", rows)}
    found = shown_before([run, run])
    assert sorted(found) == ["a", "b"]
    assert [len(found["a"]), len(found["b"])] == [2, 2]
    assert found["b"][0].figures[START, END, "all", "all"]["numerator"] == 2


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


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.integers(100, 120), min_size=6, max_size=6),
    st.lists(st.sampled_from([-9, -5, -4, -2, -1, 0, 0, 0, 1, 2, 3, 5, 7, 12]), min_size=6, max_size=6),
)
def test_no_small_change_follows_by_algebra(counts, changes):
    before, after = city(counts), city([n + change for n, change in zip(counts, changes, strict=True)])
    past = [Published({whom(each): each for each in before})]
    shown = hold(after, past, statistic="rate", below=5, fifths=AREAS).results
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
