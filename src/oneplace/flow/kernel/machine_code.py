"""The loop's machine code: made once for these sources and this kind of machine, kept, and called.

It comes with the package, which makes it when it is built (``hatch_build.py``). Where the sources are others or the
machine is of another kind, it is made at the first call, which takes ten seconds, and kept where there is a folder to
write to: ``NUMBA_CACHE_DIR``, beside the sources, or the user's cache.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import Any

import llvmlite.binding as llvm
import numpy as np
from numpy.typing import NDArray

from oneplace.flow.kernel import kept
from oneplace.flow.kernel.compiled import parts

_NAME = "oneplace_loop"
_one_at_a_time = Lock()


def call(run: Callable[..., int], addresses: NDArray[np.int64]) -> int:
    """What the compiled ``run`` hands back for the state that has these addresses. Other threads go on meanwhile."""
    found = ctypes.c_int64()
    if entrance(run)(ctypes.byref(found), None, addresses.ctypes.data):
        raise SystemError("The compiled loop raised an exception, which nothing in it does.")
    return found.value


def entrance(run: Callable[..., int]) -> Any:
    """The compiled loop, to be called with (address of a result, None, address of a directory)."""
    with _one_at_a_time:
        return _entrance(run)


@cache
def _entrance(run: Callable[..., int]) -> Any:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_triple(llvm.get_process_triple()).create_target_machine(jit=True, codemodel="jitdefault")
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
    engine.add_object_file(llvm.ObjectFileRef.from_data(kept.read() or _made(run)))
    engine.finalize_object()
    of_c = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.POINTER(ctypes.c_int64), ctypes.c_void_p, ctypes.c_int64)
    found: Any = of_c(engine.get_function_address(_NAME))
    found.engine = engine  # the code lives as long as this
    return found


def _made(run: Callable[..., int]) -> bytes:
    from oneplace.flow.kernel.compiling import machine_code  # noqa: PLC0415  loads Numba

    code = machine_code(run, parts, _NAME, plain=kept.PLAIN)
    kept.keep(code)
    return code
