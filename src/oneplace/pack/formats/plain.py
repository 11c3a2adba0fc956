"""The document as plain lists and dictionaries, for what can't read Python."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from oneplace.pack.document import Document, Table


def plain(document: Document) -> dict[str, Any]:
    """The tree with each block's kind under ``type``, without the drawings (they are files)."""
    found: dict[str, Any] = _plain(document)
    return found


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        named = {part.name: _plain(getattr(value, part.name)) for part in fields(value) if part.name != "svg"}
        if isinstance(value, Table):
            named["widths"] = value.widths
        return {"type": type(value).__name__, **named}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value
