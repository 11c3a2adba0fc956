"""What a file's row is: by the file's name, or by what stands in its header."""

from __future__ import annotations

import re
from collections.abc import Sequence

from oneplace.record.proposing.expressing import dated
from oneplace.record.proposing.guessing import Guess, first, words

ADMITTED = r"^(?!.*\b(decision|decided|planned|expected)\b).*\b(admidate|admission|admitted|admit|adm)\b"
DISCHARGED = r"^(?!.*\b(ready|planned|expected|estimated)\b).*\b(disdate|disch|discharged?)\b"
SPELL = r"^((hospital )?provider )?spell( (id|identifier|key|ref|reference|number|num|no))?$"
EPISODE = r"\b(epistart|epi|episode)\b"
_KINDS = (
    (r"immuni|vaccin", "observation", "immunisation"),
    (r"social prescri|link worker", "activity", "social_prescribing"),
    (r"medic|drug|prescri", "observation", "medication"),
    (r"procedure|operation|opcs", "observation", "procedure"),
    (r"condition|diagnos|problem", "observation", "diagnosis"),
    (r"allerg|\bflag", "observation", "finding"),
    (r"measurement|observation(?! period)|\blabs?\b|result|vital", "observation", "measurement"),
    (r"questionnaire|survey|score", "observation", "score"),
    (r"outpat|\bopa?\b", "activity", "outpatient_attendance"),
    (r"\bapc\b|\bip\b|inpat|admi(ssion|tted)|spell", "activity", "inpatient_spell"),
    (r"ecds|\bae\b|\ba e\b|aande|emergency|\bed\b", "activity", "ed_attendance"),
    (r"ambulance|\b999\b", "activity", "ambulance_incident"),
    (r"\b111\b", "activity", "call_111"),
    (r"appointment", "activity", "gp_appointment"),
    (r"waiting|\bwl\b|\brtt\b|wait ?list", "activity", "waiting_list"),
    (r"mental|mhsds", "activity", "mental_health_contact"),
    (r"matern|deliver", "activity", "maternity_delivery"),
    (r"volunt|vcse|charity", "activity", "voluntary_contact"),
    (r"service request|referral", "activity", "referral"),
    (r"communit|csds", "activity", "community_contact"),
    (r"reablement", "activity", "reablement"),
    (r"\bcld\b|social care", "activity", "social_care_service"),
)


def kind_of(called: str, guesses: Sequence[Guess], start: Guess) -> tuple[str | None, str]:
    """The table and the kind of a row that began at ``start`` in a file called so; no table where nothing tells."""
    said = words(called)
    by_name = next(((table, kind) for told, table, kind in _KINDS if re.search(told, said)), None)
    if by_name is not None:
        return by_name
    kind = None if re.search(r"\bencounters?\b", said) else _by_header(guesses, start)
    return ("activity", kind) if kind else (None, "")


def _by_header(guesses: Sequence[Guess], start: Guess) -> str | None:
    """The type of activity where the columns' names leave no doubt of which it is."""
    if dated(guesses, ADMITTED) and (dated(guesses, DISCHARGED) or first(guesses, SPELL, EPISODE)):
        return "inpatient_spell"
    if start.called(EPISODE) and first(guesses, r"\bconsultant\b", r"\b(epi|episode) (no|number|order)\b"):
        return "consultant_episode"
    if dated(guesses, r"\b(arrival|arrived)\b") and (
        dated(guesses, r"\b(departure|departed|dep)\b") or first(guesses, r"\b(ed|ae|a e|triaged?|acuity)\b")
    ):
        return "ed_attendance"
    if start.called(r"\bappointment\b|\bappt\b"):
        ours = first(guesses, r"\b(clinic|consultant|outpatient|specialty|treatment function)\b")
        return (
            "outpatient_attendance"
            if ours
            else "gp_appointment"
            if first(guesses, r"\b(gp|practice|surgery)\b")
            else None
        )
    return "referral" if start.called(r"\b(referral|referred)\b") else None
