"""How a source's data were found from run to run."""

from datetime import date

from oneplace.report import Then, over_runs
from oneplace.vocabulary.data_tests import DATA_TESTS

TEST = next(test.id for test in DATA_TESTS.values() if not test.of_feeds)


def row(source, severity="error", *, failed=0, test=TEST, group=None, period=None):
    return {
        "source": source,
        "severity": severity,
        "failed": failed,
        "checked": 100,
        "test": test,
        "group": group,
        "period_start": period,
        "dataset": "d",
        "field": None,
    }


def test_each_source_has_how_many_tests_failed_in_each_run():
    one = [row("gp", failed=3), row("gp", "warning", failed=None), row("gp", "note"), row("ed")]
    other = [row("gp"), row("gp", "note", failed=1), row("gp", failed=9, group="deprivation fifth 1")]
    other.append(row("gp", failed=9, period=date(2026, 1, 1)))  # of a quarter: within what is told of all days
    told = over_runs([(date(2026, 1, 1), one), (date(2026, 4, 1), other)])
    assert told["gp"] == [Then(date(2026, 1, 1), 3, 1, 1, 0), Then(date(2026, 4, 1), 2, 0, 0, 1)]
    assert told["ed"] == [Then(date(2026, 1, 1), 1, 0, 0, 0)]
    assert told["nobody"] == []
