"""The numbers of an ambition in words: the value, its interval, the target, the baseline, what was set for the gap."""

from __future__ import annotations

from oneplace.progress.rules import NO_LIMITS, Status
from oneplace.progress.sentences.about import About, Row
from oneplace.progress.sentences.claims import Claim, Kind, Reference, Sentence, phrase
from oneplace.progress.sentences.digits import digits
from oneplace.progress.sentences.gap_sizes import size_of, size_words
from oneplace.progress.sentences.gaps import STATISTICS
from oneplace.progress.sentences.labels import by_part, gap_status_words
from oneplace.vocabulary.asides import asides, in_brackets
from oneplace.vocabulary.dimensions import BY_CODE
from oneplace.vocabulary.wording import marked, named, range_words, value_words, when

_PAST = "that is past, and no figure of it is shown"
_PAST_OF_ALL = "that is past, and no figure of the whole place is known"


def value(row: Row, about: About) -> Sentence:
    """The latest value with unit, whose it is and period: ``7.4% (synthetic) in 2024/25``; or that it isn't known."""
    if row["value"] is None:
        return Sentence("not known")
    number = marked(value_words(row["value"], about.unit, digits(row, about)), row["origin"])
    whose = f" for {about.area(row['whose'])}" if row["whose"] else ""
    claims: tuple[Claim, ...] = (about.claim(Kind.VALUE, row, number=row["value"], period=row["period_label"]),)
    if row.get("provisional"):
        claims += (about.claim(Kind.PROVISIONAL, row, direction="provisional", unit=None),)
    if row.get("earlier_definition"):
        claims += (about.claim(Kind.EARLIER, row, period=row["period_label"], direction="earlier", unit=None),)
    return Sentence(f"{number}{in_brackets(asides(row))}{whose} {when(row['period_label'])}", claims)


def interval(row: Row, about: About) -> Sentence:
    """The 95 % interval of the latest value; empty where there is none."""
    if row["value"] is None or row["lower"] is None or row["upper"] is None:
        return Sentence()
    limits = (row["lower"], row["upper"])
    claim = about.claim(Kind.VALUE, row, number=row["value"], period=row["period_label"], limits=limits)
    return Sentence(f"95% interval {range_words(*limits, about.unit, digits(row, about))}", (claim,))


def target(row: Row, about: About) -> Sentence:
    """The target and its date, or that it is not set; that the date is past where no figure of it is shown."""
    if row["target"] is None:
        return Sentence("not set")
    text = marked(value_words(row["target"], about.unit, digits(row, about)), row["target_provenance"])
    way = "past" if row.get("target_past") else None
    read = Reference(period=row["target_read_as"]) if row.get("target_read_as") else None
    told = {"number": row["target"], "period": row["target_label"], "reference": read}
    claim = about.claim(Kind.TARGET, row, direction=way, **told)
    return Sentence(f"{text} {by(target_when(row))}" if row["target_label"] else text, (claim,))


def target_when(row: Row) -> str:
    """The period that a target is for; which of the measure's own it is read as, where that is another; where it is
    past, that no figure of it is shown: of what is known of areas or groups alone, none of the whole place.
    """
    past = (_PAST_OF_ALL if by_part(row) else _PAST) if row.get("target_past") else ""
    return _set_for(row["target_label"], row.get("target_read_as"), past)


def gap_target_when(row: Row) -> str:
    """The same of what was set for the gap."""
    past = _PAST if row.get("gap_target_past") else ""
    return _set_for(row["gap_target_label"], row.get("gap_target_read_as"), past)


def _set_for(label: str, told_by: str | None, past: str) -> str:
    asides = "; ".join(aside for aside in (f"read as {named(told_by)}" if told_by else "", past) if aside)
    return f"{label} ({asides})" if asides else label


def baseline(row: Row, about: About, counted: Row | None) -> Sentence:
    """Where the path begins, as it was set; beside it the figure ``counted`` for that period where that is another.

    A path that begins below what was counted then makes a standstill look like a rise. ``counted`` is a row of
    ``results`` of everyone, None where that period has none; it is told where it was over before the newest.
    """
    if row["baseline"] is None:
        return Sentence("not set")
    set_at = marked(value_words(row["baseline"], about.unit, digits(row, about)), row["target_provenance"])
    told, found = Sentence(f"{set_at} {when(row['baseline_label'])}"), counted_then(row, about, counted)
    return phrase("{}. The figure of that period is {}.", told, found) if found else told


def counted_then(row: Row, about: About, counted: Row | None) -> Sentence:
    """What was counted for the baseline's period; empty where that is the baseline, or is not known."""
    newest = row["period_start"]
    if row["baseline"] is None or counted is None or newest is None or counted["period_end"] > newest:
        return Sentence()
    number, decimals = counted["value"], digits(row, about)
    if number is None:
        return Sentence()
    found, set_at = (value_words(each, about.unit, decimals) for each in (number, row["baseline"]))
    if found == set_at:
        return Sentence()
    claim = about.claim(Kind.BEFORE, row, number=number, period=row["baseline_label"])
    return Sentence(marked(found, row["origin"]), (claim,))


def gap_target(row: Row, about: About, dimension: str | None, statistic: str | None, *unlike: float | None) -> Sentence:
    """What was set for the gap, by the dimension and statistic that were set, and how it stands; empty for nothing.

    Not in the number that headlines where that is another statistic: each is told by its own name; and told from the
    sizes ``unlike`` it that stand beside it.
    """
    if row.get("gap_target") is None or dimension is None or statistic is None:
        return Sentence()
    aim = size_of(row["gap_target"], statistic)
    size = size_words(aim, about, statistic, *unlike)
    is_past = bool(row.get("gap_target_past"))
    claims = (
        about.claim(
            Kind.GAP_TARGET,
            row,
            period=row["gap_target_label"],
            group=dimension,
            direction=way,
            number=aim,
            statistic=statistic,
        )
        for way in (row["gap_status"], *["past"] * is_past)
    )
    name = f"{STATISTICS[statistic]} by {BY_CODE[dimension].title.lower()}"
    told = f"{marked(size, row['gap_target_provenance'])} {by(gap_target_when(row))}, told as the {name}"
    became = gap_status_words(row)
    stands = gap_standing(row).replace(became, became.replace(":", ","), 1)  # one colon is enough for a sentence
    return Sentence(f"{told}: {stands}.", tuple(claims))


def gap_standing(row: Row) -> str:
    """How the gap stands to what was set for it, in a word and with what became of a target that is over; with the
    reason where nobody can say, and that no limits are known where it is said without any.
    """
    status, why = Status(row["gap_status"]), row.get("gap_why") or ""
    if status not in (Status.CANNOT_BE_COMPARED, Status.CANNOT_BE_JUDGED_YET):
        why = NO_LIMITS if NO_LIMITS in why else ""
    return ". ".join([gap_status_words(row), *([why.rstrip(".")] if why else [])])


def by(label: str) -> str:
    """``by 2026/27``."""
    return f"by {label}"
