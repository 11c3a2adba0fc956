"""What is counted over all ambitions, and what a board is asked, counted again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from oneplace.progress.sentences import Claim, Kind
from tests.reader import sums
from tests.reader.gap_ways import trend
from tests.reader.gaps import stands, worked_out
from tests.reader.judged import headline_gap, known_up_to, possible
from tests.reader.run import Run

INVENTED = ("synthetic", "illustrative")
NOTHING = {"no_data", "no_measure"}
"""How those stand that have no figures, real or not."""


def count(claim: Claim, run: Run) -> str:
    """How many ambitions stand so, each judged again; at least those that surely do, at most those that may."""
    return _between(claim, run)


def stopped_count(claim: Claim, run: Run) -> str:
    """Of how many of them a newer figure was due or never comes, or the target's own period went by without one."""
    return _between(claim, run, lambda subject: known_up_to(subject, run))


def gap_status_count(claim: Claim, run: Run) -> str:
    """Of how many of them the gap stands so to what was set for it; a path that is made up is told as that."""
    way, made_up = str(claim.direction).removesuffix("_made_up"), str(claim.direction).endswith("_made_up")
    stood = replace(claim, direction=claim.subject)
    return _between(stood, run, lambda subject: _gap_stands(subject, way, made_up, run))


def told_before_count(claim: Claim, run: Run) -> str:
    """Of how many of them a target was missed before, or a bad figure is hidden now, by what runs before handed on."""
    return _between(replace(claim, direction=claim.subject), run, lambda subject: _told_before(subject, claim, run))


def _told_before(subject: str, claim: Claim, run: Run) -> bool:
    (row,) = run.rows("progress", ambition=subject)
    if claim.direction == "missed":
        return bool(row["past_missed"] or row["gap_past_missed"])
    bad = ("missed", "off_path")
    return any(row[f"{of}told_verdict"] in bad and row[f"{of}told"] is None for of in ("", "gap_"))


def _gap_stands(subject: str, way: str, made_up: bool, run: Run) -> bool:
    outcome = run.outcome(subject)
    assert outcome is not None
    wish = outcome.gap_ambition
    if isinstance(wish, str) or not outcome.gap_target_period or run.measure(subject).compute is None:
        return False
    told = Claim(Kind.GAP_STATUS, subject, group=wish.dimension, statistic=wish.statistic, direction=way)
    named = way in ("on_path", "off_path", "cannot_be_compared") and _origin(subject, run) not in INVENTED
    return stands(told, run) == "" and made_up is (named and (wish.provenance or outcome.provenance) in INVENTED)


def _between(claim: Claim, run: Run, of: Callable[[str], bool] = lambda _: True) -> str:
    found = {one.id: possible(one.id, run) for one in run.place.strategy.outcomes if of(one.id)}
    counted = [key for key in found if _figures(key, claim, run, found[key])]
    may = [key for key in counted if claim.direction in found[key]]
    sure = [key for key in may if found[key] == {claim.direction}]
    if len(sure) <= (claim.number or 0) <= len(may):
        return ""
    return f"there are {len(sure)}" if len(sure) == len(may) else f"there are {len(sure)} to {len(may)}"


def gap_count(claim: Claim, run: Run) -> str:
    """Of how many measures the gap by deprivation moves so beyond chance, by lines through the groups' own rows."""
    good = claim.subject != "neither_good"
    measures = [key for key, one in run.place.measures.items() if bool(sums.GOOD[one.polarity]) is good]
    moving = [key for key in measures if not _of_other_groups(key, run) and _moves(key, claim, run)]
    return "" if len(moving) == claim.number else f"there are {len(moving)}: {moving}"


def _of_other_groups(key: str, run: Run) -> bool:
    """Whether the ambition that it leads asks about groups by another dimension, whose gap its row has."""
    led = [run.outcome(one.id) for one in run.place.strategy.outcomes if one.measure_ids[:1] == (key,)]
    gaps = [headline_gap(one.id, run) for one in led if one]
    return any(gap is not None and gap["dimension"] != "deprivation" for gap in gaps)


def _moves(key: str, claim: Claim, run: Run) -> bool:
    """Whether the gap by deprivation moves as the claim says, on figures of the claim's kind."""
    rows = [row for row in run.rows("results", measure=key, dimension="all") if sums.shown(row)]
    made = bool(rows) and max(rows, key=lambda row: row["period_end"])["origin"] in INVENTED
    gaps = run.rows("gaps", measure=key, dimension="deprivation", statistic="absolute_gap")
    begun = [gap for gap in gaps if gap["value"] is not None and gap["period_start"] <= run.as_of]
    if not rows or not begun or made != (claim.group == "made-up"):
        return False
    gap = max(begun, key=lambda row: (row["period_end"], row["period_start"]))
    now = worked_out(run, gap)
    sure = now.lower is not None and not now.lower <= 0 <= now.upper
    way = trend(run, gap)[0]
    return sure and (way == claim.direction or (claim.direction == "told" and way != "not_known"))


def _figures(subject: str, claim: Claim, run: Run, status: set[str]) -> bool:
    """Whether its figures are of the kind that is counted: real ones and made-up ones are never added."""
    if claim.group == "all" or (claim.group is None and claim.kind is Kind.ASKED):
        return True
    outcome = run.outcome(subject)
    assert outcome is not None
    origin = _origin(subject, run) if not status & NOTHING else None
    wish = outcome.gap_ambition if isinstance(outcome.target, str) else outcome.target
    aim = wish.provenance or outcome.provenance if not isinstance(wish, str) and wish is not None else None
    aim = aim if outcome.target_period or outcome.gap_target_period else None
    basis = "made-up" if origin in INVENTED else "made-up target" if aim in INVENTED else None
    return (None if status & NOTHING else basis) == claim.group


def _origin(subject: str, run: Run) -> str | None:
    """Where its newest figure comes from."""
    rows = run.rows("results", measure=run.measure(subject).id, dimension="all")
    begun = sorted((row for row in rows if row["period_start"] <= run.as_of), key=lambda row: row["period_end"])
    shown = [row for row in begun if sums.shown(row)] or begun
    return shown[-1]["origin"] if shown else None


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
    elif claim.direction == "gap_off_path":
        return _gaps_off_path(claim, run)
    else:
        return _between(claim, run)
    return "" if count == claim.number else f"there are {count}"


def _gaps_off_path(claim: Claim, run: Run) -> str:
    """For how many a gap is off what was set for it, each judged again; those with figures or a target that are made up
    told apart.
    """
    off = 0
    for one in run.place.strategy.outcomes:
        wish = one.gap_ambition
        if isinstance(wish, str) or not one.gap_target_period:
            continue
        told = Claim(Kind.GAP_STATUS, one.id, group=wish.dimension, statistic=wish.statistic, direction="off_path")
        aim = "made-up target" if (wish.provenance or one.provenance) in INVENTED else None
        basis = "made-up" if _origin(one.id, run) in INVENTED else aim
        off += stands(told, run) == "" and claim.group in (None, basis)
    return "" if claim.number == off else f"there are {off}"


def ended(claim: Claim, run: Run) -> str:
    span = run.place.strategy.period
    if isinstance(span, str) or isinstance(span.end, str) or isinstance(span.start, str):
        return "no period is set"
    last = span.end.end - timedelta(days=1)
    if claim.period != f"{span.start.start.year} to {last.year}":
        return "is another period"
    return "" if last < run.as_of else "goes on"
