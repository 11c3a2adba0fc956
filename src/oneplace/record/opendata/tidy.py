"""The one shape that every loader gives, and the few ways of making it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from oneplace import geo
from oneplace.assets import scan
from oneplace.problems import OneplaceError
from oneplace.record.opendata.periods import Period, read_period

PROVISIONAL = "Provisional; the publisher will revise it."
"""The note of a figure that its publisher calls so."""
SCHEMA = pa.schema(
    [
        ("series", pa.string()),
        ("area_code", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("period_label", pa.string()),
        ("dimension", pa.string()),
        ("group", pa.string()),
        ("group_label", pa.string()),
        ("group_order", pa.int64()),
        ("numerator", pa.float64()),
        ("denominator", pa.float64()),
        ("value", pa.float64()),
        ("lower", pa.float64()),  # 95 % limits, where the publisher gives them
        ("upper", pa.float64()),
        ("note", pa.string()),  # why a value is missing, or what must be known about it
    ]
)
_DEFAULTS = {
    "dimension": "'all'",
    "group": "'all'",
    "group_label": "'Everyone'",
    "group_order": "0",
    "numerator": "null",
    "denominator": "null",
    "lower": "null",
    "upper": "null",
    "note": "null",
}


def _source(name: str, present: set[str]) -> str:
    """The SQL of a column: as stacked, made with the periods, or what is so for everyone."""
    return f'"{name}"' if name in present else _DEFAULTS.get(name, f'"{name}"')


@dataclass(frozen=True)
class Quantity:
    """How a series comes from a file's columns: SQL expressions over one row of it."""

    value: str
    numerator: str = "null"
    denominator: str = "null"


def amount(column: str) -> Quantity:
    """The column itself."""
    return Quantity(f"{column}")


def ratio(numerator: str, denominator: str, per: float = 1) -> Quantity:
    """``per`` × numerator / denominator; missing where the denominator is nought."""
    return Quantity(f"{per}::double * ({numerator}) / nullif({denominator}, 0)", numerator, denominator)


def percent(numerator: str, denominator: str) -> Quantity:
    """The numerator as a percentage of the denominator."""
    return ratio(numerator, denominator, per=100)


def current_board(column: str) -> str:
    """SQL for an integrated care board's code of today, where ``column`` may hold one of before April 2023."""
    old = [board["code"] for board in geo.areas("icb").to_pylist() if board["valid_to"]]
    return (
        f"case {column} "
        + " ".join(f"when '{code}' then '{geo.successors(code)[0]}'" for code in old)
        + f" else {column} end"
    )


def under_held_codes(table: pa.Table) -> pa.Table:
    """The rows of the tidy shape under the codes that the look-ups have, each figure once, that of the newest code.

    A publisher gives a series under the newer or older code of an area, or under both.
    """
    codes = table["area_code"].to_pylist()
    if not any(geo.held_as(code) != code for code in set(codes)):
        return table
    key = [table[name].to_pylist() for name in ("series", "period_start", "period_end", "dimension", "group")]
    held = [geo.held_as(code) for code in codes]
    which = list(zip(held, *key, strict=True))
    age = [2 * (code in geo.OLDER) + (code == now) for code, now in zip(codes, held, strict=True)]
    newest: dict[tuple[object, ...], int] = {}
    for each, years in zip(which, age, strict=True):
        newest[each] = min(years, newest.get(each, years))
    kept = [years == newest[each] for each, years in zip(which, age, strict=True)]
    position = table.column_names.index("area_code")
    return table.set_column(position, "area_code", pa.array(held, pa.string())).filter(pa.array(kept))


_REPEATS = """
with said as (
    select series, period_start, period_label, area_code, dimension, "group",
        hash(value, numerator, denominator) as figures
    from told where value <> 0
), periods as (
    select series, period_start, any_value(period_label) as label, count(*) as cells
    from said group by all having count(*) >= {cells} and count(distinct figures) >= {cells} / 2
), alike as (
    select series, early.period_start as first, late.period_start as period_start, count(*) as same
    from said as early join said as late using (series, area_code, dimension, "group", figures)
    where early.period_start < late.period_start group by all
)
select alike.series, alike.period_start, min_by(early.label, early.period_start) as first
from alike join periods as late using (series, period_start)
    join periods as early on early.series = alike.series and early.period_start = alike.first
where alike.same >= {share} * greatest(early.cells, late.cells) group by all
"""
_CELLS, _SHARE = 20, 0.98


def told_once(table: pa.Table, connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """The rows, without figures in a period that gives an earlier one again; a note there says which.

    A file put together from a month's files can hold one of them under two months. No two periods have the same
    figures in nearly all of twenty areas and more, so one is a copy. Which one is cannot be seen: what was said first
    stays.
    """
    connection.register("told", table)
    again = connection.sql(_REPEATS.format(cells=_CELLS, share=_SHARE)).to_arrow_table()
    if not again.num_rows:
        return table
    connection.register("again", again)
    emptied = ("numerator", "denominator", "value", "lower", "upper")
    chosen = ", ".join(f'case when first is null then "{name}" end as "{name}"' for name in emptied)
    said = "'The file gives the figures of ' || first || ' again: those of this period are not known.'"
    kept = f"""
        select told.* exclude (position) replace ({chosen}, coalesce({said}, note) as note)
        from (select *, row_number() over () as position from told) as told
        left join again using (series, period_start) order by position
    """
    return connection.sql(kept).to_arrow_table().select(SCHEMA.names).cast(SCHEMA)


def stack(series: Mapping[str, Quantity], rows: str, columns: str) -> str:
    """SQL that turns a wide table into one row a series: ``columns`` are the SQL of what every row carries."""
    return " union all ".join(
        f"select '{name}' as series, {columns}, {each.numerator} as numerator, {each.denominator} as denominator,"
        f" {each.value} as value from {rows}"
        for name, each in series.items()
    )


@dataclass(frozen=True)
class Files:
    """The files of one folder of open data, opened for one loader."""

    folder: Path
    connection: duckdb.DuckDBPyConnection

    def view(self, name: str, path: str, columns: tuple[str, ...]) -> None:
        """Make the file ``path`` readable as table ``name``, once its header holds ``columns``."""
        scan(self.folder / path, columns, self.connection).create_view(name)

    def tidy(self, sql: str, path: str) -> pa.Table:
        """Run ``sql`` and give its rows in `SCHEMA`, ordered; an unreadable period is told of the file ``path``.

        The SQL gives series, area_code, kind and period (see `periods.KINDS`), value, and whatever of the other
        columns differs from everyone's. A row with neither value nor note says nothing and is left out.
        """
        where = self.folder / path
        self.connection.execute(f"create or replace temp table stacked as {sql}")
        present = {row[0] for row in self.connection.execute("describe stacked").fetchall()}
        self.connection.register("periods", self._periods(where))
        chosen = ", ".join(f'{_source(name, present)} as "{name}"' for name in SCHEMA.names)
        told = "value is not null or note is not null" if "note" in present else "value is not null"
        rows = self.connection.sql(f"""
            select {chosen} from stacked join periods using (kind, period) where {told}
            order by series, area_code, period_start, period_end, dimension, group_order, "group"
        """).to_arrow_table()
        return rows.cast(SCHEMA)

    def _periods(self, where: Path) -> pa.Table:
        pairs = self.connection.execute("select distinct kind, period from stacked order by all").fetchall()
        found: list[Period] = []
        for kind, text in pairs:
            try:
                found.append(read_period(kind, str(text)))
            except ValueError as error:
                raise OneplaceError.at(
                    where,
                    f"The period {text!r} is no {kind.replace('_', ' ')}.",
                    "The publisher may have changed how periods are written: take the vintage of the register.",
                ) from error
        return pa.table(
            {
                "kind": pa.array([kind for kind, _ in pairs], pa.string()),
                "period": pa.array([text for _, text in pairs], pa.string()),
                "period_start": pa.array([period.start for period in found], pa.date32()),
                "period_end": pa.array([period.end for period in found], pa.date32()),
                "period_label": pa.array([period.label for period in found], pa.string()),
            }
        )
