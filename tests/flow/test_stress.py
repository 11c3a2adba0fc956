"""The STRESS-DES report: every heading, what the file says, and `not said` for all that it doesn't."""

import re

import pytest
from tests.flow.conftest import HEAD
from tests.flow.good import GOOD
from tests.flow.test_whole_format import TEXT

from oneplace import flow
from oneplace.flow.simulation.stress_des import NOT_SAID

BARE = HEAD + "run: 9 days\npatients: {a: {enters: x}}\nplaces: {x: {stay: 1 hour}}\n"
HEADINGS = [
    *("1. Objectives", "1.1 Purpose of the model", "1.2 Model outputs", "1.3 Experimentation aims"),
    *("2. Logic", "2.1 Base model overview diagram", "2.2 Base model logic", "2.3 Scenario logic", "2.4 Algorithms"),
    *("2.5 Components", "2.5.1 Entities", "2.5.2 Activities", "2.5.3 Resources", "2.5.4 Queues"),
    *("2.5.5 Entry and exit points", "3. Data", "3.1 Data sources", "3.2 Pre-processing", "3.3 Input parameters"),
    *("3.4 Assumptions", "4. Experimentation", "4.1 Initialisation", "4.2 Run length", "4.3 Estimation approach"),
    *("5. Implementation", "5.1 Software or programming language", "5.2 Random sampling", "5.3 Model execution"),
    *("5.4 System specification", "6. Code access", "6.1 Computer model sharing statement"),
]


def sections(text):
    parts = re.split(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], (part.strip() for part in parts[2::2]), strict=True))


@pytest.mark.parametrize("text", [BARE, GOOD, TEXT])
def test_every_heading_stands_in_its_order(text):
    made = flow.stress_des(flow.parse(text))
    assert list(sections(made))[1:] == HEADINGS
    assert made == flow.stress_des(flow.parse(text))


def test_what_the_file_does_not_say_is_not_said():
    found = sections(flow.stress_des(flow.parse(BARE)))
    silent = ("1.1 Purpose of the model", "1.3 Experimentation aims", "3.2 Pre-processing", "5.4 System specification")
    assert [found[name] for name in silent] == [NOT_SAID] * 4
    assert found["3.4 Assumptions"].startswith(NOT_SAID)
    assert f"Source: {NOT_SAID}" in found["3.1 Data sources"]
    assert found["2.3 Scenario logic"] == "The file has no scenarios."
    assert found["4.1 Initialisation"].startswith("Warm-up: none. First day: a Monday.\n\nIt starts empty.")


def test_what_the_file_says_is_there():
    text = TEXT.replace(
        "clock: hours",
        "clock: hours\npurpose: How many beds are enough?\nnote: Nights are as days.\nsource: A made-up report",
    )
    text = text.replace("    start: 95 % full", "    start: 95 % full\n    note: Beds are alike.")
    found = sections(flow.stress_des(flow.parse(text)))
    assert found["1.1 Purpose of the model"] == "How many beds are enough?"
    assert "A made-up report" in found["3.1 Data sources"]
    assert "illustrative" in found["3.1 Data sources"]
    assumptions = "- all: Nights are as days.\n- places.ward: Beds are alike.\n- frail, walk_in: shares by fifth"
    assert assumptions in found["3.4 Assumptions"]
    assert found["2.3 Scenario logic"] == "- **more_d2a**: places.d2a.capacity 195 places."
    assert "while places.ed.inside > 100 patients, places.ward.capacity 440 beds" in found["2.4 Algorithms"]
    assert "| frail |  | rank 1 | not said |" in found["2.5.1 Entities"]
    assert (
        "| ward | all | lognormal, mean 5 days, cv 130 % | d2a exponential, mean 1 day |  |  |"
        in (found["2.5.2 Activities"])
    )
    assert "| handover | 8 bays |  | crews 1 crew |" in found["2.5.3 Resources"]
    assert "| ed | 50 patients | fifo | no |" in found["2.5.4 Queues"]
    assert "- In: **frail** at handover: forecast ambulance_frail." in found["2.5.5 Entry and exit points"]
    assert "- Out: **left_unseen**." in found["2.5.5 Entry and exit points"]
    assert "for frail to ward 60 %, discharged 40 %" in found["2.2 Base model logic"]
    assert "ward 95 % full" in found["4.1 Initialisation"]
    assert found["4.2 Run length"] == "365 days are counted. Results are in hours."


def test_every_number_of_the_file_is_among_the_parameters():
    found = sections(flow.stress_des(flow.parse(TEXT)))["3.3 Input parameters"]
    body = TEXT[TEXT.index("patients:\n") : TEXT.index("scenarios:")]
    without_comments = re.sub(r" #.*", "", body)
    for number in re.findall(r"\d+ (?:%|[a-z]+)", without_comments):
        assert number in found, number


def test_the_diagram_has_every_way_once():
    found = sections(flow.stress_des(flow.parse(GOOD)))["2.1 Base model overview diagram"]
    ways = [line.strip() for line in found.splitlines() if "-->" in line]
    assert sorted(ways) == sorted(
        ['c0(("a")) --> p_x', 'c1(("b")) --> p_x', "p_x --> p_y", "p_x --> x_out", "p_y --> x_finished"]
    )


def test_a_fixed_route_is_drawn_and_told():
    text = BARE.replace("{enters: x}", "{route: [x, y, x]}").replace(
        "{x: {stay: 1 hour}}", "{x: {stay: 1 hour}, y: {stay: 1 hour}}"
    )
    found = sections(flow.stress_des(flow.parse(text)))
    assert "a go x → y → x, whatever places say." in found["2.2 Base model logic"]
    assert {"p_x --> p_y", "p_y --> p_x", "p_x --> x_finished"} <= {
        line.strip() for line in found["2.1 Base model overview diagram"].splitlines()
    }


def test_a_scenario_is_reported_as_it_sets_things():
    found = sections(flow.stress_des(flow.apply(flow.parse(GOOD), "more")))
    assert "| x | 5 beds |" in found["2.5.3 Resources"]


def test_a_formula_that_holds_is_named_and_a_gap_shown():
    text = BARE.replace("stay: 1 hour", "capacity: 3 beds, queue: 0 patients, stay: 1 hour").replace(
        "{enters: x}", "{enters: x, arrivals: {rate: 1 patient per hour}}"
    )
    assert "(Erlang B)" in sections(flow.stress_des(flow.parse(text)))["2.4 Algorithms"]
    unset = sections(flow.stress_des(flow.parse(text.replace("3 beds", "not_set"))))
    assert "`places.x.capacity` is not set" in unset["3.4 Assumptions"]
    assert "| `places.x.capacity` | not_set |" in unset["3.3 Input parameters"]


def test_text_cannot_break_a_table_or_a_label():
    found = sections(flow.stress_des(flow.parse(BARE.replace("{enters: x}", '{enters: x, name: "a | b \\"c\\""}'))))
    assert "a &#124; b &quot;c&quot;" in found["2.5.1 Entities"]
    assert '(("a | b &quot;c&quot;"))' in found["2.1 Base model overview diagram"]
