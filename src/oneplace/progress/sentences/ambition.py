"""The sentences about one ambition: chart title, page answer, alt text and pack text are these and no others.

Every function takes a row of the ``progress`` table as a mapping and what the row is ``About``. A difference is only
said where the row says that it is beyond chance.
"""

from __future__ import annotations

from oneplace.progress.rules import Status
from oneplace.progress.sentences.about import About, Row
from oneplace.progress.sentences.amounts import interval, value
from oneplace.progress.sentences.claims import Sentence, joined, phrase
from oneplace.progress.sentences.digits import digits
from oneplace.progress.sentences.findings import finding
from oneplace.progress.sentences.held import counted
from oneplace.progress.sentences.labels import by_part
from oneplace.progress.sentences.listed import compared, same_as
from oneplace.progress.sentences.movement import before, direction, heading, level, newest_step
from oneplace.progress.sentences.outlook import outlook
from oneplace.progress.sentences.runs import long_run, strategy_run, though
from oneplace.progress.sentences.ways import HAS
from oneplace.vocabulary.wording import MADE_UP, value_words, when

_BY_HEADING = (Status.GAP_TARGET_ONLY, Status.NO_TARGET_SET, Status.CONTEXT)
"""What is titled by its direction, as no path of the average's is there to be held against."""
_SINCE = (before, level, direction, newest_step, long_run, strategy_run)


def answer(row: Row, about: About) -> Sentence:
    """The page's answer: the value with its interval, its level and direction, against others, against its path.

    Last stands what of the ambition it does not tell.
    """
    if row["value"] is None:
        return joined(finding(row, about), part_only(row, about))
    return joined(stands(row, about), row["why"], counted(row, about), part_only(row, about))


def part_only(row: Row, about: About) -> Sentence:
    """What of the ambition its number does not tell; empty where nothing is said, or nothing is known."""
    if not about.leaves_open or (row["value"] is None and not by_part(row)):
        return Sentence()
    return Sentence(f"This answers only a part of it: {about.leaves_open}.")


def stands(row: Row, about: About) -> Sentence:
    """The answer of a measure of which nothing is asked: all of it but the path."""
    limits = interval(row, about)
    latest = phrase("{} ({})." if limits else "{}.", value(row, about).capital, *([limits] if limits else []))
    return joined(latest, since(row, about), comparison(row, about))


def beneath(row: Row, about: About) -> Sentence:
    """The answer beneath a chart whose title is the ``finding``: all but what the title has said."""
    if row["value"] is None:
        return Sentence()
    limits = interval(row, about)
    latest = phrase("{}.", limits.capital) if limits else Sentence()
    course = joined(*(part(row, about) for part in _SINCE if part is not direction or not _is_titled(row, about)))
    return joined(latest, course, comparison(row, about), row["why"], counted(row, about), part_only(row, about))


def _is_titled(row: Row, about: About) -> bool:
    """Whether the title has all of the direction: of one that goes on it lacks that the newest step went back, of none
    that the strategy's own years have one.
    """
    if though(row, about):
        return False
    by_heading = row["status"] in _BY_HEADING and row["direction"] not in HAS
    return by_heading and bool(heading(row, about))


def since(row: Row, about: About) -> Sentence:
    """What it was before, how it stands to its usual level and where it is heading, each with its date."""
    return joined(*(part(row, about) for part in _SINCE))


def comparison(row: Row, about: About) -> Sentence:
    """How the place stands against its comparator, whose value is of the period named."""
    if about.not_compared and row["value"] is not None:
        return Sentence(f"We don’t compare it with other areas: {about.not_compared}.")
    if row["comparator_value"] is None:
        return Sentence()
    whom = f"For {about.area(row['whose'])} it" if row["whose"] else "It"
    name, word = about.area(row["comparator"]), row["comparison"]
    other, period = f"for {name}" if row["whose"] else name, row["comparator_label"]
    number = value_words(row["comparator_value"], about.unit, digits(row, about))
    theirs = f"{number} {when(period)}" if period else number
    if same_as(row):
        return Sentence(f"{whom} is the same as {other} ({theirs}).", (compared(row, about),))
    match word:
        case "better" | "worse":
            text = f"{whom} is {word} than {other} ({theirs})."
        case "similar":
            text = f"{whom} is not clearly better or worse than {other} ({theirs})."
        case "not_known":
            text = f"For {name} it was {theirs}. No limits are known, so we call neither better."
        case _:
            text = f"For {name} it was {theirs}."
    return Sentence(text, (compared(row, about),))


def origin_note(row: Row) -> str:
    """What to know where numbers are made up; empty where none is."""
    notes = []
    if row["origin"] == "synthetic":
        notes.append("Worked out from synthetic people, not from people who live here.")
    if row["origin"] == "illustrative":
        notes.append("The values are illustrative: invented to show the form.")
    if row.get("target_provenance") == "illustrative":
        notes.append("The target is illustrative: nobody has agreed it.")
    if _of_gap_alone(row) == "illustrative":
        notes.append("The target for the gap is illustrative: nobody has agreed it.")
    return " ".join(notes)


def made_up(row: Row) -> bool:
    """Whether any number of the row is synthetic or illustrative."""
    return row["origin"] in MADE_UP or (row["target_provenance"] or _of_gap_alone(row)) in MADE_UP


def _of_gap_alone(row: Row) -> str | None:
    """Where what was set for the gap comes from, where nothing was for the average; else None."""
    return row.get("gap_target_provenance") if row.get("target") is None and row.get("gap_target") is not None else None


def alt_text(row: Row, about: About) -> Sentence:
    """The chart in words: what is measured, the finding, the interval, the outlook."""
    name = about.measure or about.ambition
    if row["value"] is None:
        return phrase("{}. {}", name, finding(row, about))
    limits = interval(row, about)
    said = phrase("{}.", limits.capital) if limits else Sentence()
    return joined(f"{name}.", finding(row, about), said, outlook(row, about))
