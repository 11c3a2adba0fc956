"""What a column's name or its cells say of it is believed: a rate is no count, and one place has one name."""

import re

import polars as pl
import pytest

from oneplace.problems import OneplaceError
from oneplace.stats import table

RATES = ["Rate per 1000", "% smokers", "Smoking prevalence (%)", "Deaths per 100,000", "Number per 1,000", "crude_rate"]
RATES += ["DSR", "Deaths (% of all)", "conception rate / 1,000", "events/1000", "Income per head", "Percent", "SMR"]
COUNTS = ["Deaths", "Rate numerator", "rate_denominator", "Number (95% CI)", "Deaths in 2023/24", "Ratepayers", "Q1/10"]
COUNTS += ["Admissions per month", "person_years", "Births 1990s", "Corporate", "iterations", "count", "2000s"]
MANY = ["Population (thousands)", "Population ('000s)", "people 000s", "Beds (k)", "Residents in millions"]


def _frame(name):
    return pl.DataFrame({"area": ["A", "B"], name: [12, 14], "people": [1000, 2000]})


@pytest.mark.parametrize("name", RATES)
def test_a_column_that_is_called_a_rate_is_not_counted(name):
    with pytest.raises(OneplaceError) as caught:
        table.rate(_frame(name), count=name, exposure="people")
    [one] = caught.value.problems
    assert one.message == f"column '{name}' holds rates or shares, by its name, and counts are wanted."
    assert one.mend.startswith("Name the column of numbers of people or events")


@pytest.mark.parametrize("name", COUNTS)
def test_a_name_that_speaks_of_counts_is_read(name):
    assert table.rate(_frame(name), count=name, exposure="people")["count"].to_list() == [12, 14]


@pytest.mark.parametrize("name", MANY)
def test_thousands_are_no_ones(name):
    with pytest.raises(OneplaceError, match="counts in thousands or the like, by its name"):
        table.rate(_frame(name), count="people", exposure=name)


def test_a_unit_that_only_weighs_may_be_of_thousands():
    months = pl.DataFrame({"period": range(1, 25), "count": [5, 7] * 12, "bed days (000s)": [1.5] * 24})
    assert table.u_chart(months, exposure="bed days (000s)")["mean"].to_list()[0] == pytest.approx(4)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0123", "123"),
        ("Hammersmith & Fulham", "Hammersmith and Fulham"),
        ("King's Lynn", "King’s Lynn"),
        ("Bristol, City of", "Bristol City of"),
        ("Stoke-on-Trent", "Stoke on Trent"),
        ("St. Helens", "St Helens"),
        ("SOUTHAMPTON", "Southampton"),
    ],
)
def test_one_place_under_two_names_is_refused(one, other):
    frame = pl.DataFrame({"area": [one, other], "count": [3, 4], "exposure": [100, 100]})
    with pytest.raises(OneplaceError, match=r"column 'area' has '.*' and '.*'. Write it in one way"):
        table.rate(frame, by="area")


@pytest.mark.parametrize(
    ("one", "other"), [("0-4", "04"), ("1.5", "15"), ("<5", "5"), ("-1", "1"), ("1,234", "1234"), ("A1", "A-1")]
)
def test_what_only_looks_alike_is_two(one, other):
    frame = pl.DataFrame({"area": [one, other], "count": [3, 4], "exposure": [100, 100]})
    assert len(table.rate(frame, by="area")) == 2


_OUTCOMES = ["Most", "Second most", "Third more", "Fourth more", "Fifth more"]
_OUTCOMES += ["Fifth less", "Fourth less", "Third less", "Second least", "Least"]


def _quantiles(labels):
    n = len(labels)
    rows = {"quantile": labels, "population": [1000] * n, "value": [70.0 + i for i in range(n)]}
    return pl.DataFrame(rows | {"lower": [69.0 + i for i in range(n)], "upper": [71.0 + i for i in range(n)]})


@pytest.mark.parametrize("edition", ["", " (IMD2019)", " (IMD 2015)", " in England (IMD2019)"])
def test_quantiles_by_the_names_that_publishers_give_them(edition):
    right = table.slope_index(_quantiles([*map(str, range(1, 11))]))
    named = table.slope_index(_quantiles([f"{end} deprived decile{edition}" for end in _OUTCOMES]))
    assert named["value"].to_list() == right["value"].to_list()
    fifths = [f"{end} deprived quintile{edition}" for end in (*_OUTCOMES[:2], "Third most", *_OUTCOMES[-2:])]
    fives = table.slope_index(_quantiles([*map(str, range(1, 6))]))
    assert table.slope_index(_quantiles(fifths))["value"].to_list() == fives["value"].to_list()


@pytest.mark.parametrize(
    "ends", [("Least deprived 1", "Most deprived 5"), ("Least deprived fifth (1)", "Most deprived (5)")]
)
def test_a_quantile_whose_number_counts_the_other_way_is_refused(ends):
    rows = {"quantile": [ends[0], "2", "3", "4", ends[1]], "population": [1000] * 5, "value": [60, 61, 62, 63, 64]}
    data = pl.DataFrame({**rows, "standard_error": [1.0] * 5})
    with pytest.raises(
        OneplaceError, match=rf"has '{re.escape(ends[0])}', which is no quantile from 1 to 5\. Write 1 for"
    ):
        table.slope_index(data, standard_error="standard_error", quantiles=5)


def test_a_quantile_whose_number_agrees_with_its_words_is_read():
    labels = ["Most deprived 1", "2", "3", "4", "Least deprived 20% (5)"]
    data = pl.DataFrame({"quantile": labels, "population": [1000] * 5, "value": [60, 61, 62, 63, 64]})
    found = table.slope_index(data.with_columns(standard_error=1.0), standard_error="standard_error", quantiles=5)
    assert found["value"].to_list() == pytest.approx([5.0])


def test_a_label_from_the_end_wants_to_know_of_how_many():
    labels = ["Most deprived", "2", "3", "4", "Least deprived"]
    with pytest.raises(OneplaceError, match=r"'Least deprived', and nothing says of how many. Say quantiles=5"):
        table.slope_index(_quantiles(labels))
    assert table.slope_index(_quantiles(labels), quantiles=5)["value"].to_list() == [pytest.approx(5)]


@pytest.mark.parametrize("labels", [["Quintile 1", "Quintile 2", "Quintile 3", "Quintile 4"], ["1", "2", "3", "4"]])
def test_an_absent_fifth_is_missing_where_the_names_speak_of_fifths(labels):
    column = "quantile" if "Quintile" in labels[0] else "IMD quintile"
    found = table.slope_index(_quantiles(labels).rename({"quantile": column}), quantile=column)
    assert found["reason"].to_list() == ["missing"]
