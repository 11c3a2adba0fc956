"""What a claim must have in print, read from the words alone: number, unit, group, period, whose, and which way.

``missing`` gives what the words lack. A sign that the wording drops, a group without its name or a rate without "a
year" is lacking here although the data behind the sentence are right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from oneplace.place import UNITS
from oneplace.progress.sentences import About, Claim, Kind

UNIT_IN_PRINT = {
    "percent": "%", "per_1000": "per 1,000", "per_10k": "per 10,000", "per_100k": "per 100,000",
    "per_100k_dsr": "per 100,000", "per_1000_a_year": "per 1,000 a year", "per_100k_a_year": "per 100,000 a year",
    "seconds": "second", "minutes": "minute", "hours": "hour", "days": "day", "weeks": "week", "years": "year",
    "score": "point", "points": "point", "ratio": "times", "rank": "rank", "count": "", "people": "pe", "beds": "bed",
    "gbp": "£", "gbp_per_head": "£", "km": "km", "tonnes": "tonne", "tonnes_per_head": "tonnes",
    "patients_per_gp": "patient",
}  # fmt: skip
OF_A_DIFFERENCE = {"percent": "percentage point", "rank": "place", "ratio": ""}
WAYS = {
    "rising": ("rising", "risen", "rose", "show a rise"), "falling": ("falling", "fallen", "fell", "show a fall"),
    "rose": ("rose from", "rose between", "not higher since"), "fell": ("fell from", "fell between", "not lower since"),
    "stepped_up": ("rose in one step",), "stepped_down": ("fell in one step",), "stepped": ("changed in one step",),
    "no_clear_change": ("no clear change", "no steady", "tell no direction"),
    "one_figure": ("one figure shown so far",),
    "not_known": ("cannot tell", "no limits"),
    "better": ("better",), "worse": ("worse",), "similar": ("not clearly", "no clear difference"),
    "unsettled": ("show more than chance",),
    "no_direction": ("no clear direction",), "too_few": ("too few figures",),
    "too_short": ("too short a time",), "turned": ("have left the way",),
    "beyond": ("already further than its trend",), "irregular": ("even steps",), "at_its_end": ("cannot go on",),
    "in_doubt": ("in doubt",), "may_be_step": ("fit one step better than a slope",),
    "chance": ("cannot be told: the difference",), "counting": ("cannot be told: it came so close that how",),
    "rounding": ("cannot be told: it came so close that rounding",),
    "missing": ("cannot be told: no value of its own period",),
    "context": ("it was", "shown for context", ","), "usual": ("about the same level",), "higher": ("higher", "high"),
    "lower": ("lower", "low"), "unclear": ("could be chance",),
    "same": ("the same", "no difference", "nought"), "the same": ("both are the same",),
    "turned_round": ("turned round",), "narrowing": ("narrowing",), "widening": ("widening",),
    "met": ("met",), "missed": ("missed",), "late": ("is not here", "newer was due"),
    "to_come": ("next be judged", "next value is due", "only, is due"),
    "on_path": ("on the path", "or better: it was met", "or better: whether it was met"),
    "off_path": ("off the", "too late", "in its own time it was missed"),
    "cannot_be_judged_yet": ("cannot be judged yet", "leaves open whether", "too close to the target"),
    "cannot_be_compared": ("cannot be compared",), "broken": ("what it counts changes",),
    "gap_target_only": ("",),
    "no_target_set": ("",), "average_up_but_gap_wider": ("gap between",), "fewer": ("fewer",), "more": ("more",),
    "common_cause": ("within what chance",), "improvement_high": ("better",), "improvement_low": ("better",),
    "concern_high": ("worse",), "concern_low": ("worse",),
    "neutral_high": ("further", "rising"), "neutral_low": ("further", "falling"),
    "consistent_pass": ("will not make it miss",), "consistent_fail": ("will not bring it there",),
    "inconsistent": ("on either side",), "not_stable": ("limits can’t tell",),
    "no_data": ("no figure to show", "by area only", "by group only"), "no_measure": ("not measured",),
    "provisional": ("provisional",), "earlier": ("by an earlier definition",),
    "meets": ("meets it",), "misses": ("misses it",),
    "down": ("went down", "lower than before"),
    "up": ("went up", "higher than before"), "not_seen": ("has not changed beyond chance",),
    "narrowed": ("has narrowed",), "widened": ("has widened",),
    "not_judged": ("can’t be judged",),
    "worked": ("did what it was to do",), "harm": ("went the other way",),
    "less": ("to, by less than it was to",), "less_so_far": ("so far by less than it was to",),
    "fall": ("expected was a fall",), "rise": ("expected was a rise",),
    "told": ("Not counted",), "stale": ("older than one",), "fresh": ("",), "ahead": ("",),
    "past": ("which is past", "that is past, and no figure", "nothing already past is forecast"),
}  # fmt: skip
COUNTED = WAYS | {
    "on_path": ("on path",), "off_path": ("off path",), "no_target_set": ("no target",),
    "gap_target_only": ("for its gap alone", "for their gap alone"), "gap_off_path": ("a gap off its path",),
    "context": ("shown for context",), "average_up_but_gap_wider": ("better on average", "better average"),
    "no_measure": ("not measured yet", "nothing measures"), "overdue": ("past the agreed date",),
}  # fmt: skip
OF_ROWS = {
    "told": ("can be tested", "be tested"), "could be chance": ("it could be chance",),
    "better": ("better beyond chance",), "worse": ("worse",), "higher": ("higher",), "lower": ("lower",),
    "apart": ("more than chance explains",), "not known": ("no limits are known",), "known": ("known for",),
    "hidden": ("not shown",), "unsaid": ("nothing of",), "the same": ("both are the same",),
}  # fmt: skip
OF_TWO = (Kind.STANDARD, Kind.TURN, Kind.SHIFT)
OF_COUNTS = (Kind.COUNT, Kind.GAP_COUNT, Kind.SPREAD, Kind.ASKED, Kind.MARKED, Kind.TIMES_MET, Kind.STOPPED_COUNT,
             Kind.GAP_STATUS_COUNT, Kind.TOLD_BEFORE_COUNT)  # fmt: skip
OF_BEFORE = {"missed": ("an earlier target missed",), "unshown": ("went badly and is no longer shown",)}
OF_GAPS = {
    "on_path": ("a gap on its path",), "off_path": ("a gap off its path",),
    "on_path_made_up": ("a gap on a made-up path",), "off_path_made_up": ("a gap off a made-up path",),
    "cannot_be_judged_yet": ("a gap that cannot be judged",), "no_data": ("a gap that is not known",),
    "cannot_be_compared": ("a gap that cannot be compared with its target",),
    "cannot_be_compared_made_up": ("a gap that cannot be compared with a made-up target",),
}  # fmt: skip
COUNTS = (Kind.APART_COUNT, Kind.KNOWN_COUNT)
PARTS = (Kind.PARTS, Kind.FUNNEL, Kind.LIFE)
GROUPS = {"1": "most deprived", "5": "least deprived", "F": "women", "M": "men", "all": "everyone"}
UNSAID = {"fresh": "older than one", "ahead": "which is past"}
"""What may not be said of what is not so."""
OF_WORDS = (Kind.SAID, Kind.NEXT_STEP)
GAPS = (Kind.GAP, Kind.GAP_TARGET, Kind.GAP_SIZE, Kind.GAP_PATH, Kind.EFFECT, Kind.EXPECTED, Kind.SHORT)
SIZES = (*GAPS, Kind.IF_ALL)
"""What is told as a size and a way instead of a sign."""


def missing(claim: Claim, words: str, about: About | None, labels: Mapping[str, str]) -> list[str]:
    """What ``words`` lack of the claim; ``labels`` gives the names of groups by their codes."""
    words = re.sub(r"\bthe one (ambition|neighbourhood|measure)", r"the 1 \1", words, flags=re.IGNORECASE)
    words = words.replace("only this one is beyond", "only this 1 is beyond")
    if about is not None:
        words = " ".join((words, *rounded(words, about.decimals)))
    words = words.replace("not clearly narrowing or widening", "narrowing in none and widening in none")
    asked = [
        *numbers_told(claim, about),
        *limits_told(claim, about),
        *_unit_of_limits(claim, about),
        *_period(claim),
        *groups_told(claim, labels),
        *whose_told(claim, about),
        *_unlike(claim, about),
    ]
    lacking = [part for part in asked if not _holds(words.lower(), part.lower())]
    return lacking if _way(claim, words) else [*lacking, str(claim.direction)]


def _holds(words: str, part: str) -> bool:
    """Whether a part stands in the words: of a number itself, not of a longer one's end, and not with another sign."""
    if not re.match(r"£?\d", part):
        return part in words
    return bool(re.search(rf"(?<![\d−])(?<!\d[.,]){re.escape(part)}(?!\d)(?![.,]\d)", words))


def rounded(words: str, decimals: int) -> list[str]:
    """The numbers of a text that have more decimals than a measure's, as those would print them: 30.04 as 30.0."""
    finer = re.findall(rf"(\d[\d,]*\.\d{{{decimals + 1},}})(?=([^\d\s.,;:()]*(?: [a-z%0-9][^\s.;:()]*){{0,4}}))", words)
    return [
        f"{mark}{float(number.replace(',', '')) + nudge:,.{decimals}f}{unit}"
        for number, unit in finer
        for mark in ("", "−")
        for nudge in (-1e-9, 1e-9)
    ]


def numbers_told(claim: Claim, about: About | None) -> list[str]:  # noqa: PLR0911 - one a kind
    if claim.kind in PARTS:
        return [f"{claim.number:,.0f}" if claim.direction else f"{claim.number:,.1f}"]
    if claim.kind in COUNTS or claim.kind is Kind.APART:  # whose number stands in its row of the table
        return [] if claim.kind is Kind.APART else [f"{claim.number:,.0f}" if claim.number else "none"]
    if claim.kind is Kind.SHORT and about is not None:
        return [_off(claim, about), _unit(claim)]
    if claim.reference and claim.reference.number is not None and about is not None:
        own = _figures(claim.number or 0.0, about) if claim.kind in OF_TWO else f"{claim.number or 0:,.0f}"
        return [_figures(claim.reference.number, about), *([own] if claim.number else [])]
    if claim.number is None:
        return []
    if claim.kind is Kind.CHANCE:
        near = ["less than 1%"] * (claim.number < 0.01) + ["more than 99%"] * (claim.number > 0.99)
        return near or [f" {claim.number * 100:.0f}%"]
    if claim.kind is Kind.AGE:
        return ["less than a month" if claim.number < 1 else _long(int(claim.number))]
    if claim.kind in OF_COUNTS or claim.unit is None or about is None:
        zero = claim.kind in (Kind.GAP_COUNT, Kind.SPREAD) and not claim.number
        return ["none"] if zero else [f"{abs(claim.number):,.0f}"]
    if claim.statistic in ("relative_gap", "RII"):
        return [f"{max(claim.number, 1 / claim.number):,.2f}", "times"]
    size = abs(claim.number) if claim.kind in SIZES else claim.number
    return [_figures(size, about), _unit(claim)]


def limits_told(claim: Claim, about: About | None) -> list[str]:
    """The ends of the interval, of a size as sizes are told."""
    if claim.limits is None or about is None:
        return []
    if claim.statistic in ("relative_gap", "RII"):
        turned = claim.number is not None and claim.number < 1
        return [f"{1 / end if turned else end:,.2f}" for end in claim.limits]
    if claim.kind is Kind.IF_ALL:
        return [f"{abs(end):,.0f}" for end in claim.limits]
    if claim.kind is Kind.EFFECT:
        return [_figures(abs(end), about) for end in claim.limits]
    turned = claim.kind is Kind.GAP and (claim.number or 0) < 0
    told = [_figures(-end if turned else end, about) for end in claim.limits]
    if told[0] == told[1] and about.unit == "gbp" and claim.limits[0] != claim.limits[1]:
        return [f"£{abs(end):,.0f}" for end in claim.limits]
    if claim.kind is Kind.GAP:  # beyond chance: a limit that reads as nought would say that it may be none
        closer = replace(about, decimals=about.decimals + 1)
        told = [
            each if any(one in "123456789" for one in each) else _figures(-end if turned else end, closer)
            for each, end in zip(told, claim.limits, strict=True)
        ]
    return told


def _unit_of_limits(claim: Claim, about: About | None) -> list[str]:
    """The unit after the upper limit: it stands once, for both. Of gaps it stands with their size."""
    unit = UNIT_IN_PRINT.get(str(claim.unit), str(claim.unit))
    if (
        claim.limits is None
        or _of_gap(claim)
        or claim.kind is Kind.IF_ALL
        or about is None
        or unit in ("", "£", "rank")
    ):
        return []
    return [f"{limits_told(claim, about)[-1]}{'' if unit == '%' else ' '}{unit}"]


def _long(months: int) -> str:
    return f"{months // 12} years" if months >= 24 else f"{months} month"


def _figures(number: float, about: About) -> str:
    if about.unit.startswith("gbp"):
        return _pounds(abs(number), about.decimals)
    whole = about.unit in ("rank", "count", "people")
    text = f"{abs(number):,.{0 if whole or abs(number) >= 1000 else about.decimals}f}"
    return f"−{text}" if number < 0 and text.strip("0.,") else text


def _off(claim: Claim, about: About) -> str:
    """How far a value is from its path: no finer than the two are told."""
    path, apart = claim.reference.number, claim.number
    held = path + apart if about.polarity == "low_good" else path - apart
    sizes = sorted((abs(path), abs(held)))
    if not about.unit.startswith("gbp"):
        return _figures(apart, replace(about, decimals=0) if sizes[1] >= 1000 and apart >= 0.5 else about)
    if sizes[1] >= 999_999.5:
        step = max(1e4, 10 ** (len(str(int(sizes[1]))) - 3))
        return _pounds(round(apart / step) * step or apart, about.decimals)
    return _pounds(apart, 0 if sizes[1] >= 100 and apart >= 0.5 else about.decimals)


def _pounds(size: float, decimals: int) -> str:
    pence = 2 if decimals and size < 99.995 else 0
    return f"£{size:,.{pence}f}" if size < 999_999.5 else f"£{size / 1e6:.2f} million"[:5]


def _unit(claim: Claim) -> str:
    unit = UNIT_IN_PRINT.get(str(claim.unit), str(claim.unit))
    return OF_A_DIFFERENCE.get(str(claim.unit), unit) if _of_gap(claim) else unit


def _of_gap(claim: Claim) -> bool:
    """Whether its number is a gap's size: forecasts are told of both."""
    return claim.kind in GAPS or bool(claim.kind is Kind.FORECAST and claim.statistic)


def _period(claim: Claim) -> list[str]:
    if claim.kind is Kind.APART or (claim.kind in PARTS and claim.direction):
        return []
    told = [claim.period] if claim.period else []
    if claim.kind in (
        Kind.AGE,
        Kind.GAP_DIRECTION,
        Kind.PROCESS,
        Kind.CHANCE,
        Kind.STATUS,
        Kind.PATH,
        Kind.OUTCOME,
        Kind.SHORT,
    ):
        told = []  # said in the sentence before, of which these go on
    if claim.direction is None and claim.kind is Kind.GAP:
        told = []  # how many groups are hidden: in the same period as the gap before it
    if claim.reference and claim.reference.period:
        told.append(claim.reference.period)
    return told


def groups_told(claim: Claim, labels: Mapping[str, str]) -> list[str]:
    if claim.kind in OF_WORDS:
        return [str(claim.group)]
    if claim.kind is Kind.KNOWN_COUNT and claim.direction != "hidden":
        return [labels.get(str(claim.group)) or GROUPS[str(claim.group)]]
    if claim.kind is Kind.APART_COUNT and claim.direction == "told" and claim.reference:
        return [labels[str(claim.reference.whose or claim.reference.group)]]
    if claim.kind is Kind.APART:
        return [labels[str(claim.subject)]]
    if claim.kind is not Kind.GAP or claim.direction is None:
        return []
    codes = (claim.group, claim.reference.group if claim.reference else None)
    return [GROUPS.get(code) or labels.get(code, code) for code in codes if code]


def _unlike(claim: Claim, about: About | None) -> list[str]:
    """Why nobody is called worse, of groups that are of unlike people."""
    if about is None or claim.kind is not Kind.GAP or claim.limits is None or claim.statistic in ("SII", "RII"):
        return []
    return [f"neither worse: {about.groups_unlike}"] if about.groups_unlike else []


def whose_told(claim: Claim, about: About | None) -> list[str]:
    if about is None:
        return []
    told = claim.kind in (Kind.VALUE, Kind.COMPARISON)
    codes = [claim.whose] if claim.whose and told and claim.kind is Kind.VALUE else []
    if claim.reference and claim.reference.whose:
        codes.append(claim.reference.whose)
    return [about.area(code) for code in codes]


def _way(claim: Claim, words: str) -> bool:
    if claim.direction is None:
        return True
    if claim.kind is Kind.SPREAD and not claim.number and words.startswith("No neighbourhood differs"):
        return True
    if claim.kind is Kind.FUNNEL:
        return claim.direction in words
    counted = claim.kind in (Kind.COUNT, Kind.STOPPED_COUNT, Kind.GAP_TARGET, Kind.GAP_STATUS, Kind.ASKED)
    if claim.kind in COUNTS and claim.direction.endswith(", made up"):
        ways = OF_ROWS[claim.direction.removesuffix(", made up")]
        made = rf"\({claim.number:,.0f} made up\)"  # in the same part of the sentence as what it is a part of
        return any(re.search(rf"{made}[^,.:]*{way}|{way}[^,.:]*{made}", words) for way in ways)
    of_gaps = {Kind.GAP_STATUS_COUNT: OF_GAPS, Kind.TOLD_BEFORE_COUNT: OF_BEFORE}.get(claim.kind, WAYS)
    ways = (COUNTED if counted else OF_ROWS if claim.kind in COUNTS else of_gaps)[claim.direction]
    if claim.direction in UNSAID and UNSAID[claim.direction] in words:
        return False
    made = claim.group not in MADE or MADE[claim.group] in words
    return made and any(way.lower() in words.lower() for way in ways)


MADE = {"made-up": "made-up figures", "made-up target": "made-up target"}
"""What is printed where figures, or targets alone, are made up."""

assert set(UNIT_IN_PRINT) >= set(UNITS)
