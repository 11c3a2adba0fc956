"""Which measures count some of those that another counts, told from their definitions."""

import pytest

from oneplace.place import nested, sides
from oneplace.place.nested import uneven
from tests.measures.build import measure


def counted(where="TRUE", *, keep="TRUE", related=None, **population):
    compute = {
        "from": "record",
        "statistic": "count",
        "events": {"table": "activity", "where": where},
        "keep": keep,
        "related": related or {},
        "population": population,
    }
    return measure(compute, unit="count").compute


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("activity_type = 'ed_attendance'", "status = 'left' and activity_type = 'ed_attendance'"),
        ("activity_type = 'a' and (status = 'b')", "(STATUS = 'b' and activity_type = 'a') and quantity = 1"),
        ("method_code in ('21', '22', '2A')", "method_code in ('22', '21')"),
        ("method_code in ('21', '22')", "method_code = '22'"),
        ("quantity <= 14", "quantity < 7"),
        ("quantity < 14", "quantity = 13"),
        ("quantity > -2", "quantity >= 0"),
        ("quantity between 1 and 9", "quantity between 2 and 8"),
        ("quantity >= 65", "65 < quantity"),
        ("starts_with(source_code, 'I')", "starts_with(source_code, 'I2')"),
        ("starts_with(source_code, 'I')", "source_code in ('I21', 'I22')"),
        ("end_at is not null", "date_diff('day', start_at, end_at) > 3"),
        ("status <> 'admitted'", "status in ('left', 'home')"),
        ("status not in ('admitted', 'died')", "status = 'home'"),
        ("quantity <> 0", "quantity >= 1"),
        ("status = 'a' or status = 'b'", "status = 'b'"),
        ("not quantity >= 5", "quantity < 3"),
        ("status not in ('home', 'died')", "status in ('home', 'ward', 'left') and status <> 'home'"),
        ("status in ('ward', 'left')", "status in ('home', 'ward') and not status = 'home'"),
        ("not starts_with(source_code, 'C')", "starts_with(source_code, 'I2')"),
        ("not starts_with(source_code, 'C')", "source_code in ('I21', 'J1')"),
        ("status in ('a', 'b', 'c')", "status = 'a' or status = 'b'"),
    ],
)
def test_who_meets_the_narrower_condition_meets_the_wider_one_too(wide, narrow):
    assert nested(sides(counted(wide)), sides(counted(narrow))) == [(0, 0)]
    assert nested(sides(counted(narrow)), sides(counted(wide))) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("status = 'a'", "status = 'b'"),
        ("status = 'a' and quantity = 1", "status = 'a' and quantity = 2"),
        ("quantity < 5", "quantity > 7"),
        ("quantity < 5", "quantity in (1, 9)"),
        ("starts_with(source_code, 'I')", "starts_with(source_code, 'C1')"),
        ("end_at is not null", "coalesce(end_at, start_at) > start_at"),
        ("status <> 'a'", "status in ('a', 'b')"),
        ("quantity < 5", "status = 'a'"),
        ("quantity = 1", "quantity = '1'"),
        ("status in ('home', 'ward') and status <> 'home'", "status in ('home', 'left')"),
        ("not starts_with(source_code, 'C')", "starts_with(source_code, 'C1') or quantity = 1"),
    ],
)
def test_what_does_not_follow_is_not_taken_to(one, other):
    for first, second in ((one, other), (other, one)):
        assert nested(sides(counted(first)), sides(counted(second))) == []


STAY, EPISODE = "activity_type = 'inpatient_spell'", "quantity = 1 and activity_type = 'consultant_episode'"


def test_a_stay_and_its_first_episode_are_one():
    every = sides(counted(f"{STAY} and method_code in ('21', '22')"))
    assert nested(every, sides(counted(f"{EPISODE} and method_code = '21'"))) == [(0, 0)]
    harmed = {"harmed": {"table": "observation", "match": "activity", "where": "code = 'X60'"}}
    some = sides(counted(f"method_code in ('22', '21') and {EPISODE}", keep="not harmed", related=harmed))
    assert nested(every, some) == [(0, 0)]


@pytest.mark.parametrize("more", ["outcome_code = '79'", "end_at is not null", "specialty_code = '300'"])
def test_an_episode_of_which_more_is_asked_than_it_has_of_its_stay_is_another(more):
    assert nested(sides(counted(STAY)), sides(counted(f"{EPISODE} and {more}"))) == []


@pytest.mark.parametrize("date", ["cast(start_at as date)", "(START_AT)::date", "start_at"])
def test_the_day_of_a_moment_is_in_its_period(date):
    compute = counted("activity_type = 'a' and status = 'b'")
    by_day = compute.model_copy(update={"events": compute.events.model_copy(update={"date": date})})
    assert nested(sides(counted("activity_type = 'a'")), sides(by_day)) == [(0, 0)]


def test_the_same_definition_is_not_within_itself():
    one, other = counted("status = 'a' and quantity = 1"), counted("quantity = 1 and status = 'a'")
    assert nested(sides(one), sides(other)) == []


@pytest.mark.parametrize(
    "narrow",
    [{"min_age": 5}, {"max_age": 74}, {"sex": "F"}, {"min_age": 5, "max_age": 10, "sex": "M"}],
)
def test_fewer_people_by_age_or_sex(narrow):
    everyone, some = counted(), counted(**narrow)
    assert nested(sides(everyone), sides(some)) == [(0, 0)]
    assert nested(sides(some), sides(everyone)) == []


def test_people_of_other_registers_tables_or_days_are_others():
    at_gp = counted("status = 'a'", registration="gp")
    assert nested(sides(counted()), sides(at_gp)) == []
    later = counted("status = 'a'")
    later = later.model_copy(update={"events": later.events.model_copy(update={"date": "end_at"})})
    assert nested(sides(counted()), sides(later)) == []


def fell(where, **changes):
    return {"fell": {"table": "observation", "match": "activity", "where": where, **changes}}


def test_what_is_asked_of_something_related_counts_however_it_is_called():
    wide = counted(keep="fell", related=fell("kind = 'diagnosis'"))
    named = {"hurt": fell("kind = 'diagnosis' and position = 1")["fell"]}
    narrow = counted(keep="hurt and quantity = 1", related=named)
    assert nested(sides(wide), sides(narrow)) == [(0, 0)]
    elsewhere = counted(keep="fell", related=fell("kind = 'diagnosis' and position = 1", match="siblings"))
    assert nested(sides(wide), sides(elsewhere)) == []


def share(numerator, where="activity_type = 'ed_attendance'", **population):
    events = {"table": "activity", "where": where}
    compute = {"from": "record", "statistic": "proportion", "events": events, "numerator": numerator}
    return measure({**compute, "population": population}).compute


def test_both_sides_of_a_share_are_counts_like_any_other():
    every, not_admitted = counted("activity_type = 'ed_attendance'"), share("status <> 'admitted'")
    assert nested(sides(every), sides(not_admitted)) == []  # the share's own sides tell: those who were
    assert nested(sides(counted()), sides(not_admitted)) == [(0, 0), (0, 1), (0, 2)]
    late = counted("activity_type = 'ed_attendance' and status = 'left'")
    assert (1, 0) in nested(sides(not_admitted), sides(late))
    stayed = counted("activity_type = 'ed_attendance' and status = 'admitted' and quantity = 1")
    assert (2, 0) in nested(sides(not_admitted), sides(stayed))


def test_of_two_shares_each_count_is_set_beside_its_like():
    found = nested(sides(share("quantity = 1")), sides(share("quantity = 1", min_age=5)))
    assert {(0, 0), (1, 1), (2, 2)} <= set(found)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (("month", "financial_year"), ("financial_year", "financial_year"), False),
        (("month", "financial_year"), ("quarter", "financial_year"), True),
        (("quarter", "quarter"), ("financial_year", "financial_year"), True),
        (("month", "quarter"), ("quarter", "quarter"), False),
    ],
)
def test_periods_of_which_each_lacks_the_others_can_be_summed_to_each_other(one, other, found):
    first, second = (counted().model_copy(update=dict(zip(("period", "breakdown_period"), each, strict=True)))
                     for each in (one, other))  # fmt: skip
    assert uneven(first, second) is uneven(second, first) is found
