"""The example place, built where the user wants it: made-up people, published figures, a finished run."""

from __future__ import annotations

import shutil
from pathlib import Path

from oneplace import assets, whole
from oneplace import run as pipeline
from oneplace.problems import OneplaceError
from oneplace.synth import generate

EXAMPLE = "southampton"


def build(folder: Path, *, residents: int, report: pipeline.Reporter) -> pipeline.RunReport:
    """Copy the example place into ``folder``, write its synthetic extracts, and run it; what is there is kept."""
    if folder.exists() and any(folder.iterdir()) and not (folder / "place.yaml").exists():
        raise OneplaceError.at(folder, "holds something else.", "Name a new or empty folder.")
    if not (folder / "place.yaml").exists():
        shutil.copytree(
            assets.folder("places") / EXAMPLE, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("var", "data")
        )
    whole.once(pipeline.extracts_folder(folder), lambda part: _extracts(part, residents, report))
    return pipeline.run(folder, report=report)


def _extracts(folder: Path, residents: int, report: pipeline.Reporter) -> None:
    generate(folder, residents=residents, seed=1, progress=lambda what, share: report(f"synth: {what}", share))
