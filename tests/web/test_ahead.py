"""Pages made ahead: the first reader of a page meets one that is ready, and another run stops what is out of date."""

from __future__ import annotations

import pytest


@pytest.fixture
def made(serving):
    """What answers, after the pages of a place were made ahead."""
    from django.core.handlers.wsgi import WSGIHandler

    from oneplace.web import ahead, snapshot

    serving("full")
    handler = WSGIHandler()
    ahead.make(handler, snapshot.snapshot())
    return handler


def test_pages_made_ahead_are_ready(made, monkeypatch):
    from oneplace.web.ahead import _request
    from oneplace.web.public import areas, views

    def refuse(*_args, **_words):
        raise AssertionError("made again")

    for room in (areas, views):
        monkeypatch.setattr(room, "page", refuse)
    for address in ("/", "/gaps", "/neighbourhoods", "/neighbourhoods?level=ward"):
        assert made.get_response(_request(address)).status_code == 200


def test_one_of_each_kind_of_page_and_every_map_is_made(serving):
    from oneplace.web import ahead, snapshot

    serving("full")
    found = list(ahead._addresses(snapshot.snapshot()))
    assert {"/", "/strategy", "/neighbourhoods?level=ward&in=", "/search?q=health", "/account/sign-in"} <= set(found)
    assert {"/search?q=diabetis", "/ambitions/A1/table"} <= set(found)
    assert sum(address.startswith("/neighbourhoods/E01") for address in found) == 1
    assert len(found) == len(set(found)) < 45


def test_another_run_stops_what_is_being_made(serving, monkeypatch):
    from django.core.handlers.wsgi import WSGIHandler

    from oneplace.web import ahead, snapshot

    serving("full")
    old = snapshot.snapshot()
    serving("empty")
    asked, request = [], ahead._request
    monkeypatch.setattr(ahead, "_request", lambda address: request(asked.append(address) or address))
    ahead.make(WSGIHandler(), old)
    assert len(asked) == 1


def test_every_funnel_is_made(serving, monkeypatch):
    from oneplace.web import ahead, snapshot

    serving("full")
    monkeypatch.setattr(ahead, "has_funnel", lambda _shot, measure: measure.id == "smoking")
    found = [address for address in ahead._addresses(snapshot.snapshot()) if address.endswith("/funnel")]
    assert found == ["/measures/smoking/funnel"]


def test_what_ifs_are_begun_at_the_start_and_whenever_another_run_is_served(monkeypatch):
    from oneplace.web import ahead

    class EndError(Exception):
        pass

    served, begun = iter(["one", "one", "other"]), []

    def snapshot():
        try:
            return next(served)
        except StopIteration:
            raise EndError from None

    monkeypatch.setattr(ahead, "snapshot", snapshot)
    monkeypatch.setattr(ahead, "warm_up", lambda: begun.append("what-ifs"))
    monkeypatch.setattr(ahead, "make", lambda _handler, shot: begun.append(shot))
    monkeypatch.setattr(ahead, "LOOK", 0.0)
    with pytest.raises(EndError):
        ahead._for_ever(None)
    assert begun == ["what-ifs", "one", "what-ifs", "other"]
