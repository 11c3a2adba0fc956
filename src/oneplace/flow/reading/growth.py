"""What must hold of a pathway's growth: names that exist, arrivals and stays that can be multiplied."""

from __future__ import annotations

from collections.abc import Iterator

from oneplace.flow.file.pathway import Loc, Pathway
from oneplace.problems import Problem


def growing(pathway: Pathway) -> Iterator[Problem]:
    """E61 and E59: growth is of classes that come at a rate, and of places whose stays are written in the file."""
    growth, problem = pathway.file.growth, pathway.document.problem
    if growth is None:
        return
    named: list[tuple[Loc, tuple[str, ...], str, tuple[str, ...]]] = [
        (("patients",), tuple(growth.patients), "class of patients", pathway.classes)
    ]
    named.append((("occupancy",), tuple(growth.occupancy), "place", pathway.places))
    for name, mitigation in growth.mitigations.items():
        loc: Loc = ("mitigations", name)
        named.append(((*loc, "avoids"), tuple(mitigation.avoids), "class of patients", pathway.classes))
        named.append(((*loc, "shortens"), tuple(mitigation.shortens), "place", pathway.places))
    for loc, names, kind, known in named:
        for one in names:
            if one not in known:
                there = ", ".join(known)
                yield problem(("growth", *loc, one), "E61", f"there is no {kind} `{one}`.", f"There is: {there}.")
    for cls, of in pathway.file.patients.items():
        if of.arrivals and of.arrivals.rate is None:
            message = f"`{cls}` does not come at a rate, so it cannot grow."
            yield problem(("patients", cls, "arrivals"), "E59", message, "Give it a rate, or take out `growth`.")
    for name, mitigation in growth.mitigations.items():
        for place in mitigation.shortens:
            if place in pathway.places and _from_files(pathway, place):
                yield problem(
                    ("growth", "mitigations", name, "shortens", place),
                    "E59",
                    f"the stay at `{place}` is a file’s, so it cannot be made shorter.",
                    "Write the stay as a shape with its mean.",
                )


def _from_files(pathway: Pathway, place: str) -> bool:
    stays = [pathway.at(place, cls).stay for cls in pathway.classes]
    return any(stay is not None and stay.file is not None for stay in stays)
