"""When long-term conditions begin: a hundred-year-old population of women of the least deprived fifth."""

from __future__ import annotations

import numpy as np
import pytest

from oneplace.synth.city.health import Health, draw_health
from oneplace.synth.city.people import People
from oneplace.synth.draw.calendar import DAYS, FAR, YEAR
from oneplace.synth.draw.randomness import Streams

SIZE = 30_000
LEAST, MOST = 4, 0


def aged(sex: int) -> People:
    def same(value: int) -> np.ndarray:
        return np.full(SIZE, value, dtype=np.int64)

    return People(
        birth=same(-round(120 * YEAR)),
        sex=same(sex),
        ethnic=same(0),
        entry=same(0),
        leave=same(FAR),
        death=same(FAR),
        home=same(0),
        moved_on=same(FAR),
        second_home=same(0),
        mother=same(-1),
        head=same(-1),
    )


@pytest.fixture(scope="module")
def women() -> Health:
    return draw_health(Streams(2), aged(0), np.full(SIZE, LEAST))


@pytest.fixture(scope="module")
def poor_men() -> Health:
    return draw_health(Streams(2), aged(1), np.full(SIZE, MOST))


def ages(health: Health, condition: str) -> np.ndarray:
    onset = health.onset[condition]
    return (onset[onset < FAR] + 120 * YEAR) / YEAR


CURVES = [
    # condition, share of women at great age, age at half of it, years from there to 73 % of it
    ("hypertension", 0.56, 62, 9),
    ("diabetes", 0.165, 56, 9),
    ("asthma", 0.085, 12, 6),
    ("atrial_fibrillation", 0.17, 79, 6),
    ("heart_failure", 0.1, 80, 6),
    ("depression", 0.15, 31, 8),
    ("severe_mental_illness", 0.009, 31, 6),
    ("dementia", 0.36, 88, 5),
    ("ckd", 0.32, 77, 7),
    ("frailty", 0.62, 81, 6),
]


@pytest.mark.parametrize(("condition", "share", "half", "steep"), CURVES)
def test_a_condition_begins_along_its_curve(
    women: Health, condition: str, share: float, half: float, steep: float
) -> None:
    found = ages(women, condition)
    error = 5 * 2 * steep / np.sqrt(len(found))
    assert np.quantile(found, 0.73) - np.quantile(found, 0.5) == pytest.approx(steep, abs=max(error, 0.3 * steep))
    lowest_share = 1 / (1 + np.exp((half - 0.5) / steep))  # what would begin before half a year of age does not
    assert np.median(found) == pytest.approx(half + 2 * steep * lowest_share, abs=error + 0.02 * half)
    assert len(found) / SIZE / (1 - lowest_share) == pytest.approx(share, rel=0.08, abs=0.002)


@pytest.mark.parametrize(
    ("condition", "ratio"),
    [
        ("diabetes", 1.25 * 1.8),
        ("depression", 0.65 * 1.7),
        ("asthma", 0.85 * 1.35),
        ("atrial_fibrillation", 1.3 * 1.1),
        ("heart_failure", 1.2 * 1.6),
        ("ckd", 0.9 * 1.4),
    ],
)
def test_men_of_the_most_deprived_fifth_have_it_by_both_ratios(
    women: Health, poor_men: Health, condition: str, ratio: float
) -> None:
    assert len(ages(poor_men, condition)) / len(ages(women, condition)) == pytest.approx(ratio, rel=0.08)


@pytest.mark.parametrize(("condition", "times"), [("copd", 3.2), ("chd", 1.5), ("stroke", 1.4), ("cancer", 1.4)])
def test_who_smokes_or_did_has_it_oftener(women: Health, condition: str, times: float) -> None:
    smoker = women.smokes | women.used_to
    ill = women.onset[condition] < FAR
    assert ill[smoker].mean() / ill[~smoker].mean() == pytest.approx(times, rel=0.15)


def test_who_has_more_needs_more(women: Health) -> None:
    many = sum((onset < DAYS // 2).astype(int) for onset in women.onset.values())
    need = [women.need[many == count].mean() for count in range(1, 6)]
    assert need == sorted(need)
