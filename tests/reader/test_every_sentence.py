"""Every sentence of a run is true and says in print what it claims: of a small place, and of places made at random."""

from __future__ import annotations

import re

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.reader import places, run
from tests.reader.apart import alike
from tests.reader.judging import disordered, misjudged
from tests.reader.moves import hidden
from tests.reader.outside import outside
from tests.reader.printed import missing
from tests.reader.recomputed import all_wrong, contradictions
from tests.reader.unsaid import unsaid
from tests.reader.walk import Said, walk

ENOUGH = 6
DOUBLED = re.compile(r"\) \(|: [^.]*: |\.\.|,,")
"""Brackets after brackets, a colon after a colon in one sentence: nobody can tell what belongs to what."""
VALUES = st.floats(2, 60, allow_nan=False)


def faults(found: places.Evidence) -> list[str]:
    """What is false, missing in print or contradictory in any sentence of the run."""
    held = run.of(found)
    labels = {row["group"]: row["group_label"] for row in held.tables["results"]}
    said = list(walk(found))
    told = [why for one in said for why in all_wrong(one.sentence.claims, held)]
    lacking = [
        f"{one.where}: {part} is not in “{one.sentence.text}”"
        for one in said
        for claim in one.sentence.claims
        for part in missing(claim, one.sentence.text, one.about, labels)
    ]
    doubled = [f"{one.where}: “{one.sentence.text}”" for one in said if DOUBLED.search(one.sentence.text)]
    ended = [f"{one.where}: {why}" for one in said for why in hidden(one.sentence.claims, held)]
    twice = [f"{one} and {other}" for one, other in contradictions(claims(said))]
    turned = [
        f"{one.where}: {why}"
        for one in said
        for why in (
            *misjudged(one.sentence.text, one.sentence.claims, one.about),
            *disordered(one.sentence.text, one.sentence.claims, one.about, labels),
            *outside(one.sentence.text, _apart(one)),
            *alike(one.sentence.text, one.sentence.claims, one.about),
        )
    ]
    return [*told, *lacking, *turned, *ended, *unsaid(found, said, held), *doubled, *twice, *_whole(found, said)]


def _apart(one: Said) -> bool:
    """Whether the limits that a sentence tells differ, each of the two from the other."""
    return all(abs(claim.limits[1] - claim.limits[0]) > 1e-9 for claim in one.sentence.claims if claim.limits)


def _whole(found: places.Evidence, said: list[Said]) -> list[str]:
    """The answers and rows of lists that leave out what their measure does not tell, though the file says so."""
    answers = {one.where: one.sentence.text for one in said if one.where.endswith((" answer", " listed value"))}
    return [
        f"{ambition.id} {where} stands as if that were all of it"
        for ambition in found.place.strategy.outcomes
        for where in ("answer", "listed value")
        for answer in [answers.get(f"{ambition.id} {where}")]
        if answer and ambition.leaves_open and ambition.leaves_open not in answer and "No figure to show" not in answer
    ]


def claims(said: list[Said]) -> list:  # type: ignore[type-arg]
    return [claim for one in said for claim in one.sentence.claims]


@pytest.mark.slow
@settings(max_examples=ENOUGH, phases=(Phase.explicit, Phase.generate), derandomize=True)  # whole runs: not shrunk
@given(
    smoking=st.lists(VALUES, min_size=4, max_size=16),
    jabs=st.lists(VALUES, min_size=15, max_size=16),
    ambulances=st.lists(VALUES, min_size=12, max_size=46),
    life=st.lists(VALUES, min_size=1, max_size=16),
    fifths=st.lists(st.floats(-20, 20), min_size=5, max_size=5),
    sexes=st.lists(st.floats(-20, 20), min_size=2, max_size=2),
    hidden=st.frozensets(st.sampled_from(["1", "3", "5", "F", "M", "E01"])),
    made_up=st.sampled_from([{}, {"life": "synthetic"}, {"smoking": "illustrative", "ambulances": "synthetic"}]),
)
def test_all_is_true_and_in_print_whatever_the_values(  # noqa: PLR0917
    smoking, jabs, ambulances, life, fifths, sexes, hidden, made_up
):  # type: ignore[no-untyped-def]
    series = {"smoking": smoking, "jabs": jabs, "ambulances": ambulances, "life": life, "calls": ambulances}
    groups = {"fifths": fifths, "sexes": sexes, "hidden": hidden, "neighbourhoods": fifths[:3]}
    drawn = places.Drawn(series, **groups, england=smoking[0], origin=made_up)
    assert faults(places.found(drawn)) == []
