"""Public pages ready made: made once a run, the same for everybody, never somebody's own, and never too many."""

from __future__ import annotations

import gzip
from http.cookies import SimpleCookie
from types import SimpleNamespace

import pytest

from tests.web import world

PAGES = ["/", "/strategy", "/gaps", "/places", "/data", "/measures/smoking", f"/neighbourhoods/{world.LSOAS[0]}"]


@pytest.fixture
def made(visitor, serving, monkeypatch):
    """The titles of the pages that were made, in order, while the full place is served."""
    from oneplace.web.public import areas, strategies, views

    titles, page = [], views.page
    for module in (areas, strategies, views):
        monkeypatch.setattr(
            module, "page", lambda *given, title, **more: titles.append(title) or page(*given, title=title, **more)
        )
    serving("full")
    return titles


def answer(shot="", size=0):
    from oneplace.web import kept

    return kept.Answer(b"x" * (size - kept.OVERHEAD), {}, f'W/"{shot}"')


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_made_once_and_sent_again_as_it_was(path, visitor, made):
    first, second = visitor.get(path), visitor.get(path)
    assert len(made) == 1
    assert second.content == first.content
    assert dict(second.headers) == dict(first.headers)
    assert "default-src 'none'" in second["Content-Security-Policy"]
    assert second["Content-Type"] == "text/html; charset=utf-8"
    assert int(second["Content-Length"]) == len(second.content)


def test_a_file_is_read_once(visitor, made, monkeypatch):
    from oneplace.web.public import downloads

    first = visitor.get("/downloads/csv/results.csv")
    monkeypatch.setattr(downloads, "send", lambda *_: pytest.fail("read again"))
    second = visitor.get("/downloads/csv/results.csv")
    assert second.content == first.content == b"measure,value\r\nsmoking,11\r\n"
    assert second["Content-Disposition"] == first["Content-Disposition"]


def test_who_takes_it_compressed_gets_it_so_and_the_same(visitor, made):
    plain = visitor.get("/")
    zipped = visitor.get("/", headers={"accept-encoding": "gzip, br"})
    assert "Content-Encoding" not in plain
    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert int(zipped["Content-Length"]) == len(zipped.content)
    assert "Accept-Encoding" in plain["Vary"]
    assert "Accept-Encoding" in zipped["Vary"]


@pytest.mark.parametrize("first", ["visitor", "alice"])
def test_nothing_of_somebody_signed_in_is_sent_to_another_nor_theirs_to_them(first, visitor, signed_in, made):
    alice = signed_in("alice")
    alice.handler = visitor.handler  # one server for both
    order = [visitor, alice] if first == "visitor" else [alice, visitor]
    seen = {reader: [reader.get("/").content.decode() for _ in range(2)] for reader in order}
    assert all("Your account" in html and "Sign in" not in html for html in seen[alice])
    assert all("Sign in" in html and "Your account" not in html for html in seen[visitor])
    assert len(made) == 3  # once for visitors, each time for alice


def test_a_cookie_of_a_session_that_has_ended_is_asked_about_each_time(visitor, made):
    visitor.cookies = SimpleCookie({"sessionid": "gone"})
    for _ in range(2):
        assert "Sign in" in visitor.get("/").content.decode()
    assert len(made) == 2


def test_what_tells_by_another_way_than_a_session_who_asks_is_not_kept(visitor, made, monkeypatch):
    from oneplace.web import kept

    monkeypatch.setattr(kept, "is_private", lambda _request: True)
    visitor.get("/")
    visitor.get("/")
    assert len(made) == 2


def test_an_answer_that_sets_a_cookie_or_is_no_page_is_not_kept(site):
    from django.http import HttpResponse
    from django.test import RequestFactory

    from oneplace.web.kept import kept
    from oneplace.web.public.views import home

    asked = []

    def answering(request):
        request.resolver_match = SimpleNamespace(func=home)
        asked.append(request.path)
        response = HttpResponse("x", status=503 if len(asked) < 3 else 200)
        if len(asked) < 5:
            response.set_cookie("a", "b")
        return response

    handle = kept(answering)
    for _ in range(7):
        handle(RequestFactory().get("/"))
    assert len(asked) == 5


def test_no_page_behind_sign_in_may_be_kept(site):
    from django.test import RequestFactory
    from django.urls import get_resolver, reverse

    from oneplace.web import kept
    from tests.web.test_access import DECISIONS, OPEN, names

    kept_names = set()
    for name in names(get_resolver().url_patterns):
        arguments, visitor, *_ = DECISIONS[name]
        request = RequestFactory().get(reverse(name, args=arguments))
        if kept._keepable(request):
            assert visitor == OPEN
            kept_names.add(name)
    assert {"public:home", "public:download"} <= kept_names
    assert not {"public:search", "public:health", "accounts:sign_in"} & kept_names


def test_a_mark_alone_does_not_open_a_page(site, monkeypatch):
    from django.test import RequestFactory

    from oneplace.web import kept
    from oneplace.web.board.views import overview

    monkeypatch.setattr(overview, kept.QUESTION, lambda _request, _shot: "", raising=False)
    assert kept._keepable(RequestFactory().get("/board")) is None


def test_a_new_run_is_seen_at_once(visitor, serving, tmp_path):
    folder = world.make(tmp_path / "place")
    serving(folder)
    assert world.RUN in visitor.get("/").content.decode()
    (folder / "var" / "current").write_text(world.EARLIER)
    html = visitor.get("/").content.decode()
    assert world.EARLIER in html
    assert world.RUN not in html


def test_an_answer_made_while_the_run_changes_is_not_kept(visitor, serving, tmp_path, monkeypatch):
    from oneplace.web.public import views

    folder, home_page = world.make(tmp_path / "place"), views.home_page
    serving(folder)

    def changing(shot):
        (folder / "var" / "current").write_text(world.EARLIER)
        return home_page(shot)

    monkeypatch.setattr(views, "home_page", changing)
    visitor.get("/")
    monkeypatch.setattr(views, "home_page", home_page)
    (folder / "var" / "current").write_text(world.RUN)
    assert world.EARLIER not in visitor.get("/").content.decode()


def test_pages_are_the_same_by_every_name_of_the_site_and_a_wrong_name_is_refused(visitor, made):
    pages = [visitor.get(path, headers={"host": host}) for path in PAGES for host in ("localhost", "127.0.0.1:8000")]
    assert len(made) == len(PAGES)
    assert all(b"localhost" not in page.content and b"127.0.0.1" not in page.content for page in pages)
    refused = visitor.get("/", headers={"host": "evil.example"})
    assert refused.status_code == 400
    assert "camera=()" in refused["Permissions-Policy"]
    assert "default-src 'none'" in refused["Content-Security-Policy"]


def test_only_what_a_page_asks_about_makes_another(visitor, made):
    for query in ("", "?x=1", "?sort=gap", "?sort=nonsense", "?sort=gap&utm=2"):
        visitor.get(f"/gaps{query}")
    assert len(made) == 1
    people = [visitor.get(f"/gaps?sort=people{more}") for more in ("", "&x=3")]
    assert len(made) == 2
    assert people[0].content == people[1].content != visitor.get("/gaps").content


def test_a_comparison_is_kept_by_its_measure(visitor, made, monkeypatch):
    from oneplace.web.public import views

    measures = [views.snapshot().place.measures[key] for key in ("smoking", "breastfeeding")]
    monkeypatch.setattr(views.compared, "comparable", lambda _shot: measures)
    chosen = visitor.get("/places?measure=smoking").content
    assert visitor.get("/places?measure=nonsense").content == visitor.get("/places").content != chosen
    assert len(made) == 2


def test_searches_are_never_kept_and_what_is_not_there_neither(visitor, made):
    for _ in range(2):
        visitor.get("/search?q=smoking")
        visitor.get("/measures/nope")
    assert made == ["Search results for “smoking”"] * 2


def test_each_language_has_its_own(site, made, visitor):
    from django.test import override_settings

    with override_settings(LANGUAGES=[("en-gb", "en-gb"), ("cy", "cy")]):
        for language in ("en", "cy", "cy,en;q=0.5", "fr"):
            visitor.get("/", headers={"accept-language": language})
    assert len(made) == 2


@pytest.mark.parametrize("path", ["/", "/measures/smoking.csv", "/downloads/csv/results.csv"])
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_who_has_a_page_is_told_that_it_is_still_right(path, coding, visitor, serving):
    serving("full")
    first = visitor.get(path)
    assert first["ETag"].startswith('W/"')
    again = visitor.get(path, headers={"if-none-match": first["ETag"], "accept-encoding": coding})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"] == "no-cache"
    assert visitor.get(path, headers={"if-none-match": 'W/"other"'}).content == first.content


def test_tags_differ_as_contents_do(visitor, made):
    assert len({visitor.get(path)["ETag"] for path in (*PAGES, "/gaps?sort=people")}) == len(PAGES) + 1


def test_asking_for_the_head_is_answered_from_the_same(visitor, made):
    head, page = visitor.head("/"), visitor.get("/")
    assert len(made) == 1
    assert head.content == b""
    assert head["ETag"] == page["ETag"]
    assert head["Content-Length"] == page["Content-Length"]
    assert visitor.post("/").status_code == 405


def test_what_is_kept_stays_within_its_bound_and_what_was_asked_for_longest_ago_goes(site):
    from oneplace.web.kept import OVERHEAD, Kept

    kept, shot = Kept(most=8 * OVERHEAD), object()
    for key in range(4):
        kept.put(shot, key, answer(key, 2 * OVERHEAD))
    assert kept.size == 8 * OVERHEAD
    assert kept.find(shot, 0).tag == 'W/"0"'
    kept.put(shot, 4, answer(4, OVERHEAD))
    assert [key for key in range(5) if kept.find(shot, key)] == [0, 2, 3, 4]
    assert kept.size == 7 * OVERHEAD
    kept.put(shot, 4, answer(4, OVERHEAD))  # again the same
    assert kept.size == 7 * OVERHEAD


def test_what_is_larger_than_a_quarter_is_not_kept(site):
    from oneplace.web.kept import OVERHEAD, Kept

    kept, shot = Kept(most=8 * OVERHEAD), object()
    kept.put(shot, "fits", answer(size=2 * OVERHEAD))
    kept.put(shot, "large", answer(size=2 * OVERHEAD + 1))
    assert kept.find(shot, "fits")
    assert not kept.find(shot, "large")


def test_nothing_of_an_earlier_run_stays(site):
    from oneplace.web.kept import OVERHEAD, Kept

    kept, earlier, later = Kept(), object(), object()
    kept.put(earlier, "page", answer(size=OVERHEAD))
    assert kept.find(later, "page") is None
    assert kept.size == 0
    assert kept.find(earlier, "page") is None
    kept.put(earlier, "page", answer(size=OVERHEAD))
    kept.put(later, "other", answer(size=OVERHEAD))
    assert kept.size == OVERHEAD
    assert kept.find(later, "page") is None
