"""Partners' files into the linked record: read, link, map, write aside, switch in whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import Any

import duckdb

from oneplace import results, whole
from oneplace.place import Place
from oneplace.place.sources import Sources
from oneplace.problems import OneplaceError
from oneplace.record import (
    canonical,
    coverage,
    forgotten,
    kept,
    linkage,
    looking_up,
    made,
    on_workers,
    people,
    quality,
    staging,
    store,
    stored,
    tested,
)
from oneplace.record.database import Relation, open_database, refusal
from oneplace.record.engines.spark import Spark
from oneplace.record.files import Extract, find, undeclared
from oneplace.record.intervals import as_sent
from oneplace.record.intervals import settle as settle_intervals
from oneplace.record.linkage.answers import of_place, settle
from oneplace.record.load_report import LoadReport
from oneplace.record.opting_out import opted_out
from oneplace.record.reading import first_row, text
from oneplace.record.together import Apart
from oneplace.record.totals import TOTAL
from oneplace.record.writing import areas, neighbourhood_codes, write, write_identities, write_rejects

Progress = Callable[[str, float], None]
"""Called with what is being done and the share that is done, 0 to 1."""

_MEMORY = "3500MB"
_IN_MEMORY = 300 << 20
"""Bytes of extracts up to which the work is done in memory; beyond, in a file beside the identities."""


def record_id(place: Place, extracts: Path, into: Path, *, without: Collection[str] = ()) -> str:
    """Return the id that the record of these extracts has, made or not; raises like `load` where one is unusable."""
    sources = _sources(place, without)
    said = answered(into).digest + kept_out(place, into, sources).digest
    return store.name_of(sources, _usable(sources, extracts), said)


def load(
    place: Place, extracts: Path, into: Path, *, without: Collection[str] = (), progress: Progress | None = None
) -> LoadReport:
    """Make the linked record of a place from its partners' extracts.

    Reads ``extracts/<source>/…`` as ``sources.yaml`` declares, and writes ``into/record/<id>`` and
    ``into/identity/<id>``. The id is a hash of the inputs: where that record is there already nothing is written. A
    record is made aside and renamed when it is whole, so a killed load leaves the last one as it was; what it made
    aside goes when it fails, or with the next load.

    Raises `OneplaceError`, with one problem for each, where a file is missing or unusable as a whole; to go on without
    a source, name it in ``without``. Rows that can't be used are set aside in ``rejects`` and stop nothing.
    """
    sources = _sources(place, without)
    say = progress or (lambda _what, _share: None)
    say("Checking files", 0.0)
    files = _usable(sources, extracts)
    with whole.alone(into / "record"):
        store.clear_unfinished(into)
        said, out = answered(into), kept_out(place, into, sources)
        name = store.name_of(sources, files, said.digest + out.digest)
        loading = _Loading(place=place, sources=sources, files=files, said=said, out=out, into=into, name=name, say=say)
        wrong = loading.wrong()
        try:
            report = loading.found() if wrong == "" else loading.make()
        except BaseException:
            with suppress(OneplaceError):  # told is why the load failed; the next one begins with clearing
                store.clear_unfinished(into)
            raise
        store.clear_unfinished(into)
        report = replace(report, undeclared=tuple(undeclared(sources, extracts, files)))
        report = replace(report, mended=wrong or "")
    truth = extracts / "truth"
    return replace(report, truth=truth) if (truth / "records.parquet").is_file() else report


def answered(into: Path) -> linkage.Settled:
    """What people who looked at doubtful pairs said, as far as it stands."""
    return settle(of_place(into))


def kept_out(place: Place, into: Path, sources: Sources | None = None) -> forgotten.Forgotten:
    """Who was erased and stays out of every record of the place."""
    declared = sources or _sources(place, ())
    if not forgotten.path_in(into).exists():
        return forgotten.Forgotten("")
    return forgotten.read(into, store.secret(into, place.place.id, declared))


def _sources(place: Place, without: Collection[str]) -> Sources:
    if place.sources is None:
        raise OneplaceError.at(place.root, "has no sources.yaml.", "Declare in it what the partners send.")
    unknown = sorted(set(without) - {source.id for source in place.sources.sources})
    if unknown:
        raise OneplaceError.at(place.root / "sources.yaml", f"has no source {unknown[0]}.", "Name one that is there.")
    kept = tuple(source for source in place.sources.sources if source.id not in without)
    return place.sources.model_copy(update={"sources": kept})


def _usable(sources: Sources, extracts: Path) -> list[Extract]:
    files, problems = find(sources, extracts)
    if problems:
        raise OneplaceError(*problems)
    return files


@dataclass(frozen=True, kw_only=True)
class _Loading:
    """One load: its folders, its database, and the steps in their order."""

    place: Place
    sources: Sources
    files: Sequence[Extract]
    said: linkage.Settled
    out: forgotten.Forgotten
    into: Path
    name: str
    say: Progress
    seconds: dict[str, float] = field(default_factory=dict)

    @cached_property
    def spark(self) -> Spark | None:
        """Spark, where the place asks for it: reads files and compares people."""
        return Spark.start(self.place.root / "place.yaml") if self.place.place.engine == "spark" else None

    @cached_property
    def files_kept(self) -> kept.Kept:
        """What is kept of files that were read before."""
        return kept.Kept(self.into / kept.FOLDER, self.sources.as_at)

    @cached_property
    def parts(self) -> list[kept.Part]:
        """The files of this load in parts."""
        return list(kept.parts(self.sources, self.files, self.out.digest))

    @property
    def folder(self) -> Path:
        """Where the record goes."""
        return self.into / "record" / self.name

    @property
    def identity(self) -> Path:
        """Where the identities go."""
        return self.into / "identity" / self.name

    def wrong(self) -> str | None:
        """Why this record is to be made again, as a clause; nothing where it is as it must be, None where it isn't."""
        if not (self.folder.is_dir() and self.identity.is_dir()):
            return None
        if faults := store.damage(self.folder, self.identity):
            return f"it was not as it was made: {'; '.join(faults[:3])}"
        there, asked = stored.of(self.folder), self.place.place.storage
        stands, wanted = (f"in {each}" if each else "on this machine" for each in (there and there.storage, asked))
        return f"its tables are {stands}, not {wanted}" if stands != wanted else ""

    def found(self) -> LoadReport:
        """The report of this record, which is there; what is kept of files that are none of its own goes."""
        self.files_kept.drop_all_but(self.parts)
        return self._report(store.manifest(self.folder), new=False)

    def make(self) -> LoadReport:
        """Make the record aside and switch it in."""
        record = self.folder.with_name(store.LOADING + self.name)
        identity = self.identity.with_name(store.LOADING + self.name)
        scratch = identity / "scratch"  # holds names while the record is made
        for folder in (identity.parent, identity, scratch, record):
            whole.private(folder)
        for folder in (record / "person", record / "direct_care", record / "reference", record / "rejects"):
            folder.mkdir()
        (identity / "rejects").mkdir()
        started = datetime.now(UTC).isoformat(timespec="seconds")
        small = sum(extract.path.stat().st_size for extract in self.files) <= _IN_MEMORY
        try:
            with open_database(None if small else scratch / "record.duckdb") as connection:
                _tune(connection, scratch)
                manifest = self._steps(connection, scratch, record, identity) | {"loaded_at": started}
        except duckdb.Error as error:
            raise refusal(error) or error from error
        shutil.rmtree(scratch)
        made = whole.hashes(record)
        if storage := self.place.place.storage:
            self.say("Sending to object storage", 0.95)
            stored.put(record, self.name, storage, self.place.root / "place.yaml")
            made |= whole.hashes(record)
        manifest["made"] = {"record": made, "identity": whole.hashes(identity)}
        whole.replace(record / store.MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))
        there = [folder for folder in (self.identity, self.folder) if folder.exists()]
        for folder in there:  # damaged or to be elsewhere, or half of what was
            folder.rename(folder.with_name((store.BEFORE if len(there) == 2 else store.HALF) + self.name))
        whole.switch_in(identity, self.identity)
        whole.switch_in(record, self.folder)  # last: this is what makes the record exist
        stored.forget_fetched(self.folder.parent)
        self.say("Done", 1.0)
        return self._report(manifest, new=True)

    def _report(self, manifest: dict[str, Any], *, new: bool) -> LoadReport:
        return LoadReport(
            record_id=self.name,
            folder=self.folder,
            identity=self.identity,
            new=new,
            rows=manifest["rows"],
            rows_read=manifest["rows_read"],
            rows_rejected=manifest["rows_rejected"],
            linked=manifest["linked"],
            seconds=self.seconds,
            unkept=self.files_kept.refused,
        )

    def _steps(
        self, connection: duckdb.DuckDBPyConnection, scratch: Path, record: Path, identity: Path
    ) -> dict[str, Any]:
        sources = self.sources
        earlier = store.newest(self.into)
        secret = store.secret(self.into, self.place.place.id, sources)
        with self._step("Reading files", 0.05):
            staged = self._staged(connection, scratch)
            made.set_aside(staged, sources)
        with self._step("Finding people", 0.35):
            said = people.gather(staged, sources)
            canonical.drop_orphans(staged, sources, said.identity)
        with self._step("Linking people", 0.45):
            numbered = linkage.by_number(connection, said.identity, [source.id for source in sources.sources])
            placed = self._placed(staged, said.identity, numbered)
            before = self._links_before(connection, earlier, scratch)
            links = linkage.person_ids(connection, numbered, placed, secret, before, answers=self.said)
            linkage.prune(connection, placed.doubtful, links.who, links.answers)
            person = people.best_values(connection, said.facts, links.who)
        with self._step("Filling tables", 0.60):
            covered = coverage.table(staged, sources)
            filled = canonical.fill(staged, sources, links.who)
            tables = {
                "person": person,
                "area": areas(connection, sources.deprivation),
                "load": self._loads(staged),
                "coverage": covered,
                **filled,
            }
            people.settle_by_neighbourhood(connection, said, links.who, tables["address"])
            sent = as_sent(connection, tables)
            codes = neighbourhood_codes(connection, tables["area"])
            settle_intervals(connection, tables, sources.local_authorities, secret, codes)
        with self._step("Checking quality", 0.75):
            linked = quality.Linked(
                identity=said.identity,
                numbered=numbered,
                coverage=covered,
                doubtful=placed.doubtful,
                who=links.who,
                address=tables["address"],
            )
            out = opted_out(connection, tables["preference"], sources.as_at)
            results.write(record, "quality", quality.report(staged, sources, linked))
            about = {
                **tables,
                "facts": said.facts,
                "who": links.who,
                "intervals": sent,
                "numbered": numbered,
                "doubtful": placed.doubtful,
                "opted_out": out,
            }
            results.write(record, tested.NAME, tested.table(staged, sources, about, earlier))
        with self._step("Writing", 0.80):
            rows = write(connection, tables, record, out)
            who_is_who = {
                "identity": said.identity,
                "person_link": links.person_link,
                "doubtful": placed.doubtful,
            }
            rows |= write_identities(connection, who_is_who, identity)
            write_rejects(staged, record, identity)
        return {
            "record": self.name,
            "place": self.place.place.id,
            "as_at": sources.as_at.isoformat(),
            "synthetic": sources.synthetic,
            "purposes": [purpose.model_dump(mode="json") for purpose in sources.purposes],
            "mapping_version": sources.version,
            "follows": earlier.name if earlier else None,
            "number": store.manifest(earlier)["number"] + 1 if earlier else 1,
            "files": {extract.name: extract.sha256 for extract in self.files},
            "rows": rows,
            "rows_read": _count(connection, f"SELECT coalesce(sum(rows_read), 0) FROM {staged.loaded}"),
            "rows_rejected": _count(connection, f"SELECT coalesce(sum(rows_rejected), 0) FROM {tables['load']}"),
            "linked": dict(
                connection.execute(
                    f"SELECT method, count(*) FROM {links.who} GROUP BY method ORDER BY method"
                ).fetchall()
            ),
            "model": placed.model,
        }

    def _staged(self, connection: duckdb.DuckDBPyConnection, scratch: Path) -> staging.Staged:
        """The rows of every file, without those who were forgotten; of files that were read before, as then.

        A file that may name one of them is kept by none: it is read each time.
        """
        staged, apart = staging.Staged(connection), Apart(self.files, scratch)
        there = {}
        if self.spark:
            asked = [file for part in self.parts if not self.files_kept.holds(part) for file in part.files]
            there = on_workers.read(self.spark, self.sources, asked, scratch)
        looking_up.absent(staged, self.sources, self.files)
        for part in self.parts:
            if read := there.get(part.files[0].load_id):
                read.into(staged, part.files[0], new=part.new)
            elif not self.files_kept.take(staged, part):
                staging.read(staged, self.sources, part.files, apart, new=part.new)
        self.files_kept.keep(staged, self.parts, forgotten.named_in(staged, self.sources, self.out))
        staging.sift(staged)
        looking_up.look_up(staged, self.sources)
        forgotten.leave_out(staged, self.sources, self.out)
        return staged

    def _links_before(self, connection: duckdb.DuckDBPyConnection, earlier: Path | None, scratch: Path) -> Path | None:
        """The history of links that this record goes on from, without those who were erased."""
        if earlier is None:
            return None
        link = self.into / "identity" / earlier.name / store.LINK
        return forgotten.links_without(connection, link, self.out, scratch)

    def _placed(self, staged: staging.Staged, identity: Relation, numbered: Relation) -> linkage.Placed:
        """Where the records go that no number places, as the place's files ask."""
        match self.sources.linkage:
            case "keys" | "off" as how:
                return linkage.by_key(staged.connection, identity, numbered, how)
            case how:
                homes, rules = canonical.homes(staged, self.sources), linkage.RULES[how]
                return linkage.link(staged.connection, identity, numbered, homes, rules=rules, spark=self.spark)

    @contextmanager
    def _step(self, what: str, share: float) -> Iterator[None]:
        self.say(what, share)
        started = perf_counter()
        yield
        self.seconds[what] = perf_counter() - started

    def _loads(self, staged: staging.Staged) -> Relation:
        """Make the ``load`` table, one row a file: what was read, kept and rejected, and the time it covers."""
        parts, by_rule = [], []
        for source in self.sources.sources:
            for dataset in source.datasets:
                by_rule += [(source.id, dataset.id, rule.because) for rule in dataset.refuse]
                day = coverage.happened(dataset) or "NULL::DATE"
                parts.append(
                    f"SELECT _load, min({day}) AS period_start, max({day}) + 1 AS period_end, count(*) AS kept "
                    f"FROM {staged.table(source, dataset)} GROUP BY _load"
                )
        listed = ", ".join("(" + ", ".join(map(text, each)) + ")" for each in by_rule) or "('', '', '')"
        staged.connection.execute(f"""
            CREATE TABLE load AS
            WITH unused AS (
                SELECT load_id, count(DISTINCT r."row") AS rows, bool_or(r.reason = {text(staging.CUT)}) AS breaks_off
                FROM {staged.rejects} AS r JOIN {staged.loaded} AS l USING (load_id)
                WHERE r.action = 'row refused' AND (l.source, l.dataset, r.reason) NOT IN ({listed})
                AND r.reason <> {text(TOTAL)} GROUP BY load_id
            )
            SELECT l.load_id, l.source AS source_system, l.dataset, NULL::VARCHAR AS dataset_version,
                l.file_name, l.sha256, k.period_start, k.period_end, l.rows_read, coalesce(k.kept, 0) AS rows_kept,
                l.rows_read - coalesce(k.kept, 0) AS rows_rejected, coalesce(u.rows, 0) AS rows_unused,
                coalesce(u.breaks_off, false) AS breaks_off, {text(self.sources.version)} AS mapping_version,
                now()::TIMESTAMP AS loaded_at, NULL::VARCHAR AS superseded_by
            FROM {staged.loaded} AS l LEFT JOIN ({" UNION ALL ".join(parts)}) AS k ON k._load = l.load_id
            LEFT JOIN unused AS u ON u.load_id = l.load_id
        """)
        return Relation("load")


def _tune(connection: duckdb.DuckDBPyConnection, scratch: Path) -> None:
    connection.execute(f"SET memory_limit = '{_MEMORY}'; SET temp_directory = {text(str(scratch / 'spill'))}")
    connection.execute("SET TimeZone = 'UTC'")


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(first_row(connection, sql)[0])
