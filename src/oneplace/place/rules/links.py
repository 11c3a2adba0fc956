"""E01 to E05: ids, references, cycles, codes and dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from oneplace.place.codes import area_problem, organisation_problem
from oneplace.place.computing import FromDocument, FromLinkedRecord
from oneplace.place.fields import REFERS_TO, Model
from oneplace.place.folder import Entry, Spot
from oneplace.place.moved import named_before
from oneplace.place.rules.registry import Case, Finding, each, given, rule
from oneplace.place.strategy.commentary import Commentary
from oneplace.place.strategy.outcomes import Outcome
from oneplace.problems import did_you_mean

_GUESSES = 20
"""References for which the nearest id is looked for: guessing is slow, and who has more has another trouble."""


def references(entry: Entry[Model]) -> Iterator[tuple[str, tuple[str, ...], Spot]]:
    """Every id that a model refers to, the kinds of thing that it may name, and where it stands."""
    for name, field in type(entry.item).model_fields.items():
        extra = field.json_schema_extra
        kinds = extra.get(REFERS_TO) if isinstance(extra, dict) else None
        value = given(getattr(entry.item, name)) if kinds else None
        if not isinstance(kinds, list) or not value:
            continue
        at = entry.at / (field.alias or name)
        wanted = tuple(str(kind) for kind in kinds)
        if isinstance(value, str):
            yield value, wanted, at
        elif isinstance(value, Mapping):
            yield from ((one, wanted, at / key) for key, one in value.items())
        else:
            for one in each(value, at):
                yield one.item, wanted, one.at


def ids_by_kind(case: Case) -> dict[str, dict[str, list[Spot]]]:
    """For each kind of thing its ids and where each is given (more than once where it is doubled)."""
    kinds: dict[str, dict[str, list[Spot]]] = defaultdict(lambda: defaultdict(list))
    for entry in case.parts:
        if entry.item is case.strategy or "id" not in type(entry.item).model_fields:
            continue
        lists = [part for part in entry.at.loc if isinstance(part, str)]
        kind = lists[-1] if lists else _alone(entry.item)
        if kind != "measures":
            kinds[kind][entry.item.id].append(entry.at)  # type: ignore[attr-defined]
    for measure in case.files.measures:
        kinds["measures"][measure.item.id].append(measure.at)
    for cohort in case.files.cohorts:
        kinds["cohorts"][cohort.item.id].append(cohort.at)
    return kinds


def _alone(item: Model) -> str:
    """The kind of what has a file of its own."""
    return "commentary" if isinstance(item, Commentary) else "decisions"


@rule("E01")
def duplicate_id(case: Case) -> Iterator[Finding]:
    """An id is given twice."""
    spots: dict[str, list[Spot]] = defaultdict(list)
    for kind, ids in ids_by_kind(case).items():
        for name, found in ids.items():
            spots[f"{kind}:{name}" if kind in ("measures", "cohorts", "themes") else name] += found
    for name, found in spots.items():
        first, *again = found
        for spot in again:
            plain = name.rpartition(":")[2]
            where = f"{first.document.path.name}:{first.mark[0]}"
            yield Finding(
                spot / "id",
                f"the id {plain} is given twice (first at {where}).",
                "Give this one an id of its own; ids are permanent, so change the newer of the two.",
            )


@rule("E02")
def dangling_reference(case: Case) -> Iterator[Finding]:
    """A reference to something that is not there."""
    yield from _dangling_in_measures(case)
    kinds = ids_by_kind(case)
    everything = {name for ids in kinds.values() for name in ids} | {case.strategy.id, "vision", "mission"}
    if not case.files.alone:
        everything |= named_before(case.files.root)  # a decision names what it drops
    found = 0
    for entry in case.parts:
        for name, wanted, at in references(entry):
            known = everything if "any" in wanted else {one for kind in wanted for one in kinds.get(kind, ())}
            if name in known or name.startswith(("ext:", "doc:")):
                continue
            of = "anything in these files" if "any" in wanted else " or ".join(wanted).replace("_", " ")
            found += 1
            mend = _nearest(name, known if found <= _GUESSES else ())
            yield Finding(at, f"{name} is not the id of {of}.", mend)


def _dangling_in_measures(case: Case) -> Iterator[Finding]:
    cohorts = {cohort.item.id for cohort in case.files.cohorts}
    for entry in case.files.measures:
        measure, compute = entry.item, entry.item.compute
        newer = measure.superseded_by
        if newer and newer not in case.measures:
            at, mend = entry.at / "superseded_by", _nearest(newer, case.measures)
            yield Finding(at, f"{newer} is not the id of a measure.", mend)
        if isinstance(compute, FromLinkedRecord) and compute.population.cohort not in (None, *cohorts):
            name = str(compute.population.cohort)
            at = entry.at / "compute" / "population" / "cohort"
            yield Finding(at, f"{name} is not the id of a cohort.", _nearest(name, cohorts))
        if isinstance(compute, FromDocument) and not (case.files.root / compute.file).is_file():
            at = entry.at / "compute" / "file"
            yield Finding(at, f"the file {compute.file} is not there.", "Add it, or correct the path.")


def _nearest(name: str, known: Collection[str]) -> str:
    return did_you_mean(name, known, f"Add {name}, or correct the reference.")


@rule("E03")
def cycle(case: Case) -> Iterator[Finding]:
    """Things that wait for, or report to, each other."""
    edges: dict[str, list[str]] = defaultdict(list)
    spots: dict[str, Spot] = {}
    for entry in case.parts:
        own = getattr(entry.item, "id", None)
        for field in ("after", "reports_to", "parent", "successor", "supports"):
            value = getattr(entry.item, field, None)
            if own and value:
                edges[own] += [value] if isinstance(value, str) else value
                spots.setdefault(own, entry.at / field)
    for index, approval in enumerate(case.strategy.governance.approvals):
        if approval.after:
            edges[f"approval:{approval.body}"].append(f"approval:{approval.after}")
            spots.setdefault(f"approval:{approval.body}", case.top / "governance" / "approvals" / index / "after")
    for index, parent in enumerate(case.strategy.parents):
        if parent.ref == case.strategy.id:
            spot = case.top / "parents" / index / "ref"
            yield Finding(spot, f"the strategy {parent.ref} is its own parent.", "Name the strategy above it.")
    for ring in _rings(edges):
        path = " → ".join(name.removeprefix("approval:") for name in (*ring, ring[0]))
        yield Finding(spots[ring[0]], f"goes round in a circle: {path}.", "Take out the link that is wrong.")


def _rings(edges: dict[str, list[str]]) -> Iterator[list[str]]:
    """Each cycle once, found by walking on from each node in turn (iterative: files are not to be trusted)."""
    finished: set[str] = set()
    for start, following in edges.items():
        trail = [(start, iter(following))] if start not in finished else []
        while trail:
            step = next(trail[-1][1], None)
            path = [node for node, _ in trail]
            if step is None:
                finished.add(trail.pop()[0])
            elif step in path:
                yield path[path.index(step) :]
            elif step not in finished and step in edges:
                trail.append((step, iter(edges[step])))


@rule("E04")
def unknown_code(case: Case) -> Iterator[Finding]:
    """An area or organisation code that is unknown at that date."""
    start, end = case.period
    where, at = case.strategy.place, case.top / "place"
    if code := given(where.code):
        yield from _code_finding(at / "code", code, area_problem(code, start, end))
    for code in each(where.codes, at / "codes"):
        yield from _code_finding(code.at, code.item, area_problem(code.item, start, end))
    for partner in each(case.strategy.partners, case.top / "partners"):
        since = max(_known(partner.item.from_.start if partner.item.from_ else None, start), default=None)
        until = min(_known(partner.item.until.end if partner.item.until else None, end), default=None)
        if since and until and until <= since:  # it had gone before the strategy began
            since = partner.item.from_.start if partner.item.from_ else None
        if code := partner.item.ons:
            yield from _code_finding(partner.at / "ons", code, area_problem(code, since, until))
        if code := partner.item.ods:
            yield from _code_finding(partner.at / "ods", code, organisation_problem(code, since))
    yield from _codes_of_place_file(case)


def _codes_of_place_file(case: Case) -> Iterator[Finding]:
    if case.files.place is None:
        return
    place, at = case.files.place.item, case.files.place.at
    areas = [
        area
        for name in ("areas", "comparators", "organisations", "wider")
        for area in each(getattr(place, name), at / name)
    ]
    if place.system is not None:
        areas.append(Entry(place.system, at / "system"))
    for area in areas:
        since = area.item.from_.start if area.item.from_ else None
        yield from _code_finding(area.at / "code", area.item.code, area_problem(area.item.code, since, None))


def _known(*days: date | None) -> list[date]:
    return [day for day in days if day is not None]


def _code_finding(at: Spot, code: str, problem: tuple[str, str] | None) -> Iterator[Finding]:
    if problem:
        yield Finding(at, f"the code {code} {problem[0]}", problem[1])


@rule("E05")
def dates_outside_period(case: Case) -> Iterator[Finding]:
    """A date outside the period it belongs to."""
    start, end = case.period
    if start and end and end <= start:
        yield Finding(case.top / "period" / "end", "the strategy ends before it starts.", "Correct `start` or `end`.")
        return
    yield from _backward_spans(case)
    for outcome in each(case.strategy.outcomes, case.top / "outcomes"):
        target = given(outcome.item.target)
        if target and end and target.period.end > end and not target.beyond_strategy:
            yield Finding(
                outcome.at / "target" / "period",
                f"the target of {outcome.item.id} is for {target.period}, after the strategy's end.",
                "Correct the period, or say why in `beyond_strategy:`.",
            )
        yield from _after_its_horizon(case, outcome)
    for workstream in each(case.strategy.workstreams, case.top / "workstreams"):
        for milestone in each(given(workstream.item.milestones) or (), workstream.at / "milestones"):
            due = given(milestone.item.due)
            outside = due and ((start and due.end <= start) or (end and due.start >= end))
            if outside and not milestone.item.beyond_strategy:
                yield Finding(
                    milestone.at / "due",
                    f"the milestone {milestone.item.id} is due {due}, outside the strategy's period.",
                    "Correct the date, or say why in `beyond_strategy:`.",
                )


def _after_its_horizon(case: Case, outcome: Entry[Outcome]) -> Iterator[Finding]:
    target, ends = given(outcome.item.target), {one.id: given(one.end) for one in case.strategy.horizons}
    end = ends.get(outcome.item.horizon or "")
    if target and end and target.period.end > end.end and not target.beyond_strategy:
        yield Finding(
            outcome.at / "target" / "period",
            f"the target of {outcome.item.id} is for {target.period}, after the end of its horizon "
            f"{outcome.item.horizon} ({end}).",
            "Correct the period or the horizon, or say why in `beyond_strategy:`.",
        )


def _backward_spans(case: Case) -> Iterator[Finding]:
    for partner in each(case.strategy.partners, case.top / "partners"):
        since, until = partner.item.from_, partner.item.until
        if since and until and until.end <= since.start:
            yield Finding(
                partner.at / "until", f"{partner.item.id} ends before it starts.", "Correct `from` or `until`."
            )
    horizons = {horizon.id: horizon for horizon in case.strategy.horizons}
    for horizon in each(case.strategy.horizons, case.top / "horizons"):
        since, until = given(horizon.item.start), given(horizon.item.end)
        if since and until and until.end <= since.start:
            yield Finding(horizon.at / "end", f"{horizon.item.id} ends before it starts.", "Correct `start` or `end`.")
        parent = horizons.get(horizon.item.parent or "")
        limit = given(parent.end) if parent else None
        if limit and until and until.end > limit.end:
            yield Finding(
                horizon.at / "end",
                f"{horizon.item.id} ends after {horizon.item.parent}, which it belongs to.",
                "Correct one of the two dates.",
            )
