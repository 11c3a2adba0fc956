"""Which files of a record a statement reads: of activities by kind where no row of another can count."""

import pytest
import sqlglot

from oneplace.measures.reads import files_read

CALLS, SPELLS = "person/activity/call_111.parquet", "person/activity/inpatient_spell.parquet"
FILES = {CALLS: "a", SPELLS: "b", "person/person.parquet": "c", "reference/area.parquet": "d"} | {
    "direct_care/activity/call_111.parquet": "e",  # of those who opted out: nothing for planning reads it
    "quality.parquet": "f",
}


@pytest.mark.parametrize(
    ("sql", "read"),
    [
        ("SELECT 1 FROM activity AS t WHERE t.activity_type = 'call_111' AND t.status = 'open'", [CALLS]),
        ("SELECT 1 FROM activity AS t WHERE (t.activity_type IN ('call_111') AND t.status = 'open')", [CALLS]),
        (
            "SELECT 1 FROM person AS p JOIN activity AS r ON r.activity_type = 'call_111'",
            [CALLS, "person/person.parquet"],
        ),
        ("SELECT 1 FROM person AS p LEFT JOIN activity AS r ON r.activity_type = 'x'", ["person/person.parquet"]),
        ("SELECT 1 FROM activity AS t WHERE t.activity_type = 'call_111' OR t.status = 'open'", [CALLS, SPELLS]),
        ("SELECT 1 FROM activity AS t WHERE NOT t.activity_type = 'call_111'", [CALLS, SPELLS]),
        ("SELECT 1 FROM activity AS t WHERE t.activity_type <> 'call_111'", [CALLS, SPELLS]),
        ("SELECT 1 FROM activity AS t WHERE t.activity_type = t.status", [CALLS, SPELLS]),
        ("SELECT 1 FROM activity AS t WHERE t.status = 'call_111'", [CALLS, SPELLS]),
        (
            "SELECT 1 FROM activity AS t JOIN person AS p ON t.activity_type = 'call_111'",
            [CALLS, SPELLS, "person/person.parquet"],
        ),
        ("SELECT 1 FROM activity AS t FULL JOIN activity AS r ON r.activity_type = 'call_111'", [CALLS, SPELLS]),
        (
            "SELECT 1 FROM activity AS t JOIN activity AS r USING (person_id) WHERE t.activity_type = 'call_111'",
            [CALLS, SPELLS],  # the other one may be of any kind
        ),
        ("WITH a AS (SELECT 1 FROM area) SELECT 1 FROM a", ["reference/area.parquet"]),
    ],
)
def test_a_file_is_read_unless_no_row_of_it_can_count(sql, read):
    assert files_read([sqlglot.parse_one(sql, read="duckdb")], FILES) == sorted((name, FILES[name]) for name in read)
