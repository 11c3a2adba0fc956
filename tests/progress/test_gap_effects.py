"""Did an action narrow the gap: judged by the difference that was said beforehand, with the ratio told beside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from oneplace.place import Measure
from oneplace.progress import sentences
from oneplace.progress.effects import judged
from oneplace.progress.gap_effects import Aim, aimed, gap_effects
from oneplace.progress.sentences import About
from oneplace.progress.spans import months_on

pytestmark = pytest.mark.slow

START = date(2020, 4, 1)
CALM = np.random.default_rng(11).normal(size=60)
AIM = Aim(
    "A7", "m", "deprivation", "1", "the most deprived fifth", 4, date(2023, 3, 14), date(2023, 3, 14),
    date(2024, 3, 31), public=True,
)  # fmt: skip
ABOUT = About(ambition="", question="", measure="Smoking", unit="percent", polarity="low_good", frequency="monthly")


def measure(**changes):
    given = {"id": "m", "frequency": "monthly", "polarity": "low_good", "unit": "percent", "expected_lag_months": 2}
    return Measure.model_construct(**given | {"series_breaks": (), "groups_unlike": None} | changes)


def rows(group, everyone, *, months=1, hidden=(), limits=True, code="1"):
    made = []
    for i, pair in enumerate(zip(group, everyone, strict=True)):
        start = months_on(START, i * months)
        for dimension, name, value in (("deprivation", code, pair[0]), ("all", "all", pair[1])):
            shown = not (i in hidden and dimension == "deprivation")
            ends = (value - 1, value + 1) if shown and limits else (None, None)
            made.append(
                {
                    "period_start": start, "period_end": months_on(start, months), "period_label": f"{start:%B %Y}",
                    "dimension": dimension, "group": name, "group_label": name, "value": value if shown else None,
                    "lower": ends[0], "upper": ends[1], "numerator": None, "denominator": None, "unlike": None,
                    "suppressed": not shown, "reason": None, "origin": "synthetic",
                }
            )  # fmt: skip
    return made


def without_everyone(found):
    """As where everyone is told by months, and the group by years alone."""
    return [row for row in found if row["dimension"] != "all"]


def told(found, aim=AIM, **changes):
    case = aimed(aim, measure(**changes), found, date.min)
    [row] = gap_effects([case], judged([case[0]]))
    return row


def since(by, start=36):
    return by * (np.arange(60) >= start)


FLAT = np.full(60, 20.0)


@pytest.mark.parametrize(
    ("by", "polarity", "verdict"),
    [(-6, "low_good", "worked"), (6, "low_good", "harm"), (0, "low_good", "not_seen"), (-6, "high_good", "worked")],
)
def test_a_gap_that_narrowed_as_was_said_worked_whichever_way_is_good(by, polarity, verdict):
    distance = 10 + CALM + since(by)
    row = told(rows(FLAT + (distance if polarity == "low_good" else -distance), FLAT), polarity=polarity)
    assert (row["verdict"], row["before"], row["after"]) == (verdict, 36, 24)
    assert (row["action"], row["group"], row["expected"], row["origin"]) == ("A7", "1", -4, "synthetic")
    assert row["step_lower"] < by < row["step_upper"]


def test_only_the_difference_that_was_said_beforehand_is_called_worked():
    """Everyone's value halves and the group's with it: the distance halves, and is as many times as before."""
    everyone = 20 - since(10)
    apart = told(rows(everyone * (2 + 0.02 * CALM), everyone))
    assert (apart["verdict"], apart["as_times"]) == ("worked", "not_seen")
    words = sentences.gap_effect(apart, ABOUT).text
    assert words.startswith(
        "It did what it was to do: since 14 March 2023 the gap between the most deprived fifth and everyone in "
        "“Smoking” went down at once by "
    )
    assert "Expected was a fall of 4.0 percentage points by 31 March 2024. " in words
    assert words.endswith("As so many times everyone’s value, the gap has not changed beyond chance.")
    alike = told(rows(everyone + 10 + 0.2 * CALM, everyone))
    assert (alike["verdict"], alike["as_times"]) == ("not_seen", "widened")


def test_what_was_said_in_a_month_shows_from_the_next_on():
    narrowed = rows(FLAT + 10 + CALM + since(-6, 12), FLAT)
    assert told(narrowed, replace(AIM, since=date(2023, 4, 1)))["before"] == 36
    assert told(narrowed, replace(AIM, since=date(2023, 4, 2)))["before"] == 37


@pytest.mark.parametrize(
    ("found", "changes", "reason"),
    [
        (rows(FLAT + 10 + CALM, FLAT, code="2"), {}, "no_values_of_group"),
        (without_everyone(rows(FLAT + 10 + CALM, FLAT)), {}, "no_values_of_everyone"),
        (rows(FLAT + 10 + CALM, FLAT, hidden=range(60)), {}, "too_few_people"),
        (rows(FLAT + 10 + CALM, FLAT, limits=False), {}, "no_limits_of_group"),
        (rows(FLAT + 10 + CALM, FLAT, hidden=range(30)), {}, "too_few_before"),
        (rows(FLAT + 10 + CALM, FLAT, hidden=range(40, 60)), {}, "too_few_after"),
        (rows(FLAT - 10 + CALM, FLAT), {}, "not_behind"),
        (rows(FLAT + 10 + CALM, FLAT), {"groups_unlike": "different people"}, "groups_unlike"),
        (rows(FLAT + 10 + CALM, FLAT), {"polarity": "context"}, "no_good_way"),
    ],
)
def test_why_a_gap_cannot_be_told_is_said(found, changes, reason):
    row = told(found, **changes)
    assert (row["verdict"], row["reason"]) == ("not_judged", reason)
    words = sentences.gap_effect(row, ABOUT).text
    assert words.startswith("What it did to the gap between the most deprived fifth and everyone in “Smoking” can’t be")
    assert ("It can be judged from 1 February 2024 on." in words) == (reason == "too_few_after")


def test_groups_that_are_told_less_often_than_everyone_are_judged_by_their_own_periods():
    distance = 10 + CALM[:40] + (-6) * (np.arange(40) >= 20)
    aim = replace(AIM, said_on=date(2025, 3, 14), since=date(2025, 4, 1), until=date(2026, 3, 31))
    row = told(rows(FLAT[:40] + distance, FLAT[:40], months=3), aim)
    assert (row["verdict"], row["frequency"], row["before"]) == ("worked", "quarterly", 20)
