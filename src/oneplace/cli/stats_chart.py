"""``oneplace stats METHOD FILE --chart out.svg``: which chart a result makes, and its file."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from oneplace.charts import Chart, statistic
from oneplace.cli.pictures import refuse_other_than, write_pictures
from oneplace.problems import OneplaceError
from oneplace.sheets import Mark, UnreadableError, number
from oneplace.stats import table
from oneplace.vocabulary.wording import plainly

_NUMBERS = {"value", "lower", "upper", "count", "denominator", "method", "reason", "reason_text"}


_MOST = 60
"""Series that a picture has room for."""


def write_chart(method: str, found: pa.Table, file: Path, settings: dict[str, Any], out: Path) -> None:
    """Draw a method's result as SVG or PNG, by the file's name."""
    refuse_other_than(out, ".svg", ".png")
    drawn = [chart for chart in _charts(method, found, file, settings) if chart]
    if not drawn:
        raise OneplaceError.at(file, "there is no value to draw.", "The table's reasons say why.")
    write_pictures(drawn, file.name, out)


def _charts(method: str, found: pa.Table, file: Path, settings: dict[str, Any]) -> list[Chart | None]:
    """One chart, or one a series, each on its own scale."""
    title = "XmR chart" if method == "xmr" else method.replace("_", " ").capitalize()
    if method.startswith("funnel"):
        return [_funnel(file, settings, title)]
    if method in _OF_SERIES:
        return _of_series(method, found, file, settings, title)
    if method in _ROWS:
        return [statistic.intervals(_ROWS[method](found, table.METHODS[method].checked(file, settings)), title)]
    names = found.column_names
    if not _drawn(table.METHODS[method]):
        drawn = [name for name, each in table.METHODS.items() if _drawn(each)]
        raise OneplaceError.at(file, f"{method} makes no chart.", f"These do: {', '.join(drawn)}.")
    rows = found.to_pylist()
    if "period" not in names or method == "forecast":
        keys = [name for name in names[: names.index("value")] if name not in _NUMBERS]
        return [statistic.intervals([_labelled(row, keys) for row in rows], title)]
    keys = names[: names.index("period")]
    target = _number(table.METHODS[method].checked(file, settings).get("target"), of_one=method == "p_chart")
    return _series(rows, keys, file, title, target)


def _series(
    rows: Sequence[dict[str, Any]], keys: list[str], file: Path, title: str, target: float | None
) -> list[Chart | None]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        point = {**row, "label": row["period"], "mean": row.get("mean", row.get("median"))}
        groups.setdefault(", ".join(str(row[name]) for name in keys), []).append(point)
    if len(groups) > _MOST:
        what = f"a picture has room for {_MOST} series, and there are {len(groups)}."
        raise OneplaceError.at(file, what, "Give a file of fewer.")
    return [
        statistic.series(points, f"{title}: {name}" if name else title, target, key=f"series{at}")
        for at, (name, points) in enumerate(groups.items())
    ]


def _of_series(method: str, found: pa.Table, file: Path, settings: dict[str, Any], title: str) -> list[Chart | None]:
    """The values that a result is of, in order of time, each series under what is said of it."""
    given = table.METHODS[method].checked(file, settings)
    of_counts = bool(given.get("count") and given.get("denominator"))
    columns = ("period", "by", *(("count", "denominator") if of_counts else ("value",)))
    points = table.run("p_chart" if of_counts else "xmr", file, **{name: given[name] for name in columns})
    keys, says = found.column_names[: found.column_names.index(_FIRST[method])], _OF_SERIES[method]
    said = {tuple(row[key] for key in keys): says(row) or row["reason_text"].rstrip(".") for row in found.to_pylist()}
    plain = [
        {**row, "said": said[tuple(row[key] for key in keys)]} | dict.fromkeys(("mean", "lower", "upper", "point"))
        for row in points.to_pylist()
    ]
    return _series(plain, [*keys, "said"], file, title, None)


def _changed(row: dict[str, Any]) -> str:
    """What an interrupted series did, with its limits; empty where that isn't known."""
    if row["step"] is None:
        return ""
    parts = (
        f"{of} {plainly(row[of], 4)} ({plainly(row[f'{of}_lower'], 4)} to {plainly(row[f'{of}_upper'], 4)})"
        for of in ("step", "slope")
    )
    return ", ".join(parts)


_OF_SERIES: dict[str, Callable[[dict[str, Any]], str]] = {
    "recent_trend": lambda row: str(row["trend"]),
    "interrupted": _changed,
}
_FIRST = {"recent_trend": "trend", "interrupted": "step"}
"""The first column of a result that is none of its groups."""


def _compared(found: pa.Table, given: dict[str, Any]) -> list[dict[str, Any]]:
    """The values that were compared, each with what came of it."""
    numbers = {name: given[name] for name in ("value", "lower", "upper")}
    by = [given["by"]] if isinstance(given["by"], str) else list(given["by"] or ())
    told = [*by, *filter(None, (given["group"],))] or [
        name for name in found.column_names if name not in {*numbers.values(), "compared", str(given["target"])}
    ]
    return [
        {
            "label": ", ".join(filter(None, (*(str(row[name]) for name in told), row["compared"].replace("_", " ")))),
            **{name: _cell(row[column]) for name, column in numbers.items()},
        }
        for row in found.to_pylist()
    ]


def _cell(value: object) -> float | None:
    """The number of a cell, which in a column with marks is text; None where it has none."""
    read = number(str(value))[0] if value is not None else math.nan
    return None if math.isnan(read) else read


def _contributions(found: pa.Table, _: dict[str, Any]) -> list[dict[str, Any]]:
    """The years that each part adds to a gap."""
    keys = [name for name in found.column_names[: found.column_names.index("contribution")] if name != "gap"]
    none = dict.fromkeys(("lower", "upper"))
    return [
        {
            "label": ", ".join(str(row[name]) for name in keys),
            "value": row["contribution"],
            "reason": row["reason_text"],
            **none,
        }
        for row in found.to_pylist()
    ]


_ROWS: dict[str, Callable[[pa.Table, dict[str, Any]], list[dict[str, Any]]]] = {
    "compare": _compared,
    "decompose_life_expectancy": _contributions,
}


def _number(target: float | str | None, *, of_one: bool) -> float | None:
    """A target that is a number, on the scale of the values; a column of them isn't drawn."""
    try:
        found, mark = number(str(target or ""))
    except UnreadableError:
        return None
    if mark not in (Mark.NUMBER, Mark.PERCENTAGE):
        return None
    return found / 100 if of_one and mark is Mark.PERCENTAGE else found


def _drawn(method: table.Method) -> bool:
    other = method.name.startswith("funnel") or method.name in {*_OF_SERIES, *_ROWS}
    return other or any("value" in name.split(", ") for name in method.gives)


def _labelled(row: dict[str, Any], keys: list[str]) -> dict[str, Any]:
    lower, upper = (next((row[name] for name in row if name.startswith(side)), None) for side in ("lower", "upper"))
    label = ", ".join(str(row[name]) for name in keys) or "All"
    return {"label": label, "value": row["value"], "lower": lower, "upper": upper, "reason": row.get("reason_text")}


def _funnel(file: Path, settings: dict[str, Any], title: str) -> Chart | None:
    """The areas and the lines, which are two methods of the same settings."""
    kinds = table.METHODS["funnel_significance"].parameters
    judged = table.run("funnel_significance", file, **{key: each for key, each in settings.items() if key in kinds})
    lines = table.run("funnel_limits", file, **settings).to_pylist()
    given = table.METHODS["funnel_limits"].checked(file, settings)
    count, denominator, per = given["count"], given["denominator"], given["per"]
    areas = []
    for row in judged.to_pylist():
        x, n = (float(row[name]) if row["reason"] == "" else None for name in (count, denominator))
        value = None if x is None or not n else x / n * per
        areas.append({"at": n, "value": value, "beyond": row["significance"].startswith(("High", "Low"))})
    marks = [
        {"name": f"{side} {plainly(line['level'])}", "at": line[f"{side}_at"], "value": line[side]}
        for line in lines
        for side in ("lower", "upper")
    ]
    return statistic.funnel(areas, marks, lines[0]["baseline"], title)
