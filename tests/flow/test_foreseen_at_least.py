"""What is foreseen where people choose between places, may be turned away on the way, or come more and more often."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.flow.found import found

from oneplace import flow

HEAD = "format: pathway/1\nid: p\nname: A pathway\nprovenance: illustrative\nrun: 365.25 days\n"
TWO = """patients: {a: {enters: e, arrivals: {rate: RATE patients per day}}}
places:
  e: {capacity: 9 beds, stay: 1 hour, next: {WAY: [x, y]}}
  x: {capacity: 15 beds, QUEUE stay: 1 day}
  y: {capacity: 5 beds, QUEUE stay: 1 day}
"""
NONE = "queue: 0 patients,"
TOGETHER = "`x` and `y` need at least {} on average but have 20: {} grows without end."
UP = "they hold up `e`, and the queue there"


def said(text):
    return [(code, message) for _, _, code, message, _ in found(HEAD + text) if code in ("W70", "W77")]


@pytest.mark.parametrize("way", ["least_loaded", "first_free"])
@pytest.mark.parametrize(("queue", "grows"), [("", "their queue"), (NONE, UP)])
def test_places_that_people_choose_from_are_taken_together(way, queue, grows):
    text = TWO.replace("WAY", way).replace("QUEUE", queue)
    assert said(text.replace("RATE", "16")) == []  # half of it would be too much for y, and it gets a quarter
    assert said(text.replace("RATE", "19")) == []
    assert said(text.replace("RATE", "22")) == [("W70", TOGETHER.format("22.0", grows))]


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 40), st.sampled_from(["least_loaded", "first_free"]))
@example(2, 9, 11, "least_loaded")  # sums of seconds come to 10.999999999999998
def test_what_is_foreseen_of_a_choice_is_the_sum_of_its_places(x, y, rate, way):
    text = TWO.replace("WAY", way).replace("QUEUE", "").replace("RATE", str(rate)).replace("9 beds", "99 beds")
    codes = said(
        text.replace("x: {capacity: 15", f"x: {{capacity: {x}").replace("y: {capacity: 5", f"y: {{capacity: {y}")
    )
    assert bool(codes) is (rate >= x + y)


def test_a_place_after_a_choice_is_not_foreseen_to_get_all():
    text = TWO.replace("WAY", "first_free").replace("QUEUE", "").replace("RATE", "12")
    beyond = text.replace("15 beds,  stay: 1 day", "2 beds, stay: 1 day, next: {z: 100 %}").replace("5 beds", "15 beds")
    assert said(f"{beyond}  z: {{capacity: 3 beds, stay: 1 day}}\n") == []


CHAIN = """patients:
  a: {enters: e, arrivals: {rate: 12 patients per day}}
  b: {enters: v, arrivals: {rate: 1 patient per day}}
places:
  e: {capacity: 20 beds, stay: 4 hours, next: {w: 50 %, v: 50 %}}
  w: {capacity: 20 beds, queue: 0 patients, stay: 1 day, next: {z: 100 %}}
  v: {capacity: 20 beds, queue: 5 patients, stay: 1 day, next: {z: 100 %}}
  z: {capacity: 10 beds, queue: 0 patients, stay: 1 day}
exits: [out]
"""
HOLDS = ("W70", "`z` needs 12.0 on average but has 10: it holds up `e`, and the queue there grows without end.")
GIVES_UP = "leave: {patience: 1 hour, to: out}"


@pytest.mark.parametrize(
    ("was", "becomes", "foreseen"),
    [
        ("", "", [HOLDS]),  # b may be turned away, and the rest alone is too much
        ("a: {enters: e", "a: {enters: v", []),  # then they themselves are
        ("12 patients", "9.5 patients", []),  # too much with b only
        ("z: {", f"z: {{for: {{b: {{{GIVES_UP}}}}}, ", [HOLDS]),
        ("z: {", f"z: {{for: {{a: {{{GIVES_UP}}}}}, ", []),
        ("e: {", f"e: {{for: {{b: {{{GIVES_UP}}}}}, ", [HOLDS]),  # b never waits there
    ],
)
def test_who_may_be_turned_away_is_left_out_and_the_rest_is_foreseen(was, becomes, foreseen):
    assert said(CHAIN.replace(was, becomes) if was else CHAIN) == foreseen


GROWS = """patients: {a: {enters: x, arrivals: {rate: RATE patients per hour, growth: BY % per year}}}
places: {x: {capacity: 10 beds, stay: {shape: exponential, mean: 1 hour}}}
"""


@pytest.mark.parametrize(
    ("rate", "by", "foreseen"),
    [
        ("8", "20", []),  # 9.6 at the end
        ("8", "50", [("W77", "`x` needs 12.0 by the end of the run but has 10: its queue grows from some day on.")]),
        ("10", "44", [("W70", "`x` needs 12.1 on average but has 10: its queue grows without end.")]),
        ("13", "-50", []),  # as many as it has at first, half at the end
    ],
)
def test_growth_is_foreseen_to_the_end_of_the_run(rate, by, foreseen):
    assert said(GROWS.replace("RATE", rate).replace("BY", by)) == foreseen


@pytest.mark.parametrize(
    ("rule", "codes"),
    [
        ("{if: places.x.waiting > 3 patients, set: {places.x.capacity: 5 beds}}", ["W70"]),  # it closes in a crowd
        ("{if: places.x.waiting > 3 patients, set: {places.x.capacity: 10 beds}}", []),
        ("{if: places.x.waiting < 3 patients, set: {places.x.capacity: 5 beds}}", []),
        ("{if: places.x.blocked > 3 patients, set: {places.x.capacity: 5 beds}}", []),
        ("{if: places.x.inside >= 3 patients, until: places.x.inside < 2 patients, set: {places.x.capacity: 9 beds}}",
         []),
        ("{if: places.x.inside >= 3 patients, until: places.x.inside > 4 patients, set: {places.x.capacity: 5 beds}}",
         []),
    ],
)  # fmt: skip
def test_a_rule_that_closes_beds_in_a_crowd_is_counted(rule, codes):
    text = GROWS.replace("RATE", "8").replace("BY", "0")
    assert [code for code, _ in said(f"{text}when: {{r: {rule}}}\n")] == codes


def test_a_rule_of_the_queue_that_a_full_ward_makes_grow_is_counted():
    text = "patients: {a: {enters: e, arrivals: {rate: 12 patients per day}}}\nplaces:\n"
    text += "  e: {capacity: 20 bays, stay: 4 hours, next: {w: 100 %}}\n"
    text += "  w: {capacity: 10 beds, queue: 0 patients, stay: 1 day}\n"
    rule = "when: {r: {if: places.%s.%s > %s patients, set: {places.w.capacity: %s beds}}}\n"
    assert said(text + rule % ("e", "waiting", 9, 13)) == []
    assert said(text + rule % ("w", "inside", 9, 13)) == []
    assert [code for code, _ in said(text + rule % ("e", "waiting", 9, 11))] == ["W70"]
    assert [code for code, _ in said(text + rule % ("w", "waiting", 0, 13))] == ["W77"]  # nobody can wait there


def test_a_place_without_beds_to_which_nobody_comes_has_no_queue():
    text = (
        GROWS.replace("RATE", "8")
        .replace("BY", "0")
        .replace("places: {", "places: {y: {capacity: 0 beds, stay: 1 day}, ")
    )
    assert said(text) == []
    assert not flow.never_served(flow.parse(HEAD + text))


@pytest.mark.parametrize(("stay", "needs"), [("61 minutes", "1.02"), ("60 minutes", "1.0"), ("72 minutes", "1.2")])
def test_what_is_needed_is_not_rounded_to_what_there_is(stay, needs):
    text = "patients: {a: {enters: x, arrivals: {every: 1 hour}}}\n"
    text += f"places: {{x: {{capacity: 1 bed, stay: {stay}}}}}\n"
    assert said(text)[0][1].startswith(f"`x` needs {needs} on average but has 1:")
