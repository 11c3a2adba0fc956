"""What a plain scalar means by YAML 1.2, and the traps that YAML's versions take for different things."""

from __future__ import annotations

import pytest

from oneplace.place.scalars import resolve

DECIMAL = "Write the number in plain decimal digits, or quote it if it is text (a code, a name)."
OCTAL = ("starts with 0: some readers take it for a number to the base 8, some for text.", DECIMAL)
BASE = ("is not a decimal number.", DECIMAL)
UNDERSCORE = ("holds `_`: a number in YAML 1.1, text in YAML 1.2.", DECIMAL)
SIXTY = ("is a number to the base 60 in YAML 1.1, text in YAML 1.2.", "Quote it if it is a time or a ratio.")
FINITE = ("is not a finite number.", "Leave the value out, or write `not_set` where the format allows it.")
LONG = ("is too long for a number.", DECIMAL)
LARGE = ("is too large for a number.", DECIMAL)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[(text, None) for text in ("", "~", "null", "Null", "NULL")],
        *[(text, True) for text in ("true", "True", "TRUE")],
        *[(text, False) for text in ("false", "False", "FALSE")],
        ("0", 0),
        ("-0", 0),
        ("7", 7),
        ("+7", 7),
        ("-12", -12),
        ("100", 100),
        ("123456789012345678901234567890", 123456789012345678901234567890),
        ("0.0", 0.0),
        ("1.", 1.0),
        (".5", 0.5),
        ("-.5", -0.5),
        ("+0.25", 0.25),
        ("1e3", 1000.0),
        ("1.5E-2", 0.015),
        ("-2e+2", -200.0),
        ("1e308", 1e308),
    ],
)
def test_a_number_or_a_word_of_yaml(text, value):
    assert (resolve(text), type(resolve(text))) == (value, type(value))


@pytest.mark.parametrize(
    "text",
    [
        *("yes", "no", "on", "off", "y", "n", "Yes", "nULL", "tRUE", "~ ", "nil", "none"),
        *("2020-12-01", "2020-12", "2018/19", "E06000045", "1a", "a1", "1,000", "1 000", "5%", "£5", "1.2.3"),
        *("-", "+", ".", "e5", "1e", "1e5.5", "--1", "0x", "0y12", "_1", "1:", ":30", "12:60", "12:300", "a:30"),
        *("..inf", "infinity", "-nan.", ".Nan", "- 1", "1-2", "٣"),
    ],
)
def test_all_else_is_text(text):
    assert resolve(text) == text


@pytest.mark.parametrize(
    ("text", "trap"),
    [
        *[(text, OCTAL) for text in ("00", "08", "010", "-07", "+012", "007", "01.5", "0123e4", "01")],
        *[(text, BASE) for text in ("0x1F", "0xff", "-0x1", "0o17", "+0o7", "0b101", "0b1_0")],
        *[(text, UNDERSCORE) for text in ("1_000", "-1_0", "+1_2", "1_000.5", "1_", "10_0_0")],
        *[(text, SIXTY) for text in ("12:30", "1:05", "190:20:30", "-1:30", "+1:30", "12:30.5", "1:5", "12:59")],
        *[(text, FINITE) for text in (".inf", "-.inf", "+.Inf", ".INF", ".nan", ".NaN", ".NAN", "nan", "NaN", "NAN")],
        *[(text, FINITE) for text in ("inf", "Inf", "INF", "-inf", "+nan")],
        ("1" * 31, LONG),
        ("0." + "1" * 29, LONG),
        ("1e999", LARGE),
        ("-1e400", LARGE),
    ],
)
def test_a_trap(text, trap):
    found = resolve(text)
    assert (found.message, found.mend) == trap
