"""Would the tests notice? Plants faults in a room, one at a time, and counts those that its tests find.

``python scripts/mutants.py ROOM [--count 300] [--seed 1]``, or ``make mutants ROOM=progress``. mutmut makes every
mutant of the room's functions; a seeded sample of them is tried, each against the tests that reach it. Printed: the
share found, and each mutant that lived, as a difference. What came out last stands in ``docs/mutants.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORK = ROOT / "build" / "mutants"
ROOMS = {
    "cli": ("src/oneplace/cli/*", ["tests/cli"]),
    "delivery": ("src/oneplace/delivery/*", ["tests/delivery"]),
    "geo": ("src/oneplace/geo/*", ["tests/geo"]),
    "linkage": ("src/oneplace/record/linkage/*", ["tests/record/linkage"]),
    "place": ("src/oneplace/place/*", ["tests/place"]),
    "population": ("src/oneplace/population/*", ["tests/population"]),
    "progress": ("src/oneplace/progress/*", ["tests/progress"]),
    "report": ("src/oneplace/report/*", ["tests/report"]),
    "stats": ("src/oneplace/stats/*", ["tests/stats", "-m", "not slow"]),
}
"""What is mutated and which tests must notice, as arguments of pytest."""

LIVED, UNREACHED = 0, 33
"""mutmut's exit codes of a mutant that no test noticed, and of one that no test reaches; any other was found."""


def main() -> None:
    """Make the mutants, try a sample, print what came out."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("room", choices=sorted(ROOMS))
    asked.add_argument("--count", type=int, default=300, help="how many mutants are tried")
    asked.add_argument("--seed", type=int, default=1, help="which ones")
    asked.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = asked.parse_args()
    folder = laid_out(options.room)
    mutmut(folder, "run", "none, so that they are only made")
    made = sorted(verdicts(folder))
    tried = random.Random(options.seed).sample(made, min(options.count, len(made)))  # noqa: S311  a sample, no secret
    log = mutmut(folder, "run", "--max-children", str(options.processes), *tried)
    found = verdicts(folder)
    if untried := [name for name in tried if found[name] is None]:
        sys.exit(f"{log[-3000:]}\nmutmut did not try {len(untried)} of {len(tried)} mutants.")
    lived = sorted(name for name in tried if found[name] in (LIVED, UNREACHED))
    for name in lived:
        reached = "" if found[name] == LIVED else " (no test reaches it)"
        sys.stdout.write(f"\n{name}{reached}\n{difference(folder, name)}\n")
    share = 1 - len(lived) / len(tried)
    sys.stdout.write(
        f"\n{options.room}: {len(tried) - len(lived)} of {len(tried)} found ({share:.1%}); {len(made)} made, "
    )
    sys.stdout.write(f"seed {options.seed}\n")


def laid_out(room: str) -> Path:
    """A folder in which mutmut sees the project, with settings for this room alone."""
    source, tests = ROOMS[room]
    folder = WORK / room
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    carried = ["src", "tests", "opendata", "places", "docs", "scripts", "schemas", "README.md", "CHANGELOG.md"]
    for name in carried:
        (folder / name).symlink_to(ROOT / name)
    pytest = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]
    settings = {
        "tool.pytest.ini_options": pytest,
        "tool.mutmut": {
            "source_paths": ["src"],
            "only_mutate": [source],
            "also_copy": carried[2:],
            "pytest_add_cli_args_test_selection": tests,
            "use_git_change_detection": False,
            "track_dependencies": False,
        },
    }
    text = (
        f"[{name}]\n" + "".join(f"{k} = {json.dumps(v)}\n" for k, v in part.items()) for name, part in settings.items()
    )
    (folder / "pyproject.toml").write_text("\n".join(text))
    return folder


def mutmut(folder: Path, *arguments: str) -> str:
    """Call mutmut in a folder; what it prints."""
    command = [sys.executable, "-c", "from mutmut.__main__ import cli; cli()", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    (folder / "mutmut.log").write_text(done.stdout + done.stderr)
    return done.stdout or done.stderr


def verdicts(folder: Path) -> dict[str, int | None]:
    """The exit code of every mutant's tests; None where it wasn't tried."""
    found: dict[str, int | None] = {}
    for path in (folder / "mutants").rglob("*.meta"):
        found |= json.loads(path.read_text())["exit_code_by_key"]
    if not found:
        sys.exit(f"mutmut made no mutants: see {folder / 'mutmut.log'}")
    return found


def difference(folder: Path, name: str) -> str:
    """The lines that a mutant changes."""
    lines = mutmut(folder, "show", name).splitlines()
    return "\n".join(line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---"))


if __name__ == "__main__":
    main()
