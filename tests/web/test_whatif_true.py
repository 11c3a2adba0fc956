"""Every sentence and line of a what-if is true of the runs that were simulated, and says in print what it claims."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import NamedTuple

import pytest

from oneplace import flow
from oneplace.progress.sentences import Claim, Kind, Sentence
from tests.reader.whatif import Asked, all_wrong, lacking, wrong
from tests.web import world_files

STEADY, DESK = world_files.PATHWAYS["steady"], world_files.PATHWAYS["desk"]
# two classes, a crew that gives up, corridor care, beds that are paid for by being there, a clock over places
WARD = """
format: pathway/1
id: ward
name: A ward
provenance: illustrative
clock: hours
run: 20 days
warm_up: 2 days
patients:
  short:
    {name: Short stays, enters: ed, arrivals: {rate: 12 patients per day}, deprivation: [60 %, 10 %, 10 %, 10 %, 10 %]}
  long:
    {name: Long stays, enters: ward, arrivals: {rate: 3 patients per day}, deprivation: [10 %, 10 %, 10 %, 10 %, 60 %]}
places:
  ed: {name: Department, capacity: 3 bays, stay: 3 hours, target: 1 hour,
    leave: {patience: {shape: exponential, mean: 6 hours}, to: gone},
    next: {ward: 30 %, out: 70 %}}
  ward: {name: Ward, capacity: 6 beds, queue: 2 patients, stay: {shape: exponential, mean: 1 day}}
exits: [out, gone]
clocks: {seen: {name: Four hours, until_left: [ed], within: 4 hours}}
costs: {places.ward: 400 GBP per staffed bed-day}
carbon: {places.ward: 30 kgCO2e per visit}
"""
ASKED = {
    "a second chair": (STEADY, {"places.clinic.capacity": "2 chairs"}),
    "a queue": (STEADY, {"places.clinic.queue": "5 patients", "places.clinic.stay": "29 minutes"}),
    "a third seat": (DESK, {"places.desk.capacity": "3 seats"}),
    "nothing": (DESK, {"places.desk.queue": "90000 patients"}),
    "a hair": (DESK, {"places.home.stay.mean": "2.01 days"}),
    "a moment": (DESK, {"places.desk.stay.mean": "59.95 minutes"}),
    "more beds": (WARD, {"places.ward.capacity": "9 beds"}),
    "fewer beds": (WARD, {"places.ward.capacity": "4 beds"}),
}


class Told(NamedTuple):
    """What a page says of a what-if: its sentences, its lines, and the runs behind."""

    sentences: list[Sentence]
    lines: list[Claim]
    asked: Asked
    names: dict[str, str]


@pytest.fixture(scope="module")
def told(site):
    """What the page says of each question, by its name."""
    return {name: _told(*question) for name, question in ASKED.items()}


def _told(text: str, change: dict[str, str]) -> Told:
    from oneplace.web.whatif.answering import Answer
    from oneplace.web.whatif.asking import ask
    from oneplace.web.whatif.presenters.page import whatif

    made = flow.parse(text)
    question = ask(change, made)
    now, then = (flow.simulate(one, replications=8, seed=3) for one in (made, question.variant))
    found = whatif(question, Answer(8, now, then, flow.beside(now, then))).findings
    fair = found.fairness
    said = [found.summary, found.unsure, *(one.sentence for one in fair.sections), fair.gap, fair.finding]
    tables = [*found.whole.rows, *(row for part in found.parts for row in part.rows), *fair.held_up, *fair.lost]
    file = made.file
    named = {key: of.name or key for kind in (file.patients, file.places) for key, of in kind.items()}
    fifths = dict(zip("12345", ("Most deprived", "Second", "Third", "Fourth", "Least deprived"), strict=True))
    return Told(
        [one for one in said if one],
        [line.claim for _, lines in tables for line in lines],
        Asked(now, then),
        named | fifths,
    )


@pytest.mark.parametrize("name", ASKED)
def test_every_line_and_sentence_is_true_of_the_runs(told, name):
    here = told[name]
    assert len(here.lines) > 5
    assert all_wrong([*here.lines, *(claim for one in here.sentences for claim in one.claims)], here.asked) == []


@pytest.mark.parametrize("name", ASKED)
def test_every_sentence_says_in_print_what_it_claims(told, name):
    here = told[name]
    assert [
        (one.text, part)
        for one in here.sentences
        for claim in one.claims
        for part in lacking(claim, one.text, here.names)
    ] == []


def test_every_kind_of_word_is_reached(told):
    claims = [claim for here in told.values() for one in here.sentences for claim in one.claims]
    assert {claim.direction for claim in claims} == {"down", "up", "unclear", "slight", "same"}
    assert {claim.statistic for claim in claims if claim.reference} == {"now", "change"}
    assert {claim.kind for claim in claims} == {Kind.CHANGE, Kind.CHANGE_COUNT}
    assert {claim.dimension for claim in claims if claim.kind is Kind.CHANGE_COUNT} == {"deprivation", "class"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"direction": "up"}, "is down, not up"),
        ({"number": 99.0}, "is -99"),  # the sign is dropped
        ({"number": -98.0}, "is -99"),
        ({"period": "a year"}, "was simulated over 4.167 days"),
        ({"whose": "clinic", "subject": "occupancy", "unit": "share"}, "is "),
    ],
)
def test_a_planted_fault_is_found(told, change, why):
    here = told["a second chair"]
    (claim,) = (each for each in here.sentences[0].claims if each.subject == "lost")
    assert wrong(claim, here.asked) == ""
    assert wrong(replace(claim, **change), here.asked).startswith(why)


def test_limits_a_group_and_a_count_that_are_not_so_are_found(told):
    here = told["a second chair"]
    line = next(each for each in here.lines if each.limits and each.group == "1" and each.subject == "lost")
    assert wrong(line, here.asked) == ""
    assert "lies between" in wrong(replace(line, limits=(line.limits[0], 0.0)), here.asked)
    assert wrong(replace(line, group="5"), here.asked)
    here = told["more beds"]
    (count, _) = here.sentences[-1].claims
    assert count.kind is Kind.CHANGE_COUNT
    assert wrong(replace(count, number=count.number + 1), here.asked).startswith("there are")


@pytest.mark.parametrize(
    ("dropped", "instead", "lack"),
    [
        ("99 fewer people are turned away", "fewer people are turned away", "-99 patients"),
        ("4.167 days", "a while", "4.167 days"),
        ("198 kg", "189 kg", "198 kgCO2e"),
    ],
)
def test_words_that_drop_a_number_or_a_period_are_missed(told, dropped, instead, lack):
    here = told["a second chair"]
    summary = here.sentences[0]
    assert dropped in summary.text
    lacks = [
        part for claim in summary.claims for part in lacking(claim, summary.text.replace(dropped, instead), here.names)
    ]
    assert lack in lacks


def test_a_group_or_a_way_that_is_dropped_is_missed(told):
    here = told["more beds"]
    (classes,) = (one for one in here.sentences if "Short stays" in one.text)
    claim = next(each for each in classes.claims if each.group == "short")
    assert lacking(claim, classes.text.replace("Short stays", "some"), here.names)
    gap = next(one for one in here.sentences if any(each.statistic == "now" for each in one.claims))
    assert all(
        lacking(each, gap.text.replace("most deprived", "poorest"), here.names) for each in gap.claims if each.number
    )


def test_where_only_parts_are_sure_to_differ_they_are_named(told):
    """Nothing may be called unsure that a row beneath calls sure."""
    summary = told["a hair"].sentences[0]
    sure = [line for line in told["a hair"].lines if line.direction in ("down", "up")]
    assert sure
    assert "no difference that people would notice" not in summary.text
    assert "Sure to differ: Time in the pathway, mean (longer)" in summary.text


def test_each_sentence_stands_on_the_page(site, serving, signed_in):
    """As it was said, with nothing between."""
    from oneplace.web.snapshot import snapshot
    from oneplace.web.whatif.answering import answer
    from oneplace.web.whatif.asking import ask
    from oneplace.web.whatif.presenters.page import whatif
    from oneplace.web.whatif.served import pathways

    serving("full")
    served = pathways(snapshot())["steady"]
    asked = ask({"places.clinic.capacity": "2 chairs"}, served.pathway)
    found = whatif(asked, answer(served, asked)).findings
    page = signed_in("paul").get("/whatif/steady", {"places.clinic.capacity": "2 chairs"}).content.decode()
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
    fair = found.fairness
    said = [found.summary, found.unsure, *(one.sentence for one in fair.sections), fair.gap, fair.finding]
    assert [one.text for one in said if one and one.text not in words] == []
