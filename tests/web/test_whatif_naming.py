"""The page names things as people do: no ids, no keys of the file, and nothing on how to mend the file."""

from __future__ import annotations

import re

import numpy as np
import pytest

from oneplace import flow
from oneplace.flow import Result
from oneplace.flow.simulation.growing import Growing
from oneplace.web.whatif.presenters.about import about
from oneplace.web.whatif.presenters.differences import Runs, line, whole
from oneplace.web.whatif.presenters.naming import called, named, never_settles, to_mind, unpriced

TEXT = """
format: pathway/1
id: p
name: A pathway
provenance: illustrative
warm_up: 1 days
run: 10 days
patients:
  all: {name: Everybody, enters: ed, arrivals: {rate: 60 patients per day}}
places:
  ed:
    name: Emergency department
    capacity: 10 bays
    stay: 4 hours
    leave: {patience: 0 minutes, to: corridor}
    uses: {nurses: 1 nurse}
    next: {ward_one: 50 %, home: 50 %}
  corridor: {capacity: 20 trolleys, queue: 0 patients, stay: 5 hours, next: {home: 100 %}}
  ward_one: {name: Ward, capacity: 20 beds, stay: 1 day}
  empty: {stay: 1 day}
pools: {nurses: {name: Nurses, number: 20 nurses}}
when:
  full:
    if: places.ward_one.waiting >= 5 patients
    until: places.ward_one.waiting < 1 patients
    set: {places.ward_one.capacity: 25 beds}
  short: {if: places.ed.inside > 9 patients, set: {pools.nurses.number: 22 nurses}}
costs: {places.ward_one: not_set GBP per bed-day}
exits: [home]
"""


@pytest.fixture(scope="module")
def result() -> Result:
    text = TEXT.replace("not_set GBP per bed-day", "not_set")
    return flow.simulate(flow.parse(text), replications=2)


def test_what_is_to_be_minded_names_places_and_does_not_say_how_to_mend_a_file(result):
    said = [*never_settles(result), *to_mind(result)]
    assert said[0].startswith("“Ward” needs 30.0 on average but has")
    assert not any("without end" in text for text in said[1:])
    assert "Nobody comes to “Empty”." in said
    everything = " ".join(said)
    assert not re.search(r"`|ward_one|places\.|lengthen|warm_up|Take it out|\bAdd capacity", everything)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("use `oneplace flow --compare`", "use “oneplace flow --compare”"),
        ("open data `population_estimates`", "open data “population estimates”"),
        ("`ward_one` is full", "“Ward” is full"),
    ],
)
def test_no_mark_of_code_is_left(result, text, words):
    assert named(result.pathway, text) == words


def test_an_unsettled_run_is_told_without_words_for_its_author(result):
    class Settling:
        given, needed, settled, is_short = 86_400.0, 3 * 86_400.0, True, True

    class Moving:
        given, needed, settled, is_short = 86_400.0, None, False, False

    class Made:
        pathway = flow.parse(TEXT.replace("not_set GBP per bed-day", "not_set"))
        warm_up, growing, endless, replications = Settling, (), 0, 6

    assert "The pathway takes about 3 days to settle, and is counted after 1 day already." in to_mind(Made)
    Settling.needed = 1.4 * 86_400  # a day, too
    assert not any("to settle" in text for text in to_mind(Made))
    Made.warm_up = Moving
    assert any("still changing half-way" in text for text in to_mind(Made))
    place = Made.pathway.places[0]
    Made.growing = (Growing(place, 3.0, 30.0),)
    name = Made.pathway.file.places[place].name or place
    assert any(text.startswith(f"The queue of “{name}” grew all through the time") for text in to_mind(Made))
    Made.growing, Made.endless = (), 4
    assert any(text.startswith("In 4 of the 6 runs, with the numbers drawn") for text in to_mind(Made))
    assert not any("half-way" in text for text in to_mind(Made))


def test_a_clock_over_several_places_is_told_of_the_whole_pathway():
    clock = "clocks: {four: {name: Left the department, until_left: [ed, corridor], within: 4 hours}}\n"
    made = flow.parse(TEXT.replace("not_set GBP per bed-day", "not_set") + clock)
    told = whole(Runs(flow.simulate(made, replications=2), None)).lines[-1]
    assert told.label == "Left the department: within 4 hours of arrival"
    assert told.now.endswith("%")


@pytest.mark.parametrize(
    ("costs", "path", "said"),
    [
        ("places.ward_one: 9 GBP per bed-day", "places.ward_one.capacity", "counts “Ward” by use alone"),
        ("places.ward_one: 9 GBP fixed per year", "places.ward_one.capacity", "counts “Ward” by use alone"),
        ("places.ward_one: 9 GBP per staffed bed-day", "places.ward_one.capacity", None),
        ("places.ward_one: [9 GBP per bed-day, 9 GBP capital per bed]", "places.ward_one.capacity", None),
        ("places.ward_one: 9 GBP per bed-day", "places.ed.capacity", "has no price for “Emergency department”"),
        ("places.ward_one: 9 GBP per bed-day", "places.ed.stay", None),
        ("places.ward_one: 9 GBP per bed-day", "pools.nurses.number", "has no price for “Nurses”"),
        ("pools.nurses: 9 GBP per nurse-hour", "pools.nurses.number", None),
    ],
)
def test_the_bill_says_where_it_leaves_out_what_more_beds_or_staff_cost(costs, path, said):
    now = flow.parse(TEXT.replace("places.ward_one: not_set GBP per bed-day", costs))
    then = flow.apply(now, {path: "3 hours" if path.endswith("stay") else "21 of them"})
    text = f"The bill {said}: what it costs to have more or fewer there is left out."
    assert unpriced(now, then) == ([text] if said else [])


def test_without_costs_there_is_no_bill_to_mind():
    now = flow.parse(TEXT.replace("costs: {places.ward_one: not_set GBP per bed-day}\n", ""))
    assert unpriced(now, flow.apply(now, {"places.ed.capacity": "11 bays"})) == []


def test_ids_and_paths_become_names(result):
    assert called(result.pathway, "places.ward_one.capacity") == "Ward, capacity"
    assert called(result.pathway, "costs.places.ward_one") == "Ward, cost"
    said = named(result.pathway, "`ed`, `nurses`, `all`, `home` and `costs.places.ward_one` but ed")
    assert said == "“Emergency department”, “Nurses”, “Everybody”, “home” and “Ward, cost” but ed"


def test_rules_are_told_in_words(result):
    assert about(result.pathway).rules == (
        "While at least 5 are waiting at Ward, until fewer than 1 are waiting at Ward: Ward, capacity becomes 25 beds",
        "While more than 9 are there at Emergency department: Nurses, number becomes 22 nurses",
    )
    assert about(result.pathway).places[0].capacity == "10 bays; uses 1 nurse of Nurses"


def test_who_is_sent_on_is_told_apart_from_who_gives_up(result):
    told = {one.code: one for one in whole(Runs(result, None)).lines}
    assert told["sent on"].label.startswith("People sent on")
    assert float(told["sent on"].now.replace(",", "")) > 0
    assert "left" not in told


@pytest.mark.parametrize(("share", "now"), [(1.04, "104% (overrun)"), (1.0, "100%"), (0.98, "98.0%")])
def test_an_occupancy_above_100_percent_is_named_overrun(share, now):
    found = line("occupancy", (np.full(2, share), np.full(2, share)), "share", "Occupancy")
    assert found.now == now


def test_the_limits_of_a_share_lead_to_no_share_beyond_its_ends():
    now, then = np.array([0.90, 0.97, 0.95, 0.93]), np.array([0.999, 1.0, 0.99, 1.0])
    found = line("share within target", (now, then), "share", "Seen in time")
    upper = float(re.search(r"to ([\d.]+)$", found.limits)[1])
    assert 100 * now.mean() + upper <= 100 + 1e-9


def test_prices_stand_as_the_file_gives_them_so_that_a_difference_can_be_worked_out_by_hand():
    from oneplace.web.whatif.presenters.page import _prices

    priced = "costs: {places.ward_one: [400 GBP per staffed bed-day, 20 GBP per visit]}"
    found = flow.parse(TEXT.replace("costs: {places.ward_one: not_set GBP per bed-day}", priced))
    assert _prices(found) == [
        (
            "Prices in the bill",
            "Ward: £400 per staffed bed-day; Ward: £20 per visit. "
            "What is staffed is paid for all the time that it is there, used or not.",
        )
    ]
    assert _prices(flow.parse(TEXT.replace("costs: {places.ward_one: not_set GBP per bed-day}\n", ""))) == []
