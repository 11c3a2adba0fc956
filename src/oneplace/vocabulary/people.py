"""What people call the groups that they ask about: those of the breakdowns, ages of life, and those no file tells of.

``called`` holds the words for the search and for finding a group in a text of a strategy; the first names it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

_NOT_OF_PEOPLE = re.compile(r"\bcontinuity of carer\b", re.IGNORECASE)
"""Words of care that hold a name of people and speak of others: this carer is a midwife."""


@dataclass(frozen=True)
class Called:
    """Words for a group of people, in small letters."""

    called: tuple[str, ...]

    def in_text(self, text: str) -> bool:
        """Whether a text speaks of them, by whole words in any case, one or several."""
        return bool(self._pattern.search(_NOT_OF_PEOPLE.sub("", text)))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in self.called)})s?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Ages(Called):
    """A part of life, both ages in completed years and included; ``slug`` names it in an address."""

    slug: str
    name: str
    youngest: int
    oldest: int | None

    def holds(self, youngest: int, oldest: int | None) -> bool:
        """Whether people of these ages all belong to it."""
        return youngest >= self.youngest and (self.oldest is None or (oldest is not None and oldest <= self.oldest))


@dataclass(frozen=True)
class Unheld(Called):
    """People whom law or national policy asks every place to think of, and whom the record has no column for."""

    name: str
    who: str
    """Completes "no file says ..."."""
    because: str
    """What asks places to think of them."""


AGES = (
    Ages(
        ("children", "child", "young people", "young person", "pupil", "babies", "kid", "teenager", "under 18"),
        "under-18",
        "children and young people under 18",
        0,
        17,
    ),
    Ages(("working age", "aged 16 to 64"), "16-to-64", "people of working age, 16 to 64", 16, 64),
    Ages(
        ("older people", "older person", "elderly", "pensioner", "over 65", "over 65s", "aged 65 and over", "senior"),
        "65-and-over",
        "people aged 65 and over",
        65,
        None,
    ),
    Ages(("over 75", "over 75s", "aged 75 and over", "old age"), "75-and-over", "people aged 75 and over", 75, None),
    Ages(
        ("over 85", "over 85s", "aged 85 and over", "very old", "oldest old"),
        "85-and-over",
        "people aged 85 and over",
        85,
        None,
    ),
)
"""The ages that people ask about."""

CALLED = {
    ("sex", "F"): Called(("women", "woman", "girl", "female", "ladies", "mother")),
    ("sex", "M"): Called(("men", "man", "boy", "male", "father")),
    ("deprivation", "1"): Called(
        ("most deprived fifth", "most deprived", "deprived", "poorest", "poor area", "disadvantaged")
    ),
    ("deprivation", "5"): Called(("least deprived fifth", "least deprived", "richest", "wealthiest", "affluent")),
    ("ethnicity", "asian"): Called(("asian people", "south asian", "indian", "pakistani", "bangladeshi", "chinese")),
    ("ethnicity", "black"): Called(("black people", "black residents", "african", "caribbean")),
    ("ethnicity", "mixed"): Called(("mixed race", "mixed heritage")),
    ("ethnicity", "white"): Called(("white people",)),
}
"""What people call groups of the breakdowns, by breakdown and code, where it is more than their label."""

_ACT, _CORE = "sections 4 and 149 of the Equality Act 2010", "Core20PLUS5 (NHS England, 2021)"

KNOWN = {
    "deprivation": ("1-most-deprived", "2", "3", "4", "5-least-deprived"),
    "ethnicity": ("asian-or-asian-british", "black-or-black-british", "mixed", "white", "other-ethnic-group"),
    "sex": ("female", "male"),
    "age": tuple(ages.slug for ages in AGES),
}
"""The addresses of the groups that are there before any run, by breakdown."""


def slug(text: str) -> str:
    """A name as it stands in an address."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


UNHELD = (
    Unheld(
        ("carer", "unpaid carer", "young carer", "caring for"),
        "carers",
        "who is a carer",
        "section 10 of the Care Act 2014",
    ),
    Unheld(("disabled people", "disabled", "disability", "disabilities"), "disabled people", "who is disabled", _ACT),
    Unheld(
        ("learning disability", "learning disabilities", "autistic", "autism"),
        "people with a learning disability and autistic people",
        "who has a learning disability or is autistic",
        _CORE,
    ),
    Unheld(
        ("care leaver", "looked after", "looked-after", "children in care"),
        "children in care and care leavers",
        "who is or was in care",
        "sections 1 and 2 of the Children and Social Work Act 2017",
    ),
    Unheld(("pregnant", "pregnancy", "pregnancies", "maternity", "mother"), "pregnant women", "who is pregnant", _ACT),
    Unheld(
        ("lgbt", "lgbtq", "lesbian", "gay", "bisexual", "transgender", "trans people", "sexual orientation"),
        "lesbian, gay, bisexual and trans people",
        "what people’s sexual orientation or gender identity is",
        _ACT,
    ),
    Unheld(
        ("religion", "faith", "muslim", "christian", "hindu", "sikh", "jewish"),
        "people of a religion or belief",
        "which religion or belief people have",
        _ACT,
    ),
    Unheld(
        ("homeless", "rough sleeper", "homelessness", "without a home"),
        "people without a home",
        "who has no home",
        _CORE,
    ),
    Unheld(
        ("refugee", "asylum seeker", "migrant"),
        "refugees, people seeking asylum and migrants",
        "who came here as a migrant or refugee",
        _CORE,
    ),
    Unheld(
        ("gypsy", "gypsies", "roma", "traveller"),
        "Gypsy, Roma and Traveller people",
        "who is Gypsy, Roma or Traveller",
        _CORE,
    ),
    Unheld(
        ("prisoner", "prison", "offender", "probation", "justice system"),
        "people in contact with the justice system",
        "who is or was in contact with the justice system",
        _CORE,
    ),
    Unheld(
        ("veteran", "armed forces", "military"),
        "veterans and families of the armed forces",
        "who serves or served in the armed forces",
        "section 8 of the Armed Forces Act 2021",
    ),
)
"""Whom no column of the record tells apart.

Asked for by the Equality Act's list of protected characteristics (age, sex and race are breakdowns; marriage is left
out, for no measure of health and care is asked by it), by the inclusion health groups of Core20PLUS5, and by the acts
that are named.
"""
