"""The one sentence that titles an ambition's chart: the value and how it stands against its path."""

from __future__ import annotations

from oneplace.progress.rules import ForecastStatus, Status, direction_of_good
from oneplace.progress.sentences.about import About, Row
from oneplace.progress.sentences.amounts import target, value
from oneplace.progress.sentences.claims import Kind, Reference, Sentence, phrase
from oneplace.progress.sentences.digits import digits
from oneplace.progress.sentences.gaps import widening
from oneplace.progress.sentences.held import decided, held
from oneplace.progress.sentences.labels import by_part
from oneplace.progress.sentences.movement import heading
from oneplace.stats import side
from oneplace.vocabulary.wording import apart_words, value_words

_DECIDED = (ForecastStatus.MET.value, ForecastStatus.MISSED.value)
"""What is said of a target once the value of its own time is known."""


def finding(row: Row, about: About) -> Sentence:
    """The one sentence that titles the chart: value, period and how it stands against its path."""
    status = Status(row["status"])
    if status is Status.NO_MEASURE:
        return Sentence(f"Not measured yet. {_capital(about.reason)}")
    if row["value"] is None:
        if by_part(row):  # there are figures, of groups or of parts of the place
            return Sentence(_capital(row["why"]))
        return Sentence(f"No figure to show. {_capital(row['why'])}")
    stands = Sentence("", (about.claim(Kind.STATUS, row, direction=row["status"], period=row["period_label"]),))
    return phrase("{}{}{}", value(row, about).capital, FINDINGS[status](row, about), stands)


def _capital(text: str) -> str:
    """A reason as a sentence of its own: it may be of several, or hold a colon."""
    return text[:1].upper() + text[1:]


def _on_path(row: Row, about: About) -> Sentence:
    return phrase("{}.", _at_path(row, about))


def _at_path(row: Row, about: About) -> Sentence:
    """That it is at its path; of a target whose own time is over, at that, and what became of it then."""
    lead = held(row, about), target(row, about)
    match row["status_forecast"]:
        case ForecastStatus.MET.value:
            return phrase("{} is at the target of {} or better: it was {}", *lead, _became(row, about))
        case ForecastStatus.CANNOT_BE_TOLD.value:
            then = "whether it was met in its own time{} cannot be told"
            return phrase(f"{{}} is at the target of {{}} or better: {then}", *lead, decided(row, about))
    return phrase("{} is on the path to {}", *lead)


def _became(row: Row, about: About) -> Sentence:
    """``met`` or ``missed``: what became of a target in its own time, and by which figure where none is told yet."""
    word = row["status_forecast"]
    claim = about.claim(Kind.OUTCOME, row, direction=word, period=row["target_label"])
    return phrase("{}{}", Sentence(word, (claim,)), decided(row, about))


def _off_path(row: Row, about: About) -> Sentence:
    if _too_late(row, about):
        return phrase("{} reaches the target of {} too late: it was missed.", held(row, about), target(row, about))
    if _missed_and_close(row):
        return _close(row, about)
    number, lower = (row["value"], row["lower"]) if row.get("held_label") is None else (row["held"], row["held_lower"])
    short, unknown = _short(number, row, about), "" if lower is not None else " (no limits are known)"
    if row["path"] == row["target"]:
        met = row["status_forecast"] == ForecastStatus.MET.value
        then = phrase(", which was {} in its own time", _became(row, about)) if met else ""
        return phrase("{} is {} off the target of {}{}{}.", held(row, about), short, target(row, about), then, unknown)
    claim = about.claim(Kind.PATH, row, number=row["path"], period=row.get("held_label") or row["period_label"])
    asked = Sentence(value_words(row["path"], about.unit, digits(row, about)), (claim,))
    to = "{} is {} off the path to {}, which asked for {}{}."
    return phrase(to, held(row, about), short, target(row, about), asked, unknown)


def _short(number: float, row: Row, about: About) -> Sentence:
    """By how much it is off: of a small miss nobody says only "off"."""
    told = {"number": abs(number - row["path"]), "period": row.get("held_label") or row["period_label"]}
    claim = about.claim(Kind.SHORT, row, reference=Reference(row["path"]), **told)
    return Sentence(apart_words(number, row["path"], about.unit, digits(row, about)), (claim,))


def _too_late(row: Row, about: About) -> bool:
    """Whether what is held against the target is as good as it, although the target's own period was not."""
    number = row["value"] if row.get("held_label") is None else row["held"]
    good = direction_of_good(about.polarity)
    return bool(row["status_forecast"] == ForecastStatus.MISSED.value and (number - row["target"]) * good >= 0)


def _missed_and_close(row: Row) -> bool:
    """Whether a target was missed in its own time, and what is held against it now is worse by no more than chance."""
    which = "" if row.get("held_label") is None else "held_"
    now = side(row[f"{which}lower"], row[f"{which}upper"], of=row["path"])
    return row["status_forecast"] == ForecastStatus.MISSED.value and now == 0


def _now_close(row: Row) -> bool:
    """Whether it is chance, rounding or weights alone that hide on which side of its target the newest value lies."""
    which = "" if row.get("held_label") is None else "held_"
    known = row[f"{which}lower"] is not None
    return row["path"] is not None and (not known or side(row[f"{which}lower"], row[f"{which}upper"], row["path"]) == 0)


def _close(row: Row, about: About) -> Sentence:
    """That it is too close to a target to say whether it reaches it now, and what became of that in its own time."""
    lead = "{} is too close to the target of {} to say on which side it is"
    return phrase(f"{lead}; in its own time it was {{}}.", held(row, about), target(row, about), _became(row, about))


def _gap_wider(row: Row, about: About) -> Sentence:
    if row["target"] is None:
        return phrase("{}, but {}.", heading(row, about), widening(row, about))
    return phrase("{}, but {}.", _at_path(row, about), widening(row, about))


def _not_yet(row: Row, about: About) -> Sentence:
    if row["target"] is None:
        return phrase("{} cannot be judged yet by what stood before.", held(row, about))
    if row["status_forecast"] in _DECIDED:
        if _now_close(row):
            return _close(row, about)
        told = held(row, about), target(row, about), _became(row, about)
        return phrase("{} cannot be judged yet against the target of {}, which was {} in its own time.", *told)
    if row["status_forecast"] == ForecastStatus.CANNOT_BE_TOLD.value:
        told = held(row, about), target(row, about), decided(row, about)
        return phrase("{} leaves open whether the target, {}, was met{}.", *told)
    return phrase("{} cannot be judged yet against {}.", held(row, about), target(row, about))


def _not_alike(row: Row, about: About) -> Sentence:
    if row["status_forecast"] in _DECIDED:
        told = held(row, about), target(row, about), _became(row, about)
        return phrase("{} cannot be compared with the target of {}, which was {} in its own time.", *told)
    return phrase("{} cannot be compared with the target of {}.", held(row, about), target(row, about))


def _no_target(row: Row, about: About) -> Sentence:
    return phrase("{}.", heading(row, about))


def _context(row: Row, about: About) -> Sentence:
    return phrase("{}: shown for context.", heading(row, about))


FINDINGS = {
    Status.ON_PATH: _on_path,
    Status.OFF_PATH: _off_path,
    Status.AVERAGE_UP_BUT_GAP_WIDER: _gap_wider,
    Status.CANNOT_BE_JUDGED_YET: _not_yet,
    Status.CANNOT_BE_COMPARED: _not_alike,
    Status.GAP_TARGET_ONLY: _no_target,
    Status.NO_TARGET_SET: _no_target,
    Status.CONTEXT: _context,
}
