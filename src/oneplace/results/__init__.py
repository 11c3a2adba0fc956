"""The tables that every run writes and that pages, packs and downloads read, and the one form of CSV they leave in."""

from oneplace.results.tables import (
    DIMENSIONS,
    NOT_COVERED,
    ORIGINS,
    TABLES,
    Audience,
    Results,
    Table,
    read,
    read_one,
    tables_for,
    write,
)

__all__ = [
    "DIMENSIONS",
    "NOT_COVERED",
    "ORIGINS",
    "TABLES",
    "Audience",
    "Results",
    "Table",
    "read",
    "read_one",
    "tables_for",
    "write",
]
