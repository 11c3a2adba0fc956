"""Of those ready to leave hospital, the share that left that day: at weekends, on weekdays, on bank holidays.

Made of the publisher's daily figures (``discharge``) for each whole financial year. A week (from Monday) counts in the
year of its Monday and only where days of both kinds were returned; weekends and weekdays are held against each other
within weeks (``stats.paired_ratios``), since neither days nor weeks stand by themselves. A bank holiday of England,
on whatever day of the week, is neither: it has a group of its own without limits, for there are eight or so a year.
England is all areas' returned days together: the publisher gives no such row.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from oneplace import stats
from oneplace.record.opendata.loaders.discharge import ENGLAND, ICB_FILE, TRUST_FILE, returned_days
from oneplace.record.opendata.tidy import Files, current_board

SERIES = "left_that_day"
GAP = "weekend_less_weekday"
LEAST_WEEKS = 39
"""Of 52: with fewer of its weeks returned a year has no figure."""
KINDS = {"weekday": "Weekdays", "weekend": "Saturdays and Sundays", "bank_holiday": "Bank holidays"}
_ASKED = ("weekend", "weekday", "bank_holiday")
"""The kinds of days as they stand along an array's last axis: the first two are held against each other."""
_COLUMNS = {
    **dict.fromkeys(("series", "area_code", "period", "dimension", "group", "note"), pa.string()),
    **dict.fromkeys(("value", "lower", "upper", "numerator", "denominator"), pa.float64()),
}
_Floats = npt.NDArray[np.float64]
Row = dict[str, object]


def load_trust(files: Files) -> pa.Table:
    """By acute trust and England, for each whole financial year from 2022/23."""
    return _load(files, TRUST_FILE, "trust", "trust")


def load_icb(files: Files) -> pa.Table:
    """By integrated care board and England, for each whole financial year from 2022/23."""
    return _load(files, ICB_FILE, "icb22", current_board("icb22"))


def _load(files: Files, path: str, area: str, code: str) -> pa.Table:
    from holidays import country_holidays  # noqa: PLC0415 - only this asks for them

    returned_days(files, path, area, code)
    first, last = files.connection.execute("select min(date), max(date) from days").fetchall()[0]
    free = country_holidays("GB", subdiv="ENG", years=range(first.year, last.year + 1))
    files.connection.register("free", pa.table({"date": pa.array(list(free), pa.date32())}))
    files.connection.execute(f"""
        create temp table weeks as
        select coalesce(area_code, '{ENGLAND}') as area_code, monday, kind, sum(discharged)::double as discharged,
            sum(criteria)::double as criteria
        from (
            select *, date_trunc('week', date)::date as monday,
                case when date in (select date from free) then 'bank_holiday'
                    when isodow(date) > 5 then 'weekend' else 'weekday' end as kind
            from days where returned
        ) group by grouping sets ((area_code, monday, kind), (monday, kind))
    """)
    rows = [row for year in _whole_years(first, last) for row in _of_year(files, year)]
    made = {name: pa.array([row.get(name) for row in rows], kind) for name, kind in _COLUMNS.items()}
    files.connection.register("made", pa.table(made))
    kinds = ", ".join(f"'{kind}'" for kind in KINDS)
    labels = " ".join(f"when '{kind}' then '{label}'" for kind, label in KINDS.items())
    return files.tidy(
        f"""select *, 'financial_year' as kind, coalesce(list_position([{kinds}], "group"), 0) as group_order,
            case "group" {labels} else 'Everyone' end as group_label from made""",
        path,
    )


def _whole_years(first: date, last: date) -> Iterator[int]:
    """The years in which the financial years begin that the days hold whole."""
    for year in range(first.year, last.year):
        if first <= date(year, 4, 1) and _mondays(year)[-1] + timedelta(days=6) <= last:
            yield year


def _mondays(year: int) -> list[date]:
    """Those of a financial year."""
    start, end = date(year, 4, 1), date(year + 1, 4, 1)
    first = start + timedelta(days=-start.weekday() % 7)
    return [first + timedelta(days=day) for day in range(0, (end - first).days, 7)]


def _of_year(files: Files, year: int) -> Iterator[Row]:
    """The rows of one financial year, made of every area at once: ``(areas, weeks, kinds)``."""
    mondays = _mondays(year)
    found = files.connection.execute(
        "select area_code, monday, kind, discharged, criteria from weeks where monday between ? and ? order by all",
        [mondays[0], mondays[-1]],
    ).fetchall()
    at = {area: number for number, area in enumerate(sorted({row[0] for row in found}))}
    left, ready = (np.full((len(at), len(mondays), len(_ASKED)), np.nan) for _ in range(2))
    for area, monday, kind, discharged, criteria in found:
        where = at[area], (monday - mondays[0]).days // 7, _ASKED.index(kind)
        left[where], ready[where] = discharged, criteria
    both = ~np.isnan(left[..., :2]).any(axis=-1)
    left, ready = (np.where(both[..., None], side, np.nan) for side in (left, ready))
    pair = stats.paired_ratios(left[..., :2], ready[..., :2])
    week = [np.where(both, np.nansum(side, axis=-1), np.nan)[..., None] for side in (left, ready)]
    whole = stats.paired_ratios(*(np.repeat(side, 2, axis=-1) for side in week))
    for area, number in at.items():
        base = {"area_code": area, "period": f"{year}-{(year + 1) % 100:02d}", "series": SERIES}
        weeks = int(both[number].sum())
        if weeks < LEAST_WEEKS or np.isnan(pair.gap[number]):
            few = f"Too few weeks returned: {weeks} of {len(mondays)}"
            yield {**base, "dimension": "all", "group": "all", "note": few}
            continue
        counts = _counts(left[number], ready[number])
        yield {**base, **_figure(whole, (number, 0)), **counts, "dimension": "all", "group": "all"}
        for column, kind in enumerate(_ASKED):
            counts = _counts(left[number, :, column], ready[number, :, column])
            if column < 2:
                yield {**base, **_figure(pair, (number, column)), **counts, "dimension": "day", "group": kind}
            elif counts["denominator"]:
                value = 100 * counts["numerator"] / counts["denominator"]
                yield {**base, **counts, "value": value, "dimension": "day", "group": kind}
        yield {**base, **_gap(pair, number), "series": GAP, "dimension": "day", "group": "weekend"}


def _figure(of: stats.PairedRatios, at: tuple[int, int]) -> Row:
    low, high = max(100 * float(of.lower[at]), 0.0), min(100 * float(of.upper[at]), 100.0)
    return {"value": 100 * float(of.value[at]), "lower": low, "upper": high}


def _gap(of: stats.PairedRatios, at: int) -> Row:
    return {
        "value": 100 * float(of.gap[at]),
        "lower": 100 * float(of.gap_lower[at]),
        "upper": 100 * float(of.gap_upper[at]),
    }


def _counts(left: _Floats, ready: _Floats) -> dict[str, float]:
    return {"numerator": float(np.nansum(left)), "denominator": float(np.nansum(ready))}
