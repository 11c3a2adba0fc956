"""The finest kinds of row that counts' conditions tell apart, and which counts are looked at together for them."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace.place import atoms, overlaps, sides
from tests.measures.build import measure

ROWS = """
select * from (values ('home'), ('ward'), ('died'), ('other'), (null)) as a (status),
    (values (0), (1), (2.5), (5), (6), (null)) as b (quantity), (values ('I2'), ('I'), ('C1'), (''), (null)) as c (code)
"""
CONDITIONS = (
    "true",
    "status = 'home'",
    "status <> 'home'",
    "status in ('home', 'ward')",
    "status in ('ward', 'died')",
    "status not in ('ward', 'died')",
    "status is not null",
    "status is null or status = 'died'",
    "quantity > 2",
    "quantity between 1 and 5",
    "quantity >= 5 and status = 'ward'",
    "quantity = 1 or status = 'ward'",
    "not (quantity = 1 and status = 'ward')",
    "coalesce(quantity < 5, false)",
    "starts_with(code, 'I')",
    "code >= 'C2'",
    "code in ('I2', 'C1') and quantity <> 5",
    "length(code) > quantity",
)


def counted(where="true", numerator=None, related=None, **population):
    compute = {"from": "record", "statistic": "proportion" if numerator else "count", "population": population}
    compute["events"] = {"table": "activity", "where": where.replace("code", "source_code")}
    compute |= {"numerator": numerator} if numerator else {}
    compute |= {"related": related} if related else {}
    return sides(measure(compute, unit="percent" if numerator else "count").compute)


def kinds(overlap):
    return {tuple(each) for each in overlap.atoms.of.T.tolist()}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(CONDITIONS), min_size=2, max_size=6, unique=True))
def test_whatever_row_there_is_what_it_counts_for_is_one_of_the_atoms(some):
    wanted = ", ".join(f"coalesce({each}, false)" for each in some)
    rows = duckdb.sql(f"select distinct {wanted} from ({ROWS})").fetchall()
    for overlap in overlaps([counted(each) for each in some]):
        which = [which for which, _ in overlap.counted]
        assert {told for row in rows if any(told := tuple(row[i] for i in which))} <= kinds(overlap)


def test_a_list_of_values_is_told_apart_by_each_of_them_and_by_any_other():
    (found,) = overlaps([counted(), counted("status in ('a', 'b')"), counted("status in ('b', 'c')")])
    named = {tuple(each) for each in found.atoms.of.T[~found.atoms.unnamed].tolist()}
    assert named == {(True, True, False), (True, True, True), (True, False, True)}
    assert kinds(found) - named == {(True, False, False)}


@pytest.mark.parametrize(
    "apart",
    [
        ("status in ('a', 'b')", "status = 'a'", "status in ('c', 'd')"),
        ("status in ('a', 'b')", "quantity = 1 and status = 'b'"),
        ("quantity < 5", "quantity >= 5"),
        ("starts_with(code, 'I')", "starts_with(code, 'I2')", "not starts_with(code, 'I')"),
        ("quantity = 1 and status in ('a', 'b')", "quantity = 2 and status in ('b', 'c')"),
    ],
)
def test_what_nests_or_has_nothing_in_common_is_left_to_subtraction(apart):
    assert not list(overlaps([counted(), *map(counted, apart)]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("status in ('a', 'b')", "status in ('b', 'c')"),
        ("status in ('a', 'b')", "status not in ('b', 'c')"),
        ("status <> 'a'", "status <> 'b'"),
        ("quantity < 5", "quantity > 2"),
        ("starts_with(code, 'I')", "code in ('I2', 'C1')"),
        ("status in ('a', 'b') and quantity > 3", "status in ('b', 'c')"),
        ("status in ('a', 'b')", "quantity > 4"),
    ],
)
def test_what_overlaps_in_part_is_looked_at_with_all_that_it_has_rows_in_common_with(one, other):
    (found,) = overlaps([counted(), counted(one), counted("activity_type = 'ed'"), counted(other)])
    assert [which for which, _ in found.counted] == [0, 1, 2, 3]


def test_a_numerator_that_no_other_measure_asks_for_needs_no_atoms_of_its_own():
    one, other = "status in ('a', 'b')", "status in ('b', 'c')"
    (found,) = overlaps([counted(one, "quantity = 1"), counted(other)])
    assert found.counted == ((0, 0), (1, 0))
    (found,) = overlaps([counted(one, "status = 'b'"), counted(other)])
    assert found.counted == ((0, 0), (0, 1), (1, 0))


def test_a_share_s_rows_are_those_of_which_the_numerator_is_known():
    (found,) = overlaps([counted("true", "status in ('a', 'b')"), counted("true"), counted("status in ('b', 'c')")])
    share, number, some = (found.counted.index((which, 0)) for which in range(3))
    unknown = [each for each in found.atoms.of.T if each[number] and not each[share]]
    assert len(unknown) == 1
    assert not unknown[0][some]


def test_what_is_related_more_narrowly_is_related():
    related = {name: {"table": "observation", "match": "activity", "take": "any", "where": where}
               for name, where in (("any_code", "code in ('x', 'y')"), ("one_code", "code = 'x'"))}  # fmt: skip
    narrow = sides(measure({"from": "record", "statistic": "count", "events": {"table": "activity"},
                            "keep": "one_code", "related": related}).compute)  # fmt: skip
    wide = sides(measure({"from": "record", "statistic": "count", "events": {"table": "activity"},
                          "keep": "any_code", "related": related}).compute)  # fmt: skip
    parts = counted("status in ('a', 'b')"), counted("status in ('b', 'c')")
    (found,) = overlaps([narrow, wide, *parts])
    assert all(wide for narrow, wide, *_ in kinds(found) if narrow)


def test_measures_that_need_more_atoms_than_are_told_apart_are_named(monkeypatch):
    monkeypatch.setattr(atoms, "MOST", 6)
    (found,) = overlaps([counted(f"status in ({i}, {i + 1}, {i + 2})") for i in range(6)])
    assert found.beyond == (5, 4)
    assert [which for which, _ in found.counted] == [0, 1, 2, 3]
    assert found.atoms.of.shape[1] == 6


def test_conditions_of_too_many_values_together_hold_or_do_not(monkeypatch):
    monkeypatch.setattr(atoms, "MOST_VALUES", 20)
    either = "quantity in (1, 2) or status in ('a', 'b', 'c')"
    one, other = "activity_type in ('a', 'b')", "activity_type in ('b', 'c')"
    (found,) = overlaps([counted(either), counted(one), counted(other)])
    assert len(kinds(found)) == 7
