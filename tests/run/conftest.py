"""A small place whose pipeline takes seconds: three sources of 600 made-up people, two measures, two ambitions."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from oneplace import assets
from oneplace.place import library
from oneplace.synth import generate

HERE = Path(__file__).parent / "place"
SOURCES = ("reference", "gp", "acute")
MEASURES = ("emergency_admissions", "obesity_year_6")
AS_OF = "2026-11-22"


@pytest.fixture(scope="session")
def finished_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The place with its extracts, not yet run."""
    return make_place(tmp_path_factory.mktemp("place") / "smallville")


@pytest.fixture
def a_place(finished_place: Path, tmp_path: Path) -> Path:
    """A copy of its own, for a test that changes it."""
    return Path(shutil.copytree(finished_place, tmp_path / "smallville", ignore=shutil.ignore_patterns("var")))


def make_place(folder: Path) -> Path:
    southampton = assets.folder("places") / "southampton"
    shutil.copytree(HERE, folder)
    (folder / "measures").mkdir(exist_ok=True)
    for name in MEASURES:
        path = library.shipped().get(name, southampton / "measures" / f"{name}.yaml")
        shutil.copyfile(path, folder / "measures" / f"{name}.yaml")
    yaml = YAML()
    sources = yaml.load(southampton / "sources.yaml")
    sources["sources"] = [source for source in sources["sources"] if source["id"] in SOURCES]
    for source in sources["sources"]:
        source["datasets"] = [each for each in source["datasets"] if each["id"] not in ("ecds", "op", "rtt")]
    yaml.dump(sources, folder / "sources.yaml")
    made = folder.parent / "extracts"
    generate(made, residents=600, seed=3)
    for name in SOURCES:
        shutil.copytree(made / name, folder / "data" / "extracts" / name)
    return folder
