"""The steps, done in order, each once.

A run is made in ``var/runs/.staging-<run id>``. The folder of a finished step is the mark that it is done; the
finished run is renamed to ``var/runs/<run id>``, and only then does ``var/current`` name it. A process killed at any
moment leaves the last good run served, and what it had finished is there for the next one.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from oneplace import measures, pack, place, record, results, whole
from oneplace import progress as judging
from oneplace.delivery import happened, plans
from oneplace.fingerprint import made_by, software
from oneplace.place import moved
from oneplace.problems import OneplaceError
from oneplace.run.aims import aims
from oneplace.run.erasing import no_longer_rebuilt, unended
from oneplace.run.store import (
    MANIFEST,
    Run,
    extracts_folder,
    named,
    note_served,
    number_after,
    place_files,
    read,
    runs,
    served,
    shown,
    shut_extracts,
    var,
    verify,
)

_UNREAD = ("strategy.yaml", "commentary", "decisions", "delivery", "pathways", "data")
"""Of a place's files and folders those that no measure reads; the extracts in ``data`` are told by the record."""

Reporter = Callable[[str, float], None]
"""Called with "step: what is being done" and the share of the step that is done, 0 to 1."""


@dataclass(frozen=True)
class RunReport:
    """What ``run`` did: the run, and the seconds of each step that it did now."""

    run: Run
    seconds: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    """What its user should know: a record made again, a clock that went back."""


def run(place_folder: Path, *, as_of: date | None = None, report: Reporter | None = None) -> RunReport:
    """Do every step that isn't done yet, and switch the run in.

    ``as_of`` is the day on which the run stands (default: today); it decides what is overdue and what can be judged.
    The same place files, extracts, open data, software and day make the same run: then nothing is done again.
    Raises ``OneplaceError`` for what is wrong in the place's files or extracts, and for a run that was tampered with.
    """
    steps = _Steps(place_folder, as_of or datetime.now(UTC).date(), report or _silent)
    happened.read_place(place_folder, steps.as_of)  # refuse a faulty place before any work
    with whole.alone(var(place_folder)):
        finished = steps.finish()
        note_served(place_folder, finished.id)
        whole.replace(var(place_folder) / moved.CURRENT, finished.id)
    return RunReport(finished, steps.seconds, tuple(steps.notes))


def load(place_folder: Path, *, report: Reporter | None = None) -> record.LoadReport:
    """Only read the partners' extracts into the linked record, which rests on what they send and on no strategy."""
    a_place = place.of_record(place_folder)
    steps = _Steps(place_folder, datetime.now(UTC).date(), report or _silent)
    if a_place.sources is None:
        raise OneplaceError.at(place_folder, "declares no sources.", "Write sources.yaml, or run it on published data.")
    return steps.load(a_place)


def measure(place_folder: Path, *, only: str | None = None, report: Reporter | None = None) -> pa.Table:
    """Only compute the place's measures; returns the result rows as a run would show them, and makes no run.

    With ``only`` those of one measure: from the newest run, if it was made of all that is there now and that a measure
    reads. Else, if it is computed from the record, it is counted, beside what was counted of the others before: what
    small numbers hide of one depends on what the others show of the same people.
    """
    a_place = place.read(place_folder)
    steps = _Steps(place_folder, datetime.now(UTC).date(), report or _silent)
    if only is not None:
        a_place = replace(a_place, measures=_hidden_together(a_place, only))
    if only is not None and isinstance(a_place.measures[only].compute, place.FromPublished | place.FromDocument):
        return _results(measures.measure(a_place))  # which needs neither record nor run
    loaded = steps.load(a_place) if a_place.sources else None
    if only is not None and (made := steps.newest(loaded.record_id if loaded else None)):
        shown_there = results.read(made.results)["results"]
        return shown_there.filter(pc.equal(shown_there["measure"], only))
    before, told = _shown(place_folder, served(place_folder)), steps.about("measure")
    folder = loaded.folder if loaded else None
    return _results(measures.measure(a_place, folder, before=before, only=only, counts=steps.counts, progress=told))


def _results(measured: measures.Measured) -> pa.Table:
    return measured.tables["results"]


def _hidden_together(a_place: place.Place, measure_id: str) -> dict[str, place.Measure]:
    """The measure, and with one from the record all that are: what is hidden of them is settled together."""
    asked = _measure(a_place, measure_id)
    if not isinstance(asked.compute, place.FromLinkedRecord):
        return {measure_id: asked}
    return {name: each for name, each in a_place.measures.items() if isinstance(each.compute, place.FromLinkedRecord)}


def _measure(a_place: place.Place, measure_id: str) -> place.Measure:
    if measure_id not in a_place.measures:
        known = ", ".join(sorted(a_place.measures)) or "none"
        raise OneplaceError.at(a_place.root, f"has no measure '{measure_id}'.", f"Its measures are: {known}.")
    return a_place.measures[measure_id]


def explain(place_folder: Path, measure_id: str) -> measures.MeasureExplained:
    """How one measure's numbers come about: its definition, its SQL, rows and timings."""
    a_place = place.read(place_folder)
    steps = _Steps(place_folder, datetime.now(UTC).date(), _silent)
    before = _shown(place_folder, served(place_folder))
    return measures.explain(a_place, measure_id, steps.record_of(a_place), before=before, counts=steps.counts)


def rebuild(place_folder: Path, run_id: str, into: Path) -> list[str]:
    """Make a past run again in ``into`` from the inputs kept with it; returns what came out differently.

    It is made as on the day it was built, so every file must come out the same to the byte.
    """
    past = named(place_folder, run_id)
    if past.manifest["software"] != software():
        raise OneplaceError.at(
            past.folder, f"was made by {past.manifest['software']}; this is {software()}.", "Rebuild it with that one."
        )
    if gone := no_longer_rebuilt(place_folder, past.manifest["record"]):
        raise OneplaceError.at(past.folder, f"{gone}.", "Its results and its pack are there as they were.")
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise OneplaceError.at(into, "is not an empty folder.", "Name a new one.")
    whole.private(into)
    shutil.copytree(past.folder / "inputs", into / "inputs")
    steps = _Steps(place_folder, date.fromisoformat(past.manifest["as_of"]), _silent)
    steps.counts = None  # made again from the record alone, or it would show nothing
    steps.make(into, past.manifest)
    return whole.differences(past.manifest["files"], whole.hashes(into))


def _measured(inputs: Mapping[str, str]) -> dict[str, str]:
    """Of a run's inputs the place's files that a measure reads: what was decided, said or planned changes no number."""
    return {name: digest for name, digest in inputs.items() if Path(name).parts[0] not in _UNREAD}


def _digest(inputs: Mapping[str, str], record_id: str | None) -> str:
    """What a run's name says of all that it is made of, but for the day on which it stands."""
    named_by = json.dumps([inputs, record_id, software()], sort_keys=True)
    return hashlib.sha256(named_by.encode()).hexdigest()[:8]


@contextmanager
def _told_of_place(root: Path, inputs: Path) -> Iterator[None]:
    """What is wrong with a file that the run keeps is told of the place's own, which is to be mended."""
    try:
        yield
    except OneplaceError as error:
        told = (
            replace(one, path=root / one.path.relative_to(inputs)) if one.path.is_relative_to(inputs) else one
            for one in error.problems
        )
        raise OneplaceError(*told) from error


_TOLD = 3
"""Of how many entries that no form takes a run tells why: they were entered under earlier rules, or by hand."""
_PUT_BACK = timedelta(days=1)
"""By how much the clock that wrote an entry may have been ahead, and put right since: such an entry stops no run."""


class _Steps:
    """The steps of one call: where, for which day, whom to tell."""

    def __init__(self, root: Path, as_of: date, report: Reporter) -> None:
        self.root, self.as_of, self.report = root, as_of, report
        self.counts: Path | None = var(root) / "counts"  # where what was counted of each measure is kept
        self.seconds: dict[str, float] = {}
        self.notes: list[str] = []

    def finish(self) -> Run:
        """The finished run: found, or gone on with, or made."""
        a_place = place.read(self.root)
        recorded = self.root / happened.FILE
        entries = happened.read(recorded)
        happened.refuse_impossible(recorded, (), entries, datetime.now(UTC) + _PUT_BACK)
        unlike = happened.unlike_forms(a_place, entries)
        self.notes += [f"{happened.FILE}: no form takes {said}" for said in unlike[:_TOLD]]
        record_id = self.load(a_place).record_id if a_place.sources else None
        inputs = place_files(self.root)
        folder = var(self.root) / moved.RUNS / f"{self.as_of}-{_digest(inputs, record_id)}"
        self._forget_unseen(folder)
        if not folder.exists():
            self._assemble(folder, inputs, record_id)
        elif faults := verify(read(folder)):
            what = f"is not as it was made: {'; '.join(faults[:3])}."
            raise OneplaceError.at(folder, what, "Move it away and run again.")
        return read(folder)

    def newest(self, record_id: str | None) -> Run | None:
        """The run made last, if it is served, sound, and made of this record and what measures read as it is now."""
        last = runs(self.root)[-1:]
        if not last or served(self.root)[-1:] != [last[0].id]:
            return None
        made = last[0].manifest
        now_is = _measured(place_files(self.root)), record_id, software()
        same = now_is == (_measured(made["inputs"]), made["record"], made["software"])
        return last[0] if same and not verify(last[0]) else None

    def _forget_unseen(self, folder: Path) -> None:
        """Drop what was made or begun but never shown, if readers have seen other runs since: it knows none of them."""
        seen = served(self.root)
        for made in (folder, folder.with_name(f".staging-{folder.name}")):
            path = made / MANIFEST
            if folder.name not in seen and path.exists() and json.loads(path.read_text("utf-8")).get("served") != seen:
                shutil.rmtree(made)

    def load(self, a_place: place.Place) -> record.LoadReport:
        with self._timed("load"):
            extracts = extracts_folder(self.root)
            if not extracts.is_dir():
                mend = f"Put the partners' files there, or make synthetic ones with `oneplace synth {self.root}`."
                raise OneplaceError.at(extracts, "is missing: there is nothing to load.", mend)
            if not (var(self.root) / "record").exists():
                shut_extracts(extracts)
            loaded = record.load(a_place, extracts, var(self.root), progress=self.about("load"))
            loaded = replace(loaded, unended=unended(self.root))
        self.notes += loaded.notes
        return loaded

    def record_of(self, a_place: place.Place) -> Path | None:
        """The folder of the linked record, loaded if need be; None for a place without sources."""
        return self.load(a_place).folder if a_place.sources else None

    def _assemble(self, folder: Path, inputs: dict[str, str], record_id: str | None) -> None:
        staging = whole.private(folder.parent) / f".staging-{folder.name}"
        for abandoned in set(folder.parent.glob(".staging-*")) - {staging}:
            shutil.rmtree(abandoned)
        whole.once(staging / "inputs", lambda part: self._keep(inputs, part))
        manifest = self._manifest(staging, folder.name, inputs, record_id)
        with _told_of_place(self.root, staging / "inputs"):
            self.make(staging, manifest)
        files = {name: digest for name, digest in whole.hashes(staging).items() if name != MANIFEST}
        whole.replace(staging / MANIFEST, json.dumps({**manifest, "files": files}, indent=1, sort_keys=True))
        whole.switch_in(staging, folder)

    def _keep(self, inputs: Mapping[str, str], into: Path) -> None:
        """The place's files as they are now, with the library's measures that they take and the ids seen before."""
        whole.copy(self.root, inputs, into)
        place.keep_library(self.root, into)
        moved.keep_named(self.root, into)

    def _manifest(self, staging: Path, run_id: str, inputs: Mapping[str, str], record_id: str | None) -> dict[str, Any]:
        """What the run is made from, written before anything is made: going on later must not change it."""
        path = staging / MANIFEST
        if not path.exists():
            earlier = runs(self.root)
            manifest = {
                "run": run_id,
                "number": number_after(earlier),
                "as_of": self.as_of.isoformat(),
                "built_on": datetime.now(UTC).isoformat(timespec="seconds"),
                "software": software(),
                "made_by": made_by(),
                "inputs": {**inputs, **self._extracts(record_id)},
                "record": record_id,
                "previous": _last_seen(self.root, earlier),
                "served": served(self.root),
            }
            whole.replace(path, json.dumps(manifest))
            self.notes += [
                f"The clock of this machine says {manifest['built_on']}, which is before run {late.id} was built "
                f"({late.manifest['built_on']}): put it right. The order of the runs is kept all the same."
                for late in earlier
                if late.manifest["built_on"] > manifest["built_on"]
            ][-1:]
        kept: dict[str, Any] = json.loads(path.read_text())
        return kept

    def _extracts(self, record_id: str | None) -> dict[str, str]:
        """The hash of every extract that the record was made of."""
        files = record.manifest(var(self.root) / "record" / record_id)["files"] if record_id else {}
        return {f"data/extracts/{name}": digest for name, digest in files.items()}

    def make(self, into: Path, manifest: Mapping[str, Any]) -> None:
        """Do the steps measure, progress and pack that ``into`` doesn't have yet, from the inputs kept there."""
        a_place = happened.read_place(into / "inputs")
        record_id, previous = manifest["record"], manifest["previous"]
        record_folder = var(self.root) / "record" / record_id if record_id else None
        before = named(self.root, previous) if previous else None
        last = moved.kept_in(before.folder) if before else None
        kept = moved.keep(a_place, last, manifest["run"], self.as_of)
        holds = moved.as_it_holds(a_place, kept.held)
        whole.replace(into / moved.SAID, json.dumps(kept.as_json(), ensure_ascii=False, sort_keys=True))
        seen = manifest.get("served", [])
        if not (into / "results").exists():
            with self._timed("measure"):
                whole.once(into / "measured", lambda part: self._measure(holds, record_folder, seen, part))
            with self._timed("progress"):
                whole.once(into / "results", lambda part: self._judge(a_place, into, kept, before, part))
        shutil.rmtree(into / "measured", ignore_errors=True)
        with self._timed("pack"):
            told = self.about("pack")
            whole.once(
                into / "pack",
                lambda part: pack.build(
                    holds,
                    into / "results",
                    part,
                    manifest=manifest,
                    previous=before.results if before else None,
                    progress=told,
                ),
            )

    def _measure(self, a_place: place.Place, record_folder: Path | None, seen: Sequence[str], part: Path) -> None:
        before, told = _shown(self.root, seen), self.about("measure")
        tables = measures.measure(
            a_place, record_folder, before=before, counts=self.counts, as_of=self.as_of, progress=told
        ).tables
        if record_folder:
            rule = a_place.small_numbers()
            tests = _tested(self.root, record_folder, rule, seen)
            tables = {**tables, "quality": measures.quality_report(record_folder, rule), "data_tests": tests}
        for name, table in tables.items():
            results.write(part, name, table)

    def _judge(self, a_place: place.Place, into: Path, kept: moved.Kept, before: Run | None, part: Path) -> None:
        from oneplace import report as reporting  # noqa: PLC0415 - brings in the charts, which one measure needs not

        self.report("progress: judging ambitions", 0.0)
        shutil.copytree(into / "measured", part, copy_function=os.link, dirs_exist_ok=True)
        found = results.read(into / "measured")
        last = moved.kept_in(before.folder) if before else None
        earlier = results.read(before.results, results.Audience.BOARD) if before else None
        said = judging.Before(earlier, date.fromisoformat(before.manifest["as_of"])) if before and earlier else None
        asked = list(aims(into / "inputs"))
        judged = judging.progress(a_place, found, as_of=self.as_of, aims=asked, before=said)
        changed = judging.moved(a_place, kept, last, found, judged, as_of=self.as_of, earlier=earlier)
        written = reporting.commentary(a_place, self.as_of, earlier)
        strategy = a_place.strategy
        planned = {"plan": plans.table(strategy.workstreams, self.as_of, strategy.governance.days_off)}
        for name, table in {**judged, **changed, **written, **planned}.items():
            results.write(part, name, table)
        self.report("progress: judged", 1.0)

    def about(self, step: str) -> Callable[[str, float], None]:
        """A reporter for one step."""
        return lambda what, share: self.report(f"{step}: {what}", share)

    @contextmanager
    def _timed(self, step: str) -> Iterator[None]:
        start = perf_counter()
        yield
        self.seconds[step] = round(perf_counter() - start, 2)


def data_tests(place_folder: Path, *, report: Reporter | None = None) -> pa.Table:
    """Only load the record and return what it was tested for, as a run would show it, against the last other record."""
    a_place = place.of_record(place_folder)
    loaded = load(place_folder, report=report)
    return _tested(place_folder, loaded.folder, a_place.small_numbers(), served(place_folder))


def _tested(place_folder: Path, record_folder: Path, rule: place.SmallNumbers, seen: Sequence[str]) -> pa.Table:
    """A record's tests, held against those of the last run that readers have seen of another record."""
    earlier = (shown(place_folder, run_id) for run_id in reversed(seen))
    other = next((run for run in earlier if run.manifest["record"] not in (None, record_folder.name)), None)
    before = results.read_one(other.results, "data_tests", results.Audience.PUBLIC) if other else None
    return measures.data_tests(record_folder, rule, before)


def _shown(place_folder: Path, seen: Sequence[str]) -> list[Mapping[str, pa.Table]]:
    """The results of runs that readers have seen, and how they came about."""
    every = (shown(place_folder, run_id).results for run_id in seen)
    names = ("results", "provenance")
    return [{name: results.read_one(folder, name, results.Audience.PUBLIC) for name in names} for folder in every]


def _last_seen(place_folder: Path, earlier: Sequence[Run]) -> str | None:
    """The run that readers see now, which a new one is compared with; where none is served, the last one made."""
    pointer = var(place_folder) / moved.CURRENT
    named = pointer.read_text().strip() if pointer.exists() else None
    made = [one.id for one in earlier]
    return named if named in made else made[-1] if made else None


def _silent(_what: str, _share: float) -> None:
    """Tell nobody."""
