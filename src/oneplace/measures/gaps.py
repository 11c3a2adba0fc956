"""Who is behind the average, by how much: gaps between deprivation fifths, sexes and ethnic groups.

They are made of the rows that are shown, whoever counted them, so a reader can make them again from the table. Each
is that of a group minus (or over) a reference, both of which it names. By deprivation it is the end that is worse off
against the other end (without a good direction the most deprived against the least); of two groups that make up
everyone, as the sexes, the one that is worse off against the other (without a good direction the first against the
second); by ethnic group the group that fares worst, or without a good direction differs most, against everyone: a group
that fares better than everyone is never the worst. Each row says how many groups are too small to show, whether the
gap could be chance, and whether it has been narrowing or widening up to its period.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from oneplace import stats
from oneplace.days import months_after
from oneplace.measures import of_counts
from oneplace.measures.rows import Row, number
from oneplace.place import Measure
from oneplace.population import UNKNOWN
from oneplace.stats import RATIOS, REASONS, Estimate, Figure, GapDirection, Span, side
from oneplace.vocabulary.beside import LENGTH_WORDS
from oneplace.vocabulary.dimensions import BY_CODE, EVERYONE, WHOLE, Dimension, Gap
from oneplace.vocabulary.wording import count_words

Groups = dict[str, list[Row]]


def gaps(measure: Measure, rows: Sequence[Row]) -> list[Row]:
    """Rows of the gaps table from a measure's rows of results: every period and every breakdown that has a gap."""
    periods = _periods(rows)
    found: list[Row] = []
    for (start, end), groups in periods.items():
        for by in BY_CODE.values():
            if by.code in groups:
                first = groups[by.code][0]
                base = {"measure": measure.id, "period_start": start, "period_end": end, "dimension": by.code}
                base["period_label"] = first["period_label"]
                found += ({**base, **gap} for gap in _of(by, measure, groups))
    for gap in found:
        way = _direction(measure, gap, found, _alike(measure, gap, periods))
        gap |= {"direction": way.way, "direction_since": way.since, "turned": way.turned}
    return found


def _alike(measure: Measure, gap: Row, periods: Mapping[tuple[date, date], Groups]) -> dict[tuple[date, date], Groups]:
    """The periods up to a gap's own that are of the same people as it and counted alike: neither change is a trend.

    A slope is through all groups of its dimension; the other gaps are between the two that they name.
    """
    until = {
        when: groups
        for when, groups in periods.items()
        if when[1] <= gap["period_end"] and _breaks(measure, when[1]) == _breaks(measure, gap["period_end"])
    }
    ends = None if gap["statistic"] in ("SII", "RII") else (gap.get("group"), gap.get("reference"))
    changed = [
        start
        for (start, _), groups in until.items()
        for row in (*groups.get(gap["dimension"], ()), *groups.get(EVERYONE, ()))
        if row.get("unlike") and (row["group"] in ends if ends else row["group"] != EVERYONE)
    ]
    return {when: groups for when, groups in until.items() if when[0] >= max(changed, default=date.min)}


def with_stopped(measure: Measure, found: Sequence[Row], rows: Sequence[Row], as_of: date) -> list[Row]:
    """The gaps with ``stopped``, of the newest of each breakdown and statistic: whether a newer one could be here.

    It could where everyone has a newer figure of a period as long, or where the next period as long is over and its
    figures were due by ``as_of``. ``rows`` are the measure's rows of results.
    """
    of_all = [_span(row) for row in rows if row["dimension"] == EVERYONE and row["value"] is not None]
    newest = max(of_all, key=lambda span: span.end, default=None)
    last: dict[tuple[str, str], Row] = {}
    for gap in sorted(found, key=lambda gap: (gap["period_end"], gap["period_start"])):
        last[gap["dimension"], gap["statistic"]] = gap
    newest_ones = {id(gap) for gap in last.values()}
    told = {id(gap): _is_overdue(_span(gap), newest, measure, as_of) for gap in found if id(gap) in newest_ones}
    return [{**gap, "stopped": told.get(id(gap))} for gap in found]


def _is_overdue(gap: Span, newest: Span | None, measure: Measure, as_of: date) -> bool:
    if newest is None or newest.end <= gap.end:
        return False
    if newest.as_long_as(gap) or newest.end >= (following := months_after(gap.end, gap.months)):
        return True
    return months_after(following, measure.expected_lag_months) <= as_of


def _span(row: Row) -> Span:
    return Span(row["period_start"], row["period_end"], row["period_label"])


def to_everyone(measure: Measure, rows: Sequence[Row], dimension: str, group: str) -> list[Row]:
    """How one group stands to everyone in each period that is alike the newest: ``absolute_gap`` and ``relative_gap``
    of the group minus (and over) everyone, in the order of time; None where it can't be told, ``suppressed`` or not.

    ``rows`` are a measure's rows of results. A period that lacks the group or everyone is left out.
    """
    periods = {
        when: pair
        for when, groups in _periods(rows).items()
        if len(pair := [*_named(groups, dimension, group), *groups.get(EVERYONE, ())[:1]]) == 2
    }
    if not periods:
        return []
    newest = {"period_end": max(end for _, end in periods), "dimension": dimension, "statistic": "absolute_gap"}
    named = newest | {"group": group, "reference": EVERYONE}
    alike = _alike(measure, named, _periods(rows))
    return [_to_everyone(measure, *pair) for when, pair in periods.items() if when in alike]


def _named(groups: Groups, dimension: str, group: str) -> list[Row]:
    return [row for row in groups.get(dimension, ()) if row["group"] == group][:1]


def _to_everyone(measure: Measure, own: Row, everyone: Row) -> Row:
    reason = _missing([own, everyone])
    made = {} if reason else {"absolute_gap": _difference, "relative_gap": _times}
    gaps = {name: _row(name, of(measure, own, everyone))["value"] for name, of in made.items()}
    period = {name: own.get(name) for name in ("period_start", "period_end", "period_label", "origin")}
    hidden = own["suppressed"] or everyone["suppressed"]
    return {**period, **dict.fromkeys(("absolute_gap", "relative_gap")), **gaps, "suppressed": hidden}


def _breaks(measure: Measure, end: date) -> int:
    """How many breaks of the series lie before a period's end."""
    return sum(change.at.start < end for change in measure.series_breaks)


def _periods(rows: Sequence[Row]) -> dict[tuple[date, date], Groups]:
    """Rows by period and dimension, in the order of time; who is not known is no group.

    Nothing is worked out of what stands beside, but everyone of another length of time is whom groups told
    for such are held to.
    """
    periods: dict[tuple[date, date], Groups] = {}
    for row in sorted(rows, key=lambda row: (row["period_start"], row["period_end"])):
        of_everyone = row["dimension"] == EVERYONE and row.get("beside") in LENGTH_WORDS
        if row["group"] != UNKNOWN and (of_everyone or not row.get("beside")):
            groups = periods.setdefault((row["period_start"], row["period_end"]), {})
            groups.setdefault(EVERYONE if row["dimension"] == WHOLE else row["dimension"], []).append(row)
    return periods


def _of(by: Dimension, measure: Measure, groups: Groups) -> Iterator[Row]:
    rows = groups[by.code]
    hidden = {"groups_hidden": sum(row["suppressed"] for row in rows)}
    if apart := measure.held_apart(by.code):
        reason = f"No gap is worked out: {apart}."
        yield from ({**hidden, "statistic": statistic, "reason": reason} for statistic in by.gap.statistics)
    elif by.gap is Gap.ENDS:
        yield from ({**hidden, **gap} for gap in _ends(measure, rows))
    elif by.gap is Gap.PAIR:
        yield {**hidden, **_pair(measure, rows)}
    elif by.gap is Gap.GIVEN:
        yield {**hidden, **_given(measure, rows)}
    elif by.gap is Gap.WORST:
        everyone = groups.get(EVERYONE)
        alone = {"statistic": "absolute_gap", "reason": NOBODY_TO_HOLD_AGAINST}
        yield {**hidden, **(_worst(measure, rows, everyone[0]) if everyone else alone)}


NO_LIMITS = "No gap is worked out: no limits are known."
NOBODY_TO_HOLD_AGAINST = "No gap is worked out: there is no value of everyone to hold the groups against."
_NO_RATIO = "The line through the groups falls below nought, so one end is no number of times the other."


def _ends(measure: Measure, rows: Sequence[Row]) -> Iterator[Row]:
    fifths = sorted((row for row in rows if row["group_order"] <= 5), key=lambda row: row["group_order"])
    if missing := _missing(fifths) or ("" if len(fifths) == 5 else REASONS["missing"]):
        for statistic in Gap.ENDS.statistics:
            yield {"statistic": statistic, "reason": missing}
        return
    counted, outer = of_counts.counted(measure, fifths), (fifths[0], fifths[-1])
    found = _estimate(fifths)
    people = np.array([row.get("people") or row["denominator"] for row in fifths], dtype=float)
    spread = stats.counted_error(found, counted) if counted else (found.upper - found.lower) / (2 * stats.Z95)
    made = (  # multiplier -1: the most deprived end first
        ("absolute_gap", _difference(measure, *outer), "outer fifths"),
        ("SII", stats.slope_index(found.value, people, standard_error=spread, multiplier=-1), ""),
        ("relative_gap", _times(measure, *outer), "outer fifths"),
        ("RII", stats.relative_index(found.value, people, standard_error=spread, multiplier=-1), ""),
    )
    for statistic, gap, method in made:
        row = _row(statistic, gap, method) | _between(fifths[0], fifths[-1])
        if statistic in RATIOS and row["value"] is not None and row["value"] < 0:
            row |= {"value": None, "lower": None, "upper": None, "sure": None, "reason": _NO_RATIO}
        yield row if _first_is_worse(measure, row) else _turned(row)


def _difference(measure: Measure, group: Row, reference: Row) -> Estimate:
    """Limits come from the counts that the two are made of, else from their own limits."""
    one, other = _estimate([group]), _estimate([reference])
    if counted := of_counts.counted(measure, (group, reference)):
        return stats.counted_difference(one, other, counted)
    return stats.absolute_gap(one, other)


def _times(measure: Measure, group: Row, reference: Row) -> Estimate:
    one, other = _estimate([group]), _estimate([reference])
    if counted := of_counts.counted(measure, (group, reference)):
        return stats.counted_ratio(one, other, counted)
    return stats.relative_gap(one, other)


def _first_is_worse(measure: Measure, row: Row) -> bool:
    """Whether a gap is to the harm of its group, or of nobody."""
    none = 1.0 if row["statistic"] in RATIOS else 0.0
    if row["value"] is None or row["value"] == none or measure.polarity_of_groups == "context":
        return True
    return bool((row["value"] > none) == (measure.polarity_of_groups == "low_good"))


def _turned(row: Row) -> Row:
    """The same gap seen from the other side."""
    ratio = row["statistic"] in RATIOS

    def turn(value: float | None) -> float | None:
        return None if value is None or (ratio and value <= 0) else 1 / value if ratio else -value

    sides = {"value": turn(row["value"]), "lower": turn(row["upper"]), "upper": turn(row["lower"])}
    reason = {"reason": REASONS["zero_reference"]} if sides["value"] is None else {}
    names = {"group": "reference", "group_label": "reference_label"}
    swapped = {one: row[other] for pair in names.items() for one, other in (pair, pair[::-1])}
    return row | sides | swapped | reason


_FEW = "Fewer than two groups can be shown."


def _pair(measure: Measure, rows: Sequence[Row]) -> Row:
    """The worse off of two groups that make up everyone against the other."""
    if why := _missing(rows) or ("" if len(rows) == 2 else _FEW):
        return {"statistic": "absolute_gap", "reason": why}
    one, other = rows
    row = _row("absolute_gap", _difference(measure, one, other)) | _between(one, other)
    return row if _first_is_worse(measure, row) else _turned(row)


def _given(measure: Measure, rows: Sequence[Row]) -> Row:
    """The gap to the first group that another's row brings with it: the two are no samples apart."""
    group = next((row for row in rows if row.get("gap")), None)
    reference = min(rows, key=lambda row: row["group_order"])
    if group is None or group is reference:
        return {"statistic": "absolute_gap", "reason": REASONS["missing"]}
    gap = group["gap"]
    beyond = side(gap["lower"], gap["upper"])
    row = {"statistic": "absolute_gap", **gap, "sure": None if beyond is None else beyond != 0}
    row |= _between(group, reference)
    return row if _first_is_worse(measure, row) else _turned(row)


def _worst(measure: Measure, rows: Sequence[Row], everyone: Row) -> Row:
    """The group that fares worst (or, without a good direction, differs most) against everyone, where any does."""
    known = [row for row in rows if not _missing([row])]
    few = NO_LIMITS if _without_limits(rows) else "" if len(known) > 1 else _FEW
    if why := _missing([everyone]) or few:
        return {"statistic": "absolute_gap", "reason": why}
    away = np.array([row["value"] - everyone["value"] for row in known])
    bad = {"low_good": away, "high_good": -away, "context": np.abs(away)}[measure.polarity_of_groups]
    worst = known[int(np.argmax(bad))]
    if bad.max() <= 0:
        hidden = sum(row["suppressed"] for row in rows)
        small = f"; {count_words(hidden, 'group')} {'is' if hidden == 1 else 'are'} too small to show" if hidden else ""
        return {"statistic": "absolute_gap", "reason": f"No group that can be shown fares worse than everyone{small}."}
    gap = _difference(measure, worst, everyone)
    return _row("absolute_gap", gap, f"{worst['group_label']} against everyone") | _between(worst, everyone)


def _between(group: Row, reference: Row) -> Row:
    return {
        "group": group["group"],
        "group_label": group["group_label"],
        "reference": reference["group"],
        "reference_label": reference["group_label"],
    }


def _direction(
    measure: Measure, gap: Row, found: Sequence[Row], periods: Mapping[tuple[date, date], Groups]
) -> GapDirection:
    """How the gap has changed up to its period: of the same ends, or of the same group against everyone.

    Of groups of unlike people it is not known: who is in them changes a gap as much as what becomes of them.
    """
    if gap.get("value") is None or measure.groups_unlike:
        return GapDirection("not_known")
    if gap["reference"] == EVERYONE:
        return stats.gap_direction(list(_of_one_group(measure, gap, periods)), gap["statistic"])
    before = [
        _figure(each, each if each["group"] == gap["group"] else _turned(each))
        for each in found
        if (each["dimension"], each["statistic"]) == (gap["dimension"], gap["statistic"])
        and (each["period_start"], each["period_end"]) in periods
        and each.get("value") is not None
    ]
    return stats.gap_direction(before, gap["statistic"])


def _of_one_group(measure: Measure, gap: Row, periods: Mapping[tuple[date, date], Groups]) -> Iterator[Figure]:
    for groups in periods.values():
        pair = [*groups.get(gap["dimension"], ()), *groups.get(EVERYONE, ())]
        pair = [row for row in pair if row["group"] in (gap["group"], EVERYONE)]
        if len(pair) == 2 and not _missing(pair):
            yield _figure(pair[0], _row("absolute_gap", _difference(measure, *pair)))


def _figure(when: Row, gap: Row) -> Figure:
    span = Span(when["period_start"], when["period_end"], when["period_label"])
    return Figure(span, gap["value"], gap["lower"], gap["upper"])


def _missing(rows: Sequence[Row]) -> str:
    """Why a gap between these can't be given; empty where it can."""
    if any(row["suppressed"] for row in rows):
        return REASONS["suppressed"]
    if _without_limits(rows):
        return NO_LIMITS
    unknown = (row for row in rows if any(row[name] is None for name in ("value", "lower", "upper")))
    return next((row["reason"] or REASONS["missing"] for row in unknown), "")


def _without_limits(rows: Sequence[Row]) -> bool:
    """Whether each of these has a value and none of them limits."""
    values = [row["value"] is not None and not row["suppressed"] for row in rows]
    return all(values) and all(row["lower"] is None and row["upper"] is None for row in rows)


def _estimate(rows: Sequence[Row]) -> Estimate:
    names = ("value", "lower", "upper", "numerator", "denominator")
    value, lower, upper, count, people = (np.array([row[name] for row in rows], dtype=float) for name in names)
    return stats.published(value, lower, upper, count=count, denominator=people)


def _row(statistic: str, found: Estimate, words: str = "") -> Row:
    value, lower, upper = (number(side.reshape(-1)[0]) for side in (found.value, found.lower, found.upper))
    method, reason = str(found.method.reshape(-1)[0]), str(found.reason.reshape(-1)[0])
    beyond = side(lower, upper, of=1.0 if statistic in RATIOS else 0.0)
    return {
        "statistic": statistic,
        "value": value,
        "lower": lower,
        "upper": upper,
        "sure": None if beyond is None else beyond != 0,
        "method": f"{method}: {words}" if words else method,
        "reason": REASONS[reason] or None,
    }
