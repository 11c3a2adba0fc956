"""The known answers in ``data/cases.json``, by kind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

CASES = json.loads((Path(__file__).parent / "data" / "cases.json").read_text(encoding="utf-8"))


def of(kind: str) -> list[dict[str, Any]]:
    """The cases of a kind."""
    found = [case for case in CASES if case["kind"] == kind]
    assert found, kind
    return found
