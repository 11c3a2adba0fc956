"""Life expectancy and its decomposition: the published table, other bands, what is refused, and the laws."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace.stats import STARTS, decompose_life_expectancy, life_expectancy
from tests.stats.cases import FOLDER

CASES = json.loads((FOLDER / "life_expectancy.json").read_text())
BASE = CASES["base"]["inputs"]
DEATHS, PEOPLE = np.array(BASE["deaths"]), np.array(BASE["pops"])


def test_the_published_table():
    result, expected = life_expectancy(DEATHS, PEOPLE), CASES["base"]["expected"]
    np.testing.assert_allclose(result.value, expected["value"], atol=5e-5)
    np.testing.assert_allclose(result.lower, expected["lowercl"], atol=5e-5)
    np.testing.assert_allclose(result.upper, expected["uppercl"], atol=5e-5)
    assert result.count.tolist() == CASES["base"]["deaths_used"]
    assert result.denominator.tolist() == CASES["base"]["pops_used"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("negative_deaths", "negative"),
        ("zero_population", "no_denominator"),
        ("deaths_exceed_population", "count_exceeds_denominator"),
        ("total_population_under_5000", "too_few_people"),
    ],
)
def test_published_tables_that_must_be_refused(name, reason):
    case = CASES["suppressed_all_na"][name]
    both = life_expectancy([case["deaths"], DEATHS], [case["pop"], PEOPLE])
    assert set(both.reason[0].tolist()) == {reason}
    assert np.isnan(both.value[0]).all()
    assert both.value[1].tolist() == life_expectancy(DEATHS, PEOPLE).value.tolist()  # the neighbour is left alone


def test_an_old_age_of_one_death_is_too_uncertain_and_has_no_limits():
    inputs, expected = CASES["wide_ci"]["inputs"], CASES["wide_ci"]["expected"]
    result = life_expectancy(inputs["deaths"][20:], inputs["pops"][20:])
    np.testing.assert_allclose(result.value[:9], expected["value"][:9], atol=5e-5)
    np.testing.assert_allclose(result.lower[:9], expected["lower95_0cl"][:9], atol=5e-5)
    assert set(result.reason[9:].tolist()) == {"too_uncertain"}
    assert np.isnan(result.lower[9:]).all()


def test_nineteen_bands_to_85_and_over():
    d, p = np.append(DEATHS[:18], DEATHS[18:].sum()), np.append(PEOPLE[:18], PEOPLE[18:].sum())
    result = life_expectancy(d, p, STARTS[:19])
    assert abs(result.value[0] - life_expectancy(DEATHS, PEOPLE).value[0]) < 0.2
    assert result.lower[0] < result.value[0] < result.upper[0]


def test_a_table_from_65_and_one_with_a_constant_death_rate():
    old = life_expectancy(DEATHS[14:], PEOPLE[14:], STARTS[14:])
    np.testing.assert_allclose(old.value, life_expectancy(DEATHS, PEOPLE).value[14:], rtol=1e-12)
    flat = life_expectancy(np.full(20, 2000), np.full(20, 100_000))
    assert flat.value[-1] == pytest.approx(50)  # one over the death rate of 2 %


def test_nobody_left_and_nobody_dying():
    deaths = np.where(np.arange(20) == 10, PEOPLE * 0.9, DEATHS)
    dead_out = life_expectancy(deaths, PEOPLE)
    assert set(dead_out.reason[11:].tolist()) == {"no_survivors"}
    assert dead_out.value[0] < 50
    none = life_expectancy(np.where(np.arange(20) == 19, 0, DEATHS), PEOPLE)
    assert set(none.reason.tolist()) == {"no_deaths_at_the_end"}


@pytest.mark.parametrize("starts", [(0, 1), (5, 1), (0,), (0, 0)])
def test_bad_starts_are_refused(starts):
    with pytest.raises(ValueError, match="start"):
        life_expectancy(DEATHS, PEOPLE, starts)


def test_95_percent_limits_hold_the_truth():
    """Deaths drawn about known rates, 2,000 times."""
    rng = np.random.default_rng(8)
    people = PEOPLE // 4
    chance = DEATHS / PEOPLE
    truth = life_expectancy(chance * 1e6, np.full(20, 1e6)).value[0]
    drawn = life_expectancy(rng.poisson(people * chance, (2000, 20)), people)
    held = (drawn.lower[:, 0] <= truth) & (truth <= drawn.upper[:, 0])
    assert 0.94 <= held.mean() <= 0.96


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_contributions_of_ages_and_causes_add_up_to_the_gap(seed):
    rng = np.random.default_rng(seed)
    causes = rng.dirichlet(np.ones(3), 20).T
    here, there = (rng.poisson(DEATHS * factor * causes) for factor in (1.3, 1.0))
    both = decompose_life_expectancy(here, PEOPLE, there, PEOPLE, causes=["heart", "cancer", "other"])
    gap = life_expectancy(here.sum(axis=0), PEOPLE).value[0] - life_expectancy(there.sum(axis=0), PEOPLE).value[0]
    assert both.contribution.shape == (3, 20)
    np.testing.assert_allclose(both.contribution.sum(), gap, atol=1e-9)
    ages = decompose_life_expectancy(here.sum(axis=0), PEOPLE, there.sum(axis=0), PEOPLE)
    np.testing.assert_allclose(both.contribution.sum(axis=0), ages.contribution, atol=1e-12)


def test_a_cause_that_kills_more_in_one_place_alone_carries_the_gap():
    same = DEATHS * 0.5
    result = decompose_life_expectancy(
        [same * 1.4, same], PEOPLE, [same, same], PEOPLE, causes=["smoking", "all other causes"]
    )
    assert (result.contribution[1] == 0).all()
    assert (result.contribution[0] < 0).all()
    # exchanged causes at equal rates of all deaths: no gap, but each cause has its part
    swapped = decompose_life_expectancy([same * 1.2, same * 0.8], PEOPLE, [same, same], PEOPLE, causes=["a", "b"])
    assert swapped.value == pytest.approx(0, abs=1e-12)
    assert swapped.contribution[0].sum() == pytest.approx(-swapped.contribution[1].sum())
    assert swapped.contribution[0].sum() < -0.5


def test_areas_that_can_not_be_decomposed_have_a_reason():
    none = np.where(np.arange(20) == 19, 0, DEATHS)
    result = decompose_life_expectancy([DEATHS, none], PEOPLE, DEATHS, PEOPLE)
    assert result.reason.tolist() == ["", "no_deaths_at_the_end"]
    assert np.isnan(result.contribution[1]).all()
    with pytest.raises(ValueError, match="causes are named"):
        decompose_life_expectancy(DEATHS, PEOPLE, DEATHS, PEOPLE, causes=["a", "b"])
