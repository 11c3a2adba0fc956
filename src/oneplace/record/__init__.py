"""Partners' extracts into one linked record, and the record's tables for everything that computes from it."""

from typing import TYPE_CHECKING

from oneplace.deferred import deferred

if TYPE_CHECKING:
    from oneplace.record.engines import Engine
    from oneplace.record.engines.duck import DuckDB
    from oneplace.record.forgetting import Found, found, holding, keep_out
    from oneplace.record.forgotten import undo as let_in
    from oneplace.record.linkage import Quality, evaluate
    from oneplace.record.linkage.answers import Answer, Pair, Said, pair_of
    from oneplace.record.linkage.answers import add as add_answer
    from oneplace.record.linkage.answers import export as export_answers
    from oneplace.record.linkage.answers import merge as import_answers
    from oneplace.record.linkage.answers import of_place as answers
    from oneplace.record.linkage.queue import Doubt, Side, doubts, sides
    from oneplace.record.loading import LoadReport, load, record_id
    from oneplace.record.omop import write_omop
    from oneplace.record.quality import COVERED, NEWEST
    from oneplace.record.store import Purpose, connect, manifest, newest, open_engine
else:
    deferred(__name__)

__all__ = [
    "COVERED",
    "NEWEST",
    "Answer",
    "Doubt",
    "DuckDB",
    "Engine",
    "Found",
    "LoadReport",
    "Pair",
    "Purpose",
    "Quality",
    "Said",
    "Side",
    "add_answer",
    "answers",
    "connect",
    "doubts",
    "evaluate",
    "export_answers",
    "found",
    "holding",
    "import_answers",
    "keep_out",
    "let_in",
    "load",
    "manifest",
    "newest",
    "open_engine",
    "pair_of",
    "record_id",
    "sides",
    "write_omop",
]
