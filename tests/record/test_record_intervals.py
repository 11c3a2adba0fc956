"""Registrations and addresses: one at a time, half-open, never after death."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace.record.database import Relation
from oneplace.record.intervals import settle

DAY = date(2020, 1, 1)
FAR = date(9999, 12, 31)
HOME, AWAY = "E06000045", "E06000044"
TABLES = {name: Relation(f"made_{name}") for name in ("person", "area", "place_of_address", "registration", "address")}


def day(n):
    return DAY + timedelta(days=n)


def settled(registrations=(), addresses=(), deaths=()):
    """Lists of (person, what, start, end) in, the same out; days are numbers, None is open."""
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE made_person (person_id BIGINT, death_date DATE)")
        connection.execute("CREATE TABLE made_area (lsoa21_code VARCHAR, local_authority_code VARCHAR)")
        connection.execute(f"INSERT INTO made_area VALUES ('L1', '{HOME}'), ('L2', '{HOME}'), ('L3', '{AWAY}')")
        connection.execute(
            "CREATE TABLE made_place_of_address "
            "(uprn VARCHAR, postcode VARCHAR, lsoa21_code VARCHAR, local_authority_code VARCHAR)"
        )
        connection.execute("INSERT INTO made_place_of_address VALUES ('1', 'P1', 'L1', NULL), ('2', 'P2', 'L2', NULL)")
        connection.execute("INSERT INTO made_place_of_address VALUES ('3', 'P3', 'L3', NULL)")
        connection.execute(
            "CREATE TABLE made_registration "
            "(person_id BIGINT, organisation_code VARCHAR, start_date DATE, end_date DATE, load_id VARCHAR)"
        )
        connection.execute(
            "CREATE TABLE made_address (person_id BIGINT, start_date DATE, end_date DATE, uprn VARCHAR, "
            "postcode VARCHAR, lsoa_code VARCHAR, residence_type VARCHAR, load_id VARCHAR)"
        )
        for person, death in deaths:
            connection.execute("INSERT INTO made_person VALUES (?, ?)", [person, day(death)])
        for person, what, start, end in registrations:
            connection.execute(
                "INSERT INTO made_registration VALUES (?, ?, ?, ?, 'l')",
                [person, what, day(start), end if end is None else day(end)],
            )
        for person, what, start, end in addresses:
            connection.execute(
                "INSERT INTO made_address VALUES (?, ?, ?, ?, NULL, NULL, NULL, 'l')",
                [person, day(start), end if end is None else day(end), what],
            )
        connection.execute(
            "CREATE TABLE codes AS "
            "SELECT lsoa21_code AS code, lsoa21_code, local_authority_code AS authority FROM made_area"
        )
        settle(connection, TABLES, [HOME], "secret", Relation("codes"))

        def rows(sql):
            return [
                (person, what, (start - DAY).days, None if end is None else (end - DAY).days)
                for person, what, start, end in connection.execute(sql).fetchall()
            ]

        listed = "SELECT person_id, {}, start_date, end_date FROM {} ORDER BY person_id, start_date"
        return (
            rows(listed.format("organisation_code", "made_registration WHERE registration_type = 'gp'")),
            rows(listed.format("organisation_code", "made_registration WHERE registration_type = 'resident'")),
            rows(listed.format("lsoa21_code", "made_address")),
        )


def test_the_later_practice_ends_the_earlier_one():
    gp, _, _ = settled(registrations=[(1, "A", 0, None), (1, "B", 10, None)])
    assert gp == [(1, "A", 0, 10), (1, "B", 10, None)]


def test_registered_twice_on_one_day_counts_once():
    gp, _, _ = settled(registrations=[(1, "A", 0, 5), (1, "A", 0, None)])
    assert gp == [(1, "A", 0, None)]


def test_an_interval_without_days_is_none():
    assert settled(registrations=[(1, "A", 5, 5)]) == ([], [], [])


def test_nothing_goes_on_after_death_but_the_day_of_death_is_inside():
    gp, resident, _ = settled(
        registrations=[(1, "A", 0, None), (2, "A", 0, 20), (3, "A", 0, 7), (4, "A", 11, None)],
        addresses=[(1, "1", 0, None)],
        deaths=[(1, 10), (2, 10), (3, 10), (4, 10)],
    )
    assert gp == [(1, "A", 0, 11), (2, "A", 0, 11), (3, "A", 0, 7)]
    assert resident == [(1, HOME, 0, 11)]


def test_a_registration_that_ends_on_the_day_of_death_holds_that_day():
    gp, _, _ = settled(registrations=[(1, "A", 0, 10)], deaths=[(1, 10)])
    assert gp == [(1, "A", 0, 11)]


def test_moving_inside_the_place_is_one_residence():
    _, resident, address = settled(addresses=[(1, "1", 0, 10), (1, "2", 10, None)])
    assert resident == [(1, HOME, 0, None)]
    assert address == [(1, "L1", 0, 10), (1, "L2", 10, None)]


def test_moving_away_and_back_is_two():
    _, resident, _ = settled(addresses=[(1, "1", 0, 10), (1, "3", 10, 20), (1, "2", 20, 30)])
    assert resident == [(1, HOME, 0, 10), (1, HOME, 20, 30)]


PEOPLE = range(1, 9)
intervals = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE), st.sampled_from("123"), st.integers(0, 30), st.one_of(st.none(), st.integers(0, 40))
    ),
    max_size=32,
)


def span(start, end):
    return range(start, 60 if end is None else end)


@pytest.mark.slow
@settings(deadline=None, max_examples=12)
@given(intervals, st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 40)))
def test_never_two_at_a_time_and_never_a_day_that_no_source_gave(rows, dead):
    _, resident, address = settled(addresses=rows, deaths=dead.items())

    def days(found, person, keep=lambda _: True):
        mine = [(start, end) for who, what, start, end in found if who == person and keep(what)]
        listed = [n for start, end in mine for n in span(start, end)]
        assert len(listed) == len(set(listed))
        return set(listed)

    for person in PEOPLE:
        given_days = {n for who, _, start, end in rows if who == person for n in span(start, end)}
        if person in dead:
            last = dead[person]
            ends_then = any(who == person and end == last and start < end for who, _, start, end in rows)
            given_days = {n for n in given_days if n <= last} | ({last} if ends_then else set())
        lived = days(address, person)
        assert lived <= given_days
        assert days(resident, person) == days(address, person, keep=lambda what: what != "L3")
