"""Every sentence that the shipped places' published figures give is true and says in print what it claims.

Only what is published is measured here: it needs no extracts. Values of the linked record, their groups and
neighbourhoods are walked in the places made up for the reader.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from oneplace import measures, place, results
from oneplace.progress import progress
from tests.reader import places
from tests.reader.behind import disagreements
from tests.reader.test_every_sentence import claims, faults
from tests.reader.walk import walk

SHIPPED = sorted(folder.parent for folder in (Path(__file__).parents[2] / "places").glob("*/place.yaml"))


@pytest.mark.slow
@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_all_is_true_and_in_print(folder: Path) -> None:
    found = published_only(place.read(folder))
    assert len(claims(list(walk(found)))) > 50
    assert faults(found) == []
    assert disagreements(found) == []


def published_only(a_place: place.Place) -> places.Evidence:
    """The run of a place on the figures that publishers and documents give."""
    tables = {name: table.schema.empty_table() for name, table in results.TABLES.items()}
    tables |= measures.measure(a_place).tables
    tables |= progress(a_place, results.Results(tables), as_of=places.AS_OF)
    return places.held(a_place, tables)
