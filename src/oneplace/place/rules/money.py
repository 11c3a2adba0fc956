"""E42 to W45: whether the money adds up, and what savings do to people."""

from __future__ import annotations

import math
from collections.abc import Iterator

from oneplace.place.rules.registry import Case, Finding, each, given, rule

_POOL_PARTS = {
    "aims": "agreed aims and outcomes",
    "contributions": "each partner's contribution and how it may vary",
    "functions": "the functions that it is used for",
    "people_and_services": "the people and kinds of services",
    "staff_goods_premises": "staff, goods, services or premises that partners provide",
    "duration": "its duration, and how it is reviewed and ended",
    "fund_management": "how the fund is managed and monitored",
}
"""What the written agreement must say: SI 2000/617 regulation 7(3)."""


@rule("E42")
def lines_differ_from_pool(case: Case) -> Iterator[Finding]:
    """Budget lines that do not add up to the pool."""
    budget = given(case.strategy.budget)
    if not budget or budget.pool is None or not budget.lines:
        return
    total = math.fsum(line.amount for line in budget.lines)
    if not math.isclose(total, budget.pool, rel_tol=0, abs_tol=0.005):
        yield Finding(
            case.top / "budget" / "pool",
            f"the lines of the budget add up to £{total:,.2f}, the pool is £{budget.pool:,.2f}.",
            "Correct a line, or add one for the money that is not allocated.",
        )


@rule("E43")
def pooled_fund_incomplete(case: Case) -> Iterator[Finding]:
    """A pooled fund whose agreement is incomplete."""
    for fund in each(case.strategy.pooled_funds, case.top / "pooled_funds"):
        for name, words in _POOL_PARTS.items():
            if not getattr(fund.item, name):
                yield Finding(
                    fund.at,
                    f"the agreement {fund.item.id} does not say {words}.",
                    f"Add `{name}:` (SI 2000/617 regulation 7(3)).",
                )


@rule("W44")
def plan_without_money(case: Case) -> Iterator[Finding]:
    """A strategy without money."""
    budget = given(case.strategy.budget)
    if budget and budget.state == "set" and (budget.pool or budget.lines):
        return
    yield Finding(
        case.top / "budget",
        "the strategy has no money attached.",
        "Add `budget:` with its pool and lines; a plan of years that costs nothing is hardly a plan.",
    )


@rule("W45")
def saving_without_impact(case: Case) -> Iterator[Finding]:
    """A saving without quality and equality impact."""
    budget = given(case.strategy.budget)
    for saving in each(budget.savings if budget else (), case.top / "budget" / "savings"):
        for name in ("quality_impact", "equality_impact"):
            if not getattr(saving.item, name):
                yield Finding(
                    saving.at,
                    f"the saving {saving.item.id} has no {name.replace('_', ' ')}.",
                    f"Add `{name}:`: who is affected, how, and when to stop.",
                )
