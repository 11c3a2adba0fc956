"""The board pack: the same results as charts, web pages, tagged PDF, Word document, CSV and JSON."""

from typing import TYPE_CHECKING

from oneplace.deferred import deferred

if TYPE_CHECKING:
    from oneplace.pack.build import PackReport, build
    from oneplace.pack.decision_files import decision_file, sitting_file, urgent_file
    from oneplace.pack.formats import DECISIONS, IN_FULL, is_data, is_open, json_schema, workbook
    from oneplace.pack.validation import write_validation
else:
    deferred(__name__)

__all__ = [
    "DECISIONS",
    "IN_FULL",
    "PackReport",
    "build",
    "decision_file",
    "is_data",
    "is_open",
    "json_schema",
    "sitting_file",
    "urgent_file",
    "workbook",
    "write_validation",
]
