"""The sentences about all ambitions together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from oneplace.progress.rules import ForecastStatus, Status
from oneplace.progress.sentences.about import Row
from oneplace.progress.sentences.ambition import made_up
from oneplace.progress.sentences.claims import Claim, Kind, Sentence, joined
from oneplace.progress.sentences.gaps import sure
from oneplace.vocabulary.wording import MADE_UP, count_words, list_words

CLAUSES = {
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
_WITHOUT_FIGURES = (Status.NO_DATA, Status.NO_MEASURE)
_GAP = "the gap between the most and the least deprived neighbourhoods"
_WAYS = {"narrowing": "narrowing", "widening": "widening", "no_clear_change": "not clearly narrowing or widening"}
MADE = "made-up"
"""What figures are called of which any is synthetic or illustrative."""

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


def summary(rows: Sequence[Row]) -> Sentence:
    """How many ambitions stand where, on real figures and on made-up ones, and in how many the gap is changing."""
    return joined(counts(rows), gap_summary(rows)) if rows else counts(rows)


def counts(rows: Sequence[Row]) -> Sentence:
    """How many ambitions stand where, on real figures and on made-up ones."""
    if not rows:
        return Sentence("No ambitions are set.")
    real, unreal = _split(rows)
    if not unreal or not real:
        return _of_all(rows, MADE if unreal else None)
    without = [row for row in real if row["status"] in _WITHOUT_FIGURES]
    parts = [
        _said("On real figures, {}.", [row for row in real if row not in without]),
        _said(f"On {MADE} figures, {{}}.", unreal, MADE),
        _said("{}.", without),
    ]
    return joined(f"There are {count_words(len(rows), 'ambition')}.", *parts)


def gap_summary(rows: Sequence[Row]) -> Sentence:
    """In how many ambitions the gap by deprivation narrows and widens, of those where the data can tell."""
    real, unreal = _split(rows)
    known = [("real" if unreal else None, _known_gaps(real)), (MADE, _known_gaps(unreal))]
    if not any(gaps for _, gaps in known):
        return Sentence(f"Whether {_GAP} is changing is not known for any.")
    return joined(*(_gaps(gaps, figures) for figures, gaps in known if gaps))


def gap_summary_beside(rows: Sequence[Row]) -> Sentence:
    """The same of those of ``standings`` that have a good direction; empty where the data can tell of none."""
    unreal = [row for row in rows if row["origin"] in MADE_UP]
    known = [("real", _known_gaps(row for row in rows if row not in unreal)), (MADE, _known_gaps(unreal))]
    return joined(*(_gaps_beside(gaps, figures) for figures, gaps in known if gaps))


def gap_summary_not_counted(rows: Sequence[Row]) -> Sentence:
    """How many known gaps by deprivation those counts leave out, since neither more nor less is better; else empty.

    ``rows`` are of ambitions and of ``standings`` together.
    """
    unreal = [row for row in rows if row["origin"] in MADE_UP]
    known = [("real", _neither_good(row for row in rows if row not in unreal)), (MADE, _neither_good(unreal))]
    return joined(*(_not_counted(gaps, figures) for figures, gaps in known if gaps))


def _not_counted(known: Sequence[str], figures: str) -> Sentence:
    claims = _counted(known, figures, "neither_good")
    lead = (
        f"Not counted {'is' if len(known) == 1 else 'are'} {count_words(len(known), 'measure')}, on {figures} figures,"
    )
    why = "of which neither more nor less is better: there this gap is"
    moving = any(claim.number for claim in claims)
    way = _WAYS[known[0]] if len(known) == 1 else _in(claims) if moving else _WAYS["no_clear_change"]
    return Sentence(f"{lead} {why} {way}.", claims)


def _gaps_beside(known: Sequence[str], figures: str) -> Sentence:
    of = f"{count_words(len(known), 'more measure')} where we can tell, on {figures} figures,"
    claims = _counted(known, figures, "beside")
    if len(known) == 1:
        return Sentence(
            f"In the one more measure where we can tell, on {figures} figures, this gap is {_WAYS[known[0]]}.",
            claims,
        )
    if not any(claim.number for claim in claims):
        return Sentence(f"In none of {of} is this gap clearly narrowing or widening.", claims)
    return Sentence(f"Of {of} this gap is {_in(claims)}.", claims)


def _counted(known: Sequence[str], figures: str | None, subject: str | None = None) -> tuple[Claim, ...]:
    """In how many gaps narrow and widen; of one gap that moves, only which way it does."""
    ways = [way for way in ("narrowing", "widening") if len(known) > 1 or way in known] or ["narrowing", "widening"]
    return tuple(
        Claim(Kind.GAP_COUNT, subject=subject, group=figures, direction=way, number=known.count(way)) for way in ways
    )


def _in(claims: Iterable[Claim], of: str = "") -> str:
    told = [f"{claim.direction} in {claim.number or 'none'}" for claim in claims]
    return f"{told[0]}{of} and {told[1]}"


def period_ended(label: str, end: date, as_of: date) -> Sentence:
    """That the strategy's own period is over; empty while it runs. ``end`` is the first day after it."""
    if as_of < end:
        return Sentence()
    return Sentence(f"The strategy’s period ({label}) has ended.", (Claim(Kind.PERIOD_ENDED, period=label),))


def of_them_made_up(rows: Sequence[Row]) -> str:
    """How many of the rows rest on made-up figures, to go after their number; empty where none does."""
    made = how_many_made_up(rows)
    if made == len(rows):
        return f" (on {MADE} figures)" if made else ""
    return f" ({made} of them on {MADE} figures)" if made else ""


def how_many_made_up(rows: Sequence[Row]) -> int:
    """How many of the rows rest on made-up figures."""
    return len(_split(rows)[1])


def _split(rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """Those that rest on real figures (or on none) and those that rest on any that is made up."""
    real: list[Row] = []
    unreal: list[Row] = []
    for row in rows:
        (unreal if made_up(row) and row["status"] not in _WITHOUT_FIGURES else real).append(row)
    return real, unreal


def _of_all(rows: Sequence[Row], figures: str | None) -> Sentence:
    counts = {status: count for status, count in status_counts(rows).items() if count}
    tail = f", on {figures} figures" if figures else ""
    if len(counts) > 1:
        return _said(f"Of {count_words(len(rows), 'ambition')} {{}}{tail}.", rows, figures)
    status = next(iter(counts))
    all_of_them = "The one ambition" if len(rows) == 1 else f"All {len(rows)} ambitions"
    claim = Claim(Kind.COUNT, group=figures, direction=status.value, number=len(rows))
    return Sentence(f"{all_of_them} {CLAUSES[status][len(rows) != 1]}{tail}.", (claim,))


def _said(template: str, rows: Sequence[Row], figures: str | None = None) -> Sentence:
    counts = {status: count for status, count in status_counts(rows).items() if count}
    if not counts:
        return Sentence()
    clauses = list_words(f"{count} {CLAUSES[status][count != 1]}" for status, count in counts.items())
    claims = tuple(Claim(Kind.COUNT, group=figures, direction=key.value, number=n) for key, n in counts.items())
    return Sentence(template.format(clauses), claims)


def _known_gaps(rows: Iterable[Row]) -> list[str]:
    """The directions of the gaps that are beyond chance, of what has a good direction: no other can be left behind."""
    return [row["gap_direction"] for row in rows if row.get("trend") != "context" and _can_tell(row)]


def _neither_good(rows: Iterable[Row]) -> list[str]:
    """The same of what has no good direction."""
    return [row["gap_direction"] for row in rows if row.get("trend") == "context" and _can_tell(row)]


def _can_tell(row: Row) -> bool:
    """Whether a gap is by deprivation, beyond chance, and known for long enough to say which way it goes."""
    return row["gap_dimension"] == "deprivation" and row["gap_direction"] not in (None, "not_known") and sure(row)


def _gaps(known: Sequence[str], figures: str | None) -> Sentence:
    claims, where = _counted(known, figures), f"On {figures} figures, " if figures else ""
    if len(known) == 1:
        lead = f"{where}in the one ambition where we can tell, {_GAP} is {_WAYS[known[0]]}."
        return Sentence(lead, claims).capital
    if not any(claim.number for claim in claims):
        lead = (
            f"{where}in none of the {len(known)} ambitions where we can tell is {_GAP} clearly narrowing or widening."
        )
        return Sentence(lead, claims).capital
    lead = where or "Where we can tell, "
    return Sentence(f"{lead}{_GAP} is {_in(claims, f' of {len(known)}')}.", claims)


def status_counts(rows: Iterable[Row]) -> dict[Status, int]:
    """How many ambitions have each status, in the order of the summary; statuses that nobody has count 0."""
    counts = Counter(Status(row["status"]) for row in rows)
    return {status: counts[status] for status in CLAUSES}


def worst_first(rows: Iterable[Row]) -> list[Row]:
    """The rows in the order in which a board should read them: by status, then by the chance of meeting the target.

    A target that was missed has no chance left.
    """
    return sorted(
        rows,
        key=lambda row: (
            _WORST_FIRST.index(Status(row["status"])),
            _chance(row),
            row["gap_direction"] != "widening",
            row["comparison"] != "worse",
            row["ambition"],
        ),
    )


def _chance(row: Row) -> float:
    if row["status_forecast"] == ForecastStatus.MISSED.value:
        return 0.0
    return row["chance"] if row["chance"] is not None else 0.5


def changes(rows: Sequence[Row], earlier: Sequence[Row]) -> list[tuple[str, str, str]]:
    """What changed since an earlier run: (ambition, status then, status now); new and ended ambitions included."""
    then = {row["ambition"]: row["status"] for row in earlier}
    now = {row["ambition"]: row["status"] for row in rows}
    moved = [(key, then.get(key, ""), now.get(key, "")) for key in now | then if then.get(key) != now.get(key)]
    return sorted(moved)
