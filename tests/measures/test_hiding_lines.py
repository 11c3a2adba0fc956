"""Along which lines counts add up, and what the lines of several measures and of fifths tell of each other."""

from datetime import date

import numpy as np
import pytest

from oneplace.measures.hiding import Counts, hidden
from oneplace.measures.tally import Tally
from oneplace.place import SmallNumbers
from tests.measures.build import counts, key, measure, proportion

RULE = SmallNumbers(below=5)
FIFTHS = {"N1": 1, "N2": 1, "N3": 2, "N4": 2}
SHARE = proportion().compute
NUMBER = measure({"from": "record", "statistic": "count", "events": {"table": "activity"}}).compute
RATE = measure({"from": "record", "statistic": "rate", "events": {"table": "activity"}, "per": 1000}).compute


def hide(rows, *, compute=SHARE, rule=RULE, fifths=FIFTHS, before=()):
    return hidden([Counts.of(counts(rows), compute, rule, before)], fifths)[0].astype(int).tolist()


def month(year, number):
    return key(kind="month", start=date(year, number, 1))


@pytest.mark.parametrize(("events", "small"), [(1, 1), (4, 1), (5, 0)])
def test_of_a_count_only_itself_must_not_be_small(events, small):
    rows = [(key("sex", "M"), events, 0), (key("sex", "F"), 200, 199)]
    assert hide(rows, compute=NUMBER) == [small, small]


def test_the_events_of_a_standardised_rate_are_those_of_all_its_ages():
    def of(*n):
        keys = tuple(key("sex", group) for group in ("F", "M", "not_known"))
        bands, none = np.array(n, dtype=float), np.zeros((3, 2))
        return hidden([Counts.of(Tally(keys, bands, bands, none, none, none), RATE, RULE)], {})[0].tolist()

    assert of((2, 3), (4, 1), (90, 4)) == [False, False, False]
    assert of((2, 2), (40, 1), (90, 4)) == [True, True, False]


def test_a_year_of_months_ends_with_march():
    rows = [(month(2023, 4), 100, 50), (month(2024, 3), 100, 3), (month(2024, 4), 60, 30), (month(2024, 5), 70, 30)]
    assert hide(rows) == [1, 1, 0, 0]
    rows = [(month(2023, 4), 60, 30), (month(2024, 3), 70, 30), (month(2024, 4), 100, 3), (month(2025, 1), 100, 50)]
    assert hide(rows) == [0, 0, 1, 1]


def test_months_whose_year_is_shown_by_the_calendar_end_with_december():
    year = key(kind="calendar_year", start=date(2023, 1, 1))
    rows = [(month(2023, 1), 100, 50), (month(2023, 12), 100, 3), (month(2024, 1), 60, 30), (month(2024, 3), 70, 30)]
    assert hide([*rows, (year, 200, 53)]) == [1, 1, 0, 0, 0]


def test_periods_kinds_and_breakdowns_are_lines_by_themselves():
    later = date(2024, 4, 1)
    rows = [
        (key("sex", "F"), 100, 3),
        (key("sex", "M"), 100, 50),
        (key("sex", "F", start=later), 20, 10),
        (key("sex", "M", start=later), 20, 10),
        (key("sex", "F", kind="month"), 20, 10),
        (key("ethnicity", "white"), 20, 10),
        (key(), 20, 10),
        (key(kind="month"), 20, 10),
    ]
    assert hide(rows) == [1, 1, 0, 0, 0, 0, 0, 0]


def test_neighbourhoods_add_up_within_their_fifth_and_those_of_none_together():
    names = ("N1", "N2", "N3", "N4", "N8", "N9")
    rows = [(key("neighbourhood", name), n, n // 2) for name, n in zip(names, (100, 90, 6, 80, 40, 6), strict=True)]
    assert hide(rows) == [0, 0, 1, 1, 1, 1]


def test_a_hidden_fifth_takes_its_two_smallest_neighbourhoods_but_no_nought():
    fifths = [(key("deprivation", fifth), n, n // 2) for fifth, n in ((1, 90), (2, 6), (3, 400), (4, 400), (5, 400))]
    names = {"N1": 1, "N2": 1, "N3": 1, "N4": 1, "N5": 2}
    homes = [(key("neighbourhood", name), n, n // 2) for name, n in zip(names, (40, 0, 30, 20, 6), strict=True)]
    assert hide([*homes, *fifths], fifths=names) == [0, 0, 1, 1, 1, 1, 1, 0, 0, 0]


def test_the_fifth_that_is_not_known_has_the_neighbourhoods_of_none():
    fifths = [(key("deprivation", fifth), n, n // 2) for fifth, n in ((0, 60), (1, 6), (2, 400), (3, 400))]
    names = ("N1", "N7", "N8", "N9")
    homes = [(key("neighbourhood", name), n, n // 2) for name, n in zip(names, (6, 50, 28, 32), strict=True)]
    assert hide([*fifths, *homes]) == [1, 1, 0, 0, 1, 0, 1, 1]


def test_a_fifth_whose_neighbourhoods_are_not_told_is_hidden_alone():
    fifths = [(key("deprivation", fifth), n, n // 2) for fifth, n in ((1, 60), (2, 6), (3, 400))]
    assert hide([*fifths, (key("neighbourhood", "N8"), 50, 25)]) == [1, 1, 0, 0]


def test_as_everyone_is_known_a_nought_goes_along_where_nothing_else_is_there():
    assert hide([(key("sex", "M"), 3, 0), (key("sex", "F"), 0, 0)], compute=NUMBER) == [1, 1]
    assert hide([(key("sex", "M"), 3, 0), (key("sex", "F"), 0, 0), (key("sex", "not_known"), 9, 0)]) == [1, 0, 1]


def test_where_only_ones_are_hidden_one_more_is_room_enough():
    rows = [(key("ethnicity", name), n, 0) for name, n in (("asian", 1), ("black", 2), ("mixed", 30), ("other", 9))]
    assert hide(rows, compute=NUMBER, rule=SmallNumbers(below=2)) == [1, 1, 0, 0]


def test_a_shown_fifth_and_its_shown_neighbourhoods_stay():
    fifths = [(key("deprivation", fifth), n, n // 2) for fifth, n in ((1, 90), (2, 80), (3, 400))]
    homes = [(key("neighbourhood", name), n, n // 2) for name, n in zip(FIFTHS, (40, 50, 42, 38), strict=True)]
    assert hide([*fifths, *homes]) == [0] * 7


def told(number, n, x):
    """A fifth of as many neighbourhoods, each of n and x: they, and the other fifths that are given."""
    names = {f"N{i}": 1 for i in range(number)}
    return names, [(key("neighbourhood", name), n, x) for name in names]


@pytest.mark.parametrize(
    ("n", "x", "hides"),
    [
        (1, 0, 1),  # one each: seven people in seven
        (100, 1, 1),  # one of a hundred in each
        (100, 99, 1),  # all but one
        (100, 2, 0),  # two more than one each, seven times over
    ],
)
def test_a_fifth_goes_if_any_count_leaves_its_neighbourhoods_no_room(n, x, hides):
    names, homes = told(7, n, x)
    fifths = [(key("deprivation", 1), 7 * n, 7 * x), *((key("deprivation", i), 900 * i, 400 * i) for i in range(2, 6))]
    assert hide([*fifths, *homes], fifths=names)[:5] == [hides, hides, 0, 0, 0]


def test_where_other_fifths_are_hidden_already_none_goes_with_it():
    names, homes = told(7, 1, 0)
    rest = [(key("deprivation", fifth), 500, x) for fifth, x in ((2, 3), (3, 3), (4, 200), (5, 200))]
    assert hide([(key("deprivation", 1), 7, 0), *rest, *homes], fifths=names)[:5] == [1, 1, 1, 0, 0]


def test_the_smallest_other_fifth_goes_with_it_but_no_nought():
    names, homes = told(7, 1, 0)
    rest = [(key("deprivation", fifth), n, 0) for fifth, n in ((2, 300), (3, 0), (4, 200), (5, 250))]
    assert hide([*rest, (key("deprivation", 1), 7, 0), *homes], fifths=names)[:5] == [0, 0, 1, 0, 1]


def test_a_fifth_not_known_goes_as_well_where_its_neighbourhoods_have_no_room():
    homes = [(key("neighbourhood", f"X{i}"), 1, 0) for i in range(7)]
    rows = [(key("deprivation", 0), 7, 0), (key("deprivation", 1), 300, 0), (key("deprivation", 2), 200, 0), *homes]
    assert hide(rows)[:3] == [1, 0, 1]


def test_with_noughts_hidden_neighbourhoods_of_nought_have_room_from_there():
    names, homes = told(4, 1, 0)
    fifths = [(key("deprivation", 1), 4, 0), *((key("deprivation", i), 900 * i, 400 * i) for i in (2, 3))]
    rule = SmallNumbers(below=4, zeros="suppressed")
    assert hide([*fifths, *homes], fifths=names, rule=rule, compute=NUMBER)[:3] == [0, 0, 0]
    assert hide([*fifths, *homes], fifths=names, rule=SmallNumbers(below=4), compute=NUMBER)[:3] == [1, 1, 0]


def together(*rows, before=()):
    every = [Counts.of(counts(each), SHARE, RULE, before) for each in rows]
    return [found.astype(int).tolist() for found in hidden(every, FIFTHS)]


def sexes(n, x):
    return list(zip((key("sex", group) for group in ("F", "M", "not_known")), n, x, strict=True))


def test_measures_share_a_line_only_where_a_count_on_it_is_hidden():
    one, other = sexes((600, 40, 50), (300, 3, 20)), sexes((600, 40, 50), (300, 20, 12))
    assert together(one, other) == [[0, 1, 1], [0, 0, 0]]


def test_measures_share_what_one_side_counts_with_what_the_other_does():
    """Four of the men of one measure are the numerator of another."""
    one, other = sexes((600, 4, 50), (300, 0, 20)), sexes((900, 500, 700), (600, 4, 50))
    assert together(one) == [[0, 1, 1]]
    assert together(other) == [[0, 1, 1]]
    other = sexes((602, 500, 700), (600, 4, 50))  # two women of 602 were not counted
    assert together(one, other) == [[1, 1, 1], [1, 1, 1]]


def test_months_that_count_alike_are_not_the_same_months():
    spring = [(month(2023, number), n, x) for number, n, x in ((4, 100, 50), (5, 3, 0), (6, 50, 25))]
    summer = [(month(2023, number), n, x) for number, n, x in ((7, 100, 2), (8, 3, 0), (9, 50, 25))]
    assert together(spring, summer) == [[0, 1, 1], [1, 1, 1]]
    assert together(spring, [(at, n, x) for (at, *_), (_, n, x) in zip(spring, summer, strict=True)]) == [[1] * 3] * 2


def test_what_goes_with_a_fifth_is_shared_as_well():
    """One more measure counts the same neighbourhoods: what their fifth hides of one is hidden of the other."""
    fifths = [(key("deprivation", fifth), n, n // 2) for fifth, n in ((1, 90), (2, 6), (3, 400), (4, 400), (5, 400))]
    homes = [(key("neighbourhood", name), n, 4) for name, n in (("N1", 50), ("N2", 40))]
    apart = [(key("neighbourhood", name), n, x) for name, n, x in (("N1", 90, 50), ("N2", 44, 40))]
    assert together([*fifths, *homes], apart) == [[1, 1, 0, 0, 0, 1, 1], [1, 1]]


def test_what_was_hidden_before_is_found_by_period_breakdown_and_group():
    men = (date(2023, 4, 1), date(2024, 4, 1), "sex", "M")
    rows = sexes((600, 40, 50), (300, 20, 12))
    assert hide(rows, before={men}) == [0, 1, 0]
    others = {(men[0], men[0], *men[2:]), (men[1], *men[1:]), (*men[:2], "ethnicity", "M"), (*men[:3], "X")}
    assert hide(rows, before=others) == [0, 0, 0]
    small, other = sexes((600, 40, 3), (300, 20, 0)), sexes((600, 40, 3), (598, 20, 1))
    assert together(small, other)[0] == [1, 1, 1]


def test_a_measure_without_any_count_hides_nothing():
    nothing = Counts((), (np.zeros(0),), RULE, 0, np.zeros(0, dtype=bool))
    found = hidden([nothing, Counts.of(counts(sexes((600, 40, 3), (300, 20, 1))), SHARE, RULE)], FIFTHS)
    assert [each.tolist() for each in found] == [[], [False, True, True]]
