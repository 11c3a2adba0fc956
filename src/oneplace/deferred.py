"""Rooms whose names are imported when they are first asked for, so that who needs one does not wait for all.

A room's ``__init__`` lists what it shows once, as imports that only type checkers see::

    if TYPE_CHECKING:
        from oneplace.room.inside import thing
    else:
        deferred(__name__)

and ``oneplace.room.thing`` is imported from there when somebody first names it (as PEP 562 has it).
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any


class _Room(ModuleType):
    homes: dict[str, tuple[str, str]]
    """Each name with the module that has it, and what it is called there."""

    def __getattr__(self, name: str) -> Any:
        home = self.__dict__.get("homes", {}).get(name)
        if home is None:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        module, called = home
        found = getattr(import_module(module), called)
        self.__dict__[name] = found
        return found

    def __setattr__(self, name: str, value: Any) -> None:
        """Python sets each submodule as its room's attribute: where the room shows something by that name, it stays."""
        if not (isinstance(value, ModuleType) and value.__name__ == f"{self.__name__}.{name}" and name in self.homes):
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self.homes})


def deferred(room: str) -> None:
    """Have a room import what it shows when somebody first names it; to be called in its ``__init__``."""
    module = sys.modules[room]
    homes = dict(_listed(ast.parse(inspect.getsource(module))))
    module.__dict__["homes"] = homes
    module.__class__ = _Room


def _listed(tree: ast.Module) -> Iterator[tuple[str, tuple[str, str]]]:
    """What stands under ``if TYPE_CHECKING:``."""
    for node in tree.body:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            for line in node.body:
                if isinstance(line, ast.ImportFrom) and line.module:
                    yield from ((name.asname or name.name, (line.module, name.name)) for name in line.names)
