"""Who is who: NHS numbers first, Splink for the rest, and ids that stay from load to load."""

from oneplace.record.linkage.answers import Settled
from oneplace.record.linkage.crosswalk import Links, person_ids
from oneplace.record.linkage.evaluation import Quality, evaluate
from oneplace.record.linkage.evidence import RULES
from oneplace.record.linkage.keys import by_key
from oneplace.record.linkage.numbers import by_number
from oneplace.record.linkage.probabilistic import Placed, link
from oneplace.record.linkage.queue import prune

__all__ = [
    "RULES",
    "Links",
    "Placed",
    "Quality",
    "Settled",
    "by_key",
    "by_number",
    "evaluate",
    "link",
    "person_ids",
    "prune",
]
