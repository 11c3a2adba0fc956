"""Every wording and every way in which a claim can go is said of some planted place, and held to the tables there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import oneplace.report
from oneplace.progress import ForecastStatus, sentences
from oneplace.progress.sentences import Kind
from oneplace.progress.sentences.charts import ASSURANCE
from oneplace.progress.sentences.findings import FINDINGS
from oneplace.progress.sentences.listed import ARROWS
from oneplace.progress.sentences.outlook import CANNOT_BE_TOLD, NO_FORECAST
from oneplace.progress.sentences.summary import CLAUSES
from oneplace.progress.sentences.ways import HAS, PAST, STEPS
from oneplace.report.asked import ASKED
from oneplace.stats.control import ICONS
from tests.reader import forms, places, run
from tests.reader.planted import PLACES
from tests.reader.recomputed import OF_PARTS, OF_RUNS, ON_PAGES
from tests.reader.test_every_sentence import claims, faults
from tests.reader.walk import walk
from tests.reader.wordings import ways, wordings

MODULES = [
    *sorted(Path(sentences.__file__).parent.glob("*.py")),
    *(Path(oneplace.report.__file__).with_name(f"{name}.py") for name in ("asked", "summary", "standards")),
]
COMPARED = {"better", "worse", "similar", "same", "not_known", "context"}
GAPS_AIM = {"on_path", "off_path", "cannot_be_judged_yet", "cannot_be_compared", "no_data"}
"""How a gap can stand to what was set for it: where something was set, it is measured and the less the better."""
WAYS: dict[Kind, set[str]] = {
    Kind.STATUS: {status.value for status in FINDINGS},
    Kind.COUNT: {status.value for status in CLAUSES},
    Kind.STOPPED_COUNT: {"on_path", "off_path", "average_up_but_gap_wider"},
    Kind.GAP_STATUS_COUNT: {"on_path", "off_path", "cannot_be_judged_yet", "cannot_be_compared", "no_data"}
    | {"on_path_made_up", "off_path_made_up", "cannot_be_compared_made_up"},
    Kind.TOLD_BEFORE_COUNT: {"missed", "unshown"},
    Kind.ASKED: {str(status) for status in ASKED},
    Kind.TARGET: {"past"},
    Kind.OUTCOME: {ForecastStatus.MET.value, ForecastStatus.MISSED.value, *CANNOT_BE_TOLD},
    Kind.FORECAST: set(HAS),
    Kind.NO_FORECAST: set(NO_FORECAST),
    Kind.TURN: set(PAST),
    Kind.SHIFT: set(STEPS),
    Kind.DIRECTION: set(ARROWS),
    Kind.NEWEST: {"higher", "lower"},
    Kind.ENDS: {"higher", "lower", "not_known", "same"},
    Kind.LONG_RUN: set(HAS),
    Kind.STRATEGY_RUN: {*HAS, "no_clear_change"},
    Kind.LEVEL: {"better", "worse", "usual", "unsettled"},
    Kind.COMPARISON: COMPARED,
    Kind.PROCESS: set(ASSURANCE) | {icon for icon in ICONS if icon},
    Kind.SPREAD: {"better", "worse", "higher", "lower"},
    Kind.GAP: {"higher", "lower"},
    Kind.GAP_DIRECTION: {"narrowing", "widening", "no_clear_change", "turned_round"},
    Kind.GAP_COUNT: {"narrowing", "widening"},
    Kind.GAP_TARGET: {*GAPS_AIM, "past"},
    Kind.GAP_STATUS: GAPS_AIM,
    Kind.STANDARD: {"meets", "misses"},
    Kind.EXPECTED: {"fall", "rise"},
    Kind.EFFECT: {"down", "up", "not_seen", "not_judged", "worked", "less", "less_so_far", "harm"}
    | {"narrowed", "widened"},
}
"""The ways that a row or a table names, by kind; those that a maker writes itself are read from its code."""


@pytest.fixture(scope="module")
def found() -> dict[str, places.Evidence]:
    return {name: places.found(drawn) for name, drawn in PLACES.items()}


@pytest.mark.parametrize("name", PLACES)
def test_all_is_true_and_in_print(name, found):
    assert faults(found[name]) == []


def test_every_wording_is_said(found):
    lines = [one.sentence.text for each in found.values() for one in walk(each)]
    told = {name: pattern for module in MODULES for name, pattern in wordings(module).items()}
    assert len(told) > 150
    assert [name for name, pattern in told.items() if not any(pattern.search(line) for line in lines)] == []


def test_every_way_of_every_kind_is_claimed(found):
    met = {(claim.kind, claim.direction) for each in found.values() for claim in claims(list(walk(each)))}
    written = ways(MODULES)
    asked = {(kind, way) for kind, named in WAYS.items() for way in named}
    asked |= {(Kind[name], way) for name, way in written if way}
    assert asked - met == set()
    assert {kind for kind, way in met if way} == {kind for kind, _ in asked}, "a kind whose ways nobody enumerates"
    assert set(Kind) - {kind for kind, _ in met} == ON_PAGES | OF_RUNS | OF_PARTS


def test_every_sentence_has_a_form_that_people_have_read(found):
    """A wording that is new or filled otherwise is to be read, of the place that says it, and added to the forms."""
    labels = {row["group"]: row["group_label"] for each in found.values() for row in run.of(each).tables["results"]}
    said = [one for each in found.values() for one in walk(each)]
    assert sorted(map(str, forms.unread(said, labels))) == []
    lines = forms.FORMS.read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))
    told = {form.words for one in said for form in forms.forms(one, labels)}
    assert [line for line in lines if re.sub(r"\{[^}]*\}", "{}", line) not in told] == [], "nothing says these any more"
