"""From definitions to numbers: one SQL statement a measure; results with breakdowns, gaps, signals, suppression."""

from oneplace.measures.measuring import Measured, MeasureExplained, explain, measure

__all__ = ["MeasureExplained", "Measured", "explain", "measure"]
