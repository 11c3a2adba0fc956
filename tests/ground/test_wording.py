"""Numbers, dates, lists and problems in words, and what the breakdowns are called."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from oneplace.problems import OneplaceError, Problem, Severity, did_you_mean
from oneplace.vocabulary.dimensions import BREAKDOWNS, BY_CODE, FORMER, LABELS, STATED
from oneplace.vocabulary.wording import (
    ages_words,
    apart_words,
    article,
    count_words,
    day_words,
    decimal,
    difference_words,
    list_words,
    marked,
    percent_words,
    plainly,
    range_words,
    suited_unit,
    telling,
    unit_words,
    value_words,
)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "words"),
    [
        (7.44, "percent", 1, "7.4%"),
        (7.46, "percent", 1, "7.5%"),
        (7.44, "percent", 2, "7.44%"),
        (-2.5, "percent", 1, "−2.5%"),
        (1, "percent", 1, "1.0%"),
        (3, "per_1000", 1, "3.0 per 1,000"),
        (999.94, "per_100k", 1, "999.9 per 100,000"),
        (999.96, "per_100k", 1, "1,000.0 per 100,000"),
        (1000, "per_100k", 1, "1,000 per 100,000"),
        (2345.6, "per_100k_dsr", 1, "2,346 per 100,000"),
        (1, "days", 1, "1.0 day"),
        (1, "days", 0, "1 day"),
        (1, "days", 2, "1.00 day"),
        (1.04, "days", 1, "1.0 day"),
        (1.05, "days", 2, "1.05 days"),
        (1.1, "days", 1, "1.1 days"),
        (0, "hours", 0, "0 hours"),
        (2, "years", 0, "2 years"),
        (-1, "points", 0, "−1 points"),
        (1, "people", 1, "1 person"),
        (2.6, "people", 1, "3 people"),
        (12, "rank", 1, "rank 12"),
        (3.7, "count", 1, "4"),
        (3.7, "count", 2, "3.7"),
        (1.5, "score", 1, "1.5 points"),
        (0.25, "ratio", 2, "0.25 times"),
        (5, "gbp", 0, "£5"),
        (-1234.5, "gbp", 2, "−£1,234"),
        (-0.9, "gbp", 1, "−£0.90"),
        (-0.9, "gbp", 0, "−£1"),
        (99.994, "gbp", 1, "£99.99"),
        (99.996, "gbp", 1, "£100"),
        (100.4, "gbp", 1, "£100"),
        (-0.001, "gbp", 1, "£0.00"),
        (999_999.4, "gbp", 1, "£999,999"),
        (999_999.6, "gbp", 1, "£1.00 million"),
        (28_730_000, "gbp", 0, "£28.7 million"),
        (-123_400_000, "gbp_per_head", 0, "−£123 million a head"),
        (12, "gbp_per_head", 0, "£12 a head"),
        (1, "patients_per_gp", 0, "1 patient for each GP"),
        (4_000, "tonnes", 0, "4,000 tonnes"),
        (1, "tonnes", 0, "1 tonne"),
        (4, "tonnes_per_head", 0, "4 tonnes a head"),
        (4, "light_years", 0, "4 light years"),
    ],
)
def test_a_value_with_its_unit(value, unit, decimals, words):
    assert value_words(value, unit, decimals) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (2.1, "percent", "2.1 percentage points"),
        (-2.1, "percent", "2.1 percentage points"),
        (1, "percent", "1.0 percentage point"),
        (-3, "rank", "3 places"),
        (1, "rank", "1 place"),
        (1, "score", "1.0 point"),
        (-4, "days", "4.0 days"),
        (-4, "gbp", "£4.00"),
        (1, "per_1000", "1.0 per 1,000"),
    ],
)
def test_the_size_of_a_difference(value, unit, words):
    assert difference_words(value, unit) == words


@pytest.mark.parametrize(
    ("number", "other", "unit", "words"),
    [
        (30.04, 30.0, "minutes", "0.04 minutes"),
        (999.4, 998.1, "patients_per_gp", "1.3 patients for each GP"),
        (2070, 1860, "patients_per_gp", "210 patients for each GP"),
        (1000.2, 998.1, "patients_per_gp", "2 patients for each GP"),
        (1234.5, 1148.1, "per_100k_a_year", "86 per 100,000 a year"),
        (1234.5, 1234.2, "per_100k_a_year", "0.3 per 100,000 a year"),  # what is no nought never reads as one
        (1_550_000, 1_116_003, "gbp", "£430,000"),
        (15_500_000, 12_163_997, "gbp", "£3.30 million"),
        (1_503_000, 1_501_800, "gbp", "£1,200"),
        (1_550_000, 994_321, "gbp", "£560,000"),
        (102.5, 99.25, "gbp_per_head", "£3 a head"),
        (-0.4, 2.67, "gbp_per_head", "£3.07 a head"),
    ],
)
def test_how_far_two_numbers_are_apart_is_told_no_finer_than_they_are(number, other, unit, words):
    assert apart_words(number, other, unit) == words == apart_words(other, number, unit)


def test_decimals_of_a_difference_are_as_asked():
    assert difference_words(1, "percent", 0) == "1 percentage point"
    assert difference_words(1.25, "percent", 2) == "1.25 percentage points"
    assert difference_words(1.25, "days", 2) == "1.25 days"


@pytest.mark.parametrize(
    ("lower", "upper", "unit", "words"),
    [
        (6.8, 8, "percent", "6.8% to 8.0%"),
        (2100, 2500, "per_100k", "2,100 to 2,500 per 100,000"),
        (-1, 1, "score", "−1.0 to 1.0 points"),
        (1, 1.5, "days", "1.0 to 1.5 days"),
        (5, 6, "gbp", "£5.00 to £6.00"),
        (1.2, 3.7, "people", "1 to 4 people"),
        (3, 5, "rank", "rank 3 to rank 5"),
    ],
)
def test_an_interval_has_its_unit_once_where_that_reads_well(lower, upper, unit, words):
    assert range_words(lower, upper, unit) == words


def test_decimals_of_an_interval_are_as_asked():
    assert range_words(1.25, 2.5, "percent", 2) == "1.25% to 2.50%"
    assert range_words(1.25, 2.5, "days", 2) == "1.25 to 2.50 days"


@pytest.mark.parametrize(
    ("value", "decimals", "words"),
    [
        (0, 1, "0.0"),
        (-0.0, 1, "0.0"),
        (-0.0004, 1, "0.0"),
        (-0.04, 1, "−0.04"),
        (0.004, 1, "0.004"),
        (-0.06, 1, "−0.1"),
        (-0.4, 0, "0"),
        (999.9, 1, "999.9"),
        (1000.4, 1, "1,000"),
        (-1000.6, 1, "−1,001"),
        (-999.9, 1, "−999.9"),
        (1234567.8, 2, "1,234,568"),
        (10, 0, "10"),
    ],
)
def test_a_number(value, decimals, words):
    assert decimal(value, decimals) == words


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("percent", "%"),
        ("per_100k", "per 100,000"),
        ("per_100k_dsr", "per 100,000, age-standardised"),
        ("gbp", "£"),
        ("gbp_per_head", "£ a head"),
        ("rank", "rank"),
        ("days", "days"),
        ("count", ""),
        ("score", "points"),
        ("light_years", "light years"),
    ],
)
def test_a_unit_by_itself(unit, words):
    assert unit_words(unit) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "less than 1%"),
        (0.0099, "less than 1%"),
        (0.01, "1%"),
        (0.5, "50%"),
        (0.554, "55%"),
        (0.99, "99%"),
        (0.9901, "more than 99%"),
        (1, "more than 99%"),
    ],
)
def test_a_share_never_claims_certainty(share, words):
    assert percent_words(share) == words


@pytest.mark.parametrize(
    ("count", "one", "many", "words"),
    [
        (0, "ambition", None, "0 ambitions"),
        (1, "ambition", None, "1 ambition"),
        (2, "ambition", None, "2 ambitions"),
        (1, "person", "people", "1 person"),
        (12345, "person", "people", "12,345 people"),
        ("1.0", "minute", None, "1.0 minute"),
        ("1.1", "minute", None, "1.1 minutes"),
    ],
)
def test_a_count(count, one, many, words):
    assert count_words(count, one, many) == words


@pytest.mark.parametrize(
    "words",
    ["an exponential shape", "an Erlang shape", "an hour", "an odd one", "a uniform shape", "a house", "a gamma shape"],
)
def test_an_article(words):
    assert article(words.split(" ", 1)[1]) == words


@pytest.mark.parametrize(
    ("seconds", "size", "unit"),
    [(0, 60, "minute"), (7199, 60, "minute"), (7200, 3600, "hour"), (259_199, 3600, "hour"), (259_200, 86_400, "day")],
)
def test_a_length_of_time_has_the_unit_that_suits_it(seconds, size, unit):
    assert suited_unit(seconds) == (size, unit)


@pytest.mark.parametrize(
    ("parts", "words"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c", "d"], "a, b, c and d")]
)
def test_a_list(parts, words):
    assert list_words(iter(parts)) == words


def test_a_day():
    assert (day_words(date(2026, 4, 1)), day_words(date(2026, 12, 31))) == ("1 April 2026", "31 December 2026")


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ("synthetic", "7% (synthetic)"),
        ("illustrative", "7% (illustrative)"),
        ("published", "7%"),
        ("local", "7%"),
        (None, "7%"),
    ],
)
def test_what_is_made_up_is_marked(origin, words):
    assert marked("7%", origin) == words


@pytest.mark.parametrize(
    ("line", "column", "code", "mend", "words"),
    [
        (3, 5, "W01", "Mend it.", "a.yaml:3:5: W01 is odd. Mend it."),
        (3, 0, "E01", "Mend it.", "a.yaml:3: E01 is odd. Mend it."),
        (0, 5, "E01", "Mend it.", "a.yaml: E01 is odd. Mend it."),
        (1, 1, "", "", "a.yaml:1:1: is odd."),
    ],
)
def test_a_problem_says_where_it_stands(line, column, code, mend, words):
    assert str(Problem(Path("a.yaml"), line, column, code, "is odd.", mend)) == words


@pytest.mark.parametrize(("code", "severity"), [("W01", "warning"), ("E01", "error"), ("T03", "error"), ("", "error")])
def test_a_code_says_how_grave_it_is(code, severity):
    assert Severity.of(code) == severity == Problem(Path("a"), 0, 0, code, "", "").severity


def test_problems_stand_in_the_order_of_files_lines_columns_and_codes():
    places = [("a", 1, 1, "W"), ("a", 1, 2, "E"), ("a", 2, 0, "E"), ("a", 10, 1, "E"), ("b", 0, 0, "E")]
    problems = [Problem(Path(path), line, column, code, "", "") for path, line, column, code in places]
    assert sorted({*problems}) == problems


def test_an_error_is_made_of_its_problems():
    error = OneplaceError.at(Path("a.yaml"), "is odd.", "Mend it.", line=2, column=3, code="E01")
    assert error.problems == (Problem(Path("a.yaml"), 2, 3, "E01", "is odd.", "Mend it."),)
    both = OneplaceError(*error.problems, Problem(Path("b"), 0, 0, "", "is none.", "Go."))
    assert str(both) == "a.yaml:2:3: E01 is odd. Mend it.\nb: is none. Go."
    assert OneplaceError.at(Path("a"), "is odd.", "Go.").problems == (Problem(Path("a"), 0, 0, "", "is odd.", "Go."),)


@pytest.mark.parametrize(
    ("name", "known", "words"),
    [
        ("measrue", ["measure", "title"], "Did you mean `measure`?"),
        ("ab", ["abcd"], "Did you mean `abcd`?"),  # alike by two thirds
        ("ab", ["abcde"], "Look it up."),  # by four sevenths
        ("abcd", ["abcx", "abcy"], "Did you mean `abcy`?"),
        ("a", [], "Look it up."),
    ],
)
def test_the_nearest_name_is_offered(name, known, words):
    assert did_you_mean(name, known, "Look it up.") == words


def test_breakdowns_have_one_list():
    assert list(BY_CODE) == ["deprivation", "ethnicity", "sex", "age", "neighbourhood", "day", "mode"]
    assert [dimension.code for dimension in STATED] == ["deprivation", "ethnicity", "sex", "age"]
    assert BY_CODE["neighbourhood"].goes_with == "deprivation"
    assert dict(FORMER) == {"area_decile": "deprivation"}
    assert list(LABELS) == ["all", "whole", "rolling", *BY_CODE, "area"]
    assert [dimension.code for dimension in BREAKDOWNS if not dimension.gap.statistics] == ["age", "neighbourhood"]
    assert BY_CODE["deprivation"].gap.statistics == ("absolute_gap", "SII", "relative_gap", "RII")
    assert BY_CODE["sex"].gap.statistics == ("absolute_gap",)


@pytest.mark.parametrize(
    ("lower", "upper", "unit", "words"),
    [
        (17.293, 17.313, "percent", "17.29% to 17.31%"),
        (0.66, 0.74, "percent", "0.66% to 0.74%"),
        (0.7, 0.7, "percent", "0.7% to 0.7%"),  # as published: nothing finer is known
        (3.12, 3.14, "days", "3.12 to 3.14 days"),
    ],
)
def test_limits_that_differ_never_read_alike(lower, upper, unit, words):
    assert range_words(lower, upper, unit) == words


@pytest.mark.parametrize(
    ("between", "told"),
    [((0, None), "of all ages"), ((65, None), "aged 65 and over"), ((0, 17), "aged 0 to 17"), ((5, 5), "aged 5")],
)
def test_ages_are_told_with_both_ends(between, told):
    assert ages_words(*between) == told


@pytest.mark.parametrize(
    ("number", "figures", "told"),
    [
        (1234.0, 3, "1,234"),
        (12_345_678.0, 6, "12,345,678"),
        (3.6667, 3, "3.67"),
        (9.9996, 3, "10"),
        (0.00002, 6, "0.00002"),
        (-0.25, 6, "-0.25"),
        (120, 2, "120"),
        (0.0, 6, "0"),
    ],
)
def test_no_number_is_told_by_powers_of_ten(number, figures, told):
    assert plainly(number, figures) == told


@pytest.mark.parametrize(
    ("number", "other", "decimals", "words"),
    [
        (22.06, 22.0, 1, "22.1 people"),
        (22.06, 22.0, 0, "22.1 people"),
        (21.98, 22.0, 1, "21.98 people"),
        (22.0, 22.0, 1, "22 people"),
        (25.6, 22.0, 1, "26 people"),
    ],
)
def test_what_is_counted_whole_has_decimals_only_where_they_tell_it_from_another(number, other, decimals, words):
    assert value_words(number, "people", telling(number, other, "people", decimals)) == words
