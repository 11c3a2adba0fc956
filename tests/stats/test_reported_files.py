"""Files that gave a wrong answer or a traceback to somebody, each with the right answer."""

import numpy as np
import pytest

from oneplace import stats
from oneplace.problems import OneplaceError
from oneplace.stats import table
from tests.stats.cases import FOLDER

FILES = FOLDER / "reports"


def run(method, name, **settings):
    return table.run(method, FILES / f"{name}.csv", **settings)


def last(found, *names):
    return [found[name][-1].as_py() for name in names]


def test_deaths_under_one_are_no_deaths_from_one_to_four():
    found = run("life_expectancy", "life_under1_labels")
    assert found["age"].to_pylist()[:3] == [0, 1, 5]
    first = [found[name][0].as_py() for name in ("value", "lower", "upper")]
    np.testing.assert_allclose(first, [79.274989, 78.832766, 79.717212], atol=1e-6)
    assert found["value"][1].as_py() == pytest.approx(78.591816, abs=1e-6)


@pytest.mark.parametrize("name", ["xmr_uk_dates", "xmr_month_names", "xmr_iso_dates_right"])
def test_months_stand_in_order_of_time_however_they_are_written(name):
    found = run("xmr", name, improvement="increase")
    assert last(found, "mean", "lower", "upper") == pytest.approx([67.25, 63.26, 71.24])
    assert last(found, "variation") == ["improvement_high"]
    assert found["value"].to_pylist() == run("xmr", "xmr_iso_dates_right")["value"].to_pylist()


def test_a_month_twice_is_not_added_up():
    found = run("xmr", "xmr_duplicate_month")
    assert set(found["reason"].to_pylist()) == {"duplicate_periods"}
    assert set(found["value"].to_pylist()) == {None}


def test_absent_months_break_a_run():
    found = run("xmr", "xmr_eight_months_absent", improvement="increase")
    assert last(found, "mean", "lower", "upper") == pytest.approx([50.685714, 45.771714, 55.599714])
    assert set(found["point"].to_pylist()) == {"common_cause"}


@pytest.mark.parametrize("no", ["False", "FALSE", "no", "false", "0", False])
def test_no_means_no(no):
    found = run("xmr", "xmr_outlier", screening=no)
    assert last(found, "lower", "upper") == pytest.approx([37.38, 70.42])


@pytest.mark.parametrize("yes", ["True", "yes", True])
def test_yes_means_yes(yes):
    assert last(run("xmr", "xmr_outlier", screening=yes), "lower", "upper") == pytest.approx([47.33, 60.47], abs=0.005)


def test_two_rows_of_a_quantile_are_refused():
    with pytest.raises(
        OneplaceError, match=r"csv:12:1: column 'quantile' has '1' again: it stood in line 2\. Take one"
    ):
        run("slope_index", "slope_two_sexes_no_by")


def test_a_year_twice_has_a_reason():
    found = run("recent_trend", "trend_duplicate_year", by="area", lower="lower", upper="upper")
    assert found["reason"].to_pylist() == ["duplicate_periods"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("rate_column_twice", r"column 'Deaths' is there 2 times: as column 2 and 3"),
        ("rate_blank_lines", r"csv:5:2: column 'Deaths' has 'x'"),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(name, said):
    with pytest.raises(OneplaceError, match=said):
        run("rate", name, count="Deaths", exposure="Population")


@pytest.mark.parametrize(
    ("name", "areas"),
    [
        ("rate_windows_1252", ["Ynys Môn"]),
        ("rate_semicolons", ["North", "South"]),
        ("rate_code_with_zero", ["007", "08"]),
    ],
)
def test_files_of_other_programs_are_read(name, areas):
    found = run("rate", name, count="Deaths", exposure="Population", by="Area")
    assert found["Area"].to_pylist() == areas
    assert found["value"].to_pylist()[0] == 300


def test_a_date_that_excel_made_of_an_age_is_told():
    with pytest.raises(
        OneplaceError, match=r"csv:3:3: column 'age_band' has '05-Sep': Excel made a date of 5-9\. Write"
    ):
        run("directly_standardised_rate", "dsr_excel_dates", by=["area", "sex"])


def test_a_band_in_which_all_die_before_a_later_one_has_limits():
    found = stats.life_expectancy([10, 50, 399, 5, 10], [9000, 9000, 400, 50, 20], [0, 60, 80, 90, 95])
    np.testing.assert_allclose(found.lower[:3], [75.604668, 23.007074, 5.0], atol=1e-6)
    np.testing.assert_allclose(found.upper[:3], [81.498940, 23.835032, 5.0], atol=1e-6)
    assert found.reason.tolist() == ["", "", "", "no_survivors", "no_survivors"]


def test_per_may_differ_from_element_to_element():
    found = stats.proportion([1, 2], [10, 20], per=[1, 100])
    np.testing.assert_allclose(found.upper, [0.404150, 30.103365], atol=1e-6)
    each = [stats.rate(x, n, per) for x, n, per in ((1, 10, 1), (20, 50, 1000))]
    assert stats.rate([1, 20], [10, 50], per=[1, 1000]).upper.tolist() == [float(one.upper) for one in each]


def test_a_step_is_seen_over_working_days():
    days = np.arange("2024-03-04", "2024-05-04", dtype="datetime64[D]")
    days = days[np.is_busday(days, holidays=["2024-03-29", "2024-04-01"])]
    y = np.where(np.arange(days.size) < days.size - 12, np.tile([10.0, 12], 30)[: days.size], 12.5)
    chart = stats.xmr(y, "increase", periods=days)
    assert (chart.point == "improvement").sum() >= 12
    absent = np.delete(np.arange(days.size), days.size - 6)  # a working day without a row breaks the run
    assert (stats.xmr(y[absent], "increase", periods=days[absent]).point == "improvement").sum() < 12


def test_a_ratio_s_upper_limit_rises_with_its_events():
    reference = stats.rate(5, 1000)
    upper = [float(stats.relative_gap(stats.rate(x, 1000), reference).upper) for x in (0, 0.01, 0.5, 1, 2, 3)]
    assert upper == sorted(upper)


def needed(method):
    """What a method can't do without: a period, of those that have such a setting."""
    return {name: "2024" for name, each in table.METHODS[method].parameters.items() if each.required}


@pytest.mark.parametrize("method", sorted(table.METHODS))
def test_a_file_of_names_alone_is_refused_by_every_method(method, tmp_path):
    declared = table.METHODS[method]
    settings = {"reference": "a"} if "reference" in declared.parameters and "group" in declared.parameters else {}
    settings |= needed(method)
    names = declared.wanted(declared.checked(tmp_path, settings))
    file = tmp_path / "empty.csv"
    file.write_text(",".join([*names, "x"]) + "\n")
    with pytest.raises(OneplaceError, match=r"empty\.csv: holds no rows below its line of names"):
        table.run(method, file, **settings)


def told_by(method, file, **settings):
    try:
        found = table.run(method, file, **settings)
    except OneplaceError as error:
        return error.problems
    assert found.num_rows >= 1
    return ()


@pytest.mark.parametrize("method", sorted(table.METHODS))
def test_a_file_of_a_single_row_ends_in_a_result_or_in_one_line(method, tmp_path):
    declared = table.METHODS[method]
    names = [*declared.wanted(declared.checked(tmp_path, needed(method))), "lower", "upper", "group"]
    cells = {"period": "2024", "age_band": "0-4", "age": "0", "group": "a", "quantile": "1", "stratum": "s"}
    file = tmp_path / "one.csv"
    names = list(dict.fromkeys(names))
    file.write_text(",".join(names) + "\n" + ",".join(cells.get(name, "5") for name in names) + "\n")
    problems = told_by(method, file, **needed(method))
    assert len(problems) <= 1
    assert all(problem.mend for problem in problems)
