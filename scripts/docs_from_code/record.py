"""The reference of the linked record, from its tables and the example place's mappings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from docs_from_code.meanings import RECORD
from docs_from_code.tables import table
from oneplace import place
from oneplace.place.canonical import ACTIVITY_TYPES, KEPT, OBSERVATION_KINDS, PERSON_FACTS, Table

ROOT = Path(__file__).parents[2]

_INTRODUCTION = """# The linked record

What `oneplace load` makes of partners' extracts, whatever form they came in. The tables stand as Parquet files in
`var/record/<record>/`; `oneplace.record.connect(folder)` opens them as views of DuckDB. Types are DuckDB's.

- **Intervals are half-open**: the start is inside, the end isn't, an empty end is still open.
- **Times are as London's clock showed them.** Of the hour that comes twice as it goes back, a time that can only be the
  second is an hour more (02:10 where the clock showed 01:10 again), and so are later ones of that row and day: from
  one to the other it is as long as it was. Where both came with a zone (columns of type `instant`), the later is kept
  so wherever the clocks were changed between them on its day: an hour more in autumn, an hour less in spring.
  **Other lengths over a change are the clock's**: of times without a zone, and of stays that end on a later day, an
  hour less than it was in autumn, an hour more in spring.
- **Codes are the source's own** and stay as they were sent, trimmed.
- **Every row names its load** (`load_id`), and so the file, its hash and the mapping that made it.
- **Identity stands apart.** Names, numbers, addresses and postcodes are in `var/identity/` and in no table here.
- **Who opted out** is left out for planning. `connect(folder, purpose="direct_care")` has everybody.

How a file becomes rows of these tables is declared in `sources.yaml`:
[worked through for a data engineer](../how-to/a-data-engineer.md).

"""


def page() -> str:
    """Return the page."""
    tables = "".join(_table(each) for each in KEPT)
    return _INTRODUCTION + tables + _activity_types() + _kinds() + _facts()


def _table(declared: Table) -> str:
    name = declared.name
    rows = (
        (
            f"`{column}`",
            kind.lower(),
            "yes" if column in declared.required else "",
            RECORD.get(f"{name}.{column}") or RECORD[column],
        )
        for column, kind in declared.kept.items()
    )
    listed = table(("column", "type", "a mapping must give it", "meaning"), rows)
    return f"## {name}\n\n{declared.about}\n\n{listed}\n"


def _filled_by(table_name: str, column: str) -> dict[str, list[str]]:
    """Which datasets of the example place fill each code of a column."""
    found: dict[str, list[str]] = defaultdict(list)
    for dataset, values in _mapped(table_name):
        text = values[column]
        for code in (*ACTIVITY_TYPES, *OBSERVATION_KINDS):
            if f"'{code}'" in text and dataset not in found[code]:
                found[code].append(dataset)
    return found


def _mapped(table_name: str) -> Iterator[tuple[str, dict[str, str]]]:
    sources = place.read(ROOT / "places" / "southampton").sources
    for source in sources.sources if sources else ():
        for dataset in source.datasets:
            for rows in dataset.rows:
                if rows.table == table_name:
                    yield f"{source.id}.{dataset.id}", rows.values


def _activity_types() -> str:
    filled = _filled_by("activity", "activity_type")
    rows = ((f"`{code}`", ", ".join(filled[code])) for code in ACTIVITY_TYPES)
    return f"## Activity types\n\n{table(('activity_type', 'in the example place from'), rows)}\n"


def _kinds() -> str:
    filled = _filled_by("observation", "kind")
    rows = ((f"`{code}`", ", ".join(filled[code])) for code in OBSERVATION_KINDS)
    return f"## Kinds of observation\n\n{table(('kind', 'in the example place from'), rows)}\n"


def _facts() -> str:
    return (
        "## Facts about a person\n\nWhat `facts:` of a dataset may say. They make the person's row and the identity "
        f"that records are linked by: {', '.join(f'`{name}`' for name in PERSON_FACTS)}.\n"
    )
