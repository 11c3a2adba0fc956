"""The codes of the problems that patient flow tells of."""

from __future__ import annotations

from docs_from_code.tables import table
from oneplace.flow.file.codes import CODES
from oneplace.problems import Severity

_INTRODUCTION = """# What is said of pathways

`oneplace check` reads a place's pathways besides its other files, and `oneplace flow`, `optimise`, `calibrate`,
`validate` and `import` tell what is wrong in the same form: file, line, code, what is wrong, how to mend it. A code
means one thing in the whole product: what is said of a place's other files, and of YAML itself, is among [the
rules](../rules/README.md). A warning (W) is true and worth a look, and nothing stops; every other letter is an error.

"""


def page() -> str:
    """The whole page."""
    return _INTRODUCTION + table(
        ("code", "", "what it finds"), ((code, Severity.of(code).value, what) for code, what in CODES.items())
    )
