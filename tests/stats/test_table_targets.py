"""A target stands on the scale of the values, or it is refused: never 0.95 beside percentages, nor 95 beside shares."""

import polars as pl
import pytest

from oneplace.problems import OneplaceError
from oneplace.stats import table

MONTHS = [f"2023-{month:02d}" for month in range(1, 13)] + ["2024-01"]
PERCENT = pl.DataFrame({"period": MONTHS, "value": [f"{90 + i % 3}%" for i in range(13)]})
PLAIN = PERCENT.with_columns(value=pl.Series([0.9 + i % 3 / 100 for i in range(13)]))
SHARES = pl.DataFrame({"period": MONTHS, "count": [900 + i % 3 for i in range(13)], "denominator": [1000] * 13})


@pytest.mark.parametrize(
    ("frame", "method", "target"),
    [
        *((PERCENT, "xmr", "95%"), (PERCENT, "xmr", 95), (PLAIN, "xmr", 0.95), (SHARES, "p_chart", "95%")),
        *((SHARES, "p_chart", 0.95), (SHARES.with_columns(aim=pl.lit("95%")), "p_chart", "aim")),
    ],
)
def test_a_target_of_the_values_scale_is_failed(frame, method, target):
    found = getattr(table, method)(frame, target=target, improvement="increase")
    assert set(found["assurance"]) == {"consistent_fail"}


@pytest.mark.parametrize(
    ("frame", "method", "target", "said"),
    [
        (PERCENT, "xmr", 0.95, "target is 0.95 and the values are percentages: write 0.95% or 95%"),
        (PLAIN, "xmr", "95%", "target is '95%', and the values are no percentages"),
        (PLAIN.with_columns(aim=pl.lit("95%")), "xmr", "aim", "column 'aim' and the values aren't both percentages"),
        (SHARES, "p_chart", 95, "target is 95.0, and the values are shares of one: write 95% or 0.95"),
        (PERCENT, "forecast", 0.95, "write 0.95% or 95%"),
        (PERCENT, "xmr", "soon", "which is neither a number nor a column"),
    ],
)
def test_a_target_of_another_scale_is_refused(frame, method, target, said):
    with pytest.raises(OneplaceError, match=said):
        getattr(table, method)(frame, target=target)


def test_rows_are_compared_with_a_number_of_their_scale():
    frame = pl.DataFrame({"value": ["12%"], "lower": ["11%"], "upper": ["13%"]})
    assert table.compare(frame, target="10%")["compared"].to_list() == ["higher"]
    with pytest.raises(OneplaceError, match=r"write 0\.1% or 10%"):
        table.compare(frame, target=0.1)
