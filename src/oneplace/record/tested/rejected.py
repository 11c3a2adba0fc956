"""What was set aside when files were read, as faults of rows: each by the reason that the reader gave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from oneplace.place.mapping_sql import columns_of, scalar
from oneplace.place.sources import Dataset, Sources
from oneplace.record.canonical import NOBODY, UNKNOWN
from oneplace.record.files import Extract
from oneplace.record.made import NO_KIND
from oneplace.record.reading import EARLIEST, NO_DATE, late, text
from oneplace.record.repeats import DIFFERS, REPEATS, TIED
from oneplace.record.staging import CUT, Staged
from oneplace.record.tested.tally import Counted, Feed
from oneplace.record.totals import TOTAL

_BY_REASON = {
    "is missing": "missing_value",
    "is not one of the codes that sources.yaml lists": "code_not_listed",
    REPEATS: "repeated_key",
    DIFFERS: "repeated_key",
    NOBODY: "no_person",
    UNKNOWN: "unknown_person",
    NO_DATE: "impossible_date",
    f"is before {EARLIEST.year}": "impossible_date",
}
_BY_BEGINNING = {
    "is not valid ": "wrong_encoding",
    "is not a valid NHS number": "bad_nhs_number",
    TIED: "repeated_key",
    NO_KIND: "unknown_kind",
}
_NO_FAULT = ("row superseded", "row withdrawn")
_ALWAYS = ("torn_row", "wrong_encoding", "missing_value", "no_person", "unknown_person", "impossible_date")
"""What every file is looked at for, found or not."""


def rows(staged: Staged, sources: Sources, feeds: Mapping[str, Feed]) -> Iterator[Counted]:
    """Rows of each file by what was wrong with them, of all that were read.

    Of a dataset in several files each is of the quarter in which its last event is; else no quarter is known.
    """
    datasets = {(source.id, dataset.id): dataset for source in sources.sources for dataset in source.datasets}
    quarters = _quarters(staged, sources)
    faults = staged.connection.execute(f"""
        SELECT load_id, action, reason, field, count(DISTINCT "row") FROM {staged.rejects} GROUP BY ALL ORDER BY ALL
    """).fetchall()
    read = dict(staged.connection.execute(f"SELECT load_id, rows_read FROM {staged.loaded}").fetchall())
    reasons: dict[tuple[Feed, str], set[tuple[str | None, str]]] = {}
    failed: dict[tuple[str, str, str | None, str], int] = {}
    for load_id, action, reason, field, number in faults:
        feed = feeds[load_id]
        if action not in _NO_FAULT and reason != TOTAL:
            test = _test(datasets[feed.source, feed.dataset], field, reason, sources.as_at)
            reasons.setdefault((feed, test), set()).add((field, reason))
            failed[load_id, test, field, reason] = number
    for load_id, feed in feeds.items():
        number, quarter = read.get(load_id, 0), quarters.get(load_id)
        tests = dict.fromkeys([*_ALWAYS, *(test for of, test in reasons if of == feed)])
        for test in tests if number else ():
            for field, reason in sorted(reasons.get((feed, test), ()), key=str):
                many = failed.get((load_id, test, field, reason), 0)
                yield Counted(test, feed, many, number, quarter, None, field, reason)
            if (feed, test) not in reasons:
                yield Counted(test, feed, 0, number, quarter)
    yield from _broken_off(staged, feeds)


def _broken_off(staged: Staged, feeds: Mapping[str, Feed]) -> Iterator[Counted]:
    """The files that end within a row, each with the number of its last whole line, or resource of a Bundle."""
    ends = staged.connection.execute(
        f'SELECT load_id, any_value(file), max("row") - 1 FROM {staged.rejects} WHERE reason = {text(CUT)} '
        "GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    broken = {load_id: f"{file} after {_kind(staged.extracts[load_id])} {line:,}" for load_id, file, line in ends}
    whole = dict.fromkeys(feeds.values())
    for load_id, note in broken.items():
        whole.pop(feeds[load_id], None)
        yield Counted("breaks_off", feeds[load_id], 1, 1, note=note)
    yield from (Counted("breaks_off", feed, 0, 1) for feed in whole)


def _kind(extract: Extract) -> str:
    return str(extract.dataset.kind) if extract.dataset.format == "bundle" else "line"


def _test(dataset: Dataset, field: str | None, reason: str, as_at: date) -> str:
    stays = [each.values for each in dataset.rows if {"start_at", "end_at"} <= each.values.keys()]
    begins = {name for values in stays for name in columns_of(values["start_at"])}
    if reason == "is missing" and field is not None and field.casefold() in begins:
        return "discharge_without_admission"
    if reason in {rule.because for rule in dataset.refuse}:
        return "breaks_rule"
    if reason == late(as_at):
        return "impossible_date"
    if found := _BY_REASON.get(reason):
        return found
    named = (test for beginning, test in _BY_BEGINNING.items() if reason.startswith(beginning))
    return next(named, "torn_row" if field is None else "wrong_type")


def _quarters(staged: Staged, sources: Sources) -> dict[str, date]:
    """The quarter of the last event of each file, of datasets in several files."""
    found: dict[str, date] = {}
    for source in sources.sources:
        for dataset in source.datasets:
            if dataset.happened is None:
                continue
            day = f"CAST({scalar(dataset.happened, dataset.columns)} AS DATE)"
            last = staged.connection.execute(
                f"SELECT _load, CAST(date_trunc('quarter', max({day})) AS DATE) FROM {staged.table(source, dataset)} "
                "GROUP BY _load"
            ).fetchall()
            found |= {load: start for load, start in last if start} if len(last) > 1 else {}
    return found
