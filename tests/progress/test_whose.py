"""Whose number it is: named wherever it is not the place's own, with the place's share where that is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from oneplace.place import read
from oneplace.progress import ambitions, sentences, whose_name, whose_note
from tests.progress.tiny import AGREED, PLACE, a_place, fy, judge

ORGANISATIONS = """
organisations:
  - {code: RHM, name: The hospital}
  - {code: RYE, name: The ambulance service, share: it serves four counties}
  - {code: RYD, name: The board, is_the_place: true}
  - {code: E54000037, name: Tiny, is_the_place: true}
wider: [{code: E10000014, name: Hampshire}]
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.progress.tiny.PLACE", PLACE + ORGANISATIONS)
    return a_place(tmp_path)


@pytest.mark.parametrize(
    ("code", "name", "note"),
    [
        (None, "Tiny", ""),
        ("RYE", "The ambulance service",
         "This is the figure of The ambulance service, not of Tiny alone: it serves four counties."),
        ("RHM", "The hospital",
         "This is the figure of The hospital, not of Tiny alone: 38% of its patients lived in Tiny in 2022."),
        ("RYD", "The board", "This is the figure of The board, whose area is that of Tiny."),
        ("E54000037", "Tiny", ""),
        ("E10000014", "Hampshire",
         "This is the figure of Hampshire, not of Tiny alone: which part of it is the place’s is not known."),
        ("RJ1+RJ2", "2 NHS trusts together",
         "This is the figure of 2 NHS trusts together, by their counts added up: "
         "Guy's and St Thomas' NHS Foundation Trust and Lewisham and Greenwich NHS Trust."),
        ("RHM+QKK", "2 organisations together",
         "This is the figure of 2 organisations together, by their counts added up: "
         "The hospital and NHS South East London Integrated Care Board."),
        ("E92000001", "England", "This is the figure of England, not of Tiny."),
        ("E99999999", "E99999999",
         "This is the figure of E99999999, not of Tiny alone: which part of it is the place’s is not known."),
    ],
)  # fmt: skip
def test_a_figure_is_called_by_whose_it_is(place, code, name, note):
    assert whose_name(place, code) == name
    assert whose_note(place, code) == note


def test_the_row_of_progress_says_whose_the_value_shown_is(place):
    assert judge(place, [fy(2024, 9.0, whose=None), fy(2025, 8.0, whose="RYE")])[0]["whose"] == "RYE"
    assert judge(place, [fy(2024, 9.0, whose="RYE"), fy(2025, 8.0, whose=None)])[0]["whose"] is None
    assert judge(place, [])[0]["whose"] is None


def test_whose_it_is_stands_against_a_comparator(place):
    england = fy(2025, 5.0, 0.1, dimension="area", group="E92000001")
    found, _ = judge(place, [fy(2025, 8.0, 0.1, whose="RYE"), england])
    assert (found["comparator"], found["comparison"]) == ("E92000001", "worse")


@pytest.mark.parametrize(("folder", "code"), [("south-east-london", "QKK"), ("south-east-coast-ambulance", "RYD")])
def test_who_serves_all_of_a_shipped_place_is_never_called_not_of_it_alone(folder, code):
    shipped = read(Path(__file__).parents[2] / "places" / folder)
    assert whose_note(shipped, code).endswith(f"whose area is that of {shipped.place.name}.")
    assert "alone" not in whose_note(shipped, code)


BRADFORD, AIREDALE = "{code: RAE, name: Bradford Hospitals, kind: trust}", "{code: RCF, name: Airedale, kind: trust}"
OTHERS = [f"{{code: {code}, name: {code}, kind: trust}}" for code in ("RWY", "RXF", "RR8")]
AMBULANCE = "{code: RX8, name: Ambulances, kind: ambulance_trust}"


@pytest.mark.parametrize(
    ("organisations", "of", "said", "words"),
    [
        ([BRADFORD, AIREDALE, AMBULANCE], "area: RAE", "", "it leaves out Airedale"),
        ([BRADFORD, AIREDALE], "area: RAE", ", leaves_open: why they stay is not told",
         "why they stay is not told; it leaves out Airedale"),
        ([BRADFORD, AIREDALE, *OTHERS[:1]], "area: RAE", "", "it leaves out Airedale and RWY"),
        ([BRADFORD, AIREDALE, *OTHERS], "area: RAE", "", "it leaves out 4 other NHS trusts of Tiny"),
        ([BRADFORD, AIREDALE, *OTHERS[:1]], "areas: [RAE, RCF]", "", "it leaves out RWY"),
        ([BRADFORD, AIREDALE], "areas: [RAE, RCF]", "", ""),
        ([BRADFORD, AMBULANCE], "area: RAE", "", ""),
        ([AIREDALE], "area: RAE", "", ""),  # it is no organisation of the place: it stands for want of its own
        ([BRADFORD.replace("trust}", "trust, is_the_place: true}"), AIREDALE], "area: RAE", "", ""),
        ([BRADFORD, "{code: RP1, name: A trust without such beds, kind: trust}"], "area: RAE", "", ""),
    ],
)  # fmt: skip
def test_the_figure_of_one_trust_of_several_says_whom_it_leaves_out(  # noqa: PLR0917
    tmp_path, monkeypatch, organisations, of, said, words
):
    """“Do fewer people stay in hospital?” of a city of two hospitals was answered with the figure of one."""
    monkeypatch.setattr("tests.progress.tiny.PLACE", f"{PLACE}organisations: [{', '.join(organisations)}]\n")
    a_place(tmp_path, AGREED + said)
    path = tmp_path / "measures" / "falls.yaml"
    held = f"dataset: discharge_trust, series: remaining_in_hospital, {of}"
    path.write_text(path.read_text().replace("dataset: made_up, series: falls", held))
    (found,) = ambitions(read(tmp_path))
    assert found.about.leaves_open == words
    row = judge(read(tmp_path), [fy(2025, 53.0)])[0]
    assert (f"a part of it only: {words}" in sentences.shown_value(row, found.about).text) is bool(words)
