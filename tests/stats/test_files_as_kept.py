"""Files as offices keep them: what would be a guess or a sum of sums is refused by its row, with the mend."""

import pytest

from oneplace.problems import OneplaceError
from oneplace.stats import table

_FOR_PEOPLE = {"count": "Cases", "exposure": "People", "by": "Area"}


def _refused(tmp_path, method, text, **settings):
    file = tmp_path / "table.txt"
    file.write_text(text)
    with pytest.raises(OneplaceError) as caught:
        table.run(method, file, **settings)
    one = caught.value.problems[0]
    return one.line, one.message, one.mend


@pytest.mark.parametrize("delimiter", [",", "\t", "|"])
def test_a_point_that_may_part_thousands_is_no_decimal_point(tmp_path, delimiter):
    rows = [("Area", "Cases", "People"), ("a", "987", "56.789"), ("b", "1.234", "67.890"), ("c", "2.345", "9.990")]
    text = "\n".join(delimiter.join(row) for row in rows)
    assert _refused(tmp_path, "rate", text, **_FOR_PEOPLE) == (
        3,
        "column 'Cases' has '1.234', which may be 1234 or 1.234.",
        "Write 1234, or 1.2340 if the point is a decimal point.",
    )


@pytest.mark.parametrize("more", ["9.5", "0.125", "1234.500"])
def test_a_number_that_can_only_be_decimal_settles_its_column(tmp_path, more):
    file = tmp_path / "table.csv"
    file.write_text(f"Area,Cases,People\na,3,56.789\nb,4,{more}\n")
    found = table.run("rate", file, **_FOR_PEOPLE)
    assert found["denominator"].to_pylist() == [56.789, float(more)]


@pytest.mark.parametrize("word", ["Total", "2023 total", "Grand Total", "Average", "Mean 2023/24", "All years"])
def test_a_row_that_is_made_of_the_others_is_no_period(tmp_path, word):
    months = "\n".join(f"{month:02}/2023,{50 + month}" for month in range(1, 13))
    line, message, mend = _refused(tmp_path, "xmr", f"period,value\n{months}\n{word},600\n")
    assert (line, message) == (14, f"column 'period' has '{word}', which is made of other rows.")
    assert mend == "Take that row out."


def test_all_is_no_quantile(tmp_path):
    rows = "\n".join(f"{i},1000,{70 + i},{69 + i},{71 + i}" for i in range(1, 6))
    text = f"quantile,population,value,lower,upper\n{rows}\nAll,5000,73,72,74\n"
    line, message, mend = _refused(tmp_path, "slope_index", text)
    assert (line, message, mend) == (7, "column 'quantile' has 'All', which is of all quantiles.", "Take that row out.")


@pytest.mark.parametrize(
    ("names", "ends"),
    [
        ("2021,2022,2023,Total", "2021 to 2023"),
        ("Apr-23,May-23,Jun-23", "Apr-23 to Jun-23"),
        ("2021/22,2022/23", "2021/22 to 2022/23"),
    ],
)
def test_periods_that_stand_across_are_to_be_written_as_rows(tmp_path, names, ends):
    numbers = ",".join("5" for _ in names.split(","))
    _, message, mend = _refused(tmp_path, "xmr", f"Area,{names}\na,{numbers}\n", period="Period", value="Cases")
    assert message == "there is no column 'Period'."
    assert mend == f"Its columns {ends} are periods: write a row for each, and name it in a column."


def test_a_table_whose_names_are_no_periods_tells_its_names(tmp_path):
    _, _, mend = _refused(tmp_path, "xmr", "Area,Of,1,2\na,1,2,3\n", period="Period", value="Cases")
    assert mend == "The table has: Area, Of, 1, 2."
