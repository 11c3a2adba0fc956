"""Where the loop's machine code lies, and under which name: another one for other sources and another kind of machine.

``hatch_build.py`` reads this file by itself, before anything is installed: it imports nothing but Python's own.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PLAIN = os.environ.get("ONEPLACE_PLAIN_NUMBA", "0") not in ("", "0")
"""Whether the loop is compiled without what reaches inside Numba (``compiling``)."""
SHIPPED = Path(__file__).parent / "machine_code"
"""The folder that goes into the package."""


def file_name() -> str:
    """What the machine code of these sources, for this kind of machine, is called."""
    sources = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    kind = f"{sys.platform} {platform.machine()}{' plain' if PLAIN else ''}".encode()
    return f"{hashlib.sha256(b'|'.join([kind, *sources])).hexdigest()[:24]}.o"


def read() -> bytes | None:
    """The machine code that is kept; None where there is none."""
    for folder in (SHIPPED, *_folders()):
        with suppress(OSError):
            return (folder / file_name()).read_bytes()
    return None


def keep(code: bytes) -> None:
    """Keep machine code in the first folder that may be written to, for whoever may read there."""
    for folder in _folders():
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
                file.write(code)
            Path(file.name).chmod(0o644)
            Path(file.name).replace(folder / file_name())  # whole or not at all
            return


def _folders() -> Iterator[Path]:
    if named := os.environ.get("NUMBA_CACHE_DIR"):
        yield Path(named)
    yield SHIPPED
    with suppress(RuntimeError):  # no home
        yield Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "oneplace"
