"""Text as words that compare: lower case, without their endings; and the words that ask but tell nothing."""

from __future__ import annotations

import re
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_WHOLE = {
    **{word: word for word in ("driving", "election", "nursing", "parking", "spending", "traveller", "training")},
    "elections": "election",
    "travellers": "traveller",
    "trained": "training",
}
"""Words that their stem would make another word of: an election is no elective operation."""
_UNEVEN = {"women": "woman", "men": "man", "children": "child", "people": "person", "feet": "foot", "teeth": "tooth"}


def words(text: str) -> list[str]:
    """The words of a text in lower case; ``A&E`` is ``a and e``."""
    return _WORD.findall(text.lower().replace("&", " and ").replace("’", "'"))


def stems(text: str) -> list[str]:
    """The words of a text without their endings."""
    return [stem(word) for word in words(text)]


ASKING = frozenset(
    words(
        "a about again against all also am an and any anyone are as at be because been being but by can "
        "could did do does doing find for from get gets getting give go going got had happen happening "
        "happens has have having here how i if in information into is it its just know like long look "
        "looking many me more most much my near need no not of on or other our out over show so some someone "
        "tell than that the their them there these they this those to too up us was we were what when where "
        "which while who why will with would you your please want"
    )
)
"""What a question is asked with. Phrases of topics are looked for before these are left out."""

ASPECTS = frozenset(
    words(
        "access area care city delay delays health help level number patient patients people person problem problems "
        "queue rate service services support time times treatment wait waiting waits"
    )
)
"""Words that say what is asked about something, rather than about what: they count for little beside it."""


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without its ending, by Porter's second rules for English; uneven plurals as their singular."""
    return _WHOLE.get(word) or str(_stemmer().stemWord(_UNEVEN.get(word, word)))


@lru_cache(maxsize=1)
def _stemmer() -> snowballstemmer.EnglishStemmer:
    return snowballstemmer.stemmer("english")
