"""How what-if numbers are written, what a paired difference is called, and where places stand in the drawing."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace import flow
from oneplace.web.whatif.presenters.differences import Runs, line
from oneplace.web.whatif.presenters.drawing import flow_drawing
from oneplace.web.whatif.presenters.network import BOX, TALL, laid_out, shares_of
from oneplace.web.whatif.presenters.words import (
    Verdict,
    difference_scale,
    duration_words,
    title,
    value_scale,
    verdict,
)


def value(mean: float, half: float = 0.0) -> flow.Value:
    return flow.Value(mean, mean - half, mean + half, half, mean, mean, 12)


@pytest.mark.parametrize(
    ("unit", "number", "written"),
    [
        ("hours", 0.002, "7.20 seconds"),
        ("hours", 0.25, "15.0 minutes"),
        ("hours", 5.0, "5.00 hours"),
        ("hours", 130.0, "5.42 days"),
        ("minutes", 9.5, "9.50 minutes"),
        ("days", 400.0, "400 days"),
        ("share", 0.9063, "90.6%"),
        ("share", 0.0042, "0.42%"),
        ("GBP", 990.0, "£990"),
        ("GBP", 25.5, "£25.50"),
        ("GBP", 82_430_000.0, "£82.4 million"),
        ("kgCO2e", 200.0, "200 kg CO₂e"),
        ("kgCO2e", 6_744_000.0, "6,744 tonnes CO₂e"),
        ("bed-days", 544.4, "544 bed-days"),
        ("patients", 105_024.2, "105,024"),
        ("patients", 0.0, "0"),
        ("hours", math.nan, "–"),
    ],
)
def test_a_value_is_in_a_unit_that_suits_its_size(unit, number, written):
    assert value_scale(unit, 0.0 if math.isnan(number) else number).value(number) == written


@pytest.mark.parametrize(
    ("unit", "mean", "half", "written", "limits"),
    [
        ("hours", -0.2, 0.06, "−12.0 minutes", "−15.6 to −8.4"),
        ("hours", 5.0, 2.0, "+5.0 hours", "3.0 to 7.0"),
        ("GBP", -61_234.0, 42_000.0, "−£61,000", "−£103,000 to −£19,000"),
        ("GBP", 1_500_000.0, 200_000.0, "+£1.50 million", "£1.30 million to £1.70 million"),
        ("share", -0.0455, 0.0009, "−4.55 percentage points", "−4.64 to −4.46"),
        ("patients", -16.2, 21.0, "−16", "−37 to 5"),
        ("patients", 0.0, 0.0, "0", ""),
        ("patients", -99.0, 0.0, "−99", "in every run"),
        ("bed-days", -182.0, 122.0, "−182 bed-days", "−304 to −60"),
    ],
)
def test_a_difference_has_its_own_unit_and_the_figures_that_are_known(unit, mean, half, written, limits):
    here = difference_scale(unit, value(mean, half))
    assert here.signed(mean) == written
    assert here.limits(value(mean, half)) == limits


@given(
    unit=st.sampled_from(["minutes", "hours", "days", "share", "GBP", "kgCO2e", "patients", "bed-days", "per 100"]),
    mean=st.floats(-1e9, 1e9),
    half=st.floats(0, 1e9),
)
def test_every_difference_can_be_written_and_nought_has_no_sign(unit, mean, half):
    here = difference_scale(unit, value(mean, half))
    text = here.signed(mean)
    if not any(figure in text for figure in "123456789"):
        assert "+" not in text
        assert "−" not in text
    assert value_scale(unit, abs(mean)).value(mean)


@pytest.mark.parametrize(
    ("mean", "half", "good", "unit", "found"),
    [
        (-3.0, 1.0, "less", "hours", Verdict.BETTER),
        (3.0, 1.0, "less", "hours", Verdict.WORSE),
        (3.0, 1.0, "more", "patients", Verdict.BETTER),
        (0.1, 0.01, "neither", "share", Verdict.MOVED),
        (-3.0, 3.5, "less", "hours", Verdict.UNSURE),
        (-3.0, 3.0, "less", "hours", Verdict.UNSURE),
        (-0.001, 0.0005, "less", "hours", Verdict.SLIGHT),
        (-0.1, 0.01, "less", "minutes", Verdict.BETTER),
        (0.5, 0.1, "less", "patients", Verdict.SLIGHT),
        (0.0, 0.0, "less", "hours", Verdict.SAME),
        (math.nan, math.nan, "less", "hours", Verdict.UNSURE),
    ],
)
def test_a_difference_is_sure_where_its_limits_leave_out_nought(mean, half, good, unit, found):
    assert verdict(value(mean, half), good, unit) is found


def test_a_line_pairs_run_with_run():
    now, then = np.array([10.0, 20.0, 30.0]), np.array([9.0, 19.0, 29.0])
    found = line("wait", (now, then), "minutes", "Wait")
    assert (found.now, found.then, found.difference, found.limits) == (
        "20.0 minutes",
        "19.0 minutes",
        "−1.00 minutes",
        "in every run",
    )
    assert found.words == "Sure: shorter"


def test_a_run_without_anybody_to_measure_is_left_out():
    found = line("wait", (np.array([1.0, np.nan, 3.0]), np.array([2.0, 5.0, 4.0])), "minutes", "Wait")
    assert found.now == "2.00 minutes"
    assert found.words == "Sure: longer"
    none = line("wait", (np.full(3, np.nan), np.full(3, np.nan)), "minutes", "Wait")
    assert (none.now, none.difference, none.limits) == ("–", "–", "")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(900, "15 minutes"), (14_400, "4 hours"), (10_886_400, "18 weeks"), (90, "90 seconds"), (60, "1 minute")],
)
def test_a_target_is_told_as_people_say_it(seconds, words):
    assert duration_words(seconds) == words


def test_what_has_no_name_is_called_by_its_id():
    assert title(None, "care_home") == "Care home"
    assert title("A home", "care_home") == "A home"


WARD = """
format: pathway/1
id: p
name: A pathway
provenance: illustrative
run: 5 days
patients:
  a: {enters: door, arrivals: {rate: 40 patients per day}}
  b: {enters: ward, arrivals: {rate: 4 patients per day}}
places:
  door: {stay: 1 hour, next: {ward: 30 %, home: 20 %, out: 50 %}}
  ward: {capacity: 30 beds, stay: 1 day, next: {rehab: 50 %, home: 50 %}}
  rehab: {stay: 1 day, next: {home: 90 %, ward: 10 %}}
  home: {stay: 2 days}
exits: [out]
"""


def runs(text: str) -> Runs:
    return Runs(flow.simulate(flow.parse(text), replications=2), None)


def test_the_shares_are_those_of_the_file():
    found = shares_of(runs(WARD))
    assert found == {
        ("door", "ward"): pytest.approx(0.3),
        ("door", "home"): pytest.approx(0.2),
        ("ward", "rehab"): pytest.approx(0.5),
        ("ward", "home"): pytest.approx(0.5),
        ("rehab", "home"): pytest.approx(0.9),
        ("rehab", "ward"): pytest.approx(0.1),
    }


def test_people_go_from_left_to_right_and_back_below():
    here = runs(WARD)
    layout = laid_out(here.now.pathway, shares_of(here))
    assert layout.column == {"door": 0, "ward": 1, "rehab": 2, "home": 3}
    assert ("rehab", "ward") not in layout.passing
    drawn = flow_drawing(here, None)
    assert drawn is not None
    assert [way.share for way in drawn.ways if way.back] == ["10%"]


def test_no_box_lies_on_another_and_no_way_crosses_a_box_that_it_passes():
    here = runs(WARD)
    layout = laid_out(here.now.pathway, shares_of(here))
    boxes = [(layout.x(name), y) for name, y in layout.y.items() if "@" not in name]
    for i, (x, y) in enumerate(boxes):
        for other_x, other_y in boxes[i + 1 :]:
            assert x != other_x or abs(y - other_y) >= TALL
    for points in layout.passing.values():
        for point in points:
            y = layout.y[point]
            assert all(layout.x(point) != x or y + 12 <= top or y >= top + TALL for x, top in boxes)
    assert all(y >= 0 for y in layout.y.values())
    assert BOX > 0


def test_a_pathway_too_large_to_draw_is_not_drawn():
    names = [f"p{n}" for n in range(30)]
    places = "".join(f"  {a}: {{stay: 1 hour, next: {{{b}: 100 %}}}}\n" for a, b in pairwise(names))
    text = (
        "format: pathway/1\nid: p\nname: Long\nprovenance: illustrative\nrun: 2 days\n"
        "patients: {a: {enters: p0, arrivals: {rate: 4 patients per day}}}\n"
        f"places:\n{places}  p29: {{stay: 1 hour}}\n"
    )
    assert flow_drawing(runs(text), None) is None


def test_the_drawing_is_told_in_words():
    drawn = flow_drawing(runs(WARD), None)
    assert drawn is not None
    assert "Door: 30% to Ward, 20% to Home." in drawn.description
    assert "Home: the pathway ends here." in drawn.description


def test_the_same_limits_are_never_once_sure_and_once_not() -> None:
    """A hair below nought is sure and a hair above is not: in print, too, they end on either side of nought."""
    sure, unsure = (flow.Value(-0.015, -0.03, upper, 0.01, -0.03, 0.0, 30) for upper in (-1e-7, 1e-7))
    both = [sure, unsure]
    ends = [difference_scale("share", each).limits(each).partition(" to ")[2] for each in both]
    assert [verdict(each, "less", "share") for each in both] == [Verdict.BETTER, Verdict.UNSURE]
    assert ends == ["just below 0", "just above 0"]
