"""Text as words that compare: lower case, without their endings; and the words that ask but tell nothing."""

from __future__ import annotations

import re
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_WHOLE = {
    **{word: word for word in ("driving", "election", "fitness", "hearing", "housing", "nursing", "parking")},
    **{word: word for word in ("screening", "spending", "sustainability", "training", "traveller", "walking")},
    "weighted": "weighted",
    "screened": "screening",
    "poorly": "poorly",
    "looked": "looked",
    "elections": "election",
    "travellers": "traveller",
    "trained": "training",
}
"""Words that their stem would make another word of: an election is no elective operation, who looks after
somebody is not a looked-after child, screening is not for the reader of a screen."""
_SHORT = {
    **dict.fromkeys(("hr", "hrs"), "hour"),
    **dict.fromkeys(("min", "mins"), "minute"),
    **dict.fromkeys(("wk", "wks"), "week"),
    **dict.fromkeys(("yr", "yrs"), "year"),
    **dict.fromkeys(("appt", "appts", "appointmt", "apt"), "appointment"),
    **dict.fromkeys(("pt", "pts"), "patient"),
    **dict.fromkeys(("dr", "drs"), "doctor"),
    "hosp": "hospital",
    "info": "information",
    "preg": "pregnant",
    "vax": "vaccine",
    "uni": "university",
}
"""How notes and messages write a word in short."""
_COUNTED = re.compile(r"(?<=\d)(?=(?:hours?|hrs?|mins?|minutes?|weeks?|wks?|days?|months?|years?|yrs?)\b)")
"""Between a number and what it counts: ``18wk``."""
_MANY_OF_AN_ABBREVIATION = re.compile(r"([b-df-hj-np-tv-xz]{2,}e?)s")
"""``gps``, ``gcses``: the rules for English take the s of the plural after a vowel alone."""
_UNEVEN = {
    **{f"{verb}r{many}": verb for verb in ("smoke", "vape") for many in ("", "s")},
    **{f"{verb}er{many}": verb for verb in ("sleep", "drink") for many in ("", "s")},
    **dict.fromkeys(("satisfaction", "satisfactions"), "satisfied"),
    **dict.fromkeys(("admission", "admissions"), "admitted"),
    **dict.fromkeys(("prescription", "prescriptions"), "prescribed"),
    "women": "woman",
    "men": "man",
    "children": "child",
    "people": "person",
    "feet": "foot",
    "teeth": "tooth",
}
"""Uneven plurals, and words that the rules for endings don't know for the same: who smokes, and smoking."""


def words(text: str) -> list[str]:
    """The words of a text in lower case; ``A&E`` is ``a and e``, ``18wk`` is ``18 week``."""
    plain = _COUNTED.sub(" ", text.lower().replace("&", " and ").replace("’", "'"))
    return [_SHORT.get(word, word) for word in _WORD.findall(plain)]


def stems(text: str) -> list[str]:
    """The words of a text without their endings."""
    return [stem(word) for word in words(text)]


ASKING = frozenset(
    words(
        "a about again against ages all also am an and any anyone are as at bad be because been being but by can "
        "cannot cant can't could did do does doing find for from get gets getting give go going got had happen "
        "happening happens has have having here how i if in information into is it its just know like long look "
        "looking many me more most much my near need no not of on or other our out over poorly show so some someone "
        "took hi hello think thinks thought "
        "tell than thing things that the their them there these they this those to too up us was we were what when "
        "where which while who why will with would you your please want "
        "aunt brother daughter friend gran grandad grandma granny husband nan nana sister son uncle wife"
    )
)
"""What a question is asked with, and for whom ("respite for my husband"). Phrases of topics are looked for first."""

ASPECTS = frozenset(
    words(
        "access area best better care city coverage delay delays good health help high level low new number patient "
        "patients people person problem problems queue rate rates result results service services support time times "
        "treatment uptake wait waiting waits worse worst"
    )
)
"""Words that say what is asked about something, rather than about what: they count for little beside it."""

RELATIVES = frozenset(
    words(
        "cousin dad daddy dads father grandfather grandmother grandparents mam mom mother mothers mum mummy mums "
        "nephew niece parent parents partner"
    )
)
"""For whom somebody asks, where something else is asked for them: alone they are people that pages are about."""


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without its ending, by Porter's second rules for English; uneven plurals as their singular."""
    many = _MANY_OF_AN_ABBREVIATION.fullmatch(word)
    return _WHOLE.get(word) or str(_stemmer().stemWord(many[1] if many else _UNEVEN.get(word, word)))


@lru_cache(maxsize=1)
def _stemmer() -> snowballstemmer.EnglishStemmer:
    return snowballstemmer.stemmer("english")
