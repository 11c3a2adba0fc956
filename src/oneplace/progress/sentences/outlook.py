"""The forecast in words, or why there is none; whether a target that is past was met."""

from __future__ import annotations

from oneplace.progress.rules import ForecastStatus, Untold
from oneplace.progress.sentences.about import About, Row
from oneplace.progress.sentences.amounts import target
from oneplace.progress.sentences.claims import Kind, Reference, Sentence, joined, phrase
from oneplace.progress.sentences.digits import digits
from oneplace.progress.sentences.held import both, decided
from oneplace.progress.sentences.lasting import lasting, tense
from oneplace.progress.sentences.ways import HAS
from oneplace.vocabulary.wording import marked, percent_words, places, range_words, value_words, when

NO_FORECAST = {
    Untold.NO_DIRECTION: "it has shown no clear direction",
    Untold.TOO_FEW: "too few figures are known to tell a direction",
    Untold.TOO_SHORT: "it has gone this way for too short a time",
    Untold.TURNED: "its latest values have left the way that it was going",
    Untold.STEPPED: "it changed in one step, which tells nothing of what comes next",
    Untold.MAY_BE_STEP: "its values fit one step better than a slope, and a step tells nothing of what comes next",
    Untold.BEYOND: "its newest value is already further than its trend would lead",
    Untold.IRREGULAR: "its values do not follow each other at even steps",
    Untold.AT_ITS_END: "it cannot go on as it has, for it would soon come to the end of what is possible",
    Untold.IN_DOUBT: "what it is counted from is in doubt",
    Untold.BROKEN: "what it counts changes on the way",
    Untold.PAST: "newer values should be here by now, and nothing already past is forecast",
}
CANNOT_BE_TOLD = {
    Untold.CHANCE: "the difference could be chance",
    Untold.COUNTING: "it came so close that how its parts are weighed decides it",
    Untold.ROUNDING: "it came so close that rounding decides it",
    Untold.MISSING: "no value of its own period is known",
}


def outlook(row: Row, about: About) -> Sentence:
    """The forecast and the chance of meeting the target."""
    status, aim = ForecastStatus(row["status_forecast"]), target(row, about)
    if status in (ForecastStatus.MET, ForecastStatus.MISSED):
        claim = about.claim(Kind.OUTCOME, row, direction=status.value, period=row["target_label"])
        return phrase(
            f"The target, {{}}, was {status.value}{{}}.{{}}", aim, decided(row, about), Sentence("", (claim,))
        )
    if status is ForecastStatus.CANNOT_BE_TOLD:
        claim = about.claim(Kind.OUTCOME, row, direction=row["forecast_untold"], period=row["target_label"])
        because = Sentence(CANNOT_BE_TOLD[Untold(row["forecast_untold"])], (claim,))
        return phrase("Whether the target, {}, was met{} cannot be told: {}.", aim, decided(row, about), because)
    if row["forecast"] is None or row["direction"] not in HAS:
        none = _no_forecast(row, about)
        return phrase("The target is {}. {}", aim, none) if row["target"] is not None else none
    went = f"{row['direction']} as it {tense(row, 'has', 'did')}{lasting(row, row['direction_since'])}"
    text = phrase(f"If it goes on {went}: {{}}.", _forecast(row, about))
    if row["chance"] is None:
        return text
    return joined(text, phrase("The chance of meeting the target, {}, is {}.", aim, _chance(row, about)))


def _no_forecast(row: Row, about: About) -> Sentence:
    """That nothing is forecast, and why."""
    why = row.get("forecast_untold")
    claims = (about.claim(Kind.NO_FORECAST, row, direction=why),) if why else ()
    return Sentence(f"No forecast{f': {NO_FORECAST[Untold(why)]}' if why else ''}.", claims)


def _forecast(row: Row, about: About) -> Sentence:
    limits, decimals = both(row["forecast_lower"], row["forecast_upper"]), digits(row, about)
    decimals = places(row["forecast"], row["forecast_lower"], row["forecast_upper"], about.unit, decimals)
    number = marked(value_words(row["forecast"], about.unit, decimals), row["origin"])
    text = f"{number} {when(row['forecast_label'])}"
    if limits:
        text += f" (80% interval {range_words(*limits, about.unit, decimals)})"
    since, told = Reference(period=row["direction_since"]), {"number": row["forecast"], "period": row["forecast_label"]}
    claim = about.claim(Kind.FORECAST, row, direction=row["direction"], limits=limits, reference=since, **told)
    return Sentence(text, (claim,))


def _chance(row: Row, about: About) -> Sentence:
    claim = about.claim(Kind.CHANCE, row, number=row["chance"], period=row["target_label"], unit=None)
    return Sentence(percent_words(row["chance"]), (claim,))
