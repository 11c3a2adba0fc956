"""E46 to W48: what may be published, what hangs loose, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterator

from oneplace.place.rules.links import references
from oneplace.place.rules.registry import Case, Finding, each, parts, rule
from oneplace.place.strategy.identity import joined

_AIMS = ("goals", "commitments", "priorities", "objectives")


@rule("E46")
def illustrative_in_public(case: Case) -> Iterator[Finding]:
    """An illustrative number in a public build."""
    if not case.public or (case.files.place and case.files.place.item.demonstration):
        return
    found = list(case.parts)
    if case.files.place:
        found += parts(case.files.place.item, case.files.place.at)
    for entry in found:
        if getattr(entry.item, "provenance", None) == "illustrative":
            name = getattr(entry.item, "id", "a number")
            yield Finding(
                entry.at / "provenance",
                f"{name} is illustrative: it was made up to show a form, and may not be published.",
                "Put the real number in, or `not_set`; a demonstration says so in place.yaml: `demonstration: true`.",
            )


@rule("W47")
def loose_ends(case: Case) -> Iterator[Finding]:
    """Goals, enablers, partners, stages or measures that hang loose."""
    yield from _unlinked_aims(case)
    yield from _unused_enablers(case)
    yield from _idle_partners(case)
    yield from _empty_stages(case)
    yield from _unused_measures(case)


def _unlinked_aims(case: Case) -> Iterator[Finding]:
    linked = {
        name
        for outcome in case.strategy.outcomes
        for name in (*outcome.goals, *outcome.commitments, *outcome.priorities)
    }
    aims = [entry for key in _AIMS for entry in each(getattr(case.strategy, key), case.top / key)]
    for _ in aims:  # what a linked aim supports is linked too, however long the chain
        more = {name for aim in aims if aim.item.id in linked for name in aim.item.supports}
        if more <= linked:
            break
        linked |= more
    for aim in aims:
        if aim.item.id not in linked and not getattr(aim.item, "measures", ()):
            yield Finding(
                aim.at,
                f"no outcome serves {aim.item.id}.",
                "Add an outcome for it, or say in `gaps:` why there is none.",
            )


def _unused_enablers(case: Case) -> Iterator[Finding]:
    used = {name for entry in case.parts for name, _, at in references(entry) if at.loc[-2:-1] != ("between",)}
    for enabler in each(case.strategy.enablers, case.top / "enablers"):
        if enabler.item.id not in used:
            yield Finding(
                enabler.at,
                f"nothing uses the enabler {enabler.item.id}.",
                "Name it where it is needed: in an outcome, a workstream or a milestone.",
            )


def _idle_partners(case: Case) -> Iterator[Finding]:
    ignored = {"successor", "predecessor"}
    busy = {
        name
        for entry in case.parts
        for name, kinds, at in references(entry)
        if "partners" in kinds and not ignored & set(at.loc)
    }
    partners = case.strategy.partners
    after = joined(partners)
    for _ in partners:  # a body that has gone is not idle when one that followed it is at work
        more = {p.id for p in partners if p.id not in busy and busy & set(after[p.id].successor)}
        if not more:
            break
        busy |= more
    for partner in each(partners, case.top / "partners"):
        if partner.item.id not in busy and not partner.item.until:
            yield Finding(
                partner.at,
                f"the partner {partner.item.id} has nothing to do.",
                "Name it as owner, lead, chair or member where it takes part.",
            )


def _empty_stages(case: Case) -> Iterator[Finding]:
    filled = {outcome.stage for outcome in case.strategy.outcomes}
    for stage in each(case.strategy.stages, case.top / "stages"):
        if stage.item.id not in filled:
            yield Finding(
                stage.at,
                f"the life stage {stage.item.id} has no outcome.",
                "Add an outcome with this stage, or say in `gaps:` why there is none.",
            )


def _unused_measures(case: Case) -> Iterator[Finding]:
    used = {name for entry in case.parts for name, kinds, _ in references(entry) if "measures" in kinds}
    asked = [facet for theme in case.files.themes for facet in theme.item.facets.values()]
    used |= {measure.id for facet in asked for measure in facet.answered_by(case.measures)}
    for entry in case.files.measures:
        if entry.item.id not in used:
            yield Finding(
                entry.at,
                f"no outcome or theme uses the measure {entry.item.id}.",
                "Bind an outcome to it, or leave it as background.",
            )


@rule("W48")
def gap_overdue(case: Case) -> Iterator[Finding]:
    """A known gap past its date."""
    for gap in each(case.strategy.gaps, case.top / "gaps"):
        if gap.item.is_overdue(case.as_of):
            yield Finding(
                gap.at / "due",
                f"the gap {gap.item.id} was to be closed by {gap.item.due} and is still open.",
                "Close it (`state: closed`, `closed_by:`), or give a new date.",
            )
