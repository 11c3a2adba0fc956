"""Distributions as other tools write them, as shapes of the format."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from scipy.special import gamma

from oneplace.flow.imports.imported import percent, quantity

Shape = dict[str, str] | str


def fixed(value: float, unit: str) -> Shape:
    """All alike."""
    return quantity(value, unit)


def exponential(mean: float, unit: str) -> Shape:
    """By its mean."""
    return {"shape": "exponential", "mean": quantity(mean, unit)}


def uniform(low: float, high: float, unit: str) -> Shape:
    """Between two bounds."""
    return (
        fixed(low, unit)
        if low == high
        else {"shape": "uniform", "from": quantity(low, unit), "to": quantity(high, unit)}
    )


def triangular(low: float, mode: float, high: float, unit: str) -> Shape:
    """Between two bounds with the likeliest value."""
    if low == high:
        return fixed(low, unit)
    numbers = {"from": low, "mode": mode, "to": high}
    return {"shape": "triangular", **{name: quantity(value, unit) for name, value in numbers.items()}}


def spread(shape: str, mean: float, sd: float, unit: str) -> Shape:
    """A shape by its mean and standard deviation."""
    return fixed(mean, unit) if sd == 0 else {"shape": shape, "mean": quantity(mean, unit), "cv": percent(sd / mean)}


def _lognormal(meanlog: float, sdlog: float, unit: str) -> Shape:
    median = math.exp(meanlog)
    if sdlog == 0:
        return fixed(median, unit)
    mean = math.exp(meanlog + sdlog**2 / 2)
    return {"shape": "lognormal", "median": quantity(median, unit), "mean": quantity(mean, unit)}


def _weibull(shape: float, scale: float, unit: str) -> Shape:
    first, second = (float(gamma(1 + k / shape)) for k in (1, 2))
    return spread("weibull", scale * first, scale * math.sqrt(second - first**2), unit)


_OF_R: Mapping[str, tuple[tuple[str, ...], Callable[..., Shape]]] = {
    "exp": (("rate",), lambda rate, unit: exponential(1 / rate, unit)),
    "unif": (("min", "max"), uniform),
    "lnorm": (("meanlog", "sdlog"), _lognormal),
    "weibull": (("shape", "scale"), _weibull),
    "gamma": (
        ("shape", "rate"),
        lambda shape, rate, unit: spread("gamma", shape / rate, math.sqrt(shape) / rate, unit),
    ),
}
"""The distributions of R that PathSimR knows: the names of their parameters, in its order, and what they are here."""


def of_r(name: str, parameters: Sequence[float], unit: str) -> Shape:
    """A distribution as R parameterises it. Raises ``ValueError`` where it is not known or its parameters are wrong."""
    if name not in _OF_R:
        raise ValueError(f"'{name}' is none of its distributions: {', '.join(_OF_R)}.")
    names, made = _OF_R[name]
    if len(parameters) != len(names):
        raise ValueError(f"{name} has {len(parameters)} parameters, not {len(names)} ({'; '.join(names)}).")
    positive = {key: value for key, value in zip(names, parameters, strict=True) if key in ("rate", "shape", "scale")}
    if any(value <= 0 for value in positive.values()):
        raise ValueError(f"{', '.join(positive)} of {name} must be above nought.")
    if name == "unif" and not 0 <= parameters[0] <= parameters[1]:
        raise ValueError("min and max of unif must be nought or more, and in order.")
    if name == "lnorm" and parameters[1] < 0:
        raise ValueError("sdlog of lnorm must be nought or more.")
    return made(*parameters, unit)


_Parameters = Mapping[str, float]


def _sd(p: _Parameters) -> float:
    if "var" in p:
        return math.sqrt(p["var"])
    return next((p[name] for name in ("sd", "std", "stdev") if name in p), math.nan)


def _with_sd(shape: str) -> Callable[[_Parameters, str], Shape]:
    def made(p: _Parameters, unit: str) -> Shape:
        mean, sd = p["mean"], _sd(p)
        if math.isnan(sd):
            raise KeyError("sd")
        if mean <= 0 or sd < 0:
            raise ValueError("the mean must be above nought and the spread not negative")
        return spread(shape, mean, sd, unit)

    return made


def _exponential(p: _Parameters, unit: str) -> Shape:
    mean = 1 / p["rate"] if "rate" in p else p["mean"]
    if mean <= 0:
        raise ValueError("the mean must be above nought")
    return exponential(mean, unit)


def _gamma(p: _Parameters, unit: str) -> Shape:
    shape, scale = p["shape"], p["scale"]
    if shape <= 0 or scale <= 0:
        raise ValueError("shape and scale must be above nought")
    return spread("gamma", shape * scale, math.sqrt(shape) * scale, unit)


_BY_NAME: dict[str, Callable[[_Parameters, str], Shape]] = {
    "exponential": _exponential,
    "triangular": lambda p, unit: triangular(p["min"], p["mode"], p["max"], unit),
    "uniform": lambda p, unit: uniform(p["min"], p["max"], unit),
    "deterministic": lambda p, unit: fixed(p["value"], unit),
    "lognormal": _with_sd("lognormal"),
    "gamma": _gamma,
    "normal": _with_sd("gamma"),
}
"""The distributions that json2ciw knows, by their named parameters."""


def of_names(name: str, parameters: Mapping[str, float], unit: str) -> Shape:
    """A distribution by named parameters, as json2ciw writes it.

    Raises ``KeyError`` for a parameter that is missing and ``ValueError`` or ``ZeroDivisionError`` for wrong ones.
    """
    return _BY_NAME[name](parameters, unit)
