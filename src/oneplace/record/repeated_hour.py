"""The hour that London's clock shows twice, as it goes back in autumn: which of the two a time of a row means.

A local time doesn't say it. But nothing ends before it begins: a stay from 01:50 to 01:10 ended when the clock showed
01:10 again. It is kept as an hour more, 02:10, as the clock would have stood without the change, and so are the row's
later times of that day (those from 23:00 on stay in it): whoever takes one time from another gets how long it was.

Of two times that came with a zone that is known in any case: the later is kept as the clock would have stood wherever
it is of the day of a change, and the earlier from before the change, in autumn or (as an hour less) in spring.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import sqlglot
from sqlglot import exp

from oneplace.place.sources import Dataset

_IN_ORDER = ("requested_at", "start_at", "seen_at", "ready_at", "end_at")
"""The times of an activity as one comes after the other."""


def of_file(dataset: Dataset) -> dict[str, list[str]]:
    """For each of a file's times those that come before it: as its rules refuse another order (``left < arrived``), and
    as those of an activity do that they fill."""
    times = {name.casefold(): name for name, column in dataset.columns.items() if column.type in ("time", "instant")}
    pairs = [pair for rule in dataset.refuse for pair in _compared(rule.when)]
    for rows in dataset.rows:
        fills = {name: sql.strip().strip('"').casefold() for name, sql in rows.values.items()}
        pairs += [(fills[name], fills[each]) for name, first in of_activity(fills).items() for each in first]
    found: dict[str, list[str]] = {}
    for later, earlier in dict.fromkeys(pairs):
        if later in times and earlier in times:
            found.setdefault(times[later], []).append(times[earlier])
    return found


def _compared(condition: str) -> Iterator[tuple[str, str]]:
    """The columns that a condition compares, in small letters: the one that is less where it holds, and the other."""
    for node in sqlglot.parse_one(condition, read="duckdb").find_all(exp.LT, exp.LTE, exp.GT, exp.GTE):
        left, right = node.this, node.expression
        if isinstance(left, exp.Column) and isinstance(right, exp.Column):
            less, more = (left, right) if isinstance(node, exp.LT | exp.LTE) else (right, left)
            yield less.name.casefold(), more.name.casefold()


def of_activity(columns: Collection[str]) -> dict[str, list[str]]:
    """The same for those times of an activity that are among some columns."""
    times = [name for name in _IN_ORDER if name in columns]
    return {name: times[:place] for place, name in enumerate(times)}


def told_apart(rows: str, before: Mapping[str, Sequence[str]], instants: Mapping[str, str]) -> str:
    """SQL for rows of which a time is an hour more where it can only be the second that the clock showed so.

    ``before`` names for each column of times those that come before it; ``instants`` the column with the instant (with
    its zone) of those that came with one.
    """
    moved = []
    for name, others in before.items():
        time, known = _quoted(name), [other for other in others if {name, other} <= instants.keys()]
        cases = [_as_without_change(name, other, instants) for other in known]
        guessed = {**before, name: [other for other in others if other not in known]}
        cases += [f"WHEN {second} THEN {time} + INTERVAL 1 HOUR" for second in [_again(name, guessed, ())] if second]
        moved += [f"CASE {' '.join(cases)} ELSE {time} END AS {time}"] if cases else []
    return f"SELECT * REPLACE ({', '.join(moved)}) FROM ({rows})" if moved else rows


def _as_without_change(name: str, other: str, instants: Mapping[str, str]) -> str:
    """SQL for a time as long after another as it was, where the clocks were changed between them on its day."""
    time, first = _quoted(name), _quoted(other)
    instant, earlier = (f"epoch_us({instants[each]})" for each in (name, other))
    kept = f"{first} + to_microseconds({instant} - {earlier})"
    midnight = f"date_trunc('day', {time})"
    since = f"{instant} - epoch_us({midnight} AT TIME ZONE 'Europe/London')"
    return (
        f"WHEN {kept} <> {time} AND {since} <> epoch_us({time}) - epoch_us({midnight}) AND "
        f"CAST({kept} AS DATE) = CAST({time} AS DATE) THEN {kept}"
    )


def _again(name: str, before: Mapping[str, Sequence[str]], after: tuple[str, ...]) -> str:
    """SQL for whether a time is one that the clock showed again: it shows less than one before it, within the hour that
    comes twice; or one before it is such a time, and it is later that day."""
    time, found = _quoted(name), []
    for other in before.get(name, ()):
        if other != name and other not in after:  # rules may want two times to be the same
            first = _quoted(other)
            hour, eleven = f"date_trunc('hour', {first})", f"date_trunc('day', {first}) + INTERVAL 23 HOUR"
            found.append(f"{time} < {first} AND {time} >= {hour} AND {_shown_twice(time)}")
            if earlier := _again(other, before, (*after, name)):
                found.append(f"{earlier} AND {time} >= {hour} AND {time} < {eleven}")
    return f"({' OR '.join(found)})" if found else ""


def _shown_twice(time: str) -> str:
    """SQL for whether the clock showed a time twice; DuckDB takes it for the second, an hour after the first."""
    return f"(({time} AT TIME ZONE 'Europe/London') - INTERVAL 1 HOUR) AT TIME ZONE 'Europe/London' = {time}"


def _quoted(name: str) -> str:
    return exp.to_identifier(name, quoted=True).sql("duckdb")
