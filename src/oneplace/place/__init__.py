"""The place folder: read it like a compiler, say what is wrong and where, and hand it on as typed, frozen models."""

from oneplace.place.cohort import Cohort
from oneplace.place.fields import Owner, Statement
from oneplace.place.folder import Place
from oneplace.place.measure import UNITS, Measure
from oneplace.place.period import Period
from oneplace.place.place_file import PlaceFile
from oneplace.place.reading import check, read
from oneplace.place.rules import Explanation, explain
from oneplace.place.scaffold import scaffold
from oneplace.place.schema import json_schema
from oneplace.place.sources import Sources
from oneplace.place.strategy import Strategy
from oneplace.place.strategy.delivery import Milestone, Risk, Workstream
from oneplace.place.strategy.governance import Decision
from oneplace.place.strategy.identity import Partner
from oneplace.place.strategy.outcomes import Outcome

__all__ = [
    "UNITS",
    "Cohort",
    "Decision",
    "Explanation",
    "Measure",
    "Milestone",
    "Outcome",
    "Owner",
    "Partner",
    "Period",
    "Place",
    "PlaceFile",
    "Risk",
    "Sources",
    "Statement",
    "Strategy",
    "Workstream",
    "check",
    "explain",
    "json_schema",
    "read",
    "scaffold",
]
