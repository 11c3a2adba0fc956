"""The four example places as plain data, and how a statement's path leads into their files."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

from oneplace.place.document import load

PLACES = Path(__file__).parents[2] / "places"
EXAMPLES = ("southampton", "south-east-london", "north-and-mid-hampshire", "south-east-coast-ambulance")

DOCUMENTS = {"ccg-vision": 42, "cabinet-report": 111, "hampshire-vision": 25, "secamb-plan": 32, "sel-priorities": 26}
"""How many lines each document has."""

CONTENT = {
    "ccg-vision": "L3, L5, L9-11, L14, L16, L18, L20, L24, L26-30, L33, L35, L37-41",
    "cabinet-report": (
        "L1-9, L11, L13, L17, L19, L23-26, L30-31, L33, L37, L41, L43, L45-46, L48, L50, L52-60, L62-63, L67, L69, "
        "L71, L73, L79, L83-86, L88, L92, L94, L96, L98-99, L102-104, L106, L108-111"
    ),
    "hampshire-vision": "L1, L3, L5, L7-17, L19, L21, L23, L25",
    "secamb-plan": "L5, L7, L9, L11, L13, L15, L17, L19-22, L24, L26, L28, L30",
    "sel-priorities": "L1-26",
}
"""The lines of each document that say something: neither empty, nor a mere heading, nor residue of page or scan."""

_CITATION = re.compile(r"(" + "|".join(DOCUMENTS) + r") ((?:L\d+(?:-\d+)?(?:, )?)+)")


def plain(path: Path) -> Any:
    """A YAML file as plain data; nobody changes it."""
    return load(path).data


def strategy(place: str) -> dict[str, Any]:
    return plain(PLACES / place / "strategy.yaml")


def statements(place: str) -> list[dict[str, str]]:
    with (PLACES / place / "statements.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lines(text: str) -> set[int]:
    """The numbers of ``L3`` or ``L23-26``, one or several."""
    spans = re.findall(r"L(\d+)(?:-(\d+))?", text)
    return {number for first, last in spans for number in range(int(first), int(last or first) + 1)}


def citations(text: str) -> list[tuple[str, set[int]]]:
    """Each ``document L3, L5-7`` that a text holds, as the document and its lines."""
    return [(document, lines(where)) for document, where in _CITATION.findall(text)]


def texts(node: Any) -> list[str]:
    """Every text inside a node."""
    if isinstance(node, dict):
        return [text for value in node.values() for text in texts(value)]
    if isinstance(node, list):
        return [text for value in node for text in texts(value)]
    return [node] if isinstance(node, str) else []


def step(node: Any, part: str) -> Any:
    """Into a mapping by key, into a list by the id (or ref) of an entry or by its number."""
    if isinstance(node, dict):
        return node[part]
    for entry in node:
        if isinstance(entry, dict) and part in (entry.get("id"), entry.get("ref")):
            return entry
    return node[int(part)]


def trail(place: str, where: str) -> list[Any]:
    """The nodes from a file's root to the one that ``where`` leads to."""
    name, _, path = where.partition("#/")
    nodes = [plain(PLACES / place / name)]
    for part in path.split("/") if path else ():
        nodes.append(step(nodes[-1], part))
    return nodes
