"""Every statement that the product makes gives the same rows on Spark as on DuckDB, to the cell.

One session of Spark runs them all, over records kept as files; the slow reference stands beside both.
"""

import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import get_args
from unicodedata import category

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from sqlglot import exp

from oneplace import place as places
from oneplace.measures import measuring
from oneplace.measures.alike import alike
from oneplace.measures.coverage import _OF_DATASETS, _events, came_from
from oneplace.measures.linked_record import RecordMeasures
from oneplace.measures.statement import matched
from oneplace.place import FromLinkedRecord, Measure, bound
from tests.measures import build
from tests.measures.conftest import kept, record, together
from tests.measures.reference import count
from tests.measures.test_examples import EXAMPLES
from tests.measures.test_person_time import AGES, lives, rate

NAMES = [path.stem for path in EXAMPLES]
APART = 10**6
IDS = ("person_id", "activity_id", "parent_activity_id")


def with_engine(place, engine):
    return replace(place, place=place.place.model_copy(update={"engine": engine}))


def both(place, folder):
    """The measures of a place over a record, by DuckDB and by Spark."""
    return [RecordMeasures.open(with_engine(place, engine), folder) for engine in ("duckdb", "spark")]


def rows(table):
    """A table's rows in an order of their own, whole numbers, decimals and doubles alike."""

    def plain(value):
        if isinstance(value, list):
            return tuple(value)
        return value if value is None or isinstance(value, (str, date, bool)) else float(value)

    found = [tuple(plain(row[name]) for name in sorted(row)) for row in table.to_pylist()]
    return sorted(found, key=repr)


@pytest.fixture(scope="module")
def examples(southampton, resident, tmp_path_factory):
    """The rows of all measures' examples in one record, whose people are apart."""
    parts = []
    for i, path in enumerate(EXAMPLES):
        example = YAML(typ="safe").load(path)
        told = together(*(resident(**person) for person in example.get("people", [])), example.get("rows", {}))
        for row in (row for every in told.values() for row in every):
            row |= {name: row[name] + i * APART for name in IDS if row.get(name) is not None}
        parts.append(told)
    return kept(record(**together(*parts)), tmp_path_factory.mktemp("examples"))


@pytest.fixture(scope="module")
def opened(spark, southampton, examples):
    pair = both(southampton, examples)
    for each in pair:
        each.prepare()
    yield pair
    for each in pair:
        each.engine.close()


@pytest.mark.parametrize("table", ["measure_period", "measure_month", "stratum", "person_time"])
def test_the_shared_tables(opened, table):
    ours, theirs = (rows(each.engine.rows(f"SELECT * FROM {table}")) for each in opened)
    assert ours
    assert theirs == ours


@pytest.mark.parametrize("name", NAMES)
def test_the_statement_of_a_measure(opened, southampton, name):
    measure = southampton.measures[name]
    ours, theirs = (rows(each.engine.rows(each.sql(measure, measure.compute))) for each in opened)
    assert ours
    assert theirs == ours
    if measure.compute.related:
        whether = matched(measure.compute, southampton.cohorts, opened[0].codes)
        ours, theirs = (rows(each.engine.rows(each.engine.written(whether))) for each in opened)
        assert theirs == ours


@pytest.mark.parametrize("statistic", [{"statistic": "rate", "per": 1000}, {"statistic": "percentile"}])
def test_a_step_that_two_measures_have_in_common(opened, statistic):
    length = {"percentile": 0.5, "quantity": "date_diff('minute', start_at, end_at)"}
    compute = {"from": "record", "events": {"table": "activity"}, **statistic} | (length if len(statistic) == 1 else {})
    ages = ({}, {"min_age": 65})
    two = [build.measure({**compute, "population": who}, id=f"m{i}") for i, who in enumerate(ages)]
    for each in opened:
        alone = [rows(each.engine.rows(each.sql(one, one.compute))) for one in two]
        shared = alike(each.engine, [(one, one.compute) for one in two], each._tree)
        assert all(alone)
        assert [rows(shared.rows(one)) for one in two] == alone
        for one in two:
            shared.let_go(one)


OTHERWISE = {
    "ratio": {"quantity": "date_diff('minute', start_at, end_at)", "out_of": "case when end_known then 2.5 else 0 end"},
    "count": {"period": "quarter", "breakdown_period": "calendar_year"},
}
"""Of each statistic that no measure of the place has, a definition."""


def test_every_statistic_that_a_definition_may_have(opened, southampton):
    known = get_args(FromLinkedRecord.model_fields["statistic"].annotation)
    has = {southampton.measures[name].compute.statistic for name in NAMES}
    assert {southampton.measures[name].compute.each for name in NAMES} == set(
        get_args(FromLinkedRecord.model_fields["each"].annotation)
    )
    for statistic in [one for one in known if one not in has]:
        compute = {"from": "record", "statistic": statistic, "events": {"table": "activity"}, **OTHERWISE[statistic]}
        tried = build.measure(compute, frequency="quarterly" if "period" in compute else "annual")
        ours, theirs = (rows(each.engine.rows(each.sql(tried, tried.compute))) for each in opened)
        assert ours
        assert theirs == ours


@pytest.mark.parametrize("standardise", [{}, {"standardise": "ESP2013", "per": 100_000}])
def test_a_rate_of_a_cohort(opened, southampton, standardise):
    """Time lived is made of steps of which one is called as a step of the statement is."""
    who = {"cohort": next(iter(southampton.cohorts))}
    compute = {"from": "record", "statistic": "rate", "events": {"table": "activity"}, "population": who, "per": 1000}
    tried = build.measure(compute | standardise, breakdowns={"sex": "yes", "deprivation": "yes"})
    ours, theirs = (rows(each.engine.rows(each.sql(tried, tried.compute))) for each in opened)
    assert ours
    assert theirs == ours


@pytest.mark.slow
def test_no_other_place_has_a_measure_of_its_record(southampton):
    """Those of the place are run one by one; another's would have to be."""
    for folder in southampton.root.parent.iterdir():
        measures = places.read(folder).measures.items()
        assert {name for name, each in measures if isinstance(each.compute, FromLinkedRecord)} <= set(NAMES)


def test_where_the_rows_of_every_measure_and_cohort_came_from(opened, southampton):
    asked = []
    for name in NAMES:
        compute = southampton.measures[name].compute
        cohort = southampton.cohorts.get(compute.population.cohort or "")
        asked += [came_from(one, opened[0].codes) for one in _events(compute, cohort) if one.table in _OF_DATASETS]
    told = [exp.select(f"{i} AS which", "source_dataset").from_(one.subquery("q")) for i, one in enumerate(set(asked))]
    ours, theirs = (rows(each.engine.rows(each.engine.written(exp.union(*told, distinct=False)))) for each in opened)
    assert len({which for _, which in ours}) > len(told) / 2
    assert theirs == ours


def test_the_tables_that_readers_see(spark, southampton, examples):
    some = {name: southampton.measures[name] for name in ("ed_four_hours", "emergency_admissions", "gp_continuity")}
    place = replace(southampton, measures=some)
    ours, theirs = (measuring.measure(with_engine(place, engine), examples).tables for engine in ("duckdb", "spark"))
    assert ours["results"].num_rows
    for name in ("results", "gaps", "signals"):
        assert theirs[name].equals(ours[name])
    assert "TEMPORARY VIEW stratum" in theirs["provenance"]["sql"].to_pylist()[0]


# what the two mean differently by the same words

EXPRESSIONS = [
    *(f"date_diff('{unit}', start_at, end_at)" for unit in ("second", "minute", "hours", "day", "week", "month")),
    *(f"date_diff('{unit}', end_at, start_at)" for unit in ("minute", "d", "week", "quarter", "year")),
    "date_diff('minute', start_at, end_at) / 1440",
    "date_diff('hour', start_at, end_at) / date_diff('day', start_at, end_at)",
    "round(date_diff('minute', start_at, end_at) / 1440, 2)",
    "round(quantity, 2)",
    "round(quantity)",
    "round(quantity, -1)",
    "cast(quantity as int)",
    "cast(quantity * 1.5 as bigint)",
    "cast(cost_gbp as int)",
    "round(cost_gbp, 1)",
    "cost_gbp / 3",
    "quantity / 0",
    "cast(start_at as date) - cast(end_at as date)",
    "cast(start_at as date) + 3",
    "start_at + interval 6 hour < end_at",
    "start_at - interval (activity_id) day",
    "cast(start_at as date) - interval '1 month' < cast(end_at as date)",
    "extract(dow from start_at)",
    "extract(isodow from start_at)",
    "extract(week from start_at)",
    "extract(second from end_at)",
    "year(start_at) * 100 + month(start_at) + day(start_at) / 100",
    "date_trunc('week', start_at)",
    "date_trunc('quarter', end_at)",
    "status like 'a%\\%'",
    "status like '_\\b%'",
    "substring(status, 0, 3)",
    "substring(status, 2)",
    "substring(status, -2, 1)",
    "length(trim(status)) + length(status)",
    "trim(status, 'a%')",
    "upper(status) = 'A'",
    "status in ('a', 'b') is null",
    "(status like 'a%') is not null",
    "not status = 'a' is null",
    "(status is not null) is null",
    "starts_with(status, 'a')",
    "nullif(status, 'a')",
    "coalesce(outcome_code, status, 'none')",
    "greatest(quantity, 2, null)",
    "least(start_at, end_at, cast(end_at as date))",
    "case when quantity > 2.5 then 'x' when status is null then 'y' else status end",
    "if(end_known, quantity, -quantity)",
    "-quantity % 3",
    "abs(quantity) between 0 and 2.5",
    "start_at >= '2024-02-29'",
    "cast(start_at as varchar)",
    "cast(end_known as int)",
    "cast('2024-02-29' as date)",
    "(activity_id, status) in ((1, 'a'), (4, 'a'))",
]
FIRST, LAST = date(2023, 4, 1), date(2024, 3, 31)
MOMENTS = [
    ("2024-01-01 23:59:59", "2024-01-08 00:00:01"),
    ("2024-02-29 10:00:00", "2024-02-29 10:09:00"),
    ("2024-01-07 00:00:00", "2023-12-31 23:59:00"),
    ("2024-03-31 08:15:30", "2025-03-31 08:15:29"),
    ("2024-06-01 00:00:00", None),
]
STATUS = ["a", "a\\b%", " b ", None, "a%\\"]
QUANTITY = [2.5, -0.5, 0.285, 1.005, None]


@pytest.fixture(scope="module")
def odd(spark, southampton, tmp_path_factory):
    """Both engines over rows on which they are apart, if they are anywhere."""
    activity = [
        {"activity_id": i + 1, "person_id": 1, "start_at": start, "end_at": end, "status": STATUS[i]}
        | {"quantity": QUANTITY[i], "cost_gbp": QUANTITY[i], "end_known": bool(i % 2)}
        for i, (start, end) in enumerate(MOMENTS)
    ]
    return both(southampton, kept(record(activity=activity), tmp_path_factory.mktemp("odd")))


def asked(pair, told):
    """Column by column what both engines make of expressions over the odd rows."""
    query = exp.select("t.activity_id", *(exp.alias_(each, f"c{i}") for i, each in enumerate(told)))
    query = query.from_("activity AS t")
    found = [each.engine.rows(each.engine.written(query)).sort_by("activity_id") for each in pair]
    return [[[value(cell) for cell in each[f"c{i}"].to_pylist()] for each in found] for i in range(len(told))]


def test_every_expression_means_the_same(odd):
    found = asked(odd, [bound(text, "t", {}) for text in EXPRESSIONS])
    assert [text for text, (ours, theirs) in zip(EXPRESSIONS, found, strict=True) if ours != theirs] == []


@pytest.mark.parametrize("function", ["upper", "lower"])
def test_every_letter_has_the_same_capital_and_small_letter(odd, function):
    """ß among them, whose capital Spark writes as two letters; but for two of phonetics whose capitals are new."""
    newer = "\u019b\u0264"
    every = [chr(i) for i in (*range(32, 0xD800), *range(0xF900, 0x10000)) if chr(i) not in "'\\" + newer]
    known = [each for each in every if category(each) != "Cn"]
    told = [f"{function}('{''.join(known[at : at + 1000])}')" for at in range(0, len(known), 1000)]
    for ours, theirs in asked(odd, [bound(text, "t", {}) for text in told]):
        assert theirs == ours


@pytest.mark.parametrize("minutes", [60, 1440, 10080])
def test_quantities_are_rounded_to_the_same_side(odd, minutes):
    """Each is summed as a decimal of four digits: a day has 1,440 minutes, of which one in 18 is half of the last."""
    told = [f"date_diff('minute', start_at, end_at) * {i} / {minutes}" for i in range(1, 60)]
    found = asked(odd, [exp.cast(bound(text, "t", {}), "DECIMAL(18, 4)") for text in told])
    assert [text for text, (ours, theirs) in zip(told, found, strict=True) if ours != theirs] == []


def value(cell):
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    if isinstance(cell, date):
        return datetime.combine(cell, datetime.min.time())
    return cell if cell is None or isinstance(cell, (str, bool)) else repr(float(cell) + 0.0)  # nought has no sign


# definitions and lives that nobody wrote

EVENT = "activity_type = 'ed_attendance'"
CONTACT = {"table": "activity", "match": "person", "where": EVENT}
RELATED = st.fixed_dictionaries(
    {
        "take": st.sampled_from(["first", "latest"]),
        "value": st.sampled_from(["start_at", "status", "quantity"]),
        "match": st.sampled_from(["person", "siblings"]),
        "from_days": st.sampled_from([None, 0, -30]),
        "to_days": st.sampled_from([None, 1, 90]),
    }
) | st.fixed_dictionaries({"take": st.sampled_from(["any", "count"]), "from_days": st.sampled_from([None, -7, 1])})
PERCENTILE = {"statistic": "percentile", "percentile": 0.5}
WAIT = PERCENTILE | {"each": "wait", "until": "end_at", "quantity": "date_diff('day', start_at, event_date)"}
KINDS = st.sampled_from(
    [
        {"statistic": "rate", "per": 1000},
        {"statistic": "rate", "per": 1000, "standardise": "ESP2013"},
        {"statistic": "proportion", "numerator": "status = 'attended'"},
        {"statistic": "proportion", "numerator": "other IS NOT NULL"},
        {"statistic": "proportion", "numerator": "status like 'a%'", "keep": "other IS NOT NULL"},
        {"statistic": "mean", "quantity": "date_diff('hour', start_at, end_at) / 24"},
        PERCENTILE | {"quantity": "round(date_diff('minute', start_at, end_at) / 7, 1)"},
        PERCENTILE | {"each": "open_event", "quantity": "date_diff('week', start_at, event_date)"},
        WAIT,
        {"statistic": "count"},
    ]
)


@st.composite
def definitions(draw):
    """A measure of attendances: rate, share, mean, percentile, open ones, waits; with or without a related column."""
    measure = rate(registration=draw(st.sampled_from(["resident", "gp"])))
    compute = {**measure.model_dump(mode="json", by_alias=True, exclude_none=True)["compute"], **draw(KINDS)}
    youngest, oldest = draw(AGES)
    compute["population"] |= {"min_age": youngest} | ({} if oldest is None else {"max_age": oldest})
    if compute["statistic"] != "rate":
        del compute["per"]
    related = draw(st.none() | RELATED)
    if related or "other" in str(compute):
        told = {name: value for name, value in (related or {"take": "any"}).items() if value is not None}
        compute["related"] = {"other": {**CONTACT, **told}}
    return Measure.model_validate({**measure.model_dump(mode="json", by_alias=True), "compute": compute})


@pytest.fixture(scope="module")
def starting(spark, southampton, tmp_path_factory):
    """A place of one year, and a folder for its record."""
    sources = southampton.sources.model_copy(update={"complete_from": FIRST, "as_at": LAST})
    return replace(southampton, sources=sources), tmp_path_factory.mktemp("any")


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(lives(), st.lists(definitions(), min_size=6, max_size=6), st.data())
def test_any_definition_over_any_lives(starting, life, made, data):
    place, folder = starting
    tables, events = life
    for event in events:
        minutes = data.draw(st.integers(0, 200_000) | st.none())
        event["end_at"] = None if minutes is None else event["start_at"] + timedelta(minutes=minutes)
        event["status"] = data.draw(st.sampled_from(["attended", "missed", None]))
    plain = rate(registration="resident")
    measures = {f"m{i}": measure for i, measure in enumerate([plain, *made])}
    pair = both(replace(place, measures=measures), kept(record(**tables, activity=events), folder))
    for each in pair:
        each.prepare()
    for measure in measures.values():
        ours, theirs = (rows(each.engine.rows(each.sql(measure, measure.compute))) for each in pair)
        assert theirs == ours, measure.compute
    numerator, days = count(tables, events, "resident", (0, None), (FIRST, LAST + timedelta(days=1)))
    expected = {key: (numerator[key], days[key]) for key in days.keys() | numerator.keys()}
    for each in pair:
        tally = each.count(each.sql(plain, plain.compute), plain.compute)
        whom = [(key.start, key.kind, key.dimension, key.group.code) for key in tally.keys]
        found = dict(zip(whom, zip(tally.n, tally.days, strict=True), strict=True))
        assert {key: value for key, value in found.items() if value != (0, 0)} == expected


def test_rows_at_hand_are_a_table(opened):
    ours, theirs = opened
    table = ours.engine.rows("SELECT * FROM person_time")
    theirs.engine.hold("kept_before", table)
    assert rows(theirs.engine.rows("SELECT * FROM kept_before")) == rows(table)


def test_a_cluster_of_two_workers(spark_cluster, opened, southampton, examples, tmp_path):
    some = ["emergency_admissions", "waiting_92nd_percentile", "readmission_30_days"]
    command = [sys.executable, "-m", "tests.measures.on_spark", str(examples), str(tmp_path), *some]
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split()[-1] == "2"
    for name in some:
        measure = southampton.measures[name]
        ours = rows(opened[0].engine.rows(opened[0].sql(measure, measure.compute)))
        assert rows(pq.read_table(tmp_path / f"{name}.parquet")) == ours
