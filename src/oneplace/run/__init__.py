"""The pipeline: load, measure, progress, pack; each step resumes, and a run is switched in whole or not at all."""

from oneplace.fingerprint import software
from oneplace.run import erased, erasing, links, sealing
from oneplace.run.pipeline import Reporter, RunReport, data_tests, explain, load, measure, rebuild, run
from oneplace.run.store import (
    Run,
    current,
    export,
    extracts_folder,
    held,
    named,
    of_other_data,
    runs,
    served,
    shown,
    summary,
    unreadable,
    var,
    verify,
)

__all__ = [
    "Reporter",
    "Run",
    "RunReport",
    "current",
    "data_tests",
    "erased",
    "erasing",
    "explain",
    "export",
    "extracts_folder",
    "held",
    "links",
    "load",
    "measure",
    "named",
    "of_other_data",
    "rebuild",
    "run",
    "runs",
    "sealing",
    "served",
    "shown",
    "software",
    "summary",
    "unreadable",
    "var",
    "verify",
]
