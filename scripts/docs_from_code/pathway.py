"""The reference of the pathway file, from its JSON Schema."""

from __future__ import annotations

import json
from typing import Any

from docs_from_code.tables import table
from oneplace import flow

_INTRODUCTION = """# The pathway file

One YAML file a pathway, `pathways/<id>.yaml` in a place's folder; JSON of the same shape is read as well. What it is
for, and what the simulation does with it, is told in [Pathways](../flow/pathways.md). This page is its keys, from the
code.

Every number is a quantity: a number and its unit in one string (`5 days`, `96 patients per day`, `16 %`, `430 beds`).
A bare number is refused. `unlimited` stands where there is no limit. `not_set` stands where nobody knows the number
yet: the file is read, `oneplace check` names what is missing, and a simulation says which numbers it needs; costs and
carbon that are not set are left out of the results. A file that a pathway names (`series/…csv`) is looked for beside
it, then in the place's folder.

For an editor that completes and checks while you type, let the file begin with
`# yaml-language-server: $schema=…/pathway.schema.json` ([`schemas/`](../../schemas), or `oneplace schema DIR`).

"""
_FIRST = ("PathwayFile", "Patients", "Arrivals", "Profile", "PlaceOfCare", "Distribution")


def schema() -> str:
    """The JSON Schema as text."""
    return json.dumps(flow.json_schema(), indent=2, ensure_ascii=False) + "\n"


def page() -> str:
    """Return the page."""
    whole = flow.json_schema()
    parts = {"PathwayFile": whole, **whole["$defs"]}
    order = [*_FIRST, *sorted(parts.keys() - set(_FIRST))]
    return _INTRODUCTION + "\n".join(_section(name, parts[name]) for name in order)


def _section(name: str, part: dict[str, Any]) -> str:
    needed = part.get("required", ())
    rows = (
        (f"`{key}`", _form(of), "needed" if key in needed else _default(of), of.get("description"))
        for key, of in part["properties"].items()
    )
    told = " ".join(part["description"].split()).replace("``", "`")
    return f"## {_title(name)}\n\n{told}\n\n{table(('key', 'what it takes', 'if left out', 'meaning'), rows)}"


def _title(name: str) -> str:
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()
    return words.capitalize()


def _form(of: dict[str, Any]) -> str:
    """What a value looks like, in words."""
    forms = [each for each in of.get("anyOf", [of]) if each.get("type") != "null"]
    return " or ".join(dict.fromkeys(_one(each) for each in forms))


def _one(of: dict[str, Any]) -> str:
    if "$ref" in of:
        title = _title(of["$ref"].rpartition("/")[2])
        return f"[{title.lower()}](#{title.lower().replace(' ', '-')})"
    if "enum" in of or "const" in of:
        return ", ".join(f"`{value}`" for value in of.get("enum", [of.get("const")]))
    if of.get("type") == "array":
        return f"a list: {_form(of['items'])}" if "items" in of else "a list"
    if of.get("type") == "object":
        inner = next(iter(of.get("patternProperties", {"": of.get("additionalProperties")}).values()))
        return f"by name: {_form(inner)}" if isinstance(inner, dict) and inner else "by name"
    if "examples" in of:
        return f"`{of['examples'][0]}`"
    return {"date": "a date, in quotes"}.get(of.get("format", ""), "a name" if "pattern" in of else "text")


def _default(of: dict[str, Any]) -> str:
    default = of.get("default")
    return f"`{default}`" if isinstance(default, str) else ""
