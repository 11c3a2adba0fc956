"""What is counted over all ambitions, and what a board is asked, counted again."""

from __future__ import annotations

from datetime import timedelta

from oneplace.progress.sentences import Claim
from tests.reader.run import Row, Run


def count(claim: Claim, run: Run) -> str:
    rows = [row for row in run.tables["progress"] if row["status"] == claim.direction and _figures(row, claim, run)]
    return "" if len(rows) == claim.number else f"there are {len(rows)}"


def gap_count(claim: Claim, run: Run) -> str:
    rows = [
        row
        for row in run.tables["progress"]
        if row["gap_dimension"] == "deprivation" and row["gap_direction"] == claim.direction and row["gap_sure"]
    ]
    count = sum(_figures(row, claim, run) for row in rows)
    return "" if count == claim.number else f"there are {count}"


def _figures(row: Row, claim: Claim, run: Run) -> bool:
    """Whether a row's figures are of the kind that is counted: real ones and made-up ones are never added."""
    made = ("synthetic", "illustrative")
    unreal = row["status"] not in ("no_data", "no_measure") and (
        row["origin"] in made or row["target_provenance"] in made
    )
    return unreal == (claim.group == "made-up")


def asked(claim: Claim, run: Run) -> str:
    """A decision whose day has not come, or how many ambitions (or known gaps past their date) need one."""
    if claim.subject:
        day = run.place.decisions[claim.subject].on
        told = (
            f"{day.start.day} {day.start:%B %Y}" if not isinstance(day, str) and (day.end - day.start).days == 1 else ""
        )
        if told and told != claim.period:
            return f"is of {told}"
        return "was taken" if not isinstance(day, str) and day.start <= run.as_of else ""
    if claim.direction == "overdue":
        due = [gap.due for gap in run.place.strategy.gaps if not isinstance(gap.due, str)]
        count = sum(day.end <= run.as_of for day in due if day)
    else:
        rows = [row for row in run.tables["progress"] if row["status"] == claim.direction]
        count = sum(claim.group is None or _figures(row, claim, run) for row in rows)
    return "" if count == claim.number else f"there are {count}"


def ended(claim: Claim, run: Run) -> str:
    span = run.place.strategy.period
    if isinstance(span, str) or isinstance(span.end, str) or isinstance(span.start, str):
        return "no period is set"
    last = span.end.end - timedelta(days=1)
    if claim.period != f"{span.start.start.year} to {last.year}":
        return "is another period"
    return "" if last < run.as_of else "goes on"
