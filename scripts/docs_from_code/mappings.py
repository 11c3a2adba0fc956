"""The ready mappings that ship, each with what it rests on, what it decides and what it reads and makes."""

from __future__ import annotations

from docs_from_code.tables import table
from oneplace.place import ready
from oneplace.place.sources import Dataset

_INTRODUCTION = """# Ready mappings of English extracts

`oneplace sources add NAME PLACE` writes one of these into the place's `sources.yaml`, remarks and all: into the source
that it belongs to (`--source` names another), which is made where it isn't there. What stands in the file stays as it
is, byte for byte; what is declared already is refused. From then on the declaration is the place's own, to be corrected
like any other ([declaring what partners send](sources.md)).

**Seen or recalled.** `recalled` means that whoever wrote the mapping did not have the publisher's layout before them:
compare the names of columns, the codes and the dates with your file before you rely on it. A column that the file
hasn't is named when it is loaded. When you have compared, write `layout_is: seen` in the declaration. Each mapping is
held by a small extract that a test writes in the layout shown here: that shows what the mapping does, not that the
publisher's files look so.

"""


def page() -> str:
    """The whole page."""
    rows = ((f"[`{name}`](#{name})", one.title, one.specification, one.version, one.layout) for name, one in _every())
    listed = table(("name", "of", "specification", "version", "layout"), rows)
    return _INTRODUCTION + listed + "".join(_section(name, one) for name, one in _every())


def _every() -> list[tuple[str, ready.Mapping]]:
    return [(name, ready.shipped(name)) for name in ready.names()]


def _section(name: str, one: ready.Mapping) -> str:
    rules = "".join(f"- {rule}\n" for rule in one.rules)
    about = f"{one.title}. {one.publisher}, {one.specification}, {one.version}. {one.how_sure}"
    return f"\n## {name}\n\n{about}\n\n{rules}\n" + "".join(_dataset(one.source, each) for each in one.datasets)


def _dataset(source: str, dataset: Dataset) -> str:
    made = ", ".join(dict.fromkeys(_made(dataset)))
    columns = table(("column", "type", "codes"), ([f"`{name}`", *_column(dataset, name)] for name in dataset.columns))
    heading = f"**`{source}/{dataset.files}`** becomes {made}.\n\n" if made else f"**`{source}/{dataset.files}`**\n\n"
    return f"{heading}<details><summary>Its columns</summary>\n\n{columns}\n</details>\n\n"


def _made(dataset: Dataset) -> list[str]:
    people = ["facts about people"] if dataset.facts else []
    kinds = [rows.values.get("activity_type") or rows.values.get("kind") or "" for rows in dataset.rows]
    named = zip((rows.table for rows in dataset.rows), kinds, strict=True)
    return people + [f"`{table}` ({kind.strip(chr(39))})" if _plain(kind) else f"`{table}`" for table, kind in named]


def _plain(kind: str) -> bool:
    return kind.count("'") == len("''") and kind.startswith("'")


def _column(dataset: Dataset, name: str) -> tuple[str, str]:
    column = dataset.columns[name]
    word = "required " if column.required else "optional " if column.optional else ""
    return word + column.type, ", ".join(column.codes or ())
