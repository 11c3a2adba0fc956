"""Partners' extracts into one linked record, and the record's tables for everything that computes from it."""

from typing import TYPE_CHECKING

from oneplace.deferred import deferred

if TYPE_CHECKING:
    from oneplace.record.linkage import Quality, evaluate
    from oneplace.record.loading import LoadReport, load, record_id
    from oneplace.record.omop import write_omop
    from oneplace.record.quality import COVERED, NEWEST
    from oneplace.record.store import Purpose, connect, manifest
else:
    deferred(__name__)

__all__ = [
    "COVERED",
    "NEWEST",
    "LoadReport",
    "Purpose",
    "Quality",
    "connect",
    "evaluate",
    "load",
    "manifest",
    "record_id",
    "write_omop",
]
