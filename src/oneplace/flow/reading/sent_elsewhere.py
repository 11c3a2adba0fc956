"""What must hold where people change their class, are sent away from a place that closes, or are diverted."""

from __future__ import annotations

from collections.abc import Iterator

from oneplace.flow.file.pathway import Loc, Pathway
from oneplace.flow.file.places import ForClass
from oneplace.flow.network.places import diverted
from oneplace.problems import Problem
from oneplace.vocabulary.wording import plainly

_NO_ROUTE = "Write `next` at the places instead of the route."


def changes_of_class(pathway: Pathway, loc: Loc, of: ForClass) -> Iterator[Problem]:
    """E99: people become of a class that goes by the shares of places, with shares that make 100 %."""
    problem, given = pathway.document.problem, of.becomes or {}
    for cls in (given,) if isinstance(given, str) else given:
        if cls not in pathway.classes:
            there = ", ".join(pathway.classes)
            yield problem((*loc, "becomes"), "E61", f"there is no class of patients `{cls}`.", f"There is: {there}.")
        elif pathway.file.patients[cls].route:
            yield problem((*loc, "becomes"), "E99", f"`{cls}` has a route, so nobody can become one of it.", _NO_ROUTE)
    if isinstance(given, dict) and given and abs(sum(given.values()) - 1) > 1e-9:
        made = 100 * sum(given.values())
        yield problem(
            (*loc, "becomes"),
            "E99",
            f"the shares of `becomes` make {plainly(made)} %, not 100 %.",
            "Correct one of them.",
        )


def changes_on_a_route(pathway: Pathway) -> Iterator[Problem]:
    """E99: who goes by a route stays of the class whose route it is."""
    for cls, of in pathway.file.patients.items():
        for place in of.route or ():
            if place in pathway.places and pathway.at(place, cls).becomes:
                message = f"`{cls}` goes by a route and becomes of another class at `{place}`."
                yield pathway.document.problem(("patients", cls, "route"), "E99", message, _NO_ROUTE)


def closings(pathway: Pathway) -> Iterator[Problem]:
    """E99: a place that closes can close, and sends people elsewhere."""
    for place, of in pathway.file.places.items():
        for loc, part in (
            (("places", place), of),
            *((("places", place, "for", cls), own) for cls, own in of.for_.items()),
        ):
            to = (part.closes.waiting_to, part.closes.coming_to) if part.closes else ()
            if place in to:
                message = f"`{place}` sends people to itself when it closes."
                yield pathway.document.problem((*loc, "closes"), "E99", message, "Name another place, or an exit.")
            elif to and not _can_close(pathway, place):
                yield pathway.document.problem(
                    (*loc, "closes"),
                    "E99",
                    f"`{place}` never closes: its capacity is never nought.",
                    "Add a `calendar` with shifts outside which it has 0, or a rule that sets it to 0.",
                )


def _can_close(pathway: Pathway, place: str) -> bool:
    of = pathway.file.places[place]
    by_rule = [rule.set.get(f"places.{place}.capacity", "") for rule in pathway.file.when.values()]
    numbers = [of.capacity, *(shift.capacity for shift in of.calendar)]
    return 0 in numbers or any(number.split(" ")[0] == "0" for number in by_rule)


def diverts(pathway: Pathway) -> Iterator[Problem]:
    """E99: who goes by a route can only be sent out of the pathway."""
    for cls, ways in diverted(pathway).items():
        if cls in pathway.classes and pathway.file.patients[cls].route and ways & set(pathway.places):
            yield pathway.document.problem(
                ("when",), "E99", f"`{cls}` goes by a route, so a rule can send it to an exit only.", _NO_ROUTE
            )
