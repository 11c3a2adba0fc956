"""The same drawing in fewer characters: what draws nothing is left out, what is drawn often is written once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from xml.etree import ElementTree

Element = ElementTree.Element

SHARED = ("font-family", "font-size")
"""What all words of a chart mostly have alike, and then inherit."""
USED = 20
"""Characters, at most, that using a shape costs more than drawing it: it is written once where that is shorter."""
_NUMBERS = ("d", "transform", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height")
_LONG = re.compile(r"-?\d*\.\d{2,}")
_PLACE = re.compile(r"translate\(([-\d.]+),([-\d.]+)\)")
_POINT = re.compile(r"([ML])([-\d.]+),([-\d.]+)")
_NOTHING = {"transform": "translate(0,0)", "opacity": "1"}
_UNSAID = {"fill": "black", "stroke": "none"}
"""How a shape is painted where nothing says it."""
_KEPT_WHOLE = ("defs", "clipPath", "pattern")


def trimmed(svg: str, chart_id: str) -> str:
    """An SVG, which we drew, with nothing needless, to a tenth of a unit; ``chart_id`` begins the ids that it adds."""
    root = ElementTree.fromstring(re.sub(r' xmlns(:\w+)?="[^"]*"', "", svg))  # noqa: S314  our own drawing
    for element in root.iter():
        _shorten(element)
    _prune(root, _UNSAID)
    _share(root)
    _write_once(root, chart_id)
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def _shorten(element: Element) -> None:
    for name in _NUMBERS:
        text = element.get(name, "")
        if _LONG.search(text) and "matrix" not in text and "scale" not in text:
            element.set(name, _LONG.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), text))
    if element.tag == "path" and "d" in element.attrib:
        element.set("d", _straight(element.get("d", "")))
    element.attrib.pop("pointer-events", None)
    if element.tag == "path" and "stroke" not in element.attrib:
        element.attrib.pop("stroke-width", None)
    for name, value in _NOTHING.items():
        if element.get(name) == value:
            del element.attrib[name]


def _straight(line: str) -> str:
    """A line through points without those that a level stretch passes."""
    points = _POINT.findall(line)
    if "".join(f"{sign}{x},{y}" for sign, x, y in points) != line:
        return line
    kept = [
        point
        for number, point in enumerate(points)
        if not _is_passed(points[max(0, number - 1) : number + 2], first=number == 0)
    ]
    return "".join(f"{sign}{x},{y}" for sign, x, y in kept)


def _is_passed(three: list[tuple[str, str, str]], *, first: bool) -> bool:
    signs = "".join(sign for sign, _, _ in three[1:])
    return not first and len(three) == 3 and signs == "LL" and len({y for _, _, y in three}) == 1


def _prune(parent: Element, inherited: Mapping[str, str]) -> None:
    """Leave out what draws nothing, and put what a group without a property holds in its place."""
    if parent.tag in _KEPT_WHOLE:
        return
    paint = {name: parent.get(name, inherited[name]) for name in inherited}
    kept: list[Element] = []
    for child in parent:
        _prune(child, paint)
        kept += _instead_of(child, paint)
    parent[:] = [_together(run) for run in _runs(kept)]


def _instead_of(child: Element, paint: Mapping[str, str]) -> list[Element]:
    if child.get("display") == "none" or child.get("opacity") == "0":
        return []
    if child.tag == "path" and not (child.get("d") and any(child.get(key, paint[key]) != "none" for key in paint)):
        return []
    if child.tag == "g" and not len(child):
        return []
    return list(child) if child.tag == "g" and not child.attrib else [child]


def _runs(elements: list[Element]) -> list[list[Element]]:
    """Neighbours that are drawn alike, together."""
    return [list(run) for _, run in groupby(elements, lambda one: (one.tag, _look(one)) if _joins(one) else id(one))]


def _joins(element: Element) -> bool:
    return (element.tag == "line" and bool(_PLACE.fullmatch(element.get("transform", "")))) or element.tag == "text"


def _look(element: Element) -> tuple[tuple[str, str], ...]:
    """What an element has besides its place and its extent."""
    return tuple((name, value) for name, value in element.attrib.items() if name not in ("transform", "x2", "y2"))


def _together(run: list[Element]) -> Element:
    """Lines as one path, words in one group: what they have alike is written once."""
    if len(run) == 1:
        return run[0]
    if run[0].tag == "line":
        return Element("path", {"d": "".join(map(_stroke, run)), **dict(_look(run[0]))})
    group = Element("g", dict(_look(run[0])))
    for text in run:
        text.attrib = {name: value for name, value in text.attrib.items() if name == "transform"}
    group[:] = run
    return group


def _stroke(line: Element) -> str:
    x, y = _PLACE.fullmatch(line.get("transform", "")).groups()  # type: ignore[union-attr]
    return f"M{x},{y}l{line.get('x2', '0')},{line.get('y2', '0')}"


def _share(root: Element) -> None:
    """Properties that every word has stand once, at the root."""
    texts = list(root.iter("text"))
    for name in SHARED:
        if texts and all(name in text.attrib for text in texts):
            usual, _ = Counter(text.attrib[name] for text in texts).most_common(1)[0]
            root.set(name, usual)
            for text in texts:
                if text.get(name) == usual:
                    del text.attrib[name]


def _write_once(root: Element, chart_id: str) -> None:
    drawn = list(_drawn(root))
    times = Counter(path.get("d", "") for path in drawn)
    often = [d for d, count in times.items() if (count - 1) * len(d) > count * USED]
    names = {d: f"{chart_id}-p{number}" for number, d in enumerate(often)}
    for path in drawn:
        if name := names.get(path.get("d", "")):
            _use(path, name)
    if names:
        defs = Element("defs")
        defs[:] = [Element("path", {"id": name, "d": d}) for d, name in names.items()]
        root.insert(0, defs)


def _drawn(parent: Element) -> Iterator[Element]:
    for child in parent:
        if child.tag == "path":
            yield child
        elif child.tag not in _KEPT_WHOLE:
            yield from _drawn(child)


def _use(path: Element, name: str) -> None:
    """Turn a path into the use of one that stands in the definitions."""
    place = _PLACE.fullmatch(path.get("transform", ""))
    at = {"x": place[1], "y": place[2]} if place else {}
    others = {key: value for key, value in path.attrib.items() if key != "d" and not (place and key == "transform")}
    path.tag, path.attrib = "use", {"href": f"#{name}", **at, **others}
