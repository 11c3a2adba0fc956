"""The part of FHIRPath that picks one value out of a resource, as DuckDB SQL over a column of JSON.

Understood: ``name``, ``name[0]``, ``name.where(field = 'text')`` joined by
dots; each step takes the first item where the path before it gives several.
"""

from __future__ import annotations

import re

_STEP = re.compile(
    # name, name[0] or name.where(field = 'text'), then a dot or the end
    r"(?P<name>[A-Za-z][A-Za-z0-9]*)"
    r"(?:\[(?P<index>\d+)\]|\.where\(\s*(?P<field>[A-Za-z][A-Za-z0-9.]*)\s*=\s*'(?P<text>[^']*)'\s*\))?"
    r"(?:\.(?=.)|$)"
)


def value(path: str, json: str) -> str:
    """Return SQL for the text at ``path`` in the SQL expression ``json``; null where there is none."""
    inner = _compile(path, json)
    return f"json_extract_string({inner}, '$')"


def _compile(path: str, json: str) -> str:
    at, sql = 0, json
    while at < len(path):
        step = _STEP.match(path, at)
        if not step:
            raise ValueError(
                f"`{path}` is not a path that can be read: names, [n] and .where(field = 'text'), joined by dots."
            )
        at = step.end()
        if step["field"]:
            sql = (
                f"list_filter(CAST(json_extract({sql}, '$.{step['name']}') AS JSON[]), "
                f"lambda item: json_extract_string(item, '$.{step['field']}') = '{step['text']}')[1]"
            )
        else:
            sql = f"json_extract({sql}, '$.{step['name']}{'[' + step['index'] + ']' if step['index'] else ''}')"
    return sql
