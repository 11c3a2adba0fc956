"""Each claim worked out again from the plain rows of the tables and the place's files, by other code than the run's.

``wrong`` gives what is false of a claim, in words; nothing where it is true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from oneplace import geo
from oneplace.progress.sentences import Claim, Kind
from oneplace.results import TOGETHER
from tests.reader import (
    commented,
    counted,
    counts,
    effects,
    figures,
    forecasts,
    gap_ways,
    gaps,
    gaps_ahead,
    judged,
    moves,
    sums,
)
from tests.reader.run import Run


def wrong(claim: Claim, run: Run) -> str:
    """What is false of the claim; empty where it is true."""
    if claim.kind in WHOLE:
        return WHOLE[claim.kind](claim, run)
    if claim.kind in OF_WORDS:
        return OF_WORDS[claim.kind](claim, run)
    return _whose(claim, run) or OF_ONE[claim.kind](claim, run)


def contradictions(claims: Iterable[Claim]) -> list[tuple[Claim, Claim]]:
    """Pairs of claims about one thing under one name that give two numbers; or two bases, of what is and what comes."""
    seen: dict[tuple[object, ...], Claim] = {}
    every = list(claims)
    found = [*_two_bases(every), *_two_answers(every)]
    for claim in every:
        if claim.kind not in (Kind.GAP, Kind.VALUE) or claim.number is None:
            continue
        group = claim.reference.group if claim.reference else None
        key = (claim.kind, claim.subject, claim.whose, claim.period, claim.group, group, claim.statistic)
        before = seen.setdefault(key, claim)
        if not sums.same(before.number, claim.number):
            found.append((before, claim))
    return found


WHY_NONE = {"no_clear_change": "no_direction", "one_figure": "too_few", "not_known": "too_few"}
WHY_NONE |= {"rose": "turned", "fell": "turned", "stepped_up": "stepped", "stepped_down": "stepped"}
"""Why nothing is forecast where nothing is told to rise or fall now."""


def _two_bases(claims: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """A forecast that goes another way than the direction that is told, or from another period; or none without it."""
    told = {claim.subject: claim for claim in claims if claim.kind is Kind.DIRECTION}
    for claim in claims:
        said = None if claim.statistic else told.get(claim.subject)  # of a gap it is another number
        if said is None or claim.kind not in (Kind.FORECAST, Kind.NO_FORECAST):
            continue
        base = claim.direction, claim.reference and claim.reference.period
        why = claim.direction if claim.direction in WHY_NONE.values() else None
        unlike = why != WHY_NONE.get(str(said.direction))
        if unlike if claim.kind is Kind.NO_FORECAST else base != (said.direction, said.period):
            yield said, claim


def _two_answers(claims: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """A rise or fall over the very periods of which is said that they show no steady one."""
    newest = {one.subject: one.period for one in claims if one.kind is Kind.VALUE}
    unclear = (one for one in claims if (one.kind, one.direction) == (Kind.DIRECTION, "no_clear_change"))
    still = {(one.subject, one.period): one for one in unclear}
    for claim in claims:
        said = still.get((claim.subject, claim.period))
        own = claim.kind is Kind.STRATEGY_RUN and claim.reference is not None
        until_now = claim.kind is Kind.LONG_RUN or (own and claim.reference.period == newest.get(claim.subject))
        if said and until_now and claim.direction in ("rising", "falling"):
            yield said, claim


def _whose(claim: Claim, run: Run) -> str:
    """The number is of the area that the measure's file asks for; of the place itself where that is one of its own."""
    if claim.kind not in (Kind.VALUE, Kind.COMPARISON, Kind.FORECAST):
        return ""
    compute = run.measure(claim.subject).compute
    area = getattr(compute, "area", None)
    own = {each.code for each in run.place.place.areas}
    several = {code: geo.name_of(code) for code in getattr(compute, "areas", ())}
    if several and {*several.values()} != {geo.name_of(code) for code in own}:
        area = TOGETHER.join(several)
    other, itself = (area if area and area not in own else None), "the place itself"
    return "" if claim.whose == other else f"is of {other or itself}, not of {claim.whose or itself}"


Check = Callable[[Claim, Run], str]
WHOLE: dict[Kind, Check] = {
    Kind.COUNT: counts.count,
    Kind.STOPPED_COUNT: counts.stopped_count,
    Kind.GAP_STATUS_COUNT: counts.gap_status_count,
    Kind.TOLD_BEFORE_COUNT: counts.told_before_count,
    Kind.GAP_COUNT: counts.gap_count,
    Kind.PERIOD_ENDED: counts.ended,
    Kind.ASKED: counts.asked,
    Kind.APART: counted.apart,
    Kind.APART_COUNT: counted.apart_count,
    Kind.KNOWN_COUNT: counted.known_count,
    Kind.PARTS: counted.parts,
    Kind.FUNNEL: counted.funnel,
    Kind.LIFE: counted.life,
}
ON_PAGES = {Kind.APART, Kind.APART_COUNT, Kind.KNOWN_COUNT}
"""What no pack says: walked where pages are made (``tests/web/test_counted.py``)."""
OF_PARTS = {Kind.PARTS, Kind.FUNNEL, Kind.LIFE}
"""What is said on the pages of parts, funnels and years of life: ``tests/web/test_parts.py`` and beside it."""
OF_RUNS = {Kind.CHANGE, Kind.CHANGE_COUNT}
"""What is said of simulated runs: ``tests/web/test_whatif_true.py``."""
OF_WORDS: dict[Kind, Check] = {Kind.SAID: commented.said, Kind.NEXT_STEP: commented.next_step}
OF_ONE: dict[Kind, Check] = {
    Kind.VALUE: figures.value,
    Kind.BEFORE: figures.before,
    Kind.STEP: figures.step,
    Kind.NEWEST: figures.newest,
    Kind.LEVEL: moves.level,
    Kind.DIRECTION: moves.moves,
    Kind.TURN: moves.turn,
    Kind.SHIFT: moves.shift,
    Kind.ENDS: moves.ends,
    Kind.LONG_RUN: moves.moves,
    Kind.STRATEGY_RUN: moves.moves,
    Kind.COMPARISON: figures.comparison,
    Kind.TARGET: judged.target,
    Kind.GAP_TARGET: gaps.gap_target,
    Kind.STANDARD: figures.standard,
    Kind.GAP_STATUS: gaps.gap_status,
    Kind.GAP_SIZE: gaps.gap_size,
    Kind.GAP_PATH: gaps.gap_path,
    Kind.STATUS: judged.status,
    Kind.PATH: judged.path,
    Kind.SHORT: judged.short,
    Kind.HELD: judged.held,
    Kind.ALIKE: judged.alike,
    Kind.PROVISIONAL: judged.provisional,
    Kind.EARLIER: judged.earlier,
    Kind.FORECAST: lambda claim, run: (gaps_ahead.forecast if claim.statistic else forecasts.forecast)(claim, run),
    Kind.NO_FORECAST: forecasts.none,
    Kind.CHANCE: lambda claim, run: (gaps_ahead.chance if claim.statistic else forecasts.chance)(claim, run),
    Kind.OUTCOME: judged.outcome,
    Kind.DUE: judged.due,
    Kind.HIDDEN: judged.hidden,
    Kind.GAP: gaps.gap,
    Kind.GAP_DIRECTION: gap_ways.gap_direction,
    Kind.PROCESS: moves.process,
    Kind.MARKED: moves.marked,
    Kind.TIMES_MET: moves.times_met,
    Kind.SPREAD: figures.spread,
    Kind.IF_ALL: figures.if_all,
    Kind.AGE: figures.age,
    Kind.EFFECT: effects.effect,
    Kind.EXPECTED: effects.expected,
}


def all_wrong(claims: Sequence[Claim], run: Run) -> list[str]:
    """What is false of any of the claims."""
    return [f"{claim}: {why}" for claim in claims if (why := wrong(claim, run))]
