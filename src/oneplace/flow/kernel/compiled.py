"""How the kernel's functions are compiled: each for one kind of arguments, as part of the loop that calls it.

In Python they stay what they are, so that the uncompiled twin runs the same source. Numba would optimise each part by
itself, with all that it calls, and make machine code of it, which is then never used: only the loop's entrance is
called from outside. Left out, the first call takes half as long. That stands on names inside Numba; with
``ONEPLACE_PLAIN_NUMBA=1`` in the environment the parts are compiled by what Numba promises alone (decision record 7).
"""

from __future__ import annotations

import os
from typing import Any

from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler
from numba.extending import register_jitable


class _Part(JITCodeLibrary):
    """The code of a function that is only ever a part of another's: it waits to be optimised with the whole."""

    def _optimize_final_module(self) -> None:
        pass

    def _finalize_final_module(self) -> None:
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        """There is none: it is not called from outside."""
        return 0

    @property
    def codegen(self) -> _NoEnvironment:
        """What Numba asks for a place to keep a function's environment."""
        return _NoEnvironment()


class _NoEnvironment:
    """A part has no environment: nothing in it calls back into Python."""

    def set_env(self, name: str, env: object) -> None:
        """Keep nothing."""


class _PartCompiler(Compiler):
    def define_pipelines(self) -> Any:
        self.state.library = _Part(self.state.targetctx.codegen(), f"a part of the loop, {id(self)}")
        return super().define_pipelines()


PLAIN = os.environ.get("ONEPLACE_PLAIN_NUMBA", "0") not in ("", "0")
"""Whether the parts are compiled without what reaches inside Numba."""

_ours: dict[str, Any] = {} if PLAIN else {"pipeline_class": _PartCompiler}

compiled: Any = register_jitable(
    nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True, **_ours
)
