"""Patient flow: a care pathway described in a file, simulated fast, and what-ifs answered with their uncertainty."""

from oneplace.flow.demand import forecast_file, write_forecast
from oneplace.flow.forecast import DemandForecast, forecast_demand
from oneplace.flow.gridding import Grid, grid
from oneplace.flow.pathway import Pathway
from oneplace.flow.reading import apply, check, json_schema, parse, read
from oneplace.flow.results import Comparison, Result, Value
from oneplace.flow.simulating import compare, simulate
from oneplace.flow.solving import solve

__all__ = [
    "Comparison",
    "DemandForecast",
    "Grid",
    "Pathway",
    "Result",
    "Value",
    "apply",
    "check",
    "compare",
    "forecast_demand",
    "forecast_file",
    "grid",
    "json_schema",
    "parse",
    "read",
    "simulate",
    "solve",
    "write_forecast",
]
