"""Why a measure is not told apart reads as a reason wherever it stands after "Not known by ethnic group."."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from oneplace.place import measure_library
from oneplace.vocabulary.dimensions import STATED

PLACES = Path(__file__).parents[2] / "places"
FILES = [*measure_library().values(), *sorted(PLACES.glob("*/measures/*.yaml"))]
AS_IF_KNOWN = re.compile(r"^(By|For) |not crossed$|: a measure of its own")


def contradicting(breakdowns: dict[str, object]) -> list[str]:
    """The reasons that read as if the measure were told apart so."""
    told = (str(breakdowns.get(by.code, "no")) for by in STATED)
    return [words for words in told if AS_IF_KNOWN.search(words)]


@pytest.mark.slow
def test_no_reason_that_ships_says_that_it_is_known():
    read = ((path, YAML(typ="safe").load(path.read_text(encoding="utf-8"))) for path in FILES)
    found = {path.stem: contradicting(one.get("breakdowns", {})) for path, one in read}
    assert len(found) > 100
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize("planted", ["By ethnic group alone, not crossed", "For England alone: a measure of its own"])
def test_a_reason_that_contradicts_itself_is_found(planted):
    assert contradicting({"ethnicity": planted, "sex": "A measure of women alone"}) == [planted]


def under_englands_name(one: dict[str, Any]) -> bool:
    """Whether a measure whose England is no number of England's people sets it beside the place as "England"."""
    other = any(str(fault).startswith("England here is ") for fault in one.get("known_faults", []))
    return other and "E92000001" not in one["compute"].get("called", {})


@pytest.mark.slow
def test_what_is_no_figure_of_england_does_not_stand_as_england():
    """A median of authorities was told as "For England it was 0.413 points"."""
    read = ((path.stem, YAML(typ="safe").load(path.read_text(encoding="utf-8"))) for path in FILES)
    told = {name: one for name, one in read if isinstance(one.get("compute"), dict)}
    assert len(told) > 100
    assert [name for name, one in told.items() if under_englands_name(one)] == []
    planted = {"known_faults": ["England here is the median of the authorities."], "compute": {"from": "published"}}
    assert under_englands_name(planted)
    assert not under_englands_name(planted | {"compute": {"called": {"E92000001": "England’s median authority"}}})
