"""Which way gaps go, worked out again from the groups' own rows, and whether they turned round."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import log, sqrt

import numpy as np

from oneplace.progress.sentences import Claim
from tests.reader import sums
from tests.reader.gaps import RATIOS, groups, of_group, worked_out
from tests.reader.run import Row, Run


def gap_direction(claim: Claim, run: Run) -> str:
    """The trend of the gap between the two that are named: a line through their gaps, by numpy and its own error."""
    reference = claim.reference.group if claim.reference else None
    measure = run.measure(claim.subject).id
    rows = [
        row
        for row in run.rows("gaps", measure=measure, period_label=claim.period, statistic=claim.statistic)
        if (row["group"], row["reference"]) == (claim.group, reference) or row["dimension"] == claim.group
    ]
    if not rows:
        return "no such gap was worked out"
    word, since = trend(run, rows[0])
    told = claim.direction, claim.reference.period if claim.reference else None
    if claim.direction == "turned_round":
        turned = turn(run, rows[0])
        return "" if turned and told[1] == turned else f"turned round in {turned}, not {told[1]}"
    return "" if told == (word, since) else f"is {word} since {since}, not {told}"


def trend(run: Run, now: Row) -> tuple[str, str | None]:
    """narrowing, widening, no_clear_change or not_known, from the gaps of the same two up to a row's period, and the
    label of the first of these. Never across none: of one that went through it only what lies on its newest side."""
    told, unlike = _followed(run, now), run.measure(now["measure"]).groups_unlike
    newer = told[: _newest_side(told)]
    if not turn(run, now):
        if len(told) < 3 or unlike:
            return "not_known", None
        word, crosses = _trend([point for point, _ in told])
        if not (crosses and len(newer) < len(told)):
            return word, told[-1][1]
        if not _beyond(told[0][0]):
            return "not_known", None
    return (_trend([point for point, _ in newer])[0], newer[-1][1]) if len(newer) >= 3 else ("not_known", None)


def turn(run: Run, now: Row) -> str | None:
    """The label of the first period since which the group behind now has been, where beyond chance the other one was
    behind before; None where it wasn't."""
    told = _followed(run, now)
    sides = {_beyond(point) for point, _ in told}
    if {1, -1} - sides or not _beyond(told[0][0]) or run.measure(now["measure"]).groups_unlike:
        return None
    return told[_newest_side(told) - 1][1]


_Followed = list[tuple[tuple[float, float, float], str]]


def _followed(run: Run, now: Row) -> _Followed:
    """The gaps of the same two, newest first, with the labels of their periods."""
    return [(point, row["period_label"]) for row in _periods(run, now) if (point := _point(run, now, row))]


def _beyond(point: tuple[float, float, float]) -> int:
    """On which side of none a gap lies beyond chance; 0 on neither."""
    _, size, error = point
    return int(np.sign(size)) if abs(size) > sums.Z * error else 0


def _newest_side(told: _Followed) -> int:
    """How many of the newest gaps in a row lie on the side of the newest."""
    sides = [np.sign(size) for (_, size, _), _ in told]
    return next((at for at, side in enumerate(sides) if side != sides[0] != 0), len(sides))


def _trend(points: Sequence[tuple[float, float, float]]) -> tuple[str, bool]:
    """Which way they go, and whether the line through them goes through none beyond chance."""
    when, size, error = np.array(points).T
    scales = ("unscaled", True)  # by their own errors, and by how they scatter
    fits = [np.polyfit(when - when.mean(), size, 1, w=1 / error, cov=scale) for scale in scales]
    slope = fits[0][0][0]
    if abs(slope) <= sums.Z * max(sqrt(cov[0, 0]) for _, cov in fits):
        return "no_clear_change", False
    first, last = np.polyval(fits[0][0], np.sort(when)[[0, -1]] - when.mean())
    return "widening" if abs(last) > abs(first) else "narrowing", bool(first * last < 0)


def _periods(run: Run, now: Row) -> list[Row]:
    """Rows of the first group, newest period first, whose periods share no day, since who is in a group changed, or
    how all are counted.
    """
    rows = run.rows("results", measure=now["measure"], dimension=now["dimension"], group=now["group"])
    anew = [change.at.start for change in run.measure(now["measure"]).series_breaks]
    begun = max((day for day in anew if day < now["period_end"]), default=date.min)
    rows = [row for row in rows if row["period_start"] >= begun]
    kept: list[Row] = []
    for each in run.rows("results", measure=now["measure"]):
        whom = each["dimension"] if each["group"] != now["reference"] else now["dimension"]
        named = now["statistic"] in ("SII", "RII") or each["group"] in (now["group"], now["reference"])
        if each["unlike"] and named and whom == now["dimension"] and each["period_end"] <= now["period_end"]:
            rows = [row for row in rows if row["period_start"] >= each["period_start"]]
    for row in sorted(
        (row for row in rows if row["period_end"] <= now["period_end"]), key=lambda row: row["period_end"], reverse=True
    ):
        if not kept or row["period_end"] <= kept[-1]["period_start"]:
            kept.append(row)
    return kept


def _point(run: Run, now: Row, row: Row) -> tuple[float, float, float] | None:
    """The middle of a period, the size of the gap in it (of a ratio its log) and its standard error."""
    like = {**now, **{name: row[name] for name in ("period_start", "period_end", "period_label")}}
    if now["statistic"] in ("SII", "RII") and len(groups(run, like)) < 5:
        return None
    pair = [of_group(run, like, now[name]) for name in ("group", "reference")]
    if any(not sums.shown(each) or each["lower"] is None for each in pair):
        return None
    value, low, high = worked_out(run, like)
    if low is None or high is None or low >= high:
        return None
    if now["statistic"] in RATIOS:
        if min(value, low) <= 0:
            return None
        value, low, high = log(value), log(low), log(high)
    return sums.middle(row["period_start"], row["period_end"]).toordinal(), value, (high - low) / (2 * sums.Z)
