"""What was made up bears the product's mark wherever it is shown: a planted thing without a word of it in its name."""

from __future__ import annotations

import html5lib
import pytest

from tests.web import world
from tests.web.addresses import PUBLIC

PLANTED = {
    "risks:\n": """  - id: WZ
    name: Zebra clinics
    provenance: illustrative
    outcomes: [A1]
    scope: Zebra scope
    delivery_group: D1
    lead: {org: "ext:nobody", role: Zebra lead}
    milestones: [{id: MZ, text: Zebra opening, due: 2025-03}]
risks:
  - {id: RZ, cause: Zebra cause, event: Zebra fire, effect: Zebra effect, outcomes: [A1], provenance: illustrative,
     owner: {org: council, role: Zebra warden}, inherent: [4, 4], current: [3, 4], target: [2, 3], appetite: 8,
     controls: [Zebra control], actions: [{text: Zebra action, due: 2026-06}]}
""",
    "decisions:\n": """decisions:
  - {id: DZ, title: Zebra vote, body: Health and Wellbeing Board, on: 2026-01-10, provenance: illustrative,
     outcomes: [A1], reasons: [Zebra reason], options: [{text: Zebra option}]}
  - {id: DY, title: Zebra wish, body: Health and Wellbeing Board, on: not_set, provenance: illustrative,
     outcomes: [A1], reasons: [Zebra reason], options: [{text: Zebra option}]}
""",
}
BOARD = ["/board", "/delivery/plan", "/delivery/assurance"]
BLOCKS = {"li", "tr", "p", "caption", "figcaption", "dd", "dt"}
HEADINGS = {"h1", "h2", "h3"}


@pytest.fixture(scope="module")
def zoo(tmp_path_factory):
    text = world.STRATEGY
    for at, words in PLANTED.items():
        assert at in text
        text = text.replace(f"\n{at}", f"\n{words}", 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world, "STRATEGY", text)
        return world.make(tmp_path_factory.mktemp("zoo"))


def unmarked(html: str) -> list[str]:
    """The blocks that name a planted thing, where neither they nor the heading above bear the mark."""
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(html)
    found, heading, told = [], "", set()
    for one in tree.iter():
        if one.tag in HEADINGS:
            heading = " ".join("".join(one.itertext()).split())
        if one.tag not in BLOCKS | HEADINGS or one in told:
            continue
        told.update(one.iter())  # a list's item is marked as a whole
        words = " ".join("".join(one.itertext()).split())
        if "Zebra" in words and "illustrative" not in f"{words} {heading}".lower():
            found.append(words)
    return found


@pytest.mark.parametrize("path", sorted({path for paths in PUBLIC.values() for path in paths if len(path) < 60}))
def test_every_public_page_marks_it(visitor, serving, zoo, path):
    serving(zoo)
    said = visitor.get(path)
    assert said.status_code == 200
    assert unmarked(said.content.decode()) == []


@pytest.mark.parametrize("path", BOARD)
def test_every_page_of_board_and_delivery_marks_it(signed_in, serving, zoo, path):
    serving(zoo)
    said = signed_in("lena" if path.startswith("/delivery") else "alice").get(path)
    assert said.status_code == 200
    assert unmarked(said.content.decode()) == []


def test_it_is_seen_at_all_and_a_page_that_left_the_mark_out_would_fail(visitor, serving, zoo):
    serving(zoo)
    shown = visitor.get("/decisions").content.decode()
    assert "Zebra vote" in shown
    assert unmarked(shown.replace("illustrative", "")) != []
    assert "Zebra opening" in visitor.get("/partners").content.decode()
    assert "Zebra fire" in visitor.get("/partners/council").content.decode()
