"""The four example places pass `oneplace check`: warnings are findings about the documents, errors there are none."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from oneplace.place import check, read
from oneplace.problems import Problem, Severity

from .examples import EXAMPLES, PLACES

AS_OF = date(2026, 11, 22)


@cache
def _problems(place: str, *, public: bool) -> list[Problem]:
    return check(PLACES / place, as_of=AS_OF, public=public)


@pytest.mark.parametrize("place", EXAMPLES)
@pytest.mark.parametrize("public", [False, True])
def test_passes(place: str, public: bool) -> None:
    assert [str(problem) for problem in _problems(place, public=public) if problem.severity is Severity.ERROR] == []


@pytest.mark.parametrize("place", EXAMPLES)
def test_says_what_the_documents_lack(place: str) -> None:
    codes = {problem.code for problem in _problems(place, public=False)}
    assert "W44" in codes  # a plan without money
    assert "W24" in codes  # ambitions without a target


@pytest.mark.parametrize("place", EXAMPLES)
def test_can_be_read_and_every_outcome_finds_its_measure(place: str) -> None:
    found = read(PLACES / place)
    for outcome in found.strategy.outcomes:
        for measure in outcome.measure_ids:
            assert measure in found.measures
