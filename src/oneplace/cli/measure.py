"""``oneplace measure``: compute the measures, or one, explain one, or start a new one from a question."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from shlex import quote
from typing import Annotated, Any, cast

import typer

from oneplace.cli.show import out, print_json, print_problems, print_rows, steps
from oneplace.cli.told import print_explanation
from oneplace.problems import OneplaceError


def measure(  # noqa: PLR0917  each is an option of its own
    folder: Annotated[Path, typer.Argument(metavar="PLACE", help="The place's folder.")],
    measure_id: Annotated[str | None, typer.Argument(metavar="[ID]", help="One measure, with every group.")] = None,
    explain: Annotated[str | None, typer.Option(metavar="ID", help="Explain one measure instead.")] = None,
    new: Annotated[
        str | None, typer.Option("--new", metavar="QUESTION", help="Start a measure that answers this question.")
    ] = None,
    of: Annotated[str | None, typer.Option(metavar="KIND", help="With --new: what is counted.")] = None,
    how: Annotated[str | None, typer.Option(metavar="HOW", help="With --new: what is said of it.")] = None,
    ages: Annotated[str | None, typer.Option(metavar="AGES", help="With --new: of whom (all, 65+, 18-64).")] = None,
    period: Annotated[str | None, typer.Option(metavar="PERIOD", help="With --new: by month, quarter or year.")] = None,
    better: Annotated[str | None, typer.Option(metavar="WHICH", help="With --new: lower, higher or neither.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")] = False,
) -> None:
    """Compute every measure, or one with all its groups; explain one (definition, SQL); or start a new one.

    `--new "How often do older people come to A&E?"` asks for five choices that were not given as options (what is
    counted, how, of whom, by what period, and what is better), writes a definition and says what `check` finds in it.
    """
    from oneplace import run as pipeline
    from oneplace.cli.describe import every_group, explanation, headlines

    choices = {"--of": of, "--how": how, "--ages": ages, "--period": period, "--better": better}
    if new is not None:
        _start(folder, new, choices)
        return
    if given := [option for option, value in choices.items() if value is not None]:
        raise typer.BadParameter("goes with --new, the question that the measure answers.", param_hint=given[0])
    if explain:
        explained = explanation(pipeline.explain(folder, explain))
        print_json(explained) if json_ else print_explanation(explained)
        return
    with steps() as report:
        found = pipeline.measure(folder, only=measure_id, report=report)
    rows = every_group(found) if measure_id else headlines(found)
    if rows and not measure_id:
        rows += _left_out(folder, {row["measure"] for row in rows})
    print_json(rows) if json_ else print_rows(rows, nothing="" if rows else why_nothing(folder, measure_id))


def _left_out(folder: Path, shown: Collection[str]) -> list[dict[str, Any]]:
    """A row for each measure counted from partners' files that has no figure in any period, with the cause."""
    from oneplace import measures, place, record

    read, of = place.read(folder), record.newest(folder / "var")
    counted = [each for each in read.measures.values() if isinstance(each.compute, place.FromLinkedRecord)]
    bare = dict.fromkeys(("period", "value", "lower", "upper", "from"))
    return [
        {"measure": each.id, **bare, "why not": measures.why_none(read, each, of)}
        for each in counted
        if each.id not in shown
    ]


def why_nothing(folder: Path, measure_id: str | None = None) -> str:
    """Why no measure, or not the one asked for, has a figure in any period, and what to do next."""
    from oneplace import measures, place, record

    read, where = place.read(folder), quote(str(folder))
    asked = [each for name, each in read.measures.items() if measure_id in (None, name)]
    whose = f"{measure_id or 'No measure'} has {'no' if measure_id else 'a'} figure yet"
    counted = [each for each in asked if isinstance(each.compute, place.FromLinkedRecord | place.FromQuality)]
    if not counted:
        start = f"Start one that is counted from partners' files: oneplace measure {where} --new 'QUESTION'"
        waits = f"{whose}: `oneplace check {where}` says what it waits for. " if asked else f"{folder} has no measure. "
        return waits + start
    if read.sources is None:
        return (
            f"{whose}: it would be counted from partners' files, and {folder / 'sources.yaml'} declares none. "
            "Draft it: oneplace sources propose FILE, or oneplace sources add NAME."
        )
    causes = {each.id: measures.why_none(read, each, record.newest(folder / "var")) for each in counted}
    if len(set(causes.values())) == 1:
        return f"{whose}: {next(iter(causes.values()))}"
    return f"{whose}. " + " ".join(f"{name}: {cause}" for name, cause in causes.items())


_PERIODS = {"month": "month", "quarter": "quarter", "year": "financial_year"}
_BETTER = {"lower": "low_good", "higher": "high_good", "neither": "context"}


def _start(folder: Path, question: str, given: dict[str, str | None]) -> None:
    from oneplace import place
    from oneplace.vocabulary.wording import list_words

    read = place.read(folder)
    kinds = place.counted(read)
    if not kinds:
        mend = "Declare a partner's files first: `oneplace sources propose` drafts them."
        raise OneplaceError.at(folder / "sources.yaml", "declares no activity that a measure could count.", mend)
    if given["--of"] is None and (unlisted := place.unlisted(read)):
        where = f"{list_words(unlisted)} {'has' if len(unlisted) == 1 else 'have'} them in a column"
        out.print(f"Which kinds there are can't be listed, as {where}: any may be chosen.", markup=False)
    of = _choice(given["--of"], "--of", "What is counted?", kinds)
    asked_how = (
        place.HOWS if given["--how"] else place.hows(read, of)
    )  # of one that is given it is told why it can't be
    said: dict[str, Any] = {
        "of": of,
        "how": _choice(given["--how"], "--how", "What is to be said of it?", asked_how),
        "ages": given["--ages"] or typer.prompt("Of whom? (all, 65+, 18-64)", default="all"),
        "period": _PERIODS[_choice(given["--period"], "--period", "By what period?", _PERIODS)],
        "polarity": _BETTER[_choice(given["--better"], "--better", "Which is better?", _BETTER)],
    }
    try:
        choices = place.Choices(question, **said)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--new") from error
    path = place.start_measure(read, choices)
    out.print(f"Wrote {path}. Read every line: it says only what you chose.", markup=False)
    print_problems([problem for problem in place.check(folder) if problem.path == path])
    out.print(f"Compute it: oneplace measure {folder} {path.stem}", markup=False)
    out.print(f"Use it, in strategy.yaml: {{question: …, measure: {path.stem}}} under `outcomes`.", markup=False)


def _choice(given: str | None, option: str, asked: str, known: Collection[str]) -> str:
    """What was given as an option, else what the reader answers; one of ``known``."""
    names = ", ".join(known)
    if given is None:
        while (said := cast(str, typer.prompt(f"{asked} ({names})"))) not in known:
            out.print(f"'{said}' is none of them.", markup=False)
        return said
    if given not in known:
        raise typer.BadParameter(f"'{given}' is none. Choose from: {names}.", param_hint=option)
    return given
