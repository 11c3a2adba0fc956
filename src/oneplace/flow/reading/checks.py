"""What must hold in a pathway beyond its shape: names that exist, shares that add up, a way out, room enough."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from oneplace.flow.file.fifths import FORMER, in_order
from oneplace.flow.file.names import Priority
from oneplace.flow.file.pathway import FINISHED, Loc, Pathway
from oneplace.flow.file.places import ForClass, OneOf
from oneplace.flow.file.quantity import NOT_SET, UNLIMITED, Price, count, parts
from oneplace.flow.network import CONDITION, SETTABLE
from oneplace.flow.network.traffic import visits
from oneplace.flow.reading.arrival_times import too_short
from oneplace.flow.reading.feasibility import foreseen, mentioned
from oneplace.flow.reading.growth import growing
from oneplace.flow.reading.loads import most_ever
from oneplace.flow.reading.sent_elsewhere import changes_of_class, changes_on_a_route, closings, diverts
from oneplace.problems import Problem
from oneplace.vocabulary.wording import plainly

MOST_INSIDE = 4_000_000
"""Patients inside at one time of a run: about 2 GB."""


def findings(pathway: Pathway) -> list[Problem]:
    """Every problem of a typed pathway; warnings are among them only where there is no error."""
    errors = [
        *_names(pathway),
        *_shares(pathway),
        *_stays(pathway),
        *_rules(pathway),
        *_shifts(pathway),
        *_prices(pathway),
        *_ranges(pathway),
        *changes_on_a_route(pathway),
        *closings(pathway),
        *diverts(pathway),
        *growing(pathway),
    ]
    if errors:
        return errors
    if pathway.has_gaps:  # sums over what nobody knows say nothing
        return [*pathway.not_set, *_former_words(pathway)]
    errors = [*_endless(pathway), *_way_out(pathway), *_room_at_start(pathway), *_staff(pathway)]
    return errors or [*pathway.not_set, *_former_words(pathway), *foreseen(pathway), *too_short(pathway)]


def _ranges(pathway: Pathway) -> Iterator[Problem]:
    """E98: ranges stand where something can be drawn from them, and hold their number."""
    for one in (*pathway.uncertain, *pathway.uncertain_growth):
        if fault := one.fault():
            yield pathway.document.problem(one.loc, "E98", *fault)


def _former_words(pathway: Pathway) -> Iterator[Problem]:
    """W96: fifths of deprivation by their words of the version before, which are read all the same."""
    for cls, of in pathway.document.data["patients"].items():
        if isinstance(given := of.get("deprivation"), dict):
            yield pathway.document.problem(
                ("patients", cls, "deprivation"),
                "W96",
                f"`{FORMER[0]}` to `{FORMER[-1]}` are words of the version before: the fifths are a list now.",
                f"Write `deprivation: [{', '.join(in_order(given))}]`, the most deprived first.",
            )


def _names(pathway: Pathway) -> Iterator[Problem]:
    """E61: every name is that of something in the file."""
    yield from _names_of_patients(pathway)
    yield from _names_of_clocks(pathway)
    yield from _names_at_places(pathway)


def _names_of_patients(pathway: Pathway) -> Iterator[Problem]:
    file, problem = pathway.file, pathway.document.problem
    for name in set(pathway.places) & set(file.exits):
        yield problem(("exits",), "E61", f"`{name}` is a place and an exit.", "Rename one of them.")
    for cls, of in file.patients.items():
        loc: Loc = ("patients", cls)
        if of.route is None and of.enters is None:
            yield problem(loc, "E61", f"`{cls}` has no `enters`.", "Name the place where they come in.")
        for name in of.route or ((of.enters,) if of.enters else ()):
            if name not in pathway.places:
                yield _unknown(pathway, (*loc, "route" if of.route else "enters"), "place", name, pathway.places)
        if of.route and of.enters and of.enters != of.route[0]:
            yield problem(
                loc,
                "E61",
                f"`{cls}` enters at `{of.enters}` but its route starts at `{of.route[0]}`.",
                "Take out `enters`.",
            )
    orders: dict[Loc, Priority] = {("priority",): file.priority}
    orders |= {("places", place, "priority"): of.priority or () for place, of in file.places.items()}
    for where, order in orders.items():
        for item in order:
            for name in (item,) if isinstance(item, str) else item:
                if name not in pathway.classes:
                    yield _unknown(pathway, where, "class of patients", name, pathway.classes)


def _names_of_clocks(pathway: Pathway) -> Iterator[Problem]:
    taken, problem = (*pathway.places, *pathway.pools, "pathway"), pathway.document.problem
    for name, clock in pathway.file.clocks.items():
        if name in taken:
            yield problem(("clocks", name), "E61", f"`{name}` is a clock and something else.", "Rename one of them.")
        for place in clock.places:
            if place not in pathway.places:
                yield _unknown(pathway, ("clocks", name), "place", place, pathway.places)


def _names_at_places(pathway: Pathway) -> Iterator[Problem]:
    file, ways = pathway.file, (*pathway.places, *pathway.exits)
    for place, here in file.places.items():
        for cls in here.for_:
            if cls not in pathway.classes:
                yield _unknown(pathway, ("places", place, "for", cls), "class of patients", cls, pathway.classes)
        for loc, of_class in _parts(pathway, place):
            for key, name in mentioned(of_class):
                if name not in ways:
                    yield _unknown(pathway, (*loc, key), "place or exit", name, ways)
            if of_class.worsens and of_class.worsens.to not in pathway.classes:
                yield _unknown(pathway, (*loc, "worsens"), "class of patients", of_class.worsens.to, pathway.classes)
            yield from changes_of_class(pathway, loc, of_class)
            for pool in of_class.uses or {}:
                if pool not in pathway.pools:
                    yield _unknown(pathway, (*loc, "uses"), "pool", pool, pathway.pools)


def _parts(pathway: Pathway, place: str) -> Iterator[tuple[Loc, ForClass]]:
    """A place's own properties and those for each class, each with where it stands."""
    of = pathway.file.places[place]
    yield ("places", place), of
    for cls, own in of.for_.items():
        yield ("places", place, "for", cls), own


def _unknown(pathway: Pathway, loc: Loc, kind: str, name: str, known: tuple[str, ...]) -> Problem:
    there = ", ".join(n for n in known if n != FINISHED) or "none"
    return pathway.document.problem(loc, "E61", f"there is no {kind} `{name}`.", f"There is: {there}.")


def _shares(pathway: Pathway) -> Iterator[Problem]:
    """E62: the shares of a way on make 100 %."""
    for place in pathway.places:
        for loc, of in _parts(pathway, place):
            if of.next is None or isinstance(of.next, OneOf):
                if isinstance(of.next, OneOf):
                    outside = [n for n in of.next.among if n not in pathway.places]
                    if outside:
                        yield pathway.document.problem(
                            (*loc, "next"),
                            "E62",
                            f"`{outside[0]}` is no place, so it cannot be chosen by how full it is.",
                            "Name places only.",
                        )
                continue
            total = sum(of.next.values())
            if abs(total - 1) > 1e-9:
                yield pathway.document.problem(
                    (*loc, "next"),
                    "E62",
                    f"the shares out of `{place}` make {plainly(100 * total)} %, not 100 %.",
                    "Correct a share, or add the exit that takes the rest.",
                )
            for name in of.delay or {}:
                if name not in of.next and not any(p.route for p in pathway.file.patients.values()):
                    yield pathway.document.problem(
                        (*loc, "delay"),
                        "E62",
                        f"nobody goes from `{place}` to `{name}`.",
                        "Take it out, or add the way.",
                    )


def _stays(pathway: Pathway) -> Iterator[Problem]:
    """E63: whoever can come to a place has a stay there."""
    for place, of in pathway.file.places.items():
        for cls in pathway.classes:
            if pathway.at(place, cls).stay is None:
                yield pathway.document.problem(
                    ("places", place), "E63", f"`{place}` has no stay for `{cls}`.", "Add `stay`, or one below `for`."
                )
        if of.capacity is None and of.start is not None and of.start.share is not None:
            yield pathway.document.problem(
                ("places", place, "start"),
                "E95",
                "a place without a limit cannot be a share full.",
                "Write `12 patients`.",
            )


def _rules(pathway: Pathway) -> Iterator[Problem]:
    """E64: an escalation rule watches something and sets something."""
    problem = pathway.document.problem
    for name, rule in pathway.file.when.items():
        for key, text in (("if", rule.if_), *((("until", rule.until),) if rule.until else ())):
            found = CONDITION.fullmatch(text.strip())
            if not found or found[1] not in pathway.places or not _is_count(found[4]):
                yield problem(
                    ("when", name, key),
                    "E64",
                    f"'{text}' is not a condition.",
                    "Write it as `places.ed.inside > 100 patients` (or waiting, blocked; >, >=, <, <=).",
                )
        for path, value in rule.set.items():
            found = SETTABLE.fullmatch(path)
            if not found or not _can_be_set(pathway, found.groups(), value):
                yield problem(
                    ("when", name, "set"),
                    "E64",
                    f"`{path}: {value}` cannot be set by a rule.",
                    "Set `places.<place>.capacity` or `pools.<pool>.number` to a number such as `440 beds`, or "
                    "`patients.<class>.enters` to a place or an exit.",
                )


def _can_be_set(pathway: Pathway, named: Sequence[str | None], value: str) -> bool:
    """Whether a place, a pool or a class that a rule names can be set to a value."""
    place, pool, cls = named
    if cls:
        return cls in pathway.classes and value in (*pathway.places, *pathway.exits)
    known = place in pathway.places if place else pool in pathway.pools
    return known and (_is_count(value) or value == NOT_SET)


def _is_count(text: str) -> bool:
    try:
        count(text)
    except ValueError:
        return False
    return True


def _shifts(pathway: Pathway) -> Iterator[Problem]:
    """E65: a shift of a place has a capacity, a shift of a pool a number."""
    things = (("places", pathway.file.places, "capacity"), ("pools", pathway.file.pools, "number"))
    for kind, named, right in things:
        for name, of in named.items():
            for i, shift in enumerate(of.calendar):
                if getattr(shift, right) is None:
                    yield pathway.document.problem(
                        (kind, name, "calendar", i), "E65", f"this shift has no {right}.", f"Add `{right}: …`."
                    )
            if kind == "places" and of.calendar and getattr(of, "capacity", None) is None:
                yield pathway.document.problem(
                    (kind, name, "calendar"),
                    "E65",
                    f"`{name}` has no capacity outside its shifts.",
                    "Add `capacity: …`.",
                )


def _prices(pathway: Pathway) -> Iterator[Problem]:
    """E66: costs and carbon are those of places, classes or pools, and by what these can be paid for."""
    known = {f"places.{n}" for n in pathway.places} | {f"patients.{n}" for n in pathway.classes}
    known |= {f"pools.{n}" for n in pathway.pools}
    for kind, named in (("costs", pathway.file.costs), ("carbon", pathway.file.carbon)):
        for name, prices in named.items():
            loc: Loc = (kind, name)
            if name not in known:
                there = ", ".join(sorted(known))
                yield pathway.document.problem(loc, "E66", f"there is no `{name}`.", f"There is: {there}.")
                continue
            for price in prices:
                if wrong := _unpayable(pathway, name, price):
                    yield pathway.document.problem(loc, "E66", *wrong)


def _unpayable(pathway: Pathway, name: str, price: Price) -> tuple[str, str] | None:
    """What is wrong with an amount for a place, class or pool, and how to mend it."""
    kind, _, which = name.partition(".")
    if kind == "patients" and price.paid != "each":
        return "a patient is not paid for by time.", "Write it per patient or per journey."
    if kind == "pools" and price.paid == "each":
        return "a pool is paid for by time.", "Write it per crew-hour or the like."
    if kind == "places" and price.paid == "each" and _is_a_bed(pathway, which, price):
        per = price.unit.rpartition(" ")[2]
        message = f"`{price.unit}` can mean once or for each stay."
        return message, f"Write `capital per {per}`, `per {per}-day` or `per visit`."
    if kind == "places" and price.paid in ("staffed", "capital") and pathway.file.places[which].capacity is None:
        return f"`{which}` is unlimited: it has no number of beds to pay for.", "Write it per bed-day or per visit."
    return None


def _is_a_bed(pathway: Pathway, place: str, price: Price) -> bool:
    """Whether an amount for each of something is for each of what a place has, such as a bed."""
    capacity = pathway.document.data["places"][place].get("capacity", UNLIMITED)
    if pathway.file.places[place].capacity is None or capacity == NOT_SET:
        return False
    per, has = (re.split(r"[\s/]", said)[-1].removesuffix("s") for said in (price.unit, parts(capacity)[1]))
    return per == has and per not in ("visit", "patient", "appointment", "journey")


def _way_out(pathway: Pathway) -> Iterator[Problem]:
    """E67: whoever enters gets out."""
    for cls in pathway.classes:
        found = visits(pathway, cls)
        if not np.isfinite(found).all() or (found > 1e6).any():
            yield pathway.document.problem(
                ("patients", cls),
                "E67",
                f"`{cls}` never gets out: the way goes in a circle.",
                "Send a share to an exit.",
            )


def _endless(pathway: Pathway) -> Iterator[Problem]:
    """E94: there is some time between those who come one after another."""
    for cls, of in pathway.file.patients.items():
        if of.arrivals and of.arrivals.every and of.arrivals.every.average == 0:
            yield pathway.document.problem(
                ("patients", cls, "arrivals", "every"),
                "E94",
                f"`{cls}` would come without end: there is no time between one and the next.",
                "Write a time above nought, or `batch` for several at once.",
            )


def _room_at_start(pathway: Pathway) -> Iterator[Problem]:
    """E95: no more are there at the start than there is room for, in the place and in a run."""
    inside = 0
    for place, of in pathway.file.places.items():
        fill, problem = of.start, pathway.document.problem
        if fill is None:
            continue
        patients = fill.patients if fill.patients is not None else round((fill.share or 0.0) * (of.capacity or 0))
        inside += patients
        loc: Loc = ("places", place, "start")
        if of.capacity is not None and patients > of.capacity:
            yield problem(loc, "E95", f"{patients} do not fit into {of.capacity}.", "Lower the start.")
        elif inside > MOST_INSIDE:
            message = f"with these {inside:,} patients are there at the start, more than the {MOST_INSIDE:,} of a run."
            yield problem(loc, "E95", message, "Lower the start.")


def _staff(pathway: Pathway) -> Iterator[Problem]:
    """E97: no stay needs more of a pool at once than there ever is."""
    for place in pathway.places:
        for loc, of in _parts(pathway, place):
            for pool, need in (of.uses or {}).items():
                most = most_ever(pathway, ("pools", pool))
                if need > most:
                    yield pathway.document.problem(
                        (*loc, "uses", pool),
                        "E97",
                        f"a stay uses {need} of `{pool}` at once, which never has more than {plainly(most)}.",
                        "Lower what it uses, or raise the pool's number: nobody could ever be served.",
                    )
