"""Who completes a pathway: who goes out after a stay; and everybody who comes is somewhere."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace import flow

HEAD = "format: pathway/1\nid: p\nname: A pathway\nprovenance: illustrative\nrun: 9 days\n"
CLINIC = """
patients: {a: {enters: clinic, arrivals: {times: [0 hours, 0 hours, 0 hours, 5 hours]}}}
places:
  clinic: {capacity: 1 room, stay: 2 hours, leave: {patience: 1 hour, to: TO}}
  walk_in: {stay: 1 hour}
exits: [given_up]
"""


@pytest.mark.parametrize(
    ("to", "completed", "time"),
    [("given_up", 2, 2.0), ("walk_in", 4, 2.0), ("finished", 2, 2.0)],  # an hour's wait, then an hour's stay
)
def test_who_gives_up_and_goes_out_has_not_completed_it(pathway, to, completed, time):
    found = flow.simulate(pathway(CLINIC.replace("TO", to), run="60 hours"), replications=1)
    assert found.value("arrivals").mean == 4
    assert found.value("completed").mean == completed
    assert found.value("time in pathway").mean == pytest.approx(time)
    assert found.value("left", "clinic").mean == (0 if to == "walk_in" else 2)
    assert sum(found.value(f"out by {way}").mean for way in found.pathway.exits) == 4


def test_who_is_cancelled_and_goes_out_has_not_completed_it(pathway):
    text = """
start: "2026-01-05"
patients: {a: {enters: x, arrivals: {times: [9 hours, 9 hours]}}}
places:
  x:
    capacity: 0 rooms
    calendar: [{from: "09:00", to: "10:00", capacity: 1 room}]
    stay: 2 hours
    closes: {waiting_to: elsewhere}
exits: [elsewhere]
"""
    found = flow.simulate(pathway(text, run="60 hours"), replications=1)
    measures = [found.value(*what).mean for what in (("cancelled", "x"), ("completed",), ("out by elsewhere",))]
    assert measures == [1, 1, 1]


@settings(deadline=None, max_examples=40)
@given(
    st.fixed_dictionaries(
        {
            "times": st.lists(st.integers(0, 40), min_size=1, max_size=12),
            "beds": st.integers(1, 3),
            "queue": st.integers(0, 3),
            "patience": st.integers(0, 6),
            "stay": st.integers(1, 9),
            "to": st.sampled_from(["gone", "y", "finished"]),
            "discipline": st.sampled_from(["fifo", "lifo"]),
        }
    )
)
def test_everybody_who_comes_completes_gives_up_or_is_turned_away(case):
    times = case.pop("times")
    text = """
patients: {{a: {{enters: x, arrivals: {{times: [{times}]}}}}}}
places:
  x:
    capacity: {beds} beds
    queue: {queue} patients
    discipline: {discipline}
    stay: {stay} hours
    leave: {{patience: {patience} hours, to: {to}}}
    next: {{z: 50 %, gone: 50 %}}
  y: {{capacity: 1 bed, queue: 1 patient, stay: 3 hours}}
  z: {{stay: 1 hour}}
exits: [gone]
"""
    text = HEAD + text.format(times=", ".join(f"{t} hours" for t in times), **case)
    found = flow.simulate(flow.parse(text), replications=1, log=True)
    number = {name: found.value(name).mean for name in ("arrivals", "completed", "lost")}
    left = sum(found.value("left", place).mean for place in "xyz")
    assert number["arrivals"] == len(times) == number["completed"] + number["lost"] + left
    assert sum(found.value(f"out by {way}").mean for way in found.pathway.exits) == number["completed"] + left
    # Little's law: the area under who waits is the time that they wait, served or not
    log = found.log.to_pydict()
    ends = [s if s == s else w for s, w in zip(log["started"], log["went"], strict=True)]  # noqa: PLR0124  NaN
    waited = sum(e - c for e, c in zip(ends, log["came"], strict=True))
    areas = sum(found.value("waiting", place).mean for place in "xyz") * 9 * 24
    assert areas == pytest.approx(waited)
