"""A group without a row where others have one: its gap is told as not known, and nobody else's is touched."""

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.problems import OneplaceError
from oneplace.stats import table

GROUPS = ["P", "A", "B", "C"]


def _frame(*rows):
    return pl.DataFrame([(*row, 10, 100) for row in rows], schema=["part", "year", "group", "n", "d"], orient="row")


def _gaps(frame, by=("part", "year"), method="absolute_gap"):
    found = getattr(table, method)(frame, reference="P", by=list(by), count="n", denominator="d")
    rows = pl.from_pandas(found) if isinstance(found, pd.DataFrame) else found
    return {tuple(row[name] for name in (*by, "group")): row["reason"] or "" for row in rows.to_dicts()}


def test_a_group_that_is_absent_from_a_year_is_not_known_in_it():
    frame = _frame(("x", 2023, "P"), ("x", 2023, "A"), ("x", 2023, "B"), ("x", 2024, "P"), ("x", 2024, "A"))
    right = {("x", 2023, "A"): "", ("x", 2023, "B"): "", ("x", 2024, "A"): "", ("x", 2024, "B"): "absent_group"}
    assert _gaps(frame) == right
    assert _gaps(frame.to_pandas(), method="relative_gap") == right
    joined = table.mantel_haenszel(
        frame, stratum="part", group="group", reference="P", by="year", count="n", denominator="d"
    )
    assert joined["reason"].to_list() == ["", "", "", "absent_group"]


def test_a_year_that_has_the_reference_alone_asks_for_every_group():
    frame = _frame(("x", 2023, "P"), ("x", 2023, "A"), ("x", 2024, "P"))
    assert _gaps(frame) == {("x", 2023, "A"): "", ("x", 2024, "A"): "absent_group"}


def test_groups_of_one_part_are_not_asked_for_in_another():
    rows = [("sex", year, group) for year in (2023, 2024) for group in ("P", "A", "B")]
    rows += [("age", 2023, "P"), ("age", 2023, "C"), ("age", 2024, "P")]
    told = _gaps(_frame(*rows))
    assert {key for key, reason in told.items() if reason} == {("age", 2024, "C")}
    assert len(told) == 6


@pytest.mark.slow
@given(st.sets(st.tuples(st.sampled_from([2022, 2023, 2024]), st.sampled_from(GROUPS[1:])), min_size=1))
def test_each_pair_is_told_once_and_what_has_a_row_is_known(pairs):
    years = [2022, 2023, 2024]
    frame = _frame(*(("x", year, "P") for year in years), *(("x", *pair) for pair in pairs))
    told = _gaps(frame)
    assert {key[1:] for key, reason in told.items() if not reason} == pairs
    assert {key[2] for key in told} == {group for _, group in pairs}
    asked = {(year, group) for year in years for group in {group for _, group in pairs}}
    crossed = any(len({year for year, own in pairs if own == group}) > 1 for group in GROUPS)
    assert not crossed or {key[1:] for key in told} == asked


@pytest.mark.parametrize("groups", [["P"], ["P", "A"]])
def test_without_by_nothing_is_absent(groups):
    found = table.absolute_gap(
        _frame(*(("x", 2023, group) for group in groups)), reference="P", count="n", denominator="d"
    )
    assert found["reason"].to_list() == [""] * (len(groups) - 1)


def _tenths(last, **more):
    tenths = range(1, last + 1)
    return pl.DataFrame(
        {"quantile": tenths, "population": [1000] * last, "value": [70.0 + i for i in tenths]}
        | {"lower": [69.0 + i for i in tenths], "upper": [71.0 + i for i in tenths]}
        | more
    )


@pytest.mark.parametrize("method", ["slope_index", "relative_index"])
def test_nine_tenths_are_asked_about_and_an_absent_one_leaves_no_number_behind(method):
    with pytest.raises(OneplaceError, match=r"ends with 9: is it the last, or are others up to the tenth absent"):
        getattr(table, method)(_tenths(9))
    assert getattr(table, method)(_tenths(9), quantiles=9)["denominator"].to_list() == [9000]
    absent = getattr(table, method)(_tenths(9), quantiles=10)
    assert absent.select("value", "count", "denominator", "reason").rows() == [(None, None, None, "missing")]


@pytest.mark.parametrize(
    "method", ["concentration_index", "between_group_variance", "population_attributable_fraction"]
)
def test_what_is_made_of_absent_groups_has_no_count(method):
    found = getattr(table, method)(_tenths(4).drop("lower", "upper"), quantiles=5)
    assert found.select("value", "count", "denominator", "reason").rows() == [(None, None, None, "missing")]


def test_without_the_reference_a_year_s_gaps_are_not_known_and_the_other_year_s_are():
    frame = _frame(("x", 2023, "P"), ("x", 2023, "A"), ("x", 2024, "A"), ("x", 2024, "B"))
    right = {("x", 2023, "A"): "", ("x", 2023, "B"): "absent_group"}
    right |= {("x", 2024, name): "absent_reference" for name in "AB"}
    for method in ("absolute_gap", "relative_gap"):
        assert _gaps(frame, method=method) == right
    told = table.absolute_gap(frame, reference="P", by=["part", "year"], count="n", denominator="d")
    assert told.filter(pl.col("year") == 2024)["value", "lower", "upper"].rows() == [(None, None, None)] * 2


def test_without_the_reference_whatever_is_held_against_it_is_not_known():
    rows = [(2023, "P", "0-64", 60), (2023, "A", "0-64", 70), (2024, "A", "0-64", 80)]
    rows += [(year, group, "65+", 50 + count) for year, group, _, count in rows]
    frame = pl.DataFrame(rows, schema=["year", "group", "age", "deaths"], orient="row").with_columns(
        population=pl.lit(90_000)
    )
    common = {"group": "group", "reference": "P", "by": "year"}
    joined = table.mantel_haenszel(frame, stratum="age", count="deaths", denominator="population", **common)
    assert joined.select("year", "reason").rows() == [(2023, ""), (2024, "absent_reference")]
    assert joined["value"].is_null().to_list() == [False, True]
    parts = table.decompose_life_expectancy(frame, **common)
    assert parts.select("year", "reason").rows() == [(2023, "")] * 2 + [(2024, "absent_reference")] * 2
    assert parts.select(pl.col("gap", "contribution").is_null()).rows() == [(False, False)] * 2 + [(True, True)] * 2
    valued = _frame((1, 2023, "P"), (1, 2023, "A"), (1, 2024, "A")).with_columns(
        value=pl.lit(5.0), lower=pl.lit(4.0), upper=pl.lit(6.0)
    )
    assert table.compare(valued, **common)["compared"].to_list() == ["", "similar", "not_known"]
    assert table.absolute_gap(valued, **common)["reason"].to_list() == ["", "absent_reference"]


def test_a_hidden_number_of_another_year_s_reference_hides_no_gap_that_has_none():
    rows = [("2023", "P", "*"), ("2023", "A", "5"), ("2024", "A", "6"), ("2025", "P", "7"), ("2025", "A", "8")]
    frame = pl.DataFrame(rows, schema=["year", "group", "n"], orient="row").with_columns(d=pl.lit("100"))
    told = table.absolute_gap(frame, reference="P", by="year", count="n", denominator="d")
    assert told["reason"].to_list() == ["suppressed", "absent_reference", ""]


def test_a_reference_that_no_row_has_is_refused_with_the_names_that_are_there():
    frame = _frame(("x", 2023, "White"), ("x", 2023, "Asian"))
    for name, mend in (("England", "Name one of them as reference=NAME."), ("white", "Did you mean `White`?")):
        with pytest.raises(OneplaceError) as caught:
            table.absolute_gap(frame, reference=name, by="year", count="n", denominator="d")
        [problem] = caught.value.problems
        assert problem.message == f"column 'group' has White, Asian; reference is '{name}', which isn't in it."
        assert problem.mend == mend
