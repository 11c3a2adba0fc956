"""Calibration: spells of care in, the numbers of a pathway out, and the simulated beside the observed."""

from oneplace.flow.calibrating.calibration import Calibration, calibrate
from oneplace.flow.calibrating.spells import Spells, read_spells
from oneplace.flow.calibrating.writing import Written, written

__all__ = ["Calibration", "Spells", "Written", "calibrate", "read_spells", "written"]
