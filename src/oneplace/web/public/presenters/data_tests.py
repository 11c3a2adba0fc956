"""What partners' data were tested for, in plain words: by layer and source, what failed, and who has to mend what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from oneplace import results
from oneplace import run as runs
from oneplace.place import SmallNumbers
from oneplace.report import Row, Then, failed_tests, fault_words, made_tests, over_runs, where_tested
from oneplace.vocabulary.data_tests import DATA_TESTS, Layer, Severity
from oneplace.vocabulary.wording import decimal
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
class LinkedGroup:
    """How a source's records of one group of people are linked, and how many opted out, in words."""

    group: str
    records: str
    alone: str
    without_number: str
    doubtful: str
    opted_out: str


@dataclass(frozen=True)
class OfSource:
    """One source: whose it is, its layers by name, and what failed, worst first."""

    id: str
    partner: str
    system: str
    origin: str | None
    layers: dict[Layer, OfLayer]
    failed: list[Failed]
    links: list[LinkedGroup]
    """By deprivation fifth and ethnic category."""
    before: list[Then]
    """How many of its tests failed in the runs of other data and in this one, newest first; none where it is alone."""


def _tested(shot: Snapshot) -> list[OfSource]:
    declared = shot.place.sources
    of_source: dict[str, list[Row]] = {}
    every = shot.tables["data_tests"].arrow.to_pylist()
    for row in made_tests(every):
        of_source.setdefault(row["source"], []).append(row)
    known = {source.id: source for source in declared.sources} if declared else {}
    found, before = [], _before(shot, every)
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
                links=_links([row for row in every if row["source"] == key], shot.place.small_numbers()),
                before=before[key] if len(before[key]) > 1 else [],
            )
        )
    return found


def weight(source: OfSource) -> int:
    """Bytes, roughly, that a source takes on the page of all: a row in each layer's table."""
    return len(source.layers) * (250 + 2 * len(source.partner) + 2 * len(source.system))


_RUNS = 12
"""Of other data, of which the newest are told."""


def _before(shot: Snapshot, now: list[Row]) -> dict[str, list[Then]]:
    if shot.run is None:
        return over_runs(())
    record, day = shot.run.manifest["record"], date.fromisoformat(shot.run.manifest["as_of"])
    others = [one for one in runs.of_other_data(shot.place_folder, record) if not runs.verify(one)]
    tables = [results.read_one(one.results, "data_tests", results.Audience.PUBLIC) for one in others[-_RUNS:]]
    days = (date.fromisoformat(one.manifest["as_of"]) for one in others[-_RUNS:])
    past = zip(days, (table.to_pylist() for table in tables), strict=True)
    return over_runs([(day, now), *reversed(list(past))])


tested = OnceARun(_tested)
"""Every source that was tested, by its id."""


_LINKS = ("not_linked", "linked_without_number", "link_doubtful", "opted_out")
_ETHNIC = {
    "A": "White: British",
    "B": "White: Irish",
    "C": "White: any other",
    "D": "Mixed: White and Black Caribbean",
    "E": "Mixed: White and Black African",
    "F": "Mixed: White and Asian",
    "G": "Mixed: any other",
    "H": "Indian",
    "J": "Pakistani",
    "K": "Bangladeshi",
    "L": "Any other Asian",
    "M": "Black Caribbean",
    "N": "Black African",
    "P": "Any other Black",
    "R": "Chinese",
    "S": "Any other group",
    "Z": "Not stated",
    "99": "Not known",
    "not known": "Ethnic group not known",
}
_FIFTHS = {"1": "Most deprived fifth", "5": "Least deprived fifth", "not known": "Deprivation not known"}


def _links(rows: list[Row], rule: SmallNumbers) -> list[LinkedGroup]:
    of_group: dict[str, dict[str, Row]] = {}
    for row in rows:
        if row["group"] and row["test"] in _LINKS:
            of_group.setdefault(row["group"], {})[row["test"]] = row
    return [
        LinkedGroup(
            _group(name),
            f"{next(iter(tests.values()))['checked']:,}",
            *(_share(tests.get(one), rule) for one in _LINKS),
        )
        for name, tests in of_group.items()
    ]


def _group(name: str) -> str:
    for start, known, words in (
        ("deprivation fifth ", _FIFTHS, "Deprivation fifth {}"),
        ("ethnic category ", _ETHNIC, "{}"),
    ):
        if name.startswith(start):
            code = name.removeprefix(start)
            return known.get(code, words.format(code))
    return name


def _share(row: Row | None, rule: SmallNumbers) -> str:
    if row is None:
        return "not told"
    if row["failed"] is None:
        return rule.of_records(1)
    return f"{row['failed']:,} ({decimal(100 * row['failed'] / row['checked'])}%)" if row["checked"] else "0"


def _layer(rows: Iterable[Row]) -> OfLayer:
    made = list(rows)
    failed = [row["severity"] for row in failed_tests(made)]
    return OfLayer(len(made), *(failed.count(severity.value) for severity in Severity))


def _failed(row: Row, rule: SmallNumbers) -> Failed:
    return Failed(
        severity=row["severity"],
        where=where_tested(row),
        said=fault_words(row, rule),
        trend=_TRENDS.get(row["trend"], ""),
        mend=DATA_TESTS[row["test"]].mend,
    )
