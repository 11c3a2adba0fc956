"""Published figures: one declared loader a file, one tidy shape for all.

``read("ambulance", series="c2_mean", areas=["RYE", "E92000001"])`` gives rows of `SCHEMA`; ``DATASETS`` says for each
dataset who publishes it, under which licence, of which vintage and with which known faults.
"""

from oneplace.record.opendata.covers import areas_of
from oneplace.record.opendata.reading import read, series_of
from oneplace.record.opendata.register import DATASETS, Dataset
from oneplace.record.opendata.tidy import PROVISIONAL, SCHEMA

__all__ = ["DATASETS", "PROVISIONAL", "SCHEMA", "Dataset", "areas_of", "read", "series_of"]
