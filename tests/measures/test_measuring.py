"""A whole place measured: tables, provenance, explanations, and bad definitions."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
import sqlglot
from pydantic import ValidationError
from ruamel.yaml import YAML

from oneplace import measures
from oneplace.measures.linked_record import RecordMeasures
from oneplace.measures.measuring import _marked
from oneplace.measures.statement import statement
from oneplace.place import Cohort, Measure
from oneplace.problems import OneplaceError
from oneplace.results import TABLES
from tests.measures.build import measure, proportion
from tests.measures.conftest import over, record, together

pytestmark = pytest.mark.slow


@pytest.fixture
def tiny(resident):
    """Twelve residents, half of them in the most deprived fifth, and some attendances of each."""
    people = [resident(person_id=i, area="E01000001" if i % 2 else "E01000003") for i in range(1, 13)]
    events = [
        {
            "activity_id": n,
            "person_id": n % 12 + 1,
            "activity_type": "ed_attendance",
            "status": "attended" if n % 3 else "open",
            "start_at": date(2022 + n % 3, n % 12 + 1, 5),
        }
        for n in range(300)
    ]
    return together(*people, {"activity": events})


@pytest.fixture
def measured(southampton, tiny, monkeypatch):
    """What ``measure`` gives for a place with one computed, one published, one recorded measure and one gap."""
    chosen = {name: southampton.measures[name] for name in ("smoking_adults", "deprivation_rank_stated")}
    chosen |= {"test": proportion(), "gap": measure(id="gap")}
    small = replace(southampton, measures=chosen)

    def run():
        opened = over(southampton, record(**tiny), measures=chosen)
        monkeypatch.setattr(RecordMeasures, "open", classmethod(lambda *_: opened))
        return measures.measure(small, southampton.root)

    return run


def test_tables_have_their_schemas_and_every_measure_its_provenance(measured):
    tables = measured().tables
    assert set(tables) == {"results", "gaps", "signals", "provenance"}
    assert all(table.schema == TABLES[name].schema for name, table in tables.items())
    provenance = {row["measure"]: row for row in tables["provenance"].to_pylist()}
    assert set(provenance) == {"smoking_adults", "deprivation_rank_stated", "test", "gap"}
    assert "CREATE TABLE stratum" in provenance["test"]["sql"]
    assert "GROUPING SETS" in provenance["test"]["sql"]
    assert provenance["test"]["rows_read"] == 300
    assert provenance["gap"]["sql"] is None
    assert provenance["gap"]["rows_written"] == 0
    assert provenance["smoking_adults"]["licence"]
    assert provenance["smoking_adults"]["definition_file"] == "library/smoking_adults.yaml"


def test_computed_rows_say_that_the_people_are_made_up(measured):
    rows = [row for row in measured().tables["results"].to_pylist() if row["measure"] == "test"]
    assert {row["origin"] for row in rows} == {"synthetic"}
    assert {row["source"] for row in rows} == {"record"}
    assert {row["dimension"] for row in rows} == {"all", "deprivation", "ethnicity", "sex", "age", "neighbourhood"}
    assert all((row["value"] is None) == bool(row["reason"]) for row in rows)


def test_the_same_inputs_give_the_same_tables(measured):
    first, second = measured().tables, measured().tables
    assert all(first[name].equals(second[name]) for name in first)


def test_without_a_record_computed_measures_have_no_rows(southampton):
    small = replace(southampton, measures={"test": proportion()})
    tables = measures.measure(small).tables
    assert tables["results"].num_rows == 0
    assert tables["provenance"]["sql"].to_pylist() == [None]


def test_explain_gives_definition_sql_counts_and_seconds(southampton, tiny, monkeypatch):
    alone = replace(southampton, measures={"ed_four_hours": southampton.measures["ed_four_hours"]})
    opened = over(alone, record(**tiny))
    monkeypatch.setattr(RecordMeasures, "open", classmethod(lambda *_: opened))
    found = measures.explain(alone, "ed_four_hours", southampton.root)
    assert found.definition.startswith("id: ed_four_hours")
    assert "GROUPING SETS" in found.sql
    assert set(found.seconds) == {"population", "measure"}
    with pytest.raises(OneplaceError, match="has no measure 'nonsense'"):
        measures.explain(southampton, "nonsense")


def test_a_cohort_rate_counts_days_between_entry_and_exit(southampton, resident):
    entry = {"table": "observation", "where": "code = 'in'"}
    leave = {"table": "observation", "where": "code = 'out'"}
    cohort = Cohort.model_validate({"id": "c", "name": "C", "definition": "C", "entry": entry, "exit": leave})
    rows = [
        {"person_id": 1, "recorded_date": date(2022, 4, 11), "code": "in"},
        {"person_id": 1, "recorded_date": date(2022, 4, 21), "code": "out"},
        {"person_id": 2, "recorded_date": date(2020, 1, 1), "code": "in"},
    ]
    events = [
        {"activity_id": n, "person_id": 1, "activity_type": "ed_attendance", "start_at": date(2022, 4, day)}
        for n, day in enumerate((10, 11, 20, 21))
    ]
    compute = {"from": "record", "statistic": "rate", "per": 1000, "population": {"cohort": "c"}}
    rate = measure({**compute, "events": {"table": "activity"}})
    people = together(*(resident(person_id=i) for i in (1, 2, 3)), {"observation": rows, "activity": events})
    opened = over(replace(southampton, cohorts={"c": cohort}), record(**people), measures={"test": rate})
    assert opened.shared_sql
    tally = opened.count(opened.sql(rate, rate.compute), rate.compute)
    year = next(i for i, key in enumerate(tally.keys) if key.dimension == "all" and key.start == date(2022, 4, 1))
    assert (tally.n[year], tally.days[year]) == (2, 10 + 365)


@pytest.mark.parametrize("numerator", ["end_at is not null", "not end_at is null", "not (end_at is null)"])
def test_a_share_may_be_of_those_of_whom_something_does_not_hold(southampton, resident, numerator):
    ends = [date(2022, 6, 1), None, None]
    stays = [{"activity_id": n, "start_at": date(2022, 5, 1 + n), "end_at": end} for n, end in enumerate(ends)]
    people = together(resident(person_id=1), {"activity": [{**each, "person_id": 1} for each in stays]})
    share = measure(
        {"from": "record", "events": {"table": "activity"}, "statistic": "proportion", "numerator": numerator}
    )
    opened = over(southampton, record(**people), measures={"test": share})
    assert opened.shared_sql
    tally = opened.count(opened.sql(share, share.compute), share.compute)
    assert [(n, x) for key, n, x in zip(tally.keys, tally.n, tally.x, strict=True) if key.dimension == "all"] == [
        (3, 1)
    ]


def test_every_statement_of_the_place_is_in_the_portable_subset(southampton):
    """No construct that is known to pass silently wrong into another engine's dialect."""
    opened = over(southampton, record())
    for name, definition in southampton.measures.items():
        if definition.compute is None or definition.compute.source != "record":
            continue
        tree = statement(definition, definition.compute, southampton.cohorts, opened.codes)
        spark = tree.sql("spark")
        assert sqlglot.parse_one(spark, dialect="spark"), name
        for word in ("GENERATE_SERIES", "TO_YEARS", "RANGE(", "UNNEST"):
            assert word not in tree.sql("duckdb").upper()


def test_the_example_of_the_documentation_is_a_measure():
    page = (Path(__file__).parents[2] / "docs" / "reference" / "measures.md").read_text()
    example = YAML(typ="safe").load(page.partition("```yaml")[2].partition("```")[0])
    assert Measure.model_validate(example).compute.related["again"].to_days == 30


# definitions that are refused


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("1; drop table person", "must be one SQL expression"),
        ("status in (select status from activity)", "not a query"),
        ("(select 1) = 1", "can't stand in an expression"),
        ("count(*) > 1", "can't stand in an expression"),
        ("row_number() over () > 1", "can't stand in an expression"),
        ("read_csv('x') = 1", "can't stand in an expression"),
        ("person.sex = 'F'", "names a table"),
        ("stattus = 'attended'", "'stattus' is no column"),
        ("in_codelist(status)", "takes a column and the list's name"),
        ("status =", "is not a SQL expression"),
        ("'", "is not a SQL expression"),
    ],
)
def test_only_scalar_expressions_over_known_columns_are_taken(expression, message):
    with pytest.raises(ValidationError, match=message):
        proportion(numerator=expression)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"numerator": None}, "a proportion needs `numerator`"),
        ({"quantity": "quantity"}, "a proportion has no `quantity`"),
        ({"each": "person"}, "`each: person` has no events"),
        ({"events": None}, "every other has `events`"),
        ({"standardise": "ESP2013"}, "only a rate can be standardised"),
        ({"population": {"min_age": 20, "max_age": 10}}, "max_age is below min_age"),
        ({"population": {"registration": "none", "min_age": 5}}, "knows nothing of people"),
        ({"period": "month"}, "frequency is annual, but compute.period is month"),
        ({"related": {"r": {"table": "plan", "match": "activity"}}}, "belong to a person"),
        ({"related": {"r": {"table": "plan", "take": "latest"}}}, "needs a value"),
        ({"related": {"r": {"table": "plan", "value": "status"}}}, "needs no value"),
        ({"nonsense": 1}, "Extra inputs"),
    ],
)
def test_definitions_that_contradict_themselves_are_refused(changes, message):
    with pytest.raises(ValidationError, match=message):
        proportion(**changes)


@pytest.mark.parametrize("where", ["cast(status as date) is not null", "quantity > cast(status as int)"])
def test_an_expression_that_does_not_fit_every_value_is_told_with_its_measure(southampton, where):
    asks = proportion(events={"table": "activity", "where": where})
    visit = {
        "activity_id": 1,
        "person_id": 1,
        "start_at": datetime.fromisoformat("2023-05-01T09:00"),
        "quantity": 2.0,
        "status": "Ab",
    }
    opened = over(southampton, record(activity=[visit]), measures={"test": asks})
    with pytest.raises(OneplaceError, match=r"test: can't be worked out: .*Ab") as told:
        opened.draft(asks, asks.compute)
    assert told.value.problems[0].mend.startswith("Let its expressions hold for every value: `try_cast`")


def test_missing_cohorts_code_lists_and_first_days_are_refused_by_name(southampton, tmp_path):
    asks = proportion(population={"cohort": "nobody"})
    with pytest.raises(OneplaceError, match="the cohort 'nobody'"):
        over(southampton, record()).sql(asks, asks.compute)
    listed = {"test": proportion(numerator="in_codelist(status, 'nowhere')")}
    with pytest.raises(OneplaceError, match=r"nowhere\.csv.*isn't there"):
        assert over(southampton, record(), measures=listed).codes
    (tmp_path / "codelists").mkdir()
    (tmp_path / "codelists" / "nowhere.csv").write_text("code,term,code_system\nJ45,Asthma,icd11\n")
    with pytest.raises(OneplaceError, match=r"nowhere\.csv:2:3: .*icd11"):
        assert over(replace(southampton, root=tmp_path, cohorts={}), record(), measures=listed).codes
    never = replace(southampton, sources=southampton.sources.model_copy(update={"complete_from": None}))
    with pytest.raises(OneplaceError, match="no `complete_from`"):
        assert over(never, record()).window


def test_results_hold_no_not_a_number(measured):
    results = measured().tables["results"]
    for column in ("value", "lower", "upper", "numerator", "denominator"):
        values = results[column]
        assert not any(value != value for value in values.to_pylist())  # noqa: PLR0124
        assert values.type == pa.float64()


def test_charts_and_gaps_say_which_periods_are_provisional():
    year, later = ({"period_start": date(at, 4, 1), "period_end": date(at + 1, 4, 1)} for at in (2024, 2025))
    rows = [year | {"dimension": "all"}, *(later | {"dimension": of, "provisional": True} for of in ("all", "sex"))]
    made = [year, later, later | {"dimension": "sex"}, later | {"dimension": "age"}]
    assert [one["provisional"] for one in _marked(made, rows)] == [None, True, True, None]
