"""What pages of groups and areas claim of their many rows, counted again from the rows of the results."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from oneplace import geo
from oneplace.place import Measure
from oneplace.progress.sentences import Claim
from tests.reader import sums
from tests.reader.run import Row, Run

APART = ("better", "worse", "higher", "lower")


class Line(NamedTuple):
    """A measure's row about whom a page is about, and the row that it is set beside; ``own`` hidden where not shown."""

    measure: Measure
    own: Row
    other: Row | None


def apart(claim: Claim, run: Run) -> str:
    """What is false of how one row is said to stand to another."""
    measure = run.measure(claim.subject)
    mine = [line for line in _lines(claim, run) if line.measure.id == measure.id]
    found = [line for line in mine if line.own["period_label"] == claim.period and _is_of(line.own, claim)]
    if not found:
        return f"no such row stands in {claim.period}"
    (line,) = found
    if not sums.same(line.own["value"], claim.number):
        return f"is {line.own['value']}"
    other = claim.reference
    if (line.other is None) is not (other is None):
        return "is set beside nothing" if line.other is None else "has something beside it"
    if other and line.other and (other.period, other.number) != (line.other["period_label"], line.other["value"]):
        return f"is set against {line.other['value']} in {line.other['period_label']}"
    word = _word(line, claim.dimension)
    return "" if claim.direction == word else f"is {word or 'set beside nothing'}, not {claim.direction}"


def apart_count(claim: Claim, run: Run) -> str:
    """What is false of how many rows are said to stand so."""
    direction, lines = _of_which(claim, run)
    words = [_word(line, claim.dimension) for line in lines if sums.shown(line.own)]
    wanted = {"told": (*APART, "could be chance"), "apart": APART}.get(direction, (direction,))
    count = sum(word in wanted for word in words)
    return "" if count == claim.number else f"there are {count}"


def parts(claim: Claim, run: Run) -> str:
    """What is false of from how many of the others one part of the place is said to differ so."""
    assert claim.reference is not None
    measure = run.measure(claim.subject)
    rows = run.rows("results", measure=measure.id, dimension=claim.dimension)
    there = [row for row in rows if row["period_label"] == claim.period and sums.shown(row)]
    own = _part(there, str(claim.group))
    others = [_part(there, codes) for codes in str(claim.reference.group).split(";")]
    count = sum(_word(Line(measure, own, other), claim.dimension) == claim.direction for other in others)
    return "" if count == claim.number else f"it is so of {count}"


def _part(rows: Sequence[Row], codes: str) -> Row:
    """An area's row, or that of a ward's neighbourhoods together."""
    return sums.together([row for row in rows if row["group"] in codes.split(",")])


def funnel(claim: Claim, run: Run) -> str:
    """What all members make together: their counts added up. How many lie beyond is told of them row by row."""
    if claim.direction is not None:
        return ""
    rows = run.rows("results", measure=run.measure(claim.subject).id, period_label=claim.period)
    mine = [row for row in rows if row["group"] in str(claim.group).split(",") and sums.shown(row)]
    share = sum(row["numerator"] for row in mine) / sum(row["denominator"] for row in mine)
    scale = next(row["value"] * row["denominator"] / row["numerator"] for row in mine if row["numerator"])
    return "" if sums.same(share * scale, claim.number, 1e-3) else f"they make {share * scale}"


def life(claim: Claim, _run: Run) -> str:
    """By a life table worked out with a pencil from the deaths and people of England's tenth."""
    first, last = (int(year) for year in str(claim.period).split(" to "))
    most, least = (_expected(str(claim.dimension), tenth, first, last) for tenth in (1, 10))
    told = {"1": most, "10": least, None: least - most}[claim.group]
    return "" if sums.same(told, claim.number, 1e-6) else f"is {told}"


def _expected(sex: str, tenth: int, first: int, last: int) -> float:
    """Years of life at birth: of those alive at each age so many die as the rate says, half way through the band."""
    held = geo.deaths_by_cause(sex, tenth, first, last)
    rates = [float(rate) for rate in held.deaths.sum(axis=0) / held.people]
    starts = [0, 1, *range(5, 5 * (len(rates) - 1), 5)]
    alive, lived = 1.0, 0.0
    for at, rate in enumerate(rates[:-1]):
        width = starts[at + 1] - starts[at]
        after_death = width * (0.1 if at == 0 else 0.5)
        dying = alive * width * rate / (1 + (width - after_death) * rate)
        lived += width * (alive - dying) + after_death * dying
        alive -= dying
    return lived + alive / rates[-1]


def known_count(claim: Claim, run: Run) -> str:
    """What is false of how many values are known, hidden or not there."""
    if claim.direction in ("answered", "made-up", "of-others", "unplanned", "missing"):
        return _answered(claim, run)
    direction, lines = _of_which(claim, run)
    if direction == "unsaid":
        said = {line.measure.id for line in _lines(claim, run)}
        count = sum(one.id not in said and not _alone(one, claim) for one in run.place.measures.values())
    else:
        count = sum(sums.shown(line.own) is (direction == "known") for line in lines)
    return "" if count == claim.number else f"there are {count}"


def _answered(claim: Claim, run: Run) -> str:
    """On how many of a theme's questions any measure that is named for it has a value of the place by then.

    Or on how many of them only made-up ones; on how many of the others one of another area or of an organisation; or of
    how many of the others nobody is to get a number by a day. A claim without a theme is about all of them together.
    """
    counts = {"answered": 0, "made-up": 0, "of-others": 0, "unplanned": 0, "missing": 0}
    themes = [run.place.themes[claim.subject]] if claim.subject else run.place.themes.values()
    for facet in (facet for theme in themes for facet in theme.facets.values()):
        mine = [m for m in run.place.measures.values() if {m.id, m.library} & {*facet.here, *facet.measures}]
        rows = [row for m in mine for row in run.rows("results", measure=m.id, dimension="all") if sums.shown(row)]
        newest = {
            row["measure"]: row
            for row in sorted(rows, key=lambda r: r["period_end"])
            if row["period_start"] <= run.as_of
        }
        own = [row for row in newest.values() if row["whose"] in _own_codes(run)]
        known = bool(own)
        planned = facet.plan is not None and "not_set" not in (facet.plan.owner, facet.plan.due)
        counts["answered"] += known
        counts["made-up"] += known and all(row["origin"] in ("synthetic", "illustrative") for row in own)
        counts["of-others"] += bool(newest) and not known
        counts["unplanned"] += not known and not planned
        counts["missing"] += not known
    return "" if counts[str(claim.direction)] == claim.number else f"there are {counts[str(claim.direction)]}"


def _of_which(claim: Claim, run: Run) -> tuple[str, list[Line]]:
    """How the rows that are counted are said to stand, and those of which it is said: of all, or of the made-up."""
    direction, made_up = str(claim.direction).removesuffix(", made up"), str(claim.direction).endswith(", made up")
    made = ("synthetic", "illustrative")
    return direction, [one for one in _own_lines(claim, run) if not made_up or one.own["origin"] in made]


def _own_lines(claim: Claim, run: Run) -> Iterator[Line]:
    """Those that are counted: on the pages of the place and of its groups another's figure is none of the place's."""
    own, of_parts = _own_codes(run), claim.dimension in ("area", "neighbourhood")
    return (line for line in _lines(claim, run) if of_parts or line.own["whose"] in own)


def _own_codes(run: Run) -> set[str | None]:
    """Whose a figure of the place is: nobody else's, or of whoever its file says serves just the place."""
    own = run.place.place
    return {None, "", *(one.code for one in (own.system, *own.wider, *own.organisations) if one and one.is_the_place)}


def _lines(claim: Claim, run: Run) -> Iterator[Line]:
    for measure in run.place.measures.values():
        rows = run.rows("results", measure=measure.id)
        if not _alone(measure, claim):
            yield from (_area_lines if claim.dimension in ("all", "area") else _group_lines)(claim, measure, rows)


def _area_lines(claim: Claim, measure: Measure, rows: Sequence[Row]) -> Iterator[Line]:
    """The newest value of the area, beside England's of the same period."""
    mine = [row for row in rows if row["dimension"] == claim.dimension and row["group"] == claim.group]
    newest = sorted((row for row in mine if sums.shown(row)), key=lambda row: row["period_end"])[-1:]
    for own in newest:
        england = [row for row in rows if (row["dimension"], row["group"]) == ("area", "E92000001")]
        alike = [row for row in england if sums.shown(row) and _days(row) == _days(own)]
        yield Line(measure, own, alike[0] if alike else None)


def _group_lines(claim: Claim, measure: Measure, rows: Sequence[Row]) -> Iterator[Line]:
    """The group in the newest period in which any of its kind has a value, beside everyone in just that period."""
    kind = [row for row in rows if row["dimension"] == claim.dimension]
    known = [row for row in kind if row["value"] is not None] or kind
    if not known:
        return
    last = max(row["period_end"] for row in known)
    for own in _own([row for row in kind if row["period_end"] == last], claim):
        if own["value"] is None and not own["suppressed"]:  # says why there is no value, of nobody
            continue
        whole = [row for row in rows if row["dimension"] in ("all", "whole")]
        yield Line(measure, own, sums.filling(whole, *_days(own)))


def _own(rows: Sequence[Row], claim: Claim) -> list[Row]:
    if _of_part_of_life(claim):
        return _of_ages(rows, claim)
    codes = str(claim.group).split(",")
    mine = [row for row in rows if row["group"] in codes]
    if len(codes) == 1:
        return [row for row in mine if sums.shown(row) or claim.dimension != "neighbourhood"]
    whole = len(mine) == len(codes) and all(sums.shown(row) for row in mine)
    return [{**sums.together(mine), "group": claim.group}] if whole else []


def _of_part_of_life(claim: Claim) -> bool:
    """Whether a claim is about the ages of a page ("65-and-over"), not about one row's band ("65-69,70-74")."""
    return claim.dimension == "age" and any(letter.isalpha() for letter in str(claim.group))


def _of_ages(rows: Sequence[Row], claim: Claim) -> list[Row]:
    """The bands within the ages of a page ("65-and-over", "under-18"), together where nothing stands between."""
    youngest, oldest = _ages(str(claim.group))
    mine = sorted(
        (row for row in rows if _within(_ages(row["group"]), youngest, oldest)), key=lambda row: _ages(row["group"])
    )
    bands = [_ages(row["group"]) for row in mine]
    joined = all(one[1] + 1 == other[0] for one, other in pairwise(bands))
    if len(mine) > 1 and joined and all(sums.shown(row) and row["method"] == "Wilson" for row in mine):
        return [{**sums.together(mine), "group": ",".join(row["group"] for row in mine)}]
    return mine


def _ages(words: str) -> tuple[float, float]:
    first, *more = (int(number) for number in re.findall(r"\d+", words))
    if "under" in words:
        return 0, first - 1
    open_end = "over" in words or words.endswith("+")
    return first, float("inf") if open_end else more[0] if more else first


def _within(band: tuple[float, float], youngest: float, oldest: float) -> bool:
    return youngest <= band[0] and band[1] <= oldest


def _is_of(own: Row, claim: Claim) -> bool:
    return own["group"] == claim.group if claim.dimension != "all" else True


def _alone(measure: Measure, claim: Claim) -> bool:
    """Whether a measure counts only the people of the page: it stands in a table of its own."""
    if _of_part_of_life(claim):
        oldest = measure.whom.max_age
        return _within((measure.whom.min_age, float("inf") if oldest is None else oldest), *_ages(str(claim.group)))
    return claim.dimension == "sex" and measure.whom.sex == claim.group


def _word(line: Line, dimension: str | None) -> str:
    if line.other is None:
        return ""
    between_areas = dimension in ("area", "all")
    if sums.held_apart(line.measure, dimension):
        return "not compared"
    sign = sums.stands(line.own, line.other)
    if not sign:
        same = sums.shown(line.own) and sums.same(line.own["value"], line.other["value"])
        return "the same" if same else "not known" if sign is None else "could be chance"
    unlike = dimension == "age" or (not between_areas and line.measure.groups_unlike)
    good = 0 if unlike else sums.GOOD[line.measure.polarity]
    if not good:
        return "higher" if sign > 0 else "lower"
    return "better" if sign == good else "worse"


def _days(row: Row) -> tuple[object, object]:
    return row["period_start"], row["period_end"]
