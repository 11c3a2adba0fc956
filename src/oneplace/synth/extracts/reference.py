"""Look-ups that come with the extracts: dwellings with their made-up postcodes, and organisations."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from oneplace.synth.city.world import World
from oneplace.synth.draw.numbers import PRACTICES
from oneplace.synth.extracts.ledger import Ledger
from oneplace.synth.extracts.tables import Folder, coded, whole

_ORGANISATIONS = [
    ("RHM", "University Hospital Southampton NHS Foundation Trust", "trust"),
    ("R1C", "Solent NHS Trust", "trust"),
    ("RW1", "Southern Health NHS Foundation Trust", "trust"),
    ("RYE", "South Central Ambulance Service NHS Foundation Trust", "ambulance"),
    ("NNN111", "111 service (made-up code)", "111"),
    ("E06000045", "Southampton City Council", "council"),
    ("VCSE:SVS", "Southampton Voluntary Services", "voluntary"),
]


def write_reference(folder: Folder, ledger: Ledger, world: World) -> None:
    """Write ``postcodes.csv`` and ``organisations.csv``."""
    dwellings = world.dwellings
    name = "reference/postcodes.csv"
    folder.csv(
        name,
        {
            "uprn": whole(dwellings.uprn),
            "postcode": pa.array(dwellings.postcode),
            "lsoa21_code": coded(dwellings.lsoa, world.places.codes),
            "residence_type": coded(dwellings.care_home.astype(np.int64), ["own", "care_home"]),
        },
    )
    again = folder.tail(name, 3)
    folder.append(name, again)
    ledger.plant(name, "repeated_row", [line.split(b",")[0].decode() for line in again], "refuse")
    practices = [(code, f"Practice {number} (made up)", "practice") for number, code in enumerate(PRACTICES, 1)]
    rows = practices + _ORGANISATIONS
    empty = pa.nulls(len(rows), pa.string())
    folder.csv(
        "reference/organisations.csv",
        {
            "organisation_code": pa.array([code for code, _, _ in rows]),
            "name": pa.array([title for _, title, _ in rows]),
            "organisation_type": pa.array([kind for _, _, kind in rows]),
            "parent_code": empty,
            "start_date": empty,
            "end_date": empty,
            "postcode": empty,
            "lsoa21_code": empty,
        },
    )
