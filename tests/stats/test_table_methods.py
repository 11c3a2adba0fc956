"""Methods over tables beyond rates: gaps, joined ratios, funnels, decompositions, forecasts, and their settings."""

import csv
import math

import numpy as np
import polars as pl
import pytest

from oneplace import stats
from oneplace.problems import OneplaceError
from oneplace.stats import table
from tests.stats.cases import FOLDER

SEXES = {"area": ["N", "N", "S", "S"], "sex": ["F", "M", "F", "M"], "value": [10.0, 12, 20, 18]}
SEXES |= {"lower": [9.0, 11, 18, 17], "upper": [11.0, 13, 22, 19]}
STRATA = {"stratum": ["a", "a", "b", "b"], "group": ["x", "y"] * 2, "count": [8, 5, 22, 16]}
STRATA |= {"denominator": [106, 120, 98, 85]}


def providers():
    with (FOLDER / "mortality.csv").open() as file:
        rows = list(csv.DictReader(file))
    return pl.DataFrame(
        {
            "provider": [row["provider"] for row in rows],
            "count": [float(row["observed"]) for row in rows],
            "denominator": [float(row["expected"]) for row in rows],
        }
    )


@pytest.mark.parametrize("method", ["absolute_gap", "relative_gap"])
def test_gaps_to_the_reference_of_each_area(method):
    found = getattr(table, method)(pl.DataFrame(SEXES), group="sex", reference="M", by="area")
    assert found.select("area", "sex").rows() == [("N", "F"), ("S", "F")]
    sides = [stats.published(*(SEXES[name][i::2] for name in ("value", "lower", "upper"))) for i in (0, 1)]
    direct = getattr(stats, method)(*sides)
    for name in ("value", "lower", "upper"):
        assert found[name].to_list() == getattr(direct, name).tolist()


def test_gaps_of_counts_have_limits_from_the_counts():
    """As the results tables have them: 56 of 70 less 48 of 80 by Newcombe; rates by x/n²; a hidden count hides its."""
    rows = pl.DataFrame({"group": ["a", "b", "c"], "x": ["56", "48", "*"], "n": [70, 80, 60]})
    given = {"reference": "b", "count": "x", "denominator": "n"}
    gap = table.absolute_gap(rows, **given)
    assert gap["group"].to_list() == ["a", "c"]
    assert [round(gap[name][0], 2) for name in ("value", "lower", "upper")] == [20.0, 5.24, 33.39]
    assert gap["reason"].to_list() == ["", "suppressed"]
    events = table.absolute_gap(rows, **given, counted="rate", per=1000)
    half = 1.959963985 * 1000 * (56 / 70**2 + 48 / 80**2) ** 0.5
    assert events["upper"][0] - events["value"][0] == pytest.approx(half)
    times = table.relative_gap(rows, **given)
    spread = math.exp(1.959963985 * (1 / 56 - 1 / 70 + 1 / 48 - 1 / 80) ** 0.5)
    assert (times["value"][0], times["upper"][0]) == (pytest.approx(4 / 3), pytest.approx(4 / 3 * spread))
    with pytest.raises(OneplaceError, match="give both the count and the denominator"):
        table.absolute_gap(rows, reference="b", count="x")


@pytest.mark.parametrize(
    ("settings", "compared"),
    [
        ({"target": 11}, ["similar", "similar", "higher", "higher"]),
        ({"target": "12.5"}, ["lower", "similar", "higher", "higher"]),
        ({"target": "value"}, ["similar"] * 4),
        ({"group": "sex", "reference": "M", "by": "area"}, ["lower", "", "similar", ""]),
    ],
)
def test_rows_are_compared_with_a_number_or_with_their_reference(settings, compared):
    assert table.compare(pl.DataFrame(SEXES), **settings)["compared"].to_list() == compared


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: table.compare(pl.DataFrame(SEXES)), "give either a target, or a group column"),
        (lambda: table.absolute_gap(pl.DataFrame(SEXES), group="sex"), "column 'sex' has F, M; no reference is named"),
        (
            lambda: table.absolute_gap(pl.DataFrame(SEXES), group="sex", reference="X"),
            "reference is 'X', which isn't in",
        ),
        (
            lambda: table.absolute_gap(pl.DataFrame(SEXES), group="sex", reference="M"),
            "table:3:2: column 'sex' has 'F' again",
        ),
        (lambda: table.compare(pl.DataFrame(SEXES), target="x"), "target is 'x', which is neither"),
        (lambda: table.funnel_limits(providers(), variant="shmi"), "set kind=ratio"),
        (lambda: table.xmr(months(), freeze="2023-05", baseline=5), "two ways of saying the same"),
        (lambda: table.xmr(months(), freeze="2022-01"), "the first period: a baseline needs two points or more"),
        (lambda: table.xmr(months(), freeze="Q9"), "freeze is 'Q9', which is no period"),
        (lambda: table.xmr(months(), exclude="2031-05"), "exclude is '2031-05', and no row is of that period"),
        (lambda: table.xmr(months(), target="goal"), "target is 'goal', which is neither a number nor a column"),
        (lambda: table.t_chart(months()), "give their dates, or a column `between`"),
    ],
)
def test_what_can_not_be_worked_out_is_told(call, said):
    with pytest.raises(OneplaceError, match=said):
        call()


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [
        # by hand for the rates; the others agree with statsmodels' StratifiedTable
        ("rate_ratio", [1.3255553, 0.7604604, 2.3105700]),
        ("risk_ratio", [1.3255553, 0.7979070, 2.2021324]),
        ("odds_ratio", [1.4031485, 0.7625152, 2.5820153]),
    ],
)
def test_ratios_joined_over_strata(ratio, expected):
    found = table.mantel_haenszel(pl.DataFrame(STRATA), reference="y", ratio=ratio)
    np.testing.assert_allclose(found.select("value", "lower", "upper").row(0), expected, rtol=1e-6)
    assert found["group"].to_list() == ["x"]
    alone = [found[name].to_list() for name in ("value", "lower", "upper")]
    empty = pl.DataFrame({"stratum": ["c"], "group": ["x"], "count": [3], "denominator": [9]})
    more = table.mantel_haenszel(pl.concat([pl.DataFrame(STRATA), empty]), reference="y", ratio=ratio)
    assert [more[name].to_list() for name in ("value", "lower", "upper")] == alone  # nobody to compare with


def test_a_joined_ratio_of_one_stratum_is_the_plain_ratio():
    one = stats.mantel_haenszel([8], [100], [4], [200])
    assert float(one.value) == pytest.approx(4)
    assert float(one.upper) == pytest.approx(4 * math.exp(1.959964 * math.sqrt(1 / 8 + 1 / 4)), rel=1e-6)
    none = stats.mantel_haenszel(
        [[0], [8], [8], [9]], [[100], [100], [0], [8]], [[4], [0], [4], [1]], 100, "risk_ratio"
    )
    assert none.reason.tolist() == ["", "zero_reference", "no_denominator", "count_exceeds_denominator"]
    assert np.isnan(none.lower).all()


def test_hospital_funnels_agree_with_the_reference():
    frame = providers()
    found = table.funnel_significance(frame, kind="ratio", variant="shmi")
    named = dict(zip(frame["provider"], found["significance"], strict=True))
    assert [name for name, word in named.items() if word.startswith("High")] == ["P08", "P31"]
    assert [name for name, word in named.items() if word.startswith("Low")] == ["P17", "P32"]
    assert [name for name, word in named.items() if "0.001" in word] == ["P08", "P17"]
    direct = stats.ratio_funnel(frame["count"], frame["denominator"])
    assert (direct.phi, direct.tau_squared) == pytest.approx((2.8588550855, 0.0024949042574), rel=1e-9)
    assert (direct.lower[0, 0], direct.upper[0, 0]) == pytest.approx((0.89097697061, 1.122363465), rel=1e-8)
    cqc = stats.ratio_funnel(frame["count"], frame["denominator"], "cqc")
    assert (cqc.phi, cqc.tau_squared) == pytest.approx((4.1058793042, 0.00098390154619), rel=1e-9)
    lines = table.funnel_limits(frame, kind="ratio", variant="shmi", per=100, confidence=0.9)
    assert len(lines) == 40
    assert lines["at"].to_list() == sorted(frame["denominator"])


def test_an_area_without_an_event_is_judged_and_a_bad_one_changes_nothing():
    found = stats.ratio_funnel([0, 50, 60, 40, np.nan], [20, 50, 55, 45, 9])
    assert found.reason.tolist() == ["", "", "", "", "missing"]
    assert np.isfinite(found.z[:4]).all()
    same = stats.ratio_funnel([0, 50, 60, 40], [20, 50, 55, 45])
    assert found.tau_squared == same.tau_squared


@pytest.mark.parametrize(("areas", "kept"), [(4, 4), (8, 8), (15, 13), (45, 37), (46, 38)])
def test_the_groups_that_the_hospital_funnel_leaves_out_are_as_many_at_either_end(areas, kept):
    """By hand: with the same expected events everywhere, phi is the mean square of the distances that are left."""
    z = np.linspace(-3, 3, areas) ** 3 / 9
    found = stats.ratio_funnel(400 * np.exp(z / 20), np.full(areas, 400.0))
    ends = (areas - kept) // 2
    left = np.sort(z)[ends : areas - ends]
    assert found.phi == pytest.approx((left**2).mean(), rel=1e-9)
    assert found.tau_squared == pytest.approx(max(0.0, (left**2).sum() - kept + 1) / (400 * (kept - 1)), abs=1e-12)


def test_funnels_of_any_level():
    data = pl.DataFrame({"a": ["x", "y", "z"], "count": [50, 62, 75], "denominator": [100, 100, 100]})
    found = table.funnel_significance(data, confidence=[0.8, 0.99])
    assert found["significance"].to_list() == ["Low (0.1)", "Not significant", "High (0.005)"]
    assert table.funnel_significance(data, confidence=0.9)["significance"].to_list()[0] == "Low (0.05)"
    lines = table.funnel_limits(data, confidence=[0.8, 0.99])
    direct = stats.funnel_limits([50, 62, 75], [100] * 3, confidence=[0.8, 0.99])
    assert lines["upper"].to_list() == direct.upper.T.ravel().tolist()
    assert lines["level"].to_list() == [0.8] * 100 + [0.99] * 100
    with pytest.raises(OneplaceError, match="no area has an event"):
        table.funnel_limits(pl.DataFrame({"count": [0, 0], "denominator": [10, 20]}), kind="rate")
    with pytest.raises(OneplaceError, match="table:3:1: this row is of the same area as line 1"):
        table.funnel_significance(data.with_columns(a=pl.Series(["x", "y", "x"])))


def test_a_gap_in_life_expectancy_is_split_by_age_and_cause():
    data = {"group": ["a"] * 3 + ["b"] * 3, "age": ["0", "1-4", "5+"] * 2, "deaths": [9, 40, 900, 8, 30, 800]}
    data |= {"population": [900, 9000, 40_000] * 2}
    found = table.decompose_life_expectancy(pl.DataFrame(data), reference="b")
    direct = stats.decompose_life_expectancy(
        [9, 40, 900], [900, 9000, 40_000], [8, 30, 800], [900, 9000, 40_000], [0, 1, 5]
    )
    assert found["contribution"].to_list() == direct.contribution.tolist()
    assert found["gap"].to_list() == [float(direct.value)] * 3
    causes = pl.concat(
        [pl.DataFrame(data).with_columns(cause=pl.lit(each), deaths=pl.col("deaths") / 2) for each in "uv"]
    )
    split = table.decompose_life_expectancy(causes, reference="b", cause="cause")
    assert split["cause"].to_list() == ["u"] * 3 + ["v"] * 3
    np.testing.assert_allclose(split["contribution"].to_numpy().reshape(2, 3).sum(axis=0), direct.contribution)


def months(n=30, start=2022):
    return pl.DataFrame(
        {
            "period": [f"{start + k // 12}-{k % 12 + 1:02}" for k in range(n)],
            "value": [10.0 + (k % 3) + (8 if k >= 15 else 0) for k in range(n)],
            "n": [100] * n,
        }
    )


def test_forecasts_go_on_where_the_series_ends():
    found = table.forecast(months(), horizon=3, target=20, confidence=[0.5, 0.8])
    direct = stats.forecast(months()["value"].to_numpy(), 3, frequency="monthly", confidence=[0.5, 0.8])
    assert found["period"].to_list() == ["2024-07-01", "2024-08-01", "2024-09-01"]
    assert found["value"].to_list() == direct.value.tolist()
    assert found["upper_80"].to_list() == direct.upper[:, 1].tolist()
    assert found["chance"].to_list() == stats.probability_of_meeting(direct, 20, "increase").tolist()
    gap = table.forecast(months()[[*range(20), *range(22, 30)]], horizon=1)  # two months without a row are missing
    y = months()["value"].to_numpy().copy()
    y[20:22] = np.nan
    assert gap["value"].to_list() == stats.forecast(y, 1, frequency="monthly").value.tolist()
    years = pl.DataFrame({"period": ["2020/21", "2021/22", "2022/23", "2023/24"], "value": [1.0, 2, 3, 4]})
    assert table.forecast(years, horizon=2)["period"].to_list() == ["2024-04-01", "2025-04-01"]
    days = pl.DataFrame({"period": ["2024-05-02", "2024-05-03", "2024-05-07", "2024-05-08"], "value": [1.0, 2, 3, 4]})
    assert table.forecast(days, horizon=3)["period"].to_list() == ["2024-05-09", "2024-05-10", "2024-05-13"]


@pytest.mark.parametrize(
    ("settings", "since", "means"),
    [
        ({}, None, [(11 * 15 + 19 * 15) / 30] * 30),
        ({"rebase": "2023-04"}, ["2022-01"] * 15 + ["2023-04"] * 15, [11.0] * 15 + [19.0] * 15),
        ({"rebase": ["Apr-23"]}, ["2022-01"] * 15 + ["2023-04"] * 15, [11.0] * 15 + [19.0] * 15),
        ({"rebase": "shifts"}, ["2022-01"] * 15 + ["2023-04"] * 15, [11.0] * 15 + [19.0] * 15),
        ({"freeze": "March 2023"}, None, [11.0] * 30),
        ({"baseline": 15}, None, [11.0] * 30),
        ({"freeze": "2022-02"}, None, [10.5] * 30),
        (
            {"exclude": [f"2023-{m:02}" for m in range(4, 13)] + [f"2024-{m:02}" for m in range(1, 7)]},
            None,
            [11.0] * 30,
        ),
    ],
)
def test_levels_baselines_and_points_left_out(settings, since, means):
    found = table.xmr(months(), screening=False, **settings)
    assert found["mean"].to_list() == pytest.approx(means)
    assert found["value"].to_list() == months()["value"].to_list()
    assert (found["since"].to_list() if "since" in found.columns else None) == since
    left_out = settings.get("exclude", [])
    assert [p for p, word in found.select("period", "point").rows() if word == "excluded"] == left_out


def test_other_charts_answer_as_over_arrays():
    frame = months()
    x, n = frame["value"].to_numpy(), 100
    for name, denominator in (("p_chart", "denominator"), ("u_chart", "exposure")):
        found = getattr(table, name)(frame, count="value", **{denominator: "n"}, improvement="increase", baseline=15)
        direct = getattr(stats, name)(x, np.full(30, n), "increase", baseline=15)
        assert found["upper"].to_list() == direct.upper.tolist()
        assert found["point"].to_list() == direct.point.tolist()
        assert float(direct.mean[0]) == pytest.approx(0.11)
    ranges = table.moving_range_chart(frame)
    direct = stats.moving_range_chart(x)
    assert ranges["upper"].to_list() == pytest.approx(direct.upper.tolist())
    assert direct.upper[0] == pytest.approx(3.267 * np.abs(np.diff(x)).mean())
    run = table.run_chart(frame, freeze="2023-03")
    assert run["median"].to_list() == [11.0] * 30
    assert run["runs"].to_list() == [int(stats.run_chart(x, baseline=15).runs)] * 30
    gaps = pl.DataFrame({"period": range(1, 9), "between": [5.0, 9, 2, 14, 7, 8, 30, 4]})
    for name in ("g_chart", "t_chart"):
        direct = getattr(stats, name)(gaps["between"].to_numpy(), baseline=6)
        found = getattr(table, name)(gaps, between="between", baseline=6)
        assert found["upper"].to_list() == direct.upper.tolist()
    events = pl.DataFrame(
        {"period": ["01/03/2024", "06/03/2024", "06/03/2024", "15/03/2024", "17/03/2024", "31/03/2024"]}
    )
    assert table.t_chart(events)["value"].to_list() == [None, 5, 0, 9, 2, 14]


def test_a_series_without_the_period_of_the_freeze_is_frozen_up_to_it():
    both = pl.concat([months().with_columns(area=pl.lit("A")), months().with_columns(area=pl.lit("B"))])
    gone = both.filter((pl.col("area") == "A") | (pl.col("period") != "2023-03"))
    found = table.xmr(gone, by="area", freeze="2023-03").filter(pl.col("area") == "B")
    left = months().filter(pl.col("period") != "2023-03")
    before = table.xmr(left, freeze="2023-02")
    assert found["upper"].to_list() == before["upper"].to_list()
    assert found["upper"].to_list() != table.xmr(left)["upper"].to_list()


def test_a_month_names_the_only_date_in_it():
    dated = months().with_columns(period=pl.col("period") + "-28")
    by_day, by_month = (table.xmr(dated, freeze=label)["upper"].to_list() for label in ("2023-03-28", "Mar 2023"))
    assert by_day == by_month
    with pytest.raises(OneplaceError, match="no row is of that period: they are written as '2022-01-28' is"):
        table.xmr(dated, freeze="2023")
    assert table.xmr(months(), rebase="Shifts").equals(table.xmr(months(), rebase="shifts"))


def test_an_empty_cell_of_a_chart_says_that_a_number_is_missing():
    found = table.xmr(
        months().with_columns(value=pl.when(pl.col("period") == "2023-03").then(None).otherwise(pl.col("value")))
    )
    assert found.filter(pl.col("period") == "2023-03")["reason"].to_list() == ["missing"]


@pytest.mark.parametrize(
    ("first", "later", "last"),
    [
        ("01/03/2024 18:00", "02/03/2024 6:00", "02/03/2024 12:00"),
        ("2024-03-01T18:00:00Z", "2024-03-02T07:00:00+01:00", "2024-03-02 11:30-0030"),
        ("1 March 2024 6:00 pm", "2 March 2024 06:00 am", "2 March 2024 12:00pm"),
    ],
)
def test_a_chart_of_times_between_events_goes_by_the_time_of_day(first, later, last):
    found = table.t_chart(pl.DataFrame({"period": [last, first, later]}))
    assert found["value"].to_list() == [None, 0.5, 0.25]
    assert found["period"].to_list() == [first, later, last]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ("03/03/2024", "'03/03/2024' has no time of day, and others have one"),
        ("03/03/2024 10:00Z", "'03/03/2024 10:00Z' is of another clock than others"),
        ("03/03/2024 25:00", "'03/03/2024 25:00' has no such time of day"),
        ("03/03/2024 13:00pm", "'03/03/2024 13:00pm' has no such time of day"),
    ],
)
def test_events_are_timed_alike_or_refused(other, said):
    with pytest.raises(OneplaceError, match=said):
        table.t_chart(pl.DataFrame({"period": ["01/03/2024 18:00", "02/03/2024 06:00", other]}))


def test_the_median_makes_an_i_median_chart():
    y = [1.0, 2, 3, 4, 100] * 4
    chart, plain = stats.xmr(y, centre="median"), stats.xmr(y)
    assert chart.mean.tolist() == [3.0] * 20
    np.testing.assert_allclose(chart.upper - 3, plain.upper - plain.mean)


def test_one_area_s_months_change_no_other_s_chart():
    both = pl.concat([months().with_columns(area=pl.lit("A")), months(9, 2030).with_columns(area=pl.lit("B"))])
    found = table.xmr(both, by="area").filter(pl.col("area") == "A")
    alone = table.xmr(months().with_columns(area=pl.lit("A")), by="area")
    assert found.rows() == alone.rows()


def test_standards_by_name_and_file(tmp_path):
    bands = list(stats.ESP1976)
    frame = pl.DataFrame({"age_band": bands, "count": range(20, 38), "population": [1000] * 18})
    for name, standard in (("ESP 1976", stats.ESP1976), ("esp1976", stats.ESP1976)):
        direct = stats.directly_standardised_rate(range(20, 38), [1000] * 18, standard, bands=bands)
        assert table.directly_standardised_rate(frame, standard=name)["value"].to_list() == [float(direct.value)]
    file = tmp_path / "own.csv"
    file.write_text("age_band,weight\n0 to 49,3\n50+,1\n")
    own = table.directly_standardised_rate(frame, standard=str(file), per=1)["value"].to_list()
    low, high = sum(range(20, 30)) / 10_000, sum(range(30, 38)) / 8_000
    assert own == pytest.approx([0.75 * low + 0.25 * high])
    assert sum(stats.ESP2013.values()) == sum(stats.ESP1976.values()) == 100_000
    assert sum(stats.WHO2000.values()) == pytest.approx(100.035)


def test_coarser_bands_carry_the_weights_of_those_they_hold():
    bands = [*list(stats.ESP2013)[:17], "85 and over"]
    frame = pl.DataFrame({"age_band": bands, "count": range(20, 38), "population": [1000] * 18})
    weights = {**{b: stats.ESP2013[b] for b in bands[:-1]}, "85 and over": 2500.0}
    direct = stats.directly_standardised_rate(range(20, 38), [1000] * 18, weights, bands=bands)
    assert table.directly_standardised_rate(frame)["value"].to_list() == pytest.approx([float(direct.value)])


def test_gamma_and_exact_limits():
    # one band: gamma limits are the exact Poisson ones
    found = stats.directly_standardised_rate([[12]], [[1000]], {"0-4": 1}, bands=["0-4"], per=1000, limits="gamma")
    exact = stats.rate(12, 1000, 1000, limits="exact")
    assert (found.lower[0], found.upper[0]) == pytest.approx((float(exact.lower), float(exact.upper)))
    assert str(exact.method) == "Exact"
    data = pl.DataFrame(
        {"age_band": ["a"], "count": [12], "population": [10], "reference_count": [1], "reference_population": [2]}
    )
    ratio = table.standardised_ratio(data, limits="exact")
    assert ratio["upper"].to_list() == pytest.approx([float(exact.upper) / 5])


@pytest.mark.parametrize("mark", ["*", "c", "[x]", "<5"])
def test_a_hidden_count_suppresses_what_it_would_go_into(mark):
    long = {"g": ["a", "a", "b", "b"], "age_band": ["0-4", "5-9"] * 2, "count": ["20", mark, "30", "40"]}
    frame = pl.DataFrame(
        long | {"population": [1000] * 4, "reference_count": [5] * 4, "reference_population": [100] * 4}
    )
    for name in ("directly_standardised_rate", "standardised_ratio"):
        found = getattr(table, name)(frame, by="g")
        assert found["reason"].to_list() == ["suppressed", ""]
        assert found["value"].to_list()[0] is None
        assert found["count"].to_list()[0] is None
    assert table.rate(frame, exposure="population", by="g")["reason"].to_list() == ["suppressed", ""]
    assert table.mean(frame, value="count", by="g")["reason"].to_list() == ["suppressed", ""]
    hidden = table.suppress(frame.with_columns(g=pl.lit("one")), by="g")
    assert hidden["reason"].to_list()[1] == "suppressed"
    assert hidden["count"].to_list().count(None) == 2  # another goes along, so that the sum tells nothing
    series = months().with_columns(value=pl.col("value").cast(pl.String))
    series = series.with_columns(value=pl.when(pl.col("period") == "2022-05").then(pl.lit(mark)).otherwise("value"))
    chart = table.xmr(series)
    assert chart["reason"].to_list()[4] == "suppressed"
    assert chart["value"].to_list()[4] is None


def test_an_absent_quantile_is_missing_and_labels_are_read():
    lines = {"quantile": ["Decile 1 (most deprived)", "2", "04", "5"], "population": [10] * 4, "value": [9.0, 8, 6, 5]}
    lines |= {"standard_error": [0.5] * 4}
    found = table.slope_index(pl.DataFrame(lines), standard_error="standard_error")
    assert found["reason"].to_list() == ["missing"]
    whole = pl.DataFrame(lines | {"quantile": ["1", "2", "3", "4"]})
    assert table.slope_index(whole, standard_error="standard_error")["reason"].to_list() == [""]
    assert table.slope_index(whole, standard_error="standard_error", quantiles=5)["reason"].to_list() == ["missing"]
    with pytest.raises(OneplaceError, match=r"table:1:1: column 'quantile' has '4 \(most deprived\)'"):
        table.slope_index(
            pl.DataFrame(lines | {"quantile": ["4 (most deprived)", "3", "2", "1"]}), standard_error="standard_error"
        )


def test_an_intercept_has_its_limits():
    lines = {"quantile": [1, 2, 3], "population": [10, 20, 30], "value": [9.0, 6, 2], "standard_error": [0.5, 0.4, 0.3]}
    found = table.slope_index(pl.DataFrame(lines), standard_error="standard_error", multiplier=-1)
    direct = stats.intercept(lines["value"], lines["population"], standard_error=lines["standard_error"])
    assert found.select("intercept", "intercept_lower", "intercept_upper").row(0) == pytest.approx(
        (float(direct.value), float(direct.lower), float(direct.upper))
    )


def test_percentages_and_numbers_are_not_mixed():
    frame = pl.DataFrame(
        {"quantile": [1, 2], "population": [9, 9], "value": ["12%", "13%"], "lower": [0.1, 0.1], "upper": [1, 1]}
    )
    with pytest.raises(OneplaceError, match="column 'value' holds percentages, and column 'lower' doesn't"):
        table.slope_index(frame)
    with pytest.raises(OneplaceError, match="column 'count' holds percentages, and counts are wanted"):
        table.rate(pl.DataFrame({"count": ["12%"], "exposure": [1]}))


def test_every_method_is_declared_whole():
    for name, method in table.METHODS.items():
        assert method.does.endswith("."), name
        assert method.gives, name
        assert all(each.about for each in method.parameters.values()), name
        assert hasattr(table, name), name


@pytest.mark.parametrize("method", ["xmr", "run_chart", "moving_range_chart", "forecast"])
def test_periods_that_overlap_are_no_series(method):
    """Rolling years have most of their days in common: their moving ranges, runs and errors are no chance's."""
    months = [f"{name} {year}" for year in (2022, 2023) for name in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul")]
    values = [10.0 + i * 7 % 5 for i in range(len(months))]
    rolling = pl.DataFrame({"period": [f"12 months to {month}" for month in months], "value": values})
    apart = pl.DataFrame({"period": [f"12 months to Mar {2000 + i}" for i in range(len(months))], "value": values})
    assert set(getattr(table, method)(rolling)["reason"]) == {"irregular_periods"}
    assert set(getattr(table, method)(apart)["reason"]) <= {"", "no_target"}


@pytest.mark.parametrize(
    "slipped",
    [
        [*range(1, 25), 450_170_001],  # a number with digits too many
        [*range(1, 13), 60],  # a week of another year
    ],
)
def test_periods_of_which_nearly_all_would_be_missing_are_not_forecast(slipped):
    found = table.forecast(pl.DataFrame({"period": slipped, "value": [n % 5 for n in range(len(slipped))]}))
    assert found["reason"].to_list() == ["irregular_periods"] * 4
    assert found["value"].null_count() == 4
    even = table.forecast(pl.DataFrame({"period": list(range(25)), "value": [n % 5 for n in range(25)]}))
    assert even["reason"].to_list() == [""] * 4


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: table.forecast(months(), horizon="1e9"), "horizon is '1e9'. Write a whole number from 1 to 1,000"),
        (lambda: table.slope_index(pl.DataFrame(), quantiles=10**9), "Write a whole number from 2 to 1,000"),
        (
            lambda: table.waiting_percentile(pl.DataFrame({"left": [4, -3], "ended": [1, 1]})),
            "table:2:1: has a length of time below",
        ),
        (
            lambda: table.waiting_percentile(
                pl.DataFrame({"left": [4, 3], "ended": [1, 1], "since": [-1, 0]}), entered="since"
            ),
            "table:1:3: has a length of time below nought",
        ),
    ],
)
def test_what_no_series_of_a_place_can_be_is_refused_before_it_is_made(call, said):
    with pytest.raises(OneplaceError, match=said):
        call()
