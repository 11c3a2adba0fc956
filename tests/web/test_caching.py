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
