"""The pack's open data: what anyone may have, how each column is declared, what an ambition says of itself."""

from __future__ import annotations

import json

import pyarrow.csv as pa_csv
import pytest

from oneplace.pack.document import Document, Figure, Icons, Section, Table, charts
from oneplace.pack.formats import is_open, json_schema, write_csv, write_json
from oneplace.pack.formats.plain import plain
from oneplace.results import TABLES, Audience
from tests.pack.pieces import chart, evidence


@pytest.mark.parametrize(
    ("name", "open_"),
    [
        ("csv/results.csv", True),
        ("csv/ambitions.csv", True),
        ("csv/datapackage.json", True),
        ("pack.json", True),
        ("pack.schema.json", True),
        ("board-pack.pdf", False),
        ("board-pack.docx", False),
        ("html/index.html", False),
        ("results.csv", False),
        ("csv/people.csv", False),
        ("csv/results.parquet", False),
        ("", False),
    ],
)
def test_data_is_anyones_and_the_boards_documents_are_the_boards(name, open_):
    assert is_open(name) is open_


def test_every_public_table_is_open_and_no_other():
    for name, table in TABLES.items():
        assert is_open(f"csv/{name}.csv") is (table.audience is Audience.PUBLIC), name


@pytest.mark.parametrize(
    ("name", "declared"),
    [
        ("ambition", {"type": ["string", "null"]}),
        ("value", {"type": ["number", "null"]}),
        ("period_start", {"type": ["string", "null"], "format": "date"}),
        ("text", {"type": "string"}),
        ("finding", {"type": "string"}),
        ("stage", {"type": ["string", "null"]}),
        ("measure_name", {"type": ["string", "null"]}),
    ],
)
def test_the_schema_declares_each_column_of_an_ambition(name, declared):
    ambition = json_schema()["properties"]["ambitions"]["items"]
    assert ambition["properties"][name] == declared
    assert ambition["additionalProperties"] is False
    assert ambition["required"] == sorted(ambition["properties"])


def test_a_status_is_one_of_those_that_there_are():
    declared = json_schema()["properties"]["ambitions"]["items"]["properties"]
    assert "off_path" in declared["status"]["enum"]
    assert "uncertain" in declared["status_forecast"]["enum"]
    assert None in declared["origin"]["enum"]


def test_lines_leave_out_the_ambition_that_they_stand_under():
    lines = json_schema()["properties"]["ambitions"]["items"]["properties"]["paths"]["items"]
    assert "ambition" not in lines["properties"]
    assert {"kind", "value", "period_label"} <= set(lines["properties"])


def test_an_ambition_says_what_it_is_and_how_it_stands(tmp_path):
    found = evidence(tmp_path, a1={})
    write_json(found, "2026-05-02T08:00:00+00:00", tmp_path)
    pack = json.loads((tmp_path / "pack.json").read_text())
    named = ("place", "strategy", "as_of", "built_on", "run", "software")
    assert [pack[name] for name in named] == [
        "Testton", "A strategy", "2026-05-01", "2026-05-02T08:00:00+00:00", "r1", "s",
    ]  # fmt: skip
    (one,) = pack["ambitions"]
    told = ("ambition", "text", "question", "stage", "measure_name", "unit", "polarity", "status_words")
    assert [one[name] for name in told] == [
        "A1", "Fewer smoke", "Do fewer smoke?", None, "Smoking", "percent", "low_good", "Off path",
    ]  # fmt: skip
    assert one["forecast_words"] == "Unlikely to meet the target"
    assert one["judgeable_on"] == "2027-01-01"


def test_the_ambitions_file_and_the_package_name_their_sources(tmp_path):
    used = [
        {"measure": "smoking", "attribution": "NHS England", "sources": "a"},
        {"measure": "other", "sources": "b"},
        {"measure": "third"},
    ]
    found = evidence(tmp_path, a1={}, provenance=used)
    write_csv(found, tmp_path / "csv")
    (row,) = pa_csv.read_csv(tmp_path / "csv" / "ambitions.csv").to_pylist()
    assert (row["ambition"], row["text"], row["measure"], row["unit"]) == ("A1", "Fewer smoke", "smoking", "%")
    assert (row["value_words"], row["age_words"]) == ("7.4% in 2024/25", "13 months old")
    assert row["direction_words"] == "no clear change since 2020/21"
    assert row["comparison_words"] == "better than E92000001, 8.8% in 2023/24"
    package = json.loads((tmp_path / "csv" / "datapackage.json").read_text())
    assert package["name"] == "t"
    assert package["title"] == "Board pack of Testton, 1 May 2026"
    assert (package["created"], package["version"]) == ("2026-05-02T08:00:00+00:00", "r1")
    assert package["licenses"] == [{"name": "OGL-UK-3.0", "title": "Open Government Licence v3.0"}]
    assert package["sources"] == [{"title": "NHS England"}, {"title": "b"}, {"title": "third"}]
    fields = {field["name"]: field for resource in package["resources"] for field in resource["schema"]["fields"]}
    assert fields["suppressed"]["type"] == "boolean"
    assert fields["period_end"]["type"] == "date"
    assert "off_path" in fields["status"]["constraints"]["enum"]


def test_no_column_is_narrower_than_its_longest_word():
    """The header "Direction" stood over "Beside others" where nothing but a dash stood beneath either."""
    long = "published for each of the place's 6 areas, not for all of it: 17.8% (Bromley) to 29.7% (Southwark)"
    columns = ("Ambition", "Latest value", "Direction", "Beside others", "Gap", "Now, and forecast")
    table = Table("", columns, ((long[:50], long, "—", "—", "—", "By area only"),) * 3)
    shares = dict(zip(columns, (width / sum(table.widths) for width in table.widths), strict=True))
    assert shares["Direction"] >= 11 / 78
    assert shares["Latest value"] == max(shares.values())
    words = Table("", tuple("abcdefgh"), (("x" * 90,) * 8,))  # no room for all: none gets what another lacks
    assert len({round(width, 9) for width in words.widths}) == 1


@pytest.mark.parametrize(
    ("texts", "width"),
    [(("", "a"), 9**0.7), (("x" * 9, ""), 9**0.7), (("", "x" * 10), 10**0.7), (("x" * 60, ""), 60**0.7),
     (("x" * 61, ""), 60**0.7), (("x" * 80, "x" * 80), 80**0.7)],
)  # fmt: skip
def test_a_column_is_as_wide_as_its_longest_text_within_bounds(texts, width):
    column, cell = texts
    assert Table("", (column,), ((cell,),)).widths == [width]


def document():
    inner = Section("b", "B", (Figure(chart("two")),))
    table = Table("T", ("One",), (("cell",),))
    first = Section("a", "A", (Figure(chart("one")), table), (inner,))
    last = Section("c", "C", (Icons((chart("three"), chart("four"))),))
    return Document("Title", "Sub", (("Place", "T"),), ("Mind",), (first, last), "2026")


def test_charts_are_found_in_reading_order():
    assert [one.kind for one in charts(document())] == ["one", "two", "three", "four"]


def test_the_plain_document_names_each_block_and_leaves_the_drawings_out():
    found = plain(document())
    assert (found["type"], found["title"], found["facts"]) == ("Document", "Title", [["Place", "T"]])
    figure, table = found["sections"][0]["blocks"]
    assert figure["type"] == "Figure"
    assert set(figure["chart"]) == {"type", "id", "kind", "title", "subtitle", "alt", "note"}
    assert (table["type"], table["rows"], table["widths"]) == ("Table", [["cell"]], [9**0.7])


def test_the_status_of_a_target_that_is_past_says_what_became_of_it_as_pages_and_pack_do(tmp_path):
    past = {"status": "off_path", "status_forecast": "missed", "target": 5.0}
    write_json(evidence(tmp_path, a1=past), "2026-05-02T08:00:00+00:00", tmp_path)
    (one,) = json.loads((tmp_path / "pack.json").read_text())["ambitions"]
    assert one["status_words"] == "Off path: target missed"
