"""Where in a place's files stands what changed in them."""

from __future__ import annotations

from oneplace.place.document import load
from oneplace.place.folder import Spot
from oneplace.place.moved import Change, part_words
from oneplace.place.pathways import pathways
from oneplace.place.rules.registry import Case, each

_GOVERNED = ("boards", "delivery_groups", "rules")
_FILES = ("measures", "cohorts", "decisions")
_SENT = ("sources", "feeds")


def spot_of(case: Case, change: Change) -> Spot:
    """Where the files say it now; the nearest above where they no longer do."""
    at = case.top
    if change.part == "place":
        at = case.files.place.at if case.files.place else at
    elif change.part in _FILES:
        found = getattr(case.files, change.part)
        at = next((entry.at for entry in found if entry.item.id == change.subject), at / change.part)
    elif change.part == "pathways":
        at = next((Spot(load(path)) for path in pathways(case.files.root)[0] if path.stem == change.subject), at)
    elif change.part in _SENT:
        at = _sent(case, change.subject)
    elif change.part != "strategy":
        of = case.strategy.governance if change.part in _GOVERNED else case.strategy
        at = at / "governance" if change.part in _GOVERNED else at
        at = at / change.part
        at = next((one.at for one in each(getattr(of, change.part, ()), at) if one.item.id == change.subject), at)
    elif change.field.partition(".")[0] in ("approvals", "delegation"):
        at = at / "governance"
    for word in change.field.split(".") if change.field else ():
        at = at / word
    return at


def called(change: Change) -> str:
    """What changed, in words that lead to it: ``the risk R1``, ``what sources.yaml says of Maternity, deliveries``."""
    if change.part in _SENT:
        return f"what sources.yaml says of {change.name}"
    return f"the {part_words(change.part)} {change.subject}"


def _sent(case: Case, subject: str) -> Spot:
    """Where ``sources.yaml`` speaks of a source (its id), a dataset (``source.dataset``), or of all of them."""
    declared = case.files.sources
    if declared is None:
        return case.top
    of, _, dataset = subject.partition(".")
    at = declared.at
    for number, source in enumerate(declared.item.sources):
        if source.id == of:
            at = declared.at / "sources" / number
            found = [position for position, one in enumerate(source.datasets) if one.id == dataset]
            return at / "datasets" / found[0] if found else at
    return at
