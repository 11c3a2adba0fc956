"""Papers: exempt until marked public, each version kept, withdrawn at once; carried with the record and the store."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from oneplace.delivery.happened import Kind
from oneplace.problems import OneplaceError
from tests.web import world
from tests.web.test_taking import pdf, word

CANARY = "Zanzibar lease"
TEXT = f"{CANARY}: 400,000 pounds".encode()


@pytest.fixture
def clare(ready_store, signed_in, serving, tmp_path):
    """A clerk's browser, at a place and in a store of their own."""
    folder = world.make(tmp_path / "place")
    serving(folder)
    client = signed_in("clare")
    client.folder = folder
    return client


def sent(client, name="lease.txt", content=TEXT, path="/meetings/papers/add", **said):
    about = {"about": "body/board", "sort": "report", "title": CANARY, "why": "For the agenda"}
    return client.post(path, {**about, **said, "file": SimpleUploadedFile(name, content)})


def body(client):
    choices = re.findall(r'value="(body/[^"]+)"', client.get("/meetings/papers/add").content.decode())
    return choices[0]


def uploaded(client, **said):
    answered = sent(client, about=body(client), **said)
    assert answered.status_code == 302, re.findall(r"error-message[^>]*>(.*?)</", answered.content.decode(), re.S)
    return answered["Location"]


def mark(client, path, what, **said):
    seen = re.search(r'name="seen" value="(\d+)"', client.get(f"{path}/{what}").content.decode()).group(1)
    return client.post(f"{path}/{what}", {"why": "The agenda is out", "seen": seen, **said})


def test_the_way_of_a_paper_from_the_upload_to_the_withdrawal(clare, visitor):
    path = uploaded(clare)
    door = f"/papers/{path.rsplit('/', 1)[1]}"
    assert visitor.get(door).status_code == 404
    assert "Author in its properties" in clare.get(f"{path}/published").content.decode()
    assert mark(clare, path, "published").status_code == 302
    found = visitor.get(door)
    assert found.content == TEXT
    assert found["Content-Disposition"] == 'attachment; filename="lease.txt"'
    assert found["Content-Type"] == "text/plain; charset=utf-8"
    assert found["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'; sandbox" in found["Content-Security-Policy"]
    assert "no-store" in found["Cache-Control"]
    assert CANARY in visitor.get("/papers").content.decode()
    seen = {"seen": "2", "why": "A figure was wrong"}
    newer = sent(clare, path=f"{path}/replaced", content=b"Other", **seen)
    assert newer.status_code == 302
    assert visitor.get(door).status_code == 404  # each version is marked anew
    assert mark(clare, path, "published").status_code == 302
    assert visitor.get(door).content == b"Other"
    assert clare.get(f"{path}/versions/1").content == TEXT
    assert clare.get(f"{path}/versions/3").content == b"Other"
    assert mark(clare, path, "withdrawn").status_code == 302
    assert visitor.get(door).status_code == 404
    html = clare.get(path).content.decode()
    for words in ("A figure was wrong", "The agenda is out", "Withdrawn", "clare,"):
        assert words in html


def everywhere_public(visitor):
    pages = [
        visitor.get(path).content.decode()
        for path in ("/", "/papers", "/decisions", "/search?q=Zanzibar", "/sitemap.xml")
    ]
    return "".join(page.replace('value="Zanzibar"', "").replace("Zanzibar</", "") for page in pages)


def test_what_is_exempt_or_withdrawn_is_told_to_nobody_outside(clare, visitor, signed_in):
    path = uploaded(clare, name=f"{CANARY}.txt")
    key = path.rsplit("/", 1)[1]
    for _round in range(2):
        assert CANARY not in everywhere_public(visitor)
        assert key not in everywhere_public(visitor)
        lena, alice = signed_in("lena"), signed_in("alice")
        assert alice.get(f"{path}/versions/1").status_code == 200
        for at in (path, f"{path}/versions/1", "/meetings/papers"):
            assert lena.get(at).status_code == 403
            assert visitor.get(at).status_code == 302
        assert CANARY not in lena.get("/delivery").content.decode()
        assert lena.get(f"/delivery/paper/{key}").status_code == 404
        if _round == 0:
            mark(clare, path, "withdrawn")


def test_only_a_clerk_uploads_and_marks(clare, signed_in):
    path = uploaded(clare)
    for name in ("alice", "lena", "paul", "adam", "charlie"):
        client = signed_in(name)
        for what in ("published", "replaced", "withdrawn"):
            assert client.post(f"{path}/{what}", {"why": "x", "seen": "1"}).status_code == 403
        assert sent(client).status_code == 403
    assert "Exempt" in clare.get(path).content.decode()


def test_saving_a_file_is_on_the_trail(clare):
    from oneplace.web.audit.models import AuditEvent

    path = uploaded(clare)
    clare.get(f"{path}/versions/1")
    told = AuditEvent.objects.filter(event="paper_sent").values_list("by", "about", "detail")
    assert list(told) == [("clare", f"{path.rsplit('/', 1)[1]} version 1", "lease.txt")]


@pytest.mark.parametrize(("said", "told"), [
    ({"name": "a.exe", "content": b"MZ"}, "are not taken"),
    ({"name": "a.pdf"}, "is called .pdf, but is none inside"),
    ({"title": ""}, "Fill this in"),
    ({"about": "body/nobody"}, "Choose one of the list"),
    ({"about": "meeting/../../x"}, "Choose one of the list"),
    ({"sort": "king"}, "Choose one of the list"),
    ({"title": "x" * 201}, "at most 200 letters"),
])  # fmt: skip
def test_what_is_wrong_is_told_and_no_file_is_left(said, told, clare):
    from oneplace.web.delivery.models import Change

    answered = sent(clare, **({"about": body(clare)} | said))
    assert answered.status_code == 400
    assert told in answered.content.decode()
    assert not Change.objects.exists()
    assert not list((clare.folder / "var" / "papers").glob("*"))


def test_a_form_without_a_file_and_one_that_is_too_large_are_refused(clare):
    from django.test import override_settings

    assert "Choose a file" in clare.post("/meetings/papers/add", {"about": body(clare)}).content.decode()
    with override_settings(ONEPLACE_UPLOAD_BYTES=10):
        assert "at most" in sent(clare, about=body(clare)).content.decode()


@pytest.mark.parametrize("seen", ["", "0", "99", "x", "9" * 50])
def test_a_form_that_is_not_the_newest_changes_nothing(seen, clare):
    path = uploaded(clare)
    assert clare.post(f"{path}/published", {"why": "x", "seen": seen}).status_code == 409
    assert sent(clare, path=f"{path}/replaced", seen=seen).status_code == 409
    assert "Exempt" in clare.get(path).content.decode()
    assert len(list((clare.folder / "var" / "papers").glob("*"))) == 1


def test_a_file_that_was_changed_or_is_gone_is_not_sent(clare, visitor):
    path = uploaded(clare)
    mark(clare, path, "published")
    kept = next((clare.folder / "var" / "papers").iterdir())
    assert kept.stat().st_mode & 0o077 == 0
    assert "lease" not in kept.name
    kept.write_bytes(b"other")
    door = f"/papers/{path.rsplit('/', 1)[1]}"
    assert visitor.get(door).status_code == 404
    kept.unlink()
    assert visitor.get(door).status_code == 404


@pytest.mark.parametrize("path", ["nothing", "nothing/published", "nothing/versions/1"])
def test_what_is_not_there_is_not_found(path, clare):
    assert clare.get(f"/meetings/papers/{path}").status_code == 404
    assert clare.get(f"{uploaded(clare)}/made").status_code == 404
    assert clare.get(f"{uploaded(clare)}/versions/2").status_code == 404


def test_the_properties_of_a_document_are_told_before_it_is_public(clare):
    path = uploaded(clare, name="paper.docx", content=word())
    html = clare.get(f"{path}/published").content.decode()
    assert "Author in its properties: Ann Author." in html
    assert "Title in its properties: Draft 7." in html


def entries():
    from oneplace.web.delivery.record import entries as held

    return held(world.ID)


def test_a_record_is_carried_with_its_files_and_refused_without(clare, tmp_path):
    from oneplace.web import export_record
    from oneplace.web.papers import carried, kept

    path = uploaded(clare, name="paper.pdf", content=pdf())
    mark(clare, path, "published")
    kept_as = entries()[0].after["stored"]
    carried.export(clare.folder, entries())
    beside = clare.folder / "delivery"
    assert (beside / "papers" / kept_as).read_bytes() == pdf_of(clare)
    other = tmp_path / "other"
    carried.take_in(other, entries(), beside)
    assert kept.read(other, kept_as, entries()[0].after["sha256"]) == pdf_of(clare)
    for spoil, told in (
        (lambda file: file.write_bytes(b"x"), "is not what"),
        (lambda file: file.unlink(), "not there"),
    ):
        spoil(beside / "papers" / kept_as)
        with pytest.raises(OneplaceError, match=told):
            carried.take_in(tmp_path / "third", entries(), beside)
    assert not (tmp_path / "third").exists()
    assert export_record  # the face that carries them


def pdf_of(client):
    return next((client.folder / "var" / "papers").iterdir()).read_bytes()


def test_the_drill_brings_back_papers_and_refuses_a_backup_without_them(clare, tmp_path):
    from oneplace.web import backup
    from tests.web.test_backup import empty

    uploaded(clare)
    (tmp_path / "shared").mkdir(mode=0o755)
    file = tmp_path / "shared" / "store.backup"
    backup.back_up(file, clare.folder, world.ID)
    assert file.parent.stat().st_mode & 0o777 == 0o755  # somebody else's folder stays as open as it was
    assert file.stat().st_mode & 0o077 == 0
    assert backup.papers_of(file).stat().st_mode & 0o077 == 0
    kept = next((clare.folder / "var" / "papers").iterdir())
    kept.unlink()
    away = backup.papers_of(file).rename(tmp_path / "away")
    empty()
    with pytest.raises(OneplaceError, match="the backup has papers"):
        backup.restore(file, clare.folder, world.ID)
    assert not entries()
    away.rename(backup.papers_of(file))
    backup.restore(file, clare.folder, world.ID)
    assert kept.read_bytes() == TEXT
    assert [one.kind for one in entries()] == [Kind.PAPER]


def test_the_server_takes_a_whole_file_only_where_one_is_expected(monkeypatch):
    from oneplace.web import listening

    monkeypatch.setenv("ONEPLACE_UPLOAD_MB", "3")
    server = listening.server(lambda *_: [], "127.0.0.1", 0)
    try:
        for path, cookie, size, refused in (
            ("/meetings/papers/add", "sessionid=x", 3_500_000, False),
            ("/meetings/papers/add", "sessionid=x", 4_500_000, True),
            ("/meetings/papers/add", "csrftoken=x", 3_500_000, True),
            ("/feedback", "sessionid=x", 3_500_000, True),
        ):
            parser = listening._Parser(server.adj)
            parser.received(
                f"POST {path} HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\nContent-Length: {size}\r\n\r\n".encode()
            )
            assert (parser.error is not None) is refused, (path, cookie, size)
        assert server.adj.max_request_body_size == listening.LARGEST_BODY
    finally:
        server.close()


def test_a_decision_and_a_meeting_list_their_papers_public_ones_for_everybody_all_for_members(
    clare, visitor, signed_in
):
    made = clare.post("/delivery/add/meeting", {"body": "hwb", "on": "1 May 2099", "seen": "0"})
    meeting = made["Location"]
    decision = re.search(r'value="decision/(D[^"]*)"', clare.get("/meetings/papers/add").content.decode()).group(1)
    public = f"/decisions/{decision}"
    paths = {}
    for about in (f"meeting/{meeting.rsplit('/', 1)[1]}", f"decision/{decision}"):
        for title in ("Open one", CANARY):
            paths[about, title] = sent(clare, about=about, title=title)["Location"]
    assert "Open one" not in visitor.get(public).content.decode()
    for (_about, title), path in paths.items():
        if title == "Open one":
            assert mark(clare, path, "published").status_code == 302
    lena = signed_in("lena")  # a lead reads delivery, and no exempt paper
    for reader, page, every in (
        (visitor, public, False),
        (clare, public, True),
        (lena, meeting, False),
        (signed_in("alice"), meeting, True),
        (clare, meeting, True),
    ):
        html = reader.get(page).content.decode()
        assert "Open one" in html, page
        assert (CANARY in html) is every, page
    door = f"/papers/{paths[f'decision/{decision}', 'Open one'].rsplit('/', 1)[1]}"
    assert door in visitor.get(public).content.decode()
    assert mark(clare, paths[f"decision/{decision}", "Open one"], "withdrawn").status_code == 302
    assert "Open one" not in visitor.get(public).content.decode(), "a page that is kept is made anew"


def test_a_paper_can_be_about_a_decision_of_the_record_whose_words_nobody_outside_reads_before_its_notice(
    clare, visitor
):
    made = clare.post("/delivery/add/decision", {"text": "Close the annex", "body": "hwb", "seen": "0", "after": ""})
    subject = made["Location"].rsplit("/", 1)[1]
    path = sent(clare, about=f"decision/{subject}", title="Costs")["Location"]
    assert "Close the annex" in clare.get("/meetings/papers").content.decode()
    assert "Costs" in clare.get(made["Location"]).content.decode()
    mark(clare, path, "published")
    told = visitor.get("/papers").content.decode()
    assert "Costs" in told
    assert "Close the annex" not in told
