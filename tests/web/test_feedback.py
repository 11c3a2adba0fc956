"""Is anything wrong with this page? Said without a cookie, kept without a name, bounded, and read by planners."""

from __future__ import annotations

import re

import pytest

from tests.web.test_contents import text


@pytest.fixture(autouse=True)
def _forgotten(site):  # type: ignore[no-untyped-def]
    from oneplace.web.feedback import throttle
    from oneplace.web.feedback.models import Remark

    throttle.forget()
    Remark.objects.all().delete()


def remarks() -> list[tuple[str, str]]:
    from oneplace.web.feedback.models import Remark

    return list(Remark.objects.values_list("page", "text"))


def say(visitor, **said: str):  # type: ignore[no-untyped-def]
    return visitor.post("/feedback/say", {"page": "/gaps", "text": "The table is cut off."} | said)


def test_every_public_page_asks_and_the_form_names_the_page(visitor, serving):
    serving("full")
    assert 'href="/feedback?page=/ambitions/A1"' in visitor.get("/ambitions/A1").content.decode()
    form = visitor.get("/feedback?page=/ambitions/A1").content.decode()
    assert 'name="page" value="/ambitions/A1"' in form
    assert '<a href="/ambitions/A1">the page that you came from</a>' in form


def test_the_form_prints_no_id_of_the_page(visitor, serving):
    """An address may end in an id of the files: it is followed, not read."""
    form = visitor.get("/feedback?page=/ambitions/A1").content.decode()
    assert "A1" not in re.sub(r"<[^>]+>", " ", form[form.index("<main") : form.index("</main>")])


def test_what_is_said_is_kept_without_a_cookie_and_without_who(visitor, serving):
    from oneplace.web.feedback.models import Remark

    serving("full")
    response = say(visitor)
    assert response.status_code == 200
    assert not response.cookies
    assert remarks() == [("/gaps", "The table is cut off.")]
    assert {field.name for field in Remark._meta.get_fields()} == {"id", "on", "place", "page", "run", "text"}


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "nope", ""])
def test_only_pages_of_this_site_are_named(elsewhere, visitor, serving):
    serving("full")
    say(visitor, page=elsewhere)
    assert remarks()[0][0] == "/"
    assert "evil" not in visitor.get("/feedback", {"page": elsewhere}).content.decode()


@pytest.mark.parametrize(("length", "kept"), [(0, 0), (1, 1), (1000, 1), (1001, 0)])
def test_nothing_and_too_much_are_refused_with_a_reason(length, kept, visitor, serving):
    serving("full")
    response = say(visitor, text="x" * length)
    assert len(remarks()) == kept
    assert response.status_code == (200 if kept else 400)
    assert ("in at most 1000 letters" in text(response)) == (not kept)


def test_from_one_address_five_are_taken_and_the_sixth_has_to_wait(visitor, serving):
    serving("full")
    assert [say(visitor).status_code for _ in range(6)] == [200] * 5 + [429]
    assert len(remarks()) == 5


def test_everybody_together_is_bounded_too(monkeypatch):
    from oneplace.web.feedback import throttle

    monkeypatch.setattr(throttle, "ALL_FREE", 3)
    assert [throttle.may_say(f"10.0.0.{number}") for number in range(4)] == [True, True, True, False]


def test_a_program_and_another_site_leave_nothing(visitor, serving):
    serving("full")
    assert say(visitor, website="x").status_code == 200
    response = visitor.post("/feedback/say", {"page": "/", "text": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert remarks() == []


def test_planners_read_what_was_said_as_text(visitor, signed_in, serving):
    serving("full")
    say(visitor, text="<script>alert(1)</script>")
    html = signed_in("paul").get("/feedback/said").content.decode()
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html
    assert signed_in("alice").get("/feedback/said").status_code == 403
    assert visitor.get("/feedback/said").status_code == 302
