"""The package that `pip install` takes: everything inside, and it serves a page from an empty environment."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from oneplace.flow.kernel import kept
from tests.web import world

ROOT = Path(__file__).parents[2]

SERVE = """
import sys
from pathlib import Path
import oneplace
from oneplace import assets
from oneplace.founding import england
from oneplace.web import application
assert "site-packages" in oneplace.__file__, oneplace.__file__
assert (assets.folder("places") / "southampton" / "place.yaml").is_file()
assert any(assets.folder("opendata").iterdir())
assert "site-packages" in str(england.folder())
assert "local_indicators" in england.datasets(england.folder())
handler = application(Path(sys.argv[1]))
from django.test import Client
print(Client(headers={"host": "localhost"}).get("/").content.decode())
"""


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(registry, tmp_path_factory) -> Path:
    """The wheel made from a source archive, as `uv build` does."""
    uv = shutil.which("uv", path=Path(sys.executable).parent) or shutil.which("uv")
    assert uv, "uv is missing: `make test` puts it beside Python"
    out = tmp_path_factory.mktemp("dist")
    run(uv, "build", "--quiet", "--out-dir", out, cwd=ROOT)
    return next(out.glob("*.whl"))


def test_it_holds_the_compiled_style_sheet_templates_places_and_open_data(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for name in (
        "oneplace/web/static/compiled/oneplace.css",
        "oneplace/web/static/compiled/nhsuk-frontend.min.js",
        "oneplace/web/static/compiled/source-sans-400.woff2",
        "oneplace/web/jinja2/layout.jinja",
        "oneplace/web/public/jinja2/public/home.jinja",
        "oneplace/_shipped/places/southampton/strategy.yaml",
        "oneplace/_shipped/places/south-east-london/place.yaml",
        "oneplace/_shipped/opendata/register.yaml",
    ):
        assert name in names, name
    assert f"oneplace/flow/kernel/machine_code/{kept.file_name()}" in names
    assert not [name for name in names if "/var/" in name or "/data/extracts/" in name or "node_modules" in name]
    assert len(names) == len(set(names))


def test_the_source_archive_holds_what_the_wheel_is_made_of(wheel):
    source = next(wheel.parent.glob("*.tar.gz"))
    with tarfile.open(source) as archive:
        names = "\n".join(archive.getnames())
    for name in (
        "hatch_build.py",
        "package-lock.json",
        "assets/oneplace.scss",
        "places/southampton/place.yaml",
        "compiled/oneplace.css",
    ):
        assert name in names, name


@pytest.fixture(scope="module")
def england(registry, tmp_path_factory) -> Path:
    """The wheel of all England's figures and outlines."""
    uv = shutil.which("uv", path=Path(sys.executable).parent) or shutil.which("uv")
    out = tmp_path_factory.mktemp("england")
    run(uv, "build", "--quiet", "--wheel", "--out-dir", out, ROOT / "packages" / "england", cwd=ROOT)
    return next(out.glob("*.whl"))


def test_all_englands_wheel_is_small_and_holds_data_alone(england, wheel):
    assert england.stat().st_size <= 60_000_000
    names = zipfile.ZipFile(england).namelist()
    inside = {name for name in names if ".dist-info/" not in name}
    assert {name.rpartition(".")[2] for name in inside} == {"py", "yaml", "parquet"}
    assert "oneplace_england/geography/outlines_for_maps.parquet" in inside
    assert not [name for name in zipfile.ZipFile(wheel).namelist() if "england/" in name]


def test_installed_in_an_empty_environment_it_serves_a_page_and_finds_all_england(wheel, england, tmp_path):
    folder = world.make(tmp_path / "place")
    uv = shutil.which("uv", path=Path(sys.executable).parent) or shutil.which("uv")
    run(uv, "venv", "--quiet", "--python", sys.executable, tmp_path / "venv", cwd=tmp_path)
    python = tmp_path / "venv" / "bin" / "python"
    run(uv, "pip", "install", "--quiet", "--python", python, wheel, england, cwd=tmp_path)
    html = run(python, "-c", SERVE, folder, cwd=tmp_path)
    assert "keeping its promises?" in html
