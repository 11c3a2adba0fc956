"""The pathways that ship with the example place can be read, have no warnings, and give what is published."""

from pathlib import Path

import pytest

from oneplace import flow

FOLDER = Path(__file__).parents[2] / "places" / "southampton" / "pathways"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_it_can_be_read_with_its_scenarios(path):
    assert flow.check(path) == []


def test_stroke_beds_are_as_published():
    """Monks and others 2016: 9 to 14 beds."""
    read = flow.read(FOLDER / "stroke.yaml")
    names = ("nine_beds", None, "eleven_beds", "twelve_beds", "thirteen_beds", "fourteen_beds")
    for name, published in zip(names, (0.18, 0.13, 0.08, 0.06, 0.03, 0.02), strict=True):
        answer = flow.solve(flow.apply(read, name))
        assert answer.formula == "Erlang B"
        assert answer.values["share lost", "acute_unit"] == pytest.approx(published, abs=0.01)
        if name == "nine_beds":
            simulated = flow.simulate(read, scenario=name, replications=40).value("share lost", "acute_unit")
            assert abs(simulated.mean - answer.values["share lost", "acute_unit"]) <= 4 * simulated.standard_error


def test_more_places_after_the_ward_help_the_front_door():
    made = flow.compare(flow.read(FOLDER / "acute.yaml"), ["more_d2a"], replications=16)[0]
    assert made.difference("blocked", "ward").upper < 0
