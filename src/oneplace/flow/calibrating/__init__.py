"""Calibration: spells of care in, the numbers of a pathway out, and the simulated beside the observed."""

from oneplace.flow.calibrating.calibration import SMALL, Calibration, calibrate
from oneplace.flow.calibrating.describing import candidate_row, fit_rows, in_words
from oneplace.flow.calibrating.recorded import recorded_spells
from oneplace.flow.calibrating.spells import Spells, read_spells
from oneplace.flow.calibrating.validating import Beside, Curve, Validation, Verdict, validate
from oneplace.flow.calibrating.writing import Written, write_calibration

__all__ = [
    "SMALL",
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
