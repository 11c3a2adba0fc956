"""Which columns go in and come out of each method over tables, and how rows make groups, bands and periods."""

import numpy as np
import polars as pl
import pytest

from oneplace import stats
from oneplace.problems import OneplaceError
from oneplace.stats import table

LIMITS = ["value", "lower", "upper", "count", "denominator", "method", "reason", "reason_text"]
SLOPE = {"quantile": [1, 2, 3], "population": [10, 20, 30], "value": [9.0, 6, 2], "lower": [8.0, 5, 1]}
SLOPE |= {"upper": [10.0, 7, 3]}
MONTHS = {"period": [f"{2023 + month // 12}-{month % 12 + 1:02}" for month in range(14)], "value": [10, 12] * 7}
YEARS = {"period": [2020, 2021, 2022, 2023, 2024], "value": [1.0, 2, 3, 4, 5], "lower": [0.9, 1.9, 2.9, 3.9, 4.9]}
YEARS |= {"upper": [1.1, 2.1, 3.1, 4.1, 5.1]}
REASON = ["reason", "reason_text"]


@pytest.mark.parametrize(
    ("method", "data", "settings", "columns", "rows"),
    [
        ("rate", {"g": ["a", "b"], "count": [1, 2], "exposure": [9, 9]}, {}, ["g", "exposure", *LIMITS], 2),
        ("rate", {"g": ["a", "a"], "count": [1, 2], "exposure": [9, 9]}, {"by": "g"}, ["g", *LIMITS], 1),
        ("proportion", {"count": [1, 2], "denominator": [9, 9]}, {"per": 100}, LIMITS, 2),
        ("mean", {"g": [1, 2], "value": [1, 2]}, {}, LIMITS, 1),
        ("mean", {"g": [1, 2], "value": [1, 2]}, {"by": ["g"]}, ["g", *LIMITS], 2),
        ("directly_standardised_rate", {"age_band": ["0-4"], "count": [20], "population": [90]}, {}, LIMITS, 1),
        ("life_expectancy", {"age": [0, 1], "deaths": [9, 9], "population": [9000, 90]}, {}, ["age", *LIMITS], 2),
        ("slope_index", SLOPE, {}, [*LIMITS, "intercept", "intercept_lower", "intercept_upper"], 1),
        ("relative_index", SLOPE, {"transform": "log"}, LIMITS, 1),
        ("concentration_index", SLOPE, {}, LIMITS, 1),
        ("quantile_groups", {"a": ["x", "y"], "value": [1, 2]}, {"groups": 2}, ["a", "value", "quantile", *REASON], 2),
        (
            "funnel_significance",
            {"a": ["x", "y"], "count": [1, 2], "denominator": [9, 9]},
            {},
            ["a", "count", "denominator", "significance", "z", *REASON],
            2,
        ),
        ("recent_trend", YEARS, {"lower": "lower", "upper": "upper"}, ["trend", "gradient", "chi_squared", *REASON], 1),
        (
            "xmr",
            MONTHS,
            {},
            ["period", "value", "mean", "lower", "upper", "point", "variation", "assurance", *REASON],
            14,
        ),
        ("suppress", {"g": [1, 2, 3], "count": [1, 20, 30]}, {}, ["g", "count", *REASON], 3),
    ],
)
def test_columns_that_come_out(method, data, settings, columns, rows):
    found = getattr(table, method)(pl.DataFrame(data), **settings)
    assert sorted(found.columns) == sorted({*columns})
    assert len(found) == rows
    assert all(stats.REASONS[code] == words for code, words in found.select(REASON).rows())


@pytest.mark.parametrize(
    ("confidence", "names"),
    [
        (0.9, ["lower", "upper"]),
        ([0.9], ["lower_90", "upper_90"]),
        ([0.95, 0.998], ["lower_95", "upper_95", "lower_99_8", "upper_99_8"]),
    ],
)
def test_limits_are_named_by_their_level(confidence, names):
    data = pl.DataFrame({"count": [7, 30], "exposure": [100, 200]})
    found = table.rate(data, per=1, confidence=confidence)
    assert [name for name in found.columns if name.startswith(("lower", "upper"))] == names
    direct = stats.rate([7, 30], [100, 200], 1, confidence)
    sides = np.stack([direct.lower, direct.upper]).reshape(2, 2, -1)
    for i, name in enumerate(names):
        np.testing.assert_allclose(found[name].to_numpy(), sides[i % 2, :, i // 2])


@pytest.mark.parametrize("absent", [None, "", "NA", "n/a", "NaN", "null", "None", "  "])
def test_cells_that_are_absent(absent):
    found = table.rate(pl.DataFrame({"count": ["5", absent], "exposure": [10, 10]}), per=1)
    assert found["value"].to_list() == [0.5, None]
    assert found["reason"].to_list() == ["", "missing"]


def test_numbers_may_stand_as_text_or_as_yes_and_no():
    found = table.mean(pl.DataFrame({"value": [" 3 ", "4.5", "1e1"]}))
    assert found["value"].to_list() == [pytest.approx(17.5 / 3)]
    assert table.mean(pl.DataFrame({"value": [True, False, True, None]}))["value"].to_list() == [pytest.approx(2 / 3)]


def test_groups_come_in_order_of_first_appearance_and_by_several_columns():
    data = {"sex": ["M", "F", "M", "F", "M"], "area": ["b", "a", "b", "b", "a"], "count": [1, 2, 4, 8, 16]}
    frame = pl.DataFrame(data).with_columns(exposure=pl.lit(100))
    found = table.rate(frame, by=["area", "sex"], per=1)
    assert found.select("area", "sex", "count", "denominator").rows() == [
        ("b", "M", 5, 200),
        ("a", "F", 2, 100),
        ("b", "F", 8, 100),
        ("a", "M", 16, 100),
    ]
    assert table.rate(frame, by="sex", per=1)["count"].to_list() == [21, 10]


def test_a_group_with_a_missing_count_is_missing_and_the_others_stay():
    data = {"g": [1, 1, 2], "count": [3, None, 4], "exposure": [10, 10, 10]}
    found = table.rate(pl.DataFrame(data), by="g", per=1)
    assert found["value"].to_list() == [None, 0.4]


def test_columns_by_other_names():
    data = pl.DataFrame({"x": [7], "n": [70]})
    assert table.rate(data, count="x", exposure="n", per=10)["value"].to_list() == [1]
    assert table.proportion(data, count="x", denominator="n", per=10)["value"].to_list() == [1]
    assert table.mean(data, value="x")["value"].to_list() == [7]


def test_large_values_keep_their_spread():
    found = table.mean(
        pl.DataFrame({"g": [1, 1, 1, 2], "value": [1e9 + 1, 1e9 + 2, 1e9 + 3, 5]}), by="g", confidence=0.9
    )
    direct = stats.mean([1.0, 2, 3], 0.9)
    assert found["lower"][0] - 1e9 == pytest.approx(float(direct.lower), abs=1e-5)
    assert found["reason"].to_list() == ["", "one_value"]


def test_quantiles_come_in_their_own_order_and_by_group():
    shuffled = pl.DataFrame(SLOPE | {"g": [1, 1, 1]})[[2, 0, 1]]
    doubled = shuffled.with_columns(pl.lit(2, pl.Int64).alias("g"), pl.col("value", "lower", "upper") * 2)
    both = pl.concat([shuffled, doubled])
    found = table.slope_index(both, by="g", lower="lower", upper="upper", multiplier=-1, confidence=0.9)
    direct = stats.slope_index(
        SLOPE["value"], SLOPE["population"], lower=SLOPE["lower"], upper=SLOPE["upper"], multiplier=-1, confidence=0.9
    )
    assert found["g"].to_list() == [1, 2]
    assert found["value"].to_list() == pytest.approx([float(direct.value), 2 * float(direct.value)])
    assert found["upper"][0] == pytest.approx(float(direct.upper))
    error = shuffled.with_columns(error=pl.lit(0.5))
    for method in ("slope_index", "relative_index", "concentration_index"):
        found = getattr(table, method)(error, standard_error="error")
        direct = getattr(stats, method)(SLOPE["value"], SLOPE["population"], standard_error=[0.5] * 3)
        assert found["upper"].to_list() == pytest.approx([float(direct.upper)])


def test_the_concentration_index_of_each_area():
    one = pl.DataFrame(SLOPE | {"g": ["a"] * 3})
    two = one.with_columns(g=pl.lit("b"), value=pl.col("value").reverse())
    found = table.concentration_index(pl.concat([one, two]), by="g", confidence=0.9)
    for at, values in enumerate((SLOPE["value"], SLOPE["value"][::-1])):
        direct = stats.concentration_index(values, SLOPE["population"], confidence=0.9)
        assert (found["value"][at], found["upper"][at]) == (float(direct.value), float(direct.upper))


@pytest.mark.parametrize(
    ("method", "data", "arrays"),
    [
        ("rate", {"count": [12], "exposure": [90]}, ([12], [90])),
        ("proportion", {"count": [12], "denominator": [90]}, ([12], [90])),
        ("mean", {"value": [12, 90]}, ([[12, 90]],)),
        ("slope_index", SLOPE, (SLOPE["value"], SLOPE["population"])),
        ("relative_index", SLOPE, (SLOPE["value"], SLOPE["population"])),
        ("concentration_index", SLOPE, (SLOPE["value"], SLOPE["population"])),
    ],
)
def test_without_settings_a_method_answers_as_over_arrays(method, data, arrays):
    limits = {"lower": SLOPE["lower"], "upper": SLOPE["upper"]} if method.endswith("e_index") else {}
    direct = getattr(stats, method)(*arrays, **limits)
    found = getattr(table, method)(pl.DataFrame(data))
    for name in ("value", "lower", "upper", "count", "denominator"):
        assert found[name].to_list() == np.ravel(getattr(direct, name)).tolist()
    assert found["method"].to_list() == np.ravel(direct.method).tolist()


def test_ages_are_put_in_order_by_their_first_number():
    data = {
        "age": ["10-14", "under 1", "1 to 9", "15+"],
        "deaths": [9, 30, 8, 500],
        "population": [9000, 900, 9000, 9000],
    }
    data["age"][1] = "0"
    found = table.life_expectancy(pl.DataFrame(data), confidence=0.9)
    direct = stats.life_expectancy([30, 8, 9, 500], [900, 9000, 9000, 9000], (0, 1, 10, 15), confidence=0.9)
    assert found["age"].to_list() == [0, 1, 10, 15]
    assert found["value"].to_list() == direct.value.tolist()
    assert found["upper"].to_list() == direct.upper.tolist()
    grouped = table.life_expectancy(
        pl.concat([pl.DataFrame(data).with_columns(g=pl.lit(g)) for g in ("b", "a")]), by="g"
    )
    assert grouped["g"].to_list() == ["b"] * 4 + ["a"] * 4
    assert grouped["age"].to_list() == [0, 1, 10, 15] * 2


def test_a_standard_population_and_a_level_of_one_s_own():
    data = {"age_band": ["old", "young"], "count": [10, 6], "population": [50, 100]}
    found = table.directly_standardised_rate(
        pl.DataFrame(data), standard={"young": 1.0, "old": 3.0, "none": 9.0}, per=1, confidence=0.9
    )
    direct = stats.directly_standardised_rate(
        [6, 10], [100, 50], {"young": 1.0, "old": 3.0}, bands=["young", "old"], per=1, confidence=0.9
    )
    assert found["value"].to_list() == [pytest.approx(0.25 * 0.06 + 0.75 * 0.2)]
    assert found["lower"].to_list() == [pytest.approx(float(direct.lower))]


def test_ratios_by_group():
    rows = {"g": ["a", "a", "b", "b"], "age_band": ["x", "y", "y", "x"], "count": [3, 9, 18, 6]}
    rows |= {"population": [100, 200, 200, 100], "reference_count": [5, 20, 20, 5], "reference_population": [1000] * 4}
    found = table.standardised_ratio(pl.DataFrame(rows), by="g")
    assert found["value"].to_list() == pytest.approx([12 / 4.5, 24 / 4.5])
    direct = stats.standardised_ratio([3, 9], [100, 200], [5, 20], [1000, 1000])
    assert (found["lower"][0], found["upper"][0]) == (float(direct.lower), float(direct.upper))
    rate = table.indirectly_standardised_rate(pl.DataFrame(rows), by="g")
    assert rate["value"].to_list() == pytest.approx([12 / 4.5 * 1250, 24 / 4.5 * 1250])


def test_quantile_groups_of_each_region_by_people():
    data = {"region": ["n", "s", "n", "s", "n"], "value": [1, 5, 2, 6, 3], "people": [70, 10, 10, 90, 20]}
    found = table.quantile_groups(pl.DataFrame(data), population="people", by="region", groups=2, highest_first=False)
    assert found["quantile"].to_list() == [1, 1, 2, 2, 2]
    counted = table.quantile_groups(pl.DataFrame(data), by="region", groups=2)
    assert counted["quantile"].to_list() == [2, 2, 1, 1, 1]
    few = table.quantile_groups(pl.DataFrame(data), by="region", groups=3)
    assert few["reason"].to_list() == ["", "too_few_areas", "", "too_few_areas", ""]
    assert len(table.quantile_groups(pl.DataFrame({"value": []}, schema={"value": pl.Float64}))) == 0


def test_funnels_pass_their_settings_on():
    data = pl.DataFrame({"x": [50, 90, 70], "n": [100, 100, 100]})
    for how in ({"kind": "rate"}, {"overdispersion": True}, {"kind": "ratio", "overdispersion": True}):
        found = table.funnel_significance(data, count="x", denominator="n", **how)
        direct = stats.funnel_significance([50, 90, 70], [100, 100, 100], **how)
        assert found["significance"].to_list() == direct.value.tolist()
        assert found["z"].to_list() == direct.z.tolist()


def test_trends_by_limits_and_by_counts_in_any_order_of_rows():
    given = pl.DataFrame(YEARS)[[3, 0, 4, 2, 1]]
    found = table.recent_trend(given, lower="lower", upper="upper", confidence=0.9)
    direct = stats.recent_trend(stats.published(YEARS["value"], YEARS["lower"], YEARS["upper"]), confidence=0.9)
    assert found.row(0)[:3] == (str(direct.value), float(direct.gradient), float(direct.chi_squared))
    shares = pl.DataFrame({"g": [1, 2] * 5, "period": np.repeat(range(5), 2), "x": range(10, 20), "n": [100] * 10})
    by = table.recent_trend(shares, count="x", denominator="n", by="g")
    direct = stats.recent_trend(stats.proportion([range(10, 20, 2), range(11, 20, 2)], 100), kind="proportion")
    assert by["chi_squared"].to_list() == pytest.approx(direct.chi_squared.tolist())


def test_charts_by_group_with_a_target_and_settings():
    one = pl.DataFrame(MONTHS | {"g": ["a"] * 14, "goal": [1] * 14})
    two = one.with_columns(g=pl.lit("b"), value=pl.col("value") * 2)
    how = {"improvement": "decrease", "run_length": 6, "screening": False}
    found = table.xmr(pl.concat([one[::-1], two]), by="g", target="goal", **how)
    direct = stats.xmr([[10, 12] * 7, [20, 24] * 7], target=1, **how)
    for name in ("value", "mean", "lower", "upper"):
        assert found[name].to_list() == getattr(direct, name).ravel().tolist()
    assert found["g"].to_list() == ["a"] * 14 + ["b"] * 14
    assert found["period"].to_list() == MONTHS["period"] * 2
    assert set(found["assurance"].to_list()) == {"consistent_fail"}
    assert set(found["reason"].to_list()) == {""}
    alone = table.xmr(one)
    assert set(alone["reason"].to_list()) == {"no_target"}
    assert set(alone["variation"].to_list()) == {"common_cause"}


def test_counts_are_hidden_among_the_rows_of_their_group_in_place():
    data = pl.DataFrame({"g": ["b", "a", "b", "a", "b"], "n": [2, 9, 20, 8, 30]})
    assert table.suppress(data, count="n", by="g")["n"].to_list() == [None, 9, None, 8, 30]
    found = table.suppress(data, count="n", by="g", threshold=9, base=5)
    assert found["n"].to_list() == [None, None, None, None, 30]
    noughts = pl.DataFrame({"count": [0, 20, 30]})
    assert table.suppress(noughts)["count"].to_list() == [0, 20, 30]
    assert table.suppress(noughts, zeros="suppressed")["count"].to_list() == [None, None, 30]
    assert len(table.suppress(pl.DataFrame({"count": []}, schema={"count": pl.Int64}))) == 0


def test_a_chart_that_starts_again_says_since_when_and_when_that_was_certain():
    months = [f"{2023 + n // 12}-{n % 12 + 1:02d}" for n in range(28)]
    moved = pl.DataFrame({"g": "a", "period": months, "value": [12.0, 10.0] * 7 + [22.0, 20.0] * 7})
    steady = pl.DataFrame({"g": "b", "period": months, "value": [12.0, 10.0] * 14})
    found = table.xmr(pl.concat([moved, steady]), by="g", rebase="shifts")
    assert found["since"].to_list() == ["2023-01"] * 14 + ["2024-03"] * 14 + ["2023-01"] * 28
    assert found["taken_up"].to_list() == [""] * 14 + ["2025-03"] * 14 + [""] * 28
    assert found["mean"].to_list() == [11.0] * 14 + [21.0] * 14 + [11.0] * 28
    plain = table.xmr(moved, by="g")
    assert ("since" in plain.columns, set(plain["mean"])) == (False, {16.0})
    with pytest.raises(OneplaceError, match="rebase is 'often', which is no period"):
        table.xmr(moved, rebase="often")
