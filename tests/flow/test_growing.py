"""Queues that grow without end though no sum foretells it are told after the run, and no longer run is advised."""

from __future__ import annotations

import numpy as np
import pytest

from oneplace import flow
from oneplace.flow.simulation.growing import growing

HOUR = "{shape: exponential, mean: 1 hour}"
TANDEM = f"""
patients: {{a: {{enters: x, arrivals: {{rate: RATE patients per hour}}}}}}
places:
  x: {{capacity: 1 bed, stay: {HOUR}, next: {{y: 100 %}}}}
  y: {{capacity: 1 bed, queue: 0 patients, stay: {HOUR}}}
"""  # two in a row without room between let through 2/3 of one place's rate
RESTART = """
patients:
  a: {enters: x, arrivals: {rate: 1 patient per hour}}
  b: {enters: x, arrivals: {rate: 0.1 patients per hour}}
priority: [a, b]
places: {x: {capacity: 1 bed, preempt: restart, stay: 30 minutes, for: {b: {stay: 3 hours}}}}
"""


@pytest.mark.parametrize("text", [TANDEM.replace("RATE", "0.8"), RESTART])
def test_what_blocks_or_begins_again_takes_capacity_and_the_queue_is_told_to_grow(pathway, text):
    made = pathway(text, run="100 days")
    assert made.warnings == ()
    found = flow.simulate(made, replications=6)
    assert [of.place for of in found.growing] == ["x"]
    (note,) = [note for note in found.notes if "grew all through the run" in note]
    assert note.startswith("The queue of `x` grew all through the run, from ")
    assert not any("lengthen" in note for note in found.notes)


def test_a_queue_that_settles_is_not_told_to_grow(pathway):
    assert flow.simulate(pathway(TANDEM.replace("RATE", "0.4"), run="100 days"), replications=6).growing == ()


def test_growing_arrivals_have_no_long_run_to_settle_into(pathway):
    text = "patients: {a: {enters: x, arrivals: {rate: 90 patients per day, growth: 80 % per year}}}\n"
    found = flow.simulate(pathway(f"{text}places: {{x: {{stay: 2 days}}}}\n", run="600 days"), replications=4)
    assert found.notes == ()


DRAWN = """
patients: {a: {enters: x, arrivals: {rate: 8.5 patients per hour (7 to RATE)}}}
places: {x: {capacity: 10 beds, stay: {shape: exponential, mean: 1 hour}}}
"""


@pytest.mark.parametrize(("rate", "told"), [("14", True), ("9", False)])
def test_draws_for_which_a_queue_grows_without_end_are_counted(pathway, rate, told):
    found = flow.simulate(pathway(DRAWN.replace("RATE", rate), run="30 days"), replications=20)
    assert (found.endless > 0) is told
    assert found.endless % 2 == 0  # each draw is run twice
    assert any("a queue grows without end" in note for note in found.notes) is told
    assert not (told and any("lengthen" in note for note in found.notes))


def waiting(lines):
    """Runs of a queue at one place, as a result has them."""
    return np.stack([np.stack([np.zeros_like(line), line], axis=1)[:, :, None] for line in lines]).astype(np.float32)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (lambda t: 3 * t, True),
        (lambda t: 50 + t, True),
        (lambda t: 40 * (1 - np.exp(-t / 15)), False),  # it settles
        (lambda t: 20 + 0 * t, False),
        (lambda t: 90 - t, False),
        (lambda t: 30 * np.sin(t / 9) ** 2, False),
    ],
)
def test_a_line_that_grows_as_fast_at_the_end_as_before_is_told(pathway, line, found):
    made, t = (
        pathway(TANDEM.replace("RATE", "0.1").replace("y: 100 %", "finished: 100 %"), run="9 days"),
        np.arange(80.0),
    )
    noise = np.random.default_rng(1).normal(0, 1, (6, 80))
    told = growing(made, waiting([line(t) + each for each in noise]))
    assert bool(told) is found
    assert growing(made, waiting([line(t)] * 3)) == ()  # three runs are too few
