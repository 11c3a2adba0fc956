"""How the kernel's functions are compiled: each for one kind of arguments, as part of the loop that calls it.

In Python they stay what they are, so that the uncompiled twin runs the same source.
"""

from __future__ import annotations

from typing import Any

from numba.extending import register_jitable

compiled: Any = register_jitable(nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)
