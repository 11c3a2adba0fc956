"""A small place with a published run, made without computing anything: only what its files said is kept."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import get_args

from oneplace import whole
from oneplace.place import moved
from oneplace.place.folder import read_files
from oneplace.place.strategy.decisions import Eases

STRATEGY = """\
format: place-strategy/1
id: testton-plan
title: The plan of Testton
version: {number: "1", state: approved}
period: {start: 2020-04, end: 2028-03}
place: {name: Testton, level: place}
goals:
  - {id: G1, text: Fewer people smoke}
stages: [start_well]
horizons:
  - {id: H1, text: Within two years, start: 2020-04, end: 2022-03}
outcomes:
  - id: A1
    text: Fewer mothers smoke
    stage: start_well
    goals: [G1]
    measure: smoking
    provenance: agreed
    baseline: {period: 2020/21, value: 12}
    target: {period: 2024/25, value: 6}
    trajectory: {2021/22: 10, 2022/23: 9, 2023/24: 8, 2024/25: 6}
    gap_ambition: {dimension: deprivation, statistic: SII, baseline: 9, target: 5, period: 2024/25}
  - id: A2
    text: More children are vaccinated
    stage: start_well
    goals: [G1]
    measure: vaccination
    provenance: agreed
    target: {period: 2024/25, value: 95}
  - {id: A3, text: Fewer people are lonely, stage: start_well, goals: [G1], measure: lonely, provenance: not_set}
"""
PLACE = """\
format: place/1
id: testton
name: Testton
small_numbers: {below: 5}
"""
MEASURE = """\
id: {id}
name: {name}
definition: How many, of all.
unit: percent
polarity: {polarity}
role: outcome
frequency: annual
expected_lag_months: 3
breakdowns: {{deprivation: "yes", ethnicity: "yes", sex: "yes", age: "yes"}}
compute:
  from: record
  statistic: proportion
  events: {{table: activity, where: "activity_type = 'referral'"}}
  numerator: "{numerator}"
  population: {{cohort: everyone}}
"""
COHORT = """\
id: everyone
name: Everyone
definition: Whoever was referred.
entry: {table: activity, where: "in_codelist(source_code, 'tobacco')"}
"""
DECISION = """\
id: {id}
title: Ask for less
on: {on}
changes: [{changes}]
eases: [{eases}]
reasons: [It is hard]
options: [{{text: Try harder, rejected_because: We did}}]
"""
FIRST, DAY = "2024-01-31-00000001", date(2024, 1, 31)


def write(root: Path) -> Path:
    """The place's files."""
    for name in ("measures", "cohorts", "codelists", "decisions"):
        (root / name).mkdir(parents=True)
    (root / "strategy.yaml").write_text(STRATEGY)
    (root / "place.yaml").write_text(PLACE)
    (root / "cohorts" / "everyone.yaml").write_text(COHORT)
    (root / "codelists" / "tobacco.csv").write_text("code\nF17\n")
    (root / "codelists" / "other.csv").write_text("code\nA01\n")
    for key, polarity, numerator in (
        ("smoking", "low_good", "in_codelist(outcome_code, 'tobacco')"),
        ("vaccination", "high_good", "outcome_code = '1'"),
        ("lonely", "low_good", "outcome_code = '2'"),
    ):
        text = MEASURE.format(id=key, name=key.capitalize(), polarity=polarity, numerator=numerator)
        (root / "measures" / f"{key}.yaml").write_text(text)
    return root


def publish(root: Path, run: str = FIRST, as_of: date = DAY) -> Path:
    """Publish the files as they are, as a run does; returns the run's folder."""
    before = moved.published(root)
    kept = moved.keep(read_files(root).as_place(), before.kept if before else None, run, as_of)
    folder = root / "var" / moved.RUNS / run
    shutil.copytree(root, folder / "inputs", ignore=shutil.ignore_patterns("var"))
    (folder / moved.SAID).write_text(json.dumps(kept.as_json()))
    manifest = {"run": run, "as_of": as_of.isoformat(), "files": whole.hashes(folder)}
    (folder / moved.MANIFEST).write_text(json.dumps(manifest))
    (root / "var" / moved.CURRENT).write_text(run)
    return folder


def edit(root: Path, old: str, new: str, file: str = "strategy.yaml") -> None:
    """Say something else in a file."""
    path = root / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


EVERYTHING = ", ".join(get_args(Eases))


def decide(
    root: Path,
    changes: str,
    on: str = "2024-02-15",
    id: str = "D1",  # noqa: A002 - the field's name
    eases: str = EVERYTHING,
) -> None:
    """Record a decision."""
    said = DECISION.format(id=id, on=on, changes=changes, eases=eases)
    (root / "decisions" / f"{id}.yaml").write_text(said)
