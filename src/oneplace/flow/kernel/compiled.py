"""How the kernel's functions are compiled: once, kept on disk, without the interpreter's lock.

They own nothing (every array belongs to the caller, who outlives them), so nothing is counted for the memory manager.
"""

from __future__ import annotations

from numba import njit

compiled = njit(cache=True, nogil=True, error_model="numpy", _nrt=False)
