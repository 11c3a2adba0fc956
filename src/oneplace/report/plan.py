"""The plan as its readers meet it: a sheet a workstream with its chart and table, and what moved since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from oneplace.charts import MOST_ROWS, Chart, drag_words, gantt
from oneplace.days import is_working_day, working_days_between, working_days_on
from oneplace.delivery import MILESTONE_STATES, plans
from oneplace.place import Milestone, Period, Place, Workstream
from oneplace.report.owners import owner_words
from oneplace.report.rows import Row
from oneplace.report.run_report import RunReport
from oneplace.vocabulary.wording import count_words, day_words, list_words, marked


@dataclass(frozen=True)
class Line:
    """A milestone in words."""

    id: str
    text: str
    agreed: str
    expected: str
    slip: str
    wait: str
    state: str
    late: bool
    why: str


@dataclass(frozen=True)
class Sheet:
    """A workstream's part of the plan."""

    id: str
    name: str
    illustrative: bool
    lead: str
    scope: str
    objectives: tuple[str, ...]
    reviewed: str
    by_rule: str
    said: str
    """What its own newest report says; empty where it has none."""
    lines: tuple[Line, ...]
    drawn: Callable[[], Iterable[Chart]] = field(repr=False, compare=False)

    @cached_property
    def charts(self) -> tuple[Chart, ...]:
        """Drawn when first asked for: several where it has more rows than a sheet holds."""
        return tuple(self.drawn())


def plan_rows(found: RunReport) -> list[Row]:
    """The rows of the plan, in the order of the files."""
    rows: list[Row] = found.written["plan"].to_pylist()
    return rows


def sheets(found: RunReport) -> list[Sheet]:
    """A sheet for each workstream of the place's files."""
    rows = plan_rows(found)
    return [
        _sheet(found, one, [row for row in rows if row["workstream"] == one.id])
        for one in found.place.strategy.workstreams
    ]


def _sheet(found: RunReport, stream: Workstream, rows: Sequence[Row]) -> Sheet:
    illustrative = stream.provenance == "illustrative"
    return Sheet(
        id=stream.id,
        name=stream.name,
        illustrative=illustrative,
        lead=owner_words(found.place, stream.lead),
        scope=stream.scope if stream.scope and stream.scope != "not_set" else "not set",
        objectives=stream.objectives,
        reviewed=_reviewed(stream, found.as_of),
        by_rule=_by_rule(rows, found),
        said=_said(stream),
        lines=tuple(_line(found, row) for row in rows),
        drawn=lambda: _charts(stream, rows, found),
    )


def _reviewed(stream: Workstream, as_of: date | None) -> str:
    if stream.reviewed is None:
        return "Nobody has said when this plan was reviewed last."
    late = as_of is not None and stream.is_review_late(as_of)
    return f"Reviewed {stream.reviewed.words}{'; its next review is late' if late else ''}."


def _by_rule(rows: Sequence[Row], found: RunReport) -> str:
    if found.as_of is None:
        return ""
    judged = plans.standing(rows, found.as_of, found.place.strategy.governance.days_off)
    now, ahead = (one.value.replace("_", " ") for one in judged)
    return f"By its milestones: now {now}, expected to end {ahead}."


def _said(stream: Workstream) -> str:
    if not stream.reports:
        return ""
    newest = max(reversed(stream.reports), key=lambda one: one.period.end)
    end = newest.forecast.replace("_", " ") if newest.forecast else "not said"
    told = f"Its own report for {newest.period.words}: now {newest.status.replace('_', ' ')}, at the end {end}."
    points = {"Done": newest.done, "Next": newest.next}
    return " ".join((told, *(f"{name}: {'; '.join(each).rstrip('.')}." for name, each in points.items() if each)))


def _charts(stream: Workstream, rows: Sequence[Row], found: RunReport) -> Iterator[Chart]:
    as_of, closed = found.as_of, found.place.strategy.governance.days_off
    dated = [row for row in rows if row["expected"]]
    for first in range(0, len(dated) if as_of else 0, MOST_ROWS):
        part = dated[first : first + MOST_ROWS]
        name = f"plan-{stream.id}-{first // MOST_ROWS + 1}"
        told = " ".join(f"{row['text']}: {_days(row)}." for row in part)
        assert as_of is not None  # noqa: S101 - the range above is empty without it
        yield gantt(
            name,
            [_bar(row, closed) for row in part],
            today=as_of,
            title=f"Plan of {stream.name}",
            alt_text=f"The same days stand in the table. {told}",
            closed=closed,
            stamp="Illustrative: made up to show the form" if stream.provenance == "illustrative" else "",
        )


def _bar(row: Row, closed: Iterable[date]) -> Row:
    wait = row["total_float"]
    return {
        **{name: row[name] for name in ("begins", "due", "starts", "expected", "critical", "drag")},
        "id": row["milestone"],
        "label": row["text"],
        "last": working_days_on(row["expected"], wait, closed) if wait else None,
        "after": tuple((row["after"] or "").split("; ")),
    }


def _days(row: Row) -> str:
    agreed = f"agreed {day_words(row['due'])}"
    said = agreed if row["due"] == row["expected"] else f"{agreed}, now expected {day_words(row['expected'])}"
    return f"{said}, {drag_words(row['drag'])}" if row["drag"] else said


def _line(found: RunReport, row: Row) -> Line:
    return Line(
        id=row["milestone"],
        text=row["text"],
        agreed=day_words(row["due"]) if row["due"] else "not set",
        expected=expected_words(found, row),
        slip=slip_words(row["slip"] or 0),
        wait=_wait(row),
        state=MILESTONE_STATES[row["state"]],
        late=bool(row["late"]),
        why=_and(_why(found, row), _off(found, row)),
    )


def _off(found: RunReport, row: Row) -> str:
    """That nobody works on the day that was said for something open: a warning, since no day is moved for it."""
    one = _known(found.place).get(row["milestone"])
    said = one and (one.forecast if isinstance(one.forecast, Period) else one.due)
    if one is None or not one.is_open or not isinstance(said, Period) or said.start != said.last_day:
        return ""
    off = not is_working_day(said.start, found.place.strategy.governance.days_off)
    return f"{day_words(said.start)} is no working day." if off else ""


def _and(why: str, more: str) -> str:
    """Two sentences as one text, the first with its stop."""
    return f"{why.rstrip('.')}. {more}" if why and more else why or more


def slip_words(slip: int) -> str:
    """How much later or earlier than agreed; empty where neither."""
    if not slip:
        return ""
    return f"{count_words(abs(slip), 'working day')} {'later' if slip > 0 else 'earlier'}"


def _wait(row: Row) -> str:
    if row["total_float"] is None:
        return ""
    if not row["critical"]:
        return count_words(row["total_float"], "working day")
    gain = f"; with none of its work left the end would come {slip_words(-row['drag'])}" if row["drag"] else ""
    return f"not at all: the end hangs on it{gain}"


def expected_words(found: RunReport, row: Row) -> str:
    """The day now expected: the earliest there is, where what waits for nothing outlasted the day that was said."""
    if not row["expected"]:
        return "not set"
    one = _known(found.place).get(row["milestone"])
    least = one is not None and plans.is_passed(one, found.as_of) and not row["caused_by"]
    return f"{day_words(row['expected'])}{' at the earliest' if least else ''}"


def _why(found: RunReport, row: Row) -> str:
    """Where its day comes from, in a sentence: what pushed it back to the root, and why that moved."""
    known = _known(found.place)
    chain = (row["caused_by"] or "").split("; ") if row["caused_by"] else []
    root = known.get(chain[-1] if chain else row["milestone"])
    because = _because(root, found.as_of) if root else ""
    if chain:
        names = [f"“{known[key].text}”" if key in known else key for key in chain]
        pushed = f"Pushed by {names[0]}" + "".join(f", that by {name}" for name in names[1:])
        return f"{pushed}: {because[:1].lower()}{because[1:]}" if because else f"{pushed}."
    if root and plans.is_passed(root, found.as_of):
        return because
    return f"Moved: {because}" if because and row["slip"] else ""


def _because(root: Milestone, as_of: date | None) -> str:
    """Why a milestone stands where it does: the newest reason given, and whether the day that was said has passed."""
    said = next((one.reason for one in reversed(root.moved) if one.reason), None)
    last = root.expected
    if last is None or not plans.is_passed(root, as_of):
        return said or ""
    over = f"still open after {day_words(last)}, the day last expected"
    return f"{said}; {over}." if said else f"{over[:1].upper()}{over[1:]}."


def _known(place: Place) -> dict[str, Milestone]:
    return {one.id: one for stream in place.strategy.workstreams for one in _milestones(stream)}


def _milestones(stream: Workstream) -> tuple[Milestone, ...]:
    return stream.milestones if isinstance(stream.milestones, tuple) else ()


def plan_moves(now: Iterable[Row], before: Iterable[Row], closed: Iterable[date]) -> list[str]:
    """What is otherwise than in the run before, a sentence each: days, states, what is new and what is gone.

    Working days are counted as in the table of the plan: without the days on which who delivers is ``closed``.
    """
    then, here = {row["milestone"]: row for row in before}, {row["milestone"]: row for row in now}
    told = [said for key, row in here.items() for said in _moved(row, then.get(key), tuple(closed))]
    return told + [f"{_named(row)} is no longer in the plan." for key, row in then.items() if key not in here]


def _named(row: Row) -> str:
    return marked(f"“{row['text']}”", row["origin"])


def _moved(now: Row, then: Row | None, closed: Sequence[date]) -> Iterator[str]:
    name = _named(now)
    if then is None:
        yield f"{name} is new" + (f", due {day_words(now['due'])}." if now["due"] else ".")
        return
    if now["state"] != then["state"]:
        yield f"{name} was {MILESTONE_STATES[then['state']]}, and is {MILESTONE_STATES[now['state']]}."
    if now["due"] != then["due"]:
        yield f"The day agreed for {name} was {_day(then['due'])}, and is {_day(now['due'])}."
    if now["expected"] != then["expected"] and None not in (now["expected"], then["expected"]):
        slip = slip_words(working_days_between(then["expected"], now["expected"], closed)) or "on another day"
        yield f"{name} was expected {_day(then['expected'])}, and is now {_day(now['expected'])}: {slip}."
    if now["critical"] and not then["critical"] and now["state"] == then["state"]:
        yield f"The end of its workstream now hangs on {name}."


def _day(day: date | None) -> str:
    return day_words(day) if day else "not set"


def working_days_words(place: Place) -> str:
    """Which days a plan counts, with those on which who delivers is closed."""
    periods = place.strategy.governance.closed_days
    off = f", and without the days on which those who deliver are closed: {list_words([one.words for one in periods])}"
    return f"Days are working days: Mondays to Fridays without England’s bank holidays{off if periods else ''}."


def plan_summary(rows: Sequence[Row]) -> str:
    """How many milestones are late, and how many are expected later than agreed, in a sentence."""
    late, slipped = (sum(bool(row["late"]) for row in rows), sum((row["slip"] or 0) > 0 for row in rows))
    if not rows:
        return "The place’s files name no milestone."
    of = count_words(len(rows), "milestone")
    said = [f"{late} of {of} {'is' if late == 1 or len(rows) == 1 else 'are'} late"]
    said += [f"{slipped} {'is' if slipped == 1 else 'are'} expected later than agreed"] if slipped else []
    return f"{list_words(said)}."
