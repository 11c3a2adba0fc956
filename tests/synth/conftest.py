from __future__ import annotations

import json
from typing import Any

import pytest

from oneplace.synth import SynthReport, generate
from oneplace.synth.city.world import World
from oneplace.synth.generate import create_world
from oneplace.synth.lives.emergency import Attendances, draw_attendances
from oneplace.synth.lives.inpatient import Spells, draw_spells
from tests.synth.files import Extracts

RESIDENTS = 4000


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> SynthReport:
    """One small synthetic place for all tests of what is in its files."""
    return generate(tmp_path_factory.mktemp("synth") / "extracts", residents=RESIDENTS, seed=7)


@pytest.fixture(scope="session")
def truth(made: SynthReport) -> dict[str, Any]:
    return json.loads((made.folder / "truth" / "truth.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def extracts(made: SynthReport) -> Extracts:
    return Extracts(made.folder)


@pytest.fixture(scope="module")
def world() -> World:
    """A thousand people; a module that needs more draws its own."""
    return create_world(1000, 11)


@pytest.fixture(scope="module")
def seen(world: World) -> Attendances:
    return draw_attendances(world)


@pytest.fixture(scope="module")
def spells(world: World, seen: Attendances) -> Spells:
    return draw_spells(world, seen)
