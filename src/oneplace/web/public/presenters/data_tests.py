"""What partners' data were tested for, in plain words: by layer and source, what failed, and who has to mend what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from oneplace.place import SmallNumbers
from oneplace.report import Row, failed_tests, fault_words, made_tests, where_tested
from oneplace.vocabulary.data_tests import DATA_TESTS, Layer, Severity
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
    for row in made_tests(shot.tables["data_tests"].arrow.to_pylist()):
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
                failed=[_failed(row, shot.place.small_numbers()) for row in failed_tests(rows)],
            )
        )
    return found


tested = OnceARun(_tested)
"""Every source that was tested, by its id."""


def _layer(rows: Iterable[Row]) -> OfLayer:
    made = list(rows)
    failed = [row["severity"] for row in failed_tests(made)]
    return OfLayer(len(made), *(failed.count(severity.value) for severity in Severity))


def _failed(row: Row, rule: SmallNumbers) -> Failed:
    return Failed(
        severity=row["severity"],
        where=where_tested(row),
        said=fault_words(row, rule),
        trend=_TRENDS.get(row["trend"], "not known"),
        mend=DATA_TESTS[row["test"]].mend,
    )
