"""The two icons of a control chart, drawn here: what the variation is, and whether the process meets what is asked."""

from __future__ import annotations

from oneplace.charts.theme import COMMON_CAUSE, CONCERN, IMPROVEMENT, NEUTRAL, Chart, finish

_VARIATION = {
    "common_cause": (COMMON_CAUSE, "The newest points are within what chance explains"),
    "improvement": (IMPROVEMENT, "The newest points signal a change for the better"),
    "concern": (CONCERN, "The newest points signal a change for the worse"),
    "neutral": (NEUTRAL, "The newest points signal a change"),
}
_ASSURANCE = {
    "pass": (IMPROVEMENT, "P", "Unless it changes, chance alone will not make it miss what is asked"),
    "fail": (CONCERN, "F", "Unless it changes, chance alone will not bring it to what is asked"),
    "inconsistent": (COMMON_CAUSE, "?", "By chance alone it could fall on either side of what is asked"),
}
_POINTS = {
    "high": ((14, 42), (24, 38), (34, 30), (44, 22)),
    "low": ((14, 24), (24, 28), (34, 36), (44, 44)),
    "": ((14, 34), (24, 28), (34, 36), (44, 30)),
}


def variation_icon(chart_id: str, variation: str | None) -> Chart | None:
    """The variation icon for a code such as ``common_cause``, ``improvement_high`` or ``concern_low``."""
    if not variation:
        return None
    kind = next((name for name in _VARIATION if variation.startswith(name)), None)
    if kind is None:
        return None
    colour, words = _VARIATION[kind]
    side = "high" if variation.endswith("high") else "low" if variation.endswith("low") else ""
    return _icon(f"{chart_id}-variation", colour, words, _dots(colour, kind, side))


def assurance_icon(chart_id: str, assurance: str | None) -> Chart | None:
    """The assurance icon for a code such as ``consistent_pass``, ``consistent_fail`` or ``inconsistent``."""
    kind = next((name for name in ("inconsistent", "fail", "pass") if name in (assurance or "")), None)
    if kind is None:
        return None
    colour, letter, words = _ASSURANCE[kind]
    mark = _letter(32, 40, 24, letter)
    return _icon(f"{chart_id}-assurance", colour, words, mark)


def _letter(x: int, y: int, size: int, letter: str) -> str:
    weight = 'font-weight="bold" text-anchor="middle" fill="#212b32"'
    return f'<text x="{x}" y="{y}" font-size="{size}" {weight}>{letter}</text>' if letter else ""


def _dots(colour: str, kind: str, side: str) -> str:
    points = _POINTS[side]
    line = " ".join(f"{x},{y}" for x, y in points)
    # the last two points carry the signal; a common cause has none
    marks = "".join(
        f'<circle cx="{x}" cy="{y}" r="4" fill="{colour if kind != "common_cause" and index >= 2 else "#ffffff"}" '
        f'stroke="#4c6272" stroke-width="1.5"/>'
        for index, (x, y) in enumerate(points)
    )
    letter = _letter(20, 26 if side == "high" else 50, 13, {"high": "H", "low": "L"}.get(side, ""))
    return f'<polyline points="{line}" fill="none" stroke="#4c6272" stroke-width="1.5"/>{marks}{letter}'


def _icon(chart_id: str, colour: str, words: str, inside: str) -> Chart:
    body = (
        '<svg viewBox="0 0 64 64">'
        f'<circle cx="32" cy="32" r="29" fill="#ffffff" stroke="{colour}" stroke-width="5"/>'
        f'<g font-family="Source Sans Pro, Arial, sans-serif">{inside}</g></svg>'
    )
    return Chart(chart_id, "icon", words, "", words, "", finish(body, chart_id, words, words))
