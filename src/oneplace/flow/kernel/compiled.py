"""How the kernel's functions are compiled: once, kept on disk, without the interpreter's lock.

They own nothing (every array belongs to the caller, who outlives them), so nothing is counted for the memory manager.
"""

from __future__ import annotations

from typing import Any

from numba import njit

_OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}

compiled: Any = njit(**_OPTIONS)
