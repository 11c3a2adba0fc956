"""The place folder: read it like a compiler, say what is wrong and where, and hand it on as typed, frozen models."""

from oneplace.place.cohort import Cohort
from oneplace.place.folder import Place
from oneplace.place.measure import Measure
from oneplace.place.place_file import PlaceFile
from oneplace.place.reading import check, read
from oneplace.place.rules import Explanation, explain
from oneplace.place.sources import Sources
from oneplace.place.strategy import Strategy
from oneplace.place.strategy.outcomes import Outcome

__all__ = [
    "Cohort",
    "Explanation",
    "Measure",
    "Outcome",
    "Place",
    "PlaceFile",
    "Sources",
    "Strategy",
    "check",
    "explain",
    "read",
]
