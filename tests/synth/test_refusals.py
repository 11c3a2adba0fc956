"""What can't be made is refused with what is wrong and how to mend it, and nothing of the user's is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from oneplace.problems import OneplaceError
from oneplace.synth import generate


@pytest.mark.parametrize("residents", [-1, 0, 499, 600_001])
def test_too_few_or_too_many_residents(tmp_path: Path, residents: int) -> None:
    with pytest.raises(OneplaceError, match=r"Ask for 500 to 600,000 residents"):
        generate(tmp_path / "a", residents=residents)
    assert not (tmp_path / "a").exists()


def test_a_folder_with_other_things_in_it(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(OneplaceError, match="not a synthetic place's"):
        generate(tmp_path, residents=500)
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_a_file_in_the_folders_place(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine")
    with pytest.raises(OneplaceError, match="is a file"):
        generate(tmp_path / "a", residents=500)
    assert (tmp_path / "a").read_text() == "mine"
