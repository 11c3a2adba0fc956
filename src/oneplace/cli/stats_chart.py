"""``oneplace stats METHOD FILE --chart out.svg``: which chart a result makes, and its file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from oneplace.charts import Chart, statistic
from oneplace.cli.pictures import refuse_other_than, write_pictures
from oneplace.problems import OneplaceError
from oneplace.stats import table

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
    names = found.column_names
    if "value" not in names:
        drawn = [name for name, each in table.METHODS.items() if _drawn(each)]
        raise OneplaceError.at(file, f"{method} makes no chart.", f"These do: {', '.join(drawn)}.")
    rows = found.to_pylist()
    if "period" not in names or method == "forecast":
        keys = [name for name in names[: names.index("value")] if name not in _NUMBERS]
        return [statistic.intervals([_labelled(row, keys) for row in rows], title)]
    keys = names[: names.index("period")]
    aim = table.METHODS[method].checked(file, settings).get("target")
    target = aim if isinstance(aim, float) else _number(aim)
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


def _number(target: str | None) -> float | None:
    """A target that is a number; a column of them isn't drawn."""
    try:
        return float(target or "")
    except ValueError:
        return None


def _drawn(method: table.Method) -> bool:
    return method.name.startswith("funnel") or any(name.split(", ")[-1] == "value" for name in method.gives)


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
        {"name": f"{side} {line['level']:g}", "at": line[f"{side}_at"], "value": line[side]}
        for line in lines
        for side in ("lower", "upper")
    ]
    return statistic.funnel(areas, marks, lines[0]["baseline"], title)
