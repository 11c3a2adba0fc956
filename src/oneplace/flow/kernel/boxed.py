"""The kernel's arrays behind one pointer each, so that compiled functions hand on two words instead of sixty arrays.

Without compilation (``NUMBA_DISABLE_JIT=1``) the plain tuples serve as they are.
"""

from __future__ import annotations

from typing import Any

from numba import config, njit, types
from numba.experimental import structref

from oneplace.flow.kernel.state import Network, State


@structref.register
class NetworkType(types.StructRef):
    """The type of a ``Network`` behind a pointer."""


@structref.register
class StateType(types.StructRef):
    """The type of a ``State`` behind a pointer."""


class NetworkBox(structref.StructRefProxy):
    """A ``Network`` behind a pointer."""


class StateBox(structref.StructRefProxy):
    """A ``State`` behind a pointer."""


structref.define_proxy(NetworkBox, NetworkType, list(Network._fields))
structref.define_proxy(StateBox, StateType, list(State._fields))


@njit(cache=True, nogil=True)
def _boxed(net, st):
    return NetworkBox(*net), StateBox(*st)


def boxed(net: Network, st: State) -> tuple[Any, Any]:
    """Both behind pointers; their arrays are shared, not copied."""
    return (net, st) if config.DISABLE_JIT else _boxed(net, st)
