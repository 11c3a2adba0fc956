"""Randomness without streams: every draw is a hash of seed × patient × place × visit × purpose.

Whatever a scenario changes, the same patient draws the same numbers for the same purpose, so that scenarios differ by
what was changed and not by luck. Distributions are drawn by inverse (gamma: Marsaglia and Tsang 2000, with as many
sub-draws as it needs; normal: Wichura 1988, AS 241).
"""

from __future__ import annotations

import math

import numpy as np

from oneplace.flow.kernel.compiled import compiled
from oneplace.flow.kernel.layout import (
    EMPIRICAL,
    EXPONENTIAL,
    FIXED,
    GAMMA,
    LOGNORMAL,
    SEQUENCE,
    TRIANGULAR,
    UNIFORM,
    WEIBULL,
)

_U33, _U11 = np.uint64(33), np.uint64(11)
_M1, _M2 = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)
_G1, _G2, _G3 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1B54A32D192ED03), np.uint64(0xABC98388FB8FAC03)
_HALF, _TINY = 2.0**-53, 2.0**-54


@compiled
def mix(z):
    """Scramble 64 bits (the finaliser of MurmurHash3)."""
    z ^= z >> _U33
    z *= _M1
    z ^= z >> _U33
    z *= _M2
    z ^= z >> _U33
    return z


@compiled
def stream_of(seed, cls):
    """The beginning of the keys of a class's patients (or of its arrivals, with a negative class)."""
    return mix(np.uint64(seed) * _G1 + np.uint64(cls + 1_000_003) * _G2)


@compiled
def key_of(stream, number):
    """The key of the ``number``-th patient (or arrival) of a stream."""
    return mix(stream + np.uint64(number) * _G3)


@compiled
def uniform(key, place, visit, purpose):
    """A number strictly between 0 and 1."""
    z = mix(key ^ (np.uint64(place + 1) * _G1 + np.uint64(visit) * _G2 + np.uint64(purpose + 1) * _G3))
    return np.float64(z >> _U11) * _HALF + _TINY


@compiled
def normal(u):
    """The standard normal quantile (AS 241, PPND16: about 1e-16)."""
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        num = (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
              + 45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r
              + 133.14166789178437745) * r + 3.387132872796366608)  # fmt: skip
        den = (((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
              + 21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r
              + 42.313330701600911252) * r + 1.0)  # fmt: skip
        return q * num / den
    r = math.sqrt(-math.log(u if q < 0 else 1.0 - u))
    if r <= 5.0:
        r -= 1.6
        num = (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r
              + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r
              + 4.6303378461565452959) * r + 1.42343711074968357734)  # fmt: skip
        den = (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r
              + 0.14810397642748007459) * r + 0.68976733498510000455) * r + 1.6763848301838038494) * r
              + 2.05319162663775882187) * r + 1.0)  # fmt: skip
    else:
        r -= 5.0
        num = (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r
              + 0.026532189526576123093) * r + 0.29656057182850489123) * r + 1.7848265399172913358) * r
              + 5.4637849111641143699) * r + 6.6579046435011037772)  # fmt: skip
        den = (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r
              + 7.868691311456132591e-4) * r + 0.0148753612908506148525) * r + 0.13692988092273580531) * r
              + 0.59983220655588793769) * r + 1.0)  # fmt: skip
    return -num / den if q < 0 else num / den


@compiled
def gamma(shape, key, place, visit, purpose):
    """A gamma draw with mean ``shape``; the n-th try uses purposes of its own."""
    boost = 1.0
    if shape < 1.0:
        boost = uniform(key, place, visit, purpose + 1000) ** (1.0 / shape)
        shape += 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    sub = 2000
    while True:
        x = normal(uniform(key, place, visit, purpose + sub))
        u = uniform(key, place, visit, purpose + sub + 1000)
        sub += 2000
        v = 1.0 + c * x
        if v > 0.0:
            v = v * v * v
            if math.log(u) < 0.5 * x * x + d - d * v + d * math.log(v):
                return boost * d * v


@compiled
def draw(st, d, key, place, visit, purpose):
    """A draw from distribution ``d``, in seconds."""
    dist = st.dists[d]
    kind, a, b = dist.kind, dist.a, dist.b
    if kind == FIXED:
        return dist.least + a
    if kind == SEQUENCE:
        dist.used += 1
        return dist.least + st.values[dist.first + (dist.used - 1) % dist.count]
    if kind == GAMMA:
        return dist.least + b * gamma(a, key, place, visit, purpose)
    u = uniform(key, place, visit, purpose)
    if kind == EXPONENTIAL:
        return dist.least - a * math.log(u)
    if kind == LOGNORMAL:
        return dist.least + math.exp(a + b * normal(u))
    if kind == WEIBULL:
        return dist.least + b * (-math.log(u)) ** (1.0 / a)
    if kind == UNIFORM:
        return dist.least + a + (b - a) * u
    if kind == TRIANGULAR:
        mode = dist.mode
        if u * (b - a) < mode - a:
            return dist.least + a + math.sqrt(u * (b - a) * (mode - a))
        return dist.least + b - math.sqrt((1.0 - u) * (b - a) * (b - mode))
    if kind == EMPIRICAL:
        return dist.least + st.values[dist.first + min(np.int64(u * dist.count), dist.count - 1)]
    # QUANTILES: equally likely steps between the table's values
    x = u * (dist.count - 1)
    k = min(np.int64(x), dist.count - 2)
    low = st.values[dist.first + k]
    return dist.least + low + (x - k) * (st.values[dist.first + k + 1] - low)


@compiled
def draw_for(st, s, d, place, purpose):
    """A draw from distribution ``d`` for a patient's present visit to a place, in seconds."""
    me = st.patients[s]
    return draw(st, d, me.key, place, np.int64(me.visit), purpose)
