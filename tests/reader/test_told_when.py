"""Whatever page and pack say in their own words, people have read: a word turned round is one that nobody has."""

from __future__ import annotations

import pytest

from tests.reader import told_when


def test_people_have_read_every_line_that_pages_and_pack_say():
    """Read each that is new and when it is said; then write the lines anew (``python -m tests.reader.told_when``)."""
    read = told_when.READ.read_text(encoding="utf-8").splitlines()
    told = told_when.told()
    assert sorted(set(told) - set(read)) == [], "nobody has read these"
    assert sorted(set(read) - set(told)) == [], "nothing says these any more"
    assert told == read


@pytest.mark.parametrize(
    ("code", "turned"),
    [
        ('def f(one):\n return f"{one.old} was better" if one.old > one.new else "it is no better"', (">", "<")),
        ('def f(one):\n return f"from {one.old} to {one.new}"', ("{one.old} to {one.new}", "{one.new} to {one.old}")),
        ('def f(a, b):\n old, new = a, b\n return f"from {old} to {new}"', ("old, new =", "new, old =")),
        ('def f(a):\n old, new = g(a)\n return f"from {old} to {new}"', ("old, new =", "new, old =")),
        ('def f(x):\n if x.late:\n  return "put off too late"\n return "in its time"', ("x.late", "not x.late")),
        ('def f(x):\n return C(then="new" if x else "a", now=x)', ("then=", "now=")),
        ('WORDS = {"late": "after its day", "early": "before its day"}', ("after", "before")),
        ('WORDS = {"late": "after its day", "early": "before its day"}', ('"late"', '"late "')),
    ],
)
def test_a_word_turned_round_numbers_swapped_and_the_other_case_are_other_lines(code, turned):
    assert turned[0] in code
    said = list(told_when.of_code(code))
    assert said
    assert list(told_when.of_code(code.replace(*turned))) != said


@pytest.mark.parametrize(
    ("page", "turned"),
    [
        ("<p>What is open after its day is late, unless it was put off.</p>", ("unless", "even if")),
        ("{% if x.late %}<p>It is late by {{ x.days }} days.</p>{% endif %}", ("x.late", "not x.late")),
        ("{% if x %}\n<p>It is late.</p>\n{% else %}\n<p>In time so far.</p>\n{% endif %}", ("if x", "if not x")),
        ("<td>Then {{ x.old }} and now {{ x.new }}</td>", ("x.old", "x.new")),
    ],
)
def test_so_it_is_of_pages(page, turned):
    assert list(told_when.of_page(page)) != list(told_when.of_page(page.replace(*turned)))


def test_docstrings_faults_and_names_of_fields_are_no_lines():
    code = 'def f(x):\n """What it does."""\n if x:\n  raise ValueError("is not there")\n return row["period_end"]'
    assert list(told_when.of_code(code)) == []
