"""What the pack reads of a run: rows of the latest period of each breakdown, in an order that never changes."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace import results
from oneplace.pack.evidence import evidence
from tests.pack.pieces import MANIFEST
from tests.report import a_run


def at(year):
    return {"period_start": date(year, 4, 1), "period_end": date(year + 1, 4, 1), "period_label": str(year)}


def row(dimension, group, year=2025, value=1.0, order=0, **more):
    named = {"dimension": dimension, "group": group, "group_label": group, "group_order": order}
    return {"measure": "smoking", **at(year), **named, "value": value, **more}


def gap(dimension, statistic, year=2025, value=1.0):
    return {"measure": "smoking", **at(year), "dimension": dimension, "statistic": statistic, "value": value}


PROGRESS = {"ambition": "A1", "measure": "smoking", "status": "on_path", **at(2025), "value": 1.0}


@pytest.fixture
def read(tmp_path):
    """Call it with rows by table for the evidence that is read from the folder they were written into."""

    def made(**tables):
        for name in results.TABLES:
            rows = tables.get(name, [PROGRESS] if name == "progress" else [])
            results.write(tmp_path / "results", name, a_run.table(name, rows))
        return evidence(a_run.a_place(tmp_path), tmp_path / "results", MANIFEST, None)

    return made


def test_only_ambitions_that_the_run_judged_are_there(read):
    found = read()
    assert [one.ambition.id for one in found.judged] == ["A1"]
    assert found.judged[0].outcome.id == "A1"
    assert found.judged[0].measure.id == "smoking"
    assert found.rows[0]["status"] == "on_path"
    assert found.earlier is None


def test_groups_are_of_each_breakdowns_own_latest_period_in_its_order(read):
    found = read(
        results=[
            row("sex", "M", order=2),
            row("sex", "F", order=1),
            row("sex", "old", 2024),
            row("age", "65", 2024),
            row("age", "75", 2025, None),
            row("ethnicity", "A", value=None),
            row("deprivation", "1"),
            row("neighbourhood", "E01"),
            row("all", "all"),
        ]
    )
    (one,) = found.judged
    assert [line["group"] for line in one.groups] == ["1", "F", "M", "65"]
    assert [line["group"] for line in one.neighbourhoods] == ["E01"]


def test_areas_are_those_of_the_period_shown(read):
    rows = [row("area", "E92"), row("area", "E12", period_start=date(2023, 4, 1)), row("area", "E06", 2024)]
    rows.append(row("all", "all"))
    assert [line["group"] for line in read(results=rows).judged[0].areas] == ["E92"]


def test_without_a_period_shown_areas_are_the_latest_there_are(read):
    unshown = {"ambition": "A1", "measure": "smoking", "status": "no_data"}
    found = read(results=[row("area", "E92"), row("area", "E06", 2024)], progress=[unshown])
    assert [line["group"] for line in found.judged[0].areas] == ["E92"]


def test_gaps_are_the_newest_of_each_breakdown_by_statistic(read):
    gaps = [
        gap("sex", "relative_gap"),
        gap("sex", "absolute_gap"),
        gap("deprivation", "SII", 2024),
        gap("deprivation", "SII", 2023),
        gap("deprivation", "RII", 2024),
    ]
    found = read(gaps=gaps).judged[0]
    assert len(found.gaps_ever) == len(gaps)  # a gap that is held against its path may be an older one
    told = [(line["dimension"], line["statistic"], line["period_label"]) for line in found.gaps]
    assert told == [
        ("deprivation", "RII", "2024"),
        ("deprivation", "SII", "2024"),
        ("sex", "absolute_gap", "2025"),
        ("sex", "relative_gap", "2025"),
    ]


def test_signals_and_lines_stand_in_time_lines_by_their_kind_first(read):
    signals = [{"measure": "smoking", **at(year)} for year in (2025, 2023, 2024)]
    paths = [
        {"ambition": "A1", "kind": kind, **at(year)}
        for kind, year in (("path", 2020), ("actual", 2025), ("actual", 2024))
    ]
    (one,) = read(signals=signals, paths=paths).judged
    assert [line["period_label"] for line in one.signals] == ["2023", "2024", "2025"]
    assert [(line["kind"], line["period_label"]) for line in one.paths] == [
        ("actual", "2024"),
        ("actual", "2025"),
        ("path", "2020"),
    ]
