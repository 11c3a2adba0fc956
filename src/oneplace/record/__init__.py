"""Partners' extracts into one linked record, and the record's tables for everything that computes from it."""

from typing import TYPE_CHECKING

from oneplace.deferred import deferred

if TYPE_CHECKING:
    from oneplace.record.engines import Engine
    from oneplace.record.engines.duck import DuckDB
    from oneplace.record.forgetting import Found, forget_answers, found, holding, keep_out, kept_out_as, names_kept_out
    from oneplace.record.forgotten import undo as let_in
    from oneplace.record.kept import forget as forget_files
    from oneplace.record.linkage import Quality, evaluate
    from oneplace.record.linkage.answers import Answer, Pair, Said, pair_of
    from oneplace.record.linkage.answers import add as add_answer
    from oneplace.record.linkage.answers import beside as beside_answer
    from oneplace.record.linkage.answers import of_place as answers
    from oneplace.record.linkage.exchange import Merged
    from oneplace.record.linkage.exchange import export as export_answers
    from oneplace.record.linkage.exchange import merge as import_answers
    from oneplace.record.linkage.queue import Doubt, Side, answered, doubts, numbers_joined, sides
    from oneplace.record.load_report import LoadReport
    from oneplace.record.loading import load, record_id
    from oneplace.record.omop import write_omop
    from oneplace.record.quality import COVERED, NEWEST
    from oneplace.record.resealing import seal
    from oneplace.record.store import clear_unfinished, connect, manifest, newest, open_engine
    from oneplace.record.stored import remove
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
    "Merged",
    "Pair",
    "Quality",
    "Said",
    "Side",
    "add_answer",
    "answered",
    "answers",
    "beside_answer",
    "clear_unfinished",
    "connect",
    "doubts",
    "evaluate",
    "export_answers",
    "forget_answers",
    "forget_files",
    "found",
    "holding",
    "import_answers",
    "keep_out",
    "kept_out_as",
    "let_in",
    "load",
    "manifest",
    "names_kept_out",
    "newest",
    "numbers_joined",
    "open_engine",
    "pair_of",
    "record_id",
    "remove",
    "seal",
    "sides",
    "write_omop",
]
