"""The kernel's arrays behind one pointer each, so that compiled functions hand on two words instead of sixty arrays.

A directory holds each array's address and shape. To compiled code it looks like the tuple itself: ``st.pat_i`` is an
array made on the spot from the directory, which owns nothing and costs three loads. Without compilation
(``NUMBA_DISABLE_JIT=1``) the plain tuples serve as they are.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, intrinsic, lower_getattr_generic, models, register_model
from numba.np.arrayobj import populate_array

from oneplace.flow.kernel.state import SHAPES, Network, State

_KINDS = {"i": types.int64, "f": types.float64, "u": types.uint64}


class NetworkType(types.Type):
    """The type of a ``Network`` behind a pointer."""

    fields = Network._fields

    def __init__(self) -> None:
        super().__init__(name="oneplace.Network")


class StateType(types.Type):
    """The type of a ``State`` behind a pointer."""

    fields = State._fields

    def __init__(self) -> None:
        super().__init__(name="oneplace.State")


@register_model(NetworkType)
@register_model(StateType)
class _AddressModel(models.PrimitiveModel):
    def __init__(self, dmm: Any, fe_type: Any) -> None:
        super().__init__(dmm, fe_type, ir.IntType(64))


def _array_type(field: str) -> Any:
    kind, dimensions = SHAPES[field]
    return types.Array(_KINDS[kind], dimensions, "C", aligned=True)


class _Fields(AttributeTemplate):
    def generic_resolve(self, value: Any, attr: str) -> Any:  # type: ignore[override]
        return _array_type(attr) if attr in value.fields else None


@infer_getattr
class _NetworkFields(_Fields):
    key = NetworkType


@infer_getattr
class _StateFields(_Fields):
    key = StateType


@lower_getattr_generic(NetworkType)
@lower_getattr_generic(StateType)
def _load_array(context: Any, builder: Any, typ: Any, value: Any, attr: str) -> Any:
    """Build the array's descriptor from the directory's four words: address and up to three lengths."""
    array_type = _array_type(attr)
    word = ir.IntType(64)
    directory = builder.inttoptr(value, word.as_pointer())
    first = 4 * typ.fields.index(attr)

    def load(offset: int) -> Any:
        loaded = builder.load(builder.gep(directory, [ir.Constant(word, first + offset)]))
        loaded.set_metadata("invariant.load", builder.module.add_metadata([]))  # the directory never changes in a call
        return loaded

    shape = [load(1 + i) for i in range(array_type.ndim)]
    strides = [ir.Constant(word, 8)]
    for length in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], length))
    array = context.make_array(array_type)(context, builder)
    data = builder.inttoptr(load(0), context.get_data_type(array_type.dtype).as_pointer())
    size = context.get_constant(types.intp, 8)
    populate_array(array, data=data, shape=shape, strides=strides, itemsize=size, meminfo=None)
    return array._getvalue()


@intrinsic
def as_network(typingctx: Any, address: Any) -> Any:
    """The network whose directory stands at an address."""
    return NetworkType()(types.int64), _same_word


@intrinsic
def as_state(typingctx: Any, address: Any) -> Any:
    """The state whose directory stands at an address."""
    return StateType()(types.int64), _same_word


def _same_word(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    return args[0]


def directory(arrays: Network | State) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Addresses and shapes of the arrays; whoever uses it keeps the arrays alive."""
    rows = np.zeros((len(arrays), 4), np.int64)
    for row, (name, array) in zip(rows, zip(arrays._fields, arrays, strict=True), strict=True):
        kind, dimensions = SHAPES[name]
        if array.dtype.kind != kind or array.ndim != dimensions or not array.flags.c_contiguous:
            raise TypeError(f"{name}: {array.dtype} of {array.ndim} dimensions is not what the kernel takes")
        row[0] = array.ctypes.data
        row[1 : 1 + dimensions] = array.shape
    return rows


__all__ = ["as_network", "as_state", "directory"]
