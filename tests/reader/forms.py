"""Every sentence as a form: its blanks named by the claims that fill them, all else as it is printed.

``{target}`` is the number of a claim about the target, ``{forecast:rising~@}`` the period from which a forecast that
rises goes on. Where two numbers, periods, groups or areas have changed places, a word is turned round or left out, or
another branch is taken, the form is another one, although every number is in print. ``forms.txt`` has the forms that
people have read and found true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from oneplace.progress.sentences import About, Claim, Kind
from oneplace.vocabulary.wording import named
from tests.reader.printed import UNIT_IN_PRINT, groups_told, limits_told, numbers_told, whose_told
from tests.reader.walk import Said

FORMS = Path(__file__).with_name("forms.txt")
ANY = "?"
"""Filled in with what is no claim of its own: how many months there are, the day of a standard."""
PREFERRED = ("target", "value", "path", "held", "direction", "ends", "forecast", "gap")
"""Of which claim a number or period is called that could be of several."""
SHARE_OF_INTERVAL = ("95%", "94%", "80%")
SENTENCE = re.compile(r"(?<=[.;:?])\s+(?=[A-Z−£…\d“])|(?<=;)\s+")
QUOTED = re.compile(r"“[^”]+”")
UNITS = sorted(
    {*UNIT_IN_PRINT.values(), "percentage point", "place", "people", "person"} - {"", "%", "£", "pe"}, key=len
)
UNIT = "|".join(["%", *(f" {re.escape(unit)}s?" for unit in reversed(UNITS)), " a head", " for each GP"])
MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December) "
YEAR = r"(?:19|20)\d\d(?:/\d\d\b|\b)(?![.,]\d)"
PERIOD = rf"(?:the (?:school|survey) year )?(?:the year to )?(?:\d{{1,2}} )?(?:{MONTH})?{YEAR}"
NUMBER = rf"(?:less than |more than |rank )?[−£]*\d[\d,]*(?:\.\d+)?\b(?: million)?(?:{UNIT})*"


class Form(NamedTuple):
    """A sentence with ``{}`` for each blank, and by which names each may go, in their order."""

    words: str
    blanks: tuple[frozenset[str], ...]

    def is_among(self, read: Mapping[str, list[list[str]]]) -> bool:
        """Whether a form that was read has the same words and, of each blank, one of its names."""
        return any(
            all(name == ANY or name in blank for name, blank in zip(names, self.blanks, strict=True))
            for names in read.get(self.words, [])
        )

    def __str__(self) -> str:
        told = (f"{{{_first(blank)}}}" for blank in self.blanks)
        return re.sub(r"\{\}", lambda _: next(told), self.words)


def read() -> dict[str, list[list[str]]]:
    """The forms that people have read: the names of their blanks by their words."""
    found: dict[str, list[list[str]]] = {}
    for line in FORMS.read_text(encoding="utf-8").splitlines():
        names = re.findall(r"\{([^}]*)\}", line)
        found.setdefault(re.sub(r"\{[^}]*\}", "{}", line), []).append(names)
    return found


def unread(said: Iterable[Said], labels: Mapping[str, str]) -> list[Form]:
    """The forms of what is said that nobody has read, those that leave least open first."""
    known, new = read(), {}
    told = {form for one in said for form in forms(one, labels)}
    for form in sorted(told, key=lambda form: (sum(len(blank) > 1 for blank in form.blanks), str(form))):
        if not form.is_among(known):
            new[str(form)] = form
            known.setdefault(form.words, []).append([_first(blank) for blank in form.blanks])
    return list(new.values())


def _first(names: frozenset[str]) -> str:
    """The name by which a blank goes that could go by several."""
    rank = {kind: at for at, kind in enumerate(PREFERRED)}
    return min(names, key=lambda name: (rank.get(re.split(r"[ :~@<>&!]", name)[0], len(rank)), name), default=ANY)


def forms(said: Said, labels: Mapping[str, str]) -> Iterator[Form]:
    """The form of each sentence of what is said; ``labels`` gives the names of groups by their codes."""
    about = said.about
    own = (about.measure, about.ambition, about.question, about.leaves_open, about.groups_unlike) if about else ()
    text = QUOTED.sub("“…”", said.sentence.text)
    for words in sorted(filter(None, own), key=len, reverse=True):
        text = text.replace(words, "…")
    fillings = [each for name, claim in _named(said.sentence.claims) for each in _fillings(name, claim, about, labels)]
    names = {told.lower() for told, name in fillings if name.endswith("@") or not re.match(r"[−£\d]", told)}
    parts = [rf"\b{re.escape(told)}\b" for told in sorted(names, key=len, reverse=True)]
    blank = re.compile("|".join([*parts, PERIOD, NUMBER]), re.IGNORECASE)
    for sentence in filter(None, SENTENCE.split(text)):
        blanks: list[frozenset[str]] = []
        words = blank.sub(lambda found: _blank(found[0], fillings, blanks), sentence)  # noqa: B023 - used at once
        yield Form(words, tuple(blanks))


def _blank(printed: str, fillings: list[tuple[str, str]], blanks: list[frozenset[str]]) -> str:
    found = frozenset(name for told, name in fillings if _is(printed, told))
    if not found and printed in SHARE_OF_INTERVAL:
        return printed
    blanks.append(found)
    return "{}"


def _is(printed: str, told: str) -> bool:
    """Whether what is printed is what a claim tells: the same words, or the same number to as many decimals."""
    if printed.lower() == told.lower():
        return True
    one, other = (re.match(r"(?:rank )?([−£]*[\d,]*\.?\d+)(?: million)?(?!/)", each) for each in (printed, told))
    if not one or not other or re.fullmatch(PERIOD, printed):
        return False
    if one[1] == other[1]:
        return True
    if "." not in one[1] or "£" in one[1]:
        return False
    decimals = len(other[1].partition(".")[2])
    value = float(one[1].replace(",", "").replace("−", "-"))
    return any(f"{value + nudge:,.{decimals}f}".replace("-", "−") == other[1] for nudge in (-1e-9, 1e-9))


def _named(claims: Iterable[Claim]) -> Iterator[tuple[str, Claim]]:
    """Each claim by its kind and way; another of the same kind is a second one: ``before``, ``before 2``."""
    seen: dict[str, list[tuple[object, ...]]] = {}
    for claim in claims:
        name = claim.kind.value + (f":{claim.direction}" if claim.direction else "")
        others, what = seen.setdefault(name, []), (claim.number, claim.period, claim.group, claim.reference)
        if what not in others:
            others.append(what)
        at = others.index(what)
        yield f"{name} {at + 1}" if at else name, claim


def _fillings(name: str, claim: Claim, about: About | None, labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What a claim has in print, each by the claim's name: of its own, or (``~``) of what it is held against."""
    numbers = [each.strip() for each in numbers_told(claim, about) if re.match(r" ?[−£]*\d|less|more|none", each)]
    held = claim.reference is not None and claim.reference.number is not None and claim.kind is not Kind.SHORT
    own = (f"{name}~", name) if held else (name, name)
    yield from zip(numbers, own, strict=False)
    yield from zip(limits_told(claim, about), (f"{name}<", f"{name}>"), strict=False)
    if claim.period:
        yield named(claim.period), f"{name}@"
    if claim.reference and claim.reference.period:
        yield named(claim.reference.period), f"{name}~@"
    yield from zip(groups_told(claim, labels), (f"{name}&", f"{name}~&"), strict=False)
    whose = whose_told(claim, about)
    yield from zip(whose, (f"{name}!", f"{name}~!") if claim.whose or len(whose) > 1 else (f"{name}~!",), strict=False)
