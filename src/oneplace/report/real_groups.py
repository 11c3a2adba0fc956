"""Where no real figure tells who is behind: since when that is so, and whom to ask for one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from oneplace.place import Measure
from oneplace.record import opendata
from oneplace.report.gap_words import groups_known
from oneplace.report.run_report import RunReport
from oneplace.vocabulary.dimensions import STATED
from oneplace.vocabulary.wording import MADE_UP, day_words, list_words

_BY = {by.code for by in STATED}


def no_real_groups(found: RunReport, measures: Sequence[Measure]) -> str:
    """That none of the measures has a real figure by group, and whom to ask; empty where one has, or none is computed.

    Of made-up people the partners are asked whose files would tell; of published figures those who collect them, but
    where the first measure says itself whom to ask (``breakdown_gap``), that stands in their place.
    """
    known = [one for one in measures if found.results(one.id)]
    if found.as_of is None or not known:
        return ""
    with_groups = [one for one in known if _has_gap(found, one) or groups_known(found, one)]
    if any(found.origins.get(one.id) not in MADE_UP for one in with_groups):
        return ""
    made = ""
    if below := [one for one in known if one in with_groups or _tells_apart(found, one)]:
        whose = "those below" if measures[0] in below else "those of another measure, below,"
        made = f": {whose} are of made-up people"
    said = f"No real figures by group are held for this on {day_words(found.as_of)}{made}."
    if found.origins.get(known[0].id) not in MADE_UP and known[0].breakdown_gap:
        return f"{said} {known[0].breakdown_gap}"
    names = list(dict.fromkeys(name for one in known for name in _whom(found, one)))
    asked = list_words(name for name in names if not any(name in other and name != other for other in names))
    return f"{said} Whom to ask for figures by deprivation, ethnic group, sex and age: {asked}." if asked else said


def _has_gap(found: RunReport, measure: Measure) -> bool:
    return any(row["value"] is not None for row in found.tables["gaps"].of(measure.id))


def _tells_apart(found: RunReport, measure: Measure) -> bool:
    """Whether made-up people stand below by group: where no gap came of them, or they are too few to show, as well."""
    made_up = found.origins.get(measure.id) in MADE_UP
    return made_up and any(row["dimension"] in _BY for row in found.results(measure.id))


def _whom(found: RunReport, measure: Measure) -> Iterable[str]:
    """Whose files a measure reads, or who collects what is published of it."""
    files = found.place.sources.sources if found.place.sources else ()
    partners = {each.id: source.partner for source in files for each in source.datasets}
    series = getattr(measure.compute, "series", "")
    for row in found.tables["provenance"].of(measure.id):
        for key in (row["sources"] or "").split("; "):
            if asked := partners.get(key) or opendata.collector_of(found.place, key, series):
                yield asked
