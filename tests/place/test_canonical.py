"""A table of the record is declared once, and everything that must know it follows."""

from __future__ import annotations

import subprocess
import sys

import pytest

from oneplace.place.canonical import BY_NAME, COLUMNS, KEPT, MAPPED, TABLES

ADDED = '''
import sys, types
from pathlib import Path

import oneplace

folder = Path(oneplace.__file__).parent
declared = (folder / "place" / "canonical.py").read_text()
visit = """    Table(
        name="visit",
        about="Visits at home.",
        zone="person",
        columns=(
            *_added(person_id=_ID),
            *_mapped(visited=_DAY, visitor=_TEXT, lasted=_NUMBER),
            *_added(load_id=_TEXT),
        ),
        order="person_id, visited",
        split="visitor",
        required=("visited", "visitor"),
        dated_by="visited",
    ),
"""
start = declared.index("TABLES: tuple[Table, ...] = (\\n") + len("TABLES: tuple[Table, ...] = (\\n")
made = types.ModuleType("oneplace.place.canonical")
sys.modules[made.__name__] = made
exec(compile(declared[:start] + visit + declared[start:], "canonical.py", "exec"), made.__dict__)

import pytest
from oneplace.place.computing import Events
from oneplace.place import json_schema
from oneplace.place.sources import Rows
from tests.record.conftest import HEADERS, SOURCES, Small, make_place

assert Events.model_validate({"table": "visit", "where": "visitor = 'nurse'"}).dated_by == "visited"
with pytest.raises(ValueError, match="no column of table visit"):
    Events.model_validate({"table": "visit", "where": "colour = 1"})
with pytest.raises(ValueError, match="Every row of visit needs visitor"):
    Rows.model_validate({"table": "visit", "values": {"visited": "day"}})
assert "visit" in str(json_schema()["sources"])
assert "visit" in str(json_schema()["measure"])

mapped = "          - {table: visit, values: {visited: day, visitor: \\"'nurse'\\", lasted: value}}\\n"
before, there, after = SOURCES.partition("          - table: preference\\n")
small = Small(Path(sys.argv[1]), make_place(before + mapped + there + after, Path(sys.argv[1])))
for name in HEADERS:
    small.file(name)
small.file("gp/patients.csv", "1,9990000018,Anna,Abel,1980-01-01,F,A,,,2010-01-01,,")
small.file("gp/journal.csv", "1,2026-01-02,,123,7.5")
report = small.load()
assert report.rows["visit"] == 1
assert (report.folder / "person" / "visit" / "nurse.parquet").is_file()
hers = "person_id = (SELECT person_id FROM person)"
rows = small.rows(report, f"SELECT visited::VARCHAR, visitor, lasted, {hers} FROM visit")
assert rows == [("2026-01-02", "nurse", 7.5, True)], rows
print("found everywhere")
'''


@pytest.mark.slow
def test_a_table_added_to_the_declaration_is_mapped_measured_kept_and_read(tmp_path) -> None:
    done = subprocess.run([sys.executable, "-c", ADDED, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "found everywhere", done.stderr


def test_no_kept_column_of_the_person_zone_says_who_somebody_is() -> None:
    identifying = {"nhs_number", "given_name", "family_name", "postcode", "uprn", "phone", "email"}
    assert [table.name for table in KEPT if table.zone == "person" and identifying & table.kept.keys()] == []


def test_what_a_table_declares_of_its_columns_names_columns_that_it_has() -> None:
    for table in KEPT:
        named = [*(name.strip() for name in table.order.split(",")), *([table.split] if table.split else [])]
        assert set(named) <= table.kept.keys(), table.name
        assert table.dated_by is None or table.kept[table.dated_by] in ("DATE", "TIMESTAMP")
    for table in TABLES:
        assert set(table.required) <= table.mapped.keys()
        assert len({column.name for column in table.columns}) == len(table.columns)


def test_who_fills_a_column_decides_where_it_is_known() -> None:
    assert "postcode" in MAPPED["address"]
    assert "postcode" not in COLUMNS["address"]
    assert "household_id" in COLUMNS["address"]
    assert "household_id" not in MAPPED["address"]
    assert "person" not in MAPPED
    assert "preference" not in COLUMNS
    assert not BY_NAME["observation"].of_somebody
    assert not BY_NAME["organisation"].of_somebody
    assert BY_NAME["activity"].of_somebody
