"""What is kept and by whom: public pages ready made, what is behind sign-in nowhere."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("path", ["/", "/downloads/csv/results.csv"])
def test_who_asks_for_the_head_gets_no_body(path, site, serving):
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import RequestFactory

    serving("full")
    sent: dict[str, str] = {}
    environ = RequestFactory().head(path).environ
    body = b"".join(WSGIHandler()(environ, lambda status, headers: sent.update(headers)))
    assert body == b""
    assert int(sent["Content-Length"]) > 0


@pytest.mark.parametrize("path", ["/board", "/whatif", "/account", "/account/sign-in", "/nope", "/board/packs/x"])
def test_what_is_not_public_is_kept_nowhere_even_for_who_is_sent_away(path, visitor, serving):
    serving("full")
    assert {"no-store", "private"} <= set(visitor.get(path)["Cache-Control"].split(", "))


@pytest.mark.parametrize("path", ["/", "/gaps", "/measures/smoking.csv", "/downloads/csv/results.csv"])
def test_a_public_page_may_be_kept_and_is_asked_for_again_but_not_one_for_somebody_signed_in(
    path, visitor, signed_in, serving
):
    serving("full")
    assert visitor.get(path)["Cache-Control"] == "no-cache"
    assert "no-store" in signed_in("alice").get(path)["Cache-Control"]
