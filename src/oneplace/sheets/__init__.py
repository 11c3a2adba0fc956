"""Tables as people keep them: text and Excel files with all their habits, read in one way for every method."""

from oneplace.sheets.ages import Band, band, overlap
from oneplace.sheets.cells import Mark, UnreadableError, number
from oneplace.sheets.clock import clocks
from oneplace.sheets.decoding import refuse_foreign
from oneplace.sheets.excel import refuse_archive, table_of, tables_of
from oneplace.sheets.period import Kind, Period
from oneplace.sheets.periods import read as read_period
from oneplace.sheets.periods import working_days
from oneplace.sheets.reading import read
from oneplace.sheets.sheet import Coded, Numbers, Sheet, Times
from oneplace.sheets.totals import is_total

__all__ = [
    "Band",
    "Coded",
    "Kind",
    "Mark",
    "Numbers",
    "Period",
    "Sheet",
    "Times",
    "UnreadableError",
    "band",
    "clocks",
    "is_total",
    "number",
    "overlap",
    "read",
    "read_period",
    "refuse_archive",
    "refuse_foreign",
    "table_of",
    "tables_of",
    "working_days",
]
