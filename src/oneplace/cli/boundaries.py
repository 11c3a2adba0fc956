"""Whether a place's own boundaries have all of its neighbourhoods: what only shows beside the look-ups."""

from __future__ import annotations

from oneplace import geo
from oneplace.place import Place
from oneplace.problems import Problem

NAMED = 3
"""Codes that a message names, at most."""


def lacking(found: Place) -> list[Problem]:
    """A problem where the file that ``place.yaml`` names lacks neighbourhoods."""
    named, own = found.place.boundaries, found.outlines
    if named is None or own is None:
        return []
    codes = [*(area.code for area in found.place.areas), *found.strategy.place.all_codes]
    wanted = geo.lsoas(2021, geo.local_authorities(codes))["lsoa21_code"].to_pylist()
    without = sorted(set(wanted) - own.rings.keys())
    if not without:
        return []
    listed = ", ".join(without[:NAMED]) + (f" and {len(without) - NAMED} more" if len(without) > NAMED else "")
    message = f"lacks {len(without)} of the place's {len(wanted)} neighbourhoods: {listed}."
    mend = "Keep the features of all authorities in `areas` of place.yaml: the map leaves out what has no outline."
    return [Problem(found.root / named.file, 0, 0, "F05", message, mend)]
