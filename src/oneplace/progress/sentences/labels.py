"""The status and the forecast of an ambition in two or three words."""

from __future__ import annotations

from oneplace.progress.rules import ForecastStatus, Status
from oneplace.progress.sentences.about import Row
from oneplace.results import BY_GROUP, BY_PART, WORSE_EVERYWHERE

STATUS_LABELS = {
    Status.ON_PATH: "On path",
    Status.OFF_PATH: "Off path",
    Status.AVERAGE_UP_BUT_GAP_WIDER: "Average better, gap wider",
    Status.CANNOT_BE_JUDGED_YET: "Cannot be judged yet",
    Status.CANNOT_BE_COMPARED: "Cannot be compared",
    Status.GAP_TARGET_ONLY: "Target for the gap alone",
    Status.NO_TARGET_SET: "No target set",
    Status.CONTEXT: "Shown for context",
    Status.NO_DATA: "No figure to show",
    Status.NO_MEASURE: "Not measured yet",
}
FORECAST_LABELS = {
    ForecastStatus.LIKELY: "Likely to meet the target",
    ForecastStatus.UNCERTAIN: "Too close to call",
    ForecastStatus.UNLIKELY: "Unlikely to meet the target",
    ForecastStatus.MET: "Target met",
    ForecastStatus.MISSED: "Target missed",
    ForecastStatus.CANNOT_BE_TOLD: "Met or missed, cannot be told",
    ForecastStatus.NOT_KNOWN: "No forecast",
    ForecastStatus.GAP_TARGET_ONLY: "Target for the gap alone",
    ForecastStatus.NO_TARGET_SET: "No target set",
}
_BY_GROUP = "known by group only"
OVER = (ForecastStatus.MET, ForecastStatus.MISSED, ForecastStatus.CANNOT_BE_TOLD)
"""What is said of a target whose own period is over: no forecast any more."""


def status_label(row: Row) -> str:
    """The status now, in two or three words."""
    if part := by_part(row):
        return "By group only" if part == _BY_GROUP else "By area only"
    return STATUS_LABELS[Status(row["status"])]


def status_words(row: Row) -> str:
    """The status now; of a target whose own period is over with what became of it: ``Off path: target missed``.

    Nothing comes that could judge what is over: the word "yet" is left out then.
    """
    label = status_label(row)
    return _became(label, Status(row["status"]), ForecastStatus(row["status_forecast"])) if over(row) else label


def gap_status_words(row: Row) -> str:
    """The same of a gap and what was set for it, in small letters."""
    status, ahead = Status(row["gap_status"]), ForecastStatus(row["gap_status_forecast"])
    return (_became(STATUS_LABELS[status], status, ahead) if ahead in OVER else STATUS_LABELS[status]).lower()


def _became(label: str, status: Status, ahead: ForecastStatus) -> str:
    kept = ", not kept" if (status, ahead) == (Status.OFF_PATH, ForecastStatus.MET) else ""
    return f"{label.removesuffix(' yet')}: {FORECAST_LABELS[ahead].lower()}{kept}"


def over(row: Row) -> bool:
    """Whether there is a target whose own period is over."""
    ahead = row["status_forecast"]
    return row["target"] is not None and ahead is not None and ForecastStatus(ahead) in OVER


def by_part(row: Row) -> str:
    """From which part of the place to which the figures go where there is none of all of it, or that groups have some.

    Else empty.
    """
    why = row.get("why") or ""
    if row["status"] == Status.NO_DATA and why == BY_GROUP:
        return _BY_GROUP
    if row["status"] != Status.NO_DATA or BY_PART not in why:
        return ""
    told, _, _not_averaged = why.rpartition(". ")
    return told[:1].lower() + told[1:]


def part_untargeted(row: Row) -> bool:
    """Whether figures go from part to part or are of groups alone, and no target is set either."""
    return bool(by_part(row)) and untargeted(row)


def untargeted(row: Row) -> bool:
    """Whether nothing was set to reach: an ambition has a target if it has one for the average or for the gap."""
    return row.get("target") is None and row.get("gap_target") is None


def gap_off_path(row: Row) -> bool:
    """Whether the gap is off the path that was set for it."""
    return bool(row.get("gap_status") == Status.OFF_PATH)


def worse_everywhere(row: Row) -> bool:
    """Whether there is no figure of all of the place, and each area of which it can be told is worse beyond chance."""
    return row["status"] == Status.NO_DATA and WORSE_EVERYWHERE in (row.get("why") or "")


def forecast_label(row: Row) -> str:
    """The status that is forecast, in two or three words."""
    return FORECAST_LABELS[ForecastStatus(row["status_forecast"])]
