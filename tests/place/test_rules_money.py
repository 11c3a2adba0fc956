"""E42 to W45: whether the money adds up to the penny, what an agreement must say, and what savings do to people."""

from __future__ import annotations

import pytest

from tests.place.build import judged, table

POOL_PARTS = {
    "aims": "agreed aims and outcomes",
    "contributions": "each partner's contribution and how it may vary",
    "functions": "the functions that it is used for",
    "people_and_services": "the people and kinds of services",
    "staff_goods_premises": "staff, goods, services or premises that partners provide",
    "duration": "its duration, and how it is reviewed and ended",
    "fund_management": "how the fund is managed and monitored",
}


@table(
    """
    budget: {state: set, pool: 100, lines: [{name: A, amount: 60}, {name: B, amount: 40}]}
    """,
    """
    budget: {state: set, pool: 100, lines: [{name: A, amount: 60}, {name: B, amount: 40.004}]}
    """,
    """
    budget: {state: set, pool: 100, lines: [{name: A, amount: 60}, {name: B, amount: 40.006}]}
    > 1:28 E42 the lines of the budget add up to £100.01, the pool is £100.00. Correct a line, or add one for the
    >   money that is not allocated.
    """,
    """
    budget: {state: set, pool: 100, lines: [{name: A, amount: 60}, {name: B, amount: 39.99}]}
    > 1:28 E42 the lines of the budget add up to £99.99, the pool is £100.00. Correct a line, or add one for the money
    >   that is not allocated.
    """,
    """
    budget: {state: set, pool: 1000000, lines: [{name: A, amount: 1234567.891}]}
    > 1:28 E42 the lines of the budget add up to £1,234,567.89, the pool is £1,000,000.00. Correct a line, or add one
    >   for the money that is not allocated.
    """,
    """
    budget: {state: set, pool: 0, lines: [{name: A, amount: 60}, {name: B, amount: -60}]}
    """,
    """
    budget: {state: set, pool: 0, lines: [{name: A, amount: 60}]}
    > 1:28 E42 the lines of the budget add up to £60.00, the pool is £0.00. Correct a line, or add one for the money
    >   that is not allocated.
    """,
    """
    budget: {state: set, pool: 100, lines: []}
    """,
    """
    budget: {state: set, lines: [{name: A, amount: 60}]}
    """,
    """
    budget: not_set
    """,
)
def test_e42_the_lines_add_up_to_the_pool(case, tmp_path):
    judged(tmp_path, case, "E42")


@pytest.mark.parametrize("left_out", POOL_PARTS)
def test_e43_an_agreement_says_seven_things(left_out, tmp_path):
    said = ", ".join(f"{name}: A" for name in POOL_PARTS if name != left_out)
    case = (
        f"pooled_funds: [{{id: P, name: A, {said}}}]\n"
        f"> 1:16 E43 the agreement P does not say {POOL_PARTS[left_out]}. "
        f"Add `{left_out}:` (SI 2000/617 regulation 7(3)).\n"
    )
    judged(tmp_path, case, "E43")


@table(
    """
    pooled_funds: [{id: P, name: A}]
    > 1:16 E43 the agreement P does not say agreed aims and outcomes. Add `aims:` (SI 2000/617 regulation 7(3)).
    > 1:16 E43 the agreement P does not say each partner's contribution and how it may vary. Add `contributions:` (SI
    >   2000/617 regulation 7(3)).
    > 1:16 E43 the agreement P does not say how the fund is managed and monitored. Add `fund_management:` (SI 2000/617
    >   regulation 7(3)).
    > 1:16 E43 the agreement P does not say its duration, and how it is reviewed and ended. Add `duration:` (SI
    >   2000/617 regulation 7(3)).
    > 1:16 E43 the agreement P does not say staff, goods, services or premises that partners provide. Add
    >   `staff_goods_premises:` (SI 2000/617 regulation 7(3)).
    > 1:16 E43 the agreement P does not say the functions that it is used for. Add `functions:` (SI 2000/617
    >   regulation 7(3)).
    > 1:16 E43 the agreement P does not say the people and kinds of services. Add `people_and_services:` (SI 2000/617
    >   regulation 7(3)).
    """,
    """
    pooled_funds:
    - {id: P, name: A, aims: A, contributions: A, functions: A, people_and_services: A, staff_goods_premises: A,
       duration: A, fund_management: A}
    - {id: Q, name: B, aims: A, functions: A, people_and_services: A, staff_goods_premises: A, duration: A}
    > 4:3 E43 the agreement Q does not say each partner's contribution and how it may vary. Add `contributions:` (SI
    >   2000/617 regulation 7(3)).
    > 4:3 E43 the agreement Q does not say how the fund is managed and monitored. Add `fund_management:` (SI 2000/617
    >   regulation 7(3)).
    """,
)
def test_e43_each_thing_that_is_not_said_is_named(case, tmp_path):
    judged(tmp_path, case, "E43")


@table(
    """
    budget: {state: set, pool: 1}
    """,
    """
    budget: {state: set, lines: [{name: A, amount: 1}]}
    """,
    """
    budget: {state: set, pool: 0}
    > 1:9 W44 the strategy has no money attached. Add `budget:` with its pool and lines; a plan of years that costs
    >   nothing is hardly a plan.
    """,
    """
    budget: {state: set}
    > 1:9 W44 the strategy has no money attached. Add `budget:` with its pool and lines; a plan of years that costs
    >   nothing is hardly a plan.
    """,
    """
    budget: {state: not_applicable, pool: 100}
    > 1:9 W44 the strategy has no money attached. Add `budget:` with its pool and lines; a plan of years that costs
    >   nothing is hardly a plan.
    """,
    """
    budget: {state: not_set, lines: [{name: A, amount: 1}]}
    > 1:9 W44 the strategy has no money attached. Add `budget:` with its pool and lines; a plan of years that costs
    >   nothing is hardly a plan.
    """,
    """
    budget: not_set
    > 1:9 W44 the strategy has no money attached. Add `budget:` with its pool and lines; a plan of years that costs
    >   nothing is hardly a plan.
    """,
)
def test_w44_a_plan_has_money(case, tmp_path):
    judged(tmp_path, case, "W44")


@table(
    """
    budget: {state: set, savings: [{id: S, text: A, amount: 5, quality_impact: None, equality_impact: None}]}
    """,
    """
    budget: {state: set, savings: [{id: S, text: A, amount: 5, quality_impact: None}]}
    > 1:32 W45 the saving S has no equality impact. Add `equality_impact:`: who is affected, how, and when to stop.
    """,
    """
    budget: {state: set, savings: [{id: S, text: A, amount: 5, equality_impact: None}, {id: T, text: A, amount: 5}]}
    > 1:32 W45 the saving S has no quality impact. Add `quality_impact:`: who is affected, how, and when to stop.
    > 1:84 W45 the saving T has no equality impact. Add `equality_impact:`: who is affected, how, and when to stop.
    > 1:84 W45 the saving T has no quality impact. Add `quality_impact:`: who is affected, how, and when to stop.
    """,
    """
    budget: {state: set, pool: 100}
    """,
    """
    budget: not_set
    """,
)
def test_w45_a_saving_says_what_it_does_to_people(case, tmp_path):
    judged(tmp_path, case, "W45")
