"""What is said of YAML that is refused: the whole sentence, where it stands and how to mend it."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from oneplace.place.document import LARGEST_FILE, load, parse
from oneplace.problems import OneplaceError
from tests.place.build import STRATEGY, holds, table


def problems(text):
    try:
        parse(text, Path(STRATEGY))
    except OneplaceError as error:
        return error.problems
    return ()


@table(
    """
    a: 1
    b: 2
    a: 3
    > 3:1 Y09 the key `a` stands here a second time (first at line 1). Keep one of the two.
    """,
    """
    a: {b: 1, c: 2, b: 3, b: 4}
    > 1:17 Y09 the key `b` stands here a second time (first at line 1). Keep one of the two.
    > 1:23 Y09 the key `b` stands here a second time (first at line 1). Keep one of the two.
    """,
    """
    a: {b: 1}
    c: {b: 1}
    """,
    """
    a: [{b: 1}, {b: 1}]
    """,
    """
    a: &x 1
    b: *x
    > 1:4 Y05 `&x` is an anchor. Delete it, and write the text out wherever needed.
    > 2:4 Y05 `*x` is an alias. Write the text out in both places.
    """,
    """
    a: &x [1]
    b: &y {c: 1}
    > 1:4 Y05 `&x` is an anchor. Delete it, and write the text out wherever needed.
    > 2:4 Y05 `&y` is an anchor. Delete it, and write the text out wherever needed.
    """,
    """
    <<: {a: 1}
    > 1:1 Y05 `<<` merges another mapping. Write its keys out.
    """,
    """
    a: !!str 1
    b: !mine [1]
    > 1:4 Y05 `tag:yaml.org,2002:str` is a tag. Delete it: the format knows each value's type.
    > 2:4 Y05 `!mine` is a tag. Delete it: the format knows each value's type.
    """,
    """
    2020: 5
    true: 6
    ~: 7
    > 1:1 Y04 the key `2020` is not text. Quote it: `"2020":`.
    > 2:1 Y04 the key `true` is not text. Quote it: `"true":`.
    > 3:1 Y04 the key `~` is not text. Quote it: `"~":`.
    """,
    """
    "2020": 5
    "true": 6
    """,
    """
    ? [1, 2]
    : 3
    > 1:3 Y04 a list, mapping or alias stands as a key. Write the key as text.
    """,
    """
    ? {a: 1}
    : 3
    > 1:3 Y04 a list, mapping or alias stands as a key. Write the key as text.
    """,
    """
    a: 1
    ---
    b: 2
    > 2:1 Y06 a second document starts with `---`. Keep one document in a file.
    """,
    """
    ---
    a: 1
    """,
    """
    %YAML 1.2
    ---
    a: 1
    """,
    """
    %YAML 1.1
    ---
    a: 1
    > 2:1 Y06 a `%` directive asks for another YAML. Delete it: files are YAML 1.2.
    """,
    """
    %TAG ! tag:example.org,2026:
    ---
    a: 1
    > 2:1 Y06 a `%` directive asks for another YAML. Delete it: files are YAML 1.2.
    """,
    """
    a: 08
    b: 0x1F
    c: 1_000
    d: 12:30
    e: .nan
    f: 1e999
    g: 1234567890123456789012345678901
    > 1:4 Y08 `08` starts with 0: some readers take it for a number to the base 8, some for text. Write the number in
    >   plain decimal digits, or quote it if it is text (a code, a name).
    > 2:4 Y08 `0x1F` is not a decimal number. Write the number in plain decimal digits, or quote it if it is text (a
    >   code, a name).
    > 3:4 Y08 `1_000` holds `_`: a number in YAML 1.1, text in YAML 1.2. Write the number in plain decimal digits, or
    >   quote it if it is text (a code, a name).
    > 4:4 Y08 `12:30` is a number to the base 60 in YAML 1.1, text in YAML 1.2. Quote it if it is a time or a ratio.
    > 5:4 Y08 `.nan` is not a finite number. Leave the value out, or write `not_set` where the format allows it.
    > 6:4 Y08 `1e999` is too large for a number. Write the number in plain decimal digits, or quote it if it is text
    >   (a code, a name).
    > 7:4 Y08 `1234567890123456789012345678901` is too long for a number. Write the number in plain decimal digits, or
    >   quote it if it is text (a code, a name).
    """,
    """
    a: "08"
    b: '0x1F'
    c: "1_000"
    d: '12:30'
    e: 123456789012345678901234567890
    """,
    """
    a: [1, 08]
    > 1:8 Y08 `08` starts with 0: some readers take it for a number to the base 8, some for text. Write the number in
    >   plain decimal digits, or quote it if it is text (a code, a name).
    """,
    """
    {a: [1], b}
    > 1:10 Y10 `b` stands without a value. Write `key: value`, and quote text or a number that holds a comma.
    """,
    """
    {a: b, c, d: e, f}
    """,
    """
    {a, b: c}
    > 1:2 Y10 `a` stands without a value. Write `key: value`, and quote text or a number that holds a comma.
    """,
    """
    {a: 1,000}
    > 1:7 Y04 the key `000` is not text. Quote it: `"000":`.
    > 1:7 Y10 `000` stands without a value. Write `key: value`, and quote text or a number that holds a comma.
    """,
    """
    {a: 'x', b}
    > 1:10 Y10 `b` stands without a value. Write `key: value`, and quote text or a number that holds a comma.
    """,
    """
    {a: , b: c}
    """,
    """
    a: [1, 2
    > 1:9 Y02 is not YAML: while parsing a flow sequence expected ',' or ']', but got '<stream end>'. Look at the line
    >   and the one above: a missing colon, quote, bracket or wrong indentation is usual. Quote text that holds `: ` or
    >   ` #`, or starts with one of `*&!|>%@[]{}` or a backtick.
    """,
    """
    a: b: c
    > 1:5 Y02 is not YAML: mapping values are not allowed here. Look at the line and the one above: a missing colon,
    >   quote, bracket or wrong indentation is usual. Quote text that holds `: ` or ` #`, or starts with one of
    >   `*&!|>%@[]{}` or a backtick.
    """,
    """
    a: 'x
    > 1:6 Y02 is not YAML: while scanning a quoted scalar found unexpected end of stream. Look at the line and the one
    >   above: a missing colon, quote, bracket or wrong indentation is usual. Quote text that holds `: ` or ` #`, or
    >   starts with one of `*&!|>%@[]{}` or a backtick.
    """,
    """
    a: @x
    > 1:4 Y02 is not YAML: while scanning for the next token found character '@' that cannot start any token. Look at
    >   the line and the one above: a missing colon, quote, bracket or wrong indentation is usual. Quote text that holds
    >   `: ` or ` #`, or starts with one of `*&!|>%@[]{}` or a backtick.
    """,
    """
    a: 08
    b: [
    > 1:4 Y08 `08` starts with 0: some readers take it for a number to the base 8, some for text. Write the number in
    >   plain decimal digits, or quote it if it is text (a code, a name).
    > 2:5 Y02 is not YAML: while parsing a flow node expected the node content, but found '<stream end>'. Look at the
    >   line and the one above: a missing colon, quote, bracket or wrong indentation is usual. Quote text that holds `:
    >   ` or ` #`, or starts with one of `*&!|>%@[]{}` or a backtick.
    """,
)
def test_what_is_said_of_a_file(case):
    text = "\n".join(line for line in dedent(case).strip("\n").splitlines() if not line.startswith(">"))
    holds(case, problems(text))


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("a:\n\tb: 1\n", 2, 1), ("a:\n  \tb: 1\n", 2, 3), ("a:\n  b:\n \t c: 1\n", 3, 2), ("\ta: 1\n", 1, 1)],
)
def test_a_tab_in_the_indentation(text, line, column):
    (problem,) = problems(text)
    assert str(problem) == f"{STRATEGY}:{line}:{column}: Y03 a tab stands in the indentation. Indent with spaces."


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("a: 1 \t\n", 1, 6), ("a: b\tc\n", 1, 5), ("a: 1\n\t\nb: 2\n", 2, 1), ("a: 1\n \t \nb: 2\n", 2, 2)],
)
def test_a_tab_elsewhere_is_shown_where_it_stands(text, line, column):
    (problem,) = problems(text)
    assert (problem.line, problem.column, problem.code) == (line, column, "Y02")


def test_a_tab_in_quotes_is_text():
    assert parse('a: "\tb"\n', Path(STRATEGY)).data == {"a": "\tb"}


@pytest.mark.parametrize("opening", ["[", "{a: "])
def test_thirty_levels_of_nesting_are_read_and_one_more_is_not(opening):
    closing = {"[": "]", "{a: ": "}"}[opening]
    assert problems(opening * 30 + closing * 30) == ()
    (problem,) = problems(opening * 31 + closing * 31)
    assert str(problem) == (
        f"{STRATEGY}:1:{30 * len(opening) + 1}: Y07 is nested more than 30 levels deep. "
        "Look for a bracket that is never closed."
    )


@pytest.mark.parametrize(
    ("text", "line", "column", "code"),
    [("a: \x07\n", 1, 4, "0007"), ("a: 1\nb: x\x00\n", 2, 5, "0000"), ("\x1b", 1, 1, "001B")],
)
def test_a_control_character(text, line, column, code):
    (problem,) = problems(text)
    assert str(problem) == (
        f"{STRATEGY}:{line}:{column}: Y01 holds the control character U+{code}, which YAML does not allow. "
        "Delete it; if this is not a text file, it does not belong here."
    )


MARK = 'starts with a byte order mark. Save it as plain UTF-8 (in many editors: "UTF-8 without BOM").'


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xef\xbb\xbfa: 1\n", f":1:1: Y01 {MARK}"),
        (b"\xff\xfea\x00", f":1:1: Y01 {MARK}"),
        (b"\xfe\xff\x00a", f":1:1: Y01 {MARK}"),
        (
            b"a: 1\nb: caf\xe9\n",
            ":2:7: Y01 is not UTF-8 text: byte 0xe9 cannot be read. "
            "Save the file as UTF-8; if it is not a text file, it does not belong here.",
        ),
        (
            "a: é\nb: é".encode() + b"\x80",
            ":2:5: Y01 is not UTF-8 text: byte 0x80 cannot be read. "
            "Save the file as UTF-8; if it is not a text file, it does not belong here.",
        ),
    ],
)
def test_bytes_that_are_no_text(tmp_path, raw, said):
    path = tmp_path / STRATEGY
    path.write_bytes(raw)
    with pytest.raises(OneplaceError) as error:
        load(path)
    assert [str(problem) for problem in error.value.problems] == [f"{path}{said}"]


def test_a_file_of_one_megabyte_is_read_and_one_byte_more_is_not(tmp_path):
    path = tmp_path / STRATEGY
    path.write_text("#" * LARGEST_FILE)
    assert load(path).data is None
    path.write_text("#" * (LARGEST_FILE + 1))
    with pytest.raises(OneplaceError) as error:
        load(path)
    assert str(error.value) == (
        f"{path}: F02 is 1.0 MB, more than the 1 MB that a file of a place may take. "
        "Put data into `data/` or `series/*.csv`, and keep only definitions here."
    )


def test_what_is_no_file(tmp_path):
    with pytest.raises(OneplaceError) as error:
        load(tmp_path / STRATEGY)
    absent = "does not exist. Make a new place with `oneplace new DIR`, or correct the path."
    assert str(error.value) == f"{tmp_path / STRATEGY}: F01 {absent}"
    with pytest.raises(OneplaceError) as error:
        load(tmp_path)
    assert str(error.value) == f"{tmp_path}: F01 is a folder, not a file. Put a YAML file there."


def test_where_keys_and_values_stand():
    document = parse("a:\n  b: [x, {c: 1}]\n  d: {e: f, g, h: 2}\n", Path(STRATEGY))
    assert document.data == {"a": {"b": ["x", {"c": 1}], "d": {"e": "f, g", "h": 2}}}
    assert document.values == {
        (): (1, 1),
        ("a",): (2, 3),
        ("a", "b"): (2, 6),
        ("a", "b", 0): (2, 7),
        ("a", "b", 1): (2, 10),
        ("a", "b", 1, "c"): (2, 14),
        ("a", "d"): (3, 6),
        ("a", "d", "e"): (3, 10),
        ("a", "d", "h"): (3, 19),
    }
    assert document.keys == {
        ("a",): (1, 1),
        ("a", "b"): (2, 3),
        ("a", "b", 1, "c"): (2, 11),
        ("a", "d"): (3, 3),
        ("a", "d", "e"): (3, 7),
        ("a", "d", "h"): (3, 16),
    }
    assert document.known(("a", "z", "b")) == ("a", "b")
    assert document.key_mark(("a", "b", 0)) == (2, 7)
    problem = document.problem(("a", "d"), "X01", "is odd.", "Even it.")
    assert str(problem) == f"{STRATEGY}:3:6: X01 is odd. Even it."
