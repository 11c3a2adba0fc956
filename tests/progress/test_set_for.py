"""W135: a target for a year that its measure or its gap does not have: what it is read as, or that nothing tells it."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from oneplace.progress import other_years
from oneplace.results import TABLES, Results
from tests.progress.test_own_years import years
from tests.progress.tiny import AGREED, a_place, fy, gap

FIVE, SCHOOL, FINANCIAL = years(2020, [14.0], 5), years(2023, [26.1], 1, month=9), [fy(2023, 5.0)]


def tables(rows: list[dict], gaps: list[dict] = []) -> Results:  # noqa: B006 - read only
    given = {"results": rows, "gaps": gaps}
    return Results({name: pa.Table.from_pylist(some, schema=TABLES[name].schema) for name, some in given.items()})


def told(folder: Path, period: str, rows: list[dict]) -> list:
    of = a_place(folder, f"{AGREED}, target: {{period: {period}, value: 4}}")
    return list(other_years(of, tables(rows)))


@pytest.mark.parametrize(
    ("period", "rows", "what", "mend"),
    [
        ("2027", FIVE, "is told by 5 years together: it is read as 2023 to 2027.", "Write `period: 2023 to 2027` if"),
        ("2027/28", FIVE, "is told by other years, such as 2020 to 2024: none of them will tell whether it is met.",
         "Write a period that the measure has, such as 2020 to 2024."),
        ("2027", SCHOOL, "is told by other years, such as the school year 2023/24: none of them will tell",
         "Write a period that the measure has, such as 2023/24."),
        ("2027", FINANCIAL, "is told by other years, such as 2023/24: none of them", "such as 2023/24."),
        ("2023 to 2027", FIVE, "", ""),
        ("2027/28", SCHOOL, "", ""),
        ("2027/28", FINANCIAL, "", ""),
        ("2026/27 to 2027/28", FINANCIAL, "", ""),
        ("March 2027", FINANCIAL, "", ""),
        ("2027", [], "", ""),
        ("2027", [FIVE[0] | {"value": None}], "", ""),
    ],
)  # fmt: skip
def test_a_target_for_another_year_than_the_measures(
    tmp_path: Path, period: str, rows: list[dict], what: str, mend: str
) -> None:
    found = told(tmp_path, period, rows)
    assert [one.code for one in found] == ["W135"] * bool(what)
    for one in found:
        assert one.message.startswith(f"the target of A1 is for {period}, and “Falls” {what}")
        assert mend in one.mend
        line = (tmp_path / "strategy.yaml").read_text(encoding="utf-8").splitlines()[one.line - 1]
        assert line[one.column - 1 :].startswith(f"{period}, value: 4")


def test_what_is_known_of_areas_alone_tells_the_measures_years_too(tmp_path: Path) -> None:
    by_area = [FIVE[0] | {"dimension": "area", "group": "E07000040"}]
    assert [one.code for one in told(tmp_path, "2027", by_area)] == ["W135"]


GAP_FIVE = [gap(2020, 9.0) | {name: FIVE[0][name] for name in ("period_start", "period_end", "period_label")}]
BY_FIFTH = [FIVE[0] | {"dimension": "deprivation", "group": "1"}]
OTHER = GAP_FIVE[0] | {"statistic": "relative_gap"}
RECORDED = ", actuals: {2016 to 2020: 7}"


@pytest.mark.parametrize(
    ("rows", "gaps", "more", "what"),
    [
        ([], GAP_FIVE, "", "5 years together: it is read as 2023 to 2027."),
        (FINANCIAL, GAP_FIVE, "", "5 years together: it is read as 2023 to 2027."),
        ([], [], RECORDED, "5 years together: it is read as 2023 to 2027."),
        ([], [gap(2023, 9.0)], RECORDED, "other years, such as 2023/24: none of them will tell whether it is met."),
        ([*FINANCIAL, *BY_FIFTH], [OTHER], "", "5 years together: it is read as 2023 to 2027."),
        (FINANCIAL, [], "", "other years, such as 2023/24: none of them will tell whether it is met."),
        ([], [], "", ""),
    ],
)
def test_the_target_of_a_gap_is_told_by_the_years_of_the_gap(
    tmp_path: Path, rows: list[dict], gaps: list[dict], more: str, what: str
) -> None:
    wish = f"{{dimension: deprivation, statistic: absolute_gap, baseline: 9, target: 5, period: 2027{more}}}"
    of = a_place(tmp_path, f"{AGREED}, gap_ambition: {wish}")
    found = list(other_years(of, tables(rows, gaps)))
    assert [one.message for one in found] == [f"the gap target of A1 is for 2027, and its gap is told by {what}"][
        : bool(what)
    ]
    for one in found:
        line = (tmp_path / "strategy.yaml").read_text(encoding="utf-8").splitlines()[one.line - 1]
        assert line[one.column - 1 :].startswith("2027")


def test_the_first_that_knows_a_measure_tells_its_years(tmp_path: Path) -> None:
    of = a_place(tmp_path, f"{AGREED}, target: {{period: 2027/28, value: 4}}")
    assert list(other_years(of, tables(FINANCIAL), tables(FIVE))) == []
    assert len(list(other_years(of, tables([]), tables(FIVE)))) == 1
