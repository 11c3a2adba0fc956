"""Two lines of names, as where cells of a heading were merged: a name is told apart by the heading over it."""

import pytest

from oneplace import sheets
from oneplace.problems import OneplaceError

MERGED = "Table 1,,,,\nArea,Deaths,,People,\n,Male,Female,Male,Female\nLeeds,1,2,3,4\nYork,5,6,7,*\n"
BANNERS = ",Males,,Females,\nArea,Deaths,People,Deaths,People\nLeeds,1,3,2,4\nYork,5,7,6,*\n"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (MERGED, ["Area", "Deaths Male", "Deaths Female", "People Male", "People Female"]),
        (BANNERS, ["Area", "Males Deaths", "Males People", "Females Deaths", "Females People"]),
    ],
)
@pytest.mark.parametrize("often", [1, 4000])  # a short file, and one that Arrow reads
def test_names_are_joined_with_their_headings(tmp_path, text, names, often):
    head, rows = text[: text.index("Leeds")], text[text.index("Leeds") :]
    (tmp_path / "t.csv").write_text(head + rows * often)
    sheet = sheets.read(tmp_path / "t.csv", names[1:3])
    assert sheet.columns == names
    assert len(sheet) == 2 * often
    assert sheet.numbers(names[1]).value.tolist() == [1, 5] * often
    assert sheet.line(1) == head.count("\n") + 2


@pytest.mark.parametrize("often", [1, 4000])
def test_the_first_line_alone_is_refused_with_the_names_of_both(tmp_path, often):
    (tmp_path / "t.csv").write_text(MERGED + "Leeds,1,2,3,4\n" * often)
    with pytest.raises(OneplaceError, match=r"t.csv:3: holds a second line of names .* Deaths Female, People Male"):
        sheets.read(tmp_path / "t.csv", ["Deaths", "People"])


@pytest.mark.parametrize("often", [1, 4000])
def test_a_heading_to_the_right_of_the_second_line_names_its_column(tmp_path, often):
    rows = "Leeds,1,2,30\nYork,5,6,70\n" * often
    (tmp_path / "t.csv").write_text("Table 1,,,\nWard,Deaths,,People\n,Male,Female,\n" + rows)
    sheet = sheets.read(tmp_path / "t.csv", ["Female", "People"])
    assert sheet.numbers("People").value.tolist() == [30, 70] * often
    assert sheet.numbers("Female").value.tolist() == [2, 6] * often


def test_a_banner_over_names_that_differ_changes_none(tmp_path):
    (tmp_path / "t.csv").write_text(",2023,\nArea,Deaths,People\nLeeds,1,2\n")
    assert sheets.read(tmp_path / "t.csv").columns == ["Area", "Deaths", "People"]
