"""The reference pages are those that the code writes, and leave nothing out."""

import pytest
from docs_from_code import PAGES
from docs_from_code.meanings import CODES, RECORD, RESULT_TABLES, RESULTS

from oneplace.place.canonical import KEPT
from oneplace.progress import ForecastStatus, Status
from oneplace.results import ORIGINS, TABLES, Table
from tests.docs.markdown_pages import ROOT


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_current(name):
    found = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert found == PAGES[name](), "write it with `make docs`"


def named(columns_of):
    """Columns as the meanings may name them: alone, or with their table."""
    alone = {column for columns in columns_of.values() for column in columns}
    return alone | {f"{table}.{column}" for table, columns in columns_of.items() for column in columns}


def test_every_meaning_is_of_a_column_that_exists():
    results = {name: table.schema.names for name, table in TABLES.items()}
    assert set(RESULTS) <= named(results)
    assert set(RECORD) <= named({table.name: table.kept for table in KEPT})
    assert set(RESULT_TABLES) == set(TABLES)
    assert all(table.about for table in KEPT)


def test_a_table_that_nobody_may_read_is_not_described(monkeypatch):
    monkeypatch.setitem(TABLES, "found_people", Table("found_people", TABLES["quality"].schema))
    page = PAGES["results.md"]()
    assert "## quality" in page
    assert "found_people" not in page


def test_every_code_that_the_code_names_is_explained_and_no_other():
    def explained(column):
        return {code.partition(".")[2] for code in CODES if code.startswith(f"{column}.")}

    assert explained("status") == {status.value for status in Status}
    assert explained("status_forecast") == {status.value for status in ForecastStatus}
    assert explained("origin") == set(ORIGINS)


def test_every_command_and_option_is_in_the_page():
    import typer

    from oneplace.cli import app

    page = PAGES["command-line.md"]()
    for name, command in typer.main.get_command(app).commands.items():
        if hasattr(command, "commands"):
            continue
        section = page.split(f"\n## oneplace {name}\n")[1].split("\n## ")[0]
        for each in command.params:
            if each.param_type_name == "option":
                assert all(f"`{option}" in section or f" {option}" in section for option in each.opts), (
                    name,
                    each.opts,
                )
