"""What is too long, too large or too many is refused by a page that says so; nothing is stored, nothing typed lost."""

from __future__ import annotations

import html

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.test_decision_steps import REPORT, clerk  # noqa: F401
from tests.web.test_delivery import emptied, rows  # noqa: F401
from tests.web.test_papers import body


def stored() -> int:
    return len(rows())


def test_a_text_that_is_too_long_comes_back_whole(clerk):  # noqa: F811
    long, before = "Zimt " * 401, stored()
    answered = clerk.client.post(f"{clerk.at}/written", REPORT | {"reasons": long, "why": "", "seen": "1"})
    told = html.unescape(answered.content.decode())
    assert (answered.status_code, stored()) == (400, before)
    assert "Write at most 2,000 letters." in told
    assert long.strip() in told
    assert REPORT["rejected"] in told


@pytest.mark.parametrize(
    "sent",
    [
        {"reasons": "Zimt " * 600_000},
        {f"field{at}": "x" for at in range(1_001)},
        {f"file{at}": SimpleUploadedFile("a.txt", b"a") for at in range(101)},
    ],
    ids=["text", "fields", "files"],
)
def test_a_form_that_holds_too_much_is_told_so(sent, clerk):  # noqa: F811
    before = stored()
    answered = clerk.client.post(f"{clerk.at}/written", {"seen": "1"} | sent)
    told = html.unescape(answered.content.decode())
    assert (answered.status_code, stored()) == (413, before)
    assert "That is too much at once" in told
    assert "Nothing was saved." in told
    assert "Something in the address is wrong" not in told


def test_a_file_that_is_too_large_is_told_beside_what_was_typed(clerk, monkeypatch):  # noqa: F811
    monkeypatch.setattr(settings, "ONEPLACE_UPLOAD_BYTES", 1_000)
    before = stored()
    said = {"about": body(clerk.client), "sort": "report", "title": "A lease in Zimt Street", "why": "For the agenda"}
    answered = clerk.client.post("/meetings/papers/add", said | {"file": SimpleUploadedFile("a.txt", b"a" * 1_001)})
    told = html.unescape(answered.content.decode())
    assert (answered.status_code, stored()) == (400, before)
    assert "at most 1,000 are taken" in told
    assert "A lease in Zimt Street" in told
