"""Expressions of measures and SQL of mappings: what is taken, what is refused and how that is said."""

from __future__ import annotations

import duckdb
import pytest

from oneplace.place import Codes, bound, codelists
from oneplace.place.expression import columns, parse, unknown_columns
from oneplace.place.mapping_sql import MappingError, scalar


@pytest.mark.parametrize(
    ("text", "sql"),
    [
        ("TRUE", "TRUE"),
        ("status = 'done'", "(t.status = 'done')"),
        (
            "Status <> 'done' AND NOT method_code IN ('1', '2')",
            "(t.status <> 'done' AND NOT t.method_code IN ('1', '2'))",
        ),
        ("a IS NULL OR b IS NOT NULL", "(t.a IS NULL OR NOT t.b IS NULL)"),
        ("a BETWEEN 1 AND 2", "t.a BETWEEN 1 AND 2"),
        ("a + b * -2 / 3 % 4", "(t.a + t.b * -2 / 3 % 4)"),
        ("(a)", "(t.a)"),
        ("CASE WHEN a > 1 THEN 'x' ELSE 'y' END", "CASE WHEN t.a > 1 THEN 'x' ELSE 'y' END"),
        ("coalesce(a, 0)", "COALESCE(t.a, 0)"),
        ("greatest(a, b)", "GREATEST(t.a, t.b)"),
        ("abs(a)", "ABS(t.a)"),
        ("upper(trim(a)) LIKE 'X%'", "(UPPER(TRIM(t.a)) LIKE 'X%')"),
        ("substring(a, 1, 3) = 'J45'", "(SUBSTRING(t.a, 1, 3) = 'J45')"),
        ("CAST(a AS DATE)", "CAST(t.a AS DATE)"),
        ("date_diff('day', a, b) <= 30", "(DATE_DIFF('DAY', t.a, t.b) <= 30)"),
        ("year(a) = 2024", "(YEAR(t.a) = 2024)"),
        ("other = 1", "(o.other = 1)"),
    ],
)
def test_an_expression_is_bound_to_its_table(text, sql):
    assert bound(text, "t", {}, {"other": "o"}).sql(dialect="duckdb") == sql


def cannot(what):
    return f"'{what}' can't stand in an expression: write a comparison or a sum over columns only."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "'' must be one SQL expression."),
        ("a; b", "'a; b' must be one SQL expression."),
        ("SELECT 1", cannot("SELECT 1")),
        ("DROP TABLE person", cannot("DROP TABLE person")),
        ("a = (SELECT 1)", cannot("(SELECT 1)")),
        ("EXISTS (SELECT 1)", cannot("EXISTS(SELECT 1)")),
        ("count(*)", cannot("COUNT(*)")),
        ("sum(a)", cannot("SUM(a)")),
        ("row_number() OVER ()", cannot("ROW_NUMBER() OVER ()")),
        ("read_csv('x')", cannot("READ_CSV('x')")),
        ("getenv('HOME')", cannot("GETENV('HOME')")),
        ("a || b", cannot("a || b")),
        ("[1, 2]", cannot("[1, 2]")),
        ("*", cannot("*")),
        ("a IN (SELECT 1)", "IN takes a list of values, not a query."),
        ("person.sex = 'F'", "'person.sex' names a table: write the column's name alone."),
        *[
            (text, "in_codelist takes a column and the list's name in quotes: in_codelist(code, 'asthma').")
            for text in ("in_codelist(code)", "in_codelist(code, asthma)", "in_codelist(code, 5)")
        ],
        (
            "in_codelist(code, 'a', 'b')",
            "in_codelist takes a column and the list's name in quotes: in_codelist(code, 'asthma').",
        ),
    ],
)
def test_an_expression_that_is_refused(text, said):
    with pytest.raises(ValueError) as error:  # noqa: PT011  the whole sentence is compared
        parse(text)
    assert str(error.value) == said


@pytest.mark.parametrize("text", ["a =", "(a", "a b c", "a = 'x", "= 1"])
def test_what_is_no_sql_is_quoted_and_the_reason_given(text):
    with pytest.raises(ValueError) as error:  # noqa: PT011  the reason is the parser's
        parse(text)
    said = str(error.value)
    assert said.startswith(f"'{text}' is not a SQL expression (")
    assert said.endswith(").")
    assert ".)." not in said


def test_the_columns_and_code_lists_that_an_expression_reads():
    text = "in_codelist(Code, 'asthma') AND IN_CODELIST(code, 'copd') OR Status = 'a'"
    assert columns(text) == {"code", "status"}
    assert codelists(text) == {"asthma", "copd"}
    assert unknown_columns("z = 1 OR b = 2 OR a = 3", {"b"}) == ["a", "z"]
    assert unknown_columns("b = 2", {"b"}) == []


@pytest.mark.parametrize(
    ("codes", "taken"),
    [
        (Codes(("J45", "X")), ["J45", "X"]),
        (Codes((), ("J45",)), ["J45", "J459"]),
        (Codes(("X",), ("J45", "J4")), ["J4", "J45", "J459", "J46", "X"]),
        (Codes((), ()), []),
    ],
)
def test_a_code_list_is_written_out(codes, taken):
    condition = bound("in_codelist(code, 'x')", "t", {"x": codes}).sql(dialect="duckdb")
    rows = "(VALUES ('J4'), ('J45'), ('J459'), ('J46'), ('X'), ('X1'), (NULL)) t(code)"
    assert [
        row[0] for row in duckdb.sql(f"SELECT code FROM {rows} WHERE {condition} ORDER BY code").fetchall()
    ] == taken


@pytest.mark.parametrize(
    ("text", "sql"),
    [
        ("sex", '"Sex"'),
        ("SEX", '"Sex"'),
        ('"Date of birth"', '"Date of birth"'),
        ("'F'", "'F'"),
        ("NULL", "NULL"),
        ("upper(sex) || '-' || left(nhs, 3)", 'UPPER("Sex") || \'-\' || LEFT("nhs", 3)'),
        ("CASE WHEN sex = 'F' THEN 2 END", "CASE WHEN \"Sex\" = 'F' THEN 2 END"),
        ("CAST(nhs AS DECIMAL(10, 2))", 'CAST("nhs" AS DECIMAL(10, 2))'),
        ("regexp_matches(nhs, '^9')", "REGEXP_MATCHES(\"nhs\", '^9')"),
    ],
)
def test_a_mapping_quotes_its_columns_as_the_file_writes_them(text, sql):
    assert scalar(text, ["Sex", "nhs", "Date of birth"]) == sql


def uses(text, what):
    return (
        f"`{text}` uses {what}: a mapping is one expression over the file's columns, without sub-queries, "
        "aggregates or other functions than those listed in docs/reference/sources.md."
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "`` must be one expression."),
        ("sex; sex", "`sex; sex` must be one expression."),
        ("age", "`age` uses the column age, which the file does not declare."),
        ("file.sex", "`file.sex` uses the column file.sex, which the file does not declare."),
        ("SELECT sex", uses("SELECT sex", "SELECT sex")),
        ("(SELECT 1)", uses("(SELECT 1)", "(SELECT 1)")),
        ("max(sex)", uses("max(sex)", "MAX(sex)")),
        ("read_text('x')", uses("read_text('x')", "READ_TEXT('x')")),
        ("lag(sex) OVER ()", uses("lag(sex) OVER ()", "LAG(sex) OVER ()")),
    ],
)
def test_a_mapping_that_is_refused(text, said):
    with pytest.raises(MappingError) as error:
        scalar(text, ["sex"])
    assert str(error.value) == said


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("From", "'\"From\"'"),
        ("From::timestamp", "'\"From\"::timestamp'"),
        ("coalesce(from, To) || ' From'", "'coalesce(\"from\", To) || '' From'''"),
        ("Select", "'\"Select\"'"),
    ],
)
def test_a_column_that_is_a_word_of_sql_is_told_to_be_quoted(text, quoted):
    with pytest.raises(MappingError) as error:
        scalar(text, ["From", "To", "Select"])
    assert str(error.value) == (
        f"`{text}` has a column that is a word of SQL as well. Put its name in double quotes, and all in single ones: "
        f"`{quoted}`."
    )


@pytest.mark.parametrize("text", ["From", "sex +"])
def test_what_a_parser_says_of_its_own_insides_is_left_out(text):
    with pytest.raises(MappingError) as error:
        scalar(text, ["sex"])
    assert "<" not in str(error.value)


def test_a_mapping_that_is_no_sql_is_quoted_with_one_line_of_reason():
    with pytest.raises(MappingError) as error:
        scalar("sex =\n'", ["sex"])
    assert str(error.value).startswith("`sex =\n'` is not SQL that can be read: ")
    assert str(error.value).count("\n") == 1


@pytest.mark.parametrize(
    ("codes", "written"),
    [
        (Codes((), ("W01", "W19")), ["W01", "w019", "W01.9", "w19.9"]),
        (Codes(("Yes", "no")), ["YES", "yes", "No"]),
        (Codes(("720433000",)), ["720433000"]),
    ],
)
def test_a_code_list_takes_a_code_in_whatever_case_and_with_its_dot(codes, written):
    condition = bound("in_codelist(code, 'x')", "t", {"x": codes}).sql(dialect="duckdb")
    rows = ", ".join(f"('{code}')" for code in [*written, "W02", "maybe", "7204330001"])
    found = duckdb.sql(f"SELECT code FROM (VALUES {rows}) t(code) WHERE {condition}").fetchall()
    assert sorted(code for (code,) in found) == sorted(written)
