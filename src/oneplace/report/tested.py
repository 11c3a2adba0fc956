"""What partners' data were tested for and failed, worst first, in words: for the page, the pack and the command."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from oneplace.place import SmallNumbers
from oneplace.report.rows import Row
from oneplace.vocabulary.columns import column_words
from oneplace.vocabulary.data_tests import DATA_TESTS, Severity
from oneplace.vocabulary.wording import day_words, decimal

_ORDER = list(DATA_TESTS)
_SEVERE = [severity.value for severity in Severity]


def made_tests(rows: Iterable[Row]) -> list[Row]:
    """Rows of ``results.TABLES["data_tests"]`` that are of everybody and of all days, or of a whole feed."""
    return [
        row
        for row in rows
        if row["group"] is None and (row["period_start"] is None or DATA_TESTS[row["test"]].of_feeds)
    ]


def failed_tests(rows: Iterable[Row]) -> list[Row]:
    """Those that failed, also where so few did that it isn't told how many: the worst first."""
    return sorted((row for row in rows if row["failed"] != 0), key=_worst)


def _worst(row: Row) -> tuple[int, int, float, str, str]:
    share = (row["failed"] or 0) / row["checked"] if row["checked"] else 0.0
    return _SEVERE.index(row["severity"]), _ORDER.index(row["test"]), -share, row["source"], row["dataset"] or ""


@dataclass(frozen=True)
class Then:
    """What one source's data were found to be in one run: how many of its tests failed, by severity, of how many."""

    day: date
    """On which the run stands."""
    made: int
    errors: int
    warnings: int
    notes: int


def over_runs(runs: Iterable[tuple[date, Iterable[Row]]]) -> dict[str, list[Then]]:
    """By source how many of its tests failed in each of some runs, in their order; a run that lacks it is left out."""
    found: dict[str, list[Then]] = defaultdict(list)
    for day, rows in runs:
        of_source: dict[str, list[Row]] = defaultdict(list)
        for row in made_tests(rows):
            of_source[row["source"]].append(row)
        for source, made in of_source.items():
            failed = [row["severity"] for row in failed_tests(made)]
            found[source].append(Then(day, len(made), *(failed.count(severity) for severity in _SEVERE)))
    return found


def where_tested(row: Row) -> str:
    """The dataset and field that a test is of."""
    return ", ".join(column_words(row[name]) for name in ("dataset", "field") if row[name]) or "all of it"


def fault_words(row: Row, rule: SmallNumbers) -> str:
    """What failed and how many of how many: a row's fault in the reader's own words, where it gave them."""
    test = DATA_TESTS[row["test"]]
    if test.of_feeds:
        note = f" ({row['note']})" if row["note"] else ""
        since = f", from {day_words(row['period_start'])}" if row["period_start"] else ""
        return f"the feed {test.fails}{note}{since}"
    fault = row["note"] or f"each {test.fails}"
    return f"{_many(row, test.of, rule)}: {fault}"


def _many(row: Row, of: str, rule: SmallNumbers) -> str:
    if row["failed"] is None:
        return f"{rule.of_records(1)} of {row['checked']:,} {of}"
    share = 100 * row["failed"] / row["checked"] if row["checked"] else 0.0
    told = "under 0.1%" if 0 < share < 0.05 else f"{decimal(share)}%"
    return f"{row['failed']:,} of {row['checked']:,} {of} ({told})"
