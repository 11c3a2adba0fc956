"""A life table of three bands worked out by hand, its limits by the delta method, and a gap split by age and cause."""

import numpy as np
import pytest

from oneplace.stats import decompose_life_expectancy, life_expectancy

STARTS = (0, 10, 60)
DEATHS, PEOPLE = np.array([30.0, 400, 900]), np.array([6000.0, 40_000, 9000])
Z = 1.959963984540054


def expectation(chances, last_rate, starts=STARTS):
    """Years left at each age, person by person of a hundred thousand: who is alive, and how long they live on."""
    widths = np.diff(starts)
    lived_by_the_dead = [0.1 if start == 0 else 0.5 for start in starts]
    alive, years = [1.0], []
    for q, width, part in zip(chances, widths, lived_by_the_dead, strict=False):
        years.append(alive[-1] * ((1 - q) * width + q * part * width))
        alive.append(alive[-1] * (1 - q))
    years.append(alive[-1] / last_rate)
    return np.array([sum(years[i:]) / alive[i] for i in range(len(starts))])


def chances(deaths=DEATHS, people=PEOPLE, starts=STARTS):
    rate, widths = deaths / people, np.diff(starts)
    part = np.array([0.1 if start == 0 else 0.5 for start in starts])[:-1]
    return rate[:-1] * widths / (1 + rate[:-1] * widths * (1 - part)), rate[-1]


def test_years_left_at_each_age():
    found = life_expectancy(DEATHS, PEOPLE, STARTS)
    q, last = chances()
    assert q.tolist() == [pytest.approx(0.05 / 1.045), pytest.approx(0.5 / 1.25)]
    np.testing.assert_allclose(found.value, expectation(q, last))
    assert found.value[-1] == pytest.approx(10)
    assert found.count.tolist() == [1330, 1300, 900]
    assert found.denominator.tolist() == [55_000, 49_000, 9000]
    assert set(found.method.tolist()) == {"Chiang II"}


def test_those_who_die_in_a_band_that_starts_at_birth_have_lived_a_tenth_of_it():
    later = (1, 10, 60)
    found = life_expectancy(DEATHS, PEOPLE, later)
    np.testing.assert_allclose(found.value, expectation(*chances(starts=later), later))


@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_limits_follow_from_the_spread_of_each_chance_of_dying(confidence):
    """The variance of a chance is q squared (1 - q) over the deaths; the open band's that of its death rate."""
    q, last = chances()
    variance = np.zeros(3)
    for i, step in ((0, 1e-6), (1, 1e-6)):
        turned = q.copy()
        turned[i] += step
        slope = (expectation(turned, last) - expectation(q, last)) / step
        variance += slope**2 * q[i] ** 2 * (1 - q[i]) / DEATHS[i]
    slope = (expectation(q, last * (1 + 1e-7)) - expectation(q, last)) / (last * 1e-7)
    variance += slope**2 * last**2 / DEATHS[-1]
    z = {0.8: 1.2815515655446004, 0.95: Z}[confidence]
    found = life_expectancy(DEATHS, PEOPLE, STARTS, confidence=confidence)
    np.testing.assert_allclose(found.upper - found.value, z * np.sqrt(variance), rtol=1e-4)
    np.testing.assert_allclose(found.value - found.lower, z * np.sqrt(variance), rtol=1e-4)


def test_a_band_in_which_nobody_dies_adds_no_spread():
    found = life_expectancy([0, 400, 900], PEOPLE, STARTS)
    q, last = chances(np.array([0.0, 400, 900]))
    np.testing.assert_allclose(found.value, expectation(q, last))
    assert found.value[0] == pytest.approx(10 + found.value[1])
    assert found.upper[0] - found.value[0] == pytest.approx(float(found.upper[1] - found.value[1]))


def test_limits_of_exactly_ten_years_either_way_are_given():
    """One open band with d deaths and a rate of r: half the width is z / (r x root of d)."""
    for deaths, reason in ((400.0, ""), (398.0, "too_uncertain")):
        people = deaths / (Z / 10 / np.sqrt(399))
        found = life_expectancy([0.5, deaths], [9000, people], (0, 1))
        assert found.reason[1] == reason


def test_where_a_band_kills_all_nobody_reaches_the_next():
    """With a rate of one a year, half of two years is the boundary beyond which nobody is left."""
    for deaths, alive in ((999, True), (1000, False)):
        found = life_expectancy([30, deaths, 900], [6000, 1000, 9000], (0, 10, 12))
        assert (found.reason.tolist() == ["", "", ""]) == alive
    nobody = life_expectancy([30, 1000, 900], [6000, 1000, 9000], (0, 10, 12))
    assert nobody.reason.tolist() == ["", "", "no_survivors"]
    assert nobody.value[1] == pytest.approx(1)  # all die, on average half way through the two years
    sooner = life_expectancy([30, 900, 900], [6000, 1000, 9000], (0, 10, 20))
    assert sooner.value[1] == pytest.approx(5)  # the chance of dying stays one where the rate would make it more


def test_areas_and_levels_broadcast():
    found = life_expectancy([DEATHS, DEATHS * 2], PEOPLE, STARTS, confidence=[0.8, 0.95])
    assert (found.value.shape, found.lower.shape) == ((2, 3), (2, 3, 2))
    assert (found.lower[..., 1] < found.lower[..., 0]).all()


def test_a_gap_is_the_difference_of_the_two_and_its_parts_add_up():
    more = DEATHS * [2, 1, 1]
    found = decompose_life_expectancy(more, PEOPLE, DEATHS, PEOPLE, STARTS)
    gap = life_expectancy(more, PEOPLE, STARTS).value[0] - life_expectancy(DEATHS, PEOPLE, STARTS).value[0]
    assert found.value == pytest.approx(gap)
    np.testing.assert_allclose(found.contribution, [gap, 0, 0], atol=1e-12)
    assert (found.causes, found.starts.tolist(), found.method) == ((), [0, 10, 60], "Arriaga")
    last = decompose_life_expectancy(DEATHS * [1, 1, 2], PEOPLE, DEATHS, PEOPLE, STARTS)
    np.testing.assert_allclose(last.contribution, [0, 0, last.value], atol=1e-12)
    # survivors to 60 are 0.95215 x 0.6; each loses five of their ten years
    assert last.value == pytest.approx(-5 * (1 - 0.05 / 1.045) * 0.6)


def test_causes_share_an_age_s_part_by_their_share_of_the_difference():
    heart, other = DEATHS * [0.5, 0.5, 0.5], DEATHS * [0.5, 0.5, 0.5]
    found = decompose_life_expectancy(
        [heart * 1.5, other * 1.25], PEOPLE, [heart, other], PEOPLE, STARTS, causes=["heart", "other"]
    )
    np.testing.assert_allclose(found.contribution[0], 2 * found.contribution[1])
    assert found.contribution.sum() == pytest.approx(float(found.value))
    assert found.causes == ("heart", "other")


@pytest.mark.parametrize(
    ("deaths", "reference", "reason"),
    [
        ([[20, 200, 450], [10, 200, 450]], [[20, 200, 450], [10, 200, 450]], ""),
        ([[-1, 200, 450], [31, 200, 450]], [[20, 200, 450], [10, 200, 450]], "negative"),
        ([[20, 200, 450], [10, 200, 450]], [[31, 200, 450], [-1, 200, 450]], "negative"),
        ([[20, 200, np.nan], [10, 200, 450]], [[20, 200, 450], [10, 200, 450]], "missing"),
        ([[20, 200, 0], [10, 200, 0]], [[20, 200, 450], [10, 200, np.nan]], "no_deaths_at_the_end"),
        ([[20, 200, 450], [10, 200, 450]], [[20, 200, 0], [10, 200, 0]], "no_deaths_at_the_end"),
        ([[20, 20_000, 450], [10, 20_000, 450]], [[20, 200, 450], [10, 200, 450]], "no_survivors"),
    ],
)
def test_why_a_gap_is_not_split(deaths, reference, reason):
    found = decompose_life_expectancy(deaths, PEOPLE, reference, PEOPLE, STARTS, causes=["a", "b"])
    assert str(found.reason) == reason
    assert np.isnan(found.value) == (reason != "")
    assert np.isnan(found.contribution).all() == (reason != "")


def test_a_small_population_can_still_be_split_and_areas_broadcast():
    found = decompose_life_expectancy(
        [[3, 40, 90], [6, 40, 90]], [600, 4000, 900], [3, 40, 90], [600, 4000, 900], STARTS
    )
    assert found.reason.tolist() == ["", ""]
    assert found.value[0] == 0
    assert found.value[1] < 0
    assert found.contribution.shape == (2, 3)


def test_one_death_in_a_band_is_as_uncertain_as_its_share_of_the_variance_says():
    """The variance of a band's chance of dying falls with its deaths, be they 1, 2 or 4 at the same rate."""
    found = [life_expectancy([k, 400, 500], [3000 * k, 20_000, 5000], [0, 60, 80]) for k in (1, 2, 4)]
    one, two, four = ((float(each.upper[0]) - float(each.lower[0])) ** 2 for each in found)
    assert one > two > four
    assert one - two == pytest.approx(2 * (two - four), rel=1e-9)
