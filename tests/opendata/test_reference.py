from __future__ import annotations

import fnmatch
import re
from pathlib import Path

import pytest

from oneplace import geo
from oneplace.record.opendata import DATASETS, series_of

PAGE = (Path(__file__).parents[2] / "docs/reference/open-data.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (\w+)[^\n]*\n(.*?)(?=^## |\Z)", PAGE, flags=re.M | re.S))
READ = [key for key, entry in DATASETS.items() if entry.read_by == "oneplace.record.opendata"]


def test_the_page_names_every_dataset():
    assert list(SECTIONS) == READ


@pytest.mark.parametrize("dataset", [key for key in READ if not DATASETS[key].refused])
def test_the_page_names_every_series_and_fault(dataset):
    line = re.search(r"^- Series: (.*)$", SECTIONS[dataset], flags=re.M).group(1)
    assert re.findall(r"`([^`]+)`", line) == series_of(dataset)
    assert all(fault in SECTIONS[dataset] for fault in DATASETS[dataset].all_faults)


@pytest.mark.parametrize("dataset", [key for key in READ if DATASETS[key].refused])
def test_the_page_says_why_a_dataset_is_refused(dataset):
    assert " ".join(DATASETS[dataset].refused.split()) in SECTIONS[dataset]


def test_a_fault_is_told_of_the_series_that_it_touches_and_of_no_other():
    practices = DATASETS["practices"]
    told = {series: " ".join(practices.faults(series)) for series in ("emergency_attendances_under_5", "register_copd")}
    assert ["A&E" in words for words in told.values()] == [True, False]
    assert all("registered, not resident" in words for words in told.values())


@pytest.mark.parametrize(
    ("dataset", "pattern"), [(key, pattern) for key, entry in DATASETS.items() for pattern in entry.faults_of]
)
def test_every_pattern_of_a_fault_fits_a_series(dataset, pattern):
    assert fnmatch.filter(series_of(dataset), pattern)


def test_a_fault_in_one_place_is_told_there_alone():
    """Nobody elsewhere reads of Southampton's practices or of its slip."""
    for entry in DATASETS.values():
        for series in series_of(entry.id) if entry.id in READ and not entry.refused else ("any",):
            assert "Southampton" not in " ".join(entry.faults(series, ["E08000016"]))
    said = DATASETS["social_care_outcomes"].faults("ease_of_finding_information", ["E06000045"])
    assert any("probably a slip" in fault for fault in said)
    assert said[:-1] == DATASETS["social_care_outcomes"].faults("ease_of_finding_information")


@pytest.mark.parametrize(
    ("dataset", "area", "pattern"),
    [
        (key, area, pattern)
        for key, entry in DATASETS.items()
        for area, told in entry.faults_at.items()
        for pattern in told
    ],
)
def test_every_pattern_of_a_place_s_fault_fits_a_series(dataset, area, pattern):
    assert geo.area(area) is not None
    assert fnmatch.filter(series_of(dataset), pattern)
