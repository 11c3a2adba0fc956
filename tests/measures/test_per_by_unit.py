"""What a rate, a share or a ratio is times where its file doesn't say: what its unit says, else nothing."""

import pytest

from oneplace.measures.redefined import counts_otherwise
from tests.measures.build import PROPORTION, measure

RATIO = {
    "from": "record",
    "statistic": "ratio",
    "events": {"table": "activity", "where": "activity_type = 'call_111'"},
    "quantity": "date_diff('minute', start_at, end_at)",
    "out_of": "1",
}
RATE = {"from": "record", "statistic": "rate", "events": RATIO["events"]}
MEAN = {key: said for key, said in RATIO.items() if key != "out_of"} | {"statistic": "mean"}


@pytest.mark.parametrize(
    ("compute", "unit", "times"),
    [
        (RATIO, "minutes", 1),
        (RATIO, "ratio", 1),
        (RATIO, "percent", 100),
        (RATIO | {"per": 60}, "minutes", 60),
        (PROPORTION, "percent", 100),
        (PROPORTION, "per_1000", 1_000),
        (RATE, "per_1000_a_year", 1_000),
        (RATE, "per_100k_dsr", 100_000),
        (RATE | {"per": 100_000}, "per_100k", 100_000),
    ],
)
def test_the_unit_says_what_the_value_is_times(compute, unit, times):
    assert measure(compute, unit=unit).compute.per == times


def test_of_what_is_out_of_nothing_the_unit_says_nothing():
    assert measure(MEAN, unit="minutes").compute == measure(MEAN, unit="percent").compute


def test_a_definition_that_a_run_kept_is_read_with_its_unit():
    calls = measure(RATIO, unit="minutes").compute
    kept = "unit: minutes\ncompute:\n" + "".join(f"  {key}: {said!r}\n" for key, said in RATIO.items())
    assert not counts_otherwise(kept, calls)
    assert counts_otherwise(kept.replace("minutes", "percent", 1), calls)
