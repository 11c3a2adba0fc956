"""Patient flow: a care pathway described in a file, simulated fast, and what-ifs answered with their uncertainty."""

from typing import TYPE_CHECKING

from oneplace.deferred import deferred

if TYPE_CHECKING:
    from oneplace.flow.calibration import (
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
    from oneplace.flow.capacity.allocation import Allocation, Price, Step, allocate
    from oneplace.flow.capacity.growth import BedsNeeded, beds_needed, in_year
    from oneplace.flow.capacity.growth_chart import growth_chart, growth_words, step_name
    from oneplace.flow.capacity.least import Least, Trial, least_capacity
    from oneplace.flow.capacity.targets import Target, read_target
    from oneplace.flow.demand.accuracy import Accuracy, forecast_accuracy
    from oneplace.flow.demand.files import accuracy_file, forecast_file, write_forecast
    from oneplace.flow.demand.forecast import DemandForecast, forecast_demand
    from oneplace.flow.file.fifths import FIFTHS
    from oneplace.flow.file.levers import Lever, levers
    from oneplace.flow.file.pathway import Pathway
    from oneplace.flow.formulas.solution import solve
    from oneplace.flow.imports import Imported, read_json2ciw, read_pathsimr
    from oneplace.flow.network.traffic import expected_visits
    from oneplace.flow.reading.loads import never_served
    from oneplace.flow.reading.reader import apply, check, json_schema, parse, read
    from oneplace.flow.simulation.bounded import OVERRUN, most_of
    from oneplace.flow.simulation.fan_chart import STAMPS, fan_asked, fan_chart
    from oneplace.flow.simulation.fans import Fan
    from oneplace.flow.simulation.grid import Grid, grid
    from oneplace.flow.simulation.questions import beside, compare, simulate
    from oneplace.flow.simulation.results import Comparison, Result, Value, difference_of, value_of
    from oneplace.flow.simulation.spread import per_draw
    from oneplace.flow.simulation.stress_des import stress_des
else:
    deferred(__name__)

__all__ = [
    "FIFTHS",
    "OVERRUN",
    "STAMPS",
    "Accuracy",
    "Allocation",
    "BedsNeeded",
    "Beside",
    "Calibration",
    "Comparison",
    "Curve",
    "DemandForecast",
    "Fan",
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
    "beds_needed",
    "beside",
    "calibrate",
    "candidate_row",
    "check",
    "compare",
    "difference_of",
    "expected_visits",
    "fan_asked",
    "fan_chart",
    "fit_rows",
    "forecast_accuracy",
    "forecast_demand",
    "forecast_file",
    "grid",
    "growth_chart",
    "growth_words",
    "in_words",
    "in_year",
    "json_schema",
    "least_capacity",
    "levers",
    "most_of",
    "never_served",
    "parse",
    "per_draw",
    "read",
    "read_json2ciw",
    "read_pathsimr",
    "read_spells",
    "read_target",
    "recorded_spells",
    "simulate",
    "solve",
    "step_name",
    "stress_des",
    "validate",
    "value_of",
    "write_calibration",
    "write_forecast",
]
