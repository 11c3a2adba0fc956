"""Runs the tests: all on this Python, the fast ones on each other supported Python of this machine; ends with one line.

Every Python that ``pyproject.toml`` names is looked for on the PATH and among pyenv's and uv's; those not found are
named. A service that could not be had is named with the number of its tests.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parents[1]
OWN = f"{sys.version_info.major}.{sys.version_info.minor}"
SHELVES = {
    "PYENV_ROOT": ("~/.pyenv", "versions/{version}.*/bin/python{version}"),
    "UV_PYTHON_INSTALL_DIR": ("~/.local/share/uv/python", "cpython-{version}.*/bin/python{version}"),
}
NOTHING_TO_RUN = 5
MEMORY, ROOM = Path("/dev/shm"), 6 * 2**30  # noqa: S108 - what is made there has a name of its own
"""Where files stand in memory, and how much of it must be free for those of the tests."""
LONG = {"fast": 0.5}
"""From how many seconds on a test of a kind is named as one of the ten slowest; of others from ten."""


@dataclass(slots=True)
class Counts:
    """How one run of the tests ended."""

    python: str
    status: int
    passed: int = 0
    failed: int = 0
    not_run: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return f"{self.passed:,} passed, {self.failed:,} failed"


def main() -> int:
    """Run what is asked for and return 0 if all of it passed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--room", choices=rooms(), help="the tests of one room: a folder of tests/")
    asked.add_argument("--kind", help="the tests of one kind: see tests/kinds.py")
    asked.add_argument("--pythons", choices=["own", "all"], default="own", help="where the fast tests are run besides")
    options = asked.parse_args()
    folder = f"tests/{options.room}" if options.room else "tests"
    pythons = {version: found(version) for version in others()} if options.pythons == "all" else {}
    missing = [version for version, python in pythons.items() if python is None]
    with ThreadPoolExecutor(max_workers=1) as aside:  # packages are fetched while this Python's tests run
        made = {version: aside.submit(environment, version, python) for version, python in pythons.items() if python}
        runs = [run(OWN, Path(sys.executable), folder, options.kind)]
        runs += [run(version, one.result(), folder, "fast") for version, one in made.items()]
    print(last_line(runs, missing), flush=True)
    return max(one.status for one in runs)


def rooms() -> list[str]:
    """The folders of tests."""
    return sorted({path.parent.name for path in ROOT.glob("tests/*/test_*.py")})


def others() -> list[str]:
    """The supported versions of Python besides this one."""
    classifiers = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["classifiers"]
    versions = [match[1] for one in classifiers if (match := re.fullmatch(r".* :: Python :: (3\.\d+)", one))]
    return [version for version in versions if version != OWN]


def found(version: str) -> Path | None:
    """A Python of this version that starts, from the PATH or the shelves of pyenv and uv."""
    places = [Path(folder) / f"python{version}" for folder in os.get_exec_path()]
    for name, (usual, pattern) in SHELVES.items():
        places += Path(os.environ.get(name, usual)).expanduser().glob(pattern.format(version=version))
    return next((place for place in places if place.is_file() and says(place) == version), None)


def says(python: Path) -> str:
    """The version that a Python says it has; nothing where it does not start."""
    ask = [str(python), "-c", "import ensurepip, sys; print('%d.%d' % sys.version_info[:2])"]
    return subprocess.run(ask, capture_output=True, text=True, check=False).stdout.strip()


def environment(version: str, python: Path) -> Path:
    """The Python of an environment of that version with everything that tests need, from the same locks."""
    folder = Path(sys.prefix) / "others" / version
    made = folder / "bin" / "python"
    if not made.exists():
        uv("venv", "--quiet", "--python", str(python), str(folder))
    uv("pip", "install", "--quiet", "--python", str(made), "--require-hashes", "-r", "requirements-dev.lock")
    uv("pip", "install", "--quiet", "--python", str(made), "--no-deps", "--editable", ".")
    return made


def uv(*words: str) -> None:
    """Call the uv beside this Python."""
    subprocess.run([str(Path(sys.executable).with_name("uv")), *words], cwd=ROOT, check=True)


def run(version: str, python: Path, folder: str, kind: str | None) -> Counts:
    """Run tests in as many processes as there are processors, and count."""
    with tempfile.TemporaryDirectory(dir=in_memory()) as made:
        Path(made).chmod(0o711)  # PostgreSQL's own user looks for its folder in it
        report = Path(made) / "report.xml"
        command = [str(python), "-m", "pytest", "-n", "auto", "--maxprocesses", "8"]
        command += ["--dist", "loadfile", "--no-loadscope-reorder"]  # in the order of tests/kinds.py
        command += ["--durations=10", f"--durations-min={LONG.get(kind, 10)}", f"--junitxml={report}", folder]
        command += ["-o", "tmp_path_retention_policy=failed", f"--basetemp={made}/of-tests"]
        command += ["-m", kind] if kind else []
        status = subprocess.run(command, cwd=ROOT, env=os.environ | {"TMPDIR": made}, check=False).returncode
        return counted(version, status, ElementTree.parse(report) if report.exists() else None)  # noqa: S314  our own


def in_memory() -> Path | None:
    """A folder in memory, where there is one with room whose files may run: each file of a test is synced to its disk,
    and waiting for that is half of what many take.
    """
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ROOM or os.statvfs(MEMORY).f_flag & os.ST_NOEXEC:
        return None
    return MEMORY


def counted(version: str, status: int, report: ElementTree.ElementTree | None) -> Counts:
    """Read pytest's report; one that was never written counts as a failure."""
    if report is None:
        return Counts(version, status or 1)
    suite = next(report.iter("testsuite"))
    tests, wrong, skipped = (int(suite.get(name, 0)) for name in ("tests", "failures", "skipped"))
    wrong += int(suite.get("errors", 0))
    not_run = Counter(_service(one.get("message", "")) for one in report.iter("skipped"))
    return Counts(version, 0 if status == NOTHING_TO_RUN else status, tests - wrong - skipped, wrong, not_run)


def _service(message: str) -> str:
    """What a test that did not run would have needed: ``tests/services.py`` says it first."""
    named = re.match("not run: ([^:]+):", message)
    return named[1] if named else message


def last_line(runs: list[Counts], missing: list[str]) -> str:
    """All of it in one line."""
    first, *more = runs
    parts = [f"Oneplace: {first}"]
    parts += [f"fast tests on Python {one.python}: {one}" for one in more]
    if first.not_run:
        parts.append("not run: " + ", ".join(f"{name} ({n:,} tests)" for name, n in sorted(first.not_run.items())))
    if missing:
        parts.append(f"Python {', '.join(missing)} not found")
    return "; ".join(parts)


if __name__ == "__main__":
    sys.exit(main())
