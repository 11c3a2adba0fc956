"""The assurance statement: how far the numbers can be trusted, and what they were made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from oneplace.pack.document import Block, Items, Section, Table, Text
from oneplace.pack.evidence import Evidence
from oneplace.pack.sections.listing import called
from oneplace.progress import sentences
from oneplace.report import (
    NEVER_ALL,
    Checks,
    Row,
    datasets_named,
    datasets_of,
    failed_tests,
    fault_words,
    made_tests,
    redefined,
    where_tested,
)
from oneplace.vocabulary import wording
from oneplace.vocabulary.data_tests import DATA_TESTS, Severity


def assurance(found: Evidence) -> Section:
    """Data quality, lag, changed definitions, what is not known, and the run."""
    sections = (
        Section("quality", "Data quality", _quality(found)),
        Section("lag", "How old the numbers are", tuple(_lag(found))),
        Section("definitions", "Changed definitions and known faults", (_definitions(found),)),
        Section("unknown", "What we do not know", (_unknown(found),)),
        Section("sources", "Sources", (_sources(found),)),
        Section("run", "The run", (_run(found),)),
    )
    lead = "Every number here comes from the run named below. The same inputs give the same pack again."
    return Section("assurance", "Assurance statement", (Text(lead, "lead"),), sections)


def _quality(found: Evidence) -> tuple[Block, ...]:
    sources = found.place.sources
    synthetic = {one.id for one in sources.sources if one.synthetic} if sources else set()
    rows = found.results["quality"].to_pylist()
    if not rows:
        return (Text("No partner's extracts were read, so there is no data quality to report."),)
    by_aspect: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        by_aspect[_partner(row, synthetic), row["aspect"]].append(row)
    sums = {f"{partner}: {aspect}": Checks.of(checks) for (partner, aspect), checks in sorted(by_aspect.items())}
    told = tuple((name, one.passed_words, f"{one.checked:,}", one.share or "—") for name, one in sums.items())
    columns = ("Partner and aspect", "Passed", "Checked", "Share passed")
    return (
        Text(NEVER_ALL),
        Table("Checks on the partners' extracts", columns, told, columns[1:]),
        *_tested(found, synthetic),
    )


def _tested(found: Evidence, synthetic: set[str]) -> Iterator[Block]:
    """What the declared tests found that must be mended; what is only worth knowing is counted."""
    made = made_tests(found.results["data_tests"].to_pylist())
    failed = failed_tests(made)
    noted = [row for row in failed if row["severity"] == Severity.NOTE.value]
    if not made:
        return
    rule = found.place.small_numbers()
    said = f"The partners' data failed {wording.count_words(len(failed) - len(noted), 'test')}"
    said += f"; {len(noted)} more left a note." if noted else "."
    yield Text(said)
    rows = tuple(
        (
            f"{_partner(row, synthetic)}: {where_tested(row)}",
            row["severity"],
            f"{fault_words(row, rule)[:1].upper()}{fault_words(row, rule)[1:]}.",
            DATA_TESTS[row["test"]].mend,
        )
        for row in failed
        if row not in noted
    )
    if rows:
        yield Table(
            "Tests that failed, the worst first", ("Partner and data", "How bad", "What failed", "How to mend it"), rows
        )


def _partner(row: Row, synthetic: set[str]) -> str:
    return f"{row['partner'] or row['source']}{' (synthetic)' if row['source'] in synthetic else ''}"


def _lag(found: Evidence) -> list[Block]:
    dated = [one for one in found.judged if one.row["period_end"] is not None]
    if not dated:
        return [Text("No ambition has a value yet.")]
    late = [one for one in dated if sentences.overdue(one.row, found.as_of)]
    oldest = min(dated, key=lambda one: (one.row["period_end"], one.ambition.id))
    text = f"The oldest latest value is of {oldest.row['period_label']} ({called(oldest)})."
    if not late:
        return [Text(f"{text} No value is overdue.")]
    rows = tuple(
        (
            called(one),
            one.row["period_label"],
            wording.day_words(day) if (day := sentences.due_on(one.row)) else "",
        )
        for one in late
    )
    table = Table("Values that should be here by now", ("Measure", "Latest period", "Next value was due by"), rows)
    return [
        Text(f"{text} {wording.count_words(len(late), 'value')} {'is' if len(late) == 1 else 'are'} overdue."),
        table,
    ]


def _definitions(found: Evidence) -> Block:
    used = {one.measure.id: one.measure for one in found.judged if one.measure is not None}
    rows = [
        (measure.name, f"From {wording.day_words(change.at.start)}: {change.why}")
        for measure in used.values()
        for change in measure.series_breaks
    ]
    rows += [(measure.name, fault) for measure in used.values() for fault in measure.known_faults]
    rows += [
        (measure.name, f"Differs from the shared definition: {measure.because}")
        for measure in used.values()
        if measure.because
    ]
    rows += [
        (measure.name, f"{one.what}, {one.whole} ({one.decided})")
        for measure in used.values()
        for one in redefined(found.report, measure, found.report.every_change)
    ]
    if not rows:
        return Text("No measure has a break in its series or a known fault.")
    return Table("Breaks in series and known faults", ("Measure", "What to mind"), tuple(rows))


def _unknown(found: Evidence) -> Block:
    """The gaps of the strategy's files and the ambitions without a number; a gap that is an ambition's, once: there."""
    asked = {one.ambition.about.reason for one in found.judged if one.row["status"] == "no_measure"}
    gaps = [gap.text for gap in found.place.strategy.gaps if gap.state == "open" and gap.text not in asked]
    gaps += [
        f"{one.ambition.about.question} {one.row['why']}" for one in found.judged if one.row["status"] == "no_data"
    ]
    gaps += [
        f"{one.ambition.about.question} Not measured yet. {one.ambition.about.reason}"
        for one in found.judged
        if one.row["status"] == "no_measure" and one.ambition.about.reason
    ]
    return Items(tuple(gaps)) if gaps else Text("No gap is known.")


def _sources(found: Evidence) -> Block:
    used = {one.measure.id: one.measure.name for one in found.judged if one.measure is not None}
    named = datasets_of(found.place)
    told = {
        (
            datasets_named(row["sources"], named, found.place) or used[row["measure"]],
            *(row[column] or "—" for column in ("vintage", "licence", "attribution")),
        )
        for row in found.results["provenance"].to_pylist()
        if row["measure"] in used
    }
    if not told:
        return Text("The run names no sources.")
    return Table("Where the numbers come from", ("Source", "Vintage", "Licence", "Attribution"), tuple(sorted(told)))


def _run(found: Evidence) -> Block:
    manifest = found.manifest
    rows = [
        ("Run", str(manifest["run"])),
        ("As of", wording.day_words(found.as_of)),
        ("Software", str(manifest["software"])),
        ("Record", str(manifest.get("record") or "none")),
        ("Run before", str(manifest.get("previous") or "none")),
    ]
    inputs = manifest.get("inputs") or {}
    rows += [(name, digest[:16]) for name, digest in sorted(inputs.items()) if name in ("place.yaml", "strategy.yaml")]
    return Table(
        "The run and what it was made from", ("What", "Identity (SHA-256, first 16 figures, of files)"), tuple(rows)
    )
