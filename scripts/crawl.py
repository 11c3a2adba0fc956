"""Write every public page of a place, the board's pages and its pack's text into a folder, so that two versions of the
code can be held against each other: ``python scripts/crawl.py PLACE INTO`` with each, then ``diff -r``.

What differs from run to run though nothing was changed (the run's id, the software's fingerprint, tokens of forms) is
written as a word.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pypdfium2

from oneplace.place import read
from oneplace.run import current
from oneplace.web import application

LINK = re.compile(r'href="(/[^"#]*)"')


def main(place: Path, into: Path) -> None:
    """Crawl from the front page and from the board's, then read the pack's PDF."""
    application(place)
    run = current(place)
    varying = {
        run.id: "RUN",
        run.manifest["software"]: "SOFTWARE",
        str(run.manifest["record"]): "RECORD",
        run.manifest["built_on"][11:16]: "TIME",
    }
    for name, client in clients(read(place).place.id).items():
        for path, text in crawl(client, varying).items():
            save(into / name / f"{plain(path, varying).strip('/').replace('/', '~') or 'home'}.html", text)
    document = pypdfium2.PdfDocument(run.pack / "board-pack.pdf")
    pages = [page.get_textpage().get_text_bounded() for page in document]
    save(into / "board-pack.txt", plain("\n".join(pages), varying))


def clients(place_id):
    """A reader who isn't signed in, and one with every role."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415  reads Django's settings
    from django.test import Client  # noqa: PLC0415  reads Django's settings

    from oneplace.web.accounts.actions import appoint  # noqa: PLC0415  reads Django's settings
    from oneplace.web.accounts.roles import Role  # noqa: PLC0415  reads Django's settings

    for role in Role:
        appoint(name="crawler", password="not-kept-anywhere", role=role, place=place_id, by="crawl")  # noqa: S106
    signed_in = Client(SERVER_NAME="localhost")
    signed_in.force_login(get_user_model().objects.get(username="crawler"), "django.contrib.auth.backends.ModelBackend")
    return {"anyone": Client(SERVER_NAME="localhost"), "signed-in": signed_in}


def crawl(client, varying):
    """The text of every HTML page that can be reached by links."""
    seen, waiting, texts = {"/", "/board"}, ["/", "/board"], {}
    while waiting:
        path = waiting.pop()
        answer = client.get(path)
        if not answer.get("Content-Type", "").startswith("text/html"):
            continue
        text = b"".join(answer).decode()
        texts[path] = plain(f"{answer.status_code}\n{text}", varying)
        for found in LINK.findall(text):
            if found not in seen and not found.startswith("/downloads/"):
                seen.add(found)
                waiting.append(found)
    return texts


def plain(text, varying):
    """The text without what differs from run to run."""
    for value, word in varying.items():
        text = text.replace(value, word)
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"[^"]*"', r'\1"…"', text)


def save(path, text):
    """Write a text, its folder made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
