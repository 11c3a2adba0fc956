"""The sentences about one ambition: chart title, page answer, alt text and pack text are these and no others.

Every function takes a row of the ``progress`` table as a mapping and what the row is ``About``. A difference is only
said where the row says that it is beyond chance.
"""

from __future__ import annotations

from oneplace.progress.rules import ForecastStatus, Status, Untold, direction_of_good
from oneplace.progress.sentences.about import About, Row
from oneplace.progress.sentences.claims import Claim, Kind, Reference, Sentence, joined, phrase
from oneplace.progress.sentences.digits import digits
from oneplace.progress.sentences.gaps import STATISTICS, size_words, widening
from oneplace.progress.sentences.listed import compared
from oneplace.progress.sentences.movement import HAS, before, direction, heading, level, long_run, strategy_run
from oneplace.results import BY_PART
from oneplace.vocabulary.dimensions import BY_CODE
from oneplace.vocabulary.wording import (
    MADE_UP,
    difference_words,
    marked,
    percent_words,
    range_words,
    since_words,
    value_words,
    when,
)

STATUS_LABELS = {
    Status.ON_PATH: "On path",
    Status.OFF_PATH: "Off path",
    Status.AVERAGE_UP_BUT_GAP_WIDER: "Average better, gap wider",
    Status.CANNOT_BE_JUDGED_YET: "Cannot be judged yet",
    Status.NO_TARGET_SET: "No target set",
    Status.CONTEXT: "Shown for context",
    Status.NO_DATA: "No data yet",
    Status.NO_MEASURE: "Not measured yet",
}
FORECAST_LABELS = {
    ForecastStatus.LIKELY: "Likely to meet the target",
    ForecastStatus.UNCERTAIN: "Too close to call",
    ForecastStatus.UNLIKELY: "Unlikely to meet the target",
    ForecastStatus.MET: "Target met",
    ForecastStatus.MISSED: "Target missed",
    ForecastStatus.CANNOT_BE_TOLD: "Met or missed: cannot be told",
    ForecastStatus.NOT_KNOWN: "No forecast",
    ForecastStatus.NO_TARGET_SET: "No target set",
}
NO_FORECAST = {
    Untold.NO_DIRECTION: "it has shown no clear direction",
    Untold.TOO_FEW: "too few figures are known to tell a direction",
    Untold.TOO_SHORT: "it has gone this way for too short a time",
    Untold.TURNED: "its latest values have left the way that it was going",
    Untold.STEPPED: "it changed in one step, which tells nothing of what comes next",
    Untold.BEYOND: "from where it is now that would lead no further",
    Untold.IRREGULAR: "its values do not follow each other at even steps",
    Untold.AT_ITS_END: "it cannot go on as it has, for soon none or all would be left",
    Untold.IN_DOUBT: "what it is counted from is in doubt",
    Untold.PAST: "newer values should be here by now, and what is over is not forecast",
}
CANNOT_BE_TOLD = {
    Untold.CHANCE: "the difference could be chance",
    Untold.COUNTING: "it came so close that how its parts are weighed decides it",
    Untold.ROUNDING: "it came so close that rounding decides it",
}


def status_label(row: Row) -> str:
    """The status now, in two or three words."""
    if by_part(row):
        return "By area only"
    return STATUS_LABELS[Status(row["status"])]


def by_part(row: Row) -> str:
    """From which part of the place to which the figures go where there is none of all of it; else empty."""
    why = row.get("why") or ""
    if row["status"] != Status.NO_DATA or BY_PART not in why:
        return ""
    told, _, _not_averaged = why.rpartition(". ")
    return told[:1].lower() + told[1:]


def forecast_label(row: Row) -> str:
    """The status that is forecast, in two or three words."""
    return FORECAST_LABELS[ForecastStatus(row["status_forecast"])]


def value(row: Row, about: About) -> Sentence:
    """The latest value with unit, whose it is and period: ``7.4% (synthetic) in 2024/25``; or that it isn't known."""
    if row["value"] is None:
        return Sentence("not known")
    number = marked(value_words(row["value"], about.unit, digits(row, about)), row["origin"])
    whose = f" for {about.area(row['whose'])}" if row["whose"] else ""
    claims: tuple[Claim, ...] = (about.claim(Kind.VALUE, row, number=row["value"], period=row["period_label"]),)
    if row.get("provisional"):
        number += " (provisional)"
        claims += (about.claim(Kind.PROVISIONAL, row, direction="provisional", unit=None),)
    return Sentence(f"{number}{whose} {when(row['period_label'])}", claims)


def interval(row: Row, about: About) -> Sentence:
    """The 95 % interval of the latest value; empty where there is none."""
    if row["value"] is None or row["lower"] is None or row["upper"] is None:
        return Sentence()
    limits = (row["lower"], row["upper"])
    claim = about.claim(Kind.VALUE, row, number=row["value"], period=row["period_label"], limits=limits)
    return Sentence(f"95% interval {range_words(*limits, about.unit, digits(row, about))}", (claim,))


def target(row: Row, about: About) -> Sentence:
    """The target and its date, or that it is not set."""
    if row["target"] is None:
        return Sentence("not set")
    text = marked(value_words(row["target"], about.unit, digits(row, about)), row["target_provenance"])
    claim = about.claim(Kind.TARGET, row, number=row["target"], period=row["target_label"])
    return Sentence(f"{text} {by(row['target_label'])}" if row["target_label"] else text, (claim,))


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


def gap_target(row: Row, about: About, dimension: str | None, statistic: str | None) -> Sentence:
    """What was set for the gap, by the dimension and statistic that were set, and how it stands; empty for nothing.

    Not in the number that headlines where that is another statistic: each is told by its own name.
    """
    if row.get("gap_target") is None or dimension is None or statistic is None:
        return Sentence()
    aim = abs(row["gap_target"])
    size = size_words(aim, about, statistic)
    claim = about.claim(
        Kind.GAP_TARGET,
        row,
        period=row["gap_target_label"],
        group=dimension,
        direction=row["gap_status"],
        number=aim,
        statistic=statistic,
    )
    name = f"{STATISTICS[statistic]} by {BY_CODE[dimension].title.lower()}"
    told = f"{marked(size, row['gap_target_provenance'])} {by(row['gap_target_label'])}, told as the {name}"
    return Sentence(f"{told}: {STATUS_LABELS[Status(row['gap_status'])].lower()}.", (claim,))


def finding(row: Row, about: About) -> Sentence:
    """The one sentence that titles the chart: value, period and how it stands against its path."""
    status = Status(row["status"])
    if status is Status.NO_MEASURE:
        return Sentence(f"Not measured yet. {_capital(about.reason)}")
    if row["value"] is None:
        return Sentence(f"Not known yet. {_capital(row['why'])}")
    stands = Sentence("", (about.claim(Kind.STATUS, row, direction=row["status"], period=row["period_label"]),))
    return phrase("{}{}{}", value(row, about).capital, FINDINGS[status](row, about), stands)


def answer(row: Row, about: About) -> Sentence:
    """The page's answer: the value with its interval, its level and direction, against others, against its path.

    Last stands what of the ambition it does not tell.
    """
    if row["value"] is None:
        return finding(row, about)
    return joined(stands(row, about), row["why"], counted(row, about), part_only(row, about))


def part_only(row: Row, about: About) -> Sentence:
    """What of the ambition its number does not tell; empty where nothing is said, or nothing is known."""
    if not about.leaves_open or row["value"] is None:
        return Sentence()
    return Sentence(f"This answers only a part of it: {about.leaves_open}.")


def stands(row: Row, about: About) -> Sentence:
    """The answer of a measure of which nothing is asked: all of it but the path."""
    limits = interval(row, about)
    latest = phrase("{} ({})." if limits else "{}.", value(row, about).capital, *([limits] if limits else []))
    return joined(latest, since(row, about), comparison(row, about))


def since(row: Row, about: About) -> Sentence:
    """What it was before, how it stands to its usual level and where it is heading, each with its date."""
    return joined(*(part(row, about) for part in (before, level, direction, long_run, strategy_run)))


def comparison(row: Row, about: About) -> Sentence:
    """How the place stands against its comparator, whose value is of the period named."""
    if about.not_compared and row["value"] is not None:
        return Sentence(f"We hold it against no other area: {about.not_compared}.")
    if row["comparator_value"] is None:
        return Sentence()
    whom = f"For {about.area(row['whose'])} it" if row["whose"] else "It"
    name, word = about.area(row["comparator"]), row["comparison"]
    other, period = f"for {name}" if row["whose"] else name, row["comparator_label"]
    number = value_words(row["comparator_value"], about.unit, digits(row, about))
    theirs = f"{number} {when(period)}" if period else number
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


def outlook(row: Row, about: About) -> Sentence:
    """The forecast and the chance of meeting the target."""
    status, aim = ForecastStatus(row["status_forecast"]), target(row, about)
    if status in (ForecastStatus.MET, ForecastStatus.MISSED):
        claim = about.claim(Kind.OUTCOME, row, direction=status.value, period=row["target_label"])
        return phrase(f"The target, {{}}, was {status.value}.{{}}", aim, Sentence("", (claim,)))
    if status is ForecastStatus.CANNOT_BE_TOLD:
        claim = about.claim(Kind.OUTCOME, row, direction=row["forecast_untold"], period=row["target_label"])
        because = Sentence(CANNOT_BE_TOLD[Untold(row["forecast_untold"])], (claim,))
        return phrase("Whether the target, {}, was met cannot be told: {}.", aim, because)
    if row["forecast"] is None or row["direction"] not in HAS:
        none = _no_forecast(row, about)
        return phrase("The target is {}. {}", aim, none) if row["target"] is not None else none
    text = phrase(
        f"If it goes on {row['direction']} as it has{since_words(row['direction_since'])}: {{}}.", _forecast(row, about)
    )
    if row["chance"] is None:
        return text
    return joined(text, phrase("The chance of meeting the target, {}, is {}.", aim, _chance(row, about)))


def _no_forecast(row: Row, about: About) -> Sentence:
    """That nothing is forecast, and why."""
    why = row.get("forecast_untold")
    claims = (about.claim(Kind.NO_FORECAST, row, direction=why),) if why else ()
    return Sentence(f"No forecast{f': {NO_FORECAST[Untold(why)]}' if why else ''}.", claims)


def origin_note(row: Row) -> str:
    """What to know where numbers are made up; empty where none is."""
    notes = []
    if row["origin"] == "synthetic":
        notes.append("Computed from synthetic people, not from residents.")
    if row["origin"] == "illustrative":
        notes.append("The values are illustrative: invented to show the form.")
    if row.get("target_provenance") == "illustrative":
        notes.append("The target is illustrative: nobody has agreed it.")
    return " ".join(notes)


def made_up(row: Row) -> bool:
    """Whether any number of the row is synthetic or illustrative."""
    return row["origin"] in MADE_UP or row["target_provenance"] in MADE_UP


def alt_text(row: Row, about: About) -> Sentence:
    """The chart in words: what is measured, the finding, the interval, the outlook."""
    name = about.measure or about.ambition
    if row["value"] is None:
        return phrase("{}. {}", name, finding(row, about))
    limits = interval(row, about)
    said = phrase("{}.", limits.capital) if limits else Sentence()
    return joined(f"{name}.", finding(row, about), said, outlook(row, about))


def by(label: str) -> str:
    """``by 2026/27``."""
    return f"by {label}"


def _forecast(row: Row, about: About) -> Sentence:
    number = marked(value_words(row["forecast"], about.unit, digits(row, about)), row["origin"])
    text = f"{number} {when(row['forecast_label'])}"
    limits = _both(row["forecast_lower"], row["forecast_upper"])
    if limits:
        text += f" (80% interval {range_words(*limits, about.unit, digits(row, about))})"
    since, told = Reference(period=row["direction_since"]), {"number": row["forecast"], "period": row["forecast_label"]}
    claim = about.claim(Kind.FORECAST, row, direction=row["direction"], limits=limits, reference=since, **told)
    return Sentence(text, (claim,))


def _both(lower: float | None, upper: float | None) -> tuple[float, float] | None:
    return None if lower is None or upper is None else (lower, upper)


def _chance(row: Row, about: About) -> Sentence:
    claim = about.claim(Kind.CHANCE, row, number=row["chance"], period=row["target_label"], unit=None)
    return Sentence(percent_words(row["chance"]), (claim,))


def _capital(text: str) -> str:
    """A reason as a sentence of its own: it may be of several, or hold a colon."""
    return text[:1].upper() + text[1:]


def held(row: Row, about: About) -> Sentence:
    """What is held against the path where it is not the value itself: the mean of the year that ends with it.

    It goes on the sentence that tells the value; empty where the value itself is held.
    """
    return phrase(". {},", held_value(row, about).capital) if row.get("held_label") is not None else Sentence()


def held_value(row: Row, about: About) -> Sentence:
    """``the mean in 2025/26, 30.04 minutes``; empty where the value itself is held against the path."""
    if row.get("held_label") is None:
        return Sentence()
    number, limits = row["held"], _both(row["held_lower"], row["held_upper"])
    claim = about.claim(Kind.HELD, row, number=number, period=row["held_label"], limits=limits)
    decimals = digits(row, about)
    told = marked(value_words(number, about.unit, decimals), row["origin"])
    if limits:
        told += f" (95% interval {range_words(*limits, about.unit, decimals)})"
    mean = Sentence(f"the mean {when(row['held_label'])}, {told}", (claim,))
    return phrase("{}, {}", mean, _newest(row, about)) if row.get("provisional") else mean


def counted(row: Row, about: About) -> Sentence:
    """That the periods of a mean count by how many they are of, and what it would be otherwise; else empty."""
    alike = row.get("held_alike")
    if alike is None:
        return Sentence()
    decimals = digits(row, about)
    mean, plain = (value_words(number, about.unit, decimals) for number in (row["held"], alike))
    if mean == plain:
        return Sentence()
    claim = about.claim(Kind.ALIKE, row, number=alike, period=row["held_label"])
    lead = f"In the mean {when(row['held_label'])}, {mean}, a {_period(about)} in which more were counted weighs more"
    return Sentence(f"{lead}; were all counted alike it would be {plain}.", (claim,))


def _newest(row: Row, about: About) -> Sentence:
    """How many of the periods that a mean is of will still be revised."""
    count, one = row["provisional"], _period(about)
    claim = about.claim(Kind.PROVISIONAL, row, number=count, direction="provisional", unit=None)
    are = f"{one} is" if count == 1 else f"{count} {one}s are"
    return Sentence(f"of which the newest {are} provisional", (claim,))


def _period(about: About) -> str:
    return {"monthly": "month", "quarterly": "quarter"}.get(about.frequency, "period")


def shown_value(row: Row, about: About) -> Sentence:
    """The latest value as lists show it beside the question: with what is held against the path where that is another,
    and with what of the question it does not tell.
    """
    other = held_value(row, about)
    told = phrase("{} ({})", value(row, about), other) if other else value(row, about)
    return phrase("{}; a part of it only: {}", told, about.leaves_open) if about.leaves_open else told


def _on_path(row: Row, about: About) -> Sentence:
    return phrase("{} is on the path to {}.", held(row, about), target(row, about))


def _off_path(row: Row, about: About) -> Sentence:
    if _too_late(row, about):
        return phrase("{} reaches the target of {} too late: it was missed.", held(row, about), target(row, about))
    number, lower = (row["value"], row["lower"]) if row.get("held_label") is None else (row["held"], row["held_lower"])
    short, unknown = _short(number, row, about), "" if lower is not None else " (no limits are known)"
    if row["path"] == row["target"]:
        return phrase("{} is {} off the target of {}{}.", held(row, about), short, target(row, about), unknown)
    claim = about.claim(Kind.PATH, row, number=row["path"], period=row.get("held_label") or row["period_label"])
    asked = Sentence(value_words(row["path"], about.unit, digits(row, about)), (claim,))
    to = "{} is {} off the path to {}, which asked for {}{}."
    return phrase(to, held(row, about), short, target(row, about), asked, unknown)


def _short(number: float, row: Row, about: About) -> Sentence:
    """By how much it is off: of a small miss nobody says only "off"."""
    apart = abs(number - row["path"])
    claim = about.claim(Kind.SHORT, row, number=apart, period=row.get("held_label") or row["period_label"])
    return Sentence(difference_words(apart, about.unit, digits(row, about)), (claim,))


def _too_late(row: Row, about: About) -> bool:
    """Whether what is held against the target is as good as it, although the target's own period was not."""
    number = row["value"] if row.get("held_label") is None else row["held"]
    good = direction_of_good(about.polarity)
    return bool(row["status_forecast"] == ForecastStatus.MISSED.value and (number - row["target"]) * good >= 0)


def _gap_wider(row: Row, about: About) -> Sentence:
    if row["target"] is None:
        return phrase("{}, but {}.", heading(row, about), widening(row, about))
    return phrase("{} is on the path to {}, but {}.", held(row, about), target(row, about), widening(row, about))


def _not_yet(row: Row, about: About) -> Sentence:
    if row["target"] is None:
        return phrase("{} cannot be judged yet by what was agreed.", held(row, about))
    if row["status_forecast"] == ForecastStatus.CANNOT_BE_TOLD.value:
        return phrase("{} leaves open whether the target, {}, was met.", held(row, about), target(row, about))
    return phrase("{} cannot be judged yet against {}.", held(row, about), target(row, about))


def _no_target(row: Row, about: About) -> Sentence:
    return phrase("{}.", heading(row, about))


def _context(row: Row, about: About) -> Sentence:
    return phrase("{}: shown for context.", heading(row, about))


FINDINGS = {
    Status.ON_PATH: _on_path,
    Status.OFF_PATH: _off_path,
    Status.AVERAGE_UP_BUT_GAP_WIDER: _gap_wider,
    Status.CANNOT_BE_JUDGED_YET: _not_yet,
    Status.NO_TARGET_SET: _no_target,
    Status.CONTEXT: _context,
}
