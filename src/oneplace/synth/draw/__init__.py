"""Chance, days and made-up identifiers: what the rest of the synthetic place is drawn with."""
