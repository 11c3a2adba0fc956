"""Who is in a population on a day: at, before and after each edge of a life, a registration, an age and a cohort."""

from datetime import date, timedelta
from functools import cache

import pytest
from sqlglot import exp

from oneplace.place import Codes, Cohort, Population
from oneplace.population import STRATA, Window, conditions, in_population, members, people_on, prepare
from tests.measures.conftest import record

pytestmark = pytest.mark.slow  # each makes a record

WINDOW = Window(date(2023, 4, 1), date(2024, 4, 1))
DAY = timedelta(days=1)
AGES = (17, 18, 65)


def life(born=date(1980, 1, 1), died=None, start=date(2010, 1, 1), end=None, **more):
    return {
        "person": [{"person_id": 1, "birth_date": born, "death_date": died, "sex": "F", "ethnic_category": "A"}],
        "registration": [{"person_id": 1, "registration_type": "resident", "start_date": start, "end_date": end}],
        "address": [{"person_id": 1, "start_date": date(2000, 1, 1), "lsoa21_code": "E01000002"}],
        **more,
    }


@cache
def statements():
    return prepare(record(), WINDOW, AGES)


def prepared(**tables):
    """A record with the tables that every measure shares, by the statements that ``prepare`` says it has run."""
    connection = record(**tables)
    for statement in statements():
        connection.execute(statement)
    return connection


def there(tables, day, who=None, cohort=None, codes=None):
    """The row of the only person on a day, by column; None where they are not in the population."""
    connection = prepared(**tables)
    who = Population.model_validate({**(who or {}), **({"cohort": cohort.id} if cohort else {})})
    found = connection.sql(people_on(day, who, cohort, codes).sql("duckdb"))
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
    assert len(rows) <= 1
    return rows[0] if rows else None


def test_a_person_comes_with_what_they_are_on_that_day():
    found = there(life(), date(2023, 6, 1))
    assert list(found) == ["person_id", *STRATA]
    assert found == {
        "person_id": 1,
        "age_from": 40,
        "deprivation": 2,
        "ethnicity": "white",
        "sex": "F",
        "neighbourhood": "E01000002",
    }


@pytest.mark.parametrize(("day", "inside"), [(date(2023, 5, 31), False), (date(2023, 6, 1), True)])
def test_from_the_day_of_registration(day, inside):
    assert bool(there(life(start=date(2023, 6, 1)), day)) is inside


@pytest.mark.parametrize(("day", "inside"), [(date(2023, 5, 31), True), (date(2023, 6, 1), False)])
def test_until_the_day_before_the_registration_ends(day, inside):
    assert bool(there(life(end=date(2023, 6, 1)), day)) is inside


@pytest.mark.parametrize("end", [None, date(2023, 6, 1), date(2023, 8, 1)])
def test_the_day_of_death_counts_and_no_later_one(end):
    tables = life(died=date(2023, 6, 1), end=end)
    assert there(tables, date(2023, 6, 1))
    assert not there(tables, date(2023, 6, 2))


def test_who_left_before_death_is_not_counted_on_the_day_of_death():
    assert not there(life(died=date(2023, 6, 1), end=date(2023, 5, 31)), date(2023, 6, 1))


def test_from_the_day_of_birth_and_without_one_never():
    assert there(life(born=date(2023, 6, 1)), date(2023, 6, 1))["age_from"] == 0
    assert not there(life(born=date(2023, 6, 1)), date(2023, 5, 31))
    assert not there(life(born=None), date(2023, 6, 1))


@pytest.mark.parametrize(("day", "age"), [(date(2023, 6, 14), 17), (date(2023, 6, 15), 18)])
def test_an_age_begins_on_the_birthday(day, age):
    tables = life(born=date(2005, 6, 15))
    assert there(tables, day)["age_from"] == age
    assert bool(there(tables, day, {"min_age": 18})) is (age == 18)
    assert bool(there(tables, day, {"max_age": 17})) is (age == 17)


@pytest.mark.parametrize(
    ("born", "day", "adult"),
    [
        (date(2005, 2, 28), date(2023, 4, 1), True),
        (date(2006, 2, 28), date(2024, 2, 27), False),
        (date(2006, 2, 28), date(2024, 2, 28), True),
        (date(2006, 3, 1), date(2024, 2, 29), False),
        (date(2006, 3, 1), date(2024, 3, 1), True),
        (date(1959, 2, 28), date(2024, 2, 28), True),
    ],
)
def test_birthdays_around_a_leap_day(born, day, adult):
    assert bool(there(life(born=born), day, {"min_age": 18})) is adult


def test_born_on_29_february_the_birthday_is_28_february_in_common_years():
    window = Window(date(2022, 1, 1), date(2022, 4, 1))
    connection = record(**life(born=date(2004, 2, 29)))
    prepare(connection, window, AGES)
    who = Population.model_validate({"min_age": 18})
    count = [len(connection.sql(people_on(date(2022, 2, day), who).sql("duckdb")).fetchall()) for day in (27, 28)]
    assert count == [0, 1]


def test_a_population_is_of_one_registration_and_one_sex():
    assert not there(life(), date(2023, 6, 1), {"registration": "gp"})
    assert not there(life(), date(2023, 6, 1), {"sex": "M"})
    assert there(life(), date(2023, 6, 1), {"sex": "F"})


@pytest.mark.parametrize(
    ("day", "home"),
    [(date(2023, 5, 31), "E01000001"), (date(2023, 6, 1), "E01000003"), (date(2023, 7, 1), "not_known")],
)
def test_a_move_changes_the_home_on_its_day(day, home):
    moves = [
        {"person_id": 1, "start_date": date(2000, 1, 1), "end_date": date(2023, 6, 1), "lsoa21_code": "E01000001"},
        {"person_id": 1, "start_date": date(2023, 6, 1), "end_date": date(2023, 7, 1), "lsoa21_code": "E01000003"},
    ]
    found = there(life(address=moves), day)
    assert found["neighbourhood"] == home
    assert found["deprivation"] == {"E01000001": 1, "E01000003": 5, "not_known": 0}[home]


ENTRY = {"table": "observation", "where": "in_codelist(code, 'start')"}
LEAVE = {"table": "observation", "where": "code = 'stop'"}
CODES = {"start": Codes(("go", "begin"), ())}


def cohort(**more):
    return Cohort.model_validate({"id": "c", "name": "C", "definition": "C", "entry": ENTRY, **more})


def seen(*rows):
    return [{"person_id": 1, "recorded_date": day, "code": code} for day, code in rows]


@pytest.mark.parametrize(
    ("day", "inside"), [(date(2023, 5, 31), False), (date(2023, 6, 1), True), (date(2024, 3, 31), True)]
)
def test_in_a_cohort_from_the_first_entry_for_good(day, inside):
    rows = seen((date(2023, 9, 1), "go"), (date(2023, 6, 1), "begin"))
    assert bool(there(life(observation=rows), day, cohort=cohort(), codes=CODES)) is inside


@pytest.mark.parametrize(("day", "inside"), [(date(2023, 8, 31), True), (date(2023, 9, 1), False)])
def test_in_a_cohort_until_the_first_exit_after_entry(day, inside):
    rows = seen(
        (date(2023, 5, 1), "stop"),
        (date(2023, 6, 1), "go"),
        (date(2023, 6, 1), "stop"),  # on the day of entry: not after it
        (date(2023, 7, 1), "go"),  # no exit
        (date(2023, 9, 1), "stop"),
        (date(2023, 10, 1), "stop"),
    )
    assert bool(there(life(observation=rows), day, cohort=cohort(exit=LEAVE), codes=CODES)) is inside


@pytest.mark.parametrize(("day", "inside"), [(date(2023, 8, 31), True), (date(2023, 9, 1), False)])
def test_an_exit_from_a_table_of_spells_is_their_start(day, inside):
    moved = {"table": "registration", "where": "registration_type = 'gp'"}
    tables = life(observation=seen((date(2023, 6, 1), "go")))
    for start in (date(2023, 5, 1), date(2023, 9, 1), date(2023, 12, 1)):
        tables["registration"].append({"person_id": 1, "registration_type": "gp", "start_date": start})
    assert bool(there(tables, day, cohort=cohort(exit=moved), codes=CODES)) is inside


@pytest.mark.parametrize(("day", "inside"), [(date(2023, 6, 30), False), (date(2023, 7, 1), True)])
def test_a_date_may_ask_for_a_code_list(day, inside):
    dated = "CASE WHEN in_codelist(code, 'start') THEN recorded_date + INTERVAL 1 MONTH END"
    rows = seen((date(2023, 5, 1), "stop"), (date(2023, 6, 1), "go"))
    found = cohort(entry={"table": "observation", "date": dated})
    assert bool(there(life(observation=rows), day, cohort=found, codes=CODES)) is inside


def test_members_have_one_half_open_interval_each():
    rows = [
        *seen((date(2023, 6, 1), "go"), (date(2023, 7, 1), "stop"), (date(2023, 8, 1), "go")),
        {"person_id": 2, "recorded_date": date(2023, 6, 2), "code": "begin"},
        {"person_id": 3, "recorded_date": date(2023, 6, 2), "code": "stop"},
    ]
    connection = record(observation=rows)
    found = connection.sql(members(cohort(exit=LEAVE), CODES).sql("duckdb")).fetchall()
    assert sorted(found) == [(1, date(2023, 6, 1), date(2023, 7, 1)), (2, date(2023, 6, 2), None)]
    assert {row[2] for row in connection.sql(members(cohort(), CODES).sql("duckdb")).fetchall()} == {None}


def people(*lives):
    """Several such lives together, each person's number for theirs."""
    found = {}
    for number, tables in enumerate(lives, start=1):
        for table, rows in tables.items():
            found.setdefault(table, []).extend({**row, "person_id": number} for row in rows)
    return found


def test_each_is_in_a_cohort_by_their_own_entry_and_exit():
    on = date(2023, 8, 1)
    connection = prepared(
        **people(
            life(observation=seen((date(2023, 6, 1), "go"))),
            life(observation=seen((date(2023, 6, 1), "go"), (date(2023, 7, 1), "stop"))),
            life(observation=seen((date(2023, 9, 1), "go"))),
            life(observation=seen((date(2023, 7, 1), "stop"))),
        )
    )
    who = Population.model_validate({"cohort": "c"})
    query = people_on(on, who, cohort(exit=LEAVE), CODES)
    assert [row[0] for row in connection.sql(query.sql("duckdb")).fetchall()] == [1]


def test_rows_of_a_query_are_kept_for_the_days_on_which_their_own_person_is_there():
    """Spells at a practice, counted on the day on which they begin, of residents in a cohort."""
    gp = {"registration_type": "gp"}
    start, after = date(2023, 6, 1), date(2023, 10, 1)
    lives = [life(observation=seen((start, "go"), (after, "stop"))), life(), life(end=date(2023, 7, 1))]
    lives[2]["observation"] = seen((start, "go"))
    tables = people(*lives)
    for person in (1, 2, 3):
        days = (start - DAY, start, after - DAY, after)
        tables["registration"] += [{"person_id": person, **gp, "start_date": day, "end_date": after} for day in days]
    who = Population.model_validate({"cohort": "c", "sex": "F"})
    query = exp.select("t.person_id", "t.start_date").from_("registration AS t").where("t.registration_type = 'gp'")
    query = in_population(query, who, exp.column("start_date", "t"), "q.person_id = t.person_id")
    query = query.with_("cohort", as_=members(cohort(exit=LEAVE), CODES))
    found = prepared(**tables).sql(query.sql("duckdb"))
    assert found.columns == ["person_id", "start_date", *STRATA]
    assert sorted(row[:2] for row in found.fetchall()) == [(1, start), (1, after - DAY), (3, start)]


@pytest.mark.parametrize(
    ("who", "conditions_"),
    [
        ({}, ["x.registration_type = 'resident'"]),
        ({"registration": "gp", "min_age": 0}, ["x.registration_type = 'gp'"]),
        ({"min_age": 1, "max_age": 64}, ["x.registration_type = 'resident'", "x.age_from >= 1", "x.age_from <= 64"]),
        ({"max_age": 0, "sex": "M"}, ["x.registration_type = 'resident'", "x.age_from <= 0", "x.sex = 'M'"]),
    ],
)
def test_what_holds_of_a_stratum(who, conditions_):
    assert [each.sql("duckdb") for each in conditions(Population.model_validate(who), "x")] == conditions_
