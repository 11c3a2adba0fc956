"""From definitions to numbers: one SQL statement a measure; results with breakdowns, gaps, signals, suppression."""

from oneplace.measures.code_lists import unread
from oneplace.measures.data_tests import data_tests, shrunk
from oneplace.measures.documents import not_recognised
from oneplace.measures.figureless import why_none
from oneplace.measures.gaps import to_everyone
from oneplace.measures.matching import never_matched
from oneplace.measures.measuring import Measured, MeasureExplained, explain, known_without_run, measure, to_look_at
from oneplace.measures.published import not_held
from oneplace.measures.quality import report as quality_report
from oneplace.measures.redefined import redefined
from oneplace.measures.still_shown import still_shown
from oneplace.measures.told import hidden_by_another

__all__ = [
    "MeasureExplained",
    "Measured",
    "data_tests",
    "explain",
    "hidden_by_another",
    "known_without_run",
    "measure",
    "never_matched",
    "not_held",
    "not_recognised",
    "quality_report",
    "redefined",
    "shrunk",
    "still_shown",
    "to_everyone",
    "to_look_at",
    "unread",
    "why_none",
]
