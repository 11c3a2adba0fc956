"""Each sign that stands on a page has its key there, and no key stands where its sign doesn't; who listens hears words.

Read as a reader would: by the text of the page, what only those hear who listen left out.
"""

from __future__ import annotations

import re

import html5lib
import pytest

from oneplace.web.presenters.signs import CHANCE, UNTESTED, key_of, signed
from tests.web import world
from tests.web.addresses import OF_A_RUN, PUBLIC, SIGNED_IN, every

KEYS = {
    "–": r"\bdash\b|– \w: ",
    "*": r"A star: ",
    CHANCE: f"{CHANCE} could be chance",
    UNTESTED: f"{UNTESTED},? (?:no limits are known|means that no limits are known)",
    "Untested": "“Untested”",
}
"""How a page says what a sign means."""
HOW = "/how-we-judge"
"""The page that explains signs of other pages."""


def seen(html: str) -> tuple[list[str], str]:
    """The texts of a page's cells and of its rows of lists, and its other text, as they are seen."""
    body = html5lib.parse(html, namespaceHTMLElements=False).find("body")
    rows, text = [], []

    def walk(node, into):  # type: ignore[no-untyped-def]
        tag = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
        if tag in ("script", "svg", "nav", "select") or "visually-hidden" in node.get("class", ""):
            return
        row = [] if tag in ("td", "th") else into
        row.append(node.text or "")
        for child in node:
            walk(child, row)
            row.append(child.tail or "")
        if row is not into:
            rows.append(" ".join("".join(row).split()))

    walk(body, text)
    return rows, " ".join("".join(text).split())


def unkeyed(html: str) -> list[str]:
    """The signs without a key, and the keys without a sign."""
    cells, text = seen(html)
    listed = re.sub("|".join(KEYS.values()), " ", text)
    stands = {
        "–": any(cell.startswith("–") for cell in cells),
        "*": "*" in cells,
        CHANCE: CHANCE in listed or any(CHANCE in cell for cell in cells),
        UNTESTED: UNTESTED in listed or any(UNTESTED in cell for cell in cells),
        "Untested": "Untested" in cells,
    }
    return [sign for sign, key in KEYS.items() if stands[sign] != bool(re.search(key, text))]


@pytest.mark.parametrize("state", world.STATES)
@pytest.mark.parametrize("path", [one for one in every(PUBLIC, OF_A_RUN) if one != HOW])
def test_signs_and_keys_of_a_public_page_belong_together(path, state, visitor, serving):
    serving(state)
    answer = visitor.get(path)
    if answer.status_code == 200:
        assert unkeyed(answer.content.decode()) == []


@pytest.mark.parametrize("path", [one for one in every(SIGNED_IN) if "whatif" not in one])
def test_signs_and_keys_of_a_signed_in_page_belong_together(path, serving, signed_in):
    serving("full")
    who = "anna" if "explore" in path else "lena" if "delivery" in path else "alice"
    answer = signed_in(who).get(path)
    assert answer.status_code == 200
    assert unkeyed(answer.content.decode()) == []


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>A dash: not known.</p><table><tr><td>12%</td></tr></table>", ["–"]),
        ("<table><tr><td>–</td></tr></table>", ["–"]),
        ("<p>A dash: not known.</p><table><tr><td>–</td></tr></table>", []),
        ("<ul><li>England, 8.8% †</li></ul>", [UNTESTED]),
        ("<ul><li>England, 8.8% †</li></ul><p>† no limits are known, so</p>", []),
        ("<p>† no limits are known, so</p>", [UNTESTED]),
        ("<table><tr><td>≈ 4 points</td></tr></table>", [CHANCE]),
        ("<p>From 2020–2025.</p>", []),
    ],
)
def test_a_sign_without_its_key_and_a_key_without_its_sign_are_found(page, found):
    assert unkeyed(f"<html><body>{page}</body></html>") == found


def test_what_is_seen_as_a_sign_is_heard_in_words():
    told = signed("England, 8.8% in 2023/24 (no limits known)")
    heard = re.sub(r'<span aria-hidden="true">.*?</span>|<[^>]+>', "", told)
    assert heard == "England, 8.8% in 2023/24, no limits known"
    assert re.sub(r'<span class="nhsuk-u-visually-hidden">.*?</span>|<[^>]+>', "", told).endswith("2023/24&nbsp;†")
    chance = signed("Could be chance: between <b> and everyone")
    assert chance.startswith('<span aria-hidden="true">≈</span>')
    assert "Could be chance:" in chance
    assert "<b>" not in chance


def test_a_row_that_bears_no_sign_stays_as_it_is_and_asks_for_no_key():
    assert signed("worse than England & Wales, 8.8%") == "worse than England &amp; Wales, 8.8%"
    assert key_of(["worse than England, 8.8%", "it could be chance: who knows"]) == []
    assert len(key_of(["could be chance: by sex", "from 7% (no limits are known)", "8% (no limits known)"])) == 2
