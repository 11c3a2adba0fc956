"""The small-number rule that was made stricter: what readers saw by the rule before stays, and ``check`` says so."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from oneplace.place import FromLinkedRecord, Place
from oneplace.problems import Problem
from oneplace.results import still_below

_MEND = (
    "Nothing need be done: what was seen can't be taken back, and one figure less would tell more (docs/adr/0009). "
    "Readers are told beside the rule. Where place.yaml puts it in words, in `small_numbers: rule:`, say there from "
    "which figures on it holds."
)


def still_shown(place: Place, results: pa.Table) -> Iterator[Problem]:
    """A warning for each measure of which figures stand, in the run with these results, that its rule hides now."""
    for key, one in sorted(place.measures.items()):
        if isinstance(one.compute, FromLinkedRecord):
            rule = place.small_numbers(one)
            rows = results.filter(pc.equal(results["measure"], key))
            number = still_below(
                rows, one.compute.statistic, below=rule.below, least=rule.least, round_to=rule.round_to
            )
            if number:
                what = f"in the newest run {number:,} figure{'s' * (number != 1)} of {key} stand{'s' * (number == 1)} "
                what += f"that the rule for small numbers hides now ({rule.words[0].lower()}{rule.words[1:]}): readers "
                what += "saw them by the rule before, and in years that they saw it does not hold."
                yield Problem(place.file_of(one), 0, 0, "W152", what, _MEND)
