"""What is found about the text of a pathway, and where in the text something stands."""

from oneplace import flow
from oneplace.problems import OneplaceError


def found(text):
    """Every problem: line, column, code, message and mend."""
    try:
        problems = flow.parse(text).warnings
    except OneplaceError as error:
        problems = error.problems
    return [(p.line, p.column, p.code, p.message, p.mend) for p in problems]


def place_of(text, at):
    """Line and column of the only place where some text stands."""
    assert text.count(at) == 1, at
    before = text[: text.index(at)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
