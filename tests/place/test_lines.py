"""A fault of a place's file is told at the line that an editor shows, whatever stands inside the values above it."""

import pytest

from oneplace.place.nodes import lines_of, parsed
from oneplace.problems import OneplaceError


@pytest.mark.parametrize("inside", ["\u2028", "\u2029", "\x85"])
@pytest.mark.parametrize(
    ("text", "line"),
    [("a: x{}y\nb:\n\tc: 1\n", 3), ("a: x{}y\nb: [1\n", 2), ("a: x{}y\nb: \x07\n", 2), ("a: x{}y\r\nb: \x07\n", 2)],
)
def test_what_ends_no_line_of_yaml_moves_no_line(tmp_path, inside, text, line):
    with pytest.raises(OneplaceError) as error:
        list(parsed(text.format(inside), tmp_path / "a.yaml"))
    assert error.value.problems[0].line == line


def test_lines_end_at_every_kind_of_line_end():
    assert lines_of("a\r\nb\rc\nd") == ["a\r\n", "b\r", "c\n", "d"]
