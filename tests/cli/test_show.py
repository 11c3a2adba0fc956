"""What the commands share: changes read from options, and numbers, tables, problems and JSON printed."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
import typer
from rich.console import Console

from oneplace.cli import commands, show
from oneplace.problems import Problem


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ([], {}),
        (["a=1"], {"a": "1"}),
        ([" a . b =  2 beds "], {"a . b": "2 beds"}),
        (["a=b=c", "b=1"], {"a": "b=c", "b": "1"}),
    ],
)
def test_changes_are_given_as_path_and_value(given, found):
    assert show.named_values(given, "--set") == found


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["a"], "'a' is not PATH=VALUE."),
        (["a="], "'a=' is not PATH=VALUE."),
        (["=1"], "'=1' is not PATH=VALUE."),
        ([" = "], "' = ' is not PATH=VALUE."),
        (["a=1", "a =2"], "'a' is given twice."),
    ],
)
def test_a_change_that_is_none(given, said):
    with pytest.raises(typer.BadParameter) as error:
        show.named_values(given, "--set")
    assert (error.value.message, error.value.param_hint) == (said, "--set")


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (0.5, "share", "50.0%"),
        (0.1234, "share", "12.3%"),
        (0.1234567, "days", "0.1235"),
        (12.0, "", "12"),
        (999.94, "", "999.9"),
        (-999.94, "", "-999.9"),
        (1000, "", "1,000"),
        (-1000.4, "", "-1,000"),
        (1234567.8, "gbp", "1,234,568"),
    ],
)
def test_a_number_has_as_many_figures_as_people_read(value, unit, words):
    assert show.number(value, unit) == words


@pytest.mark.parametrize(
    ("lower", "upper", "unit", "words"),
    [
        (1, 2.5, "days", "1 to 2.5"),
        (0.1, 0.2, "share", "10.0% to 20.0%"),
        (float("nan"), 2, "days", ""),
        (float("-inf"), 2, "days", ""),
    ],
)
def test_limits_are_said_where_there_are_some(lower, upper, unit, words):
    assert show.limits(lower, upper, unit) == words


def test_json_has_no_nan_and_writes_days_as_text(capsys):
    show.print_json(
        {"a": [1.5, float("nan")], "b": (float("inf"), None), "c": date(2026, 4, 1), "d": {"e": -0.5}, "f": 3}
    )
    written = capsys.readouterr().out
    assert json.loads(written) == {"a": [1.5, None], "b": [None, None], "c": "2026-04-01", "d": {"e": -0.5}, "f": 3}
    assert written.startswith('{\n "a": [')


@pytest.mark.parametrize(
    ("heads", "rows", "lines"),
    [
        (("a", "long head"), [(1, "x")], ["a  long head", "1  x"]),
        (
            ("a", "b"),
            [("wide cell", None), ("x", 1234.5), ("y", 0.25)],
            ["a          b", "wide cell", "x          1,234"],
        ),
        (("a", "b"), [], ["a  b"]),
        (("a",), [("[bold]x[/bold]",)], ["a", "[bold]x[/bold]"]),
    ],
)
def test_a_table_is_as_wide_as_what_it_holds(capsys, heads, rows, lines):
    show.print_table(heads, rows)
    assert capsys.readouterr().out.splitlines()[: len(lines)] == lines


def test_rows_are_printed_by_the_names_of_their_columns(capsys):
    show.print_rows([{"name": "A", "count": 1}, {"name": "Bcdef", "count": 20}])
    assert capsys.readouterr().out == "name   count\nA      1\nBcdef  20\n"
    show.print_rows([], nothing="No test [yet].")
    assert capsys.readouterr().out == "No test [yet].\n"


ODD = Problem(Path("a.yaml"), 3, 5, "E01", "is [odd].", "Mend it.")
LOOSE = Problem(Path("a.yaml"), 0, 0, "W47", "hangs loose.", "Bind it.")


@pytest.mark.parametrize(
    ("terminal", "lines"),
    [
        (False, ["error: a.yaml:3:5: E01 is [odd]. Mend it.", "warning: a.yaml: W47 hangs loose. Bind it."]),
        (
            True,
            [
                "\x1b[31merror: a.yaml:3:5: E01 is [odd]. Mend it.\x1b[0m",
                "warning: a.yaml: W47 hangs loose. Bind it.",
            ],
        ),
    ],
)
def test_errors_are_red_on_a_terminal(terminal, lines):
    told = StringIO()
    colours = "standard" if terminal else None
    to = Console(file=told, force_terminal=terminal, color_system=colours, soft_wrap=True, highlight=False)
    show.print_problems([ODD, LOOSE], to=to)
    assert told.getvalue().splitlines() == lines


def test_a_problem_for_programs():
    assert show.as_dict(ODD) == {
        "code": "E01",
        "severity": "error",
        "file": "a.yaml",
        "line": 3,
        "column": 5,
        "message": "is [odd].",
        "mend": "Mend it.",
    }


@pytest.mark.parametrize(("number", "words"), [(0, "0 errors"), (1, "1 error"), (2, "2 errors")])
def test_so_many(number, words):
    assert commands._many(number, "error") == words


@pytest.mark.parametrize(
    ("change", "code", "last"),
    [
        ("", 0, "0 errors, 0 warnings."),
        ("budget: {state: set}\n", 0, "0 errors, 2 warnings."),
        ("goals: [{id: G1, text: A}, {id: G1, text: B}]\n", 1, "1 error, 0 warnings."),
        (
            "goals: [{id: G1, text: A}, {id: G1, text: B}, {id: G1, text: C}]\nbudget: not_set\n",
            1,
            "2 errors, 2 warnings.",
        ),
    ],
)
def test_check_counts_and_ends_with_1_where_there_is_an_error(oneplace, tmp_path, change, code, last):
    from oneplace.place.rules.explain import changed_example

    (tmp_path / "strategy.yaml").write_text(changed_example(change), encoding="utf-8")
    said = oneplace("check", tmp_path, "--as-of", "2026-01-01")
    assert said.code == code
    *problems, counted, compared = said.out.splitlines()
    assert counted == f"{tmp_path}: {last}"
    assert compared == "No published run is here, so nobody can tell whether a promise was eased."
    as_json = json.loads(oneplace("check", tmp_path, "--as-of", "2026-01-01", "--json").out)
    assert len(as_json) == len(problems)


def test_check_takes_the_day_and_the_public_from_its_options(oneplace, tmp_path):
    from oneplace.place.rules.explain import explanations

    for code, options in (("W27", ("--as-of", "2026-01-01")), ("E46", ("--public", "--as-of", "2020-01-01"))):
        (tmp_path / "strategy.yaml").write_text(explanations()[code].fault, encoding="utf-8")
        assert f" {code} " in oneplace("check", tmp_path, *options).out
        assert f" {code} " not in oneplace("check", tmp_path, "--as-of", "2020-01-01").out


@pytest.mark.parametrize(("name", "quoted"), [("a", ""), ("Sankt Ö [b]", "'")])
def test_new_says_what_to_do_next_as_a_shell_takes_it(oneplace, tmp_path, name, quoted):
    folder = tmp_path / name
    said, read = oneplace("new", folder), f"oneplace check {quoted}{folder}{quoted}"
    assert (said.out, said.code) == (
        f"Made {folder}. Read it with `{read}`; start with {folder / 'strategy.yaml'}.\n",
        0,
    )


def test_what_a_file_says_moves_no_cursor():
    heading = Problem(Path("a.csv"), 1, 0, "", "Not expected: \x1b[2Jnaïve\x00\u202e.", "")
    assert str(heading) == r"a.csv:1: Not expected: \x1b[2Jnaïve\x00\u202e."


def test_colons_are_no_pictures(capsys):
    show.out.print("row:x:0", markup=False)
    assert capsys.readouterr().out == "row:x:0\n"
