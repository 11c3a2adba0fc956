"""One pack of the made-up run, built once for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from oneplace import pack
from tests.pack import made_up


@pytest.fixture(scope="session")
def results_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of the made-up run."""
    return made_up.write_run(tmp_path_factory.mktemp("run") / "results")


@pytest.fixture(scope="session")
def built(results_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack of the made-up run."""
    out = tmp_path_factory.mktemp("pack")
    pack.build(made_up.a_place(), results_folder, out, manifest=made_up.MANIFEST)
    return out
