"""Dates and numbers that an expression makes, held to the range that those of a column are held to when read, and kinds
of activities and observations, held to their list.

What can't be is removed and counted; where the table needs the value its row is refused. An end that can't be is an
unknown one: the row neither goes on nor is over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from oneplace.place.canonical import ACTIVITY_TYPES, BY_NAME, MAPPED, OBSERVATION_KINDS, PERSON_FACTS
from oneplace.place.mapping_sql import columns_of, scalar
from oneplace.place.sources import Dataset, Rows, Source, Sources
from oneplace.problems import OneplaceError
from oneplace.record.reading import EARLIEST, NO_DATE, OPEN_ENDS, first_row, late, mapping, quoted, text
from oneplace.record.staging import Staged

_DATES = ("DATE", "TIMESTAMP")
_CHECKED = {
    **dict.fromkeys(_DATES, ("date", "time", "instant")),
    "DOUBLE": ("integer", "number"),
}
"""The types of columns whose values were checked when read, by the type of what they fill."""

_AHEAD = ("review_due_date",)
"""What lies ahead by its nature."""

OLDEST = 120
"""Completed years from which an age is noted: nobody in England is known to have reached them alive for long."""

ENDS = ("end_at", "end_date")

KINDS = {"activity_type": ACTIVITY_TYPES, "kind": OBSERVATION_KINDS}
"""What says of what kind a row is, and which there are."""
NO_KIND = "is no kind that is known"
"""How the reason begins for which a row of another kind is refused."""
_NAMED = 10
"""How many rows have a kind that is told by its name: what fewer have may be a text about somebody."""


@dataclass(frozen=True)
class Made:
    """One value that a dataset's expression makes: of ``field``, of a DuckDB type ``kind``; ``rows`` where of rows."""

    dataset: Dataset
    field: str
    expression: str
    kind: str
    rows: Rows | None = None

    @property
    def sql(self) -> str:
        """SQL for the value as it is made, before anybody asks whether it can be; null where it is none of its kind."""
        return f"TRY_CAST({self.said} AS {self.kind})"

    @property
    def said(self) -> str:
        """SQL for what the expression gives, of whatever type."""
        return scalar(self.expression, names(self.dataset, self.rows))

    @property
    def required(self) -> bool:
        """Whether no row is made without it."""
        return self.rows is not None and self.field in BY_NAME[self.rows.table].required

    def fault(self, sources: Sources) -> str:
        """SQL for what is wrong with the value, in words; null where nothing is."""
        found = [f"WHEN ({self.said}) IS NOT NULL AND {self.sql} IS NULL THEN {text(self._none)}"]
        if self.field in KINDS:
            found.append(f"WHEN {self.sql} IS NULL THEN 'is missing'")
            found.append(f"WHEN {self.sql} NOT IN ({', '.join(map(text, KINDS[self.field]))}) THEN {text(NO_KIND)}")
        if self.kind == "DOUBLE":
            found.append(f"WHEN NOT isfinite({self.sql}) THEN {text(self._none)}")
        if self.field == "age":
            found.append(f"WHEN {self.sql} NOT BETWEEN 0 AND {OLDEST} THEN 'is no age in years (0 to {OLDEST})'")
        if self.kind in _DATES:
            found.append(f"WHEN {self.sql} < DATE '{EARLIEST}' THEN {text(f'is before {EARLIEST.year}')}")
            if self.field in ENDS:
                found.append(f"WHEN CAST({self.sql} AS DATE) = DATE '{EARLIEST}' THEN {text(NO_DATE)}")
                found.insert(0, f"WHEN CAST({self.sql} AS DATE) IN ({OPEN_ENDS}) THEN NULL")
            if not self._ahead:
                end = f"DATE '{sources.as_at}' + INTERVAL 1 DAY"
                above = f"{self.sql} > {end}" if self.field in ENDS else f"{self.sql} >= {end}"
                found.append(f"WHEN {above} THEN {text(late(sources.as_at))}")
        return f"CASE {' '.join(found)} END"

    def sound(self, sources: Sources) -> str:
        """SQL for the value where it can be, else null; an end that says "open" is none."""
        open_end = f" AND CAST({self.sql} AS DATE) NOT IN ({OPEN_ENDS})" if self.field in ENDS else ""
        return f"CASE WHEN {self.fault(sources)} IS NULL{open_end} THEN {self.sql} END"

    @property
    def _none(self) -> str:
        return "is not a date" if self.kind in _DATES else "is not a number that can be kept"

    @property
    def _ahead(self) -> bool:
        used = columns_of(self.expression)
        declared = {name.casefold(): column for name, column in self.dataset.columns.items()}
        return self.field in _AHEAD or any(name in declared and declared[name].future for name in used)

    @property
    def needs_a_look(self) -> bool:
        """Whether its type has a range, and no column was held to it before; or it is a kind not written down."""
        if self.field in KINDS:
            return constant(self.expression) is None
        if self.kind not in (*_DATES, "DOUBLE", "INTEGER", "SMALLINT", "DECIMAL(12,2)"):
            return False
        column = self.dataset.columns.get(self.expression.strip().strip('"'))
        return column is None or column.type not in _CHECKED.get(self.kind, ())


def of_dataset(dataset: Dataset) -> Iterator[Made]:
    """Every value that is to be looked at: those of people's facts, then those of rows."""
    facts = [Made(dataset, name, sql, PERSON_FACTS[name]) for name, sql in dataset.facts.items()]
    rows = [
        Made(dataset, name, sql, MAPPED[rows.table][name], rows)
        for rows in dataset.rows
        for name, sql in rows.values.items()
    ]
    yield from (made for made in (*facts, *rows) if made.needs_a_look)


def set_aside(staged: Staged, sources: Sources) -> None:
    """Put every made value that can't be into the rejects, and take out the rows that need one."""
    for source in sources.sources:
        for dataset in source.datasets:
            for made in of_dataset(dataset):
                with mapping(f"{source.id}.{dataset.id}: {made.field}"):
                    _set_aside(staged, sources, source, made)


def _set_aside(staged: Staged, sources: Sources, source: Source, made: Made) -> None:
    table = staged.table(source, made.dataset)
    rows = each(str(table), made.dataset, made.rows) if made.rows else str(table)
    where = scalar(made.rows.where, names(made.dataset, made.rows)) if made.rows and made.rows.where else "true"
    said = f"{made.said if made.field in KINDS else 'NULL'}::VARCHAR AS said"
    staged.connection.execute(f"""
        CREATE OR REPLACE TABLE impossible AS
        SELECT DISTINCT _load, _row, fault, {said} FROM (SELECT *, {made.fault(sources)} AS fault FROM {rows}
        WHERE {where}) WHERE fault IS NOT NULL
    """)
    _fits(staged, f"{source.id}.{made.dataset.id}", made, f"{rows} WHERE {where}")
    often = "count(DISTINCT (_load, _row)) OVER (PARTITION BY said)"
    staged.set_aside(
        "SELECT * FROM impossible ORDER BY ALL",
        field=text(made.field),
        action="'row refused'" if made.required else "'value removed'",
        reason=f"CASE WHEN fault = {text(NO_KIND)} AND {often} >= {_NAMED} THEN fault || ': ' || said ELSE fault END",
        value="said",
    )
    if made.dataset.columns.keys() & {made.field} == {made.expression.strip().strip('"')} and not made.required:
        staged.connection.execute(
            f"UPDATE {table} SET {quoted(made.field)} = NULL "
            "WHERE (_load, _row) IN (SELECT _load, _row FROM impossible)"
        )
    if made.required:
        staged.connection.execute(
            f"DELETE FROM {table} WHERE (_load, _row) IN (SELECT _load, _row FROM impossible)"
            f" AND NOT ({_decides(made)})"
        )


def _decides(made: Made) -> str:
    """SQL for whether a row says besides what somebody decided of their data: that stands, whatever else is wrong."""
    others = [rows for rows in made.dataset.rows if rows.table == "preference" and rows is not made.rows]
    asked = (scalar(rows.where, made.dataset.known) if rows.where else "true" for rows in others)
    return " OR ".join(["false", *(f"coalesce({each}, false)" for each in asked)])


def _fits(staged: Staged, dataset: str, made: Made, rows: str) -> None:
    """Refuse a mapping of which no value at all is a date: it is the mapping that is wrong, not the rows."""
    if made.kind not in _DATES:
        return
    counted = f"SELECT count({made.sql}), count({made.said}) FROM {rows}"
    dates, filled = first_row(staged.connection, counted)
    if filled and not dates:
        message = f"{dataset}: {made.field} can't be computed: `{made.expression}` gives no date in any row."
        mend = "Correct the expression, or the type of its columns."
        raise OneplaceError.at(Path("sources.yaml"), message, mend)


def names(dataset: Dataset, rows: Rows | None) -> tuple[str, ...]:
    """What an expression over a dataset's rows may name."""
    return (*dataset.known, *(("item", "item_position") if rows and rows.each else ()))


def each(table: str, dataset: Dataset, rows: Rows) -> str:
    """SQL for a dataset's table, once for each of ``each`` and once for each group of ``one_per``."""
    if rows.one_per:
        groups = ", ".join(quoted(name) for name in rows.one_per)
        where = f"WHERE {scalar(rows.where, dataset.known)}" if rows.where else ""
        order = [*([scalar(rows.first_by, dataset.known)] if rows.first_by else ()), *map(quoted, dataset.key)]
        first = f"row_number() OVER (PARTITION BY {groups} ORDER BY {', '.join([*order, '_load', '_row'])})"
        table = f"(SELECT * EXCLUDE (_place) FROM (SELECT *, {first} AS _place FROM {table} {where}) WHERE _place = 1)"
    if rows.each:
        table = " UNION ALL ".join(
            f"SELECT *, {quoted(name)} AS item, {place} AS item_position FROM {table} WHERE {quoted(name)} IS NOT NULL"
            for place, name in enumerate(rows.each, start=1)
        )
        table = f"({table})"
    return table


def constant(expression: str) -> str | None:
    """What an expression says of every row, if it is a text that is written down; else None."""
    return expression[1:-1] if expression.startswith("'") and expression.count("'") == 2 else None
