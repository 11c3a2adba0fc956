"""Who has which long-term condition from when, who smokes, and how much care each person tends to need."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from oneplace.synth.city.people import People, by_group
from oneplace.synth.city.planted import CONDITION_ETHNICITY, CONDITION_FIFTHS, SMOKING, UNDIAGNOSED
from oneplace.synth.draw.calendar import DAYS, FAR, YEAR
from oneplace.synth.draw.randomness import Flags, Floats, Ints, Streams

_CURVES = {
    # condition: share at great age, age at half of it, years from there to 73 % of it, ratio men to women
    "hypertension": (0.56, 62.0, 9.0, 1.05),
    "diabetes": (0.165, 56.0, 9.0, 1.25),
    "copd": (0.046, 66.0, 7.0, 1.1),
    "asthma": (0.085, 12.0, 6.0, 0.85),
    "chd": (0.16, 72.0, 8.0, 1.6),
    "atrial_fibrillation": (0.17, 79.0, 6.0, 1.3),
    "heart_failure": (0.1, 80.0, 6.0, 1.2),
    "stroke": (0.12, 77.0, 8.0, 1.15),
    "cancer": (0.2, 72.0, 10.0, 1.0),
    "depression": (0.15, 31.0, 8.0, 0.65),
    "severe_mental_illness": (0.009, 31.0, 6.0, 1.15),
    "dementia": (0.36, 88.0, 5.0, 0.85),
    "ckd": (0.32, 77.0, 7.0, 0.9),
    "frailty": (0.62, 81.0, 6.0, 0.85),
}
_SMOKER_RATIO = {"copd": 3.2, "chd": 1.5, "stroke": 1.4, "cancer": 1.4}
_NEED = {
    "hypertension": 0.1,
    "diabetes": 0.35,
    "copd": 0.8,
    "asthma": 0.25,
    "chd": 0.5,
    "atrial_fibrillation": 0.3,
    "heart_failure": 0.8,
    "stroke": 0.4,
    "cancer": 0.6,
    "depression": 0.4,
    "severe_mental_illness": 1.0,
    "dementia": 0.5,
    "ckd": 0.3,
    "frailty": 0.7,
}
"""What each condition adds to a person's use of care."""


@dataclass
class Health:
    """Day of onset of each condition (``FAR`` = never), whether it is coded, smoking, propensity to use care."""

    onset: dict[str, Ints]
    coded: dict[str, Flags]
    smokes: Flags
    stops_on: Ints
    used_to: Flags
    need: Floats

    def has(self, condition: str, rows: Ints, day: Ints | int) -> Flags:
        """Whether these people have the condition on a day."""
        return np.asarray(self.onset[condition][rows] <= day)

    def diagnosed(self, condition: str, rows: Ints, day: Ints | int) -> Flags:
        """Whether these people have the condition on a day and the practice knows."""
        return np.asarray(self.coded[condition][rows] & (self.onset[condition][rows] <= day))


def draw_health(streams: Streams, people: People, fifth: Ints) -> Health:
    """Give everyone their conditions.

    The share who have a condition at an age is a logistic curve times the planted ratios, so the age at onset is the
    curve's inverse at one uniform draw: everyone's history follows in closed form.
    """
    rng = streams.stream("health")
    size = len(people)
    age_at_end = people.age(DAYS)
    adult = age_at_end >= 17
    smokes = adult & (rng.random(size) < np.array(SMOKING)[fifth] * np.where(people.sex == 1, 1.12, 0.88))
    used_to = adult & ~smokes & (rng.random(size) < np.clip(age_at_end / 200, 0, 0.35))
    stops = np.where(smokes & (rng.random(size) < 0.1), rng.integers(0, DAYS, size), FAR)
    onset: dict[str, Ints] = {}
    coded: dict[str, Flags] = {}
    need = np.exp(rng.normal(0, 0.65, size))
    load = np.ones(size)
    for condition, (most, half, steep, men) in _CURVES.items():
        ratio = np.array(CONDITION_FIFTHS[condition])[fifth] * by_group(CONDITION_ETHNICITY, condition, people.group)
        ratio *= np.where(people.sex == 1, men, 1.0)
        ratio *= np.where(smokes | used_to, _SMOKER_RATIO.get(condition, 1.0), 1.0)
        draw = rng.random(size) / np.minimum(most * ratio, 0.97)
        with np.errstate(divide="ignore", invalid="ignore"):
            age = half - steep * np.log(1 / draw - 1)
        day = people.birth + age * YEAR
        happens = (draw < 1) & (age > 0.5) & (day < people.exit)
        onset[condition] = np.where(happens, day, FAR).astype(np.int64)
        missed = np.array(UNDIAGNOSED.get(condition, (0.0,) * 5))[fifth]
        coded[condition] = rng.random(size) >= missed
        load += _NEED[condition] * (onset[condition] < (people.entry + people.exit) // 2)
    return Health(onset, coded, smokes, stops.astype(np.int64), used_to, need * load)
