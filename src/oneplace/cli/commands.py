"""The command line: thin, one function a command. Each imports what it needs, so that it starts at once.

Exit codes: 0 done, 1 a problem in the user's data or files, 2 misuse of the command line.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from oneplace import __version__
from oneplace.cli.accounts import dismiss, user
from oneplace.cli.calibrate import calibrate
from oneplace.cli.calibrate import validate as validate_pathway
from oneplace.cli.checking import beside_data, told_by_run
from oneplace.cli.day import METAVAR, read_day
from oneplace.cli.delivery import delivery
from oneplace.cli.diff import compared_with, diff
from oneplace.cli.erasing import forget, prune
from oneplace.cli.flow import flow as simulate_flow
from oneplace.cli.flow import forecast
from oneplace.cli.growth import growth
from oneplace.cli.imports import import_
from oneplace.cli.links import links
from oneplace.cli.measure import measure
from oneplace.cli.omop import omop
from oneplace.cli.opendata import opendata
from oneplace.cli.optimise import optimise
from oneplace.cli.quality import quality
from oneplace.cli.record import backup, freeze, restore
from oneplace.cli.remind import remind
from oneplace.cli.sealing import seal
from oneplace.cli.show import as_dict, err, out, print_json, print_problems, print_rows, steps
from oneplace.cli.sources import sources
from oneplace.cli.stats import stats as apply_statistic
from oneplace.cli.told import print_founded, print_loaded, print_run
from oneplace.problems import Problem, Severity

app = typer.Typer(
    help="One place, one record, one plan, one set of numbers.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

PlaceFolder = Annotated[Path, typer.Argument(metavar="PLACE", help="The place's folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]
AsOf = Annotated[
    date | None, typer.Option(parser=read_day, metavar=METAVAR, help="The day on which it stands; today if left out.")
]


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Where to build it; made if it isn't there.")] = Path("oneplace-demo"),
    residents: Annotated[int, typer.Option(min=1000, max=300_000, help="How many synthetic residents.")] = 25_000,
    port: Annotated[int, typer.Option(help="Where to serve it.")] = 8000,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve it when it is built.")] = True,
) -> None:
    """Build the example place from synthetic people and published figures, and serve it."""
    from oneplace.demo import build

    with steps() as report:
        built = build(folder, residents=residents, report=report)
    print_run(built)
    _seed(folder)
    _print_board_account(folder)
    if serve:
        serve_afresh(folder, port)


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    area: Annotated[
        str | None,
        typer.Option(help="Make it of this English authority, county or care board, by its ONS code or name."),
    ] = None,
) -> None:
    """Scaffold a place that passes `oneplace check`: a commented starter, or an area's own with published figures."""
    if area is not None:
        from oneplace import founding

        print_founded(folder, founding.found(folder, area))
        return
    from oneplace import place

    place.scaffold(folder)
    read = f"oneplace check {quote(str(folder))}"
    out.print(f"Made {folder}. Read it with `{read}`; start with {folder / 'strategy.yaml'}.", markup=False)


@app.command()
def check(
    folder: Annotated[
        Path, typer.Argument(metavar="PLACE", help="The place's folder, or one strategy or pathway file.")
    ],
    as_of: AsOf = None,
    public: Annotated[bool, typer.Option("--public", help="Judge it as a public build would.")] = False,
    json_: AsJson = False,
) -> None:
    """Read a place like a compiler: what is wrong, where, how to mend it. Exits with 1 if there is an error."""
    from oneplace import place

    paths, misnamed = place.pathways(folder)
    of_place = [] if paths == [folder] else place.check(folder, as_of=as_of or _today(), public=public)
    of_data = beside_data(folder, of_place, as_of or _today())
    problems = [*of_place, *misnamed, *of_data, *_check_pathways(paths)]
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    if json_:
        print_json([as_dict(problem) for problem in problems])
    else:
        print_problems(problems, to=out)
        out.print(f"{folder}: {_many(errors, 'error')}, {_many(len(problems) - errors, 'warning')}.")
    if folder.is_dir():
        (err if json_ else out).print(compared_with(folder), markup=False)
    raise typer.Exit(1 if errors else 0)


def _check_pathways(paths: list[Path]) -> list[Problem]:
    if not paths:
        return []  # what simulates is slow to import
    from oneplace import flow

    return [problem for path in paths for problem in flow.check(path)]


@app.command()
def synth(
    folder: PlaceFolder,
    residents: Annotated[int, typer.Option(min=1000, max=300_000, help="How many residents.")] = 250_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same place.")] = 1,
) -> None:
    """Write a synthetic place's extracts, with what was planted in them, into the place's data folder."""
    from oneplace import place
    from oneplace import run as pipeline
    from oneplace.synth import generate

    place.as_written(folder)
    with steps() as report:
        made = generate(
            pipeline.extracts_folder(folder),
            residents=residents,
            seed=seed,
            progress=lambda what, share: report(f"synth: {what}", share),
        )
    out.print(f"Wrote {sum(made.rows.values()):,} rows about {made.people:,} made-up people into {made.folder}.")


@app.command()
def load(folder: PlaceFolder, json_: AsJson = False) -> None:
    """Read the partners' extracts into one linked record, with a quality report."""
    from oneplace import run as pipeline
    from oneplace.cli.describe import linkage, loaded

    with steps() as report:
        done = pipeline.load(folder, report=report)
    found = {**loaded(done), "linkage": linkage(done)}
    print_json(found) if json_ else print_loaded(found)


app.command()(quality)
app.command()(omop)


app.command()(measure)


@app.command()
def pack(
    folder: PlaceFolder,
    into: Annotated[Path | None, typer.Option(help="Copy the pack here as well.")] = None,
    as_of: AsOf = None,
) -> None:
    """Write the board pack (web pages, PDF, Word, CSV, JSON) of the newest run, making the run if need be."""
    from oneplace import run as pipeline

    freeze(folder)
    with steps() as report:
        made = pipeline.run(folder, as_of=as_of or _today(), report=report)
    if into:
        pipeline.export(made.run, into)
    out.print(f"The pack is in {into or made.run.pack}.")


@app.command()
def run(folder: PlaceFolder, as_of: AsOf = None, json_: AsJson = False) -> None:
    """Load, measure, judge progress and write the pack; a killed run goes on where it stopped."""
    from oneplace import run as pipeline

    freeze(folder)
    with steps() as report:
        made = pipeline.run(folder, as_of=as_of or _today(), report=report)
    print_json({"run": made.run.id, "seconds": made.seconds}) if json_ else print_run(made)
    print_problems(told_by_run(folder, made.run.results))


@app.command()
def runs(
    folder: PlaceFolder,
    rebuild: Annotated[str | None, typer.Option(metavar="RUN", help="Make a past run again and compare.")] = None,
    into: Annotated[Path | None, typer.Option(help="Where to rebuild it.")] = None,
    json_: AsJson = False,
) -> None:
    """List a place's runs and verify each by its hashes; exits with 1 if one isn't as it was made."""
    from oneplace import run as pipeline

    if rebuild:
        different = pipeline.rebuild(folder, rebuild, into or Path(f"rebuilt-{rebuild}"))
        out.print("\n".join(different) or f"{rebuild} was made again: every file is the same.", markup=False)
        raise typer.Exit(1 if different else 0)
    serving = pipeline.current(folder).id
    listed = [
        {
            "run": r.id,
            "served": r.id == serving,
            "built_on": r.manifest["built_on"],
            "faults": pipeline.verify(r),
            "note": pipeline.erasing.no_longer_rebuilt(folder, r.manifest["record"]) or "",
        }
        for r in pipeline.runs(folder)
    ] + [
        {"run": lost.name, "served": False, "built_on": "", "faults": ["run.json can't be read"], "note": ""}
        for lost in pipeline.unreadable(folder)
    ]
    if json_:
        print_json(listed)
    else:
        print_rows(
            [
                {
                    "run": row["run"],
                    "built on": row["built_on"],
                    "served": "yes" if row["served"] else "",
                    "verified": "; ".join(filter(None, (*row["faults"], row["note"]))) or "as it was made",
                }
                for row in listed
            ]
        )
    raise typer.Exit(1 if any(row["faults"] for row in listed) else 0)


app.command()(user)
app.command()(dismiss)
app.command()(backup)
app.command()(restore)
app.command()(prune)
app.command()(forget)
app.command()(seal)
app.command()(remind)
app.command()(diff)
app.command(name="flow")(simulate_flow)
app.add_typer(optimise, name="optimise")
app.add_typer(delivery, name="delivery")
app.add_typer(import_, name="import")
app.add_typer(links, name="links")
app.add_typer(opendata, name="opendata")
app.add_typer(sources, name="sources")
app.command()(forecast)
app.command()(growth)
app.command()(calibrate)
app.command(name="validate")(validate_pathway)
app.command(name="stats")(apply_statistic)


@app.command()
def serve(
    folder: PlaceFolder,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
) -> None:
    """Serve the place's public site and its board."""
    from oneplace import run as pipeline

    if said := pipeline.current(folder).instead_of:
        err.print(said, style="yellow", markup=False)
    _serve(folder, host, port)


@app.command()
def migrate(folder: PlaceFolder) -> None:
    """Bring the store of accounts that an earlier version left to this version's form, after a copy of it."""
    from oneplace import place
    from oneplace.web import migrate as migrate_store

    place.as_written(folder)
    done = migrate_store(folder)
    if done.copied:
        out.print(f"Copied the store to {done.copied} first.", markup=False)
    out.print("\n".join(done.changes) or "The store is as this version needs it.", markup=False)
    if done.unseated and done.bodies:
        out.print(
            "These accounts read nothing that is not for publication but their own, for nobody has said yet which "
            "boards and groups they serve:",
            *(f"  {name} ({roles})" for name, roles in done.unseated.items()),
            "An administrator says it on each person’s page at /account/people. The boards and groups are:",
            *(f"  {name}" for name in done.bodies),
            sep="\n",
            markup=False,
        )


@app.command()
def schema(folder: Annotated[Path, typer.Argument(help="Where to write the files.")]) -> None:
    """Write the JSON Schemas of a place's files, for editors that complete and check as you type."""
    from oneplace import flow, place

    folder.mkdir(parents=True, exist_ok=True)
    for kind, content in {**place.json_schema(), "pathway": flow.json_schema()}.items():
        (folder / f"{kind}.schema.json").write_text(json.dumps(content, indent=1) + "\n")
    out.print(f"Wrote the schemas into {folder}.")


def _version(asked: bool) -> None:
    if asked:
        out.print(f"oneplace {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    _asked: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """One place, one record, one plan, one set of numbers."""


@app.command()
def version() -> None:
    """Print the version."""
    _version(asked=True)


def serve_afresh(folder: Path, port: int) -> None:
    """Go on as ``oneplace serve``, in a process that has done nothing else and so holds no memory for it."""
    sys.stdout.flush()
    command = [sys.executable, "-P", "-m", "oneplace.cli", "serve", str(folder), "--port", str(port)]
    os.execv(sys.executable, command)  # noqa: S606 - the same program again


def _serve(folder: Path, host: str, port: int) -> None:
    from oneplace.web import serve as serve_web

    out.print(f"Serving http://{host}:{port} (stop with Ctrl-C).")
    serve_web(folder, host=host, port=port)


def _seed(folder: Path) -> None:
    """Read the example's record into a store that is not there yet; one that is has its own."""
    from oneplace.web import has_record, import_record

    if not has_record(folder):
        import_record(folder)


def _print_board_account(folder: Path) -> None:
    from oneplace.web import create_demo_user

    name, password = create_demo_user(folder)
    out.print(f"Sign in at /board as {name} with the password {password} (this demo's own).", markup=False)


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _today() -> date:
    return datetime.now(UTC).date()
