"""How a number came about is said by the method's name: each way has its own."""

from __future__ import annotations

import pytest

from oneplace import stats
from oneplace.stats import standards


@pytest.mark.parametrize(
    ("population", "name"), [(None, "Equal numbers of areas"), ([10.0, 20.0, 30.0, 40.0], "Equal numbers of people")]
)
def test_groups_by_areas_or_by_people(population, name):
    assert stats.quantile_groups([1.0, 2.0, 3.0, 4.0], 2, population=population).method == name


@pytest.mark.parametrize(("limits", "name"), [("byars", "Dobson"), ("gamma", "Gamma")])
def test_limits_of_a_standardised_rate(limits, name):
    bands = list(stats.ESP2013)
    found = stats.directly_standardised_rate([20.0] * 19, [1000.0] * 19, bands=bands, limits=limits)
    assert str(found.method) == name


@pytest.mark.parametrize("name", ["esp2013", "ESP 2013", "ESP_2013", "ESP-2013"])
def test_a_standard_population_is_known_by_its_name_however_that_is_joined(name):
    assert standards.named(name) == stats.ESP2013


def test_the_world_standard_goes_by_its_makers_name_too():
    assert standards.named("WHO") == standards.named("WHO 2000") == stats.WHO2000


@pytest.mark.parametrize(
    ("variant", "name"), [("shmi", "SHMI (log, trimmed)"), ("cqc", "CQC (square root, winsorised)")]
)
def test_funnels_of_ratios(variant, name):
    found = stats.ratio_funnel([10.0, 20.0, 30.0], [12.0, 18.0, 31.0], variant)
    assert found.method == name
