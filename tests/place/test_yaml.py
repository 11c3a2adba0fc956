"""What the strict YAML reading takes, and each trap that it refuses at its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.place import nodes
from oneplace.place.document import LARGEST_FILE, load, parse
from oneplace.problems import OneplaceError

FILE = Path("strategy.yaml")


def refused(text: str) -> list[tuple[int, int, str]]:
    with pytest.raises(OneplaceError) as error:
        parse(text, FILE)
    return [(problem.line, problem.column, problem.code) for problem in error.value.problems]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("0.5", 0.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("2020-12-01", "2020-12-01"),
        ("2020-12", "2020-12"),
        ("2018/19", "2018/19"),
        ('"08"', "08"),
        ("'12:30'", "12:30"),
        ("E06000045", "E06000045"),
        ("a: b", {"a": "b"}),
        ("[1, x, [2]]", [1, "x", [2]]),
        ("|\n  two\n  lines\n", "two\nlines\n"),
    ],
)
def test_values_follow_yaml_1_2(text, value):
    read = parse(text, FILE).data
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("text", "line", "column", "code"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 1, "Y09"),
        ("a: 1\nb: Anna \u202eennA\n", 2, 9, "Y11"),
        ("# a note \u2066\n", 1, 10, "Y11"),
        ("a:\n\tb: 1\n", 2, 1, "Y03"),
        ("a:\n  \tb: 1\n", 2, 3, "Y03"),
        ("a: &x 1\n", 1, 4, "Y05"),
        ("a: [&x 1]\n", 1, 5, "Y05"),
        ("<<: {a: 1}\n", 1, 1, "Y05"),
        ("a: !!str 1\n", 1, 4, "Y05"),
        ("a: !mine 1\n", 1, 4, "Y05"),
        ("a: 08\n", 1, 4, "Y08"),
        ("a: 010\n", 1, 4, "Y08"),
        ("a: 0x1F\n", 1, 4, "Y08"),
        ("a: 0o17\n", 1, 4, "Y08"),
        ("a: 1_000\n", 1, 4, "Y08"),
        ("a: 12:30\n", 1, 4, "Y08"),
        ("a: 190:20:30\n", 1, 4, "Y08"),
        ("a: .nan\n", 1, 4, "Y08"),
        ("a: -.inf\n", 1, 4, "Y08"),
        ("a: NaN\n", 1, 4, "Y08"),
        ("a: 1e999\n", 1, 4, "Y08"),
        ("a: " + "9" * 5000, 1, 4, "Y08"),
        ("2020: 5\n", 1, 1, "Y04"),
        ("true: 5\n", 1, 1, "Y04"),
        ("a: 1\n---\nb: 2\n", 2, 1, "Y06"),
        ("%YAML 1.1\n---\na: 1\n", 2, 1, "Y06"),
        ("a: [1, 2\n", 1, 9, "Y02"),
        ("a: b: c\n", 1, 5, "Y02"),
        ("a: 'x\n", 1, 6, "Y02"),
        ("a: x\n b: y\n", 2, 3, "Y02"),
        ("a: @x\n", 1, 4, "Y02"),
        ("a: \x07\n", 1, 4, "Y01"),
        ("a: " + "[" * 100, 1, 33, "Y07"),
        ("{a: [1], b}", 1, 10, "Y10"),
        ("{a: 'x', b}", 1, 10, "Y10"),
    ],
)
def test_a_trap_is_refused_where_it_stands(text, line, column, code):
    assert refused(text)[0] == (line, column, code)


def test_an_alias_is_refused_beside_its_anchor():
    assert refused("a: &x 1\nb: *x\n") == [(1, 4, "Y05"), (2, 4, "Y05")]


def test_every_trap_of_a_file_is_named_at_once():
    assert [code for _, _, code in refused("a: 08\nb: 1_000\na: 2\n1: x\n")] == ["Y08", "Y08", "Y09", "Y04"]


def test_traps_before_a_syntax_error_are_named_with_it():
    assert [code for _, _, code in refused("a: 08\nb: [\n")] == ["Y08", "Y02"]


def test_unquoted_text_in_braces_may_hold_a_comma():
    assert parse("{id: G1, text: Earlier help, care and support, kind: x}", FILE).data == {
        "id": "G1",
        "text": "Earlier help, care and support",
        "kind": "x",
    }


def test_a_thousands_comma_is_not_text_that_goes_on():
    assert ("Y10") in {code for _, _, code in refused("{value: 1,000}")}


def test_every_key_and_value_has_its_line_and_column():
    document = parse("a: 1\nb:\n  - x: 'q'\n    y: {z: 2}\n", FILE)
    assert document.mark(("b", 0, "y", "z")) == (4, 12)
    assert document.key_mark(("b", 0, "y", "z")) == (4, 9)
    assert document.mark(("b", 0, "missing")) == (3, 5)
    assert document.mark(("nowhere",)) == (1, 1)


@pytest.mark.parametrize(
    ("raw", "code", "line", "column"),
    [
        (b"\xef\xbb\xbfa: 1\n", "Y01", 1, 1),
        ("a: 1\n".encode("utf-16"), "Y01", 1, 1),
        (b"a: 1\nb: caf\xe9\n", "Y01", 2, 7),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "Y01", 1, 1),
        (b"PK\x03\x04\x14\x00", "Y01", 1, 3),
    ],
)
def test_what_is_not_utf_8_text_is_refused(tmp_path, raw, code, line, column):
    path = tmp_path / "strategy.yaml"
    path.write_bytes(raw)
    with pytest.raises(OneplaceError) as error:
        load(path)
    problem = error.value.problems[0]
    assert (problem.code, problem.line, problem.column) == (code, line, column)


def test_a_file_of_50_mb_is_refused_without_reading_it(tmp_path):
    path = tmp_path / "strategy.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(OneplaceError, match=r"is 50.0 MB, more than the 1 MB"):
        load(path)
    assert path.stat().st_size > LARGEST_FILE


def test_a_missing_file_and_a_folder_in_its_place_are_refused(tmp_path):
    with pytest.raises(OneplaceError, match="does not exist"):
        load(tmp_path / "strategy.yaml")
    with pytest.raises(OneplaceError, match="is a folder, not a file"):
        load(tmp_path)


YAML_LIKE = st.text(
    st.sampled_from([*list("abk01-:,.[]{}&*!|>'\"%@`#?~ \n\t\\_/e"), "\x00", "\ufeff", "é", "\u2028", "\x85"]),
    max_size=60,
)


PIECES = [
    *(
        "a: ",
        "b:",
        "- ",
        "\n",
        "\n  ",
        "\r\n",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "'",
        '"',
        "#",
        "x y",
        "1",
        " |\n",
        " >-\n",
        "é😀",
    ),
]


@given(st.one_of(st.text(max_size=80), YAML_LIKE))
def test_any_text_is_read_or_refused_inside_the_file(text):
    try:
        document = parse(text, FILE)
    except OneplaceError as error:
        marks = [(problem.line, problem.column) for problem in error.problems]
    else:
        marks = [*document.values.values(), *document.keys.values()]
    lines = text.replace("\r\n", "\n").split("\n")
    for line, column in marks:
        assert 1 <= line <= max(len(text.splitlines()), len(lines), 1)
        assert 1 <= column <= len(text) + 1


def test_lines_are_counted_the_same_in_files_from_windows():
    assert refused("a: 1\r\nb: 08\r\n") == [(2, 4, "Y08")]


CAREFUL = [
    ("a: 'x\u2028y'", {"a": "x\u2028y"}),
    ("a: 'x\u2029y'", {"a": "x\u2029y"}),
    ("a: 'x\ty'", {"a": "x\ty"}),
    ("a: 'x\ufeffy'", {"a": "x\ufeffy"}),
    ("a: >#\n  b", None),
    ("a: |2-#\n  b", None),
    ("a: b\tc", None),
]


@pytest.mark.parametrize(("text", "data"), CAREFUL)
def test_what_the_quick_parser_takes_otherwise_is_read_by_the_careful_one(text, data):
    if data is None:
        assert [code for _, _, code in refused(text)] == ["Y02"]
    else:
        assert parse(text, FILE).data == data


def _read(text: str) -> tuple[object, ...]:
    found = nodes.built(text, FILE)
    return (found.root, found.values, found.keys) if not found.problems else tuple(sorted(found.problems))


@given(st.one_of(YAML_LIKE, st.lists(st.sampled_from(PIECES), max_size=8).map("".join)))
def test_both_parsers_read_the_same(text):
    entry = f"- {text}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nodes, "_QUICK", None)
        carefully = _read(entry)
    assert _read(entry) == carefully


def test_an_empty_value_stands_where_its_key_does():
    document = parse("a: 1\nb:   # later\n\nc: {d: , e: 2}\n", FILE)
    assert [document.mark(loc) for loc in (("b",), ("c", "d"))] == [(2, 1), (4, 5)]
    assert parse("a: ''", FILE).mark(("a",)) == (1, 4)
