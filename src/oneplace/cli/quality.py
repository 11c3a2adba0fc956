"""``oneplace quality``: what partners' data were tested for, what failed, whose it is to mend, and the trend."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from oneplace.cli.show import out, print_json, print_rows, steps
from oneplace.problems import OneplaceError
from oneplace.vocabulary.data_tests import DATA_TESTS


def quality(
    folder: Annotated[Path, typer.Argument(metavar="PLACE", help="The place's folder.")],
    source: Annotated[str | None, typer.Option(metavar="ID", help="One source, with each quarter and group.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")] = False,
) -> None:
    """Test the partners' data (is it whole, can it be true, can it be counted on?) and say what failed, worst first."""
    from oneplace import place
    from oneplace import run as pipeline

    declared = place.read(folder).sources
    known = [each.id for each in declared.sources] if declared else []
    if source is not None and source not in known:
        mend = f"Its sources are: {', '.join(known) or 'none'}."
        raise OneplaceError.at(folder / "sources.yaml", f"has no source '{source}'.", mend)
    with steps() as report:
        rows = pipeline.data_tests(folder, report=report).to_pylist()
    chosen = [row for row in rows if source in (None, row["source"])]
    if json_:
        print_json(chosen)
        return
    failed = [row for row in chosen if row["failed"] != 0 and (source or _is_whole(row))]
    print_rows([_line(row) for row in sorted(failed, key=_worst)])
    out.print(_summary(chosen), markup=False)


_SEVERE = ("error", "warning", "note")


def _worst(row: dict[str, Any]) -> tuple[Any, ...]:
    return (_SEVERE.index(row["severity"]), list(DATA_TESTS).index(row["test"]), row["source"], row["dataset"] or "")


def _is_whole(row: dict[str, Any]) -> bool:
    return row["group"] is None and (row["period_start"] is None or DATA_TESTS[row["test"]].of_feeds)


def _line(row: dict[str, Any]) -> dict[str, Any]:
    test = DATA_TESTS[row["test"]]
    return {
        "severity": row["severity"],
        "layer": row["layer"],
        "test": row["test"],
        "partner": row["partner"],
        "where": ".".join(row[name] for name in ("source", "dataset") if row[name]),
        "of": row["group"] or row["field"] or "",
        "from": row["period_start"] or "",
        "failed": "a few" if row["failed"] is None else f"{row['failed']:,}",
        "checked": f"{row['checked']:,} {test.of}" if not test.of_feeds else "",
        "trend": (row["trend"] or "not known").replace("_", " "),
        "what": f"{test.fails}{': ' + row['note'] if row['note'] else ''}. {test.mend}",
    }


def _summary(rows: Iterable[dict[str, Any]]) -> str:
    whole = [row for row in rows if _is_whole(row)]
    failed = [row for row in whole if row["failed"] != 0]
    many = ", ".join(f"{sum(row['severity'] == name for row in failed)} {name}s" for name in _SEVERE)
    return f"{len(whole)} tests made, {len(failed)} failed: {many}. Counts are rounded, and a few are not told."
