"""Every measure of a place, computed, published or recorded, into the tables that everyone reads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from time import perf_counter

import pyarrow as pa

from oneplace.measures import of_counts
from oneplace.measures.absent import with_absent
from oneplace.measures.baselines import other_baselines
from oneplace.measures.documents import from_document
from oneplace.measures.drafts import Computed, Draft
from oneplace.measures.gaps import gaps, with_stopped
from oneplace.measures.hiding import Counts
from oneplace.measures.holding import Published, shown_before
from oneplace.measures.linked_record import RecordMeasures
from oneplace.measures.parts import unclear_rows, with_parts
from oneplace.measures.provenance import provenance
from oneplace.measures.published import adds_up, published
from oneplace.measures.quality import quality
from oneplace.measures.rows import Row, table
from oneplace.measures.signals import Asked, signals
from oneplace.measures.typed_counts import Adds, protected
from oneplace.measures.typed_faults import first_line, of_few, typed_faults
from oneplace.measures.unfinished import periods_ahead, with_unfinished
from oneplace.place import FromDocument, FromLinkedRecord, FromPublished, FromQuality, Measure, Outcome, Place
from oneplace.problems import OneplaceError, Problem, Severity
from oneplace.results import NOT_COVERED, Results, is_over, to_judge
from oneplace.stats import Span
from oneplace.vocabulary.asides import ASIDES
from oneplace.vocabulary.wording import list_words

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Measured:
    """The tables results, gaps, signals and provenance, and the seconds that each measure took.

    The shared population's seconds stand under ``population``. Tables hold nothing that differs from run to run.
    """

    tables: Mapping[str, pa.Table]
    seconds: Mapping[str, float]


@dataclass(frozen=True)
class MeasureExplained:
    """How one measure is computed: its definition, SQL, the rows it read and wrote, the seconds it took."""

    measure: Measure
    definition: str
    definition_file: str
    sql: str | None
    sources: str | None
    rows_read: int | None
    rows_written: int
    seconds: Mapping[str, float]


def measure(
    place: Place,
    record_folder: Path | None = None,
    *,
    before: Sequence[Mapping[str, pa.Table]] = (),
    only: str | None = None,
    counts: Path | None = None,
    as_of: date | None = None,
    progress: Progress | None = None,
) -> Measured:
    """Compute every measure of a place, or make the rows of one: ``only``, beside which the others are just counted.

    ``record_folder`` is the linked record; without it, measures computed from the record have no rows, and their
    provenance says so. ``before`` are the tables of every run that readers have seen, oldest first: nothing that was
    hidden there may follow from them together with this one. ``counts`` is a folder, shut for others, where what was
    counted is kept, and taken from where nothing that it rests on has changed; without it everything is counted.
    ``as_of`` is the day on which the figures are told (today where left out): of a period that isn't over on it there
    is no result. ``progress`` is told what is being measured and the share done. Raises ``OneplaceError`` for what is
    wrong in the place's files, typed figures that can't all be right among it.
    """
    tell = progress or (lambda _what, _share: None)
    opened = RecordMeasures.open(place, record_folder, counts) if record_folder else None
    day = as_of or datetime.now(UTC).date()
    tables: dict[str, list[Row]] = {name: [] for name in ("results", "gaps", "signals", "provenance")}
    seconds: dict[str, float] = {}
    chosen = [definition for _, definition in sorted(place.measures.items())]
    wanted = [definition for definition in chosen if only in (None, definition.id)]
    _refuse_faulty(place, wanted)  # before anything is counted, which takes longer
    past = shown_before(before, only if opened else "")  # of typed figures no more than what was hidden counts
    try:
        computed = _from_record(opened, chosen, past, only, seconds, tell) if opened else {}
        for definition in wanted:
            started = perf_counter()
            given = _given(place, definition, opened, computed.get(definition.id), day)
            if (adds := _to_protect(place, definition)) is not None:
                rule = place.small_numbers(definition)
                given = protected(definition, given, rule, past.get(definition.id, ()), adds)
            for name, rows in _one(place, definition, given, computed.get(definition.id), day).items():
                tables[name] += rows
            seconds[definition.id] = seconds.get(definition.id, 0) + perf_counter() - started
    finally:
        if opened:
            opened.engine.close()
    tell("Measured", 1.0)
    return Measured({name: table(name, rows) for name, rows in tables.items()}, seconds)


def _refuse_faulty(place: Place, wanted: Sequence[Measure]) -> None:
    """Refuse typed figures of which ``check`` says that they can't be right: in its words, and all of them at once."""
    faults = [
        problem
        for each in wanted
        if isinstance(each.compute, FromDocument)
        for rows in [from_document(place.root, each, each.compute)]
        for problem in typed_faults(place.root / each.compute.file, each, each.compute, rows)
        if problem.severity is Severity.ERROR
    ]
    if faults:
        raise OneplaceError(*faults)


def _from_record(  # noqa: PLR0917 - of one call
    opened: RecordMeasures,
    chosen: Sequence[Measure],
    past: Mapping[str, Sequence[Published]],
    only: str | None,
    seconds: dict[str, float],
    tell: Progress,
) -> dict[str, Computed]:
    """What may be shown of each measure of the record; all are counted before anything of one is shown."""
    asked = [(each, each.compute) for each in chosen if isinstance(each.compute, FromLinkedRecord)]
    if not asked:
        return {}
    tell("Counting the population", 0)
    with ThreadPoolExecutor(1) as pool:
        planned = pool.submit(opened.share, asked)
        seconds["population"] = opened.prepare()
    in_turn = planned.result()

    def one(measure: Measure, compute: FromLinkedRecord) -> Draft | Counts:
        shown = past.get(measure.id, ())
        if only in (None, measure.id):
            return opened.draft(measure, compute, shown)
        return opened.counted_before(measure, compute, shown) or opened.draft(measure, compute, shown).counts

    drafts: dict[str, Draft | Counts] = {}
    # two at a time, so that one measure's statement runs while another's rows are made; the order stays
    with ThreadPoolExecutor(2) as pool:
        for done, draft in enumerate(pool.map(lambda each: one(*each), in_turn)):
            tell(in_turn[done][0].name, done / len(asked))
            if isinstance(draft, Draft):
                seconds[draft.measure.id] = draft.seconds
            drafts[in_turn[done][0].id] = draft
    if opened.kept and only is None:
        opened.kept.drop_the_rest()
    tell("Hiding small numbers", 1.0)
    started = perf_counter()
    found = opened.publish([drafts[each.id] for each, _ in asked], [each.name for each, _ in asked])
    seconds["small numbers"] = perf_counter() - started
    return found


def explain(
    place: Place,
    measure_id: str,
    record_folder: Path | None = None,
    *,
    before: Sequence[Mapping[str, pa.Table]] = (),
    counts: Path | None = None,
) -> MeasureExplained:
    """How one measure is computed; refuses an unknown one.

    Where there is a record every measure is counted, now or before (``counts``), for what may be said of one depends on
    what the others and the runs ``before`` show.
    """
    if measure_id not in place.measures:
        known = ", ".join(sorted(place.measures)) or "none"
        raise OneplaceError.at(place.root, f"has no measure '{measure_id}'.", f"Its measures are: {known}.")
    definition = place.measures[measure_id]
    found = measure(place, record_folder, before=before, only=measure_id, counts=counts)
    (made,) = found.tables["provenance"].to_pylist()
    names = {"population": "population", "measure": measure_id}
    seconds = {name: found.seconds[part] for name, part in names.items() if part in found.seconds}
    return MeasureExplained(
        definition,
        made["definition"],
        made["definition_file"],
        made["sql"],
        made["sources"],
        made["rows_read"],
        made["rows_written"],
        seconds,
    )


def known_without_run(place: Place, of: Collection[str | None], as_of: date) -> Results:
    """The results and gaps of some measures (by id) that are typed or published, as a run of ``as_of`` would show them;
    none of a file that can't be read, which is told where it is read."""
    tables: dict[str, list[Row]] = {"results": [], "gaps": []}
    for measure_ in place.measures.values():
        if measure_.id in of and isinstance(measure_.compute, FromDocument | FromPublished):
            with suppress(OneplaceError):
                rows = _as_shown(measure_, _given(place, measure_, None, None, as_of), as_of)
                tables["results"] += rows
                tables["gaps"] += gaps(measure_, rows)
    return Results({name: table(name, rows) for name, rows in tables.items()})


def to_look_at(place: Place, as_of: date) -> Iterator[Problem]:
    """What to look at of the figures in the place's own files: those of periods that are not over on ``as_of``, and
    limits that are worked out from counts though nobody has said that these are of people or events.
    """
    for measure_ in place.measures.values():
        if not (path := _own_file(place, measure_)):
            continue
        try:
            rows = _given(place, measure_, None, None, as_of)
        except OneplaceError:
            continue  # which is told where the file is read
        if ahead := periods_ahead(rows, as_of):
            what = f"gives figures of {measure_.id} for periods that are not over, which are no results: {ahead}."
            line = first_line(row for row in rows if row["value"] is not None and not is_over(row, as_of))
            yield Problem(path, line, 0, "W124", what, _MEND_EARLY)
        yield from _short_periods(path, measure_, rows)
        yield from _other_years(path, measure_, rows)
        yield from other_baselines(place, measure_, rows)
        if isinstance(measure_.compute, FromDocument):
            yield from typed_faults(path, measure_, measure_.compute, rows)
        if (adds := _to_protect(place, measure_)) is not None:
            yield from of_few(path, measure_, rows, place.small_numbers(measure_), adds)
        asked = getattr(measure_.compute, "limits", None)
        if asked is None and any(of_counts.FROM_COUNTS in row["method"] for row in rows):
            what = f"{measure_.id} gives counts and no limits: they are worked out, as for {_EACH_BY_ITSELF}."
            yield Problem(place.file_of(measure_), 0, 0, "W125", what, _MEND_LIMITS)


def _short_periods(path: Path, measure_: Measure, rows: Sequence[Row]) -> Iterator[Problem]:
    """Figures of less time than they are apart, of which nobody has said what they stand for."""
    short = unclear_rows(measure_, rows)
    as_years = [] if measure_.reference_months else _months_like_years(measure_, rows)
    if not (told := short or as_years):
        return
    what = f"gives figures of {measure_.id} for {list_words([row['period_label'] for row in told])} alone, and it is "
    what += f"{measure_.frequency}: it isn’t known whether these are parts or stand for all that time, so nothing is "
    mend = _MEND_UNCLEAR
    if as_years:
        start = as_years[0]["period_start"]
        mend = f"Write {start.year}/{start.month:02d} for {start:%Y-%m} if a financial year is meant. Else say"
        mend += _MEND_UNCLEAR.removeprefix("Say")
    yield Problem(path, first_line(told), 0, "W129", f"{what}judged by them.", mend)


def _months_like_years(measure_: Measure, rows: Sequence[Row]) -> list[Row]:
    """The single months of what is annual, where each may be a financial year: ``2009-10`` is October 2009 here."""
    of_all = [row for row in rows if row["dimension"] == "all" and row["value"] is not None]
    months = [row for row in of_all if Span(row["period_start"], row["period_end"], "").months == 1]
    like = all((row["period_start"].year + 1) % 100 == row["period_start"].month for row in months)
    return months if like and measure_.frequency == "annual" else []


def _other_years(path: Path, measure_: Measure, rows: Sequence[Row]) -> Iterator[Problem]:
    """Years of one series that begin in different months, where nobody has said that they changed."""
    of_all = [row for row in rows if row["dimension"] == "all" and row["value"] is not None]
    years = [row for row in of_all if Span(row["period_start"], row["period_end"], "").months == 12]
    for before, after in pairwise(years if measure_.frequency == "annual" else ()):
        start, then = before["period_start"], after["period_start"]
        if start.month != then.month and not measure_.breaks_between(start, after["period_end"]):
            what = f"gives figures of {measure_.id} for {before['period_label']}, which begins in {start:%B}, and for "
            what += f"{after['period_label']}, which begins in {then:%B}: a year is held against another kind of year."
            yield Problem(path, first_line([after]), 0, "W133", what, _MEND_YEARS)
            return


_EACH_BY_ITSELF = "people or events of which each falls by itself"
_MEND_LIMITS = (
    "Write `limits: from_counts` in its `compute` if they are; `limits: as_published` if what is counted is no sample "
    "of anything, such as beds in use."
)
_MEND_UNCLEAR = (
    "Say in its definition how long its periods last: `reference_period: month` of a survey held in one month, "
    "`reference_period: year` of parts of years."
)
_MEND_YEARS = (
    "Write each year as the document means it: 2024 is January to December, 2024/25 April to March. If its years did "
    "change, say so in its `series_breaks`."
)
_MEND_EARLY = (
    "Leave a figure out until its period is over. What is expected belongs into the path or the target of an ambition."
)


def _own_file(place: Place, definition: Measure) -> Path | None:
    """The file of the place that a measure's figures are typed into; None where they are counted, or shipped."""
    compute = definition.compute
    if isinstance(compute, FromDocument):
        return place.root / compute.file
    own = place.datasets.get(compute.dataset) if isinstance(compute, FromPublished) else None
    return place.root / own.files[0] if own else None


def _to_protect(place: Place, definition: Measure) -> Adds | None:
    """What adds up to what in figures of which nobody but the place hides small counts; None of all others."""
    compute = definition.compute
    own = place.datasets.get(compute.dataset) if isinstance(compute, FromPublished) else None
    if isinstance(compute, FromPublished) and own and own.hidden_here:
        return adds_up(place, compute)
    return Adds() if isinstance(compute, FromDocument) else None


def _given(
    place: Place, definition: Measure, opened: RecordMeasures | None, computed: Computed | None, as_of: date
) -> list[Row]:
    """One measure's rows of results as they were counted, published or typed."""
    compute = definition.compute
    if isinstance(compute, FromLinkedRecord):
        return computed.results if computed else []
    if isinstance(compute, FromQuality):
        return quality(opened, definition, compute) if opened else []
    if isinstance(compute, FromPublished):
        return published(place, definition, compute, as_of)
    return from_document(place.root, definition, compute) if isinstance(compute, FromDocument) else []


def _one(
    place: Place, definition: Measure, given: Sequence[Row], computed: Computed | None, as_of: date
) -> dict[str, list[Row]]:
    """One measure's rows of every table, from those that may be shown."""
    rows = _as_shown(definition, given, as_of)
    headline = [row for row in to_judge(rows) if row["dimension"] == "all"]
    return {
        "results": rows,
        "gaps": _marked(with_stopped(definition, gaps(definition, rows), to_judge(rows), as_of), rows),
        "signals": _marked(signals(definition, _covered(headline), asked(place, definition.id, headline)), rows),
        "provenance": [provenance(place, definition, rows, computed, periods_ahead(given, as_of))],
    }


def _as_shown(definition: Measure, given: Sequence[Row], as_of: date) -> list[Row]:
    """Rows that were given, with what is no result of the day, what is of another length and what is not there told."""
    rows = with_parts(definition, with_unfinished(definition, given, as_of))
    return with_absent(definition, rows) if isinstance(definition.compute, FromPublished | FromDocument) else rows


def _marked(made: Iterable[Row], rows: Sequence[Row]) -> list[Row]:
    """What was worked out of a measure's rows, told to be provisional, or by an earlier definition, where a row of its
    period and breakdown is.
    """
    so = {name: {_whom(row) for row in rows if row.get(name)} for name in ASIDES}
    return [{**one, **{name: _whom(one) in found or None for name, found in so.items()}} for one in made]


def _whom(row: Row) -> tuple[object, ...]:
    return row.get("dimension", "all"), row["period_start"], row["period_end"]


def _covered(headline: Sequence[Row]) -> list[Row]:
    """The headline's rows of periods for which the files are complete."""
    return [row for row in headline if row["method"] != NOT_COVERED]


def asked(place: Place, measure_id: str, headline: Sequence[Row]) -> Asked | None:
    """What each period of a measure is held against: the place's own target where it is for periods like these.

    It is that of the first ambition that is bound to the measure and has one. A target for a year says nothing of each
    month: months that are held against it one by one would miss it "every time", or meet it, whatever their year does.
    Nor does one that was set before the measure was counted another way.
    Then, and where there is none, it is the national standard that holds in the newest period, which asks the same of
    every period; where several do, the one without an end.
    """
    own = next((one for one in place.strategy.outcomes if one.measure == measure_id and one.target != "not_set"), None)
    newest = headline[-1:]
    if own is not None and own.target != "not_set":
        when = own.target.period
        spans = [Span(row["period_start"], row["period_end"], "") for row in newest]
        as_long = when is None or all(span.as_long_as(Span(when.start, when.end, "")) for span in spans)
        if as_long and not _broken(place.measures[measure_id], own, newest):
            return Asked(float(own.target.value), None)
    standards = sorted(place.measures[measure_id].standards, key=lambda one: one.until is not None)
    holding = (one for one in standards if all(one.holds_in(row["period_start"], row["period_end"]) for row in newest))
    found = next(holding, None)
    return Asked(found.value, found.name) if found else None


def _broken(measure: Measure, outcome: Outcome, newest: Sequence[Row]) -> bool:
    """Whether the measure's newest period is counted another way than the one by which an outcome's target is set."""
    spans = (getattr(given, "period", None) for given in (outcome.baseline, outcome.target))
    set_by = next((span for span in spans if span), None)
    return set_by is not None and any(measure.breaks_between(set_by.start, row["period_end"]) for row in newest)
