"""A declared file as SQL: every field read as text, then typed, and what is wrong with it put into words.

A value that can't be read is removed; where the column is required its row is refused. Nothing stops the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from oneplace.place.mapping_sql import scalar
from oneplace.place.sources import IDENTIFYING, Column, ColumnType, Dataset, Sources
from oneplace.problems import OneplaceError
from oneplace.record import dates
from oneplace.record.blanks import bare
from oneplace.record.database import open_database, refusal
from oneplace.record.repeated_hour import of_file, told_apart
from oneplace.record.resources import SEVERAL, rows
from oneplace.record.totals import TOTAL, is_total
from oneplace.record.values import INSTANT, SHORTENED, TYPED, UNREAD, nhs_number

FIELD, ENTRY = "\x1f", "\x1e"
"""Between the parts of one fault (column, reason, value), and between the faults of one row."""

EARLIEST = date(1900, 1, 1)

OPEN_ENDS = ", ".join(f"DATE '{year}-12-31'" for year in (2099, 2999, 4712, 9999))
"""SQL for the days by which systems that can't leave an end blank say that there is none yet."""


def late(as_at: date) -> str:
    """The words for a date after the day on which the extracts were cut."""
    return f"is after the day of the extract, {as_at}"


NO_DATE = "is the day that stands for no date"
MONTH_FIRST = "is no date with its day first, only with its month first"
TWO_WAYS = "may have its day or its month first, as other dates of the file have the month first: declare `format`"
_WORDS = {
    "date": "is not a date",
    "time": "is not a date and time",
    "instant": "is not a date and time with a zone",
    "clock": "is not a time of day",
    "integer": "is not a whole number",
    "number": "is not a number",
    "flag": "is neither yes nor no",
    "nhs_number": "is not a valid NHS number (ten digits, the last a check digit)",
    "postcode": "is not a postcode",
    "uprn": "is not a UPRN",
    "phone": "is not a phone number",
    "email": "is not an e-mail address",
}


def quoted(name: str) -> str:
    """Return a name as a SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """Return a text as a SQL literal."""
    return "'" + value.replace("'", "''") + "'"


@contextmanager
def mapping(what: str) -> Iterator[None]:
    """Say which part of ``sources.yaml`` it is where DuckDB can't compute it (text taken for a date, and the like)."""
    try:
        yield
    except duckdb.Error as error:
        if refused := refusal(error):
            raise refused from error
        message = f"{what} can't be computed: {str(error).splitlines()[0]}"
        mend = "Correct the expression, or the type of its columns."
        raise OneplaceError.at(Path("sources.yaml"), message, mend) from error


def first_row(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    """Return the first row of an answer, having taken the whole of it (a half-read one blocks the connection)."""
    rows = connection.execute(sql).fetchall()
    return tuple(rows[0]) if rows else ()


def _dated(column: Column) -> bool:
    """Whether a column's type is read from common forms of dates and times."""
    return column.type in ("date", "time", "instant") and not column.format


def _typed(column: Column, raw: str, written: str, as_at: date, *, partial: bool) -> str:
    """SQL for a field as its column's type; of a date in a common form ``written`` names what `_written` gives."""
    if column.type == "instant" and not column.format:
        return f"{written} AT TIME ZONE 'Europe/London'"
    if column.type == "nhs_number":
        return nhs_number(raw)
    if column.type in ("date", "time"):
        declared = ", ".join(dates.declared(raw, form) for form in column.format or ())
        moment = (
            f"coalesce({declared})" if column.format else dates.moment(column, raw, written, as_at, partial=partial)
        )
        return f"CAST({moment} AS DATE)" if column.type == "date" else moment
    value = TYPED.get(column.type, "RAW").replace("RAW", raw)
    return f"coalesce({dates.part_of_day(raw)}, {value})" if column.is_serial else value


def _written(column: Column, said: str) -> str:
    """SQL for what a date says in a form that needs work; of an instant the moment with its zone."""
    return INSTANT.replace("RAW", said) if column.type == "instant" else dates.written(said)


def read_as(kind: ColumnType, values: Sequence[str], as_at: date) -> int:
    """How many of some values are read where their column is of a type, its dates being none after ``as_at``."""
    column = Column.model_validate({"type": kind})
    said, written = (dates.spelled(column, "given"), _written(column, "said")) if _dated(column) else ("given", "NULL")
    given = f"SELECT {said} AS said FROM (SELECT unnest([{', '.join(map(text, values))}]) AS given)"
    typed = _typed(column, "said", "written", as_at, partial=False)
    with open_database() as connection:
        sql = f"SELECT count({typed}) FROM (SELECT said, {written} AS written FROM ({given}))"
        return int(first_row(connection, sql)[0])


@dataclass(frozen=True)
class _Check:
    """A condition on a field that is a fault, and the words for it: both as SQL."""

    when: str
    reason: str
    of_unread: bool = False
    """Whether only a field of which nothing could be read can have it: the others are not held against it."""


def _checks(
    column: Column, raw: str, value: str, as_at: date, *, codes: tuple[str, ...] | None, either: bool, end: bool
) -> list[_Check]:
    checks = [_Check(f"{raw} IS NULL", text("is missing"), of_unread=True)] if column.required else []
    if codes is not None:
        listed = ", ".join(text(code) for code in codes)
        checks.append(_Check(f"{raw} NOT IN ({listed})", text("is not one of the codes that sources.yaml lists")))
    causes = _unread(column, raw, value)
    if column.type in _WORDS:
        named = f" AND NOT coalesce({' OR '.join(f'({cause.when})' for cause in causes)}, false)" if causes else ""
        none = _Check(f"{raw} IS NOT NULL AND {value} IS NULL{named}", text(_WORDS[column.type]), of_unread=True)
        checks += [*causes, none]
    if either and column.type in ("date", "time"):
        checks.insert(-1, _Check(dates.two_ways(raw), text(TWO_WAYS)))
    if column.type in ("date", "time", "instant"):
        checks.append(_Check(f"{value} < DATE '{EARLIEST}'", text(f"is before {EARLIEST.year}")))
        if end:
            checks.append(_Check(f"CAST({value} AS DATE) = DATE '{EARLIEST}'", text(NO_DATE)))
        if not column.future:
            open_end = f" AND NOT ({_says_open(value)})" if end else ""
            checks.append(_Check(f"{value} >= DATE '{as_at}' + INTERVAL 1 DAY{open_end}", text(late(as_at))))
    return checks


def _unread(column: Column, raw: str, value: str) -> list[_Check]:
    """Why a field could not be read as its column's type, where more can be said than that."""
    said = tuple((when.replace("RAW", raw), why) for when, why in UNREAD.get(column.type, ()))
    if column.type in ("date", "time"):
        turned = "false" if column.format else dates.MONTH_FIRST.replace("RAW", raw)
        said = (
            (f"regexp_full_match({raw}, '[1-6][0-9]{{4}}([.][0-9]+)?')", dates.SERIAL),
            (turned, MONTH_FIRST),
            (f"upper({raw}) IN ('TRUE', 'FALSE', 'YES', 'NO', 'Y', 'N')", _ANSWER),
        )
    return [_Check(f"{value} IS NULL AND {when}", text(why), of_unread=True) for when, why in said]


def _is_wrong(checks: Sequence[_Check], value: str) -> str:
    """SQL for whether a field has one of some faults; a field that was read is held against those alone it can have."""
    every, of_read = (
        f"coalesce({' OR '.join(each.when for each in some)}, false)" if some else "false"
        for some in (checks, [each for each in checks if not each.of_unread])
    )
    return every if every == of_read else f"CASE WHEN {value} IS NULL THEN {every} ELSE {of_read} END"


_ANSWER = "says yes or no and not when: have the date sent, or declare the column's type as text"


def _says_open(value: str) -> str:
    return f"CAST({value} AS DATE) IN ({OPEN_ENDS})"


def _spoilt(column: Column, raw: str) -> list[_Check]:
    """That a key or code is a number of which a spreadsheet kept the first figures, so that different ones look alike;
    or the spreadsheet's word for a fault of its own."""
    if column.type not in ("text", "identifier", "name"):
        return []
    when = f"regexp_full_match({raw}, '{SHORTENED}|{_FAULTS}')"
    reason = f"CASE WHEN starts_with({raw}, '#') THEN {text(_FORMULA)} ELSE {text(_SHORTENED)} END"
    return [_Check(f"CASE WHEN contains({raw}, '+') OR starts_with({raw}, '#') THEN {when} END", reason)]


_SHORTENED = "is a number that a spreadsheet shortened: have the column written as text"
_FAULTS = "#(REF!|DIV/0!|N/A|NAME[?]|VALUE!|NUM!|NULL!)"
_FORMULA = "is a fault of a spreadsheet's formula: have it mended"

_NOTHING = ("na", "n/a", "nan", "null", "none", "-", ".", r"\n")
"""What stands for nothing where a date or number is meant; where text is, only what the dataset declares does."""


def _said(column: Column, dataset: Dataset, field: str) -> str:
    """SQL for what a field says; null where it is empty or holds what stands for nothing."""
    none = [*(word.lower() for word in dataset.missing), *(() if column.type in _WORDED else _NOTHING)]
    if not none:
        return field
    longest = max(len(word.encode()) for word in none)
    listed = ", ".join(text(word) for word in none)
    return f"CASE WHEN strlen({field}) > {longest} OR lower({field}) NOT IN ({listed}) THEN {field} END"


def _as_listed(codes: tuple[str, ...] | None, raw: str) -> str:
    """SQL for a code as the list writes it, whatever its case, where the list has it once but for case."""
    capitals = [code.upper() for code in codes or ()]
    if not capitals or len(set(capitals)) < len(capitals):
        return raw
    listed, folded = ("[" + ", ".join(map(text, each)) + "]" for each in (codes or (), capitals))
    told = f"coalesce(list_extract({listed}, list_position({folded}, upper({raw}))), {raw})"
    return f"CASE WHEN {raw} IN ({listed[1:-1]}) THEN {raw} ELSE {told} END"


_WORDED = ("text", "name", "identifier", "email", "flag")


def _reader(dataset: Dataset, path: Path, rejects: str, header: Sequence[str]) -> str:
    """SQL that gives every field of a file as text; lines of the wrong shape go to the table ``rejects``.

    A file in another encoding than UTF-8 was written anew before.
    """
    where = text(str(path))
    if dataset.format == "parquet":
        return f"(SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet({where}))"
    fields = dict.fromkeys(header or dataset.columns, "VARCHAR") if dataset.in_lines else {"_line": "VARCHAR"}
    columns = ", ".join(f"{text(name)}: '{kind}'" for name, kind in fields.items())
    shape = (
        f"delim = {text(dataset.delimiter)}, quote = '\"', escape = '\"', header = true"
        if dataset.in_lines
        else "delim = '\x01', quote = '', escape = '', header = false"
    )
    return (
        f"read_csv({where}, auto_detect = false, {shape}, encoding = 'utf-8', columns = {{{columns}}}, "
        f"store_rejects = true, rejects_table = '{rejects}', rejects_scan = '{rejects}_scan')"
    )


def select(
    sources: Sources,
    dataset: Dataset,
    path: Path,
    load_id: str,
    rejects: str,
    *,
    header: Sequence[str] = (),
    either: Collection[str] = (),
) -> str:
    """Return the SQL that reads one file, whose columns are called so where they aren't just those declared.

    ``either`` are the columns in which a date's day or its month may come first.

    Its columns are the dataset's, typed, and ``_load``, ``_row`` (place among the rows read), ``_removed`` (columns
    that say when something ended, and say what can't be; null where none does), ``_fault`` (null where nothing is
    wrong; else entries of column, reason and value), ``_refused``, ``_withdrawn`` (it takes back what was sent under
    its key, and needs nothing else), ``_raw`` (the row's text, where something is wrong) and ``_holds_to`` (the day of
    the extract from which a date is read otherwise, where one is); and ``_born_precision`` where a column is the birth
    date. A line of a file of lines in which nothing stands is no row, and has its place among them still.
    """
    ends = dataset.ends
    json = dataset.format in ("ndjson", "bundle")
    columns = list(dataset.columns.items())
    places = list(enumerate(dataset.columns))
    if json:
        fields = [f"nullif(nullif({quoted(name)}, ''), {text(SEVERAL)})" for name in dataset.columns]
        raw = [f"_c{i}" for i, _ in places]
        start = rows(dataset, _reader(dataset, path, rejects, header))
    else:
        absent = {name for name, column in columns if column.optional and header and name not in header}
        fields = ["NULL::VARCHAR" if name in absent else bare(quoted(name)) for name in dataset.columns]
        raw = [_said(column, dataset, f"_c{i}") for i, (_, column) in enumerate(columns)]
        start = f"SELECT * FROM {_reader(dataset, path, rejects, header)}"
    listed = [f"{_as_listed(sources.codes(columns[i][1]), sql)} AS _r{i}" for i, sql in enumerate(raw)]
    several = [f"coalesce({quoted(name)} = {text(SEVERAL)}, false) AS _s{i}" for i, name in places if json]
    kept = ", " + (
        ", ".join(["_line", "_place", "_broken AS _why", "_broken IS NOT NULL AS _broken", *several])
        if json
        else "row_number() OVER () AS _place, false AS _broken"
    )
    empty = ""
    if dataset.in_lines:
        others = [bare(quoted(name)) for name in header if name not in dataset.columns]
        kept += f", coalesce({', '.join(others)}) AS _others" if others else ""
        stands = [f"_c{i}" for i, _ in places] + ["_others"] * bool(others)
        empty = f" WHERE coalesce({', '.join([*stands, 'NULL'])}) IS NOT NULL"
    as_dates = [i for i, (_, column) in enumerate(columns) if _dated(column)]
    spelled = [f", {dates.spelled(columns[i][1], f'_r{i}')} AS _d{i}" for i in as_dates]
    said_of = [
        # the day of a FHIR dateTime
        f"left({said}, 10)" if json and column.type == "date" else said
        for said, (_, column) in zip((f"_d{i}" if i in as_dates else f"_r{i}" for i, _ in places), columns, strict=True)
    ]
    written = [f", {_written(columns[i][1], said_of[i])} AS _w{i}" for i in as_dates]
    instants = {columns[i][0]: f"_w{i}" for i in as_dates if columns[i][1].type == "instant"}
    typed = [
        _typed(column, said_of[i], f"_w{i}", sources.as_at, partial=name == dataset.born) + f" AS _t{i}"
        for i, (name, column) in enumerate(columns)
    ]
    checks = [
        _checks(
            *(column, f"_r{i}", f"_t{i}", sources.as_at),
            codes=sources.codes(column),
            either=name in either,
            end=name in ends,
        )
        + _spoilt(column, f"_r{i}")
        + [_Check(f"_s{i}", text("has several values, of which the view takes one"))] * json
        for i, (name, column) in enumerate(columns)
    ]
    bad = [f"{_is_wrong(each, f'_t{i}')} AS _b{i}" for i, each in enumerate(checks)]
    open_ended = {name for name in ends if dataset.columns[name].type != "clock"}
    said = [f" AND NOT coalesce({_says_open(f'_t{i}')}, false)" if name in open_ended else "" for i, name in places]
    values = [f"CASE WHEN NOT _b{i}{said[i]} THEN _t{i} END AS {quoted(name)}" for i, name in places]
    removed = [f"CASE WHEN _b{i} AND _r{i} IS NOT NULL THEN {text(name)} END" for i, name in places if name in ends]
    rules = [scalar(rule.when, (*dataset.columns, "as_at")) for rule in dataset.refuse]
    withdrawn = scalar(dataset.withdrawn, dataset.columns) if dataset.withdrawn else "false"
    broken = [f"coalesce({rule}, false) AS _x{i}" for i, rule in enumerate(rules)]
    broken.append(f"coalesce({withdrawn}, false) AS _withdrawn")
    broken += [f"coalesce({total}, false) AS _total" for total in (is_total(dataset),) if total]
    against = [*(f"_x{i}" for i in range(len(rules))), *(["_total"] if is_total(dataset) else [])]
    faulty = [i for i, each in enumerate(checks) if each]
    of_key = [i for i in faulty if columns[i][0] in dataset.key]  # all that a row needs which takes another back
    wrong = _judged([f"_b{i}" for i in faulty] + against, [f"_b{i}" for i in of_key])
    required = [f"_b{i}" for i in faulty if columns[i][1].required]
    refused = _judged([*required, *against], [f"_b{i}" for i in of_key])
    valued = f"SELECT *, {', '.join(values)}, DATE '{sources.as_at}' AS as_at FROM judged"
    born = [f"{dates.precision(f'_r{i}')} AS _born_precision, " for i, name in places if name == dataset.born]
    shifted = [dates.shifted(column, said_of[i], f"_t{i}", sources.as_at) for i, (_, column) in enumerate(columns)]
    line = "_line" if json else "concat_ws(',', " + ", ".join(f"coalesce(_r{i}, '')" for i in range(len(columns))) + ")"
    return f"""
        WITH raw AS ({start}),
        bare AS (SELECT {", ".join(f"{sql} AS _c{i}" for i, sql in enumerate(fields))}{kept} FROM raw),
        fields AS (SELECT *, {", ".join(listed)} FROM bare{empty}),
        spelled AS (SELECT *{"".join(spelled)} FROM fields),
        written AS (SELECT *{"".join(written)} FROM spelled),
        typed AS (SELECT *, {", ".join(typed)} FROM written),
        judged AS (SELECT *, {", ".join(bad)} FROM typed),
        valued AS ({told_apart(valued, of_file(dataset), instants)}),
        ruled AS (SELECT *{"".join(", " + each for each in broken)} FROM valued)
        SELECT {", ".join(quoted(name) for name in dataset.columns)}, {text(load_id)} AS _load, _place AS _row,
            {"".join(born)}
            string_split(nullif(concat_ws('{ENTRY}', {", ".join(removed) or "NULL"}), ''), '{ENTRY}') AS _removed,
            CASE WHEN {wrong} THEN {_faults(dataset, checks)} END AS _fault,
            {refused} AS _refused, _withdrawn, CASE WHEN {wrong} THEN {line} END AS _raw,
            least({", ".join(["NULL::DATE", *filter(None, shifted)])}) AS _holds_to
        FROM ruled
    """


def _judged(faults: Sequence[str], of_withdrawn: Sequence[str]) -> str:
    """SQL for whether one of the faults is a row's; of a row that takes another back only some count."""
    either = (" OR ".join([*each, "_broken"]) for each in (of_withdrawn, faults))
    return "CASE WHEN _withdrawn THEN {} ELSE {} END".format(*either)


def day_or_month_first(dataset: Dataset, path: Path, name: str, header: Sequence[str]) -> str:
    """SQL for how many dates of a file's column can only have the day first, and how many only the month."""
    raw = bare(quoted(name))
    proofs = (f"count(*) FILTER (WHERE {each.replace('RAW', raw)})" for each in (dates.DAY_FIRST, dates.MONTH_FIRST))
    return f"SELECT {', '.join(proofs)} FROM {_reader(dataset, path, 'unread', header)}"


def _faults(dataset: Dataset, checks: list[list[_Check]]) -> str:
    """SQL for what is wrong with a row, in words; an identifying value is never part of them."""
    entries = []
    for i, ((name, column), each) in enumerate(zip(dataset.columns.items(), checks, strict=True)):
        value = "''" if column.type in IDENTIFYING else f"coalesce(_r{i}, '')"
        entries += [
            f"CASE WHEN {f'_b{i}' if len(each) == 1 else check.when} "  # one was judged already
            f"THEN concat({text(name + FIELD)}, {check.reason}, {text(FIELD)}, {value}) END"
            for check in each
        ]
    entries += [
        f"CASE WHEN _x{i} THEN {text((rule.field or '') + FIELD + rule.because + FIELD)} END"
        for i, rule in enumerate(dataset.refuse)
    ]
    faults = f"concat_ws('{ENTRY}', {', '.join(entries) or 'NULL'})"  # a table of texts alone may have none
    if dataset.format in ("ndjson", "bundle"):
        return f"CASE WHEN _broken THEN concat({text(FIELD)}, _why, {text(FIELD)}) ELSE {faults} END"
    return f"CASE WHEN _total THEN {text(FIELD + TOTAL + FIELD)} ELSE {faults} END" if is_total(dataset) else faults
