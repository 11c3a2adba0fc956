"""The reference of the command line, from the commands themselves."""

from __future__ import annotations

from typing import Any

import typer

from docs_from_code.tables import table
from oneplace.cli import app

_INTRODUCTION = """# Command line

`oneplace COMMAND --help` says the same. Every command ends with **0** when it is done, **1** for a problem in your data
or files (said in words: what, where, how to mend it) and **2** where the command itself was mistyped. `--json` prints
JSON for programs. A command in a terminal shows its progress; where its output goes to a file it doesn't.

"""
_PLAIN = str.maketrans("", "", "{}")
"""A name that is needed stands alone; one that may be left out in brackets."""


def page() -> str:
    """Return the page."""
    group: Any = typer.main.get_command(app)
    context = typer.Context(group, info_name="oneplace")
    listed = table(
        ("command", "what it does"),
        (
            (f"[`{name}`](#oneplace-{name.replace(' ', '-')})", command.help.split(". ")[0].rstrip("."))
            for name, command in _all(group)
        ),
    )
    return _INTRODUCTION + listed + "".join(_section(name, command, context) for name, command in _all(group))


def _all(group: Any) -> list[tuple[str, Any]]:
    """Every command by its full name; those of a group of commands after the group's own name."""
    found = []
    for name, command in group.commands.items():
        inner = hasattr(command, "commands")
        found += [(f"{name} {each}", below) for each, below in _all(command)] if inner else [(name, command)]
    return found


def _section(name: str, command: Any, parent: Any) -> str:
    context = typer.Context(command, parent=parent, info_name=name)
    usage = " ".join(("oneplace", name, *command.collect_usage_pieces(context))).translate(_PLAIN)
    options = [each for each in command.params if each.param_type_name == "option"]
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    rows = [
        (f"`{each.get_usage_pieces(context)[0].translate(_PLAIN)}`", each.help or "", _default(each))
        for each in arguments
    ]
    rows += [(f"`{_spelled(each)}`", each.help or "", _default(each)) for each in options]
    return f"\n## oneplace {name}\n\n{command.help}\n\n```\n{usage}\n```\n\n" + (
        table(("", "what it is", "if left out"), rows) if rows else "It takes nothing.\n"
    )


def _spelled(option: Any) -> str:
    spelled = ", ".join((*option.opts, *option.secondary_opts))
    if option.is_flag:
        return spelled
    kind = option.type_descriptor.annotation
    return f"{spelled} {option.metavar or _kind(str(kind), option.min, option.max)}"


def _kind(kind: str, least: float | None, most: float | None) -> str:
    if "Path" in kind:
        return "PATH"
    if "int" not in kind and "float" not in kind:
        return "TEXT"
    return "NUMBER" if most is None or least is None else f"{least}..{most}"


def _default(each: Any) -> str:
    if each.required:
        return "needed"
    return "" if each.default is None or each.default is False else f"`{_written(each)}`"


def _written(each: Any) -> str:
    return each.opts[0] if isinstance(each.default, bool) and each.default else str(each.default)
