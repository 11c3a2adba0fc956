"""A publisher's file declared in a place: what its layout says is read, and what it doesn't say is refused by name."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from oneplace.place import OwnDataset
from oneplace.problems import OneplaceError
from oneplace.record.opendata import adding, counts, declared

LONG = {
    "most_deprived": 1,
    "series": {"column": "Indicator", "names": {"Smokers": "smokers"}},
    "area": {"column": "Area Code"},
    "period": {"column": "Time period", "kind": "financial_year"},
    "figure": {"value": "Value", "numerator": "Count", "denominator": "Denominator", "lower": "Low", "upper": "High"},
    "groups": [
        {"column": "Sex", "by": "sex", "everyone": "Persons"},
        {"column": "Age", "by": "age"},
        {
            "column": "Category",
            "by_column": "Category Type",
            "kinds": {"Deciles": "deprivation_decile", "Ethnicity": "ethnic_group"},
            "leave_out": ["Not stated"],
        },
    ],
}
WIDE = {
    "most_deprived": 1,
    "area": {"column": "area"},
    "period": {"column": "year", "kind": "year"},
    "figures": {"s": {"numerator": "n", "denominator": "d", "per": 100}},
}
SAID = {"id": "mine", "title": "Mine", "publisher": "P", "vintage": "V"}
HEADER = "Indicator,Area Code,Time period,Sex,Age,Category Type,Category,Value,Low,High,Count,Denominator\n"


def row(
    value="12.0", *, area="E1", period="2023/24", sex="Persons", kind="", group="", count="12", out_of="100", **more
):
    limits = f"{more.get('low', '')},{more.get('high', '')}"
    series = more.get("series", "Smokers")
    return f"{series},{area},{period},{sex},18+,{kind},{group},{value},{limits},{count},{out_of}\n"


def read(folder, text, layout=None, *, name="file.csv", **changes):
    (folder / name).write_text(text)
    entry = OwnDataset.model_validate({**SAID, "files": [name], "layout": {**(layout or LONG), **changes}})
    with duckdb.connect() as connection:
        return declared.load(entry, folder, connection).to_pylist()


def told(folder, text, layout=None, **changes):
    with pytest.raises(OneplaceError) as error:
        read(folder, text, layout, **changes)
    return str(error.value)


def test_a_long_file_with_titles_and_notes_is_read_with_its_limits(tmp_path):
    text = "Profiles,,,,,,,,,,,\n" + HEADER + row(low="10.5", high="13.5") + row('"1,300.5"', area="E2", series="Else")
    assert [
        (
            each["series"],
            each["area_code"],
            each["period_label"],
            each["dimension"],
            each["value"],
            each["lower"],
            each["upper"],
        )
        for each in read(tmp_path, text)
    ] == [("smokers", "E1", "2023/24", "all", 12.0, 10.5, 13.5)]  # a series that has no name here is left out


def test_a_group_is_told_apart_by_one_column_and_crossed_ones_are_left_out(tmp_path):
    text = (
        HEADER
        + row()
        + row("9", sex="Male")
        + row("15", sex="Female")
        + row("7", sex="Male", kind="Ethnicity", group="White")
    )
    text += row("8", kind="Ethnicity", group="White") + row("6", kind="Ethnicity", group="Not stated")
    text += row("5", kind="Region", group="North")
    assert [(each["dimension"], each["group"], each["value"]) for each in read(tmp_path, text)] == [
        ("all", "all", 12),
        ("ethnicity", "white", 8),
        ("sex", "F", 15),
        ("sex", "M", 9),
    ]


def test_a_column_that_says_the_same_throughout_tells_nobody_apart(tmp_path):
    two_ages = HEADER + row() + row("20").replace(",18+,", ",65+,")
    assert {each["dimension"] for each in read(tmp_path, HEADER + row())} == {"all"}
    assert [(each["group"], each["value"]) for each in read(tmp_path, two_ages)] == [("18+", 12), ("65+", 20)]


@pytest.mark.parametrize(("most", "fifths"), [(1, [15.0, 55.0]), (10, [55.0, 15.0])])
def test_tenths_are_fifths_by_their_counts_from_either_end(tmp_path, most, fifths):
    counts = {"1 - most": 10, "2": 20, "9": 50, "10": 60}
    text = HEADER + "".join(
        row(str(n), kind="Deciles", group=tenth, count=str(n), out_of="100") for tenth, n in counts.items()
    )
    rows = read(tmp_path, text, most_deprived=most)
    assert [(each["group"], each["value"], each["denominator"]) for each in rows] == [
        (fifth, value, 200) for fifth, value in zip("15", fifths, strict=True)
    ]


def test_tenths_with_a_nought_before_them_are_the_same_tenths(tmp_path):
    """As publishers write them who sort by text: 01 to 10."""
    counts = {f"{tenth:02d}": tenth for tenth in (1, 2, 9, 10)}
    text = HEADER + "".join(
        row(str(n), kind="Deciles", group=tenth, count=str(n), out_of="100") for tenth, n in counts.items()
    )
    rows = read(tmp_path, text, most_deprived=1)
    assert [(each["group"], each["numerator"]) for each in rows] == [("1", 3), ("5", 19)]


def test_tenths_without_counts_are_not_put_together_and_say_so(tmp_path):
    text = HEADER + "".join(row("10", kind="Deciles", group=tenth, count="", out_of="") for tenth in "12")
    assert [(each["value"], each["note"]) for each in read(tmp_path, text)] == [
        (None, "Published by tenths without counts, so two can not be put together.")
    ]


@pytest.mark.parametrize(("count", "per"), [(20, 100.0), (19, None)])
def test_what_a_value_is_per_is_told_by_enough_events(tmp_path, count, per):
    """Below twenty events a rounded value tells too little: tenths are then not put together."""
    text = HEADER + "".join(
        row(str(count), kind="Deciles", group=tenth, count=str(count), out_of="100") for tenth in "12"
    )
    assert [(each["value"], bool(each["note"])) for each in read(tmp_path, text)] == [
        (None, True) if per is None else (count, False)
    ]


@pytest.mark.parametrize(
    ("last", "says"),
    [
        (row("30.0", area="E4", count="12"), "file.csv:5: says 30, which 12 of 100 do not make."),
        (row("12.8", area="E4", count="12"), "file.csv:5: says 12.8, which 12 of 100 do not make."),
        (row("12.0", area="E4", count="120"), "says 12, which 120 of 100 do not make."),
        (row("12.5", area="E4", count="25", out_of="200"), None),
        (row("33.3", area="E4", count="1", out_of="3"), None),  # beyond rounding, not by rounding
        (row("12.0", area="E4", count="*"), None),
        (row("0.0", area="E4", count="0"), None),
    ],
)
def test_a_value_that_its_counts_do_not_make_is_refused_by_its_row(tmp_path, last, says):
    text = HEADER + row() + row("15.0", area="E2", count="15") + row("9.0", area="E3", count="9") + last
    if says:
        assert says in told(tmp_path, text)
    else:
        assert len(read(tmp_path, text)) == 4


def test_counts_that_make_few_of_a_series_values_contradict_none():
    """A rate standardised for age stands beside the counts that it is not made of; counts rounded to five make less."""
    rng = np.random.default_rng(7)
    count, people = rng.integers(20, 90, 60).astype(float), rng.integers(5000, 9000, 60).astype(float)
    crude = {"numerator": count, "denominator": people, "value": np.round(1000 * count / people, 1)}
    assert not counts.contradicted(crude, None).any()
    assert not counts.contradicted(
        crude | {"value": np.round(crude["value"] * rng.uniform(0.7, 1.3, 60), 1)}, None
    ).any()
    rounded = crude | {"numerator": np.round(count / 5) * 5, "denominator": np.round(people / 5) * 5}
    assert not counts.contradicted(rounded, None).any()
    wrong = crude | {"value": np.where(np.arange(60) == 41, crude["value"] * 1.3, crude["value"])}
    assert np.flatnonzero(counts.contradicted(wrong, None)).tolist() == [41]
    assert counts.contradicted(crude | {"value": crude["value"] / 10}, 1000).all()
    nobody = {"numerator": np.zeros(9), "denominator": np.full(9, 50.0), "value": np.zeros(9)}
    assert not counts.contradicted(nobody, None).any()


def test_a_tidy_file_is_held_to_its_counts_too(tmp_path):
    (tmp_path / "rows.csv").write_text(
        HEADER + row() + row("15.0", area="E2", count="15") + row("9.0", area="E3", count="9")
    )
    entry = OwnDataset.model_validate({**SAID, "files": ["rows.csv"], "layout": LONG})
    with duckdb.connect() as connection:
        table = declared.load(entry, tmp_path, connection)
        wrong = table.set_column(table.column_names.index("value"), "value", pa.array([12.0, 51.0, 9.0]))
        more = pa.concat_tables([wrong, *[table.slice(0, 1)] * 3])
        pq.write_table(more, tmp_path / "tidy.parquet")
        entry = OwnDataset.model_validate({**SAID, "files": ["tidy.parquet"], "layout": "tidy"})
        with pytest.raises(OneplaceError, match=r"smokers of E2 in 2023/24 \(Everyone\) is 51, which 15 of 100 do not"):
            declared.load(entry, tmp_path, connection)


def test_a_wide_file_gives_a_series_a_column_and_hidden_figures_their_reason(tmp_path):
    layout = {
        "area": {"always": "E1"},
        "period": {"column": "Month", "kind": "month", "without": "MSitAE-"},
        "figures": {"late": {"numerator": "Late", "denominator": "All", "per": 100}, "all": {"value": "All"}},
        "keep": {"Org": ["RHM"]},
    }
    text = "Month,Org,Late,All\nMSitAE-APRIL-2024,RHM,5,20\n01/05/2024,RHM,*,40\nApril 2024,RYR,1,2\n"
    assert [
        (each["series"], each["period_label"], each["value"], each["note"]) for each in read(tmp_path, text, layout)
    ] == [
        ("all", "April 2024", 20, None),
        ("all", "May 2024", 40, None),
        ("late", "April 2024", 25, None),
        ("late", "May 2024", None, declared.HIDDEN),
    ]


def test_a_column_that_is_not_there_is_named_with_those_found(tmp_path):
    says = told(tmp_path, "Indicator,AreaCode,Period\nSmokers,E1,2023/24\n")
    assert "there is no column 'Area Code'" in says
    assert "Did you mean `AreaCode`?" in says or "AreaCode" in says
    assert "The table has: Indicator, AreaCode, Period." in says


def test_a_row_that_is_there_twice_is_one(tmp_path):
    """The public health profiles list a unitary authority under each type of area that it is of."""
    assert [each["value"] for each in read(tmp_path, HEADER + row() + row())] == [12.0]


@pytest.mark.parametrize(
    ("text", "changes", "says"),
    [
        (
            row(kind="Ethnicity", group="Martian") + row(),
            {},
            "column 'Category' has groups that are not known: 'Martian'.",
        ),
        (row() + row() + row("13.0"), {}, "has 2 figures of one thing (smokers, E1, 2023-24, all, all)."),
        (
            row(period="Q1 2024"),
            {"period": {"column": "Time period", "kind": "financial_quarter"}},
            "the period 'Q1 2024' is no financial quarter.",
        ),
        (row(period="soon"), {}, "file.csv:2: the period 'soon' is no financial year."),
        (row(), {"keep": {"Sex": ["Children"]}}, "has no row where Sex is Children. In the file Sex says 'Persons'."),
        (row("many"), {}, "many"),
        (
            row(),
            {"area": {"column": "Area Code", "names": {"E9": "E1"}}},
            "column 'Area Code' says nothing that is known.",
        ),
    ],
)
def test_what_is_wrong_is_named(tmp_path, text, changes, says):
    assert says in told(tmp_path, HEADER + text, **changes)


@pytest.mark.parametrize(
    ("kind", "text", "label"),
    [
        ("day", "31/03/2024", "31 March 2024"),
        ("month", "Apr-24", "April 2024"),
        ("financial_quarter", "Q1 2024/25", "2024/25 Q1"),
        ("financial_quarter", "Apr-Jun 2024", "2024/25 Q1"),
        ("quarter", "2024 Q1", "2023/24 Q4"),
        ("year", "2024", "2024"),
        ("academic_year", "2023-24", "school year 2023/24"),
        ("financial_years", "2021/22 - 23/24", "2021/22 to 2023/24"),
        ("span", "2021 - 23", "2021 to 2023"),
    ],
)
def test_a_period_is_read_in_its_publishers_spelling(tmp_path, kind, text, label):
    rows = read(tmp_path, HEADER + row(period=text), period={"column": "Time period", "kind": kind})
    assert [each["period_label"] for each in rows] == [label]


def test_rows_of_totals_are_left_out_where_the_file_says_so(tmp_path):
    """A team's own sheet has a total beneath each year: it was refused, with nothing that could leave it out."""
    text = HEADER + row(period="2023-24") + row("99.0", period="Total 2023/24") + row("99.0", period="Grand total")
    assert "the period 'Total 2023/24' is no financial year." in told(tmp_path, text)
    rows = read(tmp_path, text, leave_out={"Time period": ["Total*", "Grand total"]})
    assert [each["period_label"] for each in rows] == ["2023/24"]


def test_a_month_that_begins_on_another_day_is_none(tmp_path):
    period = {"column": "Time period", "kind": "month"}
    assert "the period '02/04/2024' is no month." in told(tmp_path, HEADER + row(period="02/04/2024"), period=period)


TENTHS = {**WIDE, "groups": [{"column": "tenth", "by": "deprivation_decile"}], "most_deprived": None}


def of_tenths(*names):
    return "area,year,tenth,n,d\n" + "".join(f"E1,2020,{name},{number},100\n" for number, name in enumerate(names, 5))


def test_tenths_of_which_nothing_says_which_end_is_deprived_are_refused_until_file_or_layout_says(tmp_path):
    assert "nothing says which end is the most deprived" in told(tmp_path, of_tenths(*range(1, 11)), TENTHS)
    worded = of_tenths("1 - most deprived", *range(2, 11))
    assert next(each["numerator"] for each in read(tmp_path, worded, TENTHS)) == 11
    rows = read(tmp_path, of_tenths(*range(1, 11)), {**TENTHS, "most_deprived": 10})
    assert [each["group"] for each in rows if each["numerator"] == 11] == ["5"]


def test_fifths_declared_as_tenths_are_refused_and_a_few_tenths_are_not(tmp_path):
    assert "holds 1 to 5 alone" in told(tmp_path, of_tenths(*range(1, 6)), {**TENTHS, "most_deprived": 1})
    assert read(tmp_path, of_tenths(1, 2, 3, 4), {**TENTHS, "most_deprived": 1})


@pytest.mark.parametrize(("events", "people"), [("-1", "100"), ("5", "-100")])
def test_a_count_below_nought_is_refused_by_its_line(tmp_path, events, people):
    text = f"area,year,n,d\nE1,2019,3,100\nE1,2020,{events},{people}\n"
    assert "file.csv:3: the" in told(tmp_path, text, WIDE)
    assert "no count is below nought" in told(tmp_path, text, WIDE)


def test_a_part_that_is_empty_makes_the_sum_unknown_and_is_told_apart_from_a_hidden_one(tmp_path):
    text = "area,year,by,n,d\nE1,2020,A,30,100\nE1,2020,B,,100\nE2,2020,A,30,100\nE2,2020,B,20,100\n"
    rows = read(tmp_path, text, {**WIDE, "rows": "add_up"})
    assert [(each["value"], each["note"]) for each in rows] == [(None, adding.EMPTY_PART), (25, None)]


@pytest.mark.parametrize("empty", ["", "..", "N/A", "NULL", "z"])
def test_an_empty_part_of_a_sum_of_single_counts_makes_it_unknown_too(tmp_path, empty):
    """The end of a file that was cut off, or a cell nobody filled: 20 of 50 appointments are no 20."""
    layout = {**WIDE, "figures": {"visits": {"value": "n"}}, "rows": "add_up"}
    rows = read(tmp_path, f"area,year,by,n,d\nE1,2020,A,{empty},1\nE1,2020,B,20,1\nE2,2020,A,30,1\n", layout)
    assert [(each["value"], each["note"]) for each in rows] == [(None, adding.EMPTY_PART), (30, None)]


@pytest.mark.parametrize("hidden", ["*", "<5", ""])
def test_a_fifth_is_hidden_where_one_tenths_count_is_though_its_people_are_told(tmp_path, hidden):
    layout = {**WIDE, "groups": [{"column": "tenth", "by": "deprivation_decile"}]}
    text = f"area,year,tenth,n,d\nE1,2020,1,30,100\nE1,2020,2,{hidden},100\nE1,2020,3,5,100\nE1,2020,4,7,100\n"
    assert [(each["group"], each["value"], each["numerator"]) for each in read(tmp_path, text, layout)] == [
        ("1", None, None),
        ("2", 6, 12),
    ]


def test_published_fifths_are_taken_and_not_added_to_the_tenths_of_the_same_file(tmp_path):
    kinds = {"tenths": "deprivation_decile", "fifths": "deprivation_fifth"}
    layout = {**WIDE, "groups": [{"column": "group", "by_column": "by", "kinds": kinds}]}
    text = "area,year,by,group,n,d\nE1,2020,tenths,1,30,100\nE1,2020,tenths,2,40,100\nE1,2020,fifths,1,71,200\n"
    assert [(each["group"], each["numerator"], each["denominator"]) for each in read(tmp_path, text, layout)] == [
        ("1", 71, 200)
    ]


@pytest.mark.parametrize(
    ("by", "label", "most", "refused"),
    [
        ("deprivation_decile", "1 - least deprived", 1, True),
        ("deprivation_decile", "10 (most deprived)", 1, True),
        ("deprivation_decile", "5 - least deprived half", 1, True),
        ("deprivation_decile", "6 - least deprived half", 1, False),
        ("deprivation_decile", "10 - most deprived", 10, False),
        ("deprivation_decile", "1 - most deprived", 10, True),
        ("deprivation_fifth", "5 - Most affluent", 1, False),
        ("deprivation_fifth", "2 - most affluent", 1, True),
        ("deprivation_fifth", "3 - most deprived", 1, False),
    ],
)
def test_words_that_say_the_other_end_than_the_layout_are_refused(tmp_path, by, label, most, refused):
    layout = {**WIDE, "groups": [{"column": "group", "by": by}], "most_deprived": most}
    other = "7" if by == "deprivation_decile" else "4"
    text = f"area,year,group,n,d\nE1,2020,{label},30,100\nE1,2020,{other},40,100\n"
    if refused:
        says = told(tmp_path, text, layout)
        assert (
            f"'{label}', but by the layout {most} is the most deprived tenth. Say `most_deprived: {11 - most}`" in says
        )
    else:
        assert read(tmp_path, text, layout)


def test_parts_are_added_up_and_a_hidden_one_hides_the_sum(tmp_path):
    text = "area,year,by,n,d\nE1,2020,A,30,100\nE1,2020,B,20,100\nE2,2020,A,30,100\nE2,2020,B,*,100\nE2,2020,C,*,*\n"
    assert [
        (each["numerator"], each["denominator"], each["value"], each["note"])
        for each in read(tmp_path, text, WIDE, rows="add_up")
    ] == [(50, 200, 25, None), (None, None, None, adding.HIDDEN_PART)]


def test_empty_cells_of_several_columns_that_are_one_count_are_nought(tmp_path):
    """Of a commissioner all of whose patients wait longer, a publisher leaves the weeks before empty."""
    layout = {**WIDE, "figures": {"s": {"numerator": ["n", "m"], "denominator": "d", "per": 100}}}
    text = "area,year,by,n,m,d\nE1,2020,A,30,20,100\nE1,2020,B,,,100\n"
    assert [each["value"] for each in read(tmp_path, text, layout, rows="add_up")] == [25]
    assert [each["value"] for each in read(tmp_path, text.replace(",B,,", ",B,*,"), layout, rows="add_up")] == [None]


@pytest.mark.parametrize(
    ("rows", "figure", "says"),
    [
        ("E1,2020,Total,50,100\n", {}, "file.csv:4: column 'by' has 'Total' among the parts that are added up."),
        ("E1,2020,A,30,60\n", {}, "file.csv:4: this row is the same as line 2, and both would be added up."),
        ("", {"figures": {"s": {"value": "n"}}}, "column 'n' holds percentages, which can't be added up."),
    ],
)
def test_what_would_count_twice_or_is_no_count_is_not_added_up(tmp_path, rows, figure, says):
    text = "area,year,by,n,d\nE1,2020,A,30,60\nE1,2020,B,20,40\n" + rows
    if figure:
        text = text.replace(",30,", ",30%,").replace(",20,", ",20%,")
    assert says in told(tmp_path, text, {**WIDE, **figure}, rows="add_up")


def test_names_of_columns_without_rows_are_told(tmp_path):
    assert "has names of columns and no rows." in told(tmp_path, "area,year,n,d\n", WIDE)
