"""The groups of each breakdown: which codes fall into which, their labels, their order."""

import duckdb
import pytest

from oneplace.population import ETHNIC_GROUPS, GROUPINGS, Among, Group, age_starts, fifth_of

# the 16+1 categories of the 2001 Census, as the NHS Data Dictionary has them (Z: not stated)
SIXTEEN = {
    "white": "ABC",
    "mixed": "DEFG",
    "asian": "HJKLR",
    "black": "MNP",
    "other": "S",
    "not_known": "ZXI",
}


def asked(dimension, **columns):
    """What the SQL of a dimension gives for one person, home and area."""
    kinds = {"imd_decile": "INT"}
    sides = {"p": ("ethnic_category", "sex"), "h": ("lsoa21_code",), "a": ("imd_decile",)}
    tables = ", ".join(
        "(SELECT "
        + ", ".join(f"CAST(${name} AS {kinds.get(name, 'VARCHAR')}) AS {name}" for name in names)
        + f") AS {side}"
        for side, names in sides.items()
    )
    given = {name: columns.get(name) for names in sides.values() for name in names}
    with duckdb.connect() as connection:
        ((found,),) = connection.execute(f"SELECT {GROUPINGS[dimension].sql} FROM {tables}", given).fetchall()
    return found


@pytest.mark.parametrize(("group", "code"), [(group, code) for group, codes in SIXTEEN.items() for code in codes])
def test_each_of_the_16_and_1_ethnic_codes_is_in_its_group(group, code):
    assert asked("ethnicity", ethnic_category=code) == group


def test_no_ethnic_code_is_in_two_groups_and_a_missing_one_is_not_known():
    codes = [code for _, *codes in ETHNIC_GROUPS.values() for code in codes]
    assert sorted(codes) == sorted("ABCDEFGHJKLMNPRS")
    assert asked("ethnicity") == "not_known"
    assert asked("ethnicity", ethnic_category="a") == "not_known"


@pytest.mark.parametrize(
    ("decile", "fifth"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (6, 3), (7, 4), (8, 4), (9, 5), (10, 5)]
)
def test_two_deciles_make_a_fifth(decile, fifth):
    assert asked("deprivation", imd_decile=decile) == fifth
    assert duckdb.sql(f"SELECT {fifth_of(str(decile))}").fetchall() == [(fifth,)]


def test_without_an_area_there_is_no_fifth():
    assert asked("deprivation") == 0
    assert duckdb.sql(f"SELECT {fifth_of('NULL')}").fetchall() == [(None,)]


@pytest.mark.parametrize(("recorded", "sex"), [("F", "F"), ("M", "M"), ("U", "not_known"), (None, "not_known")])
def test_a_sex_that_is_neither_is_not_known(recorded, sex):
    assert asked("sex", sex=recorded) == sex


def test_a_home_that_is_not_known_is_no_neighbourhood():
    assert asked("neighbourhood", lsoa21_code="E01000001") == "E01000001"
    assert asked("neighbourhood") == "not_known"


def told(dimension, code, among=None):
    return GROUPINGS[dimension].group(code, among or Among())


def test_fifths_are_told_from_the_most_deprived():
    assert [told("deprivation", fifth) for fifth in range(1, 6)] == [
        Group("1", "1 (most deprived)", 1),
        Group("2", "2", 2),
        Group("3", "3", 3),
        Group("4", "4", 4),
        Group("5", "5 (least deprived)", 5),
    ]
    assert told("deprivation", 0) == Group("not_known", "Not known", 9)


def test_ethnic_groups_and_sexes_keep_their_order_and_the_unknown_come_last():
    told_groups = [told("ethnicity", code) for code in (*ETHNIC_GROUPS, "not_known")]
    assert [group.code for group in told_groups] == ["asian", "black", "mixed", "white", "other", "not_known"]
    assert [group.order for group in told_groups] == [1, 2, 3, 4, 5, 9]
    assert told_groups[0].label == "Asian or Asian British"
    assert told_groups[-1].label == "Not known"
    assert [told("sex", code) for code in ("F", "M", "not_known")] == [
        Group("F", "Female", 1),
        Group("M", "Male", 2),
        Group("not_known", "Not known or other", 3),
    ]


def test_a_neighbourhood_bears_its_name_where_it_is_known():
    among = Among(names={"E01000001": "Bargate 001A"})
    assert told("neighbourhood", "E01000001", among) == Group("E01000001", "Bargate 001A", 1)
    assert told("neighbourhood", "E01000002", among) == Group("E01000002", "E01000002", 1)
    assert told("neighbourhood", "not_known", among) == Group("not_known", "Not known", 9_999)


@pytest.mark.parametrize(
    ("youngest", "oldest", "starts"),
    [
        (0, None, (0, 5, 10, 15, 20, 40, 65, 75, 85)),
        (0, 4, (0,)),
        (0, 5, (0, 5)),
        (18, None, (18, 40, 65, 75, 85)),  # 20 would leave a band of two years
        (15, None, (15, 20, 40, 65, 75, 85)),
        (16, 74, (16, 40, 65)),
        (16, 75, (16, 40, 65, 75)),
        (35, 84, (35, 40, 65, 75)),
        (36, 84, (36, 65, 75)),
        (85, None, (85,)),
        (3, 3, (3,)),
    ],
)
def test_age_bands_begin_at_the_youngest_and_none_is_under_five_years_there(youngest, oldest, starts):
    assert age_starts(youngest, oldest) == starts


@pytest.mark.parametrize(
    ("start", "youngest", "oldest", "group"),
    [
        (0, 0, None, Group("0-4", "0 to 4", 1)),
        (85, 0, None, Group("85+", "85 and over", 9)),
        (75, 0, None, Group("75-84", "75 to 84", 8)),
        (40, 16, 74, Group("40-64", "40 to 64", 2)),
        (65, 16, 74, Group("65-74", "65 to 74", 3)),
        (65, 16, 65, Group("65", "65", 3)),
        (3, 3, 3, Group("3", "3", 1)),
        (18, 18, None, Group("18-39", "18 to 39", 1)),
    ],
)
def test_an_age_band_is_told_by_its_first_and_last_age(start, youngest, oldest, group):
    assert told("age", start, Among(youngest, oldest)) == group
