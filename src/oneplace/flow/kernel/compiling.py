"""Compiles the loop with Numba, and makes machine code of it that needs neither Numba nor Python to run.

Numba would optimise each part by itself, with all that it calls, and make machine code of it, which is then never
used: only the loop's entrance is called from outside. Left out, compiling takes half as long. That stands on names
inside Numba; with ``ONEPLACE_PLAIN_NUMBA=1`` in the environment the parts are compiled by what Numba promises alone
(decision record 7).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import llvmlite.binding as llvm
from numba import njit, types
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler
from numba.extending import register_jitable

from oneplace.flow.kernel.tables import as_state


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


def machine_code(run: Callable[..., int], parts: Iterable[Callable[..., Any]], name: str, *, plain: bool) -> bytes:
    """An object file with one function ``name``: (address of a result, unused, address of a directory) → 0.

    It is made for any processor of this kind, so that every machine gets the same numbers, and calls only the C
    library's mathematics.
    """
    how: dict[str, Any] = {"nogil": True, "error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    ours = {} if plain else {"pipeline_class": _PartCompiler}
    for part in parts:
        register_jitable(**how, **ours)(part)
    entrance: Any = njit(lambda address: run(as_state(address)), **how)
    entrance.compile((types.int64,))
    (made,) = entrance.inspect_llvm().values()
    module = llvm.parse_assembly(made)
    for function in module.functions:
        if function.is_declaration:
            continue
        if function.linkage is llvm.Linkage.external:
            function.name = name
        else:
            function.linkage = llvm.Linkage.internal
    target = llvm.Target.from_triple(llvm.get_process_triple())
    machine = target.create_target_machine(opt=3, jit=True, codemodel="jitdefault")
    passes = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(speed_level=3))
    passes.getModulePassManager().run(module, passes)
    found: bytes = machine.emit_object(module)
    return found
