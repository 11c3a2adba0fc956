"""Every mistake in a pathway: its code, its whole message and mend, and the very character at which it stands."""

import pytest
from tests.flow.found import found, place_of
from tests.flow.good import GOOD

PLACES, WAYS, CLASSES = "There is: x, y.", "There is: x, y, out.", "There is: a, b."
CONDITION = "Write it as `places.ed.inside > 100 patients` (or waiting, blocked; >, >=, <, <=)."
SETTABLE = (
    "Set `places.<place>.capacity` or `pools.<pool>.number` to a number such as `440 beds`, or "
    "`patients.<class>.enters` to a place or an exit."
)
KNOWN = "There is: patients.a, patients.b, places.x, places.y, pools.nurse."
STAY = "stay: {shape: exponential, mean: 1 hour}"
NEXT = "next: {y: 50 %, out: 50 %}"
A_COMES = "a:\n    enters: x"
IF = "if: places.x.waiting > 3 patients"
SET = "{places.x.capacity: 6 beds}"
COST = "places.x: 10 GBP per bed-day"
CIRCLE = "E67", "`{}` never gets out: the way goes in a circle.", "Send a share to an exit."

ONE_ERROR = [  # what is put in place of what, at what it is told, and what is told
    ("exits: [out]", "exits: [out, x]", "[out, x]", "E61", "`x` is a place and an exit.", "Rename one of them."),
    (A_COMES, "a:", "arrivals: {rate", "E61", "`a` has no `enters`.", "Name the place where they come in."),
    (A_COMES, "a:\n    enters: z", "z\n", "E61", "there is no place `z`.", PLACES),
    (A_COMES, "a:\n    enters: out", "out\n", "E61", "there is no place `out`.", PLACES),
    (A_COMES, "a:\n    route: [x, z]", "[x, z]", "E61", "there is no place `z`.", PLACES),
    (
        A_COMES,
        "a:\n    enters: y\n    route: [x, y]",
        "enters: y\n    route",
        "E61",
        "`a` enters at `y` but its route starts at `x`.",
        "Take out `enters`.",
    ),
    ("[a, b]", "[a, c]", "[a, c]", "E61", "there is no class of patients `c`.", CLASSES),
    ("[a, b]", "[[a, c], b]", "[[a, c]", "E61", "there is no class of patients `c`.", CLASSES),
    (NEXT, f"{NEXT}\n    for: {{c: {{{STAY}}}}}", f"{{{STAY}}}", "E61", "there is no class of patients `c`.", CLASSES),
    (NEXT, "next: {z: 50 %, out: 50 %}", "{z", "E61", "there is no place or exit `z`.", WAYS),
    (
        NEXT,
        f"{NEXT}\n    for: {{a: {{next: {{z: 100 %}}}}}}",
        "{z: 100 %}",
        "E61",
        "there is no place or exit `z`.",
        WAYS,
    ),
    (
        NEXT,
        f"{NEXT}\n    leave: {{patience: 1 hour, to: z}}",
        "{patience",
        "E61",
        "there is no place or exit `z`.",
        WAYS,
    ),
    (
        NEXT,
        f"{NEXT}\n    worsens: {{after: 1 hour, to: c}}",
        "{after",
        "E61",
        "there is no class of patients `c`.",
        CLASSES,
    ),
    ("{nurse: 1 nurse}", "{doctor: 1 doctor}", "{doctor", "E61", "there is no pool `doctor`.", "There is: nurse."),
    (
        NEXT,
        "next: {y: 50 %, out: 40 %}",
        "{y: 50 %, out: 40 %}",
        "E62",
        "the shares out of `x` make 90 %, not 100 %.",
        "Correct a share, or add the exit that takes the rest.",
    ),
    (
        NEXT,
        f"{NEXT}\n    for: {{a: {{next: {{y: 99.9999 %}}}}}}",
        "{y: 99.9999 %}",
        "E62",
        "the shares out of `x` make 99.9999 %, not 100 %.",
        "Correct a share, or add the exit that takes the rest.",
    ),
    (
        NEXT,
        "next: {least_loaded: [y, out]}",
        "{least_loaded",
        "E62",
        "`out` is no place, so it cannot be chosen by how full it is.",
        "Name places only.",
    ),
    (
        NEXT,
        "next: {y: 100 %}\n    delay: {out: 1 hour}",
        "{out: 1 hour}",
        "E62",
        "nobody goes from `x` to `out`.",
        "Take it out, or add the way.",
    ),
    (
        STAY,
        f"for: {{a: {{{STAY}}}}}",
        "capacity: 4 beds",
        "E63",
        "`x` has no stay for `b`.",
        "Add `stay`, or one below `for`.",
    ),
    (IF, "if: places.x.wating > 3", "places.x.wating", "E64", "'places.x.wating > 3' is not a condition.", CONDITION),
    (
        IF,
        "if: places.x.waiting > 3",
        "places.x.waiting",
        "E64",
        "'places.x.waiting > 3' is not a condition.",
        CONDITION,
    ),
    (
        IF,
        "if: places.z.waiting > 3 patients",
        "places.z",
        "E64",
        "'places.z.waiting > 3 patients' is not a condition.",
        CONDITION,
    ),
    (
        IF,
        f"{IF}, until: places.x.inside = 1 patient",
        "places.x.inside",
        "E64",
        "'places.x.inside = 1 patient' is not a condition.",
        CONDITION,
    ),
    (
        SET,
        "{places.z.capacity: 6 beds}",
        "{places.z",
        "E64",
        "`places.z.capacity: 6 beds` cannot be set by a rule.",
        SETTABLE,
    ),
    (
        SET,
        "{places.x.queue: 6 beds}",
        "{places.x.queue",
        "E64",
        "`places.x.queue: 6 beds` cannot be set by a rule.",
        SETTABLE,
    ),
    (SET, "{pools.x.number: 6 beds}", "{pools", "E64", "`pools.x.number: 6 beds` cannot be set by a rule.", SETTABLE),
    (
        SET,
        "{places.x.capacity: 6.5 beds}",
        "{places.x.capacity: 6.5",
        "E64",
        "`places.x.capacity: 6.5 beds` cannot be set by a rule.",
        SETTABLE,
    ),
    (
        "capacity: 4 beds",
        "capacity: 4 beds\n    calendar: [{number: 2 beds}]",
        "{number: 2",
        "E65",
        "this shift has no capacity.",
        "Add `capacity: …`.",
    ),
    (
        "3 nurses",
        "3 nurses, calendar: [{capacity: 2 nurses}]",
        "{capacity: 2",
        "E65",
        "this shift has no number.",
        "Add `number: …`.",
    ),
    (
        "capacity: 4 beds",
        "calendar: [{capacity: 2 beds}]",
        "[{capacity: 2",
        "E65",
        "`x` has no capacity outside its shifts.",
        "Add `capacity: …`.",
    ),
    (COST, "places.q: 10 GBP per bed-day", "10 GBP", "E66", "there is no `places.q`.", KNOWN),
    (
        COST,
        "patients.a: 10 GBP per day",
        "10 GBP",
        "E66",
        "a patient is not paid for by time.",
        "Write it per patient or per journey.",
    ),
    (
        COST,
        "pools.nurse: 10 GBP per visit",
        "10 GBP",
        "E66",
        "a pool is paid for by time.",
        "Write it per crew-hour or the like.",
    ),
    (
        "every: 3 hours",
        "every: 0 hours",
        "0 hours",
        "E94",
        "`b` would come without end: there is no time between one and the next.",
        "Write a time above nought, or `batch` for several at once.",
    ),
    (
        "4 beds",
        "4 beds\n    start: 5 patients",
        "5 patients\n    queue",
        "E95",
        "5 do not fit into 4.",
        "Lower the start.",
    ),
    (
        "capacity: 4 beds",
        "start: 50 % full",
        "50 % full",
        "E95",
        "a place without a limit cannot be a share full.",
        "Write `12 patients`.",
    ),
]


@pytest.mark.parametrize("case", ONE_ERROR)
def test_one_mistake_is_one_error_where_it_stands(case):
    old, new, at, *told = case
    assert GOOD.count(old) == 1
    text = GOOD.replace(old, new)
    assert found(text) == [(*place_of(text, at), *told)]


GOOD_TOO = [
    ("exits: [out]", "exits: [out, home]"),
    (A_COMES, "a:\n    route: [x, y]"),
    (A_COMES, "a:\n    enters: x\n    route: [x, y]"),
    ("[a, b]", "[[a, b]]"),
    ("priority: [a, b]\n", ""),
    (NEXT, "next: {y: 50 %, out: 49.9999999999 %}"),
    (NEXT, "next: {least_loaded: [y]}"),
    (NEXT, f"{NEXT}\n    delay: {{out: 1 hour, y: 2 hours}}"),
    (NEXT, f"{NEXT}\n    leave: {{patience: 1 hour, to: finished}}"),
    (IF, "if: ' places.y.blocked <= 0 patients '"),
    (IF, "if: places.y.inside < 1 patient, until: places.y.inside >= 9 patients"),
    (SET, "{pools.nurse.number: 0 nurses}"),
    ("4 beds", "4 beds\n    calendar: [{capacity: 5 beds}]"),
    ("3 nurses", "3 nurses, calendar: [{number: 4 nurses}]"),
    (COST, "patients.a: 10 GBP per journey, pools.nurse: 2 GBP per nurse-hour, places.y: 3 GBP per visit"),
    ("every: 3 hours", "every: 1 second, batch: {'1': 100 %}"),
    ("4 beds", "4 beds\n    start: 4 patients"),
    ("4 beds", "4 beds\n    start: 100 % full"),
    ("capacity: 4 beds\n    queue: 5 patients", "start: 99 patients"),
]


@pytest.mark.parametrize(("old", "new"), GOOD_TOO)
def test_what_is_just_right_is_taken_without_an_error(old, new):
    assert GOOD.count(old) == 1
    assert [code for _, _, code, _, _ in found(GOOD.replace(old, new)) if code.startswith("E")] == []


def test_patients_in_a_circle_are_named_one_by_one():
    text = GOOD.replace(NEXT, "next: {x: 100 %}")
    code, message, mend = CIRCLE
    assert found(text) == [
        (8, 5, code, message.format("a"), mend),
        (11, 5, code, message.format("b"), mend),
    ]


@pytest.mark.parametrize(
    ("back", "out", "codes"), [("99.9999 %", "0.0001 %", []), ("99.99999 %", "0.00001 %", ["E67"] * 2)]
)
def test_who_comes_back_a_million_times_never_gets_out(back, out, codes):
    text = GOOD.replace(NEXT, f"next: {{x: {back}, out: {out}}}")
    assert [code for _, _, code, _, _ in found(text) if code == "E67"] == codes


def test_every_mistake_is_told_at_once_in_the_order_of_the_file():
    text = (
        GOOD.replace(A_COMES, "a:\n    enters: z").replace("[a, b]", "[a, c]").replace(COST, "places.q: 1 GBP per day")
    )
    assert [code for _, _, code, _, _ in found(text)] == ["E61", "E61", "E66"]
