"""The tables that every run writes and that pages, packs and downloads read, and the one form of CSV they leave in."""

from oneplace.results.tables import (
    BY_PART,
    DIMENSIONS,
    NOT_COVERED,
    NOT_OVER,
    ORIGINS,
    TABLES,
    TOGETHER,
    Audience,
    Results,
    Table,
    is_over,
    of_known_periods,
    read,
    read_one,
    tables_for,
    write,
)

__all__ = [
    "BY_PART",
    "DIMENSIONS",
    "NOT_COVERED",
    "NOT_OVER",
    "ORIGINS",
    "TABLES",
    "TOGETHER",
    "Audience",
    "Results",
    "Table",
    "is_over",
    "of_known_periods",
    "read",
    "read_one",
    "tables_for",
    "write",
]
