"""Where a number stands and where it is heading: level and direction apart, each with its date."""

from __future__ import annotations

from oneplace.progress.sentences.about import About, Row
from oneplace.progress.sentences.claims import Claim, Kind, Reference, Sentence, phrase
from oneplace.progress.sentences.digits import digits
from oneplace.progress.sentences.lasting import lasting, newest_figure, stopped, tense
from oneplace.progress.sentences.runs import though
from oneplace.progress.sentences.ways import (
    DID,
    FALLING,
    GOOD,
    HAS,
    MOVED,
    PAST,
    RISING,
    STEADY,
    STEPS,
    UNCLEAR,
    WAY,
    aside,
    is_or_was,
    judged,
)
from oneplace.stats import tied
from oneplace.vocabulary.wording import from_to, named, value_words, when

_SEASONAL = ("monthly", "quarterly", "six_monthly")
UNTOLD = ("one_figure", "not_known")
"""The directions of a series of which none can be told."""
_TOGETHER = "all values since then, taken together, show no steady"
_FURTHER = {"rose": "higher", "fell": "lower"}


def before(row: Row, about: About) -> Sentence:
    """The value of the period before, by its name; of months and quarters that of a year before the newest, too.

    Empty where what is told of its direction begins with that very value.
    """
    if row["change"] is None or not row["before_label"] or (_of_two(row) and row["ends"] in (*STEADY, "not_known")):
        return Sentence()
    said = _was(row["before_label"], row["value"] - row["change"], row, about)
    label = row.get("year_before_label")
    if label is None:
        return phrase("{}.", said).capital
    earlier = _was(label, row["year_before"], row, about, which=", a year before the newest,")
    return phrase("{}; {}.", said, earlier).capital


def _was(label: str, number: float, row: Row, about: About, *, which: str = "") -> Sentence:
    claim = about.claim(Kind.BEFORE, row, number=number, period=label)
    return Sentence(f"{when(label)}{which} it was {value_words(number, about.unit, digits(row, about))}", (claim,))


def _of_two(row: Row) -> bool:
    """Whether its direction is asked of two figures alone: of the newest and the one before."""
    return bool(row["direction"] == UNCLEAR and row["direction_since"] == row["before_label"])


def level(row: Row, about: About) -> Sentence:
    """Against what is usual: of what has a control chart its level, of others the first period that can be compared."""
    word, charted, label = row["level"], about.has_control_chart, row["level_since"]
    claim = about.claim(Kind.LEVEL, row, direction=word, period=label)
    if word == "usual" and charted:
        return Sentence(
            f"It {tense(row, 'has stayed', 'stayed')} at about the same level{lasting(row, label)}.", (claim,)
        )
    if word == "unsettled":
        lead = f"Some of its values{lasting(row, label)}{tense(row, '', ',') if label else ''} show more than chance"
        return Sentence(f"{lead} explains, though the newest {is_or_was(row)} within its usual range.", (claim,))
    if word not in ("better", "worse") or about.polarity not in GOOD:
        return Sentence()
    came_from = row.get("stepped_from") or row["direction_since"]
    if not charted and came_from == label and (row["direction"] in MOVED or row["ends"] in STEADY):
        return Sentence()  # the direction says it: it has come from there
    side = _side_of_level(word, about)
    if charted:
        been = f"{tense(row, 'has been', 'was')} {side} its usual level{lasting(row, label)}"
        now = label == row["period_label"] and not stopped(row)
        lead = f"It is now {side} its usual level" if now else f"It {been}"
        return Sentence(f"{lead}, which {is_or_was(row)} {word}.", (claim,))
    told = f"It {is_or_was(row)} {side} its level {when(label)}, which {is_or_was(row)} {word}."
    return Sentence(told, (claim,)) if label else Sentence()


def direction(row: Row, about: About) -> Sentence:
    """Where it is heading now."""
    word, label = row["direction"], row["direction_since"]
    claim = about.claim(Kind.DIRECTION, row, direction=word, period=label)
    match word:
        case "rising" | "falling":
            moving = Sentence(f"It {_going(row, about)}", (claim,))
            return phrase("{}{}.", moving, _but(row, about))
        case "rose" | "fell":
            return phrase("It {}. It {}.", ended(row, about), _no_further(row))
        case "stepped_up" | "stepped_down":
            return phrase("It {}. Before and after that step there was no clear change.", _step(row, about))
        case "no_clear_change":
            return phrase("{}{}.", _unclear(row, about, claim), though(row, about))
        case "one_figure" | "not_known":
            return Sentence(f"{_untold(word, about)}.", (claim,)).capital
    return Sentence()


def _untold(word: str, about: About) -> str:
    """Why no direction is told; what there are too few figures for is no more than that: they may well differ."""
    if word == "one_figure":
        return "one figure shown so far: no change can be told yet"
    seasonal = about.frequency in _SEASONAL
    what = "a rise or fall from the season yet" if seasonal else "yet which way it is heading"
    return f"too few comparable figures: we cannot tell {what}"


def _going(row: Row, about: About) -> str:
    """``has been rising since 2019/20, which is worse``; of what has stopped ``rose from 2019/20 to 2022/23, …``."""
    word = row["direction"]
    went = f"{tense(row, f'has been {word}', DID[word])}{lasting(row, row['direction_since'])}"
    return f"{went}{judged(word, about, is_or_was(row))}"


def _no_further(row: Row) -> str:
    """That a rise or fall that has ended did not go on: ``has not been lower since``."""
    further = _FURTHER[row["direction"]]
    if not stopped(row):
        return f"has not been {further} since"
    return f"was not {further} up to {named(row['period_label'])}, {newest_figure(row)}"


def _unclear(row: Row, about: About, claim: Claim) -> Sentence:
    """That it goes no one way, and how its newest value stands to the first: a line through all tells nothing of it."""
    word, label = row["ends"], row["direction_since"]
    if word == "similar":
        return Sentence(f"There {tense(row, 'has been', 'was')} no clear change{lasting(row, label)}", (claim,))
    if word is None:
        return Sentence(f"There {tense(row, 'has been', 'was')} no steady rise or fall{lasting(row, label)}", (claim,))
    first, ends = _first(row, about), _ends(row, about)
    it = f"It {is_or_was(row)}"
    if word == "not_known" and _same(row):
        return Sentence(f"{it} the same as {when(label)} ({first}); {_TOGETHER} rise or fall", (claim, ends))
    if word == "not_known":
        unknown = "No limits are known, so we cannot tell whether it has changed since then by more than chance"
        return Sentence(f"{when(label)} it was {first}. {unknown}; {_TOGETHER} rise or fall", (claim, ends)).capital
    lead = f"{it} {word} than {when(label)} ({first}) by more than chance explains{_which(word, row, about)}"
    all_of_them = f"{_TOGETHER} {STEADY[word]}"
    told = "two figures tell no direction" if _of_two(row) else all_of_them
    return Sentence(f"{lead}; {told}", (claim, ends))


def _first(row: Row, about: About) -> str:
    return _number(row["direction_from"], row, about)


def _ends(row: Row, about: About) -> Claim:
    first = Reference(row["direction_from"], row["direction_since"])
    way = "same" if row["ends"] == "not_known" and _same(row) else row["ends"]
    return about.claim(Kind.ENDS, row, direction=way, reference=first)


def _same(row: Row) -> bool:
    """Whether the newest value is that of the period that it is held against: there is no change to tell."""
    return tied(row["value"], row["direction_from"])


def ended(row: Row, about: About) -> Sentence:
    """A rise or fall that has ended, from where to where: ``fell from 9.6 in November 2024 to 8.0 in April 2025``."""
    word, furthest = row["direction"], _number(row["turned_from"], row, about)
    claim = about.claim(Kind.DIRECTION, row, direction=word, period=row["direction_since"])
    since = Reference(row["direction_from"], row["direction_since"])
    told = {"number": row["turned_from"], "period": row["turned_at"], "reference": since}
    turn = about.claim(Kind.TURN, row, direction=word, **told)
    first = f"{_first(row, about)} {when(row['direction_since'])}"
    good = judged(PAST[word], about, "was")
    return Sentence(f"{word} from {first} to {furthest} {when(row['turned_at'])}{good}", (claim, turn))


def _step(row: Row, about: About) -> Sentence:
    """One step from a level to another: ``fell in one step in March 2025: 31.8% on average before, 31.1% since``."""
    word, since = row["direction"], row["direction_since"]
    claim = about.claim(Kind.DIRECTION, row, direction=word, period=since)
    old = Reference(row["direction_from"], row["stepped_from"])
    level = about.claim(Kind.SHIFT, row, direction=word, number=row["settled"], period=since, reference=old)
    lead = f"{DID[STEPS[word]]} in one step {when(since)}{judged(STEPS[word], about, is_or_was(row))}"
    before = f"{_first(row, about)} on average from {named(row['stepped_from'])} until then"
    after = tense(row, " since", lasting(row, since))
    return Sentence(f"{lead}: {before}, {_number(row['settled'], row, about)}{after}", (claim, level))


def _number(value: float, row: Row, about: About) -> str:
    return value_words(value, about.unit, digits(row, about))


def _but(row: Row, about: About) -> Sentence:
    """That its newest step went the other way, not told of months and quarters."""
    if about.frequency in _SEASONAL or not row["change"]:
        return Sentence()
    rose = row["change"] > 0
    if rose == (row["direction"] == RISING):
        return Sentence()
    claim = about.claim(Kind.STEP, row, direction="higher" if rose else "lower", period=row["before_label"])
    words = f", though the newest value is {claim.direction} than the one before"
    if row.get("newest_step") != claim.direction:
        return Sentence(words, (claim,))
    beyond = about.claim(Kind.NEWEST, row, direction=claim.direction, period=row["before_label"])
    return Sentence(f"{words} by more than chance explains", (claim, beyond))


def newest_step(row: Row, about: About) -> Sentence:
    """That the newest value differs from the one before by more than chance, where the direction does not say so."""
    way = _beyond(row)
    if not way or row["direction"] in HAS:
        return Sentence()
    claim = about.claim(Kind.NEWEST, row, direction=way, period=row["before_label"])
    alone = "; one step tells no direction" if row["direction"] == UNCLEAR else ""
    lead = f"The newest value {is_or_was(row)} {way} than {when(row['before_label'])} by more than chance explains"
    return Sentence(f"{lead}{_which(way, row, about)}{alone}.", (claim,))


def _beyond(row: Row) -> str:
    """Which way the newest value differs from the one before beyond chance, if its direction is another; else empty."""
    way, word = row.get("newest_step"), row["direction"]
    told = way == {RISING: "higher", FALLING: "lower"}.get(word) or (word == UNCLEAR and _of_two(row))
    return str(way) if way in STEADY and not told and word not in UNTOLD else ""


def steps_back(row: Row) -> bool:
    """Whether the newest value lies beyond chance from the one before, against the way that the number goes."""
    return row.get("direction") in HAS and bool(_beyond(row))


def course(row: Row, about: About) -> Sentence:
    """The direction in a few words, as lists show it: ``rising since 2019/20 (worse)``, or why none is known.

    A newest step beyond chance that is another way goes with it: no title or list is quoted without it.
    """
    said, step = _course(row, about), _from_before(row, about)
    return phrase("{}; {}", said, step) if said and step else said


def _course(row: Row, about: About) -> Sentence:
    word, label = row["direction"], row["direction_since"]
    claim = about.claim(Kind.DIRECTION, row, direction=word, period=label)
    if word in (RISING, FALLING):
        return Sentence(f"{tense(row, word, DID[word])}{lasting(row, label)}{aside(word, about)}", (claim,))
    if word in PAST:
        return phrase("{}; {}", ended(row, about), _no_further(row).removeprefix("has ").replace("not been", "not"))
    if word in STEPS:
        return _step(row, about)
    if word == UNCLEAR:
        return _unclear_course(row, about, claim)
    return Sentence(_untold(word, about), (claim,)) if word in UNTOLD else Sentence()


def _unclear_course(row: Row, about: About, claim: Claim) -> Sentence:
    word, label = row["ends"], row["direction_since"]
    if word in (None, "similar"):
        return Sentence(f"no {'clear change' if word else 'steady rise or fall'}{lasting(row, label)}", (claim,))
    first = f"{_first(row, about)} {when(label)}"
    if word == "not_known" and _same(row):
        return Sentence(
            f"the same as {when(label)} ({_first(row, about)}), with no steady rise or fall", (claim, _ends(row, about))
        )
    if word == "not_known":
        return Sentence(f"from {first}, with no steady rise or fall (no limits are known)", (claim, _ends(row, about)))
    good = aside(WAY[word], about)
    if _of_two(row):
        return Sentence(f"{word} than {first}{good}", (_ends(row, about),))
    return Sentence(f"{word} than {first}{good}, but no steady {STEADY[word]}", (claim, _ends(row, about)))


def course_listed(row: Row, about: About) -> Sentence:
    """The same as a row of a list is scanned: of what has ended when and which way; its numbers stand on the page.

    Of what goes no one way its level, where that is another than usual, or than at first: one month can be thrice the
    others, and whoever reads that it goes badly has to read why.
    """
    said, away = _course_listed(row, about), _from_before(row, about) or _from_usual(row, about)
    return phrase("{}; {}", said, away) if said and away else said


def _course_listed(row: Row, about: About) -> Sentence:
    word, since = row["direction"], row["direction_since"]
    claim = about.claim(Kind.DIRECTION, row, direction=word, period=since)
    if word in PAST:
        span = from_to(since, row["turned_at"])
        return Sentence(f"{word} {span}{aside(PAST[word], about)}, {_not_since(row)}", (claim,))
    if word in STEPS:
        stepped = f"{DID[STEPS[word]]} in one step {when(since)}{aside(STEPS[word], about)}"
        newest = f"; {named(row['period_label'])} is {newest_figure(row)}" if stopped(row) else ""
        return Sentence(f"{stepped}{newest}", (claim,))
    return Sentence("one figure shown so far", (claim,)) if word == "one_figure" else _course(row, about)


def _not_since(row: Row) -> str:
    return f"not up to {named(row['period_label'])}, {newest_figure(row)}" if stopped(row) else "not since"


def _from_before(row: Row, about: About) -> Sentence:
    """How the newest value stands to the one before, where that is more than chance: ``lower than in 2023/24``."""
    way = _beyond(row)
    if not way:
        return Sentence()
    claim = about.claim(Kind.NEWEST, row, direction=way, period=row["before_label"])
    return Sentence(f"{way} than {when(row['before_label'])}{aside(WAY[way], about)}", (claim,))


def _from_usual(row: Row, about: About) -> Sentence:
    """How a process stands to its usual level, where that is another: ``above its usual level since 2025 (worse)``;
    and what has no usual level to its first: ``below its level in 2006/07 (worse)``.
    """
    word, since = row["level"], row["level_since"]
    if row["direction"] != UNCLEAR or row["ends"] not in (None, "similar"):
        return Sentence()
    if word not in ("better", "worse") or not level(row, about) or (row["ends"] and about.has_control_chart):
        return Sentence()
    if not about.has_control_chart:
        if since == row["direction_since"]:
            return Sentence()  # what has not clearly changed since then is not held against it
        claim = about.claim(Kind.LEVEL, row, direction=word, period=since)
        return Sentence(f"{_side_of_level(word, about)} its level {when(since)} ({word})", (claim,))
    now, side = since == row["period_label"] and not stopped(row), _side_of_level(word, about)
    told = f" {when(since)}" if now else lasting(row, since)
    return Sentence(
        f"{side} its usual level{told} ({word})", (about.claim(Kind.LEVEL, row, direction=word, period=since),)
    )


def _side_of_level(word: str, about: About) -> str:
    return "above" if (word == "better") == (about.polarity == "high_good") else "below"


def heading(row: Row, about: About) -> Sentence:
    """The direction as a chart's title goes on: ``, rising since 2019/20 (worse)``, ``; it fell from …``; or empty."""
    said = course(row, about)
    if not said or row["direction"] in UNTOLD:
        return Sentence()
    if row["direction"] in (*PAST, *STEPS) or (row["direction"] in HAS and stopped(row)):
        return phrase("; it {}", said)
    return phrase(", with {}" if said.text.startswith("no ") else ", {}", said)


def _which(side: str, row: Row, about: About) -> str:
    return judged(WAY[side], about, is_or_was(row))
