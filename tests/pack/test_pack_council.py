"""The council's decision report: the pack's sections under its headings, and what the files say under the others."""

from __future__ import annotations

import pytest

from oneplace.pack.document import Items, Table
from oneplace.pack.sections import compose, council_report
from tests.pack.pieces import NOTHING, evidence, kinds, texts

NONE = "None recorded in the place's files."


@pytest.fixture
def report(tmp_path):
    """Call it with more of the strategy's file for the report, its sections by heading."""

    def made(more=""):
        found = evidence(tmp_path, more, a1={})
        return council_report(compose(found, {"A1": NOTHING, "A2": NOTHING}), found)

    return made


def under(document, title):
    """The section of that heading, wherever it is."""
    waiting = list(document.sections)
    while waiting:
        section = waiting.pop(0)
        if section.title == title:
            return section
        waiting += section.sections
    raise AssertionError(title)


def test_headings_come_in_a_councils_order_each_part_in_its_place(report):
    assert [(one.id, one.title, [part.id for part in one.sections]) for one in report().sections] == [
        ("statement-of-confidentiality", "Statement of confidentiality", []),
        ("brief-summary", "Brief summary", []),
        ("asked", "Recommendations", []),
        ("reasons", "Reasons for report recommendations", ["worst-first", "changes"]),
        ("alternative-options-considered-and-rejected", "Alternative options considered and rejected", []),
        ("detail", "Detail (including consultation carried out)",
         ["whole-strategy", "processes", "fairness", "themes", "roadmap", "voice", "decisions", "moved"]),
        ("resources", "Resource implications", ["money", "property-and-other"]),
        ("legal", "Legal implications",
         ["statutory-power-to-undertake-proposals-in-the-report", "other-legal-implications"]),
        ("risks", "Risk management implications", []),
        ("policy-framework-implications", "Policy framework implications", []),
        ("key-decision?", "Key decision?", []),
        ("wards-and-communities-affected", "Wards and communities affected", []),
        ("supporting", "Supporting documentation",
         ["appendices", "documents-in-members'-rooms", "equality-impact-assessment", "privacy-impact-assessment",
          "other-background-documents"]),
    ]  # fmt: skip


def test_summary_and_money_keep_what_stands_in_them(report):
    document = report()
    assert kinds(under(document, "Brief summary")) == ["lead", "Table", "note"]
    assert texts(under(document, "Capital and revenue")) == ["No budget is set in the strategy's files."]
    assert [one.id for one in under(document, "Appendices").sections] == ["assurance"]
    assert texts(under(document, "Statement of confidentiality")) == [
        "None: it holds no personal data, and small numbers are not shown."
    ]


def test_the_cover_names_what_a_council_asks_for_before_the_packs_own_facts(report):
    assert report().facts[:7] == (
        ("Decision-maker", "not set"),
        ("Subject", "Progress of the A strategy"),
        ("Report of", "not set"),
        ("Author", "not set"),
        ("Director", "not set"),
        ("Place", "Testton"),
        ("Strategy", "A strategy"),
    )


def test_the_decision_makers_are_the_boards_that_decide_or_own(report):
    boards = "".join(
        f"{{id: b{n}, name: {name}, cycle: quarterly, role: {role}}}, "
        for n, (name, role) in enumerate((("The board", "decides"), ("The forum", "advises"), ("Cabinet", "owns")))
    )
    document = report(f"governance:\n  boards: [{boards}]\n")
    assert document.facts[0] == ("Decision-maker", "The board and Cabinet")


LAW = """
duties:
  - {id: L1, statute: Localism Act 2011, text: Whatever an individual may do, kind: power}
  - {id: L2, statute: Equality Act 2010, text: Due regard}
  - {id: L3, statute: The plan, text: Conform, kind: policy}
"""


def test_powers_and_duties_stand_under_their_own_headings(report):
    document = report(LAW)
    caption, columns = "Law that the strategy cites", ("Law", "What it asks or allows")
    assert under(document, "Statutory power to undertake proposals in the report").blocks == (
        Table(caption, columns, (("Localism Act 2011", "Whatever an individual may do"),)),
    )
    assert under(document, "Other legal implications").blocks == (
        Table(caption, columns, (("Equality Act 2010", "Due regard"), ("The plan", "Conform"))),
    )


@pytest.mark.parametrize(
    ("more", "heading", "told"),
    [
        ("", "Alternative options considered and rejected", [NONE]),
        ("", "Statutory power to undertake proposals in the report", [NONE]),
        ("", "Other legal implications", [NONE]),
        ("", "Property and other", [NONE]),
        ("budget: {state: not_applicable}", "Property and other", [NONE]),
        ("budget: {state: not_applicable, property: Two sites}", "Property and other", ["Two sites"]),
        ("", "Policy framework implications", [NONE]),
        ("", "Key decision?", ["Whether this report asks for one is for its author to say."]),
        ('governance: {approvals: [{body: Cabinet, act: approves, key_decision: "no"}]}', "Key decision?",
         ["Whether this report asks for one is for its author to say."]),
        ('governance: {approvals: [{body: Cabinet, act: approves, key_decision: "yes"}]}', "Key decision?",
         ["The strategy's approval was a key decision. Whether this report asks for one is for its author to say."]),
        ("", "Wards and communities affected", [NONE]),
        ("governance: {approvals: [{body: A, act: notes, wards: [Bevois, Peartree]}, "
         "{body: B, act: approves, wards: [Peartree, All]}]}",
         "Wards and communities affected", ["The strategy's approval named: Bevois, Peartree and All."]),
        ("", "Documents in members' rooms", ["None."]),
        ("", "Other background documents", [NONE]),
        ("", "Equality impact assessment", ["Not set."]),
        ("equality: {state: not_required}", "Equality impact assessment",
         ["Not required (no owner set, no date set)"]),
        ("equality: {state: deferred, reason: Later, owner: {org: council}, due: 2026-09}",
         "Equality impact assessment", ["Deferred (owner Testton City Council, due September 2026): Later"]),
        ("", "Privacy impact assessment", ["Not set."]),
        ("privacy: {screening: done}", "Privacy impact assessment", ["Screening done"]),
        ("privacy: {screening: not_required, reason: No personal data}", "Privacy impact assessment",
         ["Screening not required: No personal data"]),
    ],
)  # fmt: skip
def test_what_the_files_say_under_a_heading_and_that_they_say_nothing(report, more, heading, told):
    assert texts(under(report(more), heading)) == told


def test_parents_are_named_with_their_relation(report):
    document = report("parents: [{ref: P1, title: The county plan, relation: subset_of}, {ref: P2, relation: hosts}]")
    assert under(document, "Policy framework implications").blocks == (
        Items(("Subset of: The county plan", "Hosts: P2")),
    )
