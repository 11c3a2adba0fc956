"""Can I trust and reuse this: sources, quality, what was refused, licences, runs, downloads."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path, PurePosixPath

import pyarrow.parquet as pq
from django.urls import reverse

from oneplace import run
from oneplace.pack import is_data
from oneplace.place import SmallNumbers
from oneplace.place.sources import Source as FromPartner
from oneplace.report import Checks, Row
from oneplace.report import due as next_values
from oneplace.vocabulary.columns import column_words
from oneplace.vocabulary.wording import day_words
from oneplace.web.presenters.datasets import all_called
from oneplace.web.snapshot import OnceARun, Snapshot

_COUNT = re.compile(r": (?:[\d,]+|fewer than [\d,]+)$")
"""What ends a check's note: how many failed, which is told before it."""
_DAY = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b")
ASPECTS = ("completeness", "validity", "timeliness", "uniqueness", "consistency")


@dataclass(frozen=True)
class Quality:
    """The checks of one source, called by whose system it is: the share passed, aspect by aspect."""

    id: str
    system: str
    partner: str
    origin: str | None
    """``synthetic`` where the source's files are made up: the shares then say nothing of the partner."""
    shares: dict[str, str]
    checks: list[Check]


@dataclass(frozen=True)
class Check:
    """One check ``of`` a field of a file, in words."""

    of: str
    aspect: str
    share: str
    failed: str
    note: str


@dataclass(frozen=True)
class Source:
    """A dataset that measures were made from."""

    id: str
    title: str
    licence: str
    attribution: str
    vintage: str
    measures: int
    faults: list[str]


@dataclass(frozen=True)
class MeasureLine:
    """A measure in the list of all."""

    id: str
    name: str
    href: str
    origin: str
    sources: str


@dataclass(frozen=True)
class DueLine:
    """When the value after a measure's newest should be here, and why then; ``on`` is None where that is not known."""

    name: str
    href: str
    newest: str
    on: date | None
    late: bool
    why: str
    sources: str


@dataclass(frozen=True)
class Refused:
    """Rows or values of a file that were set aside: what was done, and why."""

    file: str
    action: str
    reason: str
    rows: str


@dataclass(frozen=True)
class PastRun:
    """A run and what it was made from."""

    id: str
    as_of: str
    built_on: str
    software: str
    record: str
    files: int
    served: bool


@dataclass(frozen=True)
class Download:
    """A file of the run that anyone may have."""

    name: str
    href: str
    kind: str
    size: int


@dataclass(frozen=True)
class DataPage:
    """Everything that the page prints."""

    quality: list[Quality]
    sources: list[Source]
    attribution: str
    """Of the most datasets, to be said once; empty where no two have the same."""
    measures: list[MeasureLine]
    due: list[DueLine]
    origins: dict[str, int]
    refused: list[Refused]
    runs: list[PastRun]
    downloads: list[Download]
    held: str
    """How many figures stay as published before, if any."""


def data_page(shot: Snapshot) -> DataPage:
    """The page's content, from the run that is served."""
    provenance, read = shot.tables["provenance"], sources(shot)
    same = Counter(one.attribution for one in read if one.attribution).most_common(1)
    return DataPage(
        quality(shot),
        read,
        next((words for words, many in same if many > 1), ""),
        measures(shot),
        due(shot),
        origins(shot),
        refused(shot),
        past_runs(shot),
        downloads(shot),
        run.held(row for key in provenance.keys for row in provenance.of(key)),
    )


def _quality_by_source(shot: Snapshot) -> list[Quality]:
    table = shot.tables["quality"]
    rule = shot.place.small_numbers()
    declared = {source.id: source for source in (shot.place.sources.sources if shot.place.sources else ())}
    found = (_quality(key, declared.get(key), table.of(key), rule) for key in table.keys)
    return sorted(found, key=lambda item: (item.partner, item.system))


quality = OnceARun(_quality_by_source)
"""Data quality by partner and source."""


def sources(shot: Snapshot) -> list[Source]:
    """The datasets behind the measures, with licence and vintage."""
    found: dict[str, list[Row]] = defaultdict(list)
    table = shot.tables["provenance"]
    for key in table.keys:
        for row in table.of(key):
            for source in (row["sources"] or "").split("; "):
                if source:
                    found[source].append(row)
    made = [_source(key, all_called(shot, key), rows) for key, rows in found.items()]
    return sorted(made, key=lambda source: source.title.casefold())


def measures(shot: Snapshot) -> list[MeasureLine]:
    """Every measure of the place, by name."""
    lines = []
    for measure in shot.place.measures.values():
        rows = shot.tables["provenance"].of(measure.id)
        sources = all_called(shot, rows[0]["sources"] if rows else None)
        href = reverse("public:measure", args=[measure.id])
        lines.append(
            MeasureLine(measure.id, measure.name, href, shot.origins.get(measure.id, "no values yet"), sources)
        )
    return sorted(lines, key=lambda line: line.name)


def due(shot: Snapshot) -> list[DueLine]:
    """When each measure's next value should be here, by day; what has no value, of groups neither, has no line."""
    return [
        DueLine(
            name=one.measure.name,
            href=reverse("public:measure", args=[one.measure.id]),
            newest=one.newest,
            on=one.on,
            late=one.late,
            why=one.why,
            sources=all_called(shot, one.sources),
        )
        for one in next_values(shot)
    ]


def weight(line: DueLine | MeasureLine) -> int:
    """Bytes, roughly, that a line takes on a page."""
    more = len(line.newest) + len(line.why) + 40 if isinstance(line, DueLine) else len(line.origin)
    return 40 + len(line.href) + len(line.name) + len(line.sources) + more


def past_runs(shot: Snapshot) -> list[PastRun]:
    """Every run that is still there, newest first."""
    served = shot.run.id if shot.run else ""
    return [_past_run(item, served) for item in reversed(run.runs(shot.place_folder))]


def downloads(shot: Snapshot) -> list[Download]:
    """The open data of the run: what the pack wrote as CSV and JSON, by the run's own list of files."""
    if shot.run is None:
        return []
    names = [name.removeprefix("pack/") for name in shot.run.manifest["files"] if name.startswith("pack/")]
    return [
        Download(
            PurePosixPath(name).name,
            reverse("public:download", args=[name]),
            name,
            (shot.run.pack / name).stat().st_size,
        )
        for name in sorted(names)
        if is_data(name)
    ]


def origins(shot: Snapshot) -> dict[str, int]:
    """How many measures each origin gave, made-up ones among them."""
    counts: dict[str, int] = defaultdict(int)
    for origin in shot.origins.values():
        counts[origin] += 1
    return dict(sorted(counts.items()))


def refused(shot: Snapshot) -> list[Refused]:
    """What was set aside when the record was made, by file and reason, the most rows first; rounded counts alone."""
    record = shot.run.manifest["record"] if shot.run else None
    folder = run.var(shot.place_folder) / "record" / record / "rejects" if record else None
    return _refused(folder, shot.place.small_numbers()) if folder and any(folder.glob("*.parquet")) else []


@lru_cache(maxsize=2)
def _refused(folder: Path, rule: SmallNumbers) -> list[Refused]:
    """A record never changes, so its rejects are counted once."""
    table = pq.read_table(folder, columns=["file", "row", "action", "reason"])
    counted = table.group_by(["file", "action", "reason"]).aggregate([("row", "count_distinct")])
    rows = sorted(counted.to_pylist(), key=lambda row: (-row["row_count_distinct"], row["file"], row["reason"]))
    return [
        Refused(row["file"], row["action"], row["reason"], rule.of_records(row["row_count_distinct"])) for row in rows
    ]


def _quality(key: str, source: FromPartner | None, rows: list[Row], rule: SmallNumbers) -> Quality:
    shares = {}
    for aspect in ASPECTS:
        of_aspect = [row for row in rows if row["aspect"] == aspect]
        shares[aspect] = _share(of_aspect)
    columns = {name for row in rows for name in (row["field"] or "").split(", ") if name}
    together = sorted(_together(rows), key=lambda row: -_failed(row))
    checks = [_check(row, rule, columns) for row in together]
    told = [item for item in checks if item.failed or item.note]
    origin = "synthetic" if source and source.synthetic else None
    return Quality(key, source.system if source else key, rows[0]["partner"] or "", origin, shares, told)


def _together(rows: Iterable[Row]) -> Iterator[Row]:
    """One row of what is checked alike file by file (each month's edition): its counts added up, its note without them.

    Where so few failed that it isn't said how many, a file's row stays by itself.
    """
    alike: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for at, row in enumerate(rows):
        note = _COUNT.sub("", row["note"] or "")
        alike[row["dataset"], row["field"], row["aspect"], note, at if row["passed"] is None else None].append(row)
    for own in alike.values():
        checked = sum(row["checked"] or 0 for row in own)
        passed = None if own[0]["passed"] is None else sum(row["passed"] for row in own)
        yield {**own[0], "note": _COUNT.sub("", own[0]["note"] or ""), "checked": checked, "passed": passed}


def _check(row: Row, rule: SmallNumbers, columns: Set[str]) -> Check:
    failed, few = _failed(row), row["passed"] is None
    return Check(
        ", ".join(column_words(row[name]) for name in ("dataset", "field") if row[name]),
        row["aspect"],
        "" if few and failed else _share([row]),
        (f"{rule.of_records(failed)} of {row['checked']:,}" if few else f"{failed:,}") if failed else "",
        _plain(row["note"] or "", columns),
    )


def _plain(note: str, columns: Set[str]) -> str:
    """A check's note with columns and days as readers call them; what files call things is left."""
    named = re.sub(r"\w+", lambda at: column_words(at[0]) if at[0] in columns else at[0], note)
    return _DAY.sub(lambda at: day_words(date.fromisoformat(at[0])), named)


def _failed(row: Row) -> int:
    """How many failed; 1 where it is only known that a few did."""
    checked = row["checked"] or 0
    return min(checked, 1) if row["passed"] is None else checked - row["passed"]


def _share(rows: Iterable[Row]) -> str:
    return Checks.of(rows).share or "not checked"


def _source(key: str, title: str, rows: list[Row]) -> Source:
    def first(name: str) -> str:
        return next((row[name] for row in rows if row[name]), "")

    faults = dict.fromkeys(part for row in rows for part in (row["known_faults"] or "").splitlines())
    return Source(
        key,
        title,
        first("licence"),
        first("attribution"),
        first("vintage"),
        len(rows),
        list(faults),
    )


def _past_run(item: run.Run, served: str) -> PastRun:
    manifest = item.manifest
    return PastRun(
        id=item.id,
        as_of=day_words(date.fromisoformat(manifest["as_of"])),
        built_on=day_words(datetime.fromisoformat(manifest["built_on"]).date()),
        software=manifest["software"],
        record=manifest["record"] or "none",
        files=len(manifest["files"]),
        served=item.id == served,
    )
