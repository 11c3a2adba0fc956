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
    read,
    read_one,
    tables_for,
    to_judge,
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
    "read",
    "read_one",
    "tables_for",
    "to_judge",
    "write",
]
