"""The reference of the statistics over tables and files, from their declarations."""

from __future__ import annotations

from collections.abc import Mapping

from docs_from_code.tables import table
from oneplace.stats.table import METHODS, Column, Method, Parameter

_INTRODUCTION = """# Methods over tables and files

`oneplace stats METHOD FILE --set NAME=VALUE` and `oneplace.stats.table.METHOD(data, NAME=VALUE)` take the same columns
and settings. A column is given by its name in the file. What files may look like, and how cells are read, stands under
[From tables and files](../statistics/tables.md).

"""


def page() -> str:
    """Return the page."""
    listed = table(
        ("method", "what it does"), ((f"[`{each.name}`](#{each.name})", each.does) for each in METHODS.values())
    )
    return _INTRODUCTION + listed + "".join(_section(each) for each in METHODS.values())


def _section(method: Method) -> str:
    takes = table(("", "what it is", "if left out"), (_row(each) for each in method.parameters.values()))
    gives = table(("column", "what it holds"), ((f"`{name}`", says) for name, says in method.gives.items()))
    return f"\n## {method.name}\n\n{method.does}\n\n{takes}\nIt gives, beside the columns of `by`:\n\n{gives}"


def _row(parameter: Parameter) -> tuple[str, str, str]:
    about = parameter.about
    if isinstance(about, Column):
        what = f"Column: {about.holds}." + (f" Not where `{about.unless}` is given." if about.unless else "")
    else:
        what = f"{about.says[:1].upper()}{about.says[1:]}"
        what += f": {', '.join(f'`{each}`' for each in parameter.choices)}." if parameter.choices else "."
    return f"`{parameter.name}`", what, "needed" if parameter.required else _default(parameter.default)


def _default(value: object) -> str:
    if value is None or value == () or isinstance(value, Mapping):
        return ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"
