"""How each measure's numbers came about: rows of the provenance table."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from oneplace.measures.drafts import Computed
from oneplace.measures.faults import said_once
from oneplace.measures.published import rows_read
from oneplace.measures.redefined import DEFINED_ANEW
from oneplace.measures.rows import Row
from oneplace.place import FromDocument, FromLinkedRecord, FromPublished, Measure, OwnDataset, Place, library_definition
from oneplace.record import opendata
from oneplace.vocabulary.wording import day_words


def provenance(place: Place, measure: Measure, rows: Sequence[Row], computed: Computed | None, ahead: str = "") -> Row:
    """One row a measure; ``ahead`` says of which periods figures were given that are not over."""
    text, file = _definition(place, measure)
    return {
        "measure": measure.id,
        "definition": text,
        "definition_file": file,
        "definition_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "sql": computed.sql if computed else None,
        "rows_read": computed.rows_read if computed else _rows_read(place, measure, rows),
        "rows_written": len(rows),
        "rows_held": computed.rows_held if computed else 0,
        "content": computed.content if computed else None,
        **_with_periods_ahead(_source(place, measure, rows) | _coverage(measure, computed), ahead),
    }


def _rows_read(place: Place, measure: Measure, rows: Sequence[Row]) -> int:
    """Rows of the file, not of what was made of it here: fifths, a total, a period that it leaves out."""
    if isinstance(measure.compute, FromPublished):
        return rows_read(place, measure.compute)
    return sum(row.get("line") is not None for row in rows) if isinstance(measure.compute, FromDocument) else len(rows)


def _with_periods_ahead(made: Row, ahead: str) -> Row:
    """With the periods that are not over among what is to be known of the figures."""
    if not ahead:
        return made
    told = f"Figures given for periods that are not over are no results: {ahead}."
    return made | {"known_faults": "\n".join(filter(None, (made["known_faults"], told)))}


def _coverage(measure: Measure, computed: Computed | None) -> Row:
    """The days that the files cover, and beside the known faults what looks odd in them."""
    if computed is None:
        return {"coverage": None, "deprivation": None, "jump": None}
    odd = [*computed.coverage.odd, *computed.in_part, *_held(computed)]
    faults = {"known_faults": "\n".join([*measure.known_faults, *odd])} if odd else {}
    told = {"coverage": computed.coverage.words, "deprivation": computed.edition, "jump": computed.coverage.jump}
    return told | faults


def _held(computed: Computed) -> list[str]:
    """That figures stand here which another definition gave, or fifths by another edition."""
    anew = [
        f"{DEFINED_ANEW} Figures that were published then stay, by the definition before: beside "
        "them, those of this one would tell about few people. What counts otherwise needs a measure of its own."
    ]
    other = [
        f"Fifths by deprivation may be by the indices of {edition} in years that were published by them, and by those "
        f"of {computed.edition} in others: in some years, both together would tell about few people."
        for edition in computed.editions
    ]
    return [*(anew if computed.defined_anew else []), *other]


def _definition(place: Place, measure: Measure) -> tuple[str, str]:
    """The definition as it stands in its file; as JSON where it stands among others, or is the library's changed."""
    path = place.file_of(measure)
    if measure.library and not measure.because:
        return library_definition(place.root, measure.library), f"library/{measure.library}.yaml"
    if path.parent.name == "measures":
        return path.read_text("utf-8"), path.relative_to(place.root).as_posix()
    content = measure.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True), path.name


def _of(place: Place, dataset: opendata.Dataset | OwnDataset, series: str) -> Sequence[str]:
    """What is known to be wrong with a series of a dataset, in this place."""
    areas = [area.code for area in place.place.areas]
    return dataset.faults(series, areas) if isinstance(dataset, opendata.Dataset) else dataset.known_faults


def _source(place: Place, measure: Measure, rows: Sequence[Row]) -> Row:
    faults = list(measure.known_faults)
    if isinstance(measure.compute, FromPublished):
        dataset = opendata.all_of(place)[measure.compute.dataset]
        return {
            "sources": dataset.id,
            "vintage": dataset.vintage,
            "licence": dataset.licence,
            "attribution": dataset.attribution,
            "known_faults": "\n".join(said_once(faults, _of(place, dataset, measure.compute.series))) or None,
        }
    if isinstance(measure.compute, FromLinkedRecord):
        sources = "; ".join(measure.compute.datasets) or "record"
        as_at = day_words(place.sources.as_at) if place.sources else None
        return {"sources": sources, "vintage": f"Extracts cut on {as_at}", "known_faults": "\n".join(faults) or None}
    stated = "; ".join(dict.fromkeys(row["source"] for row in rows))
    return {"sources": stated or None, "vintage": measure.source, "known_faults": "\n".join(faults) or None}
