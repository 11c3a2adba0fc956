"""The sentences of the chart of a gap's path: how large it is now, what its path allows, and what was set for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from oneplace.progress.gaps import as_progress
from oneplace.progress.rules import ForecastStatus
from oneplace.progress.sentences.about import About, Row
from oneplace.progress.sentences.amounts import gap_target
from oneplace.progress.sentences.claims import Kind, Reference, Sentence, joined, phrase
from oneplace.progress.sentences.gap_course import gap_course, held_way
from oneplace.progress.sentences.gap_sizes import aim_size, size_between, size_words
from oneplace.progress.sentences.gaps import STATISTICS, behind
from oneplace.progress.sentences.labels import OVER, gap_status_words
from oneplace.stats import side
from oneplace.vocabulary.asides import EARLIER, asides, in_brackets
from oneplace.vocabulary.dimensions import BY_CODE, whom
from oneplace.vocabulary.wording import count_words, marked, when

KNOWN = ("actual", "recorded")
"""The kinds of lines that tell what a gap was: as worked out, or as the place's files record it."""


@dataclass(frozen=True)
class Path:
    """What is known of a gap for which something was set: rows of ``progress``, ``gap_paths`` and ``gaps``.

    Without the dimension or the statistic that it was set in, nothing was.
    """

    row: Row
    lines: Sequence[Row]
    dimension: str | None
    statistic: str | None
    gaps: Sequence[Row] = ()


def gap_path(path: Path, about: About) -> Sentence:
    """The finding of the chart, with who is behind or that nobody can say so; empty for nothing set."""
    now = newest(path.lines)
    aim = gap_target(path.row, about, path.dimension, path.statistic, *sizes(path.row, now))
    if not aim or path.statistic is None or path.dimension is None:
        return Sentence()
    told = _now(path.row, now, about, path.statistic)
    whose = _whose(path, now, about)
    return joined(told, whose, phrase("The target for the gap is {}", aim))


def gap_beside(row: Row, about: About) -> Sentence:
    """How the gap stands to what was set for it, as every list has it: how large it is, for whom it is worse, what its
    path allows; empty where nothing was set.
    """
    statistic = row.get("gap_target_statistic")
    if row.get("gap_target") is None or statistic is None:
        return Sentence()
    group = row["gap_held_group"] if about.polarity_of_groups != "context" else None
    stands = about.claim(
        Kind.GAP_STATUS,
        row,
        group=row["gap_target_dimension"],
        direction=row["gap_status"],
        statistic=statistic,
        reference=Reference(group=group) if group else None,
    )
    lead = f"gap: {gap_status_words(row).replace(':', ',')}"
    if row["gap_held"] is None:
        return Sentence(lead, (stands,))
    worse = f", worse for {whom(row['gap_target_dimension'], group, row['gap_held_group_label'])}" if group else ""
    beside = sizes(row, {"value": row["gap_held"]})
    size, _ = size_between(row["gap_held"], row["gap_held_lower"], row["gap_held_upper"], about, statistic, *beside)
    told, now = marked(size, row["origin"]), {"period": row["gap_held_label"], "statistic": statistic}
    held = about.claim(Kind.GAP_SIZE, row, number=row["gap_held"], **now)
    earlier = in_brackets([EARLIER] if row.get("gap_held_earlier") else [])
    words = f"{lead}{worse}, {told} {when(row['gap_held_label'])}{earlier}"
    if row["gap_path"] is None:
        return phrase("{}{}", Sentence(words, (stands, held)), held_way(row, about))
    unclear = side(row["gap_held_lower"], row["gap_held_upper"], row["gap_path"]) == 0
    path = about.claim(Kind.GAP_PATH, row, number=row["gap_path"], direction="unclear" if unclear else None, **now)
    unknown = " (no limits are known)" if row["gap_held_lower"] is None else ""
    doubt = ", and the difference could be chance" if unclear else unknown
    allowed = marked(size_words(row["gap_path"], about, statistic, *beside), row["gap_target_provenance"])
    asks = f"its target {when(_own(row))} was" if _is_over(row) else "its path allows"
    beside_path = Sentence(f"{words}, where {asks} {allowed}{doubt}", (stands, held, path))
    then = _then(row, about, statistic)
    return phrase("{}{}{}", beside_path, held_way(row, about), phrase("; {}", then) if then else "")


def gap_path_alt(path: Path, about: About) -> Sentence:
    """The chart in words; empty for nothing set."""
    lines, dimension, said = path.lines, path.dimension, gap_path(path, about)
    if not said or dimension is None:
        return Sentence()
    count = len([line for line in lines if line["kind"] in KNOWN])
    known = count_words(count, "period") if count else "of no period yet"
    by = BY_CODE[dimension].title.lower()
    lead = f"Line chart of the gap in {about.measure or about.ambition} by {by}, {known}."
    return joined(lead, said, gap_course(path.row, about, lines))


def newest(lines: Sequence[Row]) -> Row | None:
    """The newest line that tells what the gap was; None where none does."""
    known = [line for line in lines if line["kind"] in KNOWN]
    return max(known, key=lambda line: (line["period_end"], line["period_start"]), default=None)


def sizes(row: Row, now: Row | None) -> tuple[float | None, ...]:
    """The sizes that stand side by side: of the gap ``now``, what its path allows, its target. One that misses another
    never reads as it does.
    """
    return now["value"] if now else None, row["gap_path"], aim_size(row)


def _whose(path: Path, now: Row | None, about: About) -> Sentence:
    """For whom the number is the higher or the lower one; that it could be chance; or that the files don't say."""
    if now is None or path.dimension not in BY_CODE:
        return Sentence()
    if now["kind"] == "recorded":
        return Sentence(f"It is between {BY_CODE[path.dimension].between}; who is behind is not recorded.")
    named = (path.dimension, path.statistic, now["period_label"])
    found = next((row for row in path.gaps if (row["dimension"], row["statistic"], row["period_label"]) == named), None)
    return behind(as_progress(found) | {"measure": found["measure"]}, about) if found else Sentence()


def _now(row: Row, now: Row | None, about: About, statistic: str) -> Sentence:
    if now is None:
        return Sentence()
    said = {"period": now["period_label"], "statistic": statistic}
    size = about.claim(Kind.GAP_SIZE, row, number=now["value"], **said)
    beside = sizes(row, now)
    measured, _ = size_between(now["value"], now["lower"], now["upper"], about, statistic, *beside)
    told = marked(measured, row["origin"])
    recorded = ", as the strategy\u2019s files record it" if now["kind"] == "recorded" else ""
    when_told = f"{when(now['period_label'])}{in_brackets(asides(now))}"
    start = f"By the {STATISTICS[statistic]} the gap was {told} {when_told}{recorded}"
    if row["gap_path"] is None:
        return Sentence(f"{start}.", (size,))
    unclear = side(now["lower"], now["upper"], row["gap_path"]) == 0
    path = about.claim(Kind.GAP_PATH, row, number=row["gap_path"], direction="unclear" if unclear else None, **said)
    allowed = size_words(row["gap_path"], about, statistic, *beside)
    doubt = ", and the difference could be chance" if unclear else ""
    asks = f"Its target {when(_own(row))} was" if _is_over(row) else "Its path then allows"
    then = _then(row, about, statistic).capital
    return joined(Sentence(f"{start}. {asks} {allowed}{doubt}.", (size, path)), phrase("{}.", then) if then else "")


def _is_over(row: Row) -> bool:
    return row["gap_status_forecast"] in OVER


def _own(row: Row) -> str:
    """The own period of what was set for the gap."""
    return str(row.get("gap_target_read_as") or row["gap_target_label"])


def _then(row: Row, about: About, statistic: str) -> Sentence:
    """How large the gap was in the target's own period, and that it reaches the target only since; empty where the
    newest gap is of that period.
    """
    then, own = row.get("gap_target_held"), _own(row)
    if then is None or own == row["gap_held_label"]:
        return Sentence()
    claim = about.claim(Kind.GAP_SIZE, row, number=then, period=own, statistic=statistic)
    size = marked(size_words(then, about, statistic, aim_size(row)), row["origin"])
    missed = row["gap_status_forecast"] == ForecastStatus.MISSED and row["gap_held"] <= row["gap_path"]
    return Sentence(f"{when(own)} it was {size}{', so it reaches the target too late' if missed else ''}", (claim,))
