"""E15 to W18: what a measure says of itself, the publisher's list, breaks in a series, and process measures."""

from __future__ import annotations

from tests.place.build import judged, outcome, table


def measure(line: str) -> str:
    """A measure that begins with this line."""
    return (
        f"measures:\n- {{{line}, id: a, name: A, unit: percent, role: outcome, frequency: annual, "
        "expected_lag_months: 9}\n"
    )


@table(
    """
    polarity: low_good
    > 2:3 E15 the measure a cannot be worked out: it has neither numerator and denominator nor a publisher's id. Add
    >   `numerator:` and `denominator:`, or write the id, such as `definition: fingertips:22401`.
    """,
    """
    definition: Those who smoke, polarity: low_good
    > 2:16 E15 the measure a cannot be worked out: it has neither numerator and denominator nor a publisher's id. Add
    >   `numerator:` and `denominator:`, or write the id, such as `definition: fingertips:22401`.
    """,
    """
    definition: "fingertips:", polarity: low_good
    > 2:16 E15 the measure a cannot be worked out: it has neither numerator and denominator nor a publisher's id. Add
    >   `numerator:` and `denominator:`, or write the id, such as `definition: fingertips:22401`.
    """,
    """
    definition: "fingertips: 93085", polarity: low_good
    > 2:16 E15 the measure a cannot be worked out: it has neither numerator and denominator nor a publisher's id. Add
    >   `numerator:` and `denominator:`, or write the id, such as `definition: fingertips:22401`.
    """,
    """
    definition: A fingertips:93085, polarity: low_good
    > 2:16 E15 the measure a cannot be worked out: it has neither numerator and denominator nor a publisher's id. Add
    >   `numerator:` and `denominator:`, or write the id, such as `definition: fingertips:22401`.
    """,
    """
    definition: "FINGERTIPS:93085", polarity: low_good
    """,
    """
    definition: "nhse:ED wait", polarity: low_good
    """,
    """
    definition: "eurostat:1", polarity: low_good
    > 2:16 E15 the measure a cannot be worked out: it has neither numerator and denominator nor a publisher's id. Add
    >   `numerator:` and `denominator:`, or write the id, such as `definition: fingertips:22401`.
    """,
    """
    numerator: Smokers, polarity: low_good
    > 2:3 E15 the measure a cannot be worked out: it has neither numerator and denominator nor a publisher's id. Add
    >   `numerator:` and `denominator:`, or write the id, such as `definition: fingertips:22401`.
    """,
    """
    denominator: Everyone, polarity: low_good
    > 2:3 E15 the measure a cannot be worked out: it has neither numerator and denominator nor a publisher's id. Add
    >   `numerator:` and `denominator:`, or write the id, such as `definition: fingertips:22401`.
    """,
    """
    numerator: Smokers, denominator: Everyone, polarity: low_good
    """,
    """
    polarity: low_good, compute: {from: published, dataset: A, series: B}
    """,
)
def test_e15_a_measure_can_be_worked_out(case, tmp_path):
    judged(tmp_path, case, "E15", of=measure)


@table(
    """
    polarity: low_good, compute: {from: published, dataset: a, series: b, area: RYE}
    > 2:80 W51 a shows the figure of RYE, which is not the place's own and which no file names. Name it in place.yaml,
    >   under `wider:` with the place's `share:` of it, or under `organisations:`.
    """,
    """
    polarity: low_good, compute: {from: published, dataset: a, series: b, area: RYE}
    == place.yaml
    {format: place/1, id: p, name: P, wider: [{code: RYE, name: South Central Ambulance}]}
    """,
    """
    polarity: low_good, compute: {from: published, dataset: a, series: b, area: RYE}
    == place.yaml
    {format: place/1, id: p, name: P, organisations: [{code: RYE, name: South Central Ambulance}]}
    """,
    """
    polarity: low_good, compute: {from: published, dataset: a, series: b}
    """,
)
def test_w51_whose_figure_it_is_is_named(case, tmp_path):
    judged(tmp_path, case, "W51", of=measure)


@table(
    """
    definition: "fingertips:20201", polarity: high_good
    > 2:16 W16 the published measure 20201 (Breastfeeding initiation) has ended; 93580 took its place. Write
    >   `definition: fingertips:93580`, and take the baseline from it.
    """,
    """
    definition: "Fingertips:20201 of mothers", polarity: high_good
    > 2:16 W16 the published measure 20201 (Breastfeeding initiation) has ended; 93580 took its place. Write
    >   `definition: fingertips:93580`, and take the baseline from it.
    """,
    """
    definition: "fingertips:93085", polarity: low_good
    """,
    """
    definition: "fingertips:99999999", polarity: high_good
    """,
    """
    definition: "ons:20201", polarity: high_good
    """,
    """
    definition: "fingertips:93085", polarity: high_good
    > 2:46 W17 the polarity of a is high_good; for Smoking at time of delivery it is low_good. Write `polarity:
    >   low_good`, or say why not in `known_faults:`.
    """,
    """
    definition: "fingertips:93085", polarity: context
    > 2:46 W17 the polarity of a is context; for Smoking at time of delivery it is low_good. Write `polarity:
    >   low_good`, or say why not in `known_faults:`.
    """,
    """
    definition: "fingertips:22401", polarity: low_good
    """,
)
def test_w16_w17_a_published_measure_that_has_ended_or_is_read_the_other_way(case, tmp_path):
    judged(tmp_path, case, "W16", "W17", of=measure)


@table(
    """
    baseline: {period: 2018/19, value: 11}
    target: {period: 2021/22, value: 8}
    """,
)
def test_w16_a_series_that_breaks_between_baseline_and_target(case, tmp_path):
    rest = (
        "measures: [{id: m, name: M, definition: ons:1, unit: percent, polarity: low_good, role: outcome, "
        "frequency: annual, expected_lag_months: 9, series_breaks: [{at: %s, why: New codes}]}]\n"
    )
    said = (
        "> 2:22 W16 the series of m breaks in %s (New codes), between the baseline of O1 and its target. "
        "Take baseline and target from the same side of the break.\n"
    )
    for at, found in (
        ("2018-03", False),
        ("2018-04", False),
        ("2018-04-02", True),
        ("2018-05", True),
        ("2020/21", True),
        ("2022-03", True),
        ("2022-03-31", True),
        ("2022-04", False),
        ("2023/24", False),
    ):
        text = case.replace("    ", "") + (said % at if found else "")
        judged(tmp_path, text, "W16", of=lambda lines, at=at: outcome(lines) + rest % at)


PROCESS = """
measures:
- {id: p, name: P, definition: ons:1, unit: percent, polarity: low_good, role: process, frequency: annual,
   expected_lag_months: 9}
- {id: e, name: E, definition: ons:1, unit: percent, polarity: low_good, role: experience, frequency: annual,
   expected_lag_months: 9}
"""


@table(
    """
    goals: [{id: G1, text: A}, {id: G2, text: B}, {id: G3, text: C}]
    outcomes:
    - {id: O1, text: A, measure: p, goals: [G1, G2], provenance: agreed}
    - {id: O2, text: A, measure: e, goals: [G2], provenance: agreed}
    > 1:9 W18 G1 has only process measures: they show what is done, not what becomes of people. Add an outcome or
    >   experience measure.
    """,
    """
    goals: [{id: G1, text: A}]
    outcomes: [{id: O1, text: A, measures: [p, e], goals: G1, provenance: agreed}]
    """,
    """
    goals: [{id: G1, text: A}]
    outcomes: [{id: O1, text: A, measure: e, goals: G1, provenance: agreed}]
    """,
    """
    goals: [{id: G1, text: A}]
    outcomes: [{id: O1, text: A, measure: absent, goals: G1, provenance: agreed}]
    """,
    """
    commitments: [{id: C1, text: A}]
    priorities: [{id: P1, text: A}]
    objectives: [{id: OB1, text: A}]
    outcomes: [{id: O1, text: A, measure: p, goals: OB1, commitments: C1, priorities: P1, provenance: agreed}]
    > 1:15 W18 C1 has only process measures: they show what is done, not what becomes of people. Add an outcome or
    >   experience measure.
    > 2:14 W18 P1 has only process measures: they show what is done, not what becomes of people. Add an outcome or
    >   experience measure.
    > 3:14 W18 OB1 has only process measures: they show what is done, not what becomes of people. Add an outcome or
    >   experience measure.
    """,
)
def test_w18_a_goal_has_more_than_process_measures(case, tmp_path):
    judged(tmp_path, case, "W18", of=lambda lines: lines + PROCESS)
