"""The invented place with the pack that is really made from its run, listed in the run's manifest."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from oneplace import pack, place
from tests.web import world


def pack_the_run(folder: Path) -> Path:
    """Make the pack of the place's current run; returns the run's folder."""
    run = folder / "var" / "runs" / world.RUN
    manifest = json.loads((run / "run.json").read_text())
    pack.build(place.read(run / "inputs"), run / "results", run / "pack", manifest=manifest)
    for path in sorted(run.rglob("*")):
        if path.is_file() and path.name != "run.json":
            manifest["files"][path.relative_to(run).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    (run / "run.json").write_text(json.dumps(manifest))
    return run
