"""The return as a spreadsheet: each value where the mapping says, nothing else, and what nobody knows said so."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook, load_workbook
from pydantic import ValidationError

from oneplace.delivery import better_care
from oneplace.delivery.better_care_return import MADE_UP, NOT_TO_SEND, UNKNOWN, UNSAID, ReturnMap, workbook
from oneplace.place import BetterCareYear
from oneplace.problems import OneplaceError

YEAR = BetterCareYear.model_validate(
    {
        "id": "BCF25",
        "year": "2025/26",
        "income": [{"source": "NHS", "amount": 60.0}, {"source": "Grant", "amount": 40.0}],
        "schemes": [{"id": "S1", "name": "Home first", "amount": 100.0, "sources": "NHS", "social_care": True}],
        "metrics": {"emergency_admissions_65": "admitted"},
    }
)
MAP = {
    "format": "better-care-return/1",
    "year": "BCF25",
    "tabs": [
        {"name": "Cover", "cells": [{"cell": "B2", "value": "place"}, {"cell": "B3", "text": "Final"}]},
        {
            "name": "Money",
            "cells": [{"cell": "D1", "value": "income"}],
            "rows": [
                {"of": "income", "first_row": 4, "columns": {"A": "source", "B": "amount"}},
                {"of": "schemes", "first_row": 9, "columns": {"A": "name", "C": "social_care"}},
            ],
        },
        {"name": "Metrics", "rows": [{"of": "metrics", "first_row": 2, "columns": {"A": "metric", "B": "value"}}]},
    ],
}


def made(tmp_path, year=YEAR, known=None, **changed):
    asked = ReturnMap.model_validate({**MAP, **changed})
    written = workbook("Testton", better_care(year), asked, tmp_path / "map.yaml", known or {})
    return load_workbook(io.BytesIO(written))


def test_each_value_stands_where_the_mapping_says(tmp_path):
    book = made(tmp_path)
    assert book.sheetnames == ["Cover", "Money", "Metrics"]
    assert (book["Cover"]["B2"].value, book["Cover"]["B3"].value) == ("Testton", "Final")
    assert [[cell.value for cell in row] for row in book["Money"]["A4:B5"]] == [["NHS", 60], ["Grant", 40]]
    assert (book["Money"]["D1"].value, book["Money"]["A9"].value, book["Money"]["C9"].value) == (
        100,
        "Home first",
        "yes",
    )


def test_a_metric_has_its_newest_value_and_one_that_is_not_known_says_so(tmp_path):
    metrics = [one.id for one in better_care(YEAR).metrics]
    sheet = made(tmp_path, known={metrics[0]: (12.5, "2024/25", None)})["Metrics"]
    rows = [(sheet[f"A{number}"].value, sheet[f"B{number}"].value) for number in range(2, 2 + len(metrics))]
    assert rows == [(metrics[0], 12.5), *((key, UNKNOWN) for key in metrics[1:])]


def test_it_fills_the_form_that_is_given_and_keeps_the_rest_of_it(tmp_path):
    form = Workbook()
    form.active.title = "Cover"
    form["Cover"]["A1"] = "The form of the year"
    form.save(tmp_path / "form.xlsx")
    book = made(tmp_path, template="form.xlsx", tabs=MAP["tabs"][:1])
    assert (book["Cover"]["A1"].value, book["Cover"]["B2"].value) == ("The form of the year", "Testton")
    with pytest.raises(OneplaceError, match="names the tab 'Money', which the form lacks"):
        made(tmp_path, template="form.xlsx")


@pytest.mark.parametrize("content", [None, b"no workbook"])
def test_a_form_that_cannot_be_read_is_one_clear_error(content, tmp_path):
    if content:
        (tmp_path / "form.xlsx").write_bytes(content)
    with pytest.raises(OneplaceError, match="can’t be read as an Excel workbook"):
        made(tmp_path, template="form.xlsx")


def test_a_field_that_a_list_has_not_and_a_cell_that_is_none_are_told(tmp_path):
    with pytest.raises(OneplaceError, match="asks income for name, which they have not"):
        made(tmp_path, tabs=[{"name": "A", "rows": [{"of": "income", "first_row": 1, "columns": {"A": "name"}}]}])
    with pytest.raises(ValidationError):
        made(tmp_path, tabs=[{"name": "A", "cells": [{"cell": "2B", "value": "place"}]}])


def one_tab(*cells, rows=()):
    return {"tabs": [{"name": "A", "cells": cells, "rows": rows}]}


def test_what_the_files_lack_and_a_year_without_a_set_are_said_in_the_cell(tmp_path):
    cells = [{"cell": f"A{at}", "value": key} for at, key in enumerate(("income", "spend", "social_care_minimum"), 1)]
    rows = [{"of": of, "first_row": at, "columns": {"A": "provenance"}}
            for at, of in enumerate(("income", "schemes", "metrics"), 4)]  # fmt: skip
    sheet = made(tmp_path, BetterCareYear(id="BCF26", year="2026/27"), **one_tab(*cells, rows=rows))["A"]
    assert [sheet[f"A{at}"].value for at in range(1, 4)] == [UNSAID] * 3
    assert [sheet[f"A{at}"].value.split()[0] for at in range(4, 7)] == ["The", "The", "Which"]
    schemes = made(tmp_path, **one_tab(rows=[{"of": "schemes", "first_row": 1, "columns": {"A": "metric"}}]))
    assert schemes["A"]["A1"].value == UNSAID


def test_a_cell_that_two_want_or_that_the_form_keeps_is_told(tmp_path):
    form = Workbook()
    form.active.title = "A"
    form["A"].merge_cells("A2:C2")
    form["A"]["D5"] = "=SUM(D1:D4)"
    form.save(tmp_path / "form.xlsx")
    for cell, told in (("B2", "which the form merges"), ("D5", "which holds a formula")):
        with pytest.raises(OneplaceError, match=f"cell {cell} of the tab 'A', {told}"):
            made(tmp_path, template="form.xlsx", **one_tab({"cell": cell, "value": "income"}))
    rows = [{"of": of, "first_row": at, "columns": {"A": "amount"}} for at, of in ((1, "income"), (2, "schemes"))]
    with pytest.raises(OneplaceError, match="puts two values into cell A2 of the tab 'A'"):
        made(tmp_path, **one_tab(rows=rows))
    with pytest.raises(OneplaceError, match="a character that no spreadsheet holds"):
        made(tmp_path, **one_tab({"cell": "A1", "text": "bell \a"}))


@pytest.mark.parametrize(
    "tab",
    [
        {"name": "A/B", "cells": [{"cell": "A1", "value": "place"}]},
        {"name": "A", "cells": [{"cell": "XFE1", "value": "place"}]},
        {"name": "A", "cells": [{"cell": "A1"}]},
        {"name": "A", "cells": [{"cell": "A1", "value": "place", "text": "Testton"}]},
    ],
)
def test_a_tab_that_no_workbook_has_and_a_cell_without_one_thing_are_refused(tab):
    with pytest.raises(ValidationError):
        ReturnMap.model_validate({**MAP, "tabs": [tab]})


def test_words_never_become_a_formula(tmp_path):
    book = made(tmp_path, tabs=[{"name": "A", "cells": [{"cell": "A1", "text": "=1+1"}]}])
    assert (book["A"]["A1"].value, book["A"]["A1"].data_type) == ("=1+1", "s")


def test_what_is_made_up_says_so_first(tmp_path):
    income = [{"source": "NHS", "amount": 1.0, "provenance": "illustrative"}]
    book = made(tmp_path, BetterCareYear.model_validate({"id": "BCF25", "year": "2025/26", "income": income}))
    assert book.worksheets[0]["A1"].value == f"{MADE_UP['illustrative']} {NOT_TO_SEND}"


@pytest.mark.parametrize("origin", ["synthetic", "published", None])
def test_a_metric_of_made_up_people_is_no_return_to_send(origin, tmp_path):
    first = better_care(YEAR).metrics[0].id
    book = made(tmp_path, known={first: (12.5, "2024/25", origin)})
    told = [sheet["A1"].value for sheet in book if sheet.title == "Made up"]
    assert told == ([f"{MADE_UP['synthetic']} {NOT_TO_SEND}"] if origin == "synthetic" else [])
