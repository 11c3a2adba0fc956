"""That a gap turned round, since when, and which way it goes since, are worked out again from the groups."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oneplace.progress.sentences import Claim, Kind, Reference
from tests.reader import places, run
from tests.reader.planted import PLACES
from tests.reader.recomputed import wrong
from tests.reader.walk import walk

TURNED = ("gap that turned round", "gap that turned round last year")


def ways(name: str) -> tuple[list[Claim], run.Run]:
    found = places.found(PLACES[name])
    said = [claim for one in walk(found) if one.where == "A1 gap" for claim in one.sentence.claims]
    return [claim for claim in said if claim.kind is Kind.GAP_DIRECTION], run.of(found)


@pytest.mark.parametrize(("name", "told"), [(TURNED[0], ["turned_round", "widening"]), (TURNED[1], ["turned_round"])])
def test_what_is_told_of_a_gap_that_turned_round_is_so(name: str, told: list[str]) -> None:
    claims, of = ways(name)
    assert [claim.direction for claim in claims] == told
    assert [wrong(claim, of) for claim in claims] == [""] * len(told)


@pytest.mark.parametrize("name", TURNED)
@pytest.mark.parametrize("way", ["narrowing", "widening", "no_clear_change"])
def test_a_direction_across_the_turn_is_found(name: str, way: str) -> None:
    (turned, *_), of = ways(name)
    since = Reference(group=turned.reference.group if turned.reference else None, period="2010/11")
    assert "not (" in wrong(replace(turned, direction=way, reference=since), of)


@pytest.mark.parametrize("name", TURNED)
def test_a_turn_in_another_year_and_one_that_never_was_are_found(name: str) -> None:
    (turned, *_), of = ways(name)
    since = Reference(group=turned.reference.group if turned.reference else None, period="2021/22")
    assert wrong(replace(turned, reference=since), of).endswith("not 2021/22")
    (way, *_), usual = ways("usual")
    assert wrong(replace(way, direction="turned_round"), usual).startswith("turned round in None")
