"""Measures computed from the linked record: one connection, the shared population, then one statement a measure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, cached_property, partial
from pathlib import Path
from time import perf_counter

import numpy as np
import pyarrow as pa
from sqlglot import exp

from oneplace import geo, record
from oneplace.fingerprint import software
from oneplace.measures import coverage, in_part, rolling
from oneplace.measures.afterwards import Beside, side_by_side
from oneplace.measures.alike import Alike, alike
from oneplace.measures.code_lists import asked_for, content_of, named_by
from oneplace.measures.coverage import Coverage
from oneplace.measures.drafts import Computed, Draft, in_time, not_known, rows_of, rows_read
from oneplace.measures.hiding import Counts, hidden, told_by_another
from oneplace.measures.holding import FIRST_EDITION, Held, Published, hidden_before, hold, seen_before, whom
from oneplace.measures.kept import Kept
from oneplace.measures.left import with_left
from oneplace.measures.matching import never_fits
from oneplace.measures.observed import is_covered, observed, unknown_periods
from oneplace.measures.reads import files_read
from oneplace.measures.redefined import with_earlier
from oneplace.measures.rolling import rolling_years
from oneplace.measures.rows import Row
from oneplace.measures.statement import Ages, matched, statement
from oneplace.measures.tally import Tally, estimates, rounded, tally
from oneplace.measures.told import whys
from oneplace.place import Codes, FromLinkedRecord, Measure, Place
from oneplace.population import Window, read_codelists, statements
from oneplace.problems import OneplaceError
from oneplace.record import Engine

_EVERYTHING = Coverage()
_COVERAGE = "reference/coverage.parquet"


@dataclass
class RecordMeasures:
    """The measures of a place over one record; ``counts`` is a folder where what was counted of any is kept."""

    place: Place
    folder: Path
    engine: Engine
    counts: Path | None = None
    _asked: dict[str, list[coverage.Came]] = field(default_factory=dict, init=False)
    _alike: Alike | None = field(default=None, init=False)

    @classmethod
    def open(cls, place: Place, record_folder: Path, counts: Path | None = None) -> RecordMeasures:
        """Over the record in a folder."""
        return cls(place, record_folder, record.open_engine(place, record_folder), counts)

    def prepare(self) -> float:
        """Make what all measures share, once; returns the seconds that it took."""
        started = perf_counter()
        _ = self.shared_sql, self.codes, self._names, self._fifths, self._covered
        return perf_counter() - started

    def share(self, asked: Sequence[tuple[Measure, FromLinkedRecord]]) -> Sequence[tuple[Measure, FromLinkedRecord]]:
        """From now on make what the statements of some measures have in common once, of those not counted before.

        Gives them in the order in which least of it stands at a time.
        """
        new = [each for each in asked if not self._is_kept(*each)]
        self._alike = alike(self.engine, new, self._tree)
        return self._alike.in_order(asked)

    @cached_property
    def shared_sql(self) -> str:
        """Make the shared tables when first asked for; the statements that made them, now or before."""
        *quick, person_time = self._statements
        for each in quick:
            self.engine.make(each)
        known = self.kept.person_time() if self.kept else None
        if known is not None:
            self.engine.hold("person_time", known)
        else:
            self.engine.make(person_time)
            if self.kept:
                self.kept.keep_person_time(self.engine.rows("SELECT * FROM person_time"))
        return self._shared_text

    @property
    def _shared_text(self) -> str:
        return ";\n\n".join(self.engine.written(each) for each in self._statements) + ";"

    @cached_property
    def _statements(self) -> list[exp.Create]:
        computes = [m.compute for m in self.place.measures.values() if isinstance(m.compute, FromLinkedRecord)]
        youngest = {compute.population.min_age for compute in computes}
        oldest = {compute.population.max_age + 1 for compute in computes if compute.population.max_age is not None}
        return statements(self.window, youngest | oldest)

    @cached_property
    def window(self) -> Window:
        """The days for which the place's sources are complete."""
        sources = self.place.sources
        if sources is None or sources.complete_from is None:
            message = "has no `complete_from`: from when are its events complete?"
            mend = "Write `complete_from: 2021-04-01`, with your own date, beside `as_at`."
            raise OneplaceError.at(self.place.root / "sources.yaml", message, mend)
        return Window(sources.complete_from, sources.as_at + timedelta(days=1))

    @cached_property
    def codes(self) -> dict[str, Codes]:
        """Every code list that a measure or cohort asks for."""
        return read_codelists(self.place.root, asked_for(self.place))

    @cached_property
    def _names(self) -> dict[str, str]:
        areas = [area.code for area in self.place.place.areas]
        found = geo.lsoas(2021, areas)
        return dict(zip(found["lsoa21_code"].to_pylist(), found["name"].to_pylist(), strict=True))

    @cached_property
    def _fifths(self) -> dict[str, int]:
        found = self.engine.rows("SELECT DISTINCT neighbourhood, deprivation FROM stratum")
        return dict(zip(found["neighbourhood"].to_pylist(), found["deprivation"].to_pylist(), strict=True))

    @property
    def edition(self) -> int:
        """That of the indices of deprivation by which the record's fifths are."""
        return self.place.sources.deprivation if self.place.sources else FIRST_EDITION

    def _fifths_of(self, edition: int) -> Mapping[str, int]:
        """Each neighbourhood's fifth by another edition; 0 where it has none by that."""
        return {home: _fifths_by(edition).get(home, 0) for home in self._fifths}

    @cached_property
    def _covered(self) -> dict[str, coverage.Dataset]:
        return coverage.read(self.engine)

    @cached_property
    def _in_part(self) -> dict[str, in_part.InPart]:
        loads = self.engine.rows("SELECT * FROM load").to_pylist()
        return in_part.read(loads, self.place.sources) if self.place.sources else {}

    @cached_property
    def kept(self) -> Kept | None:
        """What was counted of these files of a record by this software, if anything is to be kept."""
        if self.counts is None:
            return None
        areas = [area.code for area in self.place.place.areas]
        of_all = json.dumps([software(), self._shared_text, areas, files_read(self._statements, self._files)])
        return Kept(self.counts / self.folder.name, of_all)

    @cached_property
    def _files(self) -> Mapping[str, str]:
        """The hash of each file of the record, by its name."""
        files: dict[str, str] = record.manifest(self.folder)["made"]["record"]
        return files

    def _rests_on(self, measure: Measure, compute: FromLinkedRecord, tree: exp.Expr) -> list[str]:
        """All that decides a measure's counts over a record but for what every measure rests on."""
        cohort = self.place.cohorts.get(compute.population.cohort or "")
        return [
            measure.model_dump_json(),
            cohort.model_dump_json() if cohort else "",
            repr([(name, self.codes[name]) for name in named_by(self.place, compute)]),
            self.place.small_numbers(measure).model_dump_json(),
            json.dumps([files_read([tree], self._files), self._files.get(_COVERAGE)]),
        ]

    def counted_before(self, measure: Measure, compute: FromLinkedRecord, past: Sequence[Published]) -> Counts | None:
        """What of a measure must not be small, as it was counted before; None where it has to be counted."""
        if self.kept is None:
            return None
        rule = self.place.small_numbers(measure)
        found = self.kept.read(self._rests_on(measure, compute, self._tree(measure, compute)), compute, rule)
        return found.after(hidden_before(past), seen_before(past)) if found else None

    def coverage(self, compute: FromLinkedRecord) -> Coverage:
        """The days for which what a measure reads is complete."""
        cohort = self.place.cohorts[compute.population.cohort] if compute.population.cohort else None
        return coverage.of_measure(self.engine, self._covered, compute, cohort, self.codes, asked=self._asked)

    @cached_property
    def origin(self) -> str:
        """``synthetic`` where any source's people are made up, else ``local``."""
        sources = self.place.sources
        return "synthetic" if sources and any(source.synthetic for source in sources.sources) else "local"

    def sql(self, measure: Measure, compute: FromLinkedRecord) -> str:
        """The measure's statement as the engine runs it."""
        return self._written(measure, self._tree(measure, compute))

    def _tree(self, measure: Measure, compute: FromLinkedRecord, among: Ages | None = None) -> exp.Query:
        cohort = compute.population.cohort
        if cohort is not None and cohort not in self.place.cohorts:
            path = self.place.file_of(measure)
            known = ", ".join(sorted(self.place.cohorts)) or "none"
            raise OneplaceError.at(
                path, f"asks for the cohort '{cohort}', which isn't there.", f"Cohorts are: {known}."
            )
        return statement(measure, compute, self.place.cohorts, self.codes, among)

    def _is_kept(self, measure: Measure, compute: FromLinkedRecord) -> bool:
        """Whether what a measure's statement gives was kept."""
        if self.kept is None:
            return False
        tree = self._tree(measure, compute)
        return self.kept.has_answer(self._answer_rests_on(tree, self._written(measure, tree)))

    def _answer_rests_on(self, tree: exp.Expr, sql: str) -> list[str]:
        return [sql, json.dumps(files_read([tree], self._files))]

    def _answer(self, tree: exp.Expr, sql: str, run: Callable[[], pa.Table]) -> pa.Table:
        """What a statement gives, as it gave before where the files that it reads are the same."""
        if self.kept is None:
            return run()
        rests_on = self._answer_rests_on(tree, sql)
        known = self.kept.answer(rests_on)
        if known is None:
            known = run()
            self.kept.keep_answer(rests_on, known)
        return known

    def _run(self, measure: Measure, sql: str) -> pa.Table:
        """The rows of a measure's statement, of which some steps may have been made for others too."""
        if self._alike is not None and measure.id in self._alike.queries:
            return self._alike.rows(measure)
        return self.engine.rows(sql)

    def _written(self, measure: Measure, tree: exp.Expr) -> str:
        try:
            return self.engine.written(tree)
        except ValueError as error:
            mend = "Say it otherwise, or take `engine: spark` out of place.yaml."
            raise OneplaceError.at(self.place.file_of(measure), f"{measure.id}: {error}", mend) from None

    def draft(self, measure: Measure, compute: FromLinkedRecord, past: Sequence[Published] = ()) -> Draft:
        """Run the measure's statement and make its estimates; ``past`` is what earlier runs showed of it."""
        shared, started = self.shared_sql, perf_counter()
        tree = self._tree(measure, compute)
        sql = self._written(measure, tree)
        with self._working_out(measure):
            covered = self.coverage(compute)
            answer = self._answer(tree, sql, lambda: self._run(measure, sql))
        rule = self.place.small_numbers(measure)
        if self._alike is not None:
            self._alike.let_go(measure)
        found = self._tallied(answer, compute, covered)
        if unfit := self._unfit(measure, compute, found):
            found = found.where(np.zeros(len(found.keys), dtype=np.bool_))
        unknown = list(unknown_periods(compute, self.window, covered, unfit))
        counts = Counts.of(found, compute, rule)
        if self.kept:
            self.kept.write(self._rests_on(measure, compute, tree), counts)
        counts = counts.after(hidden_before(past), seen_before(past))
        may_be_told = rounded(found, rule.round_to)
        figures, years = estimates(may_be_told, compute), rolling_years(may_be_told) if compute.also else None
        rolled = (years, estimates(years.counts, compute)) if years else None
        text, seconds = f"{shared}\n\n{sql};", perf_counter() - started
        return Draft(measure, compute, counts, figures, text, past, seconds, covered, unknown, rolled)

    @contextmanager
    def _working_out(self, measure: Measure) -> Iterator[None]:
        """Say of which measure it is that an expression can't be worked out for a value of the record."""
        try:
            yield
        except ValueError as error:
            mend = "Let its expressions hold for every value: `try_cast` gives nothing where one does not fit."
            raise OneplaceError.at(self.place.file_of(measure), f"{measure.id}: {error}", mend) from error

    def _unfit(self, measure: Measure, compute: FromLinkedRecord, found: Tally) -> str:
        """That no row counted ever has a related one, where that may be why all or nothing is counted; else empty.

        Something that never happened can't be told from a definition that doesn't fit the files.
        """
        share = compute.numerator is not None
        counted = found.x.sum() if share else found.n.sum()
        if not compute.related or (counted and not (share and counted == found.n.sum())):
            return ""
        asked = matched(compute, self.place.cohorts, self.codes)
        sql = self._written(measure, asked)
        (row,) = self._answer(asked, sql, lambda: self.engine.rows(sql)).to_pylist()
        lacking = [name for name, is_matched in row.items() if not is_matched]
        return never_fits(lacking) if lacking else ""

    def publish(self, drafts: Sequence[Draft | Counts], names: Sequence[str] = ()) -> dict[str, Computed]:
        """By measure what may be shown of it, all together and after what was shown; of mere counts nothing is.

        ``names`` are those of all these measures: where one hides another it is named.
        """
        counts = [each if isinstance(each, Counts) else each.counts for each in drafts]
        told = told_by_another(counts, self._fifths)
        why_hidden = whys(told, [len(each.keys) for each in counts], names or [""] * len(counts))
        today = [
            (draft, rows_of(draft, draft.counts.keys, draft.estimates, hide, origin=self.origin, why=why))
            for draft, hide, why in zip(drafts, hidden(counts, self._fifths, told), why_hidden, strict=True)
            if isinstance(draft, Draft)
        ]
        every = [Beside(draft.compute, draft.past, rows, self._held(draft, rows)) for draft, rows in today]
        held = side_by_side(every)
        return {
            draft.measure.id: self._computed(draft, rows, told) for (draft, rows), told in zip(today, held, strict=True)
        }

    def _held(self, draft: Draft, rows: list[Row]) -> Held:
        compute = draft.compute
        return hold(
            rows,
            draft.past,
            statistic=compute.statistic,
            below=draft.counts.rule.below,
            fifths=self._fifths,
            year_begins=compute.year_begins,
            before={each.edition: self._fifths_of(each.edition) for each in draft.past if each.edition != self.edition},
        )

    def _computed(self, draft: Draft, rows: list[Row], held: Held) -> Computed:
        compute = draft.compute
        is_seen = partial(is_covered, compute=compute, window=self.window, covered=draft.coverage)
        told = with_left(held.results, cache(is_seen))
        there = {whom(row) for row in told}
        unknown = [row for each in draft.unknown if whom(row := not_known(draft, each, self.origin)) not in there]
        shown = in_time(told, unknown)
        if draft.rolling:
            years, figures = draft.rolling
            none = np.zeros(len(years.counts.keys), np.bool_)
            added = rows_of(draft, years.counts.keys, figures, none, origin=self.origin, why=[""] * none.size)
            shown += rolling.shown(added, years.months, rows, held.results, draft.past)
        behind = in_part.sentences(
            self._in_part, draft.coverage.names, compute, self.place.small_numbers(draft.measure)
        )
        shown = in_part.marked(shown, behind)
        content = content_of(self.place, compute, self.codes)
        shown = with_earlier(shown, draft.past, compute, content) if held.number else shown
        editions = sorted({each.edition for each in draft.past} - {self.edition}) if held.number else []
        read = rows_read(held.results, compute)
        partly = [words for _, words in behind]
        return Computed(shown, draft.sql, read, held.number, draft.coverage, content, self.edition, editions, partly)

    def count(self, sql: str, compute: FromLinkedRecord, covered: Coverage = _EVERYTHING) -> Tally:
        """What a statement counts, in the periods that can be seen whole."""
        return self._tallied(self.engine.rows(sql), compute, covered)

    def _tallied(self, answer: pa.Table, compute: FromLinkedRecord, covered: Coverage) -> Tally:
        counts = tally(answer, compute, self._names)
        return counts.where(observed(counts, compute, self.window, covered))


@cache
def _fifths_by(edition: int) -> Mapping[str, int]:
    """England's neighbourhoods with their fifths by an edition of the indices."""
    found = geo.deprivation(edition)
    return dict(zip(found["lsoa_code"].to_pylist(), found["fifth"].to_pylist(), strict=True))
