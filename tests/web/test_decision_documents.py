"""A clerk makes a cabinet report and its notice in the browser, from nothing, without the place's files."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pypdfium2
import pytest

from tests.web import world
from tests.web.test_decision_steps import REPORT, SEEN, Clerk, clerk, day  # noqa: F401
from tests.web.test_delivery import emptied  # noqa: F401

WHOLE = {name: words for name, words in REPORT.items() if name != "unmeasured"} | {
    "wards": "Bevois\nBargate",
    "summary": "Half of the mothers who smoke are lost on the way to a clinic.",
    "detail": "Two posts for three years\nBased at the hospital",
    "legal_other": "None",
    "risk": "That nobody applies",
    "policy_framework": "It keeps to the strategy",
    "appendices": "Job descriptions",
    "background": "The needs assessment",
    "background_papers": "The count of May",
}
SIGNED = {"author": "A. Writer", "report_of": "Cabinet member for health", "director": "D. Head", "contacts": "a@b.uk"}
MOVES = {"measure": "smoking", "change": "\u22122.5", "shows_from": "1 April 2027", "shows_by": "31/3/2028"}


def has(client, path):
    answered = client.get(path)
    assert answered.status_code == 200, path
    assert answered.headers["Content-Disposition"].startswith("attachment; ")
    assert "no-store" in answered.headers["Cache-Control"]
    return answered.content


def text_of(name: str, content: bytes) -> str:
    if name.endswith(".pdf"):
        pages = pypdfium2.PdfDocument(content)
        return re.sub(r"\s+", " ", " ".join(page.get_textpage().get_text_range() for page in pages))
    word = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in word.paragraphs), *cells])


@pytest.fixture
def written(clerk) -> Clerk:  # noqa: F811
    assert clerk.does("written", **WHOLE) == ""
    assert clerk.does("signed", **SIGNED) == ""
    assert clerk.does("expected", **MOVES) == ""
    assert clerk.does("ready") == ""
    return clerk


@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
def test_from_nothing_to_the_report_and_its_notice(suffix, written):
    assert "Ready, and not published yet" in text_of(suffix, has(written.client, f"{written.at}/as/report{suffix}"))
    assert written.does("noticed", noticed=day(0), meeting=day(-40)) == ""
    report = text_of(suffix, has(written.client, f"{written.at}/as/report{suffix}"))
    asked = [
        *SIGNED.values(),
        "To pay for two advisers",
        "Bevois",
        "Bargate",
        "That nobody applies",
        "Job descriptions",
    ]
    asked += ["Rejected: Refer them elsewhere. Because: half do not arrive"]
    asked += [
        "The needs assessment",
        "The count of May",
        "is to fall by 2.5",
        "1 April 2027",
        "Localism Act 2011 section 1",
    ]
    assert not [words for words in asked if words not in report]
    assert report.count("Not recorded.") == 1, "interests, which nobody declared yet"
    notice = text_of(suffix, has(written.client, f"{written.at}/as/notice{suffix}"))
    from django.utils import timezone

    from oneplace.vocabulary.wording import day_words

    met = day_words(timezone.localdate() - timezone.timedelta(days=-40))
    for words in (
        "A key decision is to be made",
        "£600,000",
        f"to be decided: {met}",
        "Job descriptions",
        "Bids are still",
    ):
        assert words in notice


@pytest.mark.parametrize("name", ["report.docx", "report.pdf", "notice.docx", "notice.pdf"])
def test_what_is_exempt_is_in_no_file_but_the_one_that_says_so_in_full(name, written):
    content = has(written.client, f"{written.at}/as/{name}")
    assert "KANARIENVOGEL" not in text_of(name, content)
    raw = content
    if name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            raw = b"".join(parts.read(one) for one in parts.namelist())
    assert b"KANARIENVOGEL" not in raw
    whole = f"report-in-full.{name.rpartition('.')[2]}"
    assert "KANARIENVOGEL" in text_of(whole, has(written.client, f"{written.at}/as/{whole}"))


def test_one_in_full_leaves_its_mark_and_is_not_there_where_nothing_is_exempt(written, clerk):  # noqa: F811
    from oneplace.web.audit.models import AuditEvent

    has(written.client, f"{written.at}/as/report-in-full.pdf")
    last = AuditEvent.objects.order_by("-pk").values_list("event", "by", "about", "detail", "place").first()
    about = f"decision {written.at.rpartition('/')[2]}"
    assert last == ("paper_sent", "clare", about, "report-in-full.pdf", world.ID)
    other = Clerk(clerk.client)
    assert other.client.get(f"{other.at}/as/report-in-full.pdf").status_code == 404
    assert "in full" not in other.sees()


@pytest.mark.parametrize("name", ["report.txt", "report", "other.pdf", "..%2freport.pdf", "report.pdf.docx"])
def test_no_other_name_is_there(name, written):
    assert written.client.get(f"{written.at}/as/{name}").status_code == 404
    assert written.client.get("/delivery/decision/none/as/report.pdf").status_code == 404
    assert written.client.get("/delivery/milestone/M2/as/report.pdf").status_code == 404


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("change", "many", "Enter a number, such as 2.5"),
        ("change", "0", "Enter how much it should rise"),
        ("shows_by", "2027-04-01", "after the day from which it could show"),
        ("measure", "unheard", "Choose one of the list."),
        ("change", "1e999", "Enter a number"),
        ("change", "nan", "Enter a number"),
    ],
)
def test_what_it_should_move_is_one_of_the_measures_by_an_amount_between_days(field, typed, told, clerk):  # noqa: F811
    assert told in clerk.does("expected", **MOVES | {field: typed})
