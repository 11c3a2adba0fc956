"""Words that are exempt are in nothing that somebody meets who may not read them, wherever a clerk wrote them."""

from __future__ import annotations

import html
import io
import re
import zipfile
from datetime import date
from urllib.parse import urlsplit

import pypdfium2
import pytest

from oneplace.delivery.happened import Decision, Kind, WrongError, change
from tests.web.test_decision_steps import REPORT, agreed_way, clerk, day  # noqa: F401
from tests.web.test_delivery import emptied  # noqa: F401
from tests.web.test_papers import mark, sent

CANARY = "KANARIENVOGEL bids four thousand"
BODY = {
    "body": "hwb", "quorum": 1, "members": "Chair", "agenda": "2026-02-02", "meeting": "2026-03-01", "call_in_days": 0,
}  # fmt: skip
STARTS = ("/delivery", "/delivery/mine", "/delivery/urgent", "/delivery/assurance", "/papers", "/decisions")
STARTS += ("/search?q=Pay+for+two+advisers", "/sitemap.xml", "/actions", "/board", "/meetings/papers")


def read(answered) -> str:
    """Everything that an answer holds: its head, its words, each part of a Word file, text and properties of a PDF."""
    content, kind = answered.content, answered.get("Content-Type", "")
    told = repr(answered.headers)
    if kind.startswith("application/pdf"):
        document = pypdfium2.PdfDocument(content)
        pages = " ".join(page.get_textpage().get_text_range() for page in document)
        return f"{told} {document.get_metadata_dict()} {pages}"
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            content = b" ".join(parts.read(one) for one in parts.namelist())
    return told + html.unescape(content.decode(errors="replace"))


def crawled(client) -> dict[str, str]:
    """Every answer that leads on from ``STARTS`` within what a clerk makes, by its address."""
    found: dict[str, str] = {}
    waiting = [*STARTS]
    while waiting:
        path = waiting.pop()
        answered = client.get(path)
        found[path] = read(answered)
        if answered.status_code == 200 and "html" in answered["Content-Type"]:
            page = answered.content.decode()
            links = {urlsplit(html.unescape(href)).path for href in re.findall(r'href="(/[^"]*)"', page)}
            own = {one for one in links if re.match(r"/(delivery/(decision|meeting)|meetings|papers|decisions)\b", one)}
            waiting += sorted(own - found.keys() - {*waiting})
    return found


def test_nobody_meets_what_is_exempt_who_may_not_read_it(clerk, signed_in, visitor):  # noqa: F811
    at = clerk.client.post("/delivery/add/meeting", {"body": "hwb", "on": day(1), "seen": "0"}).headers["Location"]
    clerk.client.post(f"{at}/held", {"present": "Chair\nNurse", "apologies": "", "seen": "1"})
    clerk.client.post(f"{at}/minuted", {"minutes": f"Thanks.\n{CANARY}.", "seen": "2"})
    agreed_way(clerk)
    about = f"decision/{clerk.at.rsplit('/', 1)[1]}"
    paper = sent(clerk.client, name=f"{CANARY}.txt", content=CANARY.encode(), about=about, title=CANARY)["Location"]
    refused = mark(clerk.client, paper, "published")
    assert "Its title or its file’s name says what is not for publication" in html.unescape(refused.content.decode())
    assert sum("KANARIENVOGEL" in told for told in crawled(clerk.client).values()) > 5, "the clerk reads it"
    lena = crawled(signed_in("lena"))
    assert {at, clerk.at, f"{at}/as/minutes.docx", f"{clerk.at}/as/report.pdf"} <= lena.keys()
    for found in (lena, crawled(visitor)):
        assert not [path for path, told in found.items() if "KANARIENVOGEL" in told]


@pytest.mark.parametrize(
    ("what", "said", "field"),
    [
        ("written", {"detail": f"They hope.\n{CANARY}."}, "detail"),
        ("written", {"text": f"Pay, as {CANARY}"}, "text"),
        ("withdrawn", {"why": f"As {CANARY.upper()}"}, "why"),
        ("taken", {"present": "Chair", "came": "agreed", "outcome": f"Agreed: {CANARY}"}, "outcome"),
    ],
)
def test_no_other_text_of_a_decision_says_it(what, said, field):
    state = "on_agenda" if what == "taken" else "draft"
    report = {name: value for name, value in REPORT.items() if name not in ("key", "significant")}
    stands = Decision.model_validate({**report, "state": state, "key": "no", **BODY})
    words = {"written": report, "taken": {}}.get(what, {}) | said
    with pytest.raises(WrongError) as error:
        change(Kind.DECISION, stands, what, words, date(2026, 3, 2))
    assert error.value.fields == {field: "This says what is not for publication. Leave that out here."}


def test_what_others_read_already_is_put_right_before_it_is_marked():
    nothing = dict.fromkeys(("exempt", "exempt_paragraph", "public_interest"))
    stands = Decision.model_validate(
        {**{name: one for name, one in REPORT.items() if name not in nothing}, "state": "in_force", **BODY}
        | {"outcome": f"Agreed. {CANARY}"}
    )
    with pytest.raises(WrongError) as error:
        change(Kind.DECISION, stands, "corrected_report", REPORT | {"why": "A bid"}, date(2026, 3, 2))
    assert error.value.fields == {"exempt": "Others read it elsewhere already (outcome). Correct that first."}
