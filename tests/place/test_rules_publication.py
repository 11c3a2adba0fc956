"""E46 to W48: invented numbers in public, loose ends and gaps past their date."""

from __future__ import annotations

from datetime import date

from tests.place.build import judged, table

INVENTED = """
figures: [{id: F1, text: A, value: 1, unit: count, provenance: illustrative}]
budget: {state: set, provenance: illustrative, pool: 5, lines: [{name: A, amount: 5, provenance: agreed}]}
outcomes:
- id: O1
  text: A
  measure: m
  provenance: published
  baseline: {period: 2018/19, value: 11, provenance: illustrative}
  gap_ambition: {dimension: sex, statistic: SII, provenance: not_set}
  peers: {best_yearly_change: 1, provenance: illustrative}
"""


@table(
    """
    == place.yaml
    id: a
    name: A
    population: {value: 5, provenance: illustrative}
    > place.yaml:3:36 E46 a number is illustrative: it was made up to show a form, and may not be published. Put the
    >   real number in, or `not_set`; a demonstration says so in place.yaml: `demonstration: true`.
    > 2:64 E46 F1 is illustrative: it was made up to show a form, and may not be published. Put the real number in, or
    >   `not_set`; a demonstration says so in place.yaml: `demonstration: true`.
    > 3:34 E46 a number is illustrative: it was made up to show a form, and may not be published. Put the real number
    >   in, or `not_set`; a demonstration says so in place.yaml: `demonstration: true`.
    > 9:54 E46 a number is illustrative: it was made up to show a form, and may not be published. Put the real number
    >   in, or `not_set`; a demonstration says so in place.yaml: `demonstration: true`.
    > 11:46 E46 a number is illustrative: it was made up to show a form, and may not be published. Put the real number
    >   in, or `not_set`; a demonstration says so in place.yaml: `demonstration: true`.
    """,
    """
    # no place.yaml
    > 2:64 E46 F1 is illustrative: it was made up to show a form, and may not be published. Put the real number in, or
    >   `not_set`; a demonstration says so in place.yaml: `demonstration: true`.
    > 3:34 E46 a number is illustrative: it was made up to show a form, and may not be published. Put the real number
    >   in, or `not_set`; a demonstration says so in place.yaml: `demonstration: true`.
    > 9:54 E46 a number is illustrative: it was made up to show a form, and may not be published. Put the real number
    >   in, or `not_set`; a demonstration says so in place.yaml: `demonstration: true`.
    > 11:46 E46 a number is illustrative: it was made up to show a form, and may not be published. Put the real number
    >   in, or `not_set`; a demonstration says so in place.yaml: `demonstration: true`.
    """,
    """
    == place.yaml
    id: a
    name: A
    population: {value: 5, provenance: local}
    demonstration: false
    > 2:64 E46 F1 is illustrative: it was made up to show a form, and may not be published. Put the real number in, or
    >   `not_set`; a demonstration says so in place.yaml: `demonstration: true`.
    > 3:34 E46 a number is illustrative: it was made up to show a form, and may not be published. Put the real number
    >   in, or `not_set`; a demonstration says so in place.yaml: `demonstration: true`.
    > 9:54 E46 a number is illustrative: it was made up to show a form, and may not be published. Put the real number
    >   in, or `not_set`; a demonstration says so in place.yaml: `demonstration: true`.
    > 11:46 E46 a number is illustrative: it was made up to show a form, and may not be published. Put the real number
    >   in, or `not_set`; a demonstration says so in place.yaml: `demonstration: true`.
    """,
    """
    == place.yaml
    id: a
    name: A
    population: {value: 5, provenance: illustrative}
    demonstration: true
    """,
)
def test_e46_an_invented_number_is_not_published(case, tmp_path):
    judged(tmp_path, case, "E46", of=lambda _: INVENTED, public=True)


def test_e46_is_not_asked_before(tmp_path):
    judged(tmp_path, INVENTED, "E46")


@table(
    """
    goals: [{id: G1, text: A}, {id: G2, text: B, measures: m}, {id: G3, text: C}]
    commitments: [{id: C1, text: A}, {id: C2, text: A}]
    priorities: [{id: P1, text: A}, {id: P2, text: A}]
    objectives: [{id: OB1, text: A}, {id: OB2, text: A}]
    outcomes: [{id: O1, text: A, measure: m, goals: [G1, OB1], commitments: C1, priorities: P1, provenance: agreed}]
    > 1:60 W47 no outcome serves G3. Add an outcome for it, or say in `gaps:` why there is none.
    > 2:34 W47 no outcome serves C2. Add an outcome for it, or say in `gaps:` why there is none.
    > 3:33 W47 no outcome serves P2. Add an outcome for it, or say in `gaps:` why there is none.
    > 4:34 W47 no outcome serves OB2. Add an outcome for it, or say in `gaps:` why there is none.
    """,
    """
    goals: [{id: G1, text: A, supports: G2}, {id: G2, text: B, supports: G3}, {id: G3, text: C}, {id: G4, text: D}]
    outcomes: [{id: O1, text: A, measure: m, goals: G1, provenance: agreed}]
    > 1:94 W47 no outcome serves G4. Add an outcome for it, or say in `gaps:` why there is none.
    """,
    """
    goals: [{id: G3, text: C}, {id: G2, text: B, supports: G3}, {id: G1, text: A, supports: G2}]
    outcomes: [{id: O1, text: A, measure: m, goals: G2, provenance: agreed}]
    > 1:61 W47 no outcome serves G1. Add an outcome for it, or say in `gaps:` why there is none.
    """,
    """
    outcomes: [{id: O1, text: A, measure: m, enablers: E1, provenance: agreed}]
    enablers: [{id: E1, name: A}, {id: E2, name: B}, {id: E3, name: C}]
    tensions: [{id: T1, text: A, between: [E1, E2]}]
    workstreams: [{id: W, name: A, milestones: [{id: M1, text: A, needs: E3}]}]
    > 2:31 W47 nothing uses the enabler E2. Name it where it is needed: in an outcome, a workstream or a milestone.
    """,
    """
    outcomes: [{id: O1, text: A, measure: m, owner: {org: a}, provenance: agreed}]
    partners:
    - {id: a, name: A, kind: vcse, predecessor: f}
    - {id: b, name: B, kind: vcse}
    - {id: c, name: C, kind: vcse, until: 2021-03}
    - {id: d, name: D, kind: vcse, successor: e}
    - {id: e, name: E, kind: vcse, successor: a}
    - {id: f, name: F, kind: vcse, successor: b}
    > 4:3 W47 the partner b has nothing to do. Name it as owner, lead, chair or member where it takes part.
    """,
    """
    stages: [start, live, age]
    outcomes:
    - {id: O1, text: A, measure: m, stage: start, provenance: agreed}
    - {id: O2, text: A, measure: m, stage: age, provenance: agreed}
    > 1:17 W47 the life stage live has no outcome. Add an outcome with this stage, or say in `gaps:` why there is
    >   none.
    """,
    """
    outcomes: [{id: O1, text: A, published: A, provenance: agreed}]
    == measures/n.yaml
    {id: n, name: N, definition: ons:1, unit: percent, polarity: low_good, role: outcome, frequency: annual,
     expected_lag_months: 9}
    > n.yaml:1:1 W47 no outcome or theme uses the measure n. Bind an outcome to it, or leave it as background.
    > 8:12 W47 no outcome or theme uses the measure m. Bind an outcome to it, or leave it as background.
    """,
    """
    outcomes: [{id: O1, text: A, published: A, provenance: agreed}]
    figures: [{id: F1, text: A, value: 1, unit: count, provenance: local, measure: m}]
    """,
)
def test_w47_what_hangs_loose(case, tmp_path):
    judged(tmp_path, case, "W47")


@table(
    """
    gaps:
    - {id: G1, text: A, due: 2026-11-21}
    - {id: G2, text: A, due: 2026-11-22}
    - {id: G3, text: A, due: 2026-11-23}
    - {id: G4, text: A, due: 2026-11-21, state: closed}
    - {id: G5, text: A, due: not_set}
    - {id: G6, text: A}
    - {id: G7, text: A, due: 2026-11}
    - {id: G8, text: A, due: 2026-10}
    > 2:26 W48 the gap G1 was to be closed by 2026-11-21 and is still open. Close it (`state: closed`, `closed_by:`),
    >   or give a new date.
    > 9:26 W48 the gap G8 was to be closed by 2026-10 and is still open. Close it (`state: closed`, `closed_by:`), or
    >   give a new date.
    """,
)
def test_w48_a_gap_is_overdue_from_the_day_after_its_last(case, tmp_path):
    judged(tmp_path, case, "W48", as_of=date(2026, 11, 22))
