"""``check`` tells in which years a target is read without a run, where its files or published data hold the figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.measures.test_to_look_at import MEASURE, PLACE
from tests.place.build import REST

BASE = "baseline: {period: 2022/23, value: 16}"
GAP = "gap_ambition: {dimension: deprivation, statistic: absolute_gap, baseline: 9, target: 5, period: 2027}"
FIFTHS = "".join(f"2023/24,deprivation: {fifth},{9 + fifth},report\n" for fifth in range(1, 6))


def written(folder: Path, asked: str, figures: str) -> Path:
    """A place whose one measure is typed, with something asked of it."""
    (folder / "series").mkdir()
    rest = "".join(line for key, line in REST.items() if key != "measures").replace("2025-03", "2028-03")
    ambition = f"outcomes: [{{id: O1, text: A, measure: m, provenance: agreed, {BASE}, {asked}}}]\n"
    (folder / "strategy.yaml").write_text(f"{rest}{MEASURE.replace('MORE', '')}{ambition}", encoding="utf-8")
    (folder / "series/m.csv").write_text(f"period,group,value,source\n{figures}", encoding="utf-8")
    (folder / "place.yaml").write_text(PLACE, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("asked", "figures", "told"),
    [
        (
            "target: {period: 2027, value: 4}",
            "2023/24,all,14,report\n",
            "the target of O1 is for 2027, and “M” is told",
        ),
        ("target: {period: 2026/27, value: 4}", "2023/24,all,14,report\n", ""),
        (GAP, f"2023/24,all,14,report\n{FIFTHS}", "the gap target of O1 is for 2027, and its gap is told by other"),
        (GAP.replace("2027", "2026/27"), f"2023/24,all,14,report\n{FIFTHS}", ""),
    ],
)
def test_a_target_for_other_years_than_those_that_are_typed(
    oneplace: Command, tmp_path: Path, asked: str, figures: str, told: str
) -> None:
    said = oneplace("check", written(tmp_path, asked, figures), "--json")
    found = [one for one in json.loads(said.out) if one["code"] == "W135"]
    assert len(found) == bool(told), said.out
    for one in found:
        assert one["message"].startswith(told)
        assert Path(one["file"]).name == "strategy.yaml"


PUBLISHED = "compute: {from: published, dataset: local_indicators, series: female-healthy-life-expectancy}"


@pytest.mark.parametrize(
    ("period", "told"),
    [
        ("2027", "the target of O1 is for 2027, and “M” is told by 3 years together: it is read as 2025 to 2027."),
        ("2025 to 2027", ""),
    ],
)
def test_a_target_for_a_year_of_figures_that_are_published_for_several(
    oneplace: Command, tmp_path: Path, period: str, told: str
) -> None:
    folder = written(tmp_path, f"target: {{period: {period}, value: 70}}", "2023/24,all,14,report\n")
    area = "areas: [{code: E06000045, name: Southampton, kind: unitary}]"
    for name, was, now in (
        ("place.yaml", "areas: []", area),
        ("strategy.yaml", "compute: {from: recorded, file: series/m.csv}", PUBLISHED),
        ("strategy.yaml", "unit: percent, polarity: low_good", "unit: years, polarity: high_good"),
    ):
        file = folder / name
        text = file.read_text(encoding="utf-8")
        assert was in text
        file.write_text(text.replace(was, now), encoding="utf-8")
    said = oneplace("check", folder, "--json")
    found = [one["message"] for one in json.loads(said.out) if one["code"] == "W135"]
    assert found == [told] * bool(told), said.out
