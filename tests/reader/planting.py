"""How a place is made up in a line or two: its ambitions, its series, what becomes of its rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.reader.places import MEASURES, Drawn, Row

HEAD = """
format: place-strategy/1
id: reading
title: Health and care in Reading-on-Sea
version: {number: "1.0", state: approved}
period: {start: 2020-04, end: 2028-03}
place: {code: E06000045, name: Reading-on-Sea, level: place}
partners: [{id: council, name: Reading Council, kind: local_authority}]
"""


def strategy(*outcomes: str, more: str = "") -> str:
    """A strategy's file with these ambitions: each as ``measure, what else is set``."""
    told = "".join(
        f"\n  - {{id: A{at}, text: Ambition {at}, question: Does {at} hold?, {one}}}"
        for at, one in enumerate(outcomes, 1)
    )
    return f"{HEAD}{more}outcomes:{told or ' []'}\n"


def aim(measure: str, first: float, last: float, period: str = "2027/28", *, more: str = "") -> str:
    """An ambition with a baseline of 2018/19 and a target."""
    told = f"measure: {measure}, provenance: agreed, source: Board, baseline: {{period: 2018/19, value: {first}}}"
    return f"{told}, target: {{period: {period}, value: {last}}}{more}"


def bare(measure: str) -> str:
    return f"measure: {measure}, provenance: not_set"


def wish(
    statistic: str, first: float, last: float, *, dimension: str = "deprivation", more: str = "", by: str = "2027/28"
) -> str:
    """What is set for a gap."""
    told = f"dimension: {dimension}, statistic: {statistic}, provenance: agreed, baseline: {first}, target: {last}"
    return f", gap_ambition: {{{told}, period: {by}{more}}}"


def only(**series: list[float]) -> dict[str, Any]:
    """No values but of these measures."""
    return dict.fromkeys(MEASURES, ()) | series


def without(*columns: str, dimension: str, measure: str = "smoking") -> Callable[[Row], Row]:
    """Rows of one kind lose what stands in these columns."""

    def altered(row: Row) -> Row:
        row = {"reason": None} | row
        hit = (row["measure"], row["dimension"]) == (measure, dimension)
        return row | dict.fromkeys(columns) if hit else row

    return altered


def line(start: float, step: float, count: int = 16) -> list[float]:
    return [round(start + step * at, 3) for at in range(count)]


def steady(middle: float, *, last: list[float] | None = None, count: int = 40) -> list[float]:
    """Months that go up and down about a middle, and end so."""
    usual = [middle + (0.4, -0.3, 0.1, -0.4, 0.3, -0.1)[at % 6] for at in range(count)]
    return [*usual[: count - len(last or [])], *(last or [])]


def meant(measure: str, polarity: str) -> dict[str, Any]:
    """The kinds of measures with another good direction of one."""
    unit, _, *rest = MEASURES[measure]
    return MEASURES | {measure: (unit, polarity, *rest)}


def months(to: float | None = None, *, kinds: dict[str, Any] = MEASURES, **series: list[float]) -> Drawn:
    """A place of monthly processes, with a target for a month where one is set."""
    (measure,) = series
    return Drawn(
        only(**series),
        strategy=strategy(bare(measure) if to is None else aim(measure, to + 1, to, "2026-03")),
        as_of=date(2026, 5, 10),
        kinds=kinds,
    )


def of_parts_alone(row: Row) -> Row:
    """Each part of the place has a value, and nobody makes one of all of them."""
    nothing = dict.fromkeys(("value", "lower", "upper", "numerator", "denominator"))
    reason = (
        "Published for each of the place's 2 areas, not for all of it: 9.0% (A) to 11.0% (B) in 2024/25. Not summed."
    )
    return {"reason": None} | row | (nothing | {"reason": reason} if row["dimension"] == "all" else {})


FALLING = line(19, -1)
MONTHLY = {name: (unit, way, "monthly", area) for name, (unit, way, _, area) in MEASURES.items()}
