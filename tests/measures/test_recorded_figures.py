"""Figures typed from a document: what a line may hold, and the sentence for each that can't be read."""

from types import SimpleNamespace

import pytest

from oneplace import stats
from oneplace.measures.documents import from_document, not_recognised
from oneplace.place import FromDocument
from oneplace.problems import OneplaceError, Severity
from tests.measures.build import measure

COMPUTE = FromDocument.model_validate({"from": "recorded", "file": "series/test.csv"})
HEADER = "period,group,value,numerator,denominator,lower,upper,source,version"
MEND_NUMBER = (
    "Write the number alone (1400 for 1,400, 14 for 14%). Leave it empty where the document gives none, or hides it."
)
MEND = f"A series has the columns {HEADER.replace(',', ', ')}; group is `all` or `dimension: group`."


def read(folder, *lines, header=HEADER, encoding="utf-8", unit="percent"):
    (folder / "series").mkdir(exist_ok=True)
    (folder / "series" / "test.csv").write_text("\n".join([header, *lines, ""]), encoding=encoding)
    return from_document(folder, measure(unit=unit), COMPUTE)


def test_a_line_with_everything(tmp_path):
    [row] = read(tmp_path, '2024/25,sex: F, 12.5 ,25,200,9,17,"Annual  report,\n p. 4",2')
    assert row == {
        "line": 2,
        "measure": "test",
        "period_start": row["period_start"],
        "period_end": row["period_end"],
        "period_label": "2024/25",
        "dimension": "sex",
        "group": "F",
        "group_label": "Female",
        "group_order": 1,
        "numerator": 25,
        "denominator": 200,
        "lower": 9,
        "upper": 17,
        "value": 12.5,
        "method": "As stated in the document",
        "suppressed": False,
        "reason": None,
        "origin": "recorded",
        "source": "Annual report, p. 4",
    }
    assert (row["period_start"].isoformat(), row["period_end"].isoformat()) == ("2024-04-01", "2025-04-01")


@pytest.mark.parametrize(
    ("version", "told"),
    [
        ("provisional", True), ("Provisional, May 2026", True), ("preliminary", True), ("p", True), ("[p]", True),
        ("", None), ("2", None), ("final", None), ("no longer provisional", None), ("Final (was provisional)", None),
    ],
)  # fmt: skip
def test_a_version_may_say_that_the_figure_is_provisional(tmp_path, version, told):
    first, bare = read(tmp_path, f'2024/25,all,12,,,,,r,"{version}"', f'2025/26,all,,,,,,r,"{version}"')
    assert first.get("provisional") is told
    assert bare.get("provisional") is None  # there is no figure


def test_lines_come_by_time_and_dimension_and_then_as_typed(tmp_path):
    rows = read(
        tmp_path,
        "2024/25,sex: M,1,,,,,r,",
        "2024/25,sex: F,2,,,,,r,",
        "2024/25,all,3,,,,,r,",
        "2023/24,sex: F,4,,,,,r,",
    )
    assert [row["value"] for row in rows] == [4, 3, 2, 1]
    told = [("Female", 1), ("Everyone", 0), ("Female", 1), ("Male", 2)]
    assert [(row["group_label"], row["group_order"]) for row in rows] == told


@pytest.mark.parametrize(
    ("written", "code", "label", "order"),
    [
        ("sex: F", "F", "Female", 1),
        ("sex: female", "F", "Female", 1),
        ("sex: Male", "M", "Male", 2),
        ("deprivation: 1", "1", "1 (most deprived)", 1),
        ("deprivation: 5", "5", "5 (least deprived)", 5),
        ("ethnicity: Black or black British", "black", "Black or Black British", 2),
        ("ethnicity: Roma", "Roma", "Roma", 2),
        ("age: 16-24", "16-24", "16 to 24", 17),
        ("sex: women", "F", "Female", 1),
        ("Gender: W", "W", "W", 2),
        ("Women", "F", "Female", 1),
        ("male", "M", "Male", 2),
        ("sex: not stated", "not_known", "Not known or other", 3),
        ("Ethnic group: Asian / Asian British", "asian", "Asian or Asian British", 1),
        ("ethnicity: Black people", "black", "Black or Black British", 2),
        ("ethnicity: Indian", "Indian", "Indian", 2),
        ("IMD quintile: Q1", "1", "1 (most deprived)", 1),
        ("most deprived", "1", "1 (most deprived)", 1),
        ("deprivation: unknown", "not_known", "Not known", 9),
        ("age group: 75 and over", "75+", "75 and over", 76),
        ("over 75s", "75+", "75 and over", 76),
        ("age: 65–74 years", "65-74", "65 to 74", 66),
        ("age: under 18", "0-17", "0 to 17", 1),
        ("Everyone", "all", "Everyone", 0),
        ("neighbourhood: E01017136", "E01017136", "E01017136", 2),
    ],
)
def test_a_group_is_called_as_everywhere_else(tmp_path, written, code, label, order):
    [row] = read(tmp_path, f"2024/25,{written},1,,,,,r,")
    assert (row["group"], row["group_label"], row["group_order"]) == (code, label, order)


def test_groups_that_no_list_holds_are_named_and_files_that_cannot_be_read(tmp_path):
    where = SimpleNamespace(root=tmp_path, measures={"test": measure(compute=COMPUTE)})
    read(tmp_path, "2024/25,sex: F,5,,,,,r,", "2024/25,sex: Fem,5,,,,,r,", "2023/24,sex: Fem,5,,,,,r,")
    [problem] = not_recognised(where)
    assert (problem.path.name, problem.severity) == ("test.csv", Severity.WARNING)
    assert problem.message == "has the group 'Fem' of sex, which is not recognised: it gets a page of its own."
    assert problem.mend == "Known are female, male. Leave it if it is another group."
    (tmp_path / "series" / "test.csv").unlink()
    assert [one.message for one in not_recognised(where)] == ["is named by measure test, but isn't there."]


def test_the_columns_that_are_needed_suffice_and_a_mark_before_them_is_passed_over(tmp_path):
    [row] = read(tmp_path, "2024/25,all,,r", header="period,group,value,source", encoding="utf-8-sig")
    assert (row["value"], row["lower"], row["reason"]) == (None, None, "The document gives no figure.")


@pytest.mark.parametrize("missing", ["period", "group", "value", "source"])
def test_a_column_that_is_needed(tmp_path, missing):
    with pytest.raises(OneplaceError) as caught:
        read(tmp_path, header=HEADER.replace(missing, "other"))
    [problem] = caught.value.problems
    assert (problem.line, problem.message, problem.mend) == (1, f"has no column '{missing}'.", MEND)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("2024/25,all,twelve,,,,,r,", "has 'twelve' as value, which is no number."),
        ("2024/25,all,1,x,,,,r,", "has 'x' as numerator, which is no number."),
        ("2024/25,all,1,,x,,,r,", "has 'x' as denominator, which is no number."),
        ("2024/25,all,1,,,inf,,r,", "has 'inf' as lower, which is no number."),
        ("2024/25,all,1,,,,nan,r,", "has 'nan' as upper, which is no number."),
        ("2024/25,village,1,,,,,r,", "has the group 'village'."),
        ("2024/25,village: x,1,,,,,r,", "has the group 'village: x'."),
        ("2024/25,sex,1,,,,,r,", "has the group 'sex'."),
        ("2024/25,all: x,1,,,,,r,", "has the group 'all: x'."),
        ("2024/25,1,1,,,,,r,", "has the group '1'."),
        ("2024/25,,1,,,,,r,", "has the group ''."),
        ("2024/25,all,1,,,,, ,", "names no source for a figure."),
        ("2024/25,all,,,,,,,", "names no source for a figure."),
    ],
)
def test_a_line_that_can_not_be_read(tmp_path, line, message):
    with pytest.raises(OneplaceError) as caught:
        read(tmp_path, "2023/24,all,1,,,,,r,", line)
    [problem] = caught.value.problems
    assert (problem.path.name, problem.line, problem.message, problem.mend) == (
        "test.csv",
        3,
        message,
        MEND_NUMBER if message.endswith("no number.") else MEND,
    )


def test_a_period_and_group_have_one_figure(tmp_path):
    with pytest.raises(OneplaceError) as caught:
        read(tmp_path, "2023/24,all,1,,,,,r,", "2023/24,sex: F,1,,,,,r,", "2023/24,all,2,,,,,r,")
    [problem] = caught.value.problems
    assert (problem.line, problem.message) == (4, "gives 2023/24 a second time for the same group (first in line 2).")


def test_a_file_that_is_not_there_or_not_text(tmp_path):
    with pytest.raises(OneplaceError) as caught:
        from_document(tmp_path, measure(), COMPUTE)
    [problem] = caught.value.problems
    assert (problem.message, problem.mend) == ("is named by measure test, but isn't there.", MEND)
    with pytest.raises(OneplaceError) as caught:
        read(tmp_path, "2024/25,all,1,,,,,caf\xe9,", encoding="latin-1")
    [problem] = caught.value.problems
    assert (problem.message, problem.mend) == ("is not UTF-8 text.", "Save it as UTF-8.")


@pytest.mark.parametrize(
    ("figure", "unit", "message"),
    [
        ("80,,,85,75", "percent", "has limits the wrong way round, 85 to 75."),
        ("82,,,83,90", "percent", "has the value 82, which is below its lower limit, 83."),
        ("91,,,83,90", "score", "has the value 91, which is above its upper limit, 90."),
        ("104,,,,", "percent", "has 104 as value: a percentage of a whole is 0 to 100."),
        ("150,450,300,,", "percent", "has 150 as value: a percentage of a whole is 0 to 100."),
        ("100,450,300,,", "percent", "has 450 of 300: more than the whole."),
        ("-3,,,,", "percent", "has -3 as value, which is below 0."),
        ("-3,,,,", "per_1000", "has -3 as value, which is below 0."),
        ("3,-3,100,,", "percent", "has -3 as numerator, which is below 0."),
        ("81,162,300,,", "percent", "has 81 as value beside 162 of 300, which is 54%."),
        ("0.54,162,300,,", "percent", "has 0.54 as value beside 162 of 300, which is 54%."),
    ],
)
def test_a_figure_that_cannot_be(tmp_path, figure, unit, message):
    with pytest.raises(OneplaceError) as caught:
        read(tmp_path, "2023/24,all,1,,,,,r,", f"2024/25,all,{figure},r,", unit=unit)
    [problem] = caught.value.problems
    assert (problem.path.name, problem.line, problem.message) == ("test.csv", 3, message)
    assert problem.mend.startswith("Correct ")


@pytest.mark.parametrize(
    ("figure", "unit"),
    [
        ("82,,,82,82", "percent"),
        ("82,,,82.4,90", "percent"),  # 82 may be 82.4
        ("82,,,,90", "percent"),
        ("54,162,300,,", "percent"),
        ("54.3,163,300,,", "percent"),
        ("54,163,300,,", "percent"),  # 54.3, rounded
        ("54.1,1230,2270,,", "percent"),  # both may be rounded to tens
        ("81,,300,,", "percent"),  # weighted
        ("100,300,300,,", "percent"),
        (",162,300,,", "percent"),
        ("104,104,100,,", "ratio"),
        ("-3,,,,", "score"),
        ("12.5,40,1000,,", "per_1000"),  # standardised, perhaps
    ],
)
def test_a_figure_that_can_be(tmp_path, figure, unit):
    assert len(read(tmp_path, f"2024/25,all,{figure},r,", unit=unit)) == 1


@pytest.mark.parametrize(
    ("unit", "value", "told"),
    [
        ("percent", 0.12, ["has 0.12 to 1 as percentages of test: none is above 1."]),
        ("percent", 1.2, []),
        ("score", 0.1, []),
    ],
)
def test_a_share_of_one_among_percentages_is_told(tmp_path, unit, value, told):
    where = SimpleNamespace(root=tmp_path, measures={"test": measure(compute=COMPUTE, unit=unit)})
    read(tmp_path, f"2024/25,all,{value},,,,,r,", "2023/24,all,1,,,,,r,", "2022/23,all,0,,,,,r,")
    assert [one.message for one in not_recognised(where)] == told


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["2024/25,all,44,,,,,r,", "2023/24,all,0.42,,,,,r,", "2022/23,all,43,,,,,r,"], [3]),
        (["2024/25,all,44,,,,,r,", "2024/25,sex: F,0.42,,,,,r,", "2024/25,sex: M,43,,,,,r,"], [3]),
        (["2024/25,all,44,,,,,r,", "2023/24,all,0.42,42,10000,,,r,", "2022/23,all,43,,,,,r,"], []),  # so it is
        (["2024/25,all,4,,,,,r,", "2023/24,all,0.42,,,,,r,", "2022/23,all,3,,,,,r,"], []),
    ],
)
def test_one_share_of_one_beside_percentages_is_told(tmp_path, lines, told):
    where = SimpleNamespace(root=tmp_path, measures={"test": measure(compute=COMPUTE)})
    read(tmp_path, *lines)
    found = not_recognised(where)
    assert [(one.line, one.code) for one in found] == [(line, "W127") for line in told]
    if told:
        assert found[0].message.startswith("has 0.42 as a percentage of test, beside about 4")


def test_limits_come_from_typed_counts_where_the_value_is_made_of_them(tmp_path):
    lines = ["2024/25,all,12.5,25,200,,,p. 4,", "2023/24,all,12.5,25,200,9,17,p. 4,", "2022/23,all,12.5,,,,,p. 4,"]
    alone, _, counted = read(tmp_path, *lines)
    expected = stats.proportion(25, 200, 100)
    assert (counted["lower"], counted["upper"]) == (float(expected.lower), float(expected.upper))
    assert counted["method"] == "As stated in the document; limits from the counts: Wilson"
    assert alone["lower"] is None
    stated = from_document(tmp_path, measure(), COMPUTE.model_copy(update={"limits": "as_published"}))
    assert [row["lower"] for row in stated] == [None, 9, None]


@pytest.mark.parametrize("value", [76.7, 76.6])
def test_a_value_half_a_unit_from_its_counts_keeps_its_limits(tmp_path, value):
    [counted] = read(tmp_path, f"2025/26,all,{value},1533,2000,,,r,")
    expected = stats.proportion(1533, 2000, 100)
    assert (counted["lower"], counted["upper"]) == (float(expected.lower), float(expected.upper))


def test_every_share_of_two_thousand_rounds_to_itself_either_way():
    for count in range(2001):
        half = count * 5  # in hundredths of a per cent
        down, up = half // 10 / 10, -(-half // 10) / 10
        assert stats.rounds_to(100 * count / 2000, down, 1)
        assert stats.rounds_to(100 * count / 2000, up, 1)
    assert not stats.rounds_to(76.65, 76.71, 1)
    assert not stats.rounds_to(76.649, 76.7, 1)
