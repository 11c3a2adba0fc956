"""What would stand in cell after cell of a table is said once before it, in words for those who listen as well."""

from __future__ import annotations

import re

import pytest

from oneplace.web.presenters.tables import Cell, Table, TableLine, told_once

HIDDEN = Cell("too few to say", "Not shown, to protect people in small groups.")
UNKNOWN = Cell("not known", "Fewer than 10 events.")
OTHERWISE = Cell("not known", "The practice closed.")
KNOWN = Cell("12.0%", "", "synthetic")


def lines(*cells: Cell) -> list[TableLine]:
    return [TableLine(f"Area {at}", (cell, Cell(""))) for at, cell in enumerate(cells)]


@pytest.mark.parametrize(
    ("cells", "key"),
    [
        ([KNOWN, KNOWN], []),
        ([HIDDEN, KNOWN], []),  # once is said where it stands
        ([HIDDEN, HIDDEN], ["“Too few to say”: Not shown, to protect people in small groups."]),
        ([UNKNOWN, UNKNOWN], ["A dash: not known. Fewer than 10 events."]),
        ([UNKNOWN, OTHERWISE, OTHERWISE], []),  # which of the two reasons is whose is said in each
        ([Cell("not known"), KNOWN], ["A dash: not known."]),
        ([UNKNOWN, UNKNOWN, Cell("not known")], ["A dash: not known."]),  # of the third it isn't so
        ([Cell("4.0%", "Provisional.")] * 2 + [Cell("4.0%")], []),
        ([Cell("", "Provisional."), Cell("", "Provisional.")], []),
    ],
)
def test_the_key_says_it_once(cells, key):
    assert told_once(lines(*cells)).key == key


def test_what_the_key_says_no_cell_says_again():
    told = told_once(lines(HIDDEN, UNKNOWN, UNKNOWN, HIDDEN, KNOWN))
    assert [line.cells[0].note for line in told.lines] == ["", "", "", "", ""]
    assert [line.cells[0].is_dash for line in told.lines] == [False, True, True, False, False]
    assert told.lines[4].cells[0] == KNOWN


def test_a_page_says_it_before_its_rows_and_a_listener_hears_it_in_each(site):
    from django.template import engines

    rows = lines(UNKNOWN, UNKNOWN, KNOWN)
    table = Table("part", "Areas", "Area", ("Value", "Count"), rows, lambda row: row, rows, "all")
    macro = engines["jinja2"].env.get_template("components.jinja").module.rows_table
    page = str(macro(table, rows, "Areas"))
    caption = re.search("<caption.*?</caption>", page)[0]
    assert " ".join(re.sub("<[^>]+>", " ", caption).split()) == "Areas A dash: not known. Fewer than 10 events."
    assert page.count("Fewer than 10 events.") == 1
    assert page.count('<span class="nhsuk-u-visually-hidden">not known</span>') == 2
