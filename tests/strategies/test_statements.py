"""Each statement of each document stands in the place's files, at a path that can be walked, with its source."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from oneplace.problems import OneplaceError

from .examples import DOCUMENTS, EXAMPLES, citations, lines, statements, texts, trail

ROWS = [(place, row) for place in EXAMPLES for row in statements(place)]


@pytest.mark.parametrize(("place", "row"), ROWS, ids=[row["promise_id"] for _, row in ROWS])
def test_leads_to_where_it_is_said(place: str, row: dict[str, str]) -> None:
    nodes = trail(place, row["where"])
    assert nodes[-1] not in (None, "", [], {}, "not_set")
    said = _cited(nodes, row["document"])
    assert said & lines(row["line"]), f"{row['where']} cites {sorted(said)} of {row['document']}, not {row['line']}"


def _cited(nodes: list[Any], document: str) -> set[int]:
    """The lines cited by the last node, or by the one that holds it where the last is a bare text."""
    own = [found for text in texts(nodes[-1]) for found in citations(text)]
    if not own and not isinstance(nodes[-1], dict | list):
        own = citations(str(nodes[-2].get("source", "")))
    return {line for name, where in own if name == document for line in where}


def test_every_row_of_every_document_is_there_once() -> None:
    assert Counter(row["document"] for _, row in ROWS) == {
        "ccg-vision": 42,
        "hampshire-vision": 36,
        "cabinet-report": 66,
        "secamb-plan": 31,
        "sel-priorities": 55,
    }
    expected = [f"S{n}-{row:02}" for n, rows in enumerate((42, 36, 66, 31, 55)) for row in range(1, rows + 1)]
    assert sorted(row["promise_id"] for _, row in ROWS) == expected


def test_every_row_says_something_about_a_line_of_its_document() -> None:
    for _, row in ROWS:
        assert row["statement"].strip()
        assert lines(row["line"])
        assert max(lines(row["line"])) <= DOCUMENTS[row["document"]]


def test_a_path_that_leads_nowhere_is_found() -> None:
    with pytest.raises((KeyError, IndexError, ValueError)):
        trail("southampton", "strategy.yaml#/goals/G6")
    with pytest.raises(OneplaceError, match="does not exist"):
        trail("southampton", "decisions/none.yaml#/reasons")
