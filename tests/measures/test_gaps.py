"""Gaps between fifths, sexes and ethnic groups: between whom, their size and limits, and when there is none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace import stats
from oneplace.measures.gaps import NO_LIMITS, NOBODY_TO_HOLD_AGAINST, gaps
from oneplace.population import groups as of
from oneplace.vocabulary.beside import Beside
from tests.measures.build import measure

LABELS = {"deprivation": of.deprivation, "sex": of.sex, "ethnicity": of.ethnicity}


def row(dimension, group, n, x, *, year=2023, hidden=False):
    """A row of results of a share of x in n, with its real limits."""
    share = stats.proportion([x], [n], 100)
    known = {"value": share.value, "lower": share.lower, "upper": share.upper}
    code, label, order = "all", "Everyone", 0
    if dimension in LABELS:
        found = LABELS[dimension](group)
        code, label, order = found.code, found.label, found.order
    return {
        "period_start": date(year, 4, 1),
        "period_end": date(year + 1, 4, 1),
        "period_label": f"{year}/{(year + 1) % 100:02d}",
        "dimension": dimension,
        "group": code,
        "group_label": label,
        "group_order": order,
        **{name: None if hidden else float(side[0]) for name, side in known.items()},
        "numerator": None if hidden else x,
        "denominator": None if hidden else n,
        "suppressed": hidden,
        "reason": stats.REASONS["suppressed"] if hidden else None,
    }


def everyone(n=5000, x=750, **more):
    return row("all", "all", n, x, **more)


def fifths(*counts, **more):
    return [row("deprivation", fifth, 1000, x, **more) for fifth, x in enumerate(counts, start=1)]


FALLING = (250, 200, 150, 100, 50)  # 25 % in the most deprived fifth to 5 % in the least


def found(rows, **changes):
    return {(each["dimension"], each["statistic"]): each for each in gaps(measure(**changes), rows)}


def test_of_the_outer_fifths_and_along_the_slope_of_all_five():
    made = found([everyone(), *fifths(*FALLING)])
    assert made["deprivation", "SII"]["value"] == pytest.approx(25)  # a line through 25, 20, 15, 10, 5 %
    assert made["deprivation", "absolute_gap"]["value"] == pytest.approx(20)
    assert made["deprivation", "relative_gap"]["value"] == pytest.approx(5)
    assert made["deprivation", "RII"]["value"] == pytest.approx(27.5 / 2.5)
    for each in made.values():
        assert each["lower"] < each["value"] < each["upper"]
        assert (each["group"], each["reference"], each["sure"], each["groups_hidden"]) == ("1", "5", True, 0)
        assert each["reason"] is None
        assert (each["period_label"], each["direction"]) == ("2023/24", "not_known")


@pytest.mark.parametrize(
    ("counts", "polarity", "worse", "size"),
    [
        (FALLING, "low_good", "1", 20),
        (FALLING, "high_good", "5", -20),
        (FALLING[::-1], "low_good", "5", 20),
        (FALLING[::-1], "high_good", "1", -20),
        (FALLING, "context", "1", 20),
        (FALLING[::-1], "context", "1", -20),
    ],
)
def test_the_group_is_the_end_that_is_worse_off_whichever_it_is(counts, polarity, worse, size):
    made = found([everyone(), *fifths(*counts)], polarity=polarity)
    for statistic, value in (("absolute_gap", size), ("SII", size * 1.25), ("relative_gap", 5 if size > 0 else 1 / 5)):
        each = made["deprivation", statistic]
        assert each["value"] == pytest.approx(value)
        assert each["lower"] < each["value"] < each["upper"]
        assert {each["group"], each["reference"]} == {"1", "5"}
        assert each["group"] == worse
        assert each["group_label"].startswith(worse)


def test_without_a_gradient_the_gap_is_none_and_could_be_chance_whatever_the_polarity():
    for polarity in ("low_good", "high_good", "context"):
        made = found([everyone(), *fifths(150, 150, 150, 150, 150)], polarity=polarity)
        assert made["deprivation", "SII"]["value"] == pytest.approx(0, abs=1e-9)
        assert made["deprivation", "RII"]["value"] == pytest.approx(1)
        assert not any(each["sure"] for each in made.values())


def test_a_hidden_or_missing_fifth_leaves_no_gap_that_would_give_it_away():
    rows = fifths(*FALLING)
    rows[2] = row("deprivation", 3, 1000, 3, hidden=True)
    made = found([everyone(), *rows])
    assert {(each["reason"], each["groups_hidden"]) for each in made.values()} == {(stats.REASONS["suppressed"], 1)}
    assert all(each.get("value") is None and each["direction"] == "not_known" for each in made.values())
    made = found([everyone(), *fifths(*FALLING)[:4]])
    assert {each["reason"] for each in made.values()} == {stats.REASONS["missing"]}


def test_a_fifth_without_limits_says_why_there_is_no_gap():
    rows = fifths(*FALLING)
    rows[4] |= {"lower": None, "upper": None, "reason": stats.REASONS["fewer_than_10_events"]}
    assert {each["reason"] for each in found(rows).values()} == {stats.REASONS["fewer_than_10_events"]}


@pytest.mark.parametrize(
    ("polarity", "worst", "other", "value"),
    [("low_good", "F", "M", 10), ("high_good", "M", "F", -10), ("context", "F", "M", 10)],
)
def test_two_groups_that_make_up_everyone_are_held_against_each_other(polarity, worst, other, value):
    rows = [row("sex", "F", 2500, 500), row("sex", "M", 2500, 250)]
    each = found(rows, polarity=polarity)["sex", "absolute_gap"]
    assert each["value"] == pytest.approx(value)
    assert (each["group"], each["reference"], each["sure"]) == (worst, other, True)
    assert each["group_label"] in ("Female", "Male")


def test_women_of_whom_two_thirds_of_everyone_are_differ_from_men_beyond_chance():
    """Against everyone, themselves among them, 1.5 points could be chance; against men it is 4.4."""
    women, men = row("sex", "F", 4000, 1952), row("sex", "M", 2000, 1064)
    each = found([everyone(6000, 3016), women, men], polarity="high_good")["sex", "absolute_gap"]
    assert (each["group"], each["reference"], each["sure"]) == ("F", "M", True)
    assert each["value"] == pytest.approx(-4.4)
    assert -7.1 < each["lower"] < -4.4 < each["upper"] < -1.7


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([row("sex", "F", 900, 90)], "Fewer than two groups can be shown."),
        ([row("sex", "F", 900, 90), row("sex", "M", 9, 3, hidden=True)], stats.REASONS["suppressed"]),
    ],
)
def test_of_one_of_two_groups_nothing_is_said(rows, why):
    each = found([everyone(), *rows])["sex", "absolute_gap"]
    assert (each.get("value"), each["reason"], each["direction"]) == (None, why, "not_known")


def test_the_gap_of_two_groups_is_followed_though_the_other_is_ahead_now():
    """Women were worse off by 20 points, then men by 5: the gap is as wide as the distance, whoever is behind."""
    counts = ((600, 400), (550, 400), (450, 500))
    rows = [
        row("sex", g, 1000, x, year=2018 + n) for n, pair in enumerate(counts) for g, x in zip("FM", pair, strict=True)
    ]
    made = gaps(measure(), rows)
    assert [(each["group"], round(each["value"]), each["direction"]) for each in made] == [
        ("F", 20, "not_known"),
        ("F", 15, "not_known"),
        ("M", 5, "not_known"),
    ]
    assert [each["turned"] for each in made] == [None, None, "2020/21"]


@pytest.mark.parametrize(
    ("polarity", "worst", "value"), [("low_good", "asian", 5), ("high_good", "white", -5), ("context", "asian", 5)]
)
def test_the_group_that_fares_worst_against_everyone(polarity, worst, value):
    rows = [everyone(), row("ethnicity", "asian", 2500, 500), row("ethnicity", "white", 2500, 250)]
    each = found(rows, polarity=polarity)["ethnicity", "absolute_gap"]
    assert each["value"] == pytest.approx(value)
    assert (each["group"], each["reference"], each["sure"]) == (worst, "all", True)
    assert each["group_label"] in each["method"]


def test_where_one_end_has_none_there_is_a_difference_and_a_ratio_only_over_some():
    falling = fifths(0, 100, 150, 200, 250)
    low, high = (found(falling, polarity=polarity) for polarity in ("low_good", "high_good"))
    assert (low["deprivation", "absolute_gap"]["group"], high["deprivation", "absolute_gap"]["group"]) == ("5", "1")
    assert low["deprivation", "relative_gap"]["value"] is None
    assert low["deprivation", "relative_gap"]["reason"] == stats.REASONS["zero_reference"]
    assert high["deprivation", "relative_gap"]["value"] == 0


@pytest.mark.parametrize("polarity", ["low_good", "high_good", "context"])
def test_where_the_line_falls_below_nought_no_end_is_a_number_of_times_the_other(polarity):
    made = found(fifths(600, 100, 10, 10, 10), polarity=polarity)  # the line ends at -17.15 %
    index = made["deprivation", "RII"]
    assert [index[name] for name in ("value", "lower", "upper", "sure")] == [None] * 4
    assert index["reason"].startswith("The line through the groups falls below nought")
    assert made["deprivation", "SII"]["value"] is not None
    assert made["deprivation", "relative_gap"]["value"] is not None


def test_where_only_noughts_are_left_no_group_is_called_the_worst():
    """One to four smokers are hidden, so the groups shown have none, against 10.7 % of everyone."""
    shown = [row("ethnicity", code, n, 0) for code, n in (("asian", 27), ("black", 11), ("mixed", 13))]
    hidden = [row("ethnicity", code, 500, 3, hidden=True) for code in ("white", "other")]
    each = found([everyone(1000, 107), *shown, *hidden])["ethnicity", "absolute_gap"]
    assert each.get("value") is None
    assert each.get("group") is None
    assert each["reason"] == "No group that can be shown fares worse than everyone; 2 groups are too small to show."
    assert (each["groups_hidden"], each["direction"]) == (2, "not_known")


def test_a_worst_group_beside_hidden_ones_says_how_many_these_are():
    rows = [everyone(), row("ethnicity", "asian", 500, 100), row("ethnicity", "black", 500, 50)]
    each = found([*rows, row("ethnicity", "mixed", 9, 3, hidden=True)])["ethnicity", "absolute_gap"]
    assert (each["group"], each["groups_hidden"]) == ("asian", 1)


def test_a_worst_group_within_chance_is_not_sure():
    rows = [everyone(), row("ethnicity", "asian", 60, 10), row("ethnicity", "white", 2500, 250)]
    each = found(rows)["ethnicity", "absolute_gap"]
    assert (each["group"], each["sure"]) == ("asian", False)


def test_unknown_groups_are_never_the_worst_nor_hidden_and_one_known_group_is_no_gap():
    rows = [everyone(), row("ethnicity", "white", 2500, 250), row("ethnicity", "", 2500, 2000)]
    each = found(rows)["ethnicity", "absolute_gap"]
    assert each.get("value") is None
    assert each["reason"] == "Fewer than two groups can be shown."
    rows = [everyone(), row("ethnicity", "white", 99, 9), row("ethnicity", "asian", 99, 40)]
    each = found([*rows, row("ethnicity", "", 9, 1, hidden=True)])["ethnicity", "absolute_gap"]
    assert (each["group"], each["groups_hidden"]) == ("asian", 0)


def test_groups_beside_a_whole_without_limits_are_not_called_too_few():
    groups = [row("ethnicity", "asian", 2500, 250), row("ethnicity", "white", 2500, 10)]
    made = found([everyone() | {"lower": None, "upper": None}, *groups])
    assert made["ethnicity", "absolute_gap"]["reason"] == NO_LIMITS


def test_groups_of_a_year_are_held_against_everyone_in_that_year_and_never_against_its_last_month():
    month = row("all", "all", 400, 200) | {"period_start": date(2024, 3, 1), "period_label": "March 2024"}
    whole = everyone() | {"dimension": "whole"}
    rows = [month, row("ethnicity", "asian", 2500, 500), row("ethnicity", "white", 2500, 250)]
    assert found(rows)["ethnicity", "absolute_gap"]["reason"] == NOBODY_TO_HOLD_AGAINST
    assert found([*rows, whole])["ethnicity", "absolute_gap"]["value"] == pytest.approx(5)


def years(*counts):
    return [each for n, x in enumerate(counts) for each in fifths(x, 200, 150, 100, 50, year=2018 + n)]


@pytest.mark.parametrize("polarity", ["low_good", "high_good", "context"])
def test_a_gap_by_deprivation_widens_or_narrows_up_to_its_period(polarity):
    made = gaps(measure(polarity=polarity), years(100, 200, 300, 200, 100, 0))
    told = [each["direction"] for each in made if each["statistic"] == "absolute_gap"]
    assert told[:4] == ["not_known", "not_known", "widening", "no_clear_change"]
    assert {each["direction_since"] for each in made if each["direction"] == "widening"} == {"2018/19"}


@pytest.mark.parametrize("at", ["2020-04", "2020-06"])
def test_no_direction_leads_over_a_break_of_the_series(at):
    """What is counted otherwise from the start of a year, or from within it, is another series from that year on."""
    made = gaps(measure(series_breaks=[{"at": at, "why": "Counted anew."}]), years(300, 100, 200, 300, 400))
    told = [(each["direction"], each["direction_since"]) for each in made if each["statistic"] == "absolute_gap"]
    assert told == [("not_known", None)] * 4 + [("widening", "2020/21")]


def test_a_gap_that_turned_round_is_followed_through_none():
    """The least deprived were worse off by 10 points, then by 5, then nobody, then the most deprived by 5."""
    rows = [each for n, x in enumerate((100, 150, 200, 250)) for each in fifths(x, 200, 200, 200, 200, year=2018 + n)]
    made = [each for each in gaps(measure(), rows) if each["statistic"] == "absolute_gap"]
    assert [each["group"] for each in made] == ["5", "5", "1", "1"]
    assert [round(each["value"]) for each in made] == [10, 5, 0, 5]
    assert [each["direction"] for each in made] == ["not_known", "not_known", "narrowing", "not_known"]
    assert [each["turned"] for each in made] == [None, None, None, "2021/22"]


def test_the_direction_is_that_of_the_group_that_is_now_the_worst_not_of_whoever_was():
    """Asian residents were the worst by far; white residents are now, and their gap has grown all the while."""
    rows = []
    for n, (asian, white) in enumerate(((500, 120), (400, 160), (300, 200), (150, 250))):
        rows += [
            everyone(year=2020 + n),
            row("ethnicity", "asian", 1000, asian, year=2020 + n),
            row("ethnicity", "white", 1000, white, year=2020 + n),
        ]
    made = gaps(measure(), rows)
    assert [(each["group"], each["direction"]) for each in made] == [
        ("asian", "not_known"),
        ("asian", "not_known"),
        ("asian", "narrowing"),
        ("white", "widening"),
    ]


@given(st.lists(st.integers(0, 100), min_size=5, max_size=5), st.sampled_from(["low_good", "high_good"]))
def test_a_worst_group_is_worse_than_everyone_and_no_shown_group_is_worse_than_it(counts, polarity):
    known = ("asian", "black", "mixed", "white", "other")
    rows = [row("ethnicity", code, 100, x, hidden=0 < x < 5) for code, x in zip(known, counts, strict=True)]
    all_of_them = everyone(500, sum(counts))
    each = found([all_of_them, *rows], polarity=polarity)["ethnicity", "absolute_gap"]
    sign = 1 if polarity == "low_good" else -1
    worse = {r["group"]: sign * (r["value"] - all_of_them["value"]) for r in rows if not r["suppressed"]}
    if each.get("value") is None:
        assert len(worse) < 2 or max(worse.values()) <= 0
    else:
        assert sign * each["value"] == pytest.approx(max(worse.values()))
        assert worse[each["group"]] == pytest.approx(max(worse.values()))
        assert sign * each["value"] > 0
    assert each["groups_hidden"] == sum(r["suppressed"] for r in rows)


def rates(*counts, times=1.0):
    """Fifths of 1,000 people with so many events, whose rate is ``times`` that of their counts."""
    made = stats.rate(counts, 1000, 1000)
    sides = zip(*(times * side for side in (made.value, made.lower, made.upper)), strict=True)
    return [
        row | dict(zip(("value", "lower", "upper"), map(float, each), strict=True))
        for row, each in zip(fifths(*counts), sides, strict=True)
    ]


@pytest.mark.parametrize(
    ("unit", "times", "counted"),
    [("per_1000", 1, True), ("per_1000_a_year", 1, True), ("per_1000", 1.01, False), ("per_100k_dsr", 1, False)],
)
def test_limits_come_from_the_counts_only_where_these_make_the_value(unit, times, counted):
    """50 less 5 in a thousand: normal with x/n², else from the two rates' own limits, which are not even about it."""
    rows = rates(50, 40, 30, 20, 5, times=times)
    made = found(rows, unit=unit)["deprivation", "absolute_gap"]
    above, below = made["upper"] - made["value"], made["value"] - made["lower"]
    assert (above == pytest.approx(below)) is counted
    assert (above == pytest.approx(stats.Z95 * 55**0.5)) is counted


def test_a_count_that_is_not_shown_leaves_the_limits_to_the_values():
    rows = rates(50, 45, 40, 35, 30)
    rows[2] |= {"numerator": None}
    without, counted = found(rows, unit="per_1000"), found(rates(50, 45, 40, 35, 30), unit="per_1000")
    same = {key[1] for key, gap in without.items() if gap["lower"] == pytest.approx(counted[key]["lower"], rel=1e-9)}
    assert same == {"absolute_gap", "relative_gap"}


TWO = [row("ethnicity", "asian", 900, 90), row("ethnicity", "white", 900, 95)]


def without_limits(rows):
    return [{**row, "lower": None, "upper": None} for row in rows]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (without_limits([everyone(), *fifths(*FALLING)]), NO_LIMITS),
        (without_limits([row("sex", "F", 900, 90), row("sex", "M", 900, 95)]), NO_LIMITS),
        (without_limits([everyone(), *TWO]), NO_LIMITS),
        ([everyone(), *without_limits(TWO)], NO_LIMITS),
        (TWO, NOBODY_TO_HOLD_AGAINST),
        ([everyone(), TWO[0], *without_limits(TWO[1:])], "Fewer than two groups can be shown."),
    ],
)  # fmt: skip
def test_groups_that_are_shown_and_have_no_gap_say_why(rows, reason):
    made = found(rows)
    assert {each["reason"] for each in made.values()} == {reason}
    assert not any(each.get("value") for each in made.values())


def test_hidden_rows_of_a_period_of_which_no_data_are_left_are_no_newest_gap():
    """A feed has stopped: what was hidden of the period before that has to stay, and tells of nobody."""
    groups = [row("ethnicity", code, 1000, x) for code, x in zip("ADM", (250, 150, 100), strict=True)]
    last = [everyone(), *fifths(*FALLING), *groups]
    stays = [row("ethnicity", "M", 0, 0, year=2024, hidden=True), row("deprivation", 1, 0, 0, year=2024, hidden=True)]
    left = [{**each, "beside": Beside.NO_DATA_LEFT} for each in stays]
    assert gaps(measure(), [*last, *left]) == gaps(measure(), last)
    small = gaps(measure(), [*last, everyone(year=2024), *stays])[-1]
    assert (small["period_label"], small["reason"]) == ("2024/25", stats.REASONS["suppressed"])
    typed = fifths(*FALLING, year=2024)
    assert gaps(measure(), [*last, *typed])[-1]["value"] is not None  # of groups alone, with values


def test_everyone_of_a_part_is_whom_groups_told_for_such_parts_are_held_against():
    groups = [row("ethnicity", code, 1000, x) for code, x in zip("ADM", (250, 150, 100), strict=True)]
    part = everyone() | {"beside": Beside.PART}
    assert found([part, *groups]) == found([everyone(), *groups])
