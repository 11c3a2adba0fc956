"""The four example places pass `oneplace check`: warnings are findings about the documents, errors there are none."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.place import check, read
from oneplace.problems import Severity

from .examples import EXAMPLES, PLACES

AS_OF = date(2026, 11, 22)


@pytest.mark.parametrize("place", EXAMPLES)
@pytest.mark.parametrize("public", [False, True])
def test_passes(place: str, public: bool) -> None:
    problems = check(PLACES / place, as_of=AS_OF, public=public)
    assert [str(problem) for problem in problems if problem.severity is Severity.ERROR] == []


@pytest.mark.parametrize("place", EXAMPLES)
def test_says_what_the_documents_lack(place: str) -> None:
    codes = {problem.code for problem in check(PLACES / place, as_of=AS_OF)}
    assert "W44" in codes  # a plan without money
    assert "W24" in codes  # ambitions without a target


@pytest.mark.parametrize("place", EXAMPLES)
def test_can_be_read_and_every_outcome_finds_its_measure(place: str) -> None:
    found = read(PLACES / place)
    for outcome in found.strategy.outcomes:
        for measure in outcome.measure_ids:
            assert measure in found.measures
