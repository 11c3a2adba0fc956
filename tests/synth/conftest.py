from __future__ import annotations

import json
from typing import Any

import pytest

from oneplace.synth import SynthReport, generate
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
