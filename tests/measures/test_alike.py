"""What several measures' statements have in common is made once, and gives each what its own statement gives."""

from dataclasses import replace
from random import Random

import pytest

from oneplace.measures.linked_record import RecordMeasures
from oneplace.place import Cohort
from tests.measures.build import measure
from tests.measures.conftest import over, record
from tests.measures.test_by_rows import lives

STAY = {"table": "activity", "where": "activity_type = 'stay'"}
RATE = {"statistic": "rate", "events": STAY}
MINUTES = {"quantity": "date_diff('minute', start_at, end_at)"}
SEEN = {"seen": {"table": "activity", "where": "activity_type = 'contact'", "from_days": 0, "to_days": 90}}
FIRST_SEEN = {"seen": {**SEEN["seen"], "take": "first", "value": "start_at"}}
DAYS = {"quantity": "date_diff('day', start_at, event_date)"}
WAIT = {"statistic": "percentile", "percentile": 0.5, "each": "wait", "events": STAY, "until": "seen", **DAYS}
OF_EACH = {
    "rates": RATE | {"period": "month"},
    "rates_by_quarter": RATE | {"period": "quarter", "breakdown_period": "calendar_year"},
    "rates_of_three_years": RATE | {"breakdown_period": "three_financial_years"},
    "shares": {"statistic": "proportion", "events": STAY, "numerator": "end_at is not null", "period": "month"},
    "means": {"statistic": "mean", "events": STAY, **MINUTES},
    "ratios": {"statistic": "ratio", "events": STAY, "out_of": "1.5", **MINUTES},
    "counts": {"statistic": "count", "events": STAY},
    "percentiles": {"statistic": "percentile", "percentile": 0.5, "events": STAY, "period": "quarter", **MINUTES},
    "followed": {"statistic": "proportion", "events": STAY, "related": SEEN, "numerator": "seen"},
    "waits": WAIT | {"related": FIRST_SEEN, "period": "quarter"},
    "lists": {"statistic": "percentile", "percentile": 0.5, "each": "open_event", "events": STAY, "period": "month"}
    | DAYS,
    "people": {"statistic": "proportion", "each": "person", "related": SEEN, "numerator": "seen"},
    "members": RATE | {"population": {"cohort": "c"}},
}
AGES = [{}, {"max_age": 39}, {"min_age": 40, "max_age": 64}, {"min_age": 65}]
OFTEN = {"month": "monthly", "quarter": "quarterly"}


def defined(ages, **compute):
    who = {"population": compute.get("population", {}) | ages}
    return measure({"from": "record", **compute, **who}, frequency=OFTEN.get(compute.get("period"), "annual"))


def opened(southampton, measures, seed=1):
    """Measures over the lives of a few people."""
    named = {f"m{i}": each.model_copy(update={"id": f"m{i}"}) for i, each in enumerate(measures)}
    entry = {"table": "activity", "where": "activity_type = 'contact'"}
    cohort = Cohort.model_validate({"id": "c", "name": "C", "definition": "C", "entry": entry})
    place = replace(southampton, cohorts={"c": cohort})
    made = over(place, record(**lives(Random(seed))), measures=named)
    made.prepare()
    return made


def asked(made):
    return [(each, each.compute) for each in made.place.measures.values()]


def rows(table):
    found = (
        {name: float(value) if name in AMOUNTS and value is not None else value for name, value in row.items()}
        for row in table.to_pylist()
    )
    return sorted(map(repr, found))


AMOUNTS = ("n", "x", "total", "squares", "days", "out_of", "out_of_squares", "products", "length", "entered")


def made_tables(made):
    query = "SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'alike%'"
    return [name for (name,) in made.engine.connection.execute(query).fetchall()]


@pytest.mark.slow
@pytest.mark.parametrize("compute", OF_EACH.values(), ids=OF_EACH)
def test_each_measure_is_given_what_its_own_statement_gives(southampton, compute):
    made = opened(southampton, [defined(ages, **compute) for ages in AGES])
    alone = [rows(made.engine.rows(made.sql(*each))) for each in asked(made)]
    made.share(asked(made))
    together = [rows(made._alike.rows(each)) for each, _ in asked(made)]
    assert any(alone)
    assert together == alone


@pytest.mark.slow
def test_a_rate_by_the_standard_population_shares_with_one_that_is_not(southampton):
    made = opened(southampton, [defined(ages, **RATE, **more) for ages, more in zip(AGES, STANDARD, strict=True)])
    alone = [rows(made.engine.rows(made.sql(*each))) for each in asked(made)]
    made.share(asked(made))
    assert {len(steps) for _, steps in made._alike.queries.values()} == {2}
    assert [rows(made._alike.rows(each)) for each, _ in asked(made)] == alone


STANDARD = [{}, {"standardise": "ESP2013"}, {}, {"standardise": "ESP2013"}]


@pytest.mark.slow
def test_what_they_have_in_common_is_made_once_and_goes_with_the_last(southampton):
    made = opened(southampton, [defined(ages, **OF_EACH["shares"]) for ages in AGES])
    made.share(asked(made))
    stood = []
    for each, compute in asked(made):
        made.draft(each, compute)
        stood.append(made_tables(made))
    assert stood == [["alike_1"], ["alike_1"], ["alike_1"], []]


@pytest.mark.parametrize("answered_before", [False, True])
def test_what_was_made_goes_though_another_measure_has_the_answer(southampton, monkeypatch, answered_before):
    """A median and another percentile have one statement: what it gives is kept, and nothing is read twice."""
    both = [defined({}, **OF_EACH["percentiles"]), defined({}, **OF_EACH["percentiles"] | {"percentile": 0.9})]
    made, answers = opened(southampton, both), {}

    def answer(_measures, _tree, sql, run):
        if sql not in answers:
            answers[sql] = run()
        return answers[sql]

    if answered_before:
        monkeypatch.setattr(RecordMeasures, "_answer", answer)
    made.share(asked(made))
    for each, compute in asked(made):
        made.draft(each, compute)
    assert made_tables(made) == []


@pytest.mark.slow
@pytest.mark.parametrize("youngest", [[{"max_age": 4}], [{"max_age": 64}, {"max_age": 64}]])
def test_nobody_is_counted_whom_no_measure_asks_for(southampton, youngest):
    """From 65 to 89 nobody is asked for, however often younger ages are."""
    made = opened(southampton, [defined(ages, **OF_EACH["shares"]) for ages in [*youngest, {"min_age": 90}]])
    made.share(asked(made))
    assert f"m{len(youngest)}" not in made._alike.queries


def test_a_measure_that_differs_in_more_than_its_ages_is_run_by_its_own_statement(southampton):
    other = {**OF_EACH["shares"], "numerator": "end_at is null"}
    made = opened(southampton, [defined({}, **OF_EACH["shares"]), defined({"min_age": 65}, **other)])
    made.share(asked(made))
    assert not made._alike.queries


def test_those_that_share_are_next_to_each_other(southampton):
    one, two = OF_EACH["shares"], OF_EACH["means"]
    given = [defined(AGES[0], **one), defined(AGES[0], **two), defined(AGES[1], **one), defined(AGES[1], **two)]
    made = opened(southampton, given)
    assert [each.id for each, _ in made.share(asked(made))] == ["m0", "m2", "m1", "m3"]


def test_what_a_page_shows_is_the_whole_statement(southampton):
    made = opened(southampton, [defined(ages, **OF_EACH["shares"]) for ages in AGES])
    made.share(asked(made))
    each, compute = asked(made)[1]
    assert "alike" not in made.draft(each, compute).sql
