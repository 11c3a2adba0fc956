"""The pages of ``docs/reference`` that are written from the code; ``make docs`` writes them."""

from docs_from_code import (
    architecture,
    command_line,
    mappings,
    measures,
    pathway,
    pathway_problems,
    record,
    results,
    statistics,
)

PAGES = {
    "architecture.md": architecture.page,
    "command-line.md": command_line.page,
    "mappings.md": mappings.page,
    "measure-examples.md": measures.page,
    "pathway-file.md": pathway.page,
    "pathway-problems.md": pathway_problems.page,
    "record.md": record.page,
    "results.md": results.page,
    "statistics.md": statistics.page,
}
"""The writer of each page, by file name."""

__all__ = ["PAGES"]
