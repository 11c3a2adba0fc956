"""What partners' data were tested for, in plain words: by layer and source, what failed, and who has to mend what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from oneplace.place import SmallNumbers
from oneplace.report import Row
from oneplace.vocabulary.columns import column_words
from oneplace.vocabulary.data_tests import DATA_TESTS, Layer, Severity
from oneplace.vocabulary.wording import day_words, decimal
from oneplace.web.snapshot import OnceARun, Snapshot

LAYERS = {
    Layer.STRUCTURAL: "Can the files be read as they were agreed?",
    Layer.LOGICAL: "Can what they say be true?",
    Layer.ANALYTICAL: "Is it enough to count on?",
}
_TRENDS = {"better": "better", "worse": "worse", "no_clear_change": "no clear change"}


@dataclass(frozen=True)
class Failed:
    """One test of one source's dataset that failed."""

    severity: str
    where: str
    said: str
    trend: str
    mend: str


@dataclass(frozen=True)
class OfLayer:
    """One layer of one source: how many of its tests failed, by severity, of how many."""

    made: int
    errors: int
    warnings: int
    notes: int


@dataclass(frozen=True)
class OfSource:
    """One source: whose it is, its layers by name, and what failed, worst first."""

    id: str
    partner: str
    system: str
    origin: str | None
    layers: dict[Layer, OfLayer]
    failed: list[Failed]


def _tested(shot: Snapshot) -> list[OfSource]:
    declared = shot.place.sources
    of_source: dict[str, list[Row]] = {}
    for row in filter(_is_whole, shot.tables["data_tests"].arrow.to_pylist()):
        of_source.setdefault(row["source"], []).append(row)
    known = {source.id: source for source in declared.sources} if declared else {}
    found = []
    for key, rows in sorted(of_source.items()):
        source = known.get(key)
        found.append(
            OfSource(
                id=key,
                partner=rows[0]["partner"],
                system=source.system if source else key,
                origin="synthetic" if source and source.synthetic else None,
                layers={layer: _layer([row for row in rows if row["layer"] == layer.value]) for layer in Layer},
                failed=[_failed(row, shot.place.small_numbers()) for row in sorted(rows, key=_worst) if _fails(row)],
            )
        )
    return found


tested = OnceARun(_tested)
"""Every source that was tested, by its id."""


def _is_whole(row: Row) -> bool:
    return row["group"] is None and (row["period_start"] is None or DATA_TESTS[row["test"]].of_feeds)


def _fails(row: Row) -> bool:
    return bool(row["failed"] != 0)


def _worst(row: Row) -> tuple[int, float]:
    share = (row["failed"] or 0) / row["checked"] if row["checked"] else 0.0
    return [severity.value for severity in Severity].index(row["severity"]), -share


def _layer(rows: Iterable[Row]) -> OfLayer:
    made = list(rows)
    failed = [row["severity"] for row in made if _fails(row)]
    return OfLayer(len(made), *(failed.count(severity.value) for severity in Severity))


def _failed(row: Row, rule: SmallNumbers) -> Failed:
    test = DATA_TESTS[row["test"]]
    where = ", ".join(column_words(row[name]) for name in ("dataset", "field") if row[name])
    said = f"{test.fails} ({row['note']})" if row["note"] else test.fails
    many = _many(row, test.of, rule)
    return Failed(
        severity=row["severity"],
        where=where or "all of it",
        said=f"the feed {said}{_since(row)}" if test.of_feeds else f"{many}, each of which {said}",
        trend=_TRENDS.get(row["trend"], "not known"),
        mend=test.mend,
    )


def _many(row: Row, of: str, rule: SmallNumbers) -> str:
    if row["failed"] is None:
        return f"{rule.of_records(1)} of {row['checked']:,} {of}"
    share = 100 * row["failed"] / row["checked"] if row["checked"] else 0.0
    return f"{row['failed']:,} of {row['checked']:,} {of} ({decimal(share)}%)"


def _since(row: Row) -> str:
    return f", from {day_words(row['period_start'])}" if row["period_start"] else ""
