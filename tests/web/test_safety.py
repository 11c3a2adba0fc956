"""Headers, secrets and settings: safe by default, and safer behind TLS."""

from __future__ import annotations

import runpy
import stat

import pytest

from oneplace.problems import OneplaceError


@pytest.mark.parametrize(
    "path", ["/", "/account/sign-in", "/nope", "/static/compiled/oneplace.css", "/measures/smoking.csv"]
)
def test_every_answer_carries_the_headers(path, visitor, serving):
    serving("full")
    response = visitor.get(path)
    assert response["X-Content-Type-Options"] == "nosniff"
    if not path.startswith("/static"):
        assert response["Referrer-Policy"] == "same-origin"
        assert response["X-Frame-Options"] == "DENY"
        assert "camera=()" in response["Permissions-Policy"]
        assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def test_public_pages_set_no_cookie(visitor, serving):
    serving("full")
    for path in ("/", "/gaps", "/search?q=x", "/data"):
        assert not visitor.get(path).cookies


def test_what_only_the_signed_in_see_is_kept_nowhere(signed_in, serving):
    serving("full")
    assert "no-store" in signed_in("alice").get("/board")["Cache-Control"]


def test_the_style_sheet_asks_nobody_else(site):
    from oneplace.web.server import COMPILED

    css = COMPILED.read_text()
    assert "http:" not in css
    assert "https:" not in css
    assert "@import" not in css


def test_a_mistake_of_ours_shows_nothing_of_the_inside(visitor, serving, tmp_path):
    (tmp_path / "place.yaml").write_text("format: [")
    serving(tmp_path)
    response = visitor.get("/")
    assert response.status_code == 500
    html = response.content.decode()
    assert "Sorry, there is a problem with this page" in html
    assert "Traceback" not in html
    assert str(tmp_path) not in html


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """The settings of a place as a new process would read them, by their names."""
    monkeypatch.setenv("ONEPLACE_PLACE", str(tmp_path))
    return lambda: runpy.run_module("oneplace.web.settings")


def test_the_secret_is_made_once_and_is_its_owners(tmp_path, settings):
    first, second = settings(), settings()
    path = tmp_path / "var" / "web-secret"
    assert first["SECRET_KEY"] == second["SECRET_KEY"] == path.read_text()
    assert len(first["SECRET_KEY"]) >= 64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_environment_gives_the_secret_and_the_names(tmp_path, monkeypatch, settings):
    monkeypatch.setenv("ONEPLACE_SECRET_KEY", "x" * 64)
    monkeypatch.setenv("ONEPLACE_HOSTS", "health.example,www.health.example")
    made = settings()
    assert made["SECRET_KEY"] == "x" * 64
    assert made["ALLOWED_HOSTS"][:2] == ["health.example", "www.health.example"]
    assert not (tmp_path / "var").exists()


def test_without_a_place_there_are_no_settings(monkeypatch, settings):
    monkeypatch.delenv("ONEPLACE_PLACE")
    with pytest.raises(OneplaceError, match="ONEPLACE_PLACE: is not set"):
        settings()


def test_behind_tls_cookies_are_secure_and_the_browser_is_told_to_stay(monkeypatch, settings):
    assert "SESSION_COOKIE_SECURE" not in settings()
    monkeypatch.setenv("ONEPLACE_HTTPS", "1")
    made = settings()
    assert made["SESSION_COOKIE_SECURE"]
    assert made["CSRF_COOKIE_SECURE"]
    assert made["SECURE_SSL_REDIRECT"]
    assert made["SECURE_HSTS_SECONDS"] >= 31_536_000


def test_djangos_own_check_for_deployment_finds_nothing(site, monkeypatch, settings):
    from django.core.management import call_command
    from django.test import override_settings

    monkeypatch.setenv("ONEPLACE_HTTPS", "1")
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE", raising=False)  # the browser's tests set it
    ours = {key: value for key, value in settings().items() if key.startswith(("SECURE_", "SESSION_", "CSRF_"))}
    with override_settings(**ours):
        call_command("check", deploy=True, fail_level="WARNING")


def test_a_place_that_cannot_be_written_is_told_in_words(tmp_path, settings):
    (tmp_path / "var").write_text("a file where the folder should be")
    with pytest.raises(OneplaceError, match="could not be written"):
        settings()


def test_another_place_is_not_served_by_the_same_process(site, tmp_path):
    from oneplace.web import application

    with pytest.raises(OneplaceError, match="can't be served here"):
        application(tmp_path)


def test_a_name_that_is_not_ours_is_refused(visitor, serving):
    serving("full")
    assert visitor.get("/", headers={"host": "evil.example"}).status_code == 400


def test_nor_does_it_fill_the_log(visitor, serving, capfd):
    serving("full")
    visitor.get("/", headers={"host": "evil.example"})
    assert capfd.readouterr().err == ""
