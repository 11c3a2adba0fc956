"""The catalogue of words: in a made-up language frame, menus, forms and errors have no English left."""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser

import messages
import pytest
from babel.messages.pofile import write_po

from tests.web import world

SPOKEN = ("aria-label", "alt", "placeholder", "title")
SILENT = ("script", "style", "svg")
OF_THE_PLACE = re.compile(
    r"Health and care in Testton|Testton partners|Banister & Polygon|Contains public sector information .*? v3\.0\.|"
    + world.RUN
)
DATES = re.compile(r"\b\d{1,2} [A-Z][a-z]+ \d{4}")
PATHS = (
    "/",
    "/strategy",
    "/ambitions/A1",
    "/measures/smoking",
    "/gaps",
    "/places",
    "/data",
    "/search?q=smoking",
    "/how-we-judge",
    "/accessibility",
    "/privacy",
    "/board",
    "/whatif",
    f"/neighbourhoods/{world.LSOAS[0]}",
)


class Texts(HTMLParser):
    """The texts that a reader sees or hears: outside of the page's own content, and in it."""

    def __init__(self) -> None:
        super().__init__()
        self.frame: list[str] = []
        self.content: list[str] = []
        self.language = ""
        self._into = self.frame
        self._silent = 0

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "html":
            self.language = given["lang"]
        if tag == "main":
            self._into = self.content
        self._silent += tag in SILENT
        self._into += [given[name] for name in SPOKEN if given.get(name)]

    def handle_endtag(self, tag):
        self._silent -= tag in SILENT
        if tag == "main":
            self._into = self.frame

    def handle_data(self, data):
        if data.strip() and not self._silent:
            self._into.append(data.strip())


@pytest.fixture
def pseudo(tmp_path, site):
    """A language whose every text is its English in brackets, made as a translator would make one."""
    from django.test import override_settings
    from django.utils import translation

    made = messages.catalogue()
    made.locale = "eo"
    for message in made:
        if message.id:
            assert isinstance(message.id, str)  # no plurals are marked yet
            message.string = f"⟦{message.id}⟧"
    folder = tmp_path / "eo" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.po").open("wb") as file:
        write_po(file, made)
    (folder / "django.mo").write_bytes(messages.compiled(folder / "django.po"))
    with override_settings(LOCALE_PATHS=[tmp_path]), translation.override("eo"):
        yield


def english(texts: list[str]) -> list[str]:
    """What has letters outside of all brackets and is no word of the place's own files."""
    whole = DATES.sub("", "\n".join(texts))
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", "", whole)) != whole:
        whole = shorter
    return [line.strip() for line in whole.split("\n") if re.search(r"[A-Za-z]{2}", OF_THE_PLACE.sub("", line))]


def read(response) -> Texts:
    found = Texts()
    found.feed(response.content.decode())
    return found


def test_the_template_for_translators_is_up_to_date():
    """Otherwise: `make messages`."""
    assert (messages.LOCALE / "django.pot").read_text() == messages.as_text(messages.catalogue())


def test_every_language_is_compiled_from_its_catalogue():
    compiled = {path: path.read_bytes() for path in messages.LOCALE.glob("*/LC_MESSAGES/django.mo")}
    assert compiled == {
        path.with_suffix(".mo"): messages.compiled(path) for path in messages.LOCALE.glob("*/LC_MESSAGES/django.po")
    }


def test_a_language_is_served_once_its_catalogue_is_there(tmp_path, monkeypatch):
    from oneplace.web import environment

    assert "eo" not in environment.languages()
    monkeypatch.setattr(environment, "WORDS", tmp_path)
    for name in ("cy", "pt_BR"):
        (tmp_path / name / "LC_MESSAGES").mkdir(parents=True)
        (tmp_path / name / "LC_MESSAGES" / "django.mo").touch()
    (tmp_path / "bn" / "LC_MESSAGES").mkdir(parents=True)  # not compiled yet
    assert environment.languages() == ["cy", "pt-br"]


def test_errors_speak_the_language_and_say_so(pseudo, visitor, signed_in, serving, tmp_path):
    from django.test import Client, RequestFactory

    from oneplace.web.accounts.views import later
    from oneplace.web.errors import bad_request

    serving("full")
    request = RequestFactory().get("/", headers={"host": "localhost"})
    shown = {
        "404": visitor.get("/nope"),
        "403": signed_in("charlie").get("/board"),
        "403 form": Client(enforce_csrf_checks=True).post("/account/sign-in"),
        "400": bad_request(request, ValueError()),
        "429": later(request, 429, 60),
        "503": later(request, 503, 5),
    }
    (tmp_path / "place.yaml").write_text("format: [")
    serving(tmp_path)
    shown["500"] = visitor.get("/")
    assert {name: response.status_code for name, response in shown.items()} == {
        "404": 404, "403": 403, "403 form": 403, "400": 400, "429": 429, "503": 503, "500": 500,
    }  # fmt: skip
    for name, response in shown.items():
        found = read(response)
        assert found.language == "eo", name
        assert len(found.frame + found.content) >= 5, name
        assert english(found.frame + found.content) == [], name


def test_forms_speak_the_language(pseudo, visitor, signed_in, serving):
    serving("full")
    wrong = visitor.post("/account/sign-in", {"username": "alice", "password": ""})
    pages = [
        visitor.get("/account/sign-in"),
        wrong,
        *(signed_in(name).get("/account") for name in ("charlie", "alice")),
    ]
    for response in pages:
        found = read(response)
        texts = [
            text
            for text in found.frame + found.content
            if text not in ("alice", "charlie", "Health and Wellbeing Board")
        ]  # the place's own
        assert english(texts) == []
    assert "⟦Enter your password⟧" in wrong.content.decode()


def test_the_frame_of_every_page_speaks_the_language_and_the_rest_is_counted(pseudo, signed_in, serving, capsys):
    serving("full")
    alice = signed_in("alice")
    outside: set[str] = set()
    for path in PATHS:
        response = alice.get(path)
        assert response.status_code == 200, path
        found = read(response)
        title, *rest = found.frame  # a page's title repeats its own heading
        assert english(rest) == [], path
        outside |= {title, *english(found.content)}
    with capsys.disabled():
        sys.stdout.write(f"\n{len(outside)} texts of the pages' own content are still in English alone.\n")
    assert english(["⟦a⟧ left ⟦b⟧"])  # the count could not find anything otherwise


def test_the_two_notices_on_made_up_numbers_stand_apart(visitor):
    assert "Each is marked. <strong>Some targets" in " ".join(visitor.get("/").content.decode().split())
