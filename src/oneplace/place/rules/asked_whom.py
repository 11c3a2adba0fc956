"""Of whom and of what a question asks, set beside of whom and of what its measure is."""

from __future__ import annotations

import re

from oneplace.place.measure import Measure
from oneplace.vocabulary.wording import list_words

_AGE = re.compile(
    r"\b(?:at|by|aged|age|over|under)[- ](\d{1,2})s?\b(?![- ](?:%|per|day|week|month|minute|hour|second|in|of|out))"
)
_AGED = re.compile(
    r"\b(\d{1,2})(?: and over| and older| or over| or older| to \d|\+)|\b(?:aged|over|under) (\d{1,2})\b"
)
_DONE = re.compile(r"\b(?:treated|seen|admitted|answered)\b")
_OLDER = re.compile(r"\b(?:older|elderly|later life|over (?:6[05]|7[05]|80)s?)\b")
_OLD = 50
"""From what age on a measure's people are at least, where they may be called older people."""
_YOUNG = re.compile(
    r"\b(?:child(?:ren)?(?:hood)?|bab(?:y|ies)|pupils?|infants?|boys?|girls?|teenagers?|young people|year[- ]olds|"
    r"school\w*|births?|born|matern\w+|reception|year [1-9]\d?|key stage|under[- ]?\d{1,2}s?|youth|adolescents?|"
    r"newborns?)\b"
)
_ASKED_YOUNG = re.compile(r"\b(?:child(?:ren)?|bab(?:y|ies)|pupils?|infants?|boys|girls|teenagers?|young people)\b")
_GROWN = re.compile(r"\badults?\b")
_ALL_AGES = re.compile(r"\ball ages\b|\bof every age\b|\bany age\b")
_SEX = {
    "women": re.compile(r"\b(?:women|woman|girls?|females?|mothers?)\b"),
    "men": re.compile(r"\b(?:men|man|boys?|males?|fathers?)\b"),
}
_OF_ONE_SEX = re.compile(r"matern|pregnan|(?<!at )birth|deliver|breast|cervi|prostat|concepti|abortion|menopaus")
_CODE = {"F": "women", "M": "men"}
_WHO = {
    "carers": "carer|caring|unpaid care", "staff": "staff|worker|workforce|nurse|doctor|employee",
    "homeless": "homeless|rough sleep|temporary accommodation|housing", "veterans": "veteran|armed forces",
    "prisoners": "prison|offend|custod", "refugees": "refugee|asylum", "disabled": "disab|impair|limiting",
    "looked-after": "looked.after|in care|care leaver", "mothers": "mother|matern|pregnan|(?<!at )birth|deliver",
    "pregnant": "pregnan|matern|antenatal|deliver|birth|booked|concepti",
}  # fmt: skip
"""Groups of people that a question may name, and the words by which a measure tells that it is of them."""
_ILLNESSES = (
    "asthma", "diabet", "cancer", "dementia", "stroke", "heart attack", "heart failure", "copd|bronchitis|emphysema",
    "epilep", "depress", "anxi", "measles", "influenza|flu", "covid", "obes", "hypertension|blood pressure",
    "kidney", "liver", "tuberculosis", "hiv", "self.harm", "suicide", "alcohol", "pneumonia", "sepsis",
    "arthritis", "psychosis|schizophrenia", "learning disabilit", "autis",
)  # fmt: skip
_DEATH = re.compile(r"\b(?:deaths?|mortality|died|dying)\b")
_OF_DEATH = re.compile(
    r"\b(?:deaths?|dead|die|dies|died|dying|mortality|live|lives|lived|life|lost|surviv\w*|suicides?|killed|fatal|bereave\w*)\b"
)
_STEPS = {
    "found": re.compile(r"\b(?:diagnos\w+|found|detected|new cases|incidence|screened)\b"),
    "treated": re.compile(r"\b(?:treated|treatment|therapy|surgery)\b"),
    "survived": re.compile(r"\b(?:survi\w+)\b"),
}
_WHEN = {"at weekends": r"\bweekends?\b", "at night": r"\b(?:at night|overnight|nights?)\b", "in winter": r"\bwinter\b"}
_WISH = re.compile(r"\b(?:wish|prefer|cho[io]s|choos|want)|\bneed (?:it|them|help)\b|\b(?:they|who) need\b(?! not)")
_SAID_OF_ALL = (
    "about after aged before being beside between born come does each every fewer find from good have "
    "here into keep known less long many money more most much near other people place places share some "
    "than that their them there they this those very well what when where which with would year years"
)
_ASKING = frozenset(_SAID_OF_ALL.split())
"""Words of four letters and more that tell nothing of what is asked about."""
_SHORT_OF_ALL = (
    "all and any are ask but can did for get got had has her him his how its let lot man may men new nor not now off "
    "old one our out own per put say see set she six ten the too two use via was way who why yet you"
)
_SHORT = frozenset(_SHORT_OF_ALL.split())
"""Those of three letters: a flu jab tells what is asked about."""
_UNEVEN = {"die": "death", "died": "death", "dies": "death", "dead": "death", "children": "child", "women": "woman",
           "men": "man", "seen": "see", "homes": "home", "live": "life", "lives": "life", "lived": "life"}  # fmt: skip
_ROOT = 5
"""So many letters tell that two words are of one kind: recover and recovery."""


def age(question: str, measure: Measure) -> str:
    """At 16 is not by 19."""
    asked = set(_AGE.findall(question))
    told = set(re.findall(r"\d{1,2}", f"{measure.name} {measure.definition}"))
    told = told or {found for pair in _AGED.findall(measure.denominator or "") for found in pair if found}
    if asked and _ALL_AGES.search(_words(measure)) and not asked & told:
        return "is of all ages"
    return f"is of another age ({', '.join(sorted(told))})" if asked and told and not asked & told else ""


def people(question: str, measure: Measure) -> str:
    """Adults of all ages are no older people and no children; children are no adults."""
    words, youngest, oldest = (
        f"{_words(measure)} {measure.denominator}".lower(),
        measure.whom.min_age,
        measure.whom.max_age,
    )
    told = f"people from {youngest} on" if youngest else "people of all ages"
    if _OLDER.search(question) and youngest < _OLD and not (_OLDER.search(words) or re.search(r"\b[6-9]\d\b", words)):
        return f"is of {told}, not of older people alone"
    grown = youngest >= 18 or _GROWN.search(words) or (_ALL_AGES.search(words) and oldest is None)
    if _ASKED_YOUNG.search(question) and grown and not _YOUNG.search(words):
        return f"is of {told if youngest or not _GROWN.search(words) else 'adults'}, not of children"
    young = (oldest is not None and oldest < 18) or (
        _ASKED_YOUNG.search(words) and not re.search(r"\badults?\b|\bmothers?\b|\bparents?\b", words)
    )
    if _GROWN.search(question) and not _YOUNG.search(question) and young:
        return "is of children, not of adults"
    return ""


def sex(question: str, measure: Measure) -> str:
    """Women's years are not men's, and those of both are neither's."""
    asked, words = _sexes(question), _words(measure)
    told = {_CODE[measure.whom.sex]} if measure.whom.sex else _sexes(words)
    if len(asked) != 1 or told == asked or (not told and _OF_ONE_SEX.search(words)):
        return ""
    return f"is of {list_words(sorted(told))}" if len(told) == 1 else "is of women and men together"


def _sexes(text: str) -> set[str]:
    return {name for name, words in _SEX.items() if words.search(text)}


def group(question: str, measure: Measure) -> str:
    """What is of all who use care tells nothing of carers."""
    words = f"{_words(measure)} {measure.denominator}".lower()
    asked = [who for who, told in _WHO.items() if re.search(rf"\b{who}\b", question) and not re.search(told, words)]
    return f"is not of {list_words(asked)}" if asked else ""


def illness(question: str, measure: Measure) -> str:
    """A review of diabetes tells nothing of asthma."""
    words = f"{_words(measure)} {measure.numerator} {measure.denominator}".lower()
    asked, told = _illnesses(question), _illnesses(words)
    return (
        f"is of another illness ({list_words(told.values())})"
        if asked and told and not asked.keys() & told.keys()
        else ""
    )


def _illnesses(text: str) -> dict[str, str]:
    found = {kind: re.search(rf"\b(?:{kind})\w*", text) for kind in _ILLNESSES}
    return {kind: match[0] for kind, match in found.items() if match}


def deaths(question: str, measure: Measure) -> str:
    """How many die of an illness is not how many have it."""
    if question.endswith("?") and _DEATH.search(measure.name.lower()) and not _OF_DEATH.search(question):
        return "is of deaths"
    asked = re.search(r"\b(?:die|dies|died|deaths?)\b", question)
    told = _OF_DEATH.search(f"{_words(measure)} {measure.numerator}".lower())
    return "is not of deaths" if asked and not told else ""


def step(question: str, measure: Measure) -> str:
    """A cancer that was found is not yet treated, and who was treated has not survived for that."""
    asked, told = (_met(_STEPS, text) for text in (question, _words(measure)))
    return (
        f"tells who was {list_words(told)}, not who was {list_words(asked)}"
        if asked and told and not set(asked) & set(told)
        else ""
    )


def _met(kinds: dict[str, re.Pattern[str]], text: str) -> list[str]:
    return [name for name, words in kinds.items() if words.search(text)]


def occasion(question: str, measure: Measure) -> str:
    """Nights are not weekends, and the whole week is neither."""
    asked = [
        name for name, words in _WHEN.items() if re.search(words, question) and not re.search(words, _words(measure))
    ]
    return f"is not of what happens {list_words(asked)}" if asked else ""


def done(question: str, measure: Measure) -> str:
    """People still waiting are no people treated."""
    words = _words(measure)
    waiting = "waiting" in words and not _DONE.search(words)
    return "is of people still waiting" if _DONE.search(question) and waiting else ""


def wish(question: str, measure: Measure) -> str:
    """What people wished or needed is known where somebody asked them."""
    asked = _WISH.search(question)
    told = re.search("wish|prefer|want|need", _words(measure))
    return f"doesn’t tell whether it is so “{asked[0]}”" if asked and not told else ""


def among(question: str, measure: Measure) -> str:
    """What counts violence, theft and damage together tells of none of them alone."""
    named, colon, listed = measure.definition.lower().partition(": ")
    items = [item for item in re.split(r", | and ", listed.partition(". ")[0].rstrip(".")) if item]
    asked = roots(question)
    alone = colon and not asked & roots(f"{measure.name} {named}".lower())
    some = [item for item in items if asked & roots(item)]
    return f"counts more: {list_words(items)}" if alone and some and len(some) < len(items) else ""


def _words(measure: Measure) -> str:
    return f"{measure.name} {measure.definition}".lower()


def shorts(text: str) -> set[str]:
    """The words of three letters that tell what a text is about, as they are: a flu jab."""
    return {word for word in re.findall(r"\b[a-z]{3}(?=s?\b)", text) if word not in _SHORT}


def roots(text: str) -> set[str]:
    """The beginnings of the words that tell what a text is about."""
    words = (_UNEVEN.get(word, word) for word in re.findall(r"[a-z]{4,}", text) if word not in _ASKING)
    return {word.rstrip("s").rstrip("e")[:_ROOT] for word in words}
