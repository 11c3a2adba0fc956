"""The rules' edges: the second half of a rule, and what must not be found."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from oneplace.place import check, explain
from oneplace.place.rules.explain import changed_example

AS_OF = date(2026, 11, 22)

OUTCOME = """outcomes:
  - id: O1
    text: Fewer babies exposed to smoking before birth
    stage: start_well
    goals: [G1]
    measure: smoking
    provenance: agreed
"""
GAP = "    gap_ambition: {dimension: deprivation, statistic: SII, baseline: 9, target: 5, period: 2021/22}\n"
WORKSTREAM = """workstreams:
  - id: WS1
    name: Smokefree pregnancy
    outcomes: [O1]
    scope: From booking to birth
    delivery_group: DG1
    lead: {org: council, role: Director of public health}
    milestones:
"""
GROUPS = "governance:\n  delivery_groups:\n    - {id: DG1, chair: {org: council}}\n"


def codes(tmp_path: Path, change: str) -> list[str]:
    return [code for code, _ in found(tmp_path, change)]


def found(tmp_path: Path, change: str) -> list[tuple[str, str]]:
    (tmp_path / "strategy.yaml").write_text(changed_example(change), encoding="utf-8")
    return [(problem.code, problem.message) for problem in check(tmp_path, as_of=AS_OF)]


def outcome(*lines: str) -> str:
    return OUTCOME + "".join(f"    {line}\n" for line in lines) + GAP


def milestones(*lines: str) -> str:
    return WORKSTREAM + "".join(f"      - {line}\n" for line in lines) + GROUPS


@pytest.mark.parametrize(
    ("baseline", "target", "code"),
    [(11, 8, None), (11, 11, "W12"), (11, 12, "E06"), (0, 0, "W12"), (100, 0, None), (101, 8, "E07"), (11, -1, "E07")],
)
def test_targets_beside_baselines(tmp_path, baseline, target, code):
    change = outcome(
        f"baseline: {{period: 2018/19, value: {baseline}}}", f"target: {{period: 2021/22, value: {target}}}"
    )
    assert codes(tmp_path, change) == ([code] if code else [])


def test_a_measure_without_a_good_direction_has_no_wrong_target(tmp_path):
    change = outcome("baseline: {period: 2018/19, value: 11}", "target: {period: 2021/22, value: 20}")
    measure = """measures:
  - id: smoking
    name: Smoking at time of delivery
    definition: nomis:NM_162_1
    unit: percent
    polarity: context
    role: context
    frequency: annual
    expected_lag_months: 9
    breakdowns: {deprivation: yes, ethnicity: yes, age: yes, sex: yes}
"""
    assert codes(tmp_path, change + measure) == ["W140"]


def test_a_gap_that_is_meant_to_widen(tmp_path):
    change = OUTCOME + "    gap_ambition: {dimension: sex, statistic: %s, baseline: %s, target: %s, period: 2021/22}\n"
    assert codes(tmp_path, change % ("SII", -5, -9)) == ["W137", "E06"]
    assert codes(tmp_path, change % ("SII", -9, -5)) == ["W137"]
    assert codes(tmp_path, change % ("RII", 0.5, 0.8)) == ["W137"]
    assert codes(tmp_path, change % ("RII", 0.8, 0.5)) == ["W137", "E06"]


def test_a_path_of_months_follows_on_and_one_of_mixed_periods_overlaps(tmp_path):
    start = "baseline: {period: 2020-03, value: 11}"
    follows = outcome(start, "target: {period: 2020-06, value: 8}", "trajectory: {2020-04: 10, 2020-05: 9, 2020-06: 8}")
    assert codes(tmp_path, follows) == []
    mixed = outcome(start, "target: {period: 2020/21, value: 8}", "trajectory: {2020-04: 10, 2020/21: 8}")
    assert "E09" in codes(tmp_path, mixed)


def test_a_path_that_ends_in_another_period_than_its_target(tmp_path):
    change = outcome(
        "baseline: {period: 2018/19, value: 11}",
        "target: {period: 2022/23, value: 8}",
        "trajectory: {2019/20: 10, 2020/21: 9, 2021/22: 8}",
    )
    assert found(tmp_path, change) == [("E08", "the path of O1 ends in 2021/22, its target is for 2022/23.")]


def test_a_path_of_a_quarter_that_ends_with_the_target_year_counts_as_another_period(tmp_path):
    change = outcome(
        "baseline: {period: 2018/19, value: 11}", "target: {period: 2021/22, value: 8}", "trajectory: {2021/22 Q4: 8}"
    )
    assert codes(tmp_path, change) == ["E08"]


def test_a_target_after_the_strategy_needs_its_reason(tmp_path):
    start = "baseline: {period: 2018/19, value: 11}"
    assert "E05" in codes(tmp_path, outcome(start, "target: {period: 2029/30, value: 8}"))
    reason = outcome(start, "target: {period: 2029/30, value: 8, beyond_strategy: National ambition}")
    assert "E05" not in codes(tmp_path, reason)


def test_a_strategy_that_ends_before_it_starts(tmp_path):
    assert codes(tmp_path, "period: {start: 2025-04, end: 2020-03}\noutcomes: []\n").count("E05") == 1


def test_a_strategy_without_a_period_has_nothing_outside_it(tmp_path):
    change = "period: not_set\n" + outcome(
        "baseline: {period: 2018/19, value: 11}", "target: {period: 2049/50, value: 8}"
    )
    assert codes(tmp_path, change) == []


def test_a_body_that_ends_before_it_starts(tmp_path):
    change = """partners:
  - {id: council, name: City council, kind: local_authority, from: 2020-04, until: 2019-03}
"""
    assert "E05" in codes(tmp_path, change)


def test_an_objective_cannot_outlast_the_goal_s_horizon(tmp_path):
    horizons = """horizons:
  - {id: five, text: Goals, start: 2020-04, end: 2025-03}
  - {id: two, text: Objectives, start: 2020-04, end: %s, parent: five}
"""
    assert codes(tmp_path, horizons % "2022-03") == []
    assert codes(tmp_path, horizons % "2026-03") == ["E05"]


def test_cycles_of_boards_approvals_and_a_strategy_above_itself(tmp_path):
    boards = """governance:
  boards:
    - {id: B1, name: A, role: monitors, reports_to: B2, partner: council}
    - {id: B2, name: B, role: decides, reports_to: B1}
"""
    assert codes(tmp_path, boards) == ["E03"]
    approvals = """governance:
  approvals:
    - {body: cabinet, act: recommends, after: council}
    - {body: council, act: approves, after: cabinet, key_decision: yes}
"""
    draft = 'version: {number: "1", state: draft}\n'
    assert codes(tmp_path, draft + approvals) == ["E03"]
    assert codes(tmp_path, "parents:\n  - {ref: example, relation: subset_of}\n") == ["E03"]
    assert codes(tmp_path, draft + approvals.replace(", after: council", "")) == []


def test_a_reference_out_of_these_files_is_not_looked_up(tmp_path):
    change = "alignment:\n  - {from: G1, to: ext:city-plan, relation: echoes}\n"
    assert codes(tmp_path, change) == []
    assert codes(tmp_path, change.replace("ext:city-plan", "city-plan")) == ["E02"]


def test_what_the_place_knows_that_it_lacks_is_no_error(tmp_path):
    change = """workstreams:
  - {id: WS1, name: A, outcomes: [O1], scope: not_set, lead: not_set, delivery_group: not_set, milestones: not_set}
risks:
  - {id: R1, cause: a, event: b, effect: c, owner: not_set, actions: not_set}
decisions:
  - {id: D1, title: A, reasons: not_set, options: not_set}
assurance_framework:
  - {id: AO1, text: A, assurances: not_set}
"""
    assert codes(tmp_path, change) == []


def test_an_empty_workstream_lacks_four_things(tmp_path):
    assert codes(tmp_path, "workstreams:\n  - {id: WS1, name: A, outcomes: [O1]}\n") == ["E26"] * 4


def test_a_milestone_is_overdue_when_its_period_is_over(tmp_path):
    change = milestones("{id: M1, text: A, due: 2023-06}")
    (tmp_path / "strategy.yaml").write_text(changed_example(change), encoding="utf-8")
    assert [p.code for p in check(tmp_path, as_of=date(2023, 6, 30))] == []
    assert [p.code for p in check(tmp_path, as_of=date(2023, 7, 1))] == ["W27"]


def test_a_stopped_milestone_is_not_overdue(tmp_path):
    assert codes(tmp_path, milestones("{id: M1, text: A, due: 2023-06, state: stopped}")) == []


def test_an_owner_who_holds_too_much(tmp_path):
    lines = [f"{{id: M{n}, text: A, due: not_set, owner: {{org: council, role: Lead}}}}" for n in range(11)]
    change = milestones(*lines)
    assert [code for code, _ in found(tmp_path, change)] == ["W31"]
    assert codes(tmp_path, change + "limits: {items_per_owner: 11}\n") == []


@pytest.mark.parametrize(
    ("score", "codes_"), [("[1, 7]", ["T03"]), ("[2, 3]", []), ("[2, 4]", ["W34"]), ("[3]", ["T03"])]
)
def test_a_risk_is_high_from_eight_on(tmp_path, score, codes_):
    change = f"""risks:
  - {{id: R1, cause: a, event: b, effect: c, owner: not_set, actions: [{{text: A, state: done}}], current: {score}}}
"""
    assert codes(tmp_path, change) == codes_


@pytest.mark.parametrize(
    ("notice", "agenda", "codes_"),
    [
        ("2021-02-14", "2021-03-05", []),  # 28 clear days to 15 March; 8 to 12 March are five working days
        ("2021-02-15", "2021-03-05", ["E37"]),
        ("2021-02-14", "2021-03-08", ["E37"]),
        ("2021-03-15", "2021-03-15", ["E37", "E37"]),
    ],
)
def test_clear_days_count_neither_end(tmp_path, notice, agenda, codes_):
    change = f"""decisions:
  - id: D1
    title: A
    on: 2021-03-15
    notice_published: {notice}
    agenda_published: {agenda}
    reasons: not_set
    options: not_set
"""
    assert codes(tmp_path, change) == codes_
    urgent = "    special_urgency: {reason: A, agreed_by: scrutiny_chair, on: 2021-03-12}\n"
    assert codes(tmp_path, change + urgent) == []


def test_pounds_and_pence_add_up_to_the_pool(tmp_path):
    budget = """budget:
  state: set
  provenance: agreed
  pool: 0.3
  lines:
    - {name: A, amount: 0.1, partner: council}
    - {name: B, amount: 0.2}
"""
    assert codes(tmp_path, budget) == []
    assert codes(tmp_path, budget.replace("0.2", "0.21")) == ["E42"]


def test_a_demonstration_may_publish_illustrative_numbers(tmp_path):
    change = outcome("baseline: {period: 2018/19, value: 11, provenance: illustrative}")
    (tmp_path / "strategy.yaml").write_text(changed_example(change), encoding="utf-8")
    (tmp_path / "place.yaml").write_text("id: x\nname: X\n", encoding="utf-8")
    assert "E46" in [problem.code for problem in check(tmp_path, as_of=AS_OF, public=True)]
    assert "E46" not in [problem.code for problem in check(tmp_path, as_of=AS_OF, public=False)]
    (tmp_path / "place.yaml").write_text("id: x\nname: X\ndemonstration: true\n", encoding="utf-8")
    assert "E46" not in [problem.code for problem in check(tmp_path, as_of=AS_OF, public=True)]


def test_a_goal_is_linked_through_what_supports_it(tmp_path):
    change = """goals:
  - {id: G1, text: A, supports: [G2]}
  - {id: G2, text: B, supports: [G3]}
  - {id: G3, text: C}
"""
    assert codes(tmp_path, change) == []


def test_a_body_that_has_gone_is_not_idle(tmp_path):
    change = """partners:
  - {id: council, name: City council, kind: local_authority}
  - {id: ccg, name: Clinical commissioning group, kind: nhs_commissioner, until: 2021-03}
"""
    assert codes(tmp_path, change) == []


def test_privacy_is_not_asked_for_where_nothing_brings_it_up(tmp_path):
    assert codes(tmp_path, "privacy: {screening: not_required, ask_again_when: [record_matching]}\n") == []


def test_a_place_s_small_number_rule_serves_all_its_measures(tmp_path):
    (tmp_path / "strategy.yaml").write_text(explain("W23").fault, encoding="utf-8")
    (tmp_path / "place.yaml").write_text("id: x\nname: X\nsmall_numbers: {below: 5}\n", encoding="utf-8")
    assert check(tmp_path, as_of=AS_OF) == []


def test_an_id_that_has_ended_is_found(tmp_path):
    text = explain("W16").mended.replace("fingertips:93085", "fingertips:20201").replace("low_good", "high_good")
    (tmp_path / "strategy.yaml").write_text(text, encoding="utf-8")
    messages = [problem.message for problem in check(tmp_path, as_of=AS_OF) if problem.code == "W16"]
    assert messages == ["the published measure 20201 (Breastfeeding initiation) has ended; 93580 took its place."]


def test_a_measure_without_definition_or_breakdowns_says_nothing_of_itself(tmp_path):
    text = explain("W19").mended
    start, end = text.index("    definition"), text.index("    unit")
    text = text[:start] + text[end:]
    text = text[: text.index("    breakdowns")]
    (tmp_path / "strategy.yaml").write_text(text, encoding="utf-8")
    assert [problem.code for problem in check(tmp_path, as_of=AS_OF)] == ["E15", *["W19"] * 4]


def test_a_trigger_named_beside_the_screening_reopens_it(tmp_path):
    privacy = "privacy: {screening: not_required, ask_again_when: [record_matching], triggers: [record_matching]}\n"
    assert codes(tmp_path, privacy) == ["E39"]
    assert codes(tmp_path, privacy.replace("not_required", "done")) == []


@pytest.mark.parametrize(
    "line",
    [
        "areas: [{code: E07000048x, name: A}]",
        "comparators: [{code: E06000999, name: A}]",
        "organisations: [{code: RZZ, name: A}]",
        "system: {code: E54000099, name: A}",
    ],
)
def test_a_wrong_code_in_place_yaml_is_found_where_it_stands(tmp_path, line):
    (tmp_path / "strategy.yaml").write_text(changed_example(""), encoding="utf-8")
    (tmp_path / "place.yaml").write_text(f"id: x\nname: X\n{line}\n", encoding="utf-8")
    (problem,) = check(tmp_path, as_of=AS_OF)
    assert (problem.code, problem.path.name, problem.line) == ("E04", "place.yaml", 3)
    assert problem.column == line.index("code: ") + 7


def test_a_duty_put_off_without_a_date(tmp_path):
    equality = "equality: {state: %s, reason: Later, owner: {org: council}}\n"
    assert found(tmp_path, equality % "deferred") == [("W38", "the equality assessment was put off without a date.")]
    assert codes(tmp_path, equality % "done, evidence: The assessment of March 2021") == []
    assert codes(tmp_path, equality % "done") == ["E110"]
