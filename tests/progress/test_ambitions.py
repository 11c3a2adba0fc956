"""An ambition as the rules see it, from the place's files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from oneplace.progress import Span, ambitions
from tests.progress.tiny import AGREED, PATH, a_place


def year(start):
    return Span(date(start, 4, 1), date(start + 1, 4, 1), f"{start}/{(start + 1) % 100:02d}")


def one(folder, outcome=PATH, **more):
    (found,) = ambitions(a_place(folder, outcome, **more))
    return found


def with_measures(place, **measures):
    return replace(place, measures=measures)


def test_what_is_measured_comes_from_the_measure_and_what_is_meant_from_the_strategy(tmp_path):
    found = one(tmp_path, more="decimals: 2", frequency="monthly", polarity="high_good", outcome=AGREED)
    assert (found.id, found.measure, found.frequency, found.lag_months) == ("A1", "falls", "monthly", 6)
    about = found.about
    assert (about.ambition, about.question, about.measure) == ("Fewer", "Are there fewer?", "Falls")
    assert (about.unit, about.polarity, about.decimals, about.frequency) == ("percent", "high_good", 2, "monthly")
    assert about.reason == ""


def test_areas_are_the_places_own_and_those_it_is_compared_with(tmp_path):
    assert one(tmp_path).about.areas == {
        "E06000045": "Tiny",
        "E12000008": "South East",
        "E92000001": "England",
    }


def test_what_nothing_measures_has_the_plainest_form(tmp_path):
    found = one(tmp_path, "gap: GAP1, provenance: not_set")
    assert (found.measure, found.frequency, found.lag_months, found.breaks) == (None, "irregular", 0, ())
    about = found.about
    assert (about.measure, about.unit, about.polarity, about.decimals) == (None, "(unit not set)", "context", 0)
    assert about.frequency == "irregular"


@pytest.mark.parametrize(
    ("outcome", "labels", "values"),
    [
        (AGREED, [], []),
        (f"{AGREED}, baseline: {{period: 2020/21, value: 10}}", [], []),
        (f"{AGREED}, target: {{period: 2026/27, value: 4}}", ["2026/27"], [4.0]),
        (PATH, ["2020/21", "2026/27"], [10.0, 4.0]),
        (f"{AGREED}, target: {{period: 2024/25, value: 4}}, trajectory: {{2023/24: 6, 2022/23: 9, 2024/25: 4}}",
         ["2022/23", "2023/24", "2024/25"], [9.0, 6.0, 4.0]),
        (f"{AGREED}, baseline: {{period: 2021/22, value: 10}}, target: {{period: 2023/24, value: 4}}, "
         "trajectory: {2022/23: 9, 2023/24: 4}", ["2021/22", "2022/23", "2023/24"], [10.0, 9.0, 4.0]),
    ],
)  # fmt: skip
def test_the_path_goes_from_the_baseline_by_its_steps_to_the_target(tmp_path, outcome, labels, values):
    found = one(tmp_path, outcome)
    assert [point.span.label for point in found.path] == labels
    assert [point.value for point in found.path] == values


def test_baseline_and_target_are_points_in_their_periods(tmp_path):
    found = one(tmp_path)
    assert (found.baseline.span, found.baseline.value) == (year(2020), 10.0)
    assert (found.target.span, found.target.value) == (year(2026), 4.0)


def test_what_is_not_set_is_no_point(tmp_path):
    bare = one(tmp_path, AGREED)
    assert (bare.baseline, bare.target, bare.target_provenance) == (None, None, None)


@pytest.mark.parametrize(("own", "told"), [("", "agreed"), (", provenance: illustrative", "illustrative")])
def test_a_target_has_its_own_provenance_or_the_ambitions(tmp_path, own, told):
    assert one(tmp_path, f"{AGREED}, target: {{period: 2026/27, value: 4{own}}}").target_provenance == told


def test_breaks_are_the_days_on_which_they_start(tmp_path):
    found = one(tmp_path, more="series_breaks: [{at: 2024-04, why: A.}, {at: 2022/23, why: B.}]")
    assert found.breaks == (date(2024, 4, 1), date(2022, 4, 1))


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ("", (None, None)),
        (", gap_ambition: not_set", (None, None)),
        (", gap_ambition: {dimension: sex, statistic: relative_gap, provenance: not_set}", ("sex", "relative_gap")),
    ],
)
def test_the_gap_that_is_meant_is_named(tmp_path, wish, told):
    found = one(tmp_path, PATH + wish)
    assert (found.gap_dimension, found.gap_statistic) == told


@pytest.mark.parametrize(
    ("more", "reason"),
    [("", "Falls is defined, but nothing here computes it."), ("breakdown_gap: Wait for 2027.", "Wait for 2027.")],
)
def test_a_measure_that_nothing_computes_is_no_measure_and_says_why(tmp_path, more, reason):
    place = a_place(tmp_path, more=more)
    uncomputed = place.measures["falls"].model_copy(update={"compute": None})
    (found,) = ambitions(with_measures(place, falls=uncomputed))
    assert found.measure is None
    assert found.about.reason == reason
    assert (found.about.measure, found.about.unit) == ("Falls", "percent")


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        ("gap: GAP1, provenance: not_set", "Nobody counts it."),
        ('gap: GAP1, published: "nomis:1", provenance: not_set', "Nobody counts it."),
        ('published: "nomis:1", provenance: not_set', "the published measure nomis:1 is not read here."),
    ],
)
def test_why_nothing_measures_it_is_the_gap_then_the_published_measure(tmp_path, outcome, reason):
    assert one(tmp_path, outcome).about.reason == reason


def test_the_first_of_its_measures_that_the_place_has_measures_it(tmp_path):
    place = a_place(tmp_path, "measure: falls, measures: [falls], provenance: not_set")
    second = place.measures["falls"].model_copy(update={"id": "trips"})
    outcome = place.strategy.outcomes[0].model_copy(update={"measures": ("trips", "falls"), "measure": "slips"})
    place = replace(place, strategy=place.strategy.model_copy(update={"outcomes": (outcome,)}))
    assert ambitions(with_measures(place, falls=second, trips=second))[0].measure == "trips"
    assert ambitions(with_measures(place, falls=place.measures["falls"]))[0].measure == "falls"
    (none,) = ambitions(with_measures(place))
    assert (none.measure, none.about.reason) == (None, "no measure is bound to it.")


@pytest.mark.parametrize(
    ("changed", "strategy"),
    [
        ({}, (date(2020, 4, 1), date(2028, 4, 1))),
        ({"start": "not_set"}, None),
        ({"end": "not_set"}, None),
        (None, None),
    ],
)
def test_the_strategys_own_period_is_known_where_both_its_ends_are(tmp_path, changed, strategy):
    place = a_place(tmp_path)
    period = "not_set" if changed is None else place.strategy.period.model_copy(update=changed)
    other = replace(place, strategy=place.strategy.model_copy(update={"period": period}))
    assert [one.strategy for one in ambitions(other)] == [strategy]
