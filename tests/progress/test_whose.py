"""Whose number it is: named wherever it is not the place's own, with the place's share where that is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from oneplace.place import read
from oneplace.progress import whose_name, whose_note
from tests.progress.tiny import PLACE, a_place, fy, judge

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
