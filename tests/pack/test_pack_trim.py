"""A chart in fewer characters is the same drawing."""

from __future__ import annotations

import pytest
import vl_convert

from oneplace.charts.trim import trimmed

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" width="40" height="40">'
LEVEL = '<path d="M1,9L5,9L9,9L9,5" stroke="#000"/>'
SHAPE = "M3,0A3,3,0,1,1,-3,0A3,3,0,1,1,3,0"
LONG = "M1 1L39 1L39 9L1 9L1 8L38 8L38 2L2 2L2 7L37 7L37 3L3 3z"

DRAWN = {
    "what draws nothing is left out": (
        '<g fill="none"><g><path d="M0,0h36v23h-36Z"/></g><path d="" display="none"/><g/></g><path d="M1 1h9v9z"/>',
        '<path d="M1 1h9v9z"/>',
    ),
    "what is not seen is left out": ('<path d="M1,1h9v9z" opacity="0"/>', ""),
    "needless properties go": (
        '<g transform="translate(0,0)"><path d="M1,1h9v9z" opacity="1" stroke-width="2" pointer-events="none"/></g>',
        '<path d="M1,1h9v9z"/>',
    ),
    "a level stretch needs its ends alone": (LEVEL, '<path d="M1,9L9,9L9,5" stroke="#000"/>'),
    "a line that turns keeps each point": (
        '<path d="M1,9L5,8L9,9" stroke="#000"/>',
        '<path d="M1,9L5,8L9,9" stroke="#000"/>',
    ),
    "lines alike are one path": (
        '<line transform="translate(1,2)" x2="0" y2="9" stroke="#00f"/>'
        '<line transform="translate(4,2)" x2="0" y2="7" stroke="#00f"/>'
        '<line transform="translate(8,2)" x2="0" y2="7" stroke="#f00"/>',
        '<path d="M1,2l0,9M4,2l0,7" stroke="#00f"/><line transform="translate(8,2)" x2="0" y2="7" stroke="#f00"/>',
    ),
    "words alike share what they have alike": (
        '<text transform="translate(1,9)" fill="#00f">a</text><text transform="translate(9,9)" fill="#00f">b</text>',
        '<g fill="#00f"><text transform="translate(1,9)">a</text><text transform="translate(9,9)">b</text></g>',
    ),
    "a shape drawn often is written once": (
        "".join(f'<path transform="translate({x},9)" d="{SHAPE}" fill="#00f"/>' for x in range(4, 40, 4)),
        f'<defs><path id="x-p0" d="{SHAPE}"/></defs>'
        + "".join(f'<use href="#x-p0" x="{x}" y="9" fill="#00f"/>' for x in range(4, 40, 4)),
    ),
    "a long shape drawn twice is written once": (
        f'<path d="{LONG}" fill="#00f"/><path d="{LONG}" stroke="#f00"/>',
        f'<defs><path id="x-p0" d="{LONG}"/></defs><use href="#x-p0" fill="#00f"/><use href="#x-p0" stroke="#f00"/>',
    ),
    "a short shape drawn twice is not": (
        f'<path d="{SHAPE}" fill="#00f"/><path d="{SHAPE}" stroke="#f00"/>',
        f'<path d="{SHAPE}" fill="#00f"/><path d="{SHAPE}" stroke="#f00"/>',
    ),
    "a pattern stays as it is": (
        '<defs><pattern id="p" width="4" height="4"><path d="M0,0h9v9"/></pattern></defs><path d="M1,1h9v9z"/>',
        '<defs><pattern id="p" width="4" height="4"><path d="M0,0h9v9"/></pattern></defs><path d="M1,1h9v9z"/>',
    ),
}


@pytest.mark.parametrize(("before", "after"), DRAWN.values(), ids=DRAWN)
def test_it_is_shorter_and_drawn_the_same(before: str, after: str) -> None:
    found = trimmed(f"{HEAD}{before}</svg>", "x")
    assert found.partition(">")[2].removesuffix("</svg>") == after or (found.endswith("/>") and not after)
    assert _drawn(f"{HEAD}{before}</svg>") == _drawn(found.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"'))


@pytest.mark.parametrize(
    ("written", "rounded"),
    [("M12.444,157.96", "M12.4,158"), ("M-0.26,3.5", "M-0.3,3.5"), ("M7,8.0400000001", "M7,8")],
)
def test_places_are_told_to_a_tenth(written: str, rounded: str) -> None:
    assert f'd="{rounded}"' in trimmed(f'{HEAD}<path d="{written}" stroke="#000"/></svg>', "x")


def test_a_scale_is_not_rounded() -> None:
    assert 'transform="scale(0.125)"' in trimmed(f'{HEAD}<path d="M1,1h9v9z" transform="scale(0.125)"/></svg>', "x")


def test_what_every_word_has_stands_once() -> None:
    words = "".join(f'<text x="{n}" font-size="13px" fill="#{n}00">a</text>' for n in (1, 2))
    found = trimmed(f"{HEAD}{words}</svg>", "x")
    assert found.count("font-size") == 1
    assert 'font-size="13px"' in found.partition(">")[0]
    other = trimmed(f'{HEAD}{words}<text x="3">a</text></svg>', "x")
    assert other.count('font-size="13px"') == 2, "a word without a size has the page's"


def _drawn(svg: str) -> bytes:
    drawn: bytes = vl_convert.svg_to_png(svg)
    return drawn
