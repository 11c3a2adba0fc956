"""What is foreseen of a pathway that can be read: each warning, whole, and the very character at which it stands."""

import pytest
from tests.flow.found import found, place_of
from tests.flow.good import GOOD

ONLY = """format: pathway/1
id: p
name: A pathway
provenance: illustrative
run: 10 days
patients: {a: {enters: x, arrivals: {rate: RATE patients per hour}}}
places: {x: {capacity: 4 beds, stay: 1 hour}}
"""
MORE = "Add capacity, shorten stays, limit the queue or let people leave it."
HALF_A_DAY = '4 beds, calendar: [{from: "00:00", to: "12:00", capacity: 2 beds}]'
WITHOUT_END = "`x` needs {} on average but has 4: its queue grows without end."
MAY = "`x` needs {} on average but has 3.0 over its week: its queue may never end."


@pytest.mark.parametrize(
    ("rate", "capacity", "said"),
    [
        ("3.99", "4 beds", []),
        ("4", "4 beds", [("W70", WITHOUT_END.format("4.0"))]),
        ("4.26", "4 beds", [("W70", WITHOUT_END.format("4.3"))]),
        ("2.99", HALF_A_DAY, []),
        ("3", HALF_A_DAY, [("W77", MAY.format("3.0"))]),
        ("3.99", HALF_A_DAY, [("W77", MAY.format("4.0"))]),
        ("4", HALF_A_DAY, [("W70", WITHOUT_END.format("4.0"))]),
        ("9", "4 beds, queue: 3 patients", []),
        ("9", "4 beds, leave: {patience: 1 hour, to: finished}", []),
        ("9", "unlimited", []),
    ],
)
def test_a_place_with_too_little_is_foreseen(rate, capacity, said):
    text = ONLY.replace("RATE", rate).replace("4 beds", capacity)
    assert found(text) == [(*place_of(text, "{capacity: 4 beds"), code, message, MORE) for code, message in said]


RING = """format: pathway/1
id: p
name: A pathway
provenance: illustrative
run: 10 days
patients: {a: {enters: x, arrivals: {rate: 1 patient per hour}}}
places:
  x: {queue: 2 patients, capacity: 4 beds, stay: 1 hour, next: {y: 100 %}}
  y: {queue: 3 patients, capacity: 4 beds, stay: 1 hour, next: {x: 20 %, out: 80 %}}
exits: [out]
"""
RINGS = [
    ("out: 80 %", "out: 80 %", ["x"]),
    ("queue: 2 patients, ", "", []),
    ("queue: 3 patients, capacity: 4 beds", "queue: 3 patients", []),
    ("{x: 20 %, out: 80 %}", "{y: 20 %, out: 80 %}", []),
    ("{x: 20 %, out: 80 %}", "{out: 100 %}", []),
    ("{x: 20 %, out: 80 %}", "{out: 100 %}, leave: {patience: 1 hour, to: x}", ["x"]),
    ("{x: 20 %, out: 80 %}", "{out: 100 %}, for: {a: {next: {x: 1 %, out: 99 %}}}", ["x"]),
    ("{x: 20 %, out: 80 %}", "{least_loaded: [z]}}\n  z: {stay: 1 hour, next: {x: 5 %, out: 95 %}", []),
]


@pytest.mark.parametrize(("old", "new", "first"), RINGS)
def test_full_places_in_a_circle_are_foreseen_once(old, new, first):
    text = RING.replace(old, new)
    said = "full places in a circle with `{}` can hold each other for ever."
    mend = "Give one place of the circle an unlimited queue."
    assert [row for row in found(text) if row[2] != "W72"] == [
        (*place_of(text, "{queue: 2"), "W71", said.format(name), mend) for name in first
    ]


NOBODY = [
    ("rate: 1 patient per hour", "rate: 0 patients per hour", 1),
    (", arrivals: {rate: 1 patient per hour}", "", 1),
    ("rate: 1 patient per hour", "times: [1 hour]", 0),
    ("rate: 1 patient per hour", "forecast: calls", 0),
]


@pytest.mark.parametrize(("old", "new", "times"), NOBODY)
def test_a_pathway_to_which_nobody_comes_is_foreseen(old, new, times):
    text = ONLY.replace("RATE patients", "1 patient").replace(old, new)
    assert found(text) == [(6, 11, "W72", "nobody arrives.", "Give a class its arrivals.")] * times


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("", ["`y`"]),
        (", next: {y: 1 %, out: 99 %}", []),
        (", next: {least_loaded: [y]}", []),
        (", leave: {patience: 1 hour, to: y}", []),
    ],
)
def test_a_place_to_which_nobody_comes_is_foreseen(way, said):
    text = ONLY.replace("RATE", "1").replace("1 hour}}", f"1 hour{way}}}, y: {{stay: 1 day}}}}\nexits: [out]")
    mend = "Take it out, or send somebody there."
    assert found(text) == [(*place_of(text, "{stay: 1 day"), "W72", f"nobody comes to {name}.", mend) for name in said]


UNSET = "`{}` is not set: nothing can be simulated without it."
UNPAID = "`{}` is not set: what it pays for is left out of the results."
TRY = "Write the number, or give one to try with a scenario or `--set`."


@pytest.mark.parametrize(
    ("old", "new", "name", "said", "mend"),
    [
        ("4 beds", "not_set", "places.x.capacity", UNSET, TRY),
        ("1 hour}", "not_set}", "places.x.stay.mean", UNSET, TRY),
        ("every: 3 hours", "times: [1 hour, not_set]", "patients.b.arrivals.times.1", UNSET, TRY),
        ("10 GBP per bed-day", "not_set", "costs.places.x", UNPAID, "Write the amount where it is known."),
    ],
)
def test_what_is_not_set_is_told_where_it_stands(old, new, name, said, mend):
    text = GOOD.replace(old, new)
    assert found(text) == [(*place_of(text, "not_set"), "W76", said.format(name), mend)]


CHAIN = """format: pathway/1
id: p
name: A pathway
provenance: illustrative
run: 100 days
patients: {all: {enters: ed, arrivals: {rate: 12 patients per day}}}
places:
  ed: {capacity: 20 bays, stay: 4 hours, next: {ward: 100 %}}
  ward: {capacity: BEDS, queue: 0 patients, stay: 1 day}
"""
NONE = "`ward` has none, and 12.0 would be needed on average: it holds up `ed`, and the queue there grows without end."
HOLDS_UP = "`ward` needs 12.0 on average but has {}: it holds up `ed`, and the queue there {}."
SHUT = "calendar: [{from: '08:00', to: '18:00', capacity: 9 beds}]"
STAFFED = "99 beds, uses: {n: 2 nurses}, queue: 0 patients, stay: 1 day}"
TRANSPORT = "next: {home: 50 %, out: 50 %}, delay: {home: 1 day}"
OVERFLOW = "next: {ward: 100 %}, leave: {patience: 1 hour, to: finished}"


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("BEDS", "13 beds", []),
        ("BEDS", "12 beds", [("W70", HOLDS_UP.format("12", "grows without end"))]),
        ("BEDS", "10 beds", [("W70", HOLDS_UP.format("10", "grows without end"))]),
        ("BEDS", "0 beds", [("W70", NONE)]),
        (
            "BEDS",
            "10 beds, calendar: [{from: '00:00', to: '12:00', capacity: 13 beds}]",
            [("W77", HOLDS_UP.format("11.5 over its week", "may never end"))],
        ),
        ("20 bays", "20 bays, queue: 5 patients", []),  # who finds the department full is turned away
        ("next: {ward: 100 %}", OVERFLOW, []),
        # how many find the ward closed, and go elsewhere, is not foreseen
        ("BEDS", f"0 beds, {SHUT}, closes: {{waiting_to: home}}", []),
        ("BEDS", f"0 beds, {SHUT}, closes: {{coming_to: home}}", []),
        (
            "BEDS",
            f"0 beds, {SHUT}",
            [("W70", HOLDS_UP.format("9", "grows without end"))],
        ),
        (
            "rate: 12 patients per day}}",
            "rate: 6 patients per day}}, w: {enters: ward, arrivals: {rate: 6 patients per day}}",
            [],
        ),
        ("next: {ward: 100 %}", "next: {ward: 50 %, finished: 50 %}", []),
        # staff of the ward, too few of them: the same
        ("BEDS, queue: 0 patients", f"{STAFFED}\npools: {{n: {{number: 25 nurses}}}}\n#", []),
        (
            "BEDS, queue: 0 patients",
            f"{STAFFED}\npools: {{n: {{number: 24 nurses}}}}\n#",
            [("W70", HOLDS_UP.format("24", "grows without end").replace("`ward` needs 12.0", "`n` needs 24.0"))],
        ),
        # a bed that is held while half of them wait a day for transport: 18 in all
        (
            "BEDS",
            f"18 beds, {TRANSPORT}",
            [("W70", HOLDS_UP.format("18", "grows without end").replace("12.0", "18.0"))],
        ),
        ("BEDS", f"19 beds, {TRANSPORT}", []),
    ],
)
def test_a_ward_with_too_little_is_seen_in_the_queue_before_it(was, becomes, said):
    text = CHAIN.replace(was, becomes).replace("BEDS", "10 beds") + "exits: [home, out]\n"
    assert [(code, message) for _, _, code, message, _ in found(text)] == said


RULED = (
    ONLY.replace("RATE", "8") + "when: {r: {if: places.WATCHED > 5 patients, set: {places.x.capacity: OPENED beds}}}\n"
)


@pytest.mark.parametrize(
    ("watched", "opened", "codes"),
    [("x.inside", 10, []), ("x.waiting", 9, []), ("x.inside", 8, ["W70"]), ("y.inside", 10, ["W77"])],
)
def test_a_rule_that_opens_beds_where_they_are_needed_is_counted(watched, opened, codes):
    text = RULED.replace("WATCHED", watched).replace("OPENED", str(opened))
    text = text.replace(
        "{x: {capacity: 4 beds, stay: 1 hour}}",
        "{x: {capacity: 4 beds, stay: 1 hour, next: {y: 100 %}}, y: {stay: 1 hour}}",
    )
    assert [code for _, _, code, _, _ in found(text)] == codes


POOL = ONLY.replace("RATE", "1").replace("4 beds, stay: 1 hour", "4 beds, stay: 1 hour, uses: {n: 3 nurses}")


@pytest.mark.parametrize(
    ("pool", "said"),
    [
        ("{number: 3 nurses}", []),
        ("{number: 2 nurses}", ["a stay uses 3 of `n` at once, which never has more than 2."]),
        ("{number: 2 nurses, calendar: [{days: [mon], number: 3 nurses}]}", []),
        ("{number: 2 nurses}}\nwhen: {r: {if: places.x.waiting > 1 patient, set: {pools.n.number: 3 nurses}}", []),
    ],
)
def test_more_staff_at_once_than_there_ever_are_is_an_error_at_its_line(pool, said):
    problems = found(f"{POOL}pools: {{n: {pool}}}\n")
    assert [message for _, _, code, message, _ in problems if code == "E97"] == said
    assert [line for line, _, code, _, _ in problems if code == "E97"] == [7] * len(said)


@pytest.mark.parametrize(
    ("start", "codes"), [("4000000 patients", []), ("4000001 patients", ["E95"]), ("1000000000 patients", ["E95"])]
)
def test_more_at_the_start_than_a_run_holds_is_refused_at_its_line(start, codes):
    text = ONLY.replace("RATE", "1").replace("{capacity: 4 beds, stay: 1 hour}", f"{{stay: 1 hour, start: {start}}}")
    assert [code for _, _, code, _, _ in found(text)] == codes
