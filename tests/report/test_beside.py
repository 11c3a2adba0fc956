"""What is not over, or a part of a period, stands beside: it changes no gap, signal, verdict or newest figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace import measures
from oneplace.place import read
from oneplace.progress import progress
from oneplace.report import RunReport, due
from oneplace.results import TABLES, Results
from oneplace.vocabulary.beside import Beside
from tests.progress import tiny

AS_OF = date(2026, 11, 29)
FIFTHS = [f"deprivation: {fifth}" for fifth in range(1, 6)]
GROUPS = ["sex: F", "sex: M", "ethnicity: A", "ethnicity: D", "ethnicity: M", *FIFTHS]
WHOM = ["all", *GROUPS]
YEARS = ["2022/23", "2023/24", "2024/25", "2025/26"]
RUNNING = ["2026/27", "2026", "2026/27 Q3", "2026-11", "2027/28", "2025-12 to 2026-11"]
PARTS = ["2026-04 to 2026-09", "2026/27 Q2", "2026-10", "2025-04 to 2026-02", "2025/26 Q1", "2024-04"]
OUTCOME = (
    f"{tiny.PATH}, gap_ambition: {{dimension: deprivation, statistic: absolute_gap, baseline: 8, target: 2, "
    "period: 2026/27, provenance: agreed}"
)
Line = tuple[str, str, int]
"""A figure as it is typed: its period, of whom, and how many of a thousand."""


def told(lines: Sequence[Line]) -> tuple[dict[str, Any], RunReport]:
    """All that a run judges of figures typed into a file, by table, and the run as readers meet it."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        typed = tiny.MEASURE.replace(
            "from: published, dataset: made_up, series: falls", "from: recorded, file: series/falls.csv"
        )
        (folder / "series").mkdir()
        (folder / "series" / "falls.csv").write_text(
            "period,group,value,numerator,denominator,source\n"
            + "".join(f"{when},{whom},{count / 10},{_counts(whom, count)},Survey\n" for when, whom, count in lines)
        )
        tiny.a_place(folder, OUTCOME, more="spc: true")
        (folder / "measures" / "falls.yaml").write_text(
            typed.format(polarity="low_good", frequency="annual", more="spc: true")
        )
        place = read(folder)
        made = dict(measures.measure(place, as_of=AS_OF).tables)
        made |= {name: table.schema.empty_table() for name, table in TABLES.items() if name not in made}
        made |= progress(place, Results(made), as_of=AS_OF)
    judged = {
        name: made[name].to_pylist() for name in ("gaps", "signals", "progress", "standings", "paths", "gap_paths")
    }
    for row in judged["progress"]:
        row["why"] = row["why"].partition(" Not judged, as it is of another length of time")[0]
    return judged, RunReport(place, Results(made), {"as_of": AS_OF.isoformat(), "run": "r"})


def _counts(whom: str, count: int) -> str:
    """Of a thousand of each group; everyone's are left out, as groups of any counts don't add up to them."""
    return "," if whom == "all" else f"{count},1000"


def shown(report: RunReport) -> list[Any]:
    """What readers meet as the newest of each breakdown, and when the next is due."""
    return [*(report.latest("falls", by) for by in ("all", "sex", "ethnicity", "deprivation")), due(report)]


def whole_years(counts: Sequence[int]) -> list[Line]:
    pairs = [(year, whom) for year in YEARS for whom in WHOM]
    return [(year, whom, count) for (year, whom), count in zip(pairs, counts, strict=True)]


counts = st.integers(1, 999)
years = st.lists(counts, min_size=len(YEARS) * len(WHOM), max_size=len(YEARS) * len(WHOM)).map(whole_years)
more = st.lists(
    st.tuples(st.sampled_from(RUNNING + PARTS), st.sampled_from(WHOM), counts),
    min_size=1, max_size=30, unique_by=lambda line: line[:2],
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(years, more)
def test_rows_of_a_period_that_runs_or_of_a_part_change_no_gap_no_signal_no_verdict_and_nothing_that_is_newest(
    lines: list[Line], added: list[Line]
) -> None:
    (alone, before), (judged, after) = told(lines), told([*lines, *added])
    assert judged == alone
    assert shown(after) == shown(before)


def test_it_stands_beside_with_its_value_its_days_and_why() -> None:
    _, report = told([*whole_years([300] * 44), ("2026-04 to 2026-09", "sex: F", 900), ("2026/27", "all", 900)])
    beside = {row["beside"]: row for row in report.every_row("falls") if row["beside"]}
    assert beside.keys() == {Beside.PART, Beside.NOT_OVER}
    assert (beside[Beside.PART]["period_label"], beside[Beside.PART]["value"]) == ("April 2026 to September 2026", 90)
    assert "2026/27 runs until 31 March 2027" in beside[Beside.NOT_OVER]["reason"]


@pytest.mark.parametrize("group", GROUPS)
def test_groups_told_for_parts_alone_are_told_by_them(group: str) -> None:
    """Where a breakdown has nothing as long as a year, nothing tells which of its periods are parts."""
    lines = [("2025/26", "all", 300), ("2025/26 Q1", group, 200), ("2025/26 Q2", group, 250)]
    _, report = told(lines)
    assert [row["value"] for row in report.latest("falls", group.partition(":")[0])] == [25]


def test_what_is_hidden_and_has_no_data_left_is_in_no_table_of_groups_and_awaits_nothing() -> None:
    """Its newest value stays that of the year before, of which nothing newer is said to be here and not shown."""
    _, report = told(whole_years([300] * 44)[1:11])  # groups alone, of one year
    made = report.written.tables["results"].to_pylist()
    later = {"period_start": date(2023, 4, 1), "period_end": date(2024, 4, 1), "period_label": "2023/24"}
    gone = {"value": None, "suppressed": True}
    for beside, newest in (("no_data_left", "2022/23"), (None, "2022/23 (2023/24 is not shown)")):
        rows = [*made, made[-1] | later | gone | {"beside": beside}]
        tables = dict(report.written.tables) | {"results": pa.Table.from_pylist(rows, schema=TABLES["results"].schema)}
        after = RunReport(report.place, Results(tables), report.manifest)
        assert [one.newest for one in due(after)] == [newest]
        assert after.measures_with("deprivation") == ["falls"]
        assert len(after.results("falls")) == len(made) + (beside is None)
