"""The sentences about all ambitions together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from oneplace.progress.rules import Status
from oneplace.progress.sentences.about import Row
from oneplace.vocabulary.wording import count_words, list_words

_CLAUSES = {
    Status.ON_PATH: ("is on path", "are on path"),
    Status.OFF_PATH: ("is off path", "are off path"),
    Status.AVERAGE_UP_BUT_GAP_WIDER: (
        "is better on average while the gap widens",
        "are better on average while the gap widens",
    ),
    Status.CANNOT_BE_JUDGED_YET: ("cannot be judged yet", "cannot be judged yet"),
    Status.NO_TARGET_SET: ("has no target", "have no target"),
    Status.CONTEXT: ("is shown for context", "are shown for context"),
    Status.NO_DATA: ("has no data yet", "have no data yet"),
    Status.NO_MEASURE: ("is not measured yet", "are not measured yet"),
}
_WORST_FIRST = (
    Status.OFF_PATH,
    Status.AVERAGE_UP_BUT_GAP_WIDER,
    Status.CANNOT_BE_JUDGED_YET,
    Status.ON_PATH,
    Status.NO_TARGET_SET,
    Status.NO_DATA,
    Status.NO_MEASURE,
    Status.CONTEXT,
)


def summary(rows: Sequence[Row]) -> str:
    """How many ambitions stand where, and in how many the gap is narrowing where we can tell."""
    if not rows:
        return "No ambitions are set."
    counts = {status: count for status, count in status_counts(rows).items() if count}
    clauses = [f"{count} {_CLAUSES[status][count != 1]}" for status, count in counts.items()]
    if len(counts) > 1:
        first = f"Of {count_words(len(rows), 'ambition')} {list_words(clauses)}."
    else:
        all_of_them = "The one ambition" if len(rows) == 1 else f"All {len(rows)} ambitions"
        first = f"{all_of_them} {_CLAUSES[next(iter(counts))][len(rows) != 1]}."
    return f"{first} {gap_summary(rows)}"


def gap_summary(rows: Sequence[Row]) -> str:
    """In how many ambitions the gap by deprivation narrows and widens, of those where the data can tell."""
    known = [
        row["gap_direction"]
        for row in rows
        if row["gap_dimension"] == "deprivation" and row["gap_direction"] not in (None, "not_known")
    ]
    if not known:
        return (
            "Whether the gap between the most and the least deprived neighbourhoods is changing is not known for any."
        )
    narrowing, widening = known.count("narrowing"), known.count("widening")
    of = f"{narrowing} of {len(known)}" if narrowing else f"none of {len(known)}"
    text = f"Where we can tell, the gap between the most and the least deprived neighbourhoods is narrowing in {of}"
    return f"{text} and widening in {widening}." if widening else f"{text}."


def status_counts(rows: Iterable[Row]) -> dict[Status, int]:
    """How many ambitions have each status, in the order of the summary; statuses that nobody has count 0."""
    counts = Counter(Status(row["status"]) for row in rows)
    return {status: counts[status] for status in _CLAUSES}


def worst_first(rows: Iterable[Row]) -> list[Row]:
    """The rows in the order in which a board should read them: by status, then by the chance of meeting the target."""
    return sorted(
        rows,
        key=lambda row: (
            _WORST_FIRST.index(Status(row["status"])),
            row["chance"] if row["chance"] is not None else 0.5,
            row["gap_direction"] != "widening",
            row["comparison"] != "worse",
            row["ambition"],
        ),
    )


def changes(rows: Sequence[Row], earlier: Sequence[Row]) -> list[tuple[str, str, str]]:
    """What changed since an earlier run: (ambition, status then, status now); new and ended ambitions included."""
    then = {row["ambition"]: row["status"] for row in earlier}
    now = {row["ambition"]: row["status"] for row in rows}
    moved = [(key, then.get(key, ""), now.get(key, "")) for key in now | then if then.get(key) != now.get(key)]
    return sorted(moved)
