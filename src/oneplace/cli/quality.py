"""``oneplace quality``: what partners' data were tested for, what failed, whose it is to mend, and the trend."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from oneplace.cli.show import out, print_json, print_rows, steps
from oneplace.problems import OneplaceError
from oneplace.vocabulary.data_tests import DATA_TESTS, Severity


def quality(
    folder: Annotated[Path, typer.Argument(metavar="PLACE", help="The place's folder.")],
    source: Annotated[str | None, typer.Option(metavar="ID", help="One source, with each quarter and group.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")] = False,
) -> None:
    """Test the partners' data (is it whole, can it be true, can it be counted on?) and say what failed, worst first."""
    from oneplace import place
    from oneplace import run as pipeline
    from oneplace.report import failed_tests, made_tests

    declared = place.of_record(folder).sources
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
    failed = failed_tests(chosen if source else made_tests(chosen))
    print_rows([_line(row) for row in failed], nothing="No test failed.")
    out.print(_summary(made_tests(chosen)), markup=False)
    if source is not None:
        _print_before(folder, source)


def _print_before(folder: Path, source: str) -> None:
    """How many of a source's tests failed in each run that readers have seen, of other data each."""
    from oneplace import results
    from oneplace import run as pipeline
    from oneplace.report import over_runs

    seen = pipeline.of_other_data(folder)
    tables = [results.read_one(one.results, "data_tests", results.Audience.PUBLIC) for one in seen]
    days = [date.fromisoformat(one.manifest["as_of"]) for one in seen]
    told = over_runs(zip(days, (table.to_pylist() for table in tables), strict=True))[source]
    if told:
        out.print("Failed in each run that readers have seen, of other data each:")
        print_rows([asdict(each) for each in told])


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
        "what": test.told(row["note"]),
    }


def _summary(made: list[dict[str, Any]]) -> str:
    failed = [row["severity"] for row in made if row["failed"] != 0]
    many = ", ".join(f"{failed.count(severity.value)} {severity.value}s" for severity in Severity)
    return f"{len(made)} tests made, {len(failed)} failed: {many}. Counts are rounded, and a few are not told."
