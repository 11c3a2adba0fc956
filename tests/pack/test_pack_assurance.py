"""The assurance statement and the page's summary, block by block: what is old, changed, not known, and worst."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from oneplace.pack.document import Items, Section, Table
from oneplace.pack.sections.assurance import assurance
from oneplace.pack.sections.summary import in_brief, summary
from oneplace.pack.sections.whole import compose, notices
from oneplace.place import period
from oneplace.place.measure import SeriesBreak
from tests.pack.pieces import NOTHING, evidence, rows, texts

EMPTY = {"value": None, "lower": None, "upper": None, "period_end": None, "judgeable_on": None, "gap": None}
UNMEASURED = EMPTY | {"status": "no_measure", "why": "Nothing is measured."}


def part(section: Section, key: str) -> Section:
    return next(one for one in section.sections if one.id == key)


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2026, 4, 30), "The oldest latest value is of 2024/25 (Smoking). 1 value is overdue."),
        (date(2026, 5, 1), "The oldest latest value is of 2024/25 (Smoking). 1 value is overdue."),
        (date(2026, 5, 2), "The oldest latest value is of 2024/25 (Smoking). No value is overdue."),
        (None, "The oldest latest value is of 2024/25 (Smoking). No value is overdue."),
    ],
)
def test_a_value_is_overdue_from_the_day_on_which_it_is_due(tmp_path, on, told):
    section = part(assurance(evidence(tmp_path, a1={"judgeable_on": on}, a2=UNMEASURED)), "lag")
    assert texts(section) == [told]
    if "1 value" in told:
        due = f"{on.day} {on:%B %Y}"
        assert rows(section, "Values that should be here by now") == (("Smoking", "2024/25", due),)
    else:
        assert len(section.blocks) == 1


def test_of_several_the_oldest_is_named_and_the_late_ones_counted(tmp_path):
    late = {"judgeable_on": date(2026, 1, 1)}
    old = late | {"period_end": date(2023, 4, 1), "period_label": "2022/23"}
    section = part(assurance(evidence(tmp_path, a1=late, a2=old)), "lag")
    assert texts(section) == ["The oldest latest value is of 2022/23 (Better buildings). 2 values are overdue."]


def test_what_is_not_known_are_open_gaps_and_ambitions_without_data_or_measure(tmp_path):
    found = evidence(tmp_path, a1=EMPTY | {"status": "no_data", "why": "Too few."}, a2=UNMEASURED)
    assert part(assurance(found), "unknown").blocks == (
        Items(("One", "Two", "Do fewer smoke? Too few.", "Better buildings Not measured yet. Three")),  # "Three" once
    )


def test_breaks_and_known_faults_of_the_measures_used_are_told(tmp_path):
    found = evidence(tmp_path, a1={})
    (here,) = found.judged
    changed = here.measure.model_copy(
        update={"series_breaks": (SeriesBreak(at=period("2024-04"), why="Counted anew."),), "known_faults": ("Late.",)}
    )
    found = replace(found, judged=[replace(here, measure=changed)])
    assert rows(part(assurance(found), "definitions"), "Breaks in series and known faults") == (
        ("Smoking", "From 1 April 2024: Counted anew."),
        ("Smoking", "Late."),
    )


REDEFINED = {
    "part": "measures",
    "subject": "smoking",
    "name": "Smoking",
    "kind": "changed",
    "field": "definition",
    "old": "How many",
    "new": "How few",
    "decision": "D1",
    "decided": True,
}
BY_D1 = (("Smoking", "Measure: Smoking, definition: was “How many”, now “How few” (Fund it, 10 June 2026)"),)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"changes": [REDEFINED], "decided": [REDEFINED]}, BY_D1),
        ({"decided": [REDEFINED]}, BY_D1),  # of a run before
        (
            {"changes": [REDEFINED | {"decision": None, "decided": None}]},
            (("Smoking", "Measure: Smoking, definition: was “How many”, now “How few” (no decision covers this)"),),
        ),
    ],
)
def test_a_measure_that_counts_something_else_than_readers_saw_is_told_among_them(tmp_path, told, expected):
    found = part(assurance(evidence(tmp_path, a1={}, **told)), "definitions")
    assert rows(found, "Breaks in series and known faults") == expected


def test_what_is_said_otherwise_of_another_measure_or_in_other_words_is_no_changed_definition(tmp_path):
    others = [REDEFINED | {"subject": "other"}, REDEFINED | {"kind": "reworded"}, REDEFINED | {"field": "name"}]
    found = part(assurance(evidence(tmp_path, a1={}, changes=others, decided=others)), "definitions")
    assert texts(found) == ["No measure has a break in its series or a known fault."]


def source(measure, **more):
    return {"measure": measure, "sources": None, "vintage": None, "licence": None, "attribution": None} | more


def test_sources_are_those_of_the_measures_used_once_each_in_order(tmp_path):
    told = [
        source("smoking", sources="z", vintage="2026", licence="OGL", attribution="NHS"),
        source("smoking"),
        source("smoking"),
        source("other", sources="never"),
    ]
    section = part(assurance(evidence(tmp_path, a1={}, provenance=told)), "sources")
    assert rows(section, "Where the numbers come from") == (("Smoking", "—", "—", "—"), ("z", "2026", "OGL", "NHS"))


def test_the_run_is_named_with_its_files_and_what_came_before(tmp_path):
    more = {
        "record": "rec1",
        "previous": "r0",
        "inputs": {"strategy.yaml": "a" * 64, "place.yaml": "b" * 64, "sources.yaml": "c" * 64},
    }
    section = part(assurance(evidence(tmp_path, a1={}, manifest=more)), "run")
    assert section.blocks[0].rows[3:] == (
        ("Record", "rec1"),
        ("Run before", "r0"),
        ("place.yaml", "b" * 16),
        ("strategy.yaml", "a" * 16),
    )


def test_statuses_are_counted_now_and_as_forecast(tmp_path):
    found = evidence(tmp_path, a1={"status_forecast": "likely"}, a2={"status_forecast": "unlikely"})
    assert rows(summary(found), "Ambitions by status now and forecast") == (("Off path", "2", "1", "1"),)
    apart = evidence(tmp_path / "apart", a1={"status_forecast": "met"}, a2=UNMEASURED)
    assert rows(summary(apart), "Ambitions by status now and forecast") == (
        ("Off path", "1", "0", "1"),
        ("Not measured yet", "1", "1", "0"),
    )


def test_worst_first_leaves_out_what_goes_well_context_and_what_has_no_value(tmp_path):
    found = evidence(tmp_path, a1={"status": "on_path", "status_forecast": "unlikely"}, a2={})
    section = part(summary(found), "worst-first")
    told = rows(section, "The ambitions that need most attention")
    assert [(row[0], row[1], row[5]) for row in told] == [
        ("Better buildings", "7.4 (unit not set) in 2024/25; 13 months old", "Off path; unlikely to meet the target"),
    ]
    table = next(block for block in section.blocks if isinstance(block, Table))
    assert "Gap" in table.columns
    (named,) = part(in_brief(found), "worst-first").blocks  # no headline without who is behind it, however short
    assert [item.rpartition("; ")[2] for item in named.items] == [
        "gap: 5 (unit not set) higher for the most deprived fifth than for the least deprived fifth."
    ]
    well = evidence(tmp_path / "well", a1={"status": "on_path"}, a2=UNMEASURED)
    assert texts(part(summary(well), "worst-first")) == ["No ambition is surely going badly."]
    assert texts(part(summary(evidence(tmp_path / "b", a1={"status": "context"}, a2=UNMEASURED)), "worst-first")) == [
        "No ambition has a value yet."
    ]


def test_a_gap_of_nought_is_no_gap_in_the_words_of_a_list(tmp_path):
    """“; gap no difference by sex in 2025/26” says of one thing that it is there and that it isn’t."""
    found = evidence(tmp_path, a1={"gap": 0.0, "gap_lower": -1.0, "gap_upper": 1.0}, a2=UNMEASURED)
    (named,) = part(in_brief(found), "worst-first").blocks
    assert [item.rpartition("; ")[2] for item in named.items] == ["no difference by deprivation."]


def _called(ambition, name):
    return replace(ambition, id=name, about=replace(ambition.about, question=name))


@pytest.mark.parametrize(("count", "shown"), [(7, 7), (8, 8), (9, 8)])
def test_the_page_has_room_for_eight(tmp_path, count, shown):
    found = evidence(tmp_path, a1={})
    many = [
        replace(one, ambition=_called(one.ambition, f"N{n}"), row={**one.row, "ambition": f"N{n}"})
        for n in range(count)
        for one in found.judged
    ]
    table = rows(part(summary(replace(found, judged=many)), "worst-first"), "The ambitions that need most attention")
    assert [row[0][:2] for row in table] == [f"N{n}" for n in range(shown)]


@pytest.mark.parametrize(
    ("earlier", "told"),
    [
        ([{"ambition": "A1", "status": "on_path"}], (("Do fewer smoke?", "On path", "Off path"),)),
        ([], (("Do fewer smoke?", "not there", "Off path"),)),
        ([{"ambition": "A1", "status": "off_path"}, {"ambition": "OLD", "status": "context"}],
         (("An ambition that is gone", "Shown for context", "no longer there"),)),
    ],
)  # fmt: skip
def test_what_changed_since_the_last_pack(tmp_path, earlier, told):
    section = part(summary(evidence(tmp_path, a1={}, earlier=earlier)), "changes")
    assert rows(section, "Ambitions whose status changed") == told


def test_that_nothing_changed_is_told(tmp_path):
    found = evidence(tmp_path, a1={}, earlier=[{"ambition": "A1", "status": "off_path"}])
    assert texts(part(summary(found), "changes")) == ["No ambition has changed its status since the last pack."]


SYNTHETIC = (
    " measured on synthetic people, made up by computer: the numbers say nothing about residents. "
    "Each of them carries the word."
)
AIM = ": made up to show the form, agreed by nobody. Each of them carries the word."
FORM = " illustrative figures: invented to show the form, agreed by nobody. Each of them carries the word."


@pytest.mark.parametrize(
    ("a1", "a2", "told"),
    [
        ({}, {}, ()),
        ({"origin": "synthetic"}, {}, (f"1 ambition of 2 is{SYNTHETIC}",)),
        ({"origin": "synthetic"}, {"origin": "synthetic"}, (f"2 ambitions of 2 are{SYNTHETIC}",)),
        ({"origin": "illustrative"}, {}, (f"1 ambition has{FORM}",)),
        ({"target_provenance": "illustrative"}, {"origin": "illustrative"},
         (f"1 ambition has{FORM}", f"1 ambition has an illustrative target{AIM}")),
        ({"target_provenance": "illustrative"}, {"target_provenance": "illustrative"},
         (f"2 ambitions have illustrative targets{AIM}",)),
        ({"gap_target_provenance": "illustrative"}, {"target_provenance": "illustrative"},
         (f"2 ambitions have illustrative targets{AIM}",)),
        ({"target_provenance": "illustrative", "gap_target_provenance": "illustrative"}, {},
         (f"1 ambition has an illustrative target{AIM}",)),
        ({"origin": "illustrative", "gap_target_provenance": "illustrative"}, {}, (f"1 ambition has{FORM}",)),
        ({"origin": "synthetic", "target_provenance": "illustrative"}, {},
         (f"1 ambition of 2 is{SYNTHETIC}", f"1 ambition has an illustrative target{AIM}")),
    ],
)  # fmt: skip
def test_the_cover_says_which_numbers_are_made_up(tmp_path, a1, a2, told):
    assert notices(evidence(tmp_path, a1=a1, a2=a2)) == told


WAITING = (
    "governance: {approvals: [{body: Cabinet, act: recommends}, {body: Council, act: approves, on: 2020-01-01}]}\n"
)


def test_the_cover_says_which_step_of_approval_is_still_open(tmp_path):
    found = evidence(tmp_path, WAITING, a1={}, a2={})
    assert notices(found) == (
        "The strategy is called approved, and there is no day so far on which Cabinet recommends it, and nothing says "
        "what Council decided.",
    )


def test_the_document_names_place_strategy_run_and_day(tmp_path):
    found = evidence(tmp_path, a1={}, a2=UNMEASURED)
    document = compose(found, {"A1": NOTHING, "A2": NOTHING})
    assert (document.title, document.subtitle) == ("Board pack: Testton", "A strategy")
    assert document.built_on == "2026-05-02T08:00:00+00:00"
    assert document.facts == (
        ("Place", "Testton"),
        ("Strategy", "A strategy"),
        ("As of", "1 May 2026"),
        ("Ambitions", "2"),
        ("Run", "r1"),
        ("Software", "s"),
    )
    assert [one.id for one in document.sections] == [
        "summary", "whole-strategy", "processes", "fairness", "themes", "roadmap", "risks", "money", "voice",
        "decisions", "moved", "assurance",
    ]  # fmt: skip


def test_organisation_and_licence_are_named_where_they_are_set(tmp_path):
    found = evidence(tmp_path, a1={})
    branding = found.place.place.branding.model_copy(update={"organisation": "Testton Partnership"})
    file = found.place.place.model_copy(update={"branding": branding, "licence": "OGL"})
    found = replace(found, report=replace(found.report, place=replace(found.place, place=file)))
    facts = compose(found, {"A1": NOTHING}).facts
    assert facts[1] == ("Organisation", "Testton Partnership")
    assert facts[-1] == ("Licence", "OGL")
