"""The sentences about one ambition: chart title, page answer, alt text and pack text are these and no others.

Every function takes a row of the ``progress`` table as a mapping and what the row is ``About``. A difference is only
said where the row says that it is beyond chance.
"""

from __future__ import annotations

import re
from typing import Any

from oneplace.progress.rules import ForecastStatus, Status
from oneplace.progress.sentences.about import About, Row
from oneplace.progress.sentences.gaps import groups
from oneplace.vocabulary.wording import (
    MADE_UP,
    day_words,
    difference_words,
    marked,
    percent_words,
    range_words,
    value_words,
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
    ForecastStatus.NOT_KNOWN: "Not known",
    ForecastStatus.NO_TARGET_SET: "No target set",
}
_TRENDS = {
    "better": "It got better",
    "worse": "It got worse",
    "no_clear_change": "There is no clear change",
}


def status_label(row: Row) -> str:
    """The status now, in two or three words."""
    return STATUS_LABELS[Status(row["status"])]


def forecast_label(row: Row) -> str:
    """The status that is forecast, in two or three words."""
    return FORECAST_LABELS[ForecastStatus(row["status_forecast"])]


def value(row: Row, about: About) -> str:
    """The latest value with unit and period, or that it isn't known: ``7.4% (synthetic) in 2024/25``."""
    if row["value"] is None:
        return "not known"
    return f"{marked(value_words(row['value'], about.unit, about.decimals), row['origin'])} {when(row['period_label'])}"


def interval(row: Row, about: About) -> str:
    """The 95 % interval of the latest value, or why there is none."""
    if row["value"] is None:
        return ""
    if row["lower"] is None or row["upper"] is None:
        return "no interval is known"
    return f"95% interval {range_words(row['lower'], row['upper'], about.unit, about.decimals)}"


def target(row: Row, about: About) -> str:
    """The target and its date, or that it is not set."""
    if row["target"] is None:
        return "not set"
    text = marked(value_words(row["target"], about.unit, about.decimals), row["target_provenance"])
    return f"{text} {by(row['target_label'])}" if row["target_label"] else text


def finding(row: Row, about: About) -> str:
    """The one sentence that titles the chart: value, period and how it stands against its path."""
    status = Status(row["status"])
    if status is Status.NO_MEASURE:
        return f"Not measured yet: {_lowered(about.reason)}" if about.reason else "Nothing is measured for this yet."
    if row["value"] is None:
        return f"Not known yet: {_lowered(row['why'])}"
    return f"{_capital(value(row, about))} {_FINDINGS[status](row, about)}"


def answer(row: Row, about: About) -> str:
    """The page's answer: what changed, the value with its interval, against others, against its path."""
    if row["value"] is None:
        return finding(row, about)
    lead = _TRENDS.get(row["trend"])
    latest = value(row, about)
    opening = f"{lead}: {latest}" if lead else _capital(latest)
    parts = [f"{opening} ({interval(row, about)}).", since(row, about), comparison(row, about), row["why"]]
    return " ".join(part for part in parts if part)


def since(row: Row, about: About) -> str:
    """The change since the period before, said as a change only where it is beyond chance."""
    if row["change"] is None:
        return "" if row["value"] is None else "There is no period before to compare it with."
    size = difference_words(row["change"], about.unit, about.decimals)
    if not any(figure in size for figure in "123456789"):
        return "It is as in the period before."
    if row["trend"] in ("better", "worse") and about.frequency == "monthly":
        return "The control chart shows a change that chance does not explain."
    way = "up" if row["change"] > 0 else "down"
    return f"It is {way} by {size} on the period before{_CERTAINTY[row['trend'] or 'not_known']}."


def comparison(row: Row, about: About) -> str:
    """How the place stands against its comparator."""
    if row["comparator_value"] is None:
        return ""
    name = about.areas.get(row["comparator"], row["comparator"])
    theirs = value_words(row["comparator_value"], about.unit, about.decimals)
    match row["comparison"]:
        case "better" | "worse" as word:
            return f"It is {word} than {name} ({theirs})."
        case "similar":
            return f"The difference from {name} ({theirs}) could be chance."
        case "context":
            return f"In {name} it was {theirs}."
    return f"In {name} it was {theirs}; no interval is known to compare them by."


def outlook(row: Row, about: About) -> str:
    """The forecast and the chance of meeting the target."""
    status = ForecastStatus(row["status_forecast"])
    aim = target(row, about)
    if status is ForecastStatus.MET:
        return f"The target, {aim}, was met."
    if status is ForecastStatus.MISSED:
        return f"The target, {aim}, was missed."
    if row["forecast"] is None:
        if row["target"] is None:
            return "No forecast is made."
        return f"The target is {aim}. There are too few values to forecast."
    text = f"If it goes on as it has: {_forecast(row, about)}."
    if row["chance"] is None:
        return text
    return f"{text} The chance of meeting the target, {aim}, is {percent_words(row['chance'])}."


def judgeable(row: Row, as_of: Any) -> str:
    """When the next value can be here, or that it is late."""
    if row["judgeable_on"] is None:
        return "When it can next be judged is not known."
    if row["judgeable_on"] <= as_of:
        return f"The next value was due by {day_words(row['judgeable_on'])} and is not here."
    return f"It can next be judged on {day_words(row['judgeable_on'])}."


def origin_note(row: Row) -> str:
    """What to know where numbers are made up; empty where none is."""
    notes = []
    if row["origin"] == "synthetic":
        notes.append("Computed from synthetic people, not from residents.")
    if row["origin"] == "illustrative":
        notes.append("The values are illustrative: invented to show the form.")
    if row["target_provenance"] == "illustrative":
        notes.append("The target is illustrative: nobody has agreed it.")
    return " ".join(notes)


def made_up(row: Row) -> bool:
    """Whether any number of the row is synthetic or illustrative."""
    return row["origin"] in MADE_UP or row["target_provenance"] in MADE_UP


def alt_text(row: Row, about: About) -> str:
    """The chart in words: what is measured, the finding, the interval, the outlook."""
    name = about.measure or about.ambition
    if row["value"] is None:
        return f"{name}. {finding(row, about)}"
    return f"{name}. {finding(row, about)} {_capital(interval(row, about))}. {outlook(row, about)}"


def when(label: str | None) -> str:
    """``in 2024/25``; ``on 26 September 2019``."""
    if not label:
        return ""
    return f"on {label}" if re.fullmatch(r"\d{1,2} [A-Z][a-z]+ \d{4}", label) else f"in {label}"


def by(label: str) -> str:
    """``by 2026/27``."""
    return f"by {label}"


def _forecast(row: Row, about: About) -> str:
    number = marked(value_words(row["forecast"], about.unit, about.decimals), row["origin"])
    text = f"{number} {when(row['forecast_label'])}"
    if row["forecast_lower"] is None or row["forecast_upper"] is None:
        return text
    return (
        f"{text} (80% interval {range_words(row['forecast_lower'], row['forecast_upper'], about.unit, about.decimals)})"
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lowered(text: str) -> str:
    """The text as it goes on after a colon: an acronym keeps its capitals."""
    return text if len(text) > 1 and text[1].isupper() else text[:1].lower() + text[1:]


def _on_path(row: Row, about: About) -> str:
    return f"is on the path to {target(row, about)}."


def _off_path(row: Row, about: About) -> str:
    if row["path"] == row["target"]:
        return f"is off the target of {target(row, about)}."
    asked = value_words(row["path"], about.unit, about.decimals)
    return f"is off the path to {target(row, about)}, which asked for {asked}."


def _gap_wider(row: Row, about: About) -> str:
    lead = "is better than before" if row["target"] is None else f"is on the path to {target(row, about)}"
    return f"{lead}, but the gap between {groups(row['gap_dimension'])} is widening."


def _not_yet(row: Row, about: About) -> str:
    return f"cannot be judged yet against {target(row, about)}."


def _no_target(row: Row, _about: About) -> str:
    change = {"better": "is better than before", "worse": "is worse than before"}.get(row["trend"] or "")
    return f"{change}; no target is set." if change else "has no target to be judged against."


def _context(_row: Row, _about: About) -> str:
    return "is shown for context."


_FINDINGS = {
    Status.ON_PATH: _on_path,
    Status.OFF_PATH: _off_path,
    Status.AVERAGE_UP_BUT_GAP_WIDER: _gap_wider,
    Status.CANNOT_BE_JUDGED_YET: _not_yet,
    Status.NO_TARGET_SET: _no_target,
    Status.CONTEXT: _context,
}
_CERTAINTY = {
    "better": ", more than chance explains",
    "worse": ", more than chance explains",
    "no_clear_change": ", which could be chance",
    "not_known": "; without an interval we cannot tell whether that is chance",
    "context": "",
}
