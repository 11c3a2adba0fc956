"""Fairness: who is behind the average, one page for each outcome."""

from __future__ import annotations

from collections.abc import Mapping

from oneplace.pack.document import Block, Figure, Section, Table, Text
from oneplace.pack.drawing import Drawn, groups_period
from oneplace.pack.evidence import Evidence, Judged
from oneplace.pack.sections.marks import keyed, sized
from oneplace.progress import as_progress, sentences
from oneplace.report import Row, closing, count
from oneplace.vocabulary import wording
from oneplace.vocabulary.asides import asides, in_brackets
from oneplace.vocabulary.dimensions import LABELS, STATED

_COLUMNS = ("Group", "Value", "95% interval", "Counted")


def fairness(found: Evidence, drawn: Mapping[str, Drawn]) -> Section:
    """The section on gaps; measures without a breakdown are named with the reason."""
    seen = ((one, drawn[one.ambition.id]) for one in found.judged)
    shown = [one for one, its in seen if its.groups or its.neighbourhoods or _is_counted(one)]
    missing = [one for one in found.judged if one not in shown]
    blocks: list[Block] = [Text(_lead(found), "lead")]
    if missing:
        blocks.append(_missing(missing))
    each = tuple(_one(one, drawn[one.ambition.id]) for one in shown)
    return Section("fairness", "Who is behind the average", tuple(blocks), each)


def _missing(missing: list[Judged]) -> Table:
    """The reasons, and the ambitions that share each."""
    by_reason: dict[str, list[str]] = {}
    for one in missing:
        by_reason.setdefault(_reason(one), []).append(one.ambition.about.question)
    rows = tuple((" ".join(asked), reason) for reason, asked in by_reason.items())
    return Table("Ambitions without a breakdown", ("Ambitions", "Why"), rows)


def _reason(one: Judged) -> str:
    if one.measure is None:
        return "Nothing is measured for it yet."
    breakdowns = one.measure.breakdowns
    reasons = {text for by in STATED if (text := breakdowns.said(by.code)) and not breakdowns.has(by.code)}
    return "; ".join(sorted(reasons)) if reasons else "The run has no value for any group."


def _one(one: Judged, drawn: Drawn) -> Section:
    row, about = one.row, one.ambition.about
    blocks: list[Block] = [Text(sentences.origin_note({**row, "target_provenance": None}), "notice")]
    blocks = [block for block in blocks if isinstance(block, Text) and block.text]
    if drawn.groups:
        blocks += [Figure(drawn.groups), _groups(one)]
    elif _is_counted(one) and one.measure:
        blocks += [Text(f"The groups are not compared: {one.measure.held_apart('')}."), _groups(one)]
    gaps = [gap for gap in one.gaps if gap["value"] is not None]
    if gaps:
        blocks.append(_gaps(one, gaps))
    if drawn.neighbourhoods:
        blocks.append(Figure(drawn.neighbourhoods))
    return Section(f"fairness-{one.ambition.id}", str(about.measure), tuple(blocks))


def _is_counted(one: Judged) -> bool:
    """Whether its groups have numbers out of nothing: of them there is a table, and no picture."""
    plain = one.measure is not None and one.measure.is_plain_count
    return plain and any(group["value"] is not None for group in one.groups)


def _groups(one: Judged) -> Table:
    period = groups_period(one)
    rows = tuple(_group(group, one, "" if period else group["period_label"]) for group in one.groups)
    return Table(
        wording.dated(f"Groups of: {one.ambition.about.measure}", period),
        _COLUMNS,
        rows,
        _COLUMNS[1:],
    )


def _group(group: Row, one: Judged, period: str) -> tuple[str, ...]:
    """A group's row; with its ``period`` in its name where the table's groups are of several."""
    about = one.ambition.about
    name = wording.dated(f"{LABELS[group['dimension']].split(' (')[0]}: {group['group_label']}", period)
    if group["value"] is None or group["suppressed"]:
        reason = group["reason"] or "not known"
        return name, "too few to show" if group["suppressed"] else reason, "—", "—"
    limits, decimals = "—", sentences.digits(group, about)
    if group["lower"] is not None and group["upper"] is not None:
        limits = wording.range_words(group["lower"], group["upper"], about.unit, decimals)
    value = wording.marked(wording.value_words(group["value"], about.unit, decimals), group["origin"])
    counted = count(group, one.measure) if one.measure else ""
    return name, f"{value}{in_brackets(asides(group))}", limits, counted or "—"


def _lead(found: Evidence) -> str:
    return closing(found.rows, found.report.alone).text


def _gaps(one: Judged, gaps: list[Row]) -> Table:
    about = one.ambition.about
    rows = []
    for gap in gaps:
        as_row = as_progress(gap)
        name = f"{sentences.statistic_label(as_row)}, {gap['period_label']}{in_brackets(asides(gap))}"
        known = gap["lower"] is not None and gap["upper"] is not None
        limits = sentences.gap_interval(as_row, about).removeprefix("95% interval ") if known else "—"
        rows.append((name, sized(as_row, about, one.row["origin"]), limits))
    caption = keyed(f"Gaps of: {about.measure}", rows)
    return Table(caption, ("Gap", "Size", "95% interval"), tuple(rows), ("Size", "95% interval"))
