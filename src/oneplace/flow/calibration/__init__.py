"""Calibration: spells of care in, the numbers of a pathway out, and the simulated beside the observed."""

from oneplace.flow.calibration.calibration import Calibration, calibrate
from oneplace.flow.calibration.pathway_file import Written, write_calibration
from oneplace.flow.calibration.rows import candidate_row, fit_rows, in_words
from oneplace.flow.calibration.spells import Spells, read_spells
from oneplace.flow.calibration.urgent_care import recorded_spells
from oneplace.flow.calibration.validation import Beside, Curve, Validation, Verdict, validate

__all__ = [
    "Beside",
    "Calibration",
    "Curve",
    "Spells",
    "Validation",
    "Verdict",
    "Written",
    "calibrate",
    "candidate_row",
    "fit_rows",
    "in_words",
    "read_spells",
    "recorded_spells",
    "validate",
    "write_calibration",
]
