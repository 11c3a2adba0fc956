"""A contract of import-linter: from outside, a room is entered by its ``__init__`` or by one of its named faces."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from importlib.util import find_spec
from pathlib import Path

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


def intrusions(
    graph: ImportGraph, root: str, faces: Collection[str], named: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """Each import of a module inside a room from outside it that is no face: who imports, and what.

    ``named`` are the modules that share their name with what their room names in ``__all__``: an import of that name
    from the room looks to the graph like one of the module.
    """
    for room in sorted(graph.find_children(root)):
        for inside in sorted(graph.find_descendants(room) - set(faces)):
            for importer in sorted(graph.find_modules_that_directly_import(inside)):
                lines = [each["line_contents"] for each in graph.get_import_details(importer=importer, imported=inside)]
                by_name = inside in named and not any(inside in line for line in lines)
                if not by_name and not f"{importer}.".startswith(f"{room}."):
                    yield importer, inside


def unused(graph: ImportGraph, root: str, faces: Collection[str]) -> list[str]:
    """The faces that nobody outside their room imports."""
    used = {inside for _, inside in intrusions(graph, root, ())}
    return sorted(set(faces) - used)


def names_of(room: str) -> list[str]:
    """What a room's ``__init__`` names in ``__all__``; nothing where it has none."""
    spec = find_spec(room)
    tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8")) if spec and spec.origin else ast.Module([], [])
    given = [
        node.value for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    return [name for value in given for name in ast.literal_eval(value)]


class FacesContract(Contract):
    """``faces``: the modules inside rooms that other rooms may import, besides the rooms themselves."""

    type_name = "faces"
    faces = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Kept where every import from outside is of a face, and every face is used."""
        (root,) = self.session_options["root_packages"]
        faces: list[str] = self.faces  # type: ignore[assignment]
        named = {f"{room}.{name}" for room in graph.find_children(root) for name in names_of(room)}
        found = {"intrusions": list(intrusions(graph, root, faces, named)), "unused": unused(graph, root, faces)}
        return ContractCheck(kept=not any(found.values()), metadata=found)

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Say what to do about each."""
        for importer, inside in check.metadata["intrusions"]:
            mend = f"import what {'.'.join(inside.split('.')[:2])} names in __all__, or list it as a face."
            output.print_error(f"{importer} imports {inside}: {mend}")
        for face in check.metadata["unused"]:
            output.print_error(f"{face} is listed as a face, and nobody outside its room imports it: take it out.")
