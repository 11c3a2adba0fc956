"""Would the tests notice? Plants faults in a room, one at a time, and counts those that its tests find.

``python scripts/mutants.py ROOM [--count 300] [--seed 1] [--again]``, or ``make mutants ROOM=progress``. mutmut makes
every mutant of the room's functions; ``planted.py`` tries a seeded sample of them, each in a process of its own,
against the tests that reach it. SQL in other capitals is no fault, and is not drawn. Printed: the share found, and each
mutant that was not, as a difference; one whose tests did not end is not found. ``--again`` goes on with a run that was
stopped, and tries once more what was not found, with the tests as they are now. What came out last stands in
``docs/mutants.md``.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tomllib
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORK = ROOT / "build" / "mutants"
HIDING = {
    "stats": ["audit", "disclosure", "margins"],
    "place": ["small_numbers"],
    "measures": ["adding_up", "hiding", "holding"],
}
HIDING_TESTS = {
    "stats": ["audit", "margins", "suppression_by_hand"],
    "place": ["small_numbers"],
    "measures": ["hiding", "hiding_attack", "hiding_lines", "holding"],
}
ROOMS = {
    "cli": (["cli/*"], ["tests/cli"]),
    "delivery": (["delivery/*"], ["tests/delivery"]),
    "disclosure": (
        [f"{room}/{name}.py" for room, names in HIDING.items() for name in names],
        [f"tests/{room}/test_{name}.py" for room, names in HIDING_TESTS.items() for name in names],
    ),
    "geo": (["geo/*"], ["tests/geo"]),
    "linkage": (["record/linkage/*"], ["tests/record/linkage"]),
    "place": (["place/*"], ["tests/place"]),
    "population": (["population/*"], ["tests/population", "--ignore=tests/population/test_dimensions.py"]),
    "progress": (["progress/*"], ["tests/progress"]),
    "report": (["report/*"], ["tests/report"]),
    "stats": (["stats/*"], ["tests/stats", "--ignore=tests/stats/test_disclosure.py"]),
}
"""What of the source is mutated, and which tests must notice, as arguments of pytest."""

SQL = re.compile(r"\b(SELECT|FROM|JOIN|AND|ON|AS|TABLE|Relation)\b")
"""What only a line of SQL, or the name of a table, has in it."""

FOUND = {1, 2, 3, -11}
"""Exit codes of tests that noticed: one failed, they could not be read, or pytest or its process broke."""

UNFOUND = {0: "lived", 33: "no test reaches it", -24: "did not end", -14: "did not end"}
"""Exit codes of tests that did not."""

MAKE = """
import mutmut.__main__ as mutmut
mutmut.set_mutant_under_test("mutant_generation")
mutmut.copy_src_dir()
mutmut.copy_also_copy_files()
mutmut.create_mutants(1)
"""


def main() -> None:
    """Make the mutants, try a sample, print what came out."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("room", choices=sorted(ROOMS))
    asked.add_argument("--count", type=int, default=300, help="how many mutants are tried")
    asked.add_argument("--seed", type=int, default=1, help="which ones")
    asked.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    asked.add_argument("--again", action="store_true", help="only those that the run before has not found")
    options = asked.parse_args()
    folder, (sources, tests) = WORK / options.room, ROOMS[options.room]
    if not options.again:
        shutil.rmtree(folder, ignore_errors=True)
    before, known = made(folder), verdicts(folder)
    make(folder, sources)
    after = made(folder)
    order = random.Random(options.seed).sample(sorted(after), len(after))  # noqa: S311  no secret
    drawn = list(islice((name for name in order if not same_to_a_database(difference(folder, name))), options.count))
    untried = [name for name in drawn if known.get(name) not in FOUND or before[name] != after[name]]
    try_out(folder, untried, tests, options.processes)
    say(options.room, folder, drawn, f"{len(after)} made, seed {options.seed}")


def same_to_a_database(lines: str) -> bool:
    """Whether a mutant only writes SQL in other capitals, which a database reads as the same."""
    was, became = (sorted(line[1:] for line in lines.splitlines() if line[0] == side) for side in "-+")
    return bool(SQL.search("\n".join(was))) and [line.lower() for line in was] == [line.lower() for line in became]


def make(folder: Path, sources: list[str]) -> None:
    """Let mutmut copy the project into ``folder / "mutants"``, with every mutant of some of its sources."""
    (folder / "mutants").mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder / "mutants" / "tests", ignore_errors=True)
    carried = ["src", "tests", "opendata", "places", "docs", "scripts", "schemas", "packages"]
    carried += ["README.md", "CHANGELOG.md"]
    for name in carried:
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(ROOT / name)
    pytest = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]
    settings = {
        "tool.pytest.ini_options": pytest,
        "tool.mutmut": {
            "source_paths": ["src"],
            "only_mutate": [f"src/oneplace/{source}" for source in sources],
            "also_copy": carried[2:],
            "track_dependencies": False,
        },
    }
    text = (
        f"[{name}]\n" + "".join(f"{k} = {json.dumps(v)}\n" for k, v in part.items()) for name, part in settings.items()
    )
    (folder / "pyproject.toml").write_text("\n".join(text))
    subprocess.run([sys.executable, "-c", MAKE], cwd=folder, stdout=subprocess.DEVNULL, check=True)


def made(folder: Path) -> dict[str, str]:
    """Every mutant that mutmut has made: a hash of the function that it was made of."""
    found: dict[str, str] = {}
    for path in (folder / "mutants").rglob("*.meta"):
        meta = json.loads(path.read_text())
        for name in meta["exit_code_by_key"]:
            found[name] = meta["hash_by_function_name"][name.rpartition(".")[2].partition("__mutmut_")[0]]
    return found


def try_out(folder: Path, names: list[str], tests: list[str], processes: int) -> None:
    """Try mutants against tests; stops the program where the tests fail without any."""
    (folder / "tried").write_text("\n".join(names))
    room = folder / "mutants"
    command = [sys.executable, "-m", "planted", "../tried", "../verdicts", str(processes), *tests]
    path = os.pathsep.join([str(room / "src"), str(room), str(room / "scripts")])
    done = subprocess.run(
        command, cwd=room, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False
    )
    (folder / "log").write_text(done.stdout + done.stderr)
    if done.returncode:
        sys.exit(done.stdout[-3000:] + done.stderr[-3000:])


def verdicts(folder: Path) -> dict[str, int]:
    """The exit code of each mutant's tests, where it was tried."""
    file = folder / "verdicts"
    return dict(json.loads(line) for line in file.read_text().splitlines()) if file.exists() else {}


def say(room: str, folder: Path, drawn: list[str], of: str) -> None:
    """Print every mutant that was not found, and the share that was."""
    found = verdicts(folder)
    unfound = sorted(name for name in drawn if found[name] not in FOUND)
    for name in unfound:
        how = UNFOUND.get(found[name], f"ended with {found[name]}")
        print(f"\n{name} ({how})\n{difference(folder, name)}")
    share = 1 - len(unfound) / len(drawn)
    print(f"\n{room}: {len(drawn) - len(unfound)} of {len(drawn)} found ({share:.1%}); {of}")


def difference(folder: Path, name: str) -> str:
    """The lines that a mutant changes."""
    module, _, mutant = name.rpartition(".")
    path = folder / "mutants" / "src" / module.replace(".", "/")
    file = path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"
    lines = file.read_text().splitlines()
    spans = json.loads(file.with_suffix(".py.spans").read_text())["spans"]
    sides = (f"{mutant.partition('__mutmut_')[0]}__mutmut_orig", mutant)
    was, became = ([line.replace(side, "") for line in lines[spans[side][0] - 1 : spans[side][1]]] for side in sides)
    return "\n".join(line for line in difflib.ndiff(was, became) if line[0] in "+-")


if __name__ == "__main__":
    main()
