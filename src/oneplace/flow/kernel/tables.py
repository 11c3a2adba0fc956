"""The state as compiled code sees it: a row of addresses, each of a table of rows whose columns are known.

``st.patients[s].state`` is then two loads: no lengths, no strides and no wrapping round of negative rows (the kernel
uses none). It is quick to compile for the same reason. Without compilation (``NUMBA_DISABLE_JIT=1``) the arrays of
``State`` serve as they are.
"""

from __future__ import annotations

import operator
from typing import Any

from llvmlite import ir
from numba import from_dtype, types
from numba.core import cgutils
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_global, signature
from numba.extending import infer_getattr, intrinsic, lower_builtin, lower_getattr_generic, models, register_model

from oneplace.flow.kernel.compiled import fetch
from oneplace.flow.kernel.state import CACHE_LINE, TABLES

_intrinsic: Any = intrinsic
_WORD = ir.IntType(64)


class TableType(types.Type):
    """The type of one table of the state: the address of its first row."""

    def __init__(self, name: str) -> None:
        self.row = from_dtype(TABLES[name])
        self.width = TABLES[name].itemsize
        super().__init__(f"oneplace.{name}")

    @property
    def has_columns(self) -> bool:
        """Whether a row is a record, to be changed in place, and not a single number."""
        return isinstance(self.row, types.Record)


class StateType(types.Type):
    """The type of the whole state: the address of its directory."""

    def __init__(self) -> None:
        super().__init__("oneplace.State")


@register_model(TableType)
@register_model(StateType)
class _AddressModel(models.PrimitiveModel):
    def __init__(self, manager: Any, of: Any) -> None:
        super().__init__(manager, of, _WORD)


_TYPES = {name: TableType(name) for name in TABLES}


@infer_getattr
class _Tables(AttributeTemplate):
    key = StateType

    def generic_resolve(self, value: Any, attr: str) -> Any:  # type: ignore[override]
        return _TYPES.get(attr)


@lower_getattr_generic(StateType)
def _table(context: Any, builder: Any, typ: Any, value: Any, attr: str) -> Any:
    directory = builder.inttoptr(value, _WORD.as_pointer())
    address = builder.load(builder.gep(directory, [ir.Constant(_WORD, list(TABLES).index(attr))]))
    address.set_metadata("invariant.load", builder.module.add_metadata([]))  # the directory never changes in a call
    return address


@infer_global(operator.getitem)
class _Row(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        table, _index = args
        return signature(table.row, table, types.intp) if isinstance(table, TableType) else None


@infer_global(operator.setitem)
class _SetRow(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        table = args[0]
        if isinstance(table, TableType) and not table.has_columns:
            return signature(types.none, table, types.intp, table.row)
        return None


def _pointer(context: Any, builder: Any, table: TableType, address: Any, index: Any) -> Any:
    to = context.get_value_type(table.row) if table.has_columns else context.get_data_type(table.row).as_pointer()
    return builder.inttoptr(_address(builder, table, address, index), to)


def _address(builder: Any, table: TableType, address: Any, index: Any) -> Any:
    return builder.add(address, builder.mul(index, ir.Constant(_WORD, table.width)))


@lower_builtin(operator.getitem, TableType, types.intp)
def _get(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    pointer = _pointer(context, builder, sig.args[0], *args)
    return pointer if sig.args[0].has_columns else builder.load(pointer)


@infer_global(fetch)
class _Fetch(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        table, _index = args
        return signature(types.none, table, types.intp) if isinstance(table, TableType) else None


@lower_builtin(fetch, TableType, types.intp)
def _fetch(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    table, number, first = sig.args[0], ir.IntType(32), ir.IntType(8).as_pointer()
    kind = ir.FunctionType(ir.VoidType(), [first, number, number, number])
    hint = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
    for line in range(0, table.width, CACHE_LINE):
        address = builder.add(_address(builder, table, *args), ir.Constant(_WORD, line))
        builder.call(hint, [builder.inttoptr(address, first), number(1), number(3), number(1)])  # to write; near; data
    return context.get_dummy_value()


@lower_builtin(operator.setitem, TableType, types.intp, types.Any)
def _set(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    builder.store(args[2], _pointer(context, builder, sig.args[0], args[0], args[1]))
    return context.get_dummy_value()


@_intrinsic
def as_state(typingctx: Any, address: Any) -> Any:
    """The state whose directory stands at an address."""

    def same_word(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return args[0]

    return StateType()(types.int64), same_word
