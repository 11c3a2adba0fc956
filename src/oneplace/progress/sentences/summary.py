"""The sentences about all ambitions together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from oneplace.progress.gaps import gap_sure as sure
from oneplace.progress.rules import ForecastStatus, Status
from oneplace.progress.sentences.about import Row
from oneplace.progress.sentences.ambition import made_up
from oneplace.progress.sentences.claims import Claim, Kind, Reference, Sentence, joined, phrase
from oneplace.progress.sentences.gaps import direction_label
from oneplace.progress.sentences.labels import by_part, gap_off_path, part_untargeted, status_label, worse_everywhere
from oneplace.progress.sentences.lasting import gap_stopped, path_stopped
from oneplace.progress.sentences.movement import steps_back
from oneplace.progress.sentences.told_before import told_before
from oneplace.vocabulary.wording import MADE_UP, count_words, list_words

CLAUSES = {
    Status.ON_PATH: ("is on path", "are on path"),
    Status.OFF_PATH: ("is off path", "are off path"),
    Status.AVERAGE_UP_BUT_GAP_WIDER: (
        "is better on average while the gap widens",
        "are better on average while the gap widens",
    ),
    Status.CANNOT_BE_JUDGED_YET: ("cannot be judged yet", "cannot be judged yet"),
    Status.CANNOT_BE_COMPARED: ("cannot be compared with its target", "cannot be compared with their targets"),
    Status.GAP_TARGET_ONLY: ("has a target for its gap alone", "have a target for their gap alone"),
    Status.NO_TARGET_SET: ("has no target", "have no target"),
    Status.CONTEXT: ("is shown for context", "are shown for context"),
    Status.NO_DATA: ("has no figure to show", "have no figure to show"),
    Status.NO_MEASURE: ("is not measured yet", "are not measured yet"),
}
GAP_STANDS = {
    Status.ON_PATH: "a gap on {} path",
    Status.OFF_PATH: "a gap off {} path",
    Status.CANNOT_BE_JUDGED_YET: "a gap that cannot be judged",
    Status.CANNOT_BE_COMPARED: "a gap that cannot be compared with {} target",
    Status.NO_DATA: "a gap that is not known",
}
"""How the gap stands to what was set for it, where the average stands otherwise; ``{}`` its own, or a made-up one."""
_BY_PATH = (Status.ON_PATH, Status.OFF_PATH, Status.AVERAGE_UP_BUT_GAP_WIDER)
"""What is told of how a number stands to its path."""
_WITHOUT_FIGURES = (Status.NO_DATA, Status.NO_MEASURE)
_GAP = "the gap between the most and the least deprived neighbourhoods"
_WAYS = {"narrowing": "narrowing", "widening": "widening", "no_clear_change": "not clearly narrowing or widening"}
MADE = "made-up"
"""What figures are called of which any is synthetic or illustrative."""
MADE_TARGET = "made-up target"
"""What is said of an ambition whose figures are real and whose target is illustrative: the figures are not made up."""

_WORST_FIRST = (
    Status.OFF_PATH,
    Status.AVERAGE_UP_BUT_GAP_WIDER,
    Status.CANNOT_BE_COMPARED,
    Status.CANNOT_BE_JUDGED_YET,
    Status.ON_PATH,
    Status.GAP_TARGET_ONLY,
    Status.NO_TARGET_SET,
    Status.NO_DATA,
    Status.NO_MEASURE,
    Status.CONTEXT,
)


def summary(rows: Sequence[Row]) -> Sentence:
    """How many ambitions stand where, on real figures and on made-up ones, and of how many the gap is changing."""
    return joined(counts(rows), gap_summary(rows)) if rows else counts(rows)


def counts(rows: Sequence[Row]) -> Sentence:
    """How many ambitions stand where, on real figures, against made-up targets and on made-up figures."""
    if not rows:
        return Sentence("No ambitions are set.")
    real, aimed, unreal = (by_basis(rows)[basis] for basis in (None, MADE_TARGET, MADE))
    if len(rows) in (len(real), len(aimed), len(unreal)):
        return _of_all(rows, MADE if unreal else MADE_TARGET if aimed else None)
    without = [row for row in real if row["status"] in _WITHOUT_FIGURES]
    parts = [
        _said("On real figures, {}.", [row for row in real if row not in without]),
        _said(f"With {_target_words(len(aimed))}, {{}}.", aimed, MADE_TARGET),
        _said(f"On {MADE} figures, {{}}.", unreal, MADE),
        _said("{}.", without),
    ]
    return joined(f"There are {count_words(len(rows), 'ambition')}.", *parts)


def gap_summary(rows: Sequence[Row]) -> Sentence:
    """In how many measures the gap by deprivation narrows and widens, of those where the data can tell, on real figures
    and on made-up ones; and how many are not counted, since neither more nor less of them is better.

    ``rows`` are of ``progress`` and of ``standings`` together: a measure that leads several ambitions counts once.
    """
    real, unreal = by_figures(rows)
    judged, made = ([row["gap_direction"] for row in some if row.get("trend") != "context"] for some in (real, unreal))
    if not judged and not made:
        told = Sentence(f"Whether {_GAP} is changing is not known for any measure.")
    elif not made:
        told = _gaps(judged, None, _GAP).capital
    elif judged:
        told = joined(_gaps(judged, "real", _GAP), _gaps(made, MADE, "this gap"))
    else:
        unknown = f"On real figures, whether {_GAP} is changing is not known for any measure."
        told = joined(unknown, _gaps(made, MADE, "this gap"))
    counted = [row for row in (*real, *unreal) if row.get("trend") != "context"]
    return joined(
        told,
        _stopped(counted),
        _not_counted(*([row for row in some if row.get("trend") == "context"] for some in (real, unreal))),
    )


def by_figures(rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """The rows, one a measure, whose gap by deprivation can be told to move or to stay: on real figures, on made-up."""
    told = {row["measure"]: row for row in rows if _can_tell(row)}.values()
    return [row for row in told if row["origin"] not in MADE_UP], [row for row in told if row["origin"] in MADE_UP]


def gap_way(row: Row) -> Sentence:
    """Which way a gap that can be told goes, in a word or two and since when; before it that it turned round."""
    reference = Reference(group=row.get("gap_reference"), period=row["gap_direction_since"])
    claim = Claim(
        Kind.GAP_DIRECTION,
        row["measure"],
        group=row.get("gap_group") or row["gap_dimension"],
        direction=row["gap_direction"],
        period=row["gap_label"],
        statistic=row["gap_statistic"],
        reference=reference,
    )
    turned = row.get("gap_turned")
    before = (replace(claim, direction="turned_round", reference=replace(reference, period=turned)),) if turned else ()
    return Sentence(direction_label(row), (*before, claim))


def _stopped(rows: Sequence[Row]) -> Sentence:
    """Of how many gaps nobody knows which way they go now, since newer figures of them are not here."""
    many = sum(map(gap_stopped, rows))
    where = "There" if len(rows) == 1 else f"For {many} of them"
    known = f"{where} the gap is known only up to an earlier time, as newer figures are not here."
    return Sentence(known if many else "")


def _not_counted(real: Sequence[Row], unreal: Sequence[Row]) -> Sentence:
    told = [(len(rows), name) for rows, name in ((real, "real"), (unreal, MADE)) if rows]
    if not told:
        return Sentence()
    first, *rest = told
    how = list_words(
        [f"{count_words(first[0], 'measure')} on {first[1]} figures", *(f"{n} on {name}" for n, name in rest)]
    )
    claims = tuple(Claim(Kind.GAP_COUNT, "neither_good", group=name, direction="told", number=n) for n, name in told)
    are, them = ("is", "it") if sum(n for n, _ in told) == 1 else ("are", "them")
    return Sentence(f"{how} {are} not counted here: neither more nor less of {them} is better.", claims)


def _counted(known: Sequence[str], figures: str | None) -> tuple[Claim, ...]:
    """In how many gaps narrow and widen; of one gap that moves, only which way it does."""
    ways = [way for way in ("narrowing", "widening") if len(known) > 1 or way in known] or ["narrowing", "widening"]
    return tuple(Claim(Kind.GAP_COUNT, group=figures, direction=way, number=known.count(way)) for way in ways)


def _in(claims: Iterable[Claim]) -> str:
    return " and ".join(f"{claim.direction} in {claim.number or 'none'}" for claim in claims)


def period_ended(label: str, end: date, as_of: date) -> Sentence:
    """That the strategy's own period is over; empty while it runs. ``end`` is the first day after it."""
    if as_of < end:
        return Sentence()
    return Sentence(f"The strategy’s period ({label}) has ended.", (Claim(Kind.PERIOD_ENDED, period=label),))


def of_them(rows: Sequence[Row]) -> Sentence:
    """How many of the rows, all of one status, rest on made-up figures or targets, of how many the gap stands otherwise
    to what was set for it, and of how many that are on or off their path nobody knows how they stand now, to go after
    their number; empty where none does.
    """
    told = (_known_up_to(rows, "all"), *_told_before(rows, "all"), *_gaps_otherwise(rows, "all"))
    return _aside(*_made_up(rows, by_basis(rows), ""), *told)


def averages_of_them(rows: Sequence[Row]) -> Sentence:
    """The same of their averages alone, where only these are spoken of."""
    return _aside(*_made_up(rows, by_basis(rows), ""), _known_up_to(rows, "all"))


def gaps_of_them(rows: Sequence[Row]) -> Sentence:
    """Of how many rows the gap, or what was set for it, is made up, to go after their number; empty where of none."""
    return _aside(*_made_up(rows, gaps_by_basis(rows), " for the gap"))


def _made_up(rows: Sequence[Row], found: Mapping[str | None, Sequence[Row]], of: str) -> list[Sentence]:
    """How many of the rows rest on made-up figures, and how many on made-up targets ``of`` what."""
    made, aimed = (len(found[basis]) for basis in (MADE, MADE_TARGET))
    told = [(made, f"on {MADE} figures"), (aimed, f"with {_target_words(aimed)}{of}")]
    return [Sentence(words if many == len(rows) else f"{many} of them {words}") for many, words in told if many]


def _gaps_otherwise(rows: Sequence[Row], figures: str | None) -> list[Sentence]:
    """Of how many rows, all of one status, the gap stands otherwise to what was set for it, and how.

    Who reads that so many are on path must not be left to think that their gaps are.
    """
    ways = [_gap_way(row) for row in rows if row.get("gap_status") not in (None, Status.NO_TARGET_SET, row["status"])]
    said = []
    for (status, made), many in sorted(Counter(ways).items(), key=lambda told: _WORST_FIRST.index(told[0][0])):
        words = GAP_STANDS[status].format("a made-up" if made else "its")
        way = f"{status.value}_made_up" if made else status.value
        claim = Claim(Kind.GAP_STATUS_COUNT, rows[0]["status"], group=figures, direction=way, number=many)
        said.append(Sentence(f"{_share(many, len(rows))}with {words}", (claim,)))
    return said


def _gap_way(row: Row) -> tuple[Status, bool]:
    """How a gap stands to what was set for it, and whether it is told that this is made up."""
    status = Status(row["gap_status"])
    return status, "{}" in GAP_STANDS[status] and _gap_basis(row) == MADE_TARGET


def _share(many: int, every: int) -> str:
    """How many of them, to go before what is told of these; of one alone nothing."""
    return f"{many} of them " if many < every else {1: "", 2: "both "}.get(many, "all ")


def _aside(*parts: Sentence) -> Sentence:
    """What is told of a number in brackets after it."""
    said = [part for part in parts if part]
    return phrase(f" ({', '.join('{}' for _ in said)})", *said) if said else Sentence()


def _known_up_to(rows: Sequence[Row], figures: str | None) -> Sentence:
    """Of how many rows, all of one status, how they stand to their path is known only up to an earlier time."""
    old = [row for row in rows if Status(row["status"]) in _BY_PATH and path_stopped(row)]
    if not old:
        return Sentence()
    claim = Claim(Kind.STOPPED_COUNT, group=figures, direction=old[0]["status"], number=len(old))
    return Sentence(f"{_share(len(old), len(rows))}known only up to an earlier time", (claim,))


def _told_before(rows: Sequence[Row], figures: str | None) -> list[Sentence]:
    """Of how many rows, all of one status, readers were told worse before, and what."""
    return [
        Sentence(
            f"{_share(many, len(rows))}with {words}",
            (Claim(Kind.TOLD_BEFORE_COUNT, rows[0]["status"], group=figures, direction=way, number=many),),
        )
        for way, many, words in told_before(rows)
    ]


def by_basis(rows: Iterable[Row]) -> dict[str | None, list[Row]]:
    """The rows on made-up figures (``MADE``), on real ones with a made-up target, and all others (None)."""
    return _by(_basis, rows)


def gaps_by_basis(rows: Iterable[Row]) -> dict[str | None, list[Row]]:
    """The same by what their gaps rest on: the figures, and what was set for the gap."""
    return _by(_gap_basis, rows)


def _by(basis: Callable[[Row], str | None], rows: Iterable[Row]) -> dict[str | None, list[Row]]:
    found: dict[str | None, list[Row]] = {None: [], MADE_TARGET: [], MADE: []}
    for row in rows:
        found[basis(row)].append(row)
    return found


def _basis(row: Row) -> str | None:
    if row["status"] in _WITHOUT_FIGURES:
        return None
    return MADE if row["origin"] in MADE_UP else MADE_TARGET if made_up(row) else None


def _gap_basis(row: Row) -> str | None:
    if row["origin"] in MADE_UP:
        return MADE
    return MADE_TARGET if row.get("gap_target_provenance") in MADE_UP else None


def _target_words(many: int) -> str:
    return f"a {MADE_TARGET}" if many == 1 else f"{MADE_TARGET}s"


def _of_all(rows: Sequence[Row], figures: str | None) -> Sentence:
    counts = {status: count for status, count in status_counts(rows).items() if count}
    tail = f", with {_target_words(len(rows))}" if figures == MADE_TARGET else f", on {figures} figures"
    tail = tail if figures else ""
    if len(counts) > 1:
        return _said(f"Of {count_words(len(rows), 'ambition')} {{}}{tail}.", rows, figures)
    status = next(iter(counts))
    told = _clause(status, rows, figures)
    all_of_them = "The one ambition" if len(rows) == 1 else f"All {len(rows)} ambitions"
    return Sentence(f"{all_of_them} {told.text.split(' ', 1)[1]}{tail}.", told.claims)


def _said(template: str, rows: Sequence[Row], figures: str | None = None) -> Sentence:
    counts = {status: count for status, count in status_counts(rows).items() if count}
    if not counts:
        return Sentence()
    told = [_clause(status, rows, figures) for status in counts]
    claims = tuple(claim for one in told for claim in one.claims)
    return Sentence(template.format(list_words(one.text for one in told)), claims)


def _clause(status: Status, rows: Iterable[Row], figures: str | None) -> Sentence:
    """How many ambitions have a status; of those without data for how many parts or groups have, and if untargeted;
    of how many the gap stands otherwise; of those judged by a path of how many nobody knows how they stand now.
    """
    held = [row for row in rows if Status(row["status"]) is status]
    claim = Claim(Kind.COUNT, group=figures, direction=status.value, number=len(held))
    count, labels = len(held), Counter(status_label(row) for row in held if by_part(row))
    parts = [(some, label[:1].lower() + label[1:]) for label, some in labels.items()]
    without = sum(map(part_untargeted, held))
    if len(parts) == 1 and parts[0][0] == count:
        lack = f" ({'' if without == count else f'{without} of them '}without a target)" if without else ""
        said = Sentence(f"{count} {'is' if count == 1 else 'are'} known {parts[0][1]}{lack}", (claim,))
    else:
        told = list_words(f"{some} of them {label}" for some, label in parts)
        told += f", {without} of them without a target" if without else ""
        known = f" for all of the place ({told})" if parts else ""
        said = Sentence(f"{count} {CLAUSES[status][count != 1]}{known}", (claim,))
    beside = (_known_up_to(held, figures), *_told_before(held, figures), *_gaps_otherwise(held, figures))
    return phrase("{}{}", said, _aside(*beside))


def _can_tell(row: Row) -> bool:
    """Whether a gap is by deprivation, beyond chance, and known for long enough to say which way it goes."""
    return row["gap_dimension"] == "deprivation" and row["gap_direction"] not in (None, "not_known") and sure(row)


def _gaps(known: Sequence[str], figures: str | None, gap: str) -> Sentence:
    claims, where = _counted(known, figures), f"On {figures} figures, " if figures else ""
    if len(known) == 1:
        return Sentence(f"{where}in the one measure where we can tell, {gap} is {_WAYS[known[0]]}.", claims)
    if not any(claim.number for claim in claims):
        none = f"in none of the {len(known)} measures where we can tell is {gap}"
        return Sentence(f"{where}{none} clearly narrowing or widening.", claims)
    return Sentence(f"{where}of the {len(known)} measures where we can tell, {gap} is {_in(claims)}.", claims)


def status_counts(rows: Iterable[Row]) -> dict[Status, int]:
    """How many ambitions have each status, in the order of the summary; statuses that nobody has count 0."""
    counts = Counter(Status(row["status"]) for row in rows)
    return {status: counts[status] for status in CLAUSES}


def worst_first(rows: Iterable[Row]) -> list[Row]:
    """The rows in the order in which a board should read them: by status, then by the chance of meeting the target.

    A gap off its path stands with those whose gap widens. A target that was missed has no chance left. Without a target
    and worse stands also what is worse in each area. Last counts which way it goes, and whether its newest step goes
    back.
    """
    return sorted(
        rows,
        key=lambda row: (
            _rank(row),
            _chance(row),
            row["gap_direction"] != "widening",
            row["comparison"] != "worse" and not worse_everywhere(row),
            _going(row),
            row["ambition"],
        ),
    )


def _rank(row: Row) -> int:
    own = Status.NO_TARGET_SET if worse_everywhere(row) else Status(row["status"])
    stands = (own, Status.AVERAGE_UP_BUT_GAP_WIDER) if gap_off_path(row) else (own,)
    return min(map(_WORST_FIRST.index, stands))


def _going(row: Row) -> int:
    """From 0, what gets worse, to 4, what gets better: between them what the newest step takes back, and the rest."""
    back = steps_back(row)
    return {"worse": 1 if back else 0, "better": 2 if back else 4}.get(row.get("trend") or "", 3)


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
