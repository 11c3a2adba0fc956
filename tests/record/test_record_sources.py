"""``sources.yaml``: what a mapping may say, and what is said of one that can't be read."""

from __future__ import annotations

import pytest

from oneplace.place.mapping_sql import MappingError, scalar
from oneplace.place.sources import Column
from oneplace.problems import OneplaceError
from tests.record.conftest import SOURCES, sources_of

COLUMNS = ("a", "b", "Date referred")


@pytest.mark.parametrize(
    ("text", "sql"),
    [
        ("a", '"a"'),
        ("A", '"a"'),
        ("a || ':' || b", '"a" || \':\' || "b"'),
        ("case when a = 'x' then b else null end", 'CASE WHEN "a" = \'x\' THEN "b" ELSE NULL END'),
        ('"Date referred"::date', 'CAST("Date referred" AS DATE)'),
        ("a + interval 1 day", "\"a\" + INTERVAL '1' DAY"),
        ("a in ('1', '2') and not b is null", "\"a\" IN ('1', '2') AND NOT \"b\" IS NULL"),
        ("'fixed'", "'fixed'"),
    ],
)
def test_a_mapping_is_a_scalar_expression(text, sql):
    assert scalar(text, COLUMNS) == sql


@pytest.mark.parametrize(
    "text",
    [
        *("count(*)", "sum(a)", "max(a) over ()", "(select 1)", "a in (select 1)", "exists (select 1)"),
        *("read_text('/etc/passwd')", "getenv('HOME')", "query('select 1')", "a; drop table x", "x", "t.a", "*"),
        *("", "a +", "select a", "a from b", "[a, b]", "a[1]", "{'x': a}", "columns('.*')"),
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(MappingError):
        scalar(text, COLUMNS)


@pytest.mark.parametrize(
    ("short", "long"),
    [("date", ("date", False)), ("required date", ("date", True)), ("text", ("text", False))],
)
def test_columns_can_be_written_short(short, long, tmp_path):
    text = SOURCES.replace("uprn: required uprn, ", f"uprn: required uprn, extra: {short}, ")
    column: Column = sources_of(text, tmp_path).sources[0].datasets[0].columns["extra"]
    assert (column.type, column.required) == long


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("lsoa21_code: lsoa}", "lsoa21_code: lsoas}", "uses the column lsoas, which the file does not declare"),
        ("lsoa21_code: lsoa}", "lsoa21: lsoa}", "place_of_address has no column lsoa21"),
        (", lsoa21_code: lsoa}", "}", "needs lsoa21_code"),
        ("key: [uprn]", "key: [door]", "there is no column door"),
        ("given_name: given", "first_name: given", "a person has no fact first_name"),
        ("        person: id\n        facts:", "        facts:", "need `person`"),
        ("parent_type: ed_attendance", "parent_type: visit", "'visit' is not one of"),
        ("            parent_type: ed_attendance\n", "", "parent_record_id and parent_type go together"),
        ("activity_type: \"'ed_attendance'\"", "activity_type: \"'visit'\"", "visit is not one of referral"),
        ("codelist: acuity", "codelist: urgency", "there is no codelist urgency"),
        ("sex: {type: text,", "sex: {type: sex,", "'sex' is not one of text"),
        ("  - id: links", "  - id: gp", "The id gp is used twice"),
        ("format: place-sources/1", "format: place-sources/2", "place-sources/1"),
        ("as_at: 2026-03-31", "as_at: 31/03/2026", "as_at"),
        ("postcode: required postcode", "_row: required postcode", "can't be called _row"),
        ("files: homes.csv", "files: homes.csv\n        format: ndjson", "needs a path"),
        ('format: "%d/%m/%Y"', 'format: "%Q"', "format"),
    ],
)
def test_a_mistake_is_said_with_its_line(tmp_path, before, after, said):
    assert before in SOURCES
    with pytest.raises(OneplaceError) as error:
        sources_of(SOURCES.replace(before, after, 1), tmp_path)
    assert said in str(error.value)
    assert all(problem.line > 0 for problem in error.value.problems)
