"""The same residents and seed give the same bytes; another seed gives another place."""

from __future__ import annotations

import hashlib
from pathlib import Path

from oneplace.synth import generate


def fingerprints(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_same_seed_same_bytes_and_other_seed_other_people(tmp_path: Path) -> None:
    first = generate(tmp_path / "a", residents=1000, seed=3)
    again = generate(tmp_path / "b", residents=1000, seed=3)
    other = generate(tmp_path / "c", residents=1000, seed=4)
    assert fingerprints(first.folder) == fingerprints(again.folder)
    extracts = {name for name in fingerprints(first.folder) if not name.startswith("truth/")}
    assert extracts == set(first.rows)  # every file is counted
    one, two = fingerprints(first.folder), fingerprints(other.folder)
    same = {name for name in one if one[name] == two[name]}
    assert same == {"reference/organisations.csv", "reference/postcodes.csv"} & same
    assert "gp/patients.csv" not in same


def test_making_it_again_replaces_it_whole(tmp_path: Path) -> None:
    folder = tmp_path / "extracts"
    generate(folder, residents=600, seed=1)
    (folder / "gp" / "left_over.csv").write_text("from an earlier version\n")
    generate(folder, residents=500, seed=1)
    assert not (folder / "gp" / "left_over.csv").exists()
    fresh = generate(tmp_path / "fresh", residents=500, seed=1)
    assert fingerprints(folder) == fingerprints(fresh.folder)


def test_progress_is_told_step_by_step(tmp_path: Path) -> None:
    steps: list[tuple[str, float]] = []
    generate(tmp_path / "a", residents=500, progress=lambda name, share: steps.append((name, share)))
    shares = [share for _, share in steps]
    assert shares == sorted(shares)
    assert (steps[0], steps[-1][0]) == (("people", 0.0), "truth")
    assert shares[-1] < 1
