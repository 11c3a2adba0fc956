"""A change of what computes is another run and record; a change of what shows is neither."""

from __future__ import annotations

import shutil
from importlib.metadata import version
from pathlib import Path

import pytest

from oneplace import assets, fingerprint
from oneplace.fingerprint import RECORD, RUN, SHOWING, Making

pytestmark = pytest.mark.slow  # each reads the whole house

PACKAGE = Path(fingerprint.__file__).parent
EVERY = [
    path.relative_to(PACKAGE)
    for path in sorted(PACKAGE.rglob("*"))
    if path.is_file() and "__pycache__" not in path.parts and path.suffix not in (".nbi", ".nbc")
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("software")
    shutil.copytree(PACKAGE, made / "oneplace", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(assets.folder("opendata"), made / "opendata")
    return made


def digest(making: Making, copy: Path) -> str:
    return making.digest(package=copy / "oneplace", opendata=copy / "opendata")


def changes(copy: Path, name: str, making: Making) -> bool:
    """Whether a remark at the end of a file makes another thing of what is made."""
    before, path = digest(making, copy), copy / name
    kept = path.read_bytes()
    path.write_bytes(kept + b"\n# a remark\n")
    try:
        return digest(making, copy) != before
    finally:
        path.write_bytes(kept)


def test_every_file_computes_or_shows_and_none_does_both() -> None:
    counted = {path.relative_to(PACKAGE) for path in RUN.files(PACKAGE)}
    shown = {path for path in EVERY if any(path.is_relative_to(name) for name in SHOWING)}
    assert counted & shown == set()
    assert [path.as_posix() for path in EVERY if path not in counted | shown] == [], (
        "name these in oneplace.fingerprint: do they decide numbers, or show them?"
    )


def test_what_makes_a_record_is_part_of_what_makes_a_run() -> None:
    assert set(RECORD.files(PACKAGE)) <= set(RUN.files(PACKAGE))
    assert set(RECORD.packages) <= set(RUN.packages)


@pytest.mark.parametrize("name", ["cli/commands.py", "web/urls.py", "demo/delivery.py", "synth/generate.py"])
def test_a_remark_in_what_shows_changes_no_id(copy: Path, name: str) -> None:
    assert not changes(copy, f"oneplace/{name}", RUN)
    assert not changes(copy, f"oneplace/{name}", RECORD)


@pytest.mark.parametrize(
    "name",
    [
        *("geo/lookups.py", "assets.py", "place/fields.py", "place/canonical.py", "record/quality.py"),
        *("record/linkage/nicknames.csv", "fingerprint.py"),
    ],
)
def test_what_reads_the_extracts_is_another_record_and_another_run(copy: Path, name: str) -> None:
    assert changes(copy, f"oneplace/{name}", RECORD)
    assert changes(copy, f"oneplace/{name}", RUN)


@pytest.mark.parametrize(
    "name", ["measures/measuring.py", "pack/build.py", "record/opendata/reading.py", "vocabulary/wording.py"]
)
def test_what_computes_on_the_record_is_another_run_of_the_same_record(copy: Path, name: str) -> None:
    assert changes(copy, f"oneplace/{name}", RUN)
    assert not changes(copy, f"oneplace/{name}", RECORD)


@pytest.mark.parametrize(
    ("name", "record_too"),
    [
        ("geography/lsoa21_lookup.parquet", True),
        ("imd/imd2025_lsoa21.parquet", True),
        ("geography/msoa_names.parquet", True),
        ("performance/rtt_england.csv", False),
        ("register.yaml", False),
    ],
)
def test_new_open_data_is_another_run_and_new_areas_another_record(copy: Path, name: str, record_too: bool) -> None:
    assert changes(copy, f"opendata/{name}", RUN)
    assert changes(copy, f"opendata/{name}", RECORD) is record_too


def test_a_renamed_file_counts(copy: Path) -> None:
    before, path = digest(RUN, copy), copy / "oneplace" / "vocabulary" / "wording.py"
    path.rename(path.with_name("words.py"))
    try:
        assert digest(RUN, copy) != before
    finally:
        path.with_name("words.py").rename(path)


def test_another_version_of_a_package_that_counts_is_another_id(monkeypatch: pytest.MonkeyPatch) -> None:
    before = RECORD.digest()
    monkeypatch.setattr(fingerprint, "version", lambda name: "99" if name == "duckdb" else version(name))
    assert RECORD.digest() != before


def test_the_ids_come_from_what_is_installed() -> None:
    assert fingerprint.software().endswith("+" + RUN.digest()[:8])
    assert fingerprint.record_code() == RECORD.digest()
    assert fingerprint.made_by()["packages"]["duckdb"] == version("duckdb")
