"""The command line of calibration: ``oneplace calibrate`` fits a pathway to spells, ``oneplace validate`` tests it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from oneplace.cli.show import err, out, print_json, print_table, progress
from oneplace.problems import OneplaceError

if TYPE_CHECKING:
    from oneplace.flow import Calibration, Spells, Validation, Written
    from oneplace.place import Place

SpellsFile = Annotated[
    Path | None,
    typer.Argument(metavar="SPELLS", help="A CSV or Parquet file of spells: patient, place, arrived, left…"),
]
FromRecord = Annotated[
    Path | None, typer.Option("--from-record", metavar="PLACE", help="Urgent care in this place's record instead.")
]
Gap = Annotated[str, typer.Option(help="Who comes elsewhere within this time of leaving has moved on.")]
Since = Annotated[str | None, typer.Option(help="The spells are complete from here (2025-04-01).")]
Until = Annotated[str | None, typer.Option(help="And up to here.")]
Zone = Annotated[str, typer.Option(help="Where the clock shows the times that have no offset.")]
Page = Annotated[Path | None, typer.Option(help="Write a page here: simulated beside observed, with charts.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]

_GAP, _ZONE, _RECORD_DAYS = "12 hours", "Europe/London", 730


def calibrate(  # noqa: PLR0917 - the options of a command
    into: Annotated[Path, typer.Option(help="The pathway file to write; if it is there, its numbers are renewed.")],
    spells: SpellsFile = None,
    from_record: FromRecord = None,
    gap: Gap = _GAP,
    since: Since = None,
    until: Until = None,
    zone: Zone = _ZONE,
    observed_arrivals: Annotated[
        bool, typer.Option("--observed-arrivals", help="Let patients come again at the times at which they came.")
    ] = False,
    page: Page = None,
    json_: AsJson = False,
) -> None:
    """Fit a pathway to spells of care: arrivals, stays, ways and delays, with what lies behind each number."""
    from oneplace import flow

    read, small = _read(spells, from_record, {"gap": gap, "since": since, "until": until, "zone": zone})
    made = flow.calibrate(read, into, gap=gap, arrivals="observed" if observed_arrivals else "fitted", small=small)
    written = flow.write_calibration(made, into)
    tested = _test(written.pathway, made.spells, small=small) if page else None
    if page and tested:
        _write_page(tested, made, page)
    if json_:
        print_json(
            {**_fits(made), "written": [str(into), *map(str, written.series)], **(_tested(tested) if tested else {})}
        )
        return
    _print_fits(made, written)
    if tested:
        out.print(tested.answer, markup=False)
        out.print(f"The page is {page}.", markup=False)


def validate(  # noqa: PLR0917 - the options of a command
    pathway: Annotated[Path, typer.Argument(metavar="PATHWAY", help="A pathway file.")],
    spells: SpellsFile = None,
    from_record: FromRecord = None,
    gap: Gap = _GAP,
    since: Since = None,
    until: Until = None,
    zone: Zone = _ZONE,
    replications: Annotated[int, typer.Option(min=5, max=10_000, help="How often the period is simulated.")] = 30,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same numbers.")] = 1,
    page: Page = None,
    json_: AsJson = False,
) -> None:
    """Set a pathway's simulated visits beside the spells observed, and say whether it fits."""
    from oneplace import flow

    read, small = _read(spells, from_record, {"gap": gap, "since": since, "until": until, "zone": zone})
    tested = _test(flow.read(pathway), read, replications=replications, seed=seed, small=small)
    if page:
        _write_page(tested, None, page)
    if json_:
        print_json(_tested(tested))
        return
    rows: list[tuple[str, ...]] = []
    for row in tested.rows:
        numbers = [measure(value, row.unit) for value in (row.observed, row.simulated, row.lower, row.upper)]
        rows.append((row.where, row.what, *numbers[:2], f"{numbers[2]} to {numbers[3]}", row.verdict.value))
    print_table(("Where", "Measure", "Observed", "Simulated", "Limits", ""), rows)
    out.print(f"{tested.answer}\n{tested.rule}", markup=False)
    if page:
        out.print(f"The page is {page}.", markup=False)


def measure(value: float, unit: str) -> str:
    """A number with its unit, as people read it."""
    if unit == "share":
        return f"{100 * value:.1f}%"
    if unit != "seconds":
        return f"{value:,.1f}"
    size, name = (60, "min") if value < 7200 else (3600, "hours") if value < 3 * 86_400 else (86_400, "days")
    return f"{value / size:,.1f} {name}"


def _read(spells: Path | None, place: Path | None, reading: Mapping[str, Any]) -> tuple[Spells, int]:
    """The spells asked for, and the smallest count that may show."""
    from oneplace import flow
    from oneplace.place import BELOW

    if (spells is None) == (place is None):
        raise typer.BadParameter("give either SPELLS or --from-record PLACE.", param_hint="SPELLS")
    if spells is not None:
        read = flow.read_spells(spells, **reading)
        for problem in read.problems:
            err.print(f"{problem.severity}: {problem}", markup=False)
        return read, BELOW
    return _from_record(place or Path(), reading)


def _from_record(folder: Path, reading: Mapping[str, Any]) -> tuple[Spells, int]:
    """The last two years of a place's record; its own rule on small numbers."""
    from oneplace import flow, place
    from oneplace import run as pipeline

    read = place.read(folder)
    small = smallest_shown(read)
    with progress("loading") as report:
        record = pipeline.load(folder, report=lambda _what, share: report(share, 1)).folder
    bounds = dict(reading)
    if read.sources is not None:
        last = read.sources.as_at + timedelta(days=1)
        bounds["until"] = reading["until"] or str(last)
        first = max(read.sources.complete_from or last, last - timedelta(days=_RECORD_DAYS))
        bounds["since"] = reading["since"] or (str(first) if first < last else None)
    synthetic = read.sources is not None and read.sources.synthetic
    return flow.recorded_spells(record, synthetic=synthetic, **bounds), small


def smallest_shown(read: Place) -> int:
    """The smallest count that the place shows; refuses what a fitted pathway can't do."""
    rule = read.small_numbers()
    if rule.round_to > 1 or rule.zeros == "suppressed":
        message = "asks for rounded counts or hidden noughts, but a pathway's rates are made of exact counts."
        mend = "Calibrate from a table of spells that may be used as it is (SPELLS)."
        raise OneplaceError.at(read.root / "place.yaml", message, mend)
    return rule.below


def _test(pathway: Any, spells: Spells, **asked: int) -> Validation:
    from oneplace import flow

    with progress() as report:
        return flow.validate(pathway, spells, progress=report, **asked)


def _write_page(tested: Validation, made: Calibration | None, page: Path) -> None:
    from oneplace.pack import write_validation

    write_validation(tested, made, page)


def _fits(made: Calibration) -> dict[str, Any]:
    from oneplace.flow import fit_rows

    return {"fits": fit_rows(made), "notes": [str(note) for note in made.notes]}


def _tested(tested: Validation) -> dict[str, Any]:
    return {
        "validation": {
            "fits": tested.fits,
            "answer": tested.answer,
            "rule": tested.rule,
            "replications": tested.replications,
            "results": [{**asdict(row), "verdict": row.verdict.value} for row in tested.rows],
        }
    }


def _print_fits(made: Calibration, written: Written) -> None:
    from oneplace.flow import fit_rows

    for row in fit_rows(made):
        out.print(f"{row['where']}: {row['what']}: {row['found']} (from {row['number']:,}).", markup=False)
    for note in (*made.notes, *written.notes):
        out.print(str(note), markup=False)
    for path in (written.path, *written.series):
        out.print(f"Wrote {path}.", markup=False)
