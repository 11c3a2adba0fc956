"""A figure that stays by an earlier definition says so wherever it stands: lists, pages, answers, pack and files."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace import report
from oneplace.pack.sections.ambitions import numbers
from oneplace.pack.sections.fairness import _gaps, _group
from oneplace.place import read
from oneplace.progress import sentences
from oneplace.web.presenters.figures import figure
from oneplace.web.presenters.spines import cell
from tests.pack.pieces import YEAR, evidence
from tests.progress.sentence_row import ABOUT, a_row
from tests.report import a_run

WORDS = "published by an earlier definition"
pytestmark = pytest.mark.parametrize("earlier", [True, None])


def result(earlier, dimension="all", group="all"):
    return {"measure": "smoking", **YEAR, "dimension": dimension, "group": group, "group_label": "Everyone",
            "value": 7.4, "lower": 7.0, "upper": 8.0, "suppressed": False, "reason": None, "origin": "local",
            "numerator": None, "denominator": None, "source": "record", "earlier_definition": earlier}  # fmt: skip


def test_lists_of_ambitions_and_measures(earlier):
    listed = report.listed(a_row(earlier_definition=earlier), ABOUT, None)
    assert (f"({WORDS})" in listed.value) is bool(earlier)


def test_gaps_in_lists_and_on_pages(earlier):
    row = a_row(gap=5.0, gap_lower=3.0, gap_upper=7.0, gap_sure=True, gap_dimension="sex", gap_group="F",
                gap_group_label="Women", gap_reference="M", gap_reference_label="Men", gap_label="2024/25",
                gap_statistic="absolute_gap", gap_earlier=earlier)  # fmt: skip
    for told in (sentences.gap(row, ABOUT), sentences.gap_listed(row, ABOUT)):
        assert (f"in 2024/25 ({WORDS})" in told.text) is bool(earlier)


def test_a_mean_says_of_how_many_periods(earlier):
    held = a_row(held=7.1, held_lower=None, held_upper=None, held_label="2024/25", held_earlier=earlier and 3)
    told = sentences.held_value(held, ABOUT)
    assert ("of which 3 " in told.text and told.text.endswith(WORDS)) is bool(earlier)
    assert (sentences.Kind.EARLIER in {claim.kind for claim in told.claims}) is bool(earlier)


def test_cells_of_tables(earlier, tmp_path):
    measure = read(a_run.a_place(tmp_path).root).measures["smoking"]
    row = result(earlier)
    assert (f"{WORDS[0].upper()}{WORDS[1:]}." in figure(row, measure).note) is bool(earlier)
    with_reason = figure(row | {"reason": "No limits are known."}, measure).note
    assert with_reason == "No limits are known." + (f" P{WORDS[1:]}." if earlier else "")
    assert (WORDS in cell("Value", row, measure).note) is bool(earlier)


def test_tables_of_the_pack(earlier, tmp_path):
    found = evidence(tmp_path / "p", a1={"value": 7.4, "earlier_definition": earlier})
    (one,) = found.judged
    rows = {row[0]: row[1] for row in numbers(one, date(2026, 5, 1)).rows}
    assert (f"({WORDS})" in rows["Latest value"]) is bool(earlier)
    assert (f"({WORDS})" in _group(result(earlier, "sex", "F"), one, "2024/25")[1]) is bool(earlier)
    gap = {**YEAR, "dimension": "sex", "statistic": "absolute_gap", "value": 5.0, "lower": 3.0, "upper": 7.0,
           "earlier_definition": earlier}  # fmt: skip
    assert (f"({WORDS})" in _gaps(one, [gap]).rows[0][0]) is bool(earlier)
