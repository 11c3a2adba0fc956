"""The house drawn from the code: the floors that import-linter holds, and who really imports whom."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import chain
from pathlib import Path

import grimp

from docs_from_code.tables import table

_INTRODUCTION = """# Architecture

A room is a folder (or a single file) of `src/oneplace` with one job. It imports only from lower floors, and of another
room only its faces: what its `__init__.py` names in `__all__`, and the few modules that `pyproject.toml` lists.
`lint-imports` refuses everything else. This page is drawn from those floors and from the imports themselves.

A number's way goes up the house once: partners' files are linked in `record`, counted in `measures`, judged in
`progress`, drawn and written in `pack`, kept as a run by `run`, and read by `web` and `cli`, which compute nothing of
it. `flow` stands beside that way: it answers what-ifs from a pathway's file. Why it is so, in the [decisions](../adr);
what the rooms hand each other, in [contracts](../contracts.md).

## The drawing

An arrow goes from a room to one that it imports. Arrows that others imply are left out; the table beneath has all.

"""


def page() -> str:
    """The whole page."""
    rooms = table(("floor", "room", "what it is for", "imports"), _rows())
    return f"{_INTRODUCTION}{_drawing()}\n## The rooms\n\n{rooms}"


def floors() -> list[list[str]]:
    """The rooms of each floor, the highest floor first, as import-linter's first contract has them."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    return [[room.strip().removeprefix("oneplace.") for room in layer.split("|")] for layer in layers]


@cache
def imports() -> dict[str, set[str]]:
    """For each room those that it imports."""
    rooms = list(chain(*floors()))
    graph = grimp.build_graph("oneplace", cache_dir=None)
    found: dict[str, set[str]] = {room: set() for room in rooms}
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            room, other = (name.split(".")[1] if "." in name else "" for name in (module, imported))
            if room in found and other in found and room != other:
                found[room].add(other)
    return found


def unimplied(graph: dict[str, set[str]]) -> dict[str, set[str]]:
    """A graph without circles, less every arrow whose end is reached by a longer way."""

    def reached(room: str) -> set[str]:
        return graph[room].union(*(reached(other) for other in graph[room]))

    return {room: below - set().union(*(reached(other) for other in below)) for room, below in graph.items()}


def _numbered() -> Iterator[tuple[int, list[str]]]:
    """The floors with their numbers, the ground being 0."""
    return zip(reversed(range(len(floors()))), floors(), strict=True)


def _drawing() -> str:
    lines = ["```mermaid", "flowchart TB"]
    for number, rooms in _numbered():
        lines += [
            f'  subgraph floor{number}["{number}"]',
            "    direction LR",
            *(f"    r_{r}[{r}]" for r in rooms),
            "  end",
        ]
    arrows = [f"  r_{a} --> r_{b}" for a, below in unimplied(imports()).items() for b in sorted(below)]
    return "\n".join([*lines, *arrows, "```", ""])


def _rows() -> Iterator[tuple[int, str, str, str]]:
    for number, rooms in _numbered():
        for room in rooms:
            names = ", ".join(f"`{other}`" for other in sorted(imports()[room])) or "nothing"
            yield number, f"`{room}`", _purpose(room), names


def _purpose(room: str) -> str:
    package = resources.files("oneplace")
    file = package / f"{room}.py" if (package / f"{room}.py").is_file() else package / room / "__init__.py"
    said = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return " ".join(said.split("\n\n")[0].split())
