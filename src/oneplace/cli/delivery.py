"""``oneplace delivery``: plans, notices, diaries, benefits and priorities for people who work with files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from oneplace.cli.day import METAVAR, read_day
from oneplace.cli.show import out, print_json, print_rows
from oneplace.days import ClearDays
from oneplace.problems import OneplaceError
from oneplace.vocabulary.wording import plainly

if TYPE_CHECKING:
    from oneplace.delivery import files as forms
    from oneplace.place import Model

F = TypeVar("F", bound="Model")

delivery = typer.Typer(
    help="Plan, count notice, write diaries, combine benefits, rank options; carry what happened.", no_args_is_help=True
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]
_COUNTED = {
    ClearDays.CALENDAR: "every day counts",
    ClearDays.WEEKDAYS: "Saturdays, Sundays and bank holidays don’t count",
    ClearDays.NO_SUNDAYS: "Sundays, bank holidays and the breaks of Christmas and Easter don’t count",
}


@delivery.command()
def plan(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A plan: start, activities, what comes after what.")],
    json_: AsJson = False,
) -> None:
    """Work out a plan's critical path: when each activity may start, how long it can wait, and why then."""
    from oneplace.delivery import critical_path, files

    asked = _read(file, files.PlanFile)
    with _about(file):
        found = critical_path(asked.asked(), asked.last())
        rows = [_planned(asked, one) for one in found.activities]
        ends = asked.day(max(found.duration - 1, 0))
    if json_:
        print_json({"ends": ends, "working_days": found.duration, "too_late": found.late, "activities": rows})
        return
    print_rows(
        [
            {
                "activity": row["id"],
                "starts": row["starts"],
                "ends": row["ends"] or "",
                "can wait": row["total_float"],
                "critical": "critical" if row["critical"] else "",
                "would gain": row["drag"] or "",
                "because": row["because"],
            }
            for row in rows
        ]
    )
    late = f"; {found.late} working days too late for {asked.deadline}" if found.late else ""
    out.print(f"All of it takes {found.duration} working days, to {ends}{late}.", markup=False)


def _planned(asked: forms.PlanFile, one: Any) -> dict[str, Any]:
    """An activity in days: it ends on the last day on which it is worked at; a milestone has no such day."""
    worked = one.earliest_finish > one.earliest_start
    lags = {line.id: line.after for line in asked.activities}[one.id]
    waits = [f"{_lag(lags[before])} {before}" for before in one.because]
    return {
        "id": one.id,
        "starts": asked.day(one.earliest_start),
        "ends": asked.day(one.earliest_finish - 1) if worked else None,
        "total_float": one.total_float,
        "free_float": one.free_float,
        "critical": one.critical,
        "drag": one.drag,
        "because": " and ".join(waits) if waits else "not before that day" if one.earliest_start else "",
    }


def _lag(lag: int) -> str:
    if not lag:
        return "after"
    days = f"{abs(lag)} working day{'s' if abs(lag) > 1 else ''}"
    return f"{days} after" if lag > 0 else f"{days} before the end of"


@delivery.command("clear-days")
def clear_days(
    from_: Annotated[date, typer.Option("--from", parser=read_day, metavar=METAVAR, help="The day of publication.")],
    days: Annotated[int, typer.Option(min=0, max=1_000, help="How many days must lie clear between.")] = 5,
    rule: Annotated[ClearDays, typer.Option(help="How the body counts them.")] = ClearDays.WEEKDAYS,
    closed: Annotated[
        list[date] | None,
        typer.Option(parser=read_day, metavar=METAVAR, help="A day off of the body; may be repeated."),
    ] = None,
    json_: AsJson = False,
) -> None:
    """Say on which day a meeting may be held at the earliest, so many clear days after its notice."""
    from oneplace.days import earliest_meeting

    found = earliest_meeting(from_, days, rule, closed or [])
    if json_:
        print_json({"published": from_, "clear_days": days, "rule": rule.value, "earliest_meeting": found})
    else:
        out.print(
            f"{found:%A} {found.day} {found:%B %Y} at the earliest: {days} clear days after {from_}, neither "
            f"that day nor the meeting’s counted; {_COUNTED[rule]} ({rule.value}).",
            markup=False,
        )


@delivery.command()
def calendar(
    folder: Annotated[Path, typer.Argument(metavar="PLACE", help="The place's folder.")],
    to: Annotated[Path | None, typer.Option("--out", help="Write the .ics here; else it is printed.")] = None,
) -> None:
    """Write what is due (milestones, actions on risks, decisions) as a calendar that diaries take in."""
    from oneplace import place
    from oneplace.delivery import calendar_feed, due_days

    read = place.as_written(folder)
    written = calendar_feed.feed(read.place.name, due_days.entries(read, _today()))
    if to is None:
        typer.echo(written.decode("utf-8"), nl=False)
    else:
        from oneplace import whole

        whole.replace_bytes(to, written)


@delivery.command("better-care-return")
def better_care_return(
    folder: Annotated[Path, typer.Argument(metavar="PLACE", help="The place's folder.")],
    mapping: Annotated[Path, typer.Argument(metavar="MAPPING", help="Which value goes into which cell of which tab.")],
    to: Annotated[Path, typer.Option("--out", help="Write the .xlsx here.")],
) -> None:
    """Write a year of the Better Care Fund as the spreadsheet of its return, by a mapping file."""
    from oneplace import place, whole
    from oneplace.delivery import better_care
    from oneplace.delivery import better_care_return as returned

    asked, read = _read(mapping, returned.ReturnMap), place.as_written(folder)
    years = {one.id: one for one in read.strategy.better_care}
    if asked.year not in years:
        mend = f"Its years are: {', '.join(years) or 'none'}."
        raise OneplaceError.at(mapping, f"is for '{asked.year}', which the place’s files lack.", mend)
    judged = better_care(years[asked.year])
    known = _newest(folder, years[asked.year].metrics)
    whole.replace_bytes(to, returned.workbook(read.place.name, judged, asked, mapping, known))
    out.print(f"Wrote {to}: {len(asked.tabs)} tabs. {'; '.join(judged.faults) or 'The money adds up'}.", markup=False)


def _newest(folder: Path, metrics: dict[str, str]) -> dict[str, tuple[float, str, str | None]]:
    """The newest value of each metric's measure in the run that is served; none before the first run."""
    from oneplace import results, run
    from oneplace.place.moved import named_current
    from oneplace.report import latest, of_dimension
    from oneplace.vocabulary.dimensions import EVERYONE

    if not named_current(folder):
        return {}
    rows = results.read(run.current(folder).results)["results"].to_pylist()
    found = {}
    for metric, measure in metrics.items():
        own = [row for row in rows if row["measure"] == measure]
        newest = [row for row in latest(of_dimension(own, EVERYONE)) if row["value"] is not None]
        if newest:
            found[metric] = (newest[0]["value"], newest[0]["period_label"], newest[0]["origin"])
    return found


def _today() -> date:
    return datetime.now().astimezone().date()


@delivery.command()
def benefits(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A base, schemes that reduce it, what was measured.")],
    json_: AsJson = False,
) -> None:
    """Say what schemes on one base come to together, which is less than their sum, and each one's part."""
    from oneplace.delivery import combine, files

    asked = _read(file, files.BenefitsFile)
    with _about(file):
        found = combine(asked.base, [one.reduction for one in asked.schemes])
    rows = [
        {
            "scheme": one.name,
            "claims": one.reduction * asked.base,
            "share": share,
            "of what was measured": None if asked.measured is None else share * asked.measured,
        }
        for one, share in zip(asked.schemes, found.shares, strict=True)
    ]
    if json_:
        print_json({"naive": found.naive, "combined": found.combined, "measured": asked.measured, "schemes": rows})
        return
    print_rows(
        [{name: "" if value is None else value if isinstance(value, str) else plainly(value, 3)
          for name, value in row.items()} for row in rows]
    )  # fmt: skip
    measured = "not measured" if asked.measured is None else f"{plainly(asked.measured)} measured"
    out.print(
        f"Together {plainly(found.combined)} of {plainly(asked.base)}, not {plainly(found.naive)}; {measured}.",
        markup=False,
    )


@delivery.command()
def prioritise(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Options with their scores, and the weights.")],
    criterion: Annotated[str | None, typer.Option(help="Say who wins as this one's weight moves.")] = None,
    json_: AsJson = False,
) -> None:
    """Rank options by weighted criteria, and say at which weight another would win."""
    from oneplace.delivery import files, rank, winners
    from oneplace.place import Weighed

    asked = _read(file, Weighed)
    with _about(file):
        matrix = files.matrix(asked)
        ranked = rank(matrix)
    if criterion is not None and criterion not in matrix.criteria:
        raise typer.BadParameter(f"'{criterion}' is none of {', '.join(matrix.criteria)}.", param_hint="--criterion")
    with _about(file):
        moved = winners(matrix, criterion) if criterion else []
    if json_:
        won = [{"from": one.first, "to": one.last, "options": one.options} for one in moved]
        options = [{"rank": one.rank, "option": one.option, "total": one.total} for one in ranked]
        print_json({"options": options, "criterion": criterion, "winners": won})
        return
    print_rows([{"rank": one.rank, "option": one.option, "total": plainly(one.total, 4)} for one in ranked])
    for one in moved:
        who = " and ".join(one.options)
        out.print(f"{criterion} from {one.first:.1%} to {one.last:.1%} of the weight: {who}", markup=False)


def _read(path: Path, model: type[F]) -> F:
    from oneplace.place import load, typed

    return typed(load(path), model)


@contextmanager
def _about(path: Path) -> Iterator[None]:
    """What an engine refuses, told as a mistake in the file that asked for it."""
    try:
        yield
    except ValueError as error:
        message, _, mend = str(error).partition(". ")
        raise OneplaceError.at(path, f"{message.removesuffix('.')}.", mend) from None
