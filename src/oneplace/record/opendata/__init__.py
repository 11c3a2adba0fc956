"""Published figures: one declared loader a file, one tidy shape for all.

``read("ambulance", series="c2_mean", areas=["RYE", "E92000001"])`` gives rows of `SCHEMA`; ``DATASETS`` says for each
dataset who publishes it, under which licence, of which vintage and with which known faults. A place's own datasets
(``datasets.yaml``) come before those that ship: ``read_of`` and its like look there first.
"""

from oneplace.record.opendata.covers import areas_of, authorities
from oneplace.record.opendata.own import all_of, areas_in, collector_of, entry_of, read_of, series_in, whole
from oneplace.record.opendata.reading import read, series_of
from oneplace.record.opendata.register import DATASETS, Dataset
from oneplace.record.opendata.tidy import PROVISIONAL, SCHEMA, under_held_codes
from oneplace.record.opendata.updating import Update, update

__all__ = [
    "DATASETS",
    "PROVISIONAL",
    "SCHEMA",
    "Dataset",
    "Update",
    "all_of",
    "areas_in",
    "areas_of",
    "authorities",
    "collector_of",
    "entry_of",
    "read",
    "read_of",
    "series_in",
    "series_of",
    "under_held_codes",
    "update",
    "whole",
]
