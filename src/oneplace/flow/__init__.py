"""Patient flow: a care pathway described in a file, simulated fast, and what-ifs answered with their uncertainty."""

from oneplace.flow.accuracy import Accuracy, forecast_accuracy
from oneplace.flow.allocating import Allocation, Price, Step, allocate
from oneplace.flow.calibrating import (
    SMALL,
    Beside,
    Calibration,
    Curve,
    Spells,
    Validation,
    Verdict,
    Written,
    calibrate,
    candidate_row,
    fit_rows,
    in_words,
    read_spells,
    recorded_spells,
    validate,
    write_calibration,
)
from oneplace.flow.demand import accuracy_file, forecast_file, write_forecast
from oneplace.flow.forecast import DemandForecast, forecast_demand
from oneplace.flow.gridding import Grid, grid
from oneplace.flow.importing import Imported, read_json2ciw, read_pathsimr
from oneplace.flow.least import Least, Trial, least_capacity
from oneplace.flow.levers import Lever, levers
from oneplace.flow.pathway import Pathway
from oneplace.flow.reading import apply, check, json_schema, parse, read
from oneplace.flow.results import Comparison, Result, Value, value_of
from oneplace.flow.simulating import beside, compare, simulate
from oneplace.flow.solving import solve
from oneplace.flow.stress import stress_des
from oneplace.flow.targets import Target, read_target
from oneplace.flow.traffic import expected_visits

__all__ = [
    "SMALL",
    "Accuracy",
    "Allocation",
    "Beside",
    "Calibration",
    "Comparison",
    "Curve",
    "DemandForecast",
    "Grid",
    "Imported",
    "Least",
    "Lever",
    "Pathway",
    "Price",
    "Result",
    "Spells",
    "Step",
    "Target",
    "Trial",
    "Validation",
    "Value",
    "Verdict",
    "Written",
    "accuracy_file",
    "allocate",
    "apply",
    "beside",
    "calibrate",
    "candidate_row",
    "check",
    "compare",
    "expected_visits",
    "fit_rows",
    "forecast_accuracy",
    "forecast_demand",
    "forecast_file",
    "grid",
    "in_words",
    "json_schema",
    "least_capacity",
    "levers",
    "parse",
    "read",
    "read_json2ciw",
    "read_pathsimr",
    "read_spells",
    "read_target",
    "recorded_spells",
    "simulate",
    "solve",
    "stress_des",
    "validate",
    "value_of",
    "write_calibration",
    "write_forecast",
]
