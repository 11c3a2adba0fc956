"""What would stand in cell after cell of a table is said once before it, in words for those who listen as well."""

from __future__ import annotations

import re
from collections import Counter
from types import SimpleNamespace

import pytest
from markupsafe import Markup

from oneplace import results
from oneplace.web.presenters.charts import Drawing
from oneplace.web.presenters.measured import Breakdown
from oneplace.web.presenters.tables import Cell, Table, TableLine, Told, told_once, unknown_once
from tests.web import world

HIDDEN = Cell("too few to say", "Not shown, to protect people in small groups.")
UNKNOWN = Cell("not known", "Fewer than 10 events.")
OTHERWISE = Cell("not known", "The practice closed.")
KNOWN = Cell("12.0%", "", "synthetic")


def told(rows: list[TableLine]) -> Told:
    return told_once(Table("part", "Areas", "Area", ("Value", "Count"), rows, lambda row: row, rows, "all"), rows)


def lines(*cells: Cell) -> list[TableLine]:
    return [TableLine(f"Area {at}", (cell, Cell(""))) for at, cell in enumerate(cells)]


@pytest.mark.parametrize(
    ("cells", "key"),
    [
        ([KNOWN, KNOWN], []),
        ([HIDDEN, KNOWN], []),  # once is said where it stands
        ([HIDDEN, HIDDEN], ["A star: too few to say. Not shown, to protect people in small groups."]),
        ([UNKNOWN, UNKNOWN], ["A dash: not known. Fewer than 10 events."]),
        ([UNKNOWN, OTHERWISE, OTHERWISE], ["A dash: not known."]),  # which of the two reasons is whose is said in each
        ([Cell("not known"), KNOWN], ["A dash: not known."]),
        ([UNKNOWN, UNKNOWN, Cell("not known")], ["A dash: not known."]),  # of the third it isn't so
        ([Cell("4.0%", "Provisional.")] * 2 + [Cell("4.0%")], []),
        ([Cell("", "Provisional."), Cell("", "Provisional.")], []),
    ],
)
def test_the_key_says_it_once(cells, key):
    assert told(lines(*cells)).key == key


def test_what_the_key_says_no_cell_says_again():
    found = told(lines(HIDDEN, UNKNOWN, UNKNOWN, HIDDEN, KNOWN))
    assert [line.cells[0].note for line in found.lines] == ["", "", "", "", ""]
    assert [line.cells[0].is_dash for line in found.lines] == [False, True, True, False, False]
    assert [line.cells[0].sign for line in found.lines] == ["*", "–", "–", "*", ""]
    assert found.lines[4].cells[0] == KNOWN


@pytest.mark.parametrize(
    ("rows", "columns", "key"),
    [
        ([("12%", ""), ("13%", "")], ("Value",), []),
        ([("12%", "5 of 40"), ("13%", "")], ("Value", "Count"), ["A dash: nothing to show."]),
        ([("12%", "5 of 40"), ("not known", "")], ("Value", "Count"), ["A dash: not known."]),
        ([("", ""), ("", "")], (), []),
    ],
)
def test_a_column_that_no_row_fills_is_left_out(rows, columns, key):
    found = told([TableLine(f"Area {at}", tuple(map(Cell, row))) for at, row in enumerate(rows)])
    assert (found.columns, found.key) == (columns, key)
    assert all(len(line.cells) == len(columns) for line in found.lines)


def test_beside_a_value_that_is_not_shown_no_sign_stands_for_its_interval():
    found = told([TableLine("A", (HIDDEN, Cell(""))), TableLine("B", (Cell("12%"), Cell("5 of 40")))])
    assert [[cell.words for cell in line.cells] for line in found.lines] == [["too few to say", ""], ["12%", "5 of 40"]]
    assert found.key == []


def test_what_no_row_of_all_has_is_said_once_and_a_file_keeps_its_column(visitor, serving, tmp_path):
    folder = world.make(tmp_path / "place")
    rows = results.read(folder / "var" / "runs" / world.RUN / "results")["results"].to_pylist()
    without = {"lower": None, "upper": None}
    world.rewrite(folder, world.RUN, "results", [row | without if row["measure"] == "smoking" else row for row in rows])
    serving(folder)
    page = visitor.get("/measures/smoking/tables/time").content.decode()
    assert re.findall('<th scope="col"[^>]*>(.*?)</th>', page) == ["Period", "Value", "Count"]
    assert page.count("No 95% interval is known.") == 1
    assert '"lower","upper"' in visitor.get("/measures/smoking.csv").content.decode()
    serving("full")
    page = visitor.get("/measures/smoking/tables/time").content.decode()
    assert "95% interval</th>" in page
    assert "No 95% interval" not in page


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


def test_a_table_of_a_hundred_rows_that_are_too_small_says_so_once(site):
    """152 rows of one sheet said it, each by itself."""
    from django.template import engines

    rows = lines(*[HIDDEN] * 100, KNOWN)
    table = Table("part", "Areas", "Area", ("Value", "Count"), rows, lambda row: row, rows, "all")
    page = str(engines["jinja2"].env.get_template("components.jinja").module.rows_table(table, rows, "Areas"))
    seen = re.sub('<span class="nhsuk-u-visually-hidden">.*?</span>', "", page)
    assert (seen.count("too few to say"), seen.count(HIDDEN.note), page.count("too few to say")) == (1, 1, 101)


def test_a_table_of_words_says_once_what_its_dash_is():
    rows = lines(Cell("Not known"), Cell("Worse beyond chance"), Cell("Not known"), Cell("Not known"))
    table = Table("part", "Steps", "Group", ("Step 1", "Step 2"), rows, lambda row: row, rows, "all")
    told = unknown_once(table)
    assert told.key == ["A dash: not known."]
    assert [line.cells[0].sign for line in told.lines] == ["–", "", "–", "–"]


def test_reasons_that_differ_stand_each_beside_its_dash():
    found = told(lines(UNKNOWN, OTHERWISE, KNOWN))
    assert [line.cells[0].is_dash for line in found.lines] == [True, True, False]
    assert [line.cells[0].note for line in found.lines] == ["Fewer than 10 events.", "The practice closed.", ""]


def test_what_the_picture_of_the_groups_says_no_part_below_it_says_again(site):
    """The finding stands with the picture; the part keeps its heading, its table and what else is told of it."""
    from django.template import engines

    macro = engines["jinja2"].env.get_template("components.jinja").module.breakdown_part
    table = Table("sex", "By sex", "Group", ("Value",), (), lambda row: row, (), "all")
    measure = SimpleNamespace(id="smoking", breakdown_gap="")
    parts = [
        Breakdown("sex", "Sex", table, "Between women and men it could be chance.", "Over all of them, too.", "", ""),
        Breakdown("age", "Age", table, "The old fare worse.", "", "", ""),
    ]
    finding = Drawing("Between women and men it could be chance. By deprivation nothing is known.", Markup("<svg/>"))
    for drawn, times in ((finding, 1), (None, 1)):
        page = str(macro(parts, drawn, measure, []))
        assert page.count("Between women and men it could be chance.") == times
        assert all(one in page for one in ("Over all of them, too.", "The old fare worse.", ">Sex<", ">Age<"))


def test_a_reason_that_stands_in_many_cells_of_the_gaps_is_a_letter_with_its_key():
    from oneplace.web.public.presenters.behind import OFTEN, reason_marks

    often, seldom = (
        {"sex": SimpleNamespace(reason=words)} for words in ("Not in the file that is held", "Of men alone")
    )
    rows = [SimpleNamespace(cells=cells) for cells in [often] * (OFTEN + 1) + [seldom] * OFTEN]
    assert reason_marks(rows) == {"Not in the file that is held": "a"}


def test_no_seen_sentence_of_the_small_place_stands_more_than_ten_times_on_one_page(visitor, serving):
    """Whatever rows of a table have in common is said before them."""
    serving("full")
    many = {}
    for path in ("/", "/gaps", "/data", "/measures", "/themes/start_well", "/measures/smoking", "/ambitions/A1"):
        seen = re.sub(r'<(script|style|svg|head|nav).*?</\1>|<span class="nhsuk-u-visually-hidden">.*?</span>', "",
                      visitor.get(path).content.decode(), flags=re.DOTALL)  # fmt: skip
        said = Counter(one.strip() for one in re.findall(r">([^<]+)<", seen) if len(one.split()) > 3)
        many |= {(path, words): times for words, times in said.items() if times > 10}
    assert many == {}
