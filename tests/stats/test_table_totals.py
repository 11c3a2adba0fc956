"""Nobody is counted twice: a total beside its parts, an empty name, a row given again are refused where they stand."""

import pandas as pd
import polars as pl
import pytest

from oneplace.problems import OneplaceError
from oneplace.stats import table


def refused(call):
    with pytest.raises(OneplaceError) as caught:
        call()
    [problem] = caught.value.problems
    return problem.line, problem.message


def people(**more):
    size = len(next(iter(more.values())))
    return pl.DataFrame(more | {"count": range(10, 10 + size), "exposure": [1000 + i for i in range(size)]})


@pytest.mark.parametrize(
    ("column", "texts", "line"),
    [
        ("sex", ["Male", "Female", "Persons"], 3),
        ("sex", ["P", "M", "F"], 1),
        ("sex", ["M", "F", "t"], 3),
        ("age", ["0-64", "All ages", "65+"], 2),
        ("area", ["England", "Leeds", "Hull"], 1),
        ("cause", ["Grand total", "Stroke", "Other"], 1),
        ("ethnic", ["White", "Asian", "All ethnic groups"], 3),
        ("code", ["E92000001", "E08000001", "E08000002"], 1),
        ("nation", ["England", "Wales", "England and Wales"], 3),
        ("area", ["Leeds", "Hull", "Total for Yorkshire"], 3),
        ("area", ["Leeds", "Hull", "Yorkshire total"], 3),
        ("area", ["Leeds", "National average", "Hull"], 2),
    ],
)
def test_a_total_is_not_added_to_its_parts(column, texts, line):
    frame = people(**{column: texts})
    found, said = refused(lambda: table.rate(frame.with_columns(year=1), by="year"))
    assert found == line
    assert said.startswith(f"column '{column}' has '{texts[line - 1]}' beside '")
    assert table.rate(frame, by=column)["value"].len() == 3  # each stands alone


@pytest.mark.parametrize(
    "texts",
    [
        ["P", "Q", "R"],
        ["Persons", "Persons", "Persons"],
        ["England", "Wales", "Scotland"],
        ["All Saints", "B", "C"],
        ["", "Total", ""],
        ["Total hip replacement", "Cataract", "Hernia"],
        ["Below average", "Above average", "Far above"],
    ],
)
def test_what_is_no_total_is_added(texts):
    frame = people(name=texts).with_columns(year=1)
    assert table.rate(frame, by="year")["count"].to_list() == [33]


@pytest.mark.parametrize("column", ["Indicator", "Indicator ID", "indicator_name", "Measure", "Metric", "KPI code"])
def test_two_indicators_of_one_file_are_not_added(column):
    frame = people(**{column: ["Smoking", "Obesity"]}).with_columns(area=1)
    found, said = refused(lambda: table.rate(frame, by="area"))
    assert (found, said) == (2, f"column '{column}' has 'Obesity' and 'Smoking', and both would be added up.")
    assert table.rate(frame, by=["area", column])["count"].to_list() == [10, 11]
    assert table.rate(frame.with_columns(pl.lit("Smoking").alias(column)), by="area")["count"].to_list() == [21]


@pytest.mark.parametrize("column", ["ward", "measured by", "indicators of need"])
def test_what_names_no_indicators_is_added(column):
    frame = people(**{column: ["Smoking", "Obesity"]}).with_columns(area=1)
    assert table.rate(frame, by="area")["count"].to_list() == [21]


def test_a_total_in_another_group_is_added():
    frame = people(sex=["Persons", "Male", "Female"], area=["a", "b", "b"])
    assert table.rate(frame, by="area")["count"].to_list() == [10, 23]


def test_a_band_of_all_ages_is_no_stratum():
    frame = pl.DataFrame(
        {"age_band": ["0-64", "65+", "All"], "count": [1, 2, 3], "population": [9, 9, 18]}
        | {"reference_count": [1, 1, 2], "reference_population": [9, 9, 18]}
    )
    assert refused(lambda: table.standardised_ratio(frame))[0] == 3


def test_the_same_row_of_a_band_twice_is_refused():
    frame = pl.DataFrame({"age_band": ["0-64", "65+", "65+"], "count": [5, 9, 9], "population": [90, 50, 50]})
    line, said = refused(lambda: table.directly_standardised_rate(frame))
    assert (line, said) == (3, "this row is the same as line 2, and both would be added up.")
    told = frame.with_columns(sex=pl.Series(["m", "m", "f"]))
    assert table.directly_standardised_rate(told)["count"].to_list() == [23]


def test_a_sum_of_all_areas_is_no_area_of_a_funnel():
    frame = pl.DataFrame({"area": ["a", "b", "c", "d"], "count": [1, 2, 3, 6], "denominator": [10, 20, 30, 60]})
    assert refused(lambda: table.funnel_significance(frame)) == (4, "this row is the sum of all the others.")
    other = frame.with_columns(denominator=pl.Series([10, 20, 30, 61]))
    assert len(table.funnel_significance(other)) == 4


def test_a_country_is_no_area_of_its_quantiles():
    frame = pl.DataFrame({"area": ["a", "b", "England"], "value": [1.0, 2.0, 1.5]})
    assert refused(lambda: table.quantile_groups(frame, groups=2))[0] == 3


def test_a_group_without_a_name_is_refused():
    frame = people(area=["a", None, "b"])
    assert refused(lambda: table.rate(frame, by="area")) == (2, "column 'area' is empty in 1 row.")


def test_a_group_in_two_spellings_is_refused_and_spaces_are_none():
    assert refused(lambda: table.rate(people(area=["Leeds", "leeds"]), by="area"))[0] == 2
    same = people(area=["South  Leeds ", "South\u00a0Leeds", " South Leeds"])
    assert table.rate(same, by="area")["count"].to_list() == [33]


def test_frames_of_mixed_and_of_their_own_types_are_read():
    frame = pd.DataFrame({"count": [1, "*", 3], "exposure": [10, 10, 10]})
    assert table.rate(frame)["reason"].to_list() == ["", "suppressed", ""]
    months = pd.DataFrame({"period": pd.period_range("2023-01", periods=3, freq="M"), "value": [1.0, 2.0, 3.0]})
    assert table.run_chart(months)["period"].to_list() == ["2023-01", "2023-02", "2023-03"]
    zoned = months.assign(period=pd.date_range("2023-04-01", periods=3, freq="MS", tz="Europe/London"))
    assert table.run_chart(zoned)["period"].to_list() == ["2023-04-01", "2023-05-01", "2023-06-01"]
    numbers = months.assign(period=[202311, 202312, 202401])
    assert table.xmr(numbers, baseline=2)["reason"].to_list() == table.xmr(months, baseline=2)["reason"].to_list()
    ages = pd.DataFrame({"age_band": pd.cut([30, 90], [0, 64, 120]), "count": [1, 2], "population": [50, 20]})
    assert refused(lambda: table.directly_standardised_rate(ages))[1].startswith("column 'age_band' can't")


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (pd.DataFrame([[1, 2]]), "has a column named 0, which is no text."),
        (pd.DataFrame([[1, 2]], columns=["n", "n"]), "has more than one column 'n'."),
    ],
)
def test_columns_without_a_name_of_their_own_are_refused(frame, said):
    assert refused(lambda: table.rate(frame))[1] == said


def test_a_gap_to_one_sex_has_no_row_of_both_but_one_to_both_has_each():
    frame = pl.DataFrame({"sex": ["Male", "Female", "Persons"], "value": [10.0, 14, 12]})
    frame = frame.with_columns(lower=pl.col("value") - 2, upper=pl.col("value") + 2)
    for method in (table.absolute_gap, table.relative_gap, table.compare):
        line, said = refused(lambda method=method: method(frame, group="sex", reference="Male"))
        assert (line, said) == (3, "column 'sex' has 'Persons' beside 'Male', whose people it counts again.")
        assert len(method(frame, group="sex", reference="Persons")) >= 2
        assert len(method(frame.head(2), group="sex", reference="Male")) >= 1


@pytest.mark.parametrize(
    ("counts", "fine"), [([0.12, 0.5], False), ([0.12, 1], False), ([0, 1], True), ([0.5, 12], True)]
)
def test_shares_of_one_are_no_counts(counts, fine):
    frame = pl.DataFrame({"count": counts, "denominator": [20, 30], "exposure": [0.4, 0.9]})
    for method in (table.proportion, table.rate, table.funnel_significance):
        if fine:
            assert len(method(frame)) == 2
        else:
            said = "column 'count' holds shares of one (0.12), and counts are wanted."
            assert refused(lambda method=method: method(frame))[1] == said


@pytest.mark.parametrize(
    ("value", "lower", "upper", "said"),
    [
        (10, 12, 8, "the lower limit 12 is above the upper one, 8."),
        (10, 0.08, 0.12, "the value 10 lies far from its limits, 0.08 to 0.12."),
        (10, 10.1, 12, None),  # rounded more than its limits
        (10, 10, 10, None),
    ],
)
def test_limits_lie_about_their_value_in_their_order(value, lower, upper, said):
    frame = pl.DataFrame({"group": ["a", "b"], "value": [12.0, value], "lower": [10.0, lower], "upper": [14.0, upper]})
    frame = frame.with_columns(quantile=pl.Series([1, 2]), population=pl.Series([100, 100]), period=pl.Series([1, 2]))
    calls = [
        lambda: table.absolute_gap(frame, group="group", reference="a"),
        lambda: table.compare(frame, target=9),
        lambda: table.recent_trend(frame, lower="lower", upper="upper"),
        lambda: table.slope_index(frame),
    ]
    for call in calls:
        if said:
            assert refused(call) == (2, said)
        else:
            assert len(call())


AGES = ["0-4", "5-9", "10-14", "15-19", "20+"]


@pytest.mark.parametrize("area", [(), ("N", "S")])
def test_an_age_that_has_a_second_row_where_others_have_one_is_refused(area):
    rows = [(name, age) for name in area or ("N",) for age in AGES]
    again = [*rows, rows[-1]]
    data = pl.DataFrame({"area": [name for name, _ in again], "age": [age for _, age in again]})
    data = data.with_columns(deaths=pl.int_range(30, 30 + len(again)), population=pl.int_range(9000, 9000 + len(again)))
    with pytest.raises(OneplaceError, match=f"this row is of the same age as line {len(rows)}, and both would be"):
        table.life_expectancy(data, by="area")
    apart = data.with_columns(sex=pl.Series(["F"] * len(rows) + ["M"]))
    assert len(table.life_expectancy(apart, by="area")) == len(rows)


def test_ages_that_all_have_several_rows_are_added_up():
    data = pl.DataFrame({"age": AGES * 2, "deaths": range(30, 40), "population": range(9000, 9010)})
    assert table.life_expectancy(data)["count"][0] == sum(range(30, 40))


AREAS = {"area": ["Leeds", "Leeds", "Hull", "Hull", "York"], "year": [2023, 2024, 2023, 2024, 2023]}


def _areas(**more):
    return pl.DataFrame(AREAS | {"count": [60, 62, 40, 41, 20], "exposure": [1000, 1001, 800, 801, 500]} | more)


def _told(frame, by):
    with pytest.warns(table.LikeRowsWarning) as caught:
        found = table.rate(frame, by=by)
    [one] = caught
    return str(one.message), found["count"].to_list()


@pytest.mark.parametrize("count", [20, 23], ids=["the same", "another count"])
def test_an_area_and_period_that_is_there_twice_is_told(count):
    again = pl.DataFrame({"area": ["York"], "year": [2023], "count": [count], "exposure": [500]})
    how = "the same as" if count == 20 else "of the same area and year as"
    said = f"the table:6: this row is {how} line 5; all were added up. Take out what is there twice."
    assert _told(pl.concat([_areas(), again]), ["area", "year"]) == (said, [60, 62, 40, 41, 20 + count])


def test_a_file_pasted_below_itself_is_told_once():
    said, _ = _told(pl.concat([_areas(), _areas()]), ["area", "year"])
    assert said.startswith("the table:6: this row is the same as line 1, and so are 4 more of its rows;")


def test_a_ward_that_is_there_twice_is_told():
    frame = _areas(ward=["a", "a", "b", "b", "c"])
    again = pl.concat([frame, frame[4:].with_columns(count=pl.lit(21, pl.Int64))])
    assert _told(again, "year")[0].startswith("the table:6: this row is of the same year as line 5;")


@pytest.mark.parametrize("by", [None, "area", "year"])
def test_a_total_among_what_is_to_be_hidden_is_refused(by):
    """Beside its parts it would give a hidden one away, or be hidden for one of them."""
    frame = pl.DataFrame({"year": [1, 1, 1, 1], "area": ["a", "b", "c", "Total"], "count": [3, 40, 50, 93]})
    assert refused(lambda: table.suppress(frame, by=by)) == (
        4,
        "column 'area' has 'Total' beside 'a', whose people it counts again.",
    )
    assert table.suppress(frame[:3])["count"].to_list() == [None, None, 50]


def test_a_total_is_no_value_of_a_mean_and_no_wait():
    frame = pl.DataFrame({"area": ["a", "b", "All areas"], "left": [3.0, 5, 4], "ended": [1, 1, 1]})
    for call in (lambda: table.mean(frame, value="left"), lambda: table.waiting_percentile(frame)):
        assert refused(call)[0] == 3
    assert table.mean(frame, value="left", by="area")["value"].to_list() == [3.0, 5.0, 4.0]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "more",
    [
        {"ward": ["x", "y", "x", "y"], "count": [4, 4, 6, 6], "exposure": [90, 90, 80, 80]},  # wards of one size
        {"count": [4, 5, 6, 7], "exposure": [90, 90, 80, 70]},  # wards without a name
        {"age": [40, 40, 41, 50], "count": [1, 1, 0, 1], "exposure": [1, 1, 1, 1]},  # people, a row each
    ],
)
def test_rows_of_one_area_that_are_meant_are_not_told(more):
    frame = pl.DataFrame({"area": ["a", "a", "b", "b"]} | more)
    assert table.rate(frame, by="area")["count"].to_list() == [sum(more["count"][:2]), sum(more["count"][2:])]


def test_the_command_line_tells_it_beside_the_result(tmp_path):
    file = tmp_path / "deaths.csv"
    file.write_text("area,year,count,exposure\nHull,2023,4,900\nYork,2023,5,800\nYork,2023,5,800\nHull,2024,6,900\n")
    found, notes = table.applied("rate", file, by=["area", "year"])
    assert found["count"].to_pylist() == [4, 10, 6]
    assert notes == (f"{file}:4: this row is the same as line 3; all were added up. Take out what is there twice.",)
