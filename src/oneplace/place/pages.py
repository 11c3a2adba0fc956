"""The pages and schemas that are written from the code: ``python -m oneplace.place.pages`` in the project's root."""

from __future__ import annotations

import json
import tempfile
from datetime import date
from pathlib import Path

from oneplace.place.computing import FromPublished
from oneplace.place.document import load
from oneplace.place.library import shipped, themes
from oneplace.place.measure import Measure
from oneplace.place.reading import check
from oneplace.place.rules import Explanation, explanations
from oneplace.place.schema import json_schema
from oneplace.place.strategy.themes import Theme
from oneplace.problems import Severity
from oneplace.vocabulary.dimensions import STATED

_INTRODUCTION = """# What `oneplace check` says

`oneplace check PLACE` reads a place's files like a compiler: each problem stands at its file, line and column, says
what is wrong and how to mend it. It ends with 0 where there is no error, with 1 where there is one.

An **error** means that the files contradict themselves, or a duty of law or of the format that can be met by writing
something, be it `not_set`. Files that are free of errors today are so tomorrow, but for one thing (E40): a decision
that is still asked for can't ease what was to hold in a period that is over by then. A **warning** is true and worth a
look, and nothing stops: late milestones, targets that nobody has set, money that is not there. The rule on illustrative
numbers (E46) is applied only to what is built for the public. What is said of pathways has
[codes of its own](../reference/pathway-problems.md).

## Rules

| code | what it finds |
|---|---|
"""

_FORM = """
## Mistakes of form

These come first; while there are any, the rules above are not tried.

| code | what it finds |
|---|---|
| F01 | a file or folder that is not there or cannot be read |
| F02 | a file that is too large for what it should hold |
| F03 | a file with another ending than `.yaml`, which would not be read |
| F04 | a file that leads out of the folder of the place, by a link or `..` |
| F05 | boundaries that can't be drawn (no GeoJSON, no code, metres for degrees), or lack a neighbourhood |
| F06 | an id in `library.yaml` that is not a measure or theme of the library |
| F07 | a dataset in `datasets.yaml` that is `like` no ready declaration |
| Y01 | text that is not plain UTF-8: a byte order mark, a wrong byte, a control character |
| Y02 | text that is not YAML |
| Y03 | a tab in the indentation |
| Y04 | a key that is not text, such as a bare year: write `"2020": 5` |
| Y05 | an anchor, alias, merge key or tag |
| Y06 | a second document, or a directive |
| Y07 | nesting that is too deep |
| Y08 | a number that readers of YAML take for different things: `08`, `1_000`, `12:30`, `.nan` |
| Y09 | a key that stands twice |
| Y10 | a key without a value in `{…}` |
| Y11 | a mark that nobody sees and that turns the direction of a text |
| T01 | a key that is not known |
| T02 | a key that is missing |
| T03 | a value of the wrong kind |

## Of figures and data

What only shows beside the data, of a place without errors: all but E129, E138 and E139 are warnings.

| code | what it finds |
|---|---|
| W116 | a submission with a third fewer rows than the last, in the newest run |
| W124 | a figure in the place's own files of a period that is not over: it is no result |
| W125 | figures with counts and without limits, of which nobody has said whether these are of people or events |
| W126 | a measure for which the newest run found no row, or no related row, in any period |
| W127 | typed percentages none of which is above 1, or one far below those beside it: shares, perhaps |
| W128 | a group in typed figures that no list holds |
| W129 | typed figures of less than the time in which they come once: survey months, or parts |
| W132 | a baseline, or a gap's, that is another number than the place's own figures of that period make |
| W133 | typed years of one series that begin in different months: calendar and financial years, perhaps |
| W135 | a target, or a gap's, for one year, and figures of several or other years: typed, published, or of a run |
| W136 | figures of few people in a file of the place, or that would tell of few: they are hidden |
| E129 | typed counts of everyone that are fewer than those of the groups of one breakdown together |
| E138 | a code list that a measure or cohort asks for and that can't be read: it isn't there, or a column is missing |
| E139 | figures of the place's own dataset that a run refuses: shares of 1 for percentages, values below nought |
| W153 | a measure that counts others than when readers saw figures of it, under one id: those may stay |
| W150 | figures of the newest run that are hidden since another measure counts nearly the same in other words |
| W152 | figures of the newest run with counts that the small-number rule hides now: seen by the rule before |
| W147 | typed figures that are not what the counts beside them make: no limits are worked out |
| W142 | a typed share or rate of everyone that is below or above those of all groups of one breakdown |

Dates and the words `yes`, `no`, `on` and `off` are text, as YAML 1.2 has it; a field that asks for true or false says
so.
"""


def rule_pages() -> dict[str, str]:
    """The page of each rule and the one that lists them, by file name."""
    rows = "".join(f"| [{rule.code}]({rule.code}.md) | {rule.title} |\n" for rule in explanations().values())
    pages = {f"{rule.code}.md": _page(rule) for rule in explanations().values()}
    return {"README.md": _INTRODUCTION + rows + _FORM} | pages


def schemas() -> dict[str, str]:
    """The JSON Schemas as text, by file name."""
    return {
        f"{kind}.schema.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for kind, schema in json_schema().items()
    }


_LIBRARY = """# The measure library

These measures ship with Oneplace. A place takes one by its id, whole or with what is different there and why, in
[`library.yaml`](place-folder.md#measures-of-the-library); a change here reaches every place that takes it, at its next
run. The last column says by which groups of people its figures come.

| id | what it measures | data | by |
|---|---|---|---|
"""


def library_page() -> str:
    """The page that lists the library's measures."""
    return _LIBRARY + "".join(_listed(name, path) for name, path in shipped().items())


_THEMES = """# The theme library

These themes ship with Oneplace: what a stage of life, a group of people or a service asks for, and which measures of
the [library](measure-library.md) answer. A place takes one by its id, whole or with what is different there and why, in
[`library.yaml`](place-folder.md#themes); each has a page of its own. Where nothing answers, the last column says who
holds the number.
"""


def theme_page() -> str:
    """The page that lists the library's themes with all that they ask."""
    return _THEMES + "".join(_theme(Theme.model_validate(load(path).data)) for path in themes().values())


def _theme(theme: Theme) -> str:
    head = f"\n## {theme.title} (`{theme.id}`)\n\n{theme.asks}\n\n| asks | answered by | else ask |\n|---|---|---|\n"
    rows = (
        f"| {one.title}: {one.asks} | {', '.join(f'`{name}`' for name in one.measures) or '—'} "
        f"| {f'{one.plan.held_by}: {one.plan.number}' if one.plan else '—'} |\n"
        for one in theme.facets.values()
    )
    return head + "".join(rows)


def _listed(name: str, path: Path) -> str:
    measure = Measure.model_validate(load(path).data)
    by = ", ".join(each.code for each in STATED if measure.breakdowns.has(each.code)) or "—"
    of = measure.compute
    data = f"`{of.dataset}`: `{of.series}`" if isinstance(of, FromPublished) else "—"
    return f"| `{name}` | {measure.name} | {data} | {by} |\n"


def _page(rule: Explanation) -> str:
    kind = "Error" if rule.severity is Severity.ERROR else "Warning"
    return (
        f"# {rule.code}: {rule.title}\n\n{kind}. {rule.why}\n\n## How to mend it\n\n{rule.mend}\n\n"
        f"## Example\n\n```yaml\n{rule.changed}```\n\n```\n{_output(rule)}\n```\n\n## Mended\n\n"
        f"```yaml\n{rule.changed_mended}```\n"
    )


def _output(rule: Explanation) -> str:
    """What ``oneplace check`` says of the example, with the line counted in the lines shown if it stands there."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in rule.place(rule.fault).items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        problem = check(folder, as_of=date(2026, 4, 1), public=True)[0]
    line = problem.line - rule.fault.removesuffix(rule.changed).count("\n")
    where = f":{line}:{problem.column}" if line > 0 else ""
    return f"{rule.file}{where}: {problem.code} {problem.message} {problem.mend}"


def write(root: Path) -> None:
    """Write all of them into a project's ``docs/`` and ``schemas/``."""
    library = {"measure-library.md": library_page(), "theme-library.md": theme_page()}
    docs = root / "docs"
    for folder, files in ((docs / "rules", rule_pages()), (docs / "reference", library), (root / "schemas", schemas())):
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path.cwd())
