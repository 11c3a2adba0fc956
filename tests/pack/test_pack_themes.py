"""Themes in the pack: a table a theme without an empty cell, and the same lines as CSV and in the workbook."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace

from openpyxl import load_workbook

from oneplace.pack.formats import write_csv
from oneplace.pack.formats.data import WORKBOOK, write_together
from oneplace.pack.sections.themes import themes
from oneplace.place import Theme
from oneplace.report import themes as told
from tests.pack.pieces import YEAR, evidence, texts
from tests.progress.sentence_row import a_row

FACETS = {
    "smoke": {"title": "Smoking", "asks": "Do fewer smoke?", "here": "smoking"},
    "homes": {"title": "Homes", "asks": "Are homes warm?", "plan": {"number": "Cold homes", "held_by": "The ministry"}},
}


def found(folder):
    row = a_row(ambition="A1", baseline=9.0, baseline_label="2020/21", **YEAR)
    one = evidence(folder, a1={}, progress=[row])
    theme = Theme.model_validate({"id": "t", "title": "T", "asks": "A?", "facets": FACETS, "priorities": "G1"})
    place = replace(one.place, themes={"t": theme})
    return replace(one, report=replace(one.report, place=place))


def test_a_theme_has_a_row_a_question_and_no_empty_cell(tmp_path):
    section = themes(found(tmp_path))
    assert texts(section)[0].startswith(
        "Of 2 questions that the themes ask, 1 has no number here. Who gets it, and by when, is not set."
    )
    (one,) = section.sections
    rows = one.blocks[1].rows
    assert [row[0] for row in rows] == ["Smoking: Do fewer smoke?", "Homes: Are homes warm?"]
    assert all(cell for row in rows for cell in row)
    assert "7.4%" in rows[0][1]
    assert told.NO_FORECAST not in {cell for row in rows for cell in row}
    assert "Cold homes. Held by: The ministry." in rows[1][1]


def test_the_files_hold_the_same_lines(tmp_path):
    one = found(tmp_path)
    write_csv(one, tmp_path / "csv")
    write_together(one, tmp_path)
    lines = [{key: value or "" for key, value in row.items()} for row in told.lines(one.report)]
    with (tmp_path / "csv" / "themes.csv").open() as file:
        assert list(csv.DictReader(file)) == lines
    with zipfile.ZipFile(tmp_path / "open-data.zip") as archive:
        assert list(csv.DictReader(io.StringIO(archive.read("csv/themes.csv").decode()))) == lines
    sheet = [list(row) for row in load_workbook(tmp_path / WORKBOOK)["themes"].iter_rows(values_only=True)]
    assert [dict(zip(sheet[0], (cell or "" for cell in row), strict=True)) for row in sheet[1:]] == lines


def test_without_a_theme_the_pack_says_so_in_one_sentence(tmp_path):
    assert texts(themes(evidence(tmp_path, a1={}))) == ["The place’s files take no theme."]
