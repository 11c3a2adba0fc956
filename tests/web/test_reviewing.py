"""Doubtful links: names on the page of a pair alone, each look and answer on the trail, nothing settled silently."""

from __future__ import annotations

import re
import shutil
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from oneplace import record

IDENTITY = {
    "source_system": pa.string(),
    "source_record_id": pa.string(),
    "nhs_number": pa.string(),
    **dict.fromkeys(("given_name", "family_name", "sex", "postcode", "phone", "email"), pa.string()),
    **dict.fromkeys(("birth_date", "death_date"), pa.date32()),
}
LIZ = {"given_name": "Elizabeth", "family_name": "Okafor", "sex": "F", "birth_date": date(1950, 2, 3)}
EVIDENCE = "given name same, family name same, birth date same, sex same, postcode different"


def write(path, schema, *rows):
    pq.write_table(pa.Table.from_pylist([dict.fromkeys(schema) | row for row in rows], pa.schema(schema)), path)


@pytest.fixture
def folder(places, tmp_path, monkeypatch):
    """The invented place with a record of three people's records, of which one pair is doubtful."""
    root = tmp_path / "place"
    shutil.copytree(places["full"], root)
    made = root / "var" / "identity" / "r1"
    made.mkdir(parents=True)
    keys = [("gp", "1", 11), ("links", "<3>", 12), ("gp", "2", 13)]
    records = [{"source_system": s, "source_record_id": k} for s, k, _person in keys]
    said = [LIZ | {"postcode": "SO60 1AA", "nhs_number": "9990000018"}, LIZ | {"postcode": "SO61 9ZZ"}, {}]
    write(made / "identity.parquet", IDENTITY, *(one | facts for one, facts in zip(records, said, strict=True)))
    link = {"source_system": pa.string(), "source_record_id": pa.string(), "person_id": pa.int64()}
    people = [one | {"person_id": person} for one, (*_key, person) in zip(records, keys, strict=True)]
    write(made / "person_link.parquet", link | {"valid_to": pa.timestamp("us")}, *people)
    names = ("source_system", "source_record_id", "other_source_system", "other_source_record_id")
    doubt = dict(zip(names, ("links", "<3>", "gp", "1"), strict=True))
    doubtful = dict.fromkeys((*names, "evidence", "reason"), pa.string())
    more = {"reason": "no address, phone or e-mail in common", "evidence": EVIDENCE}
    chance = {"match_weight": pa.float64(), "match_probability": pa.float64()}
    write(made / "doubtful.parquet", doubtful | chance, doubt | more | {"match_probability": 0.9999})
    monkeypatch.setattr("oneplace.record.newest", lambda _var: root / "var" / "record" / "r1")
    return root


@pytest.fixture
def lin(folder, signed_in, serving):
    serving(folder)
    return signed_in("lin")


def pair_of(client):
    return re.search(r'href="(/links/[0-9a-f]+)"', client.get("/links").content.decode()).group(1)


def trail():
    from oneplace.web.audit.models import AuditEvent

    return [(row.event, row.by, row.detail) for row in AuditEvent.objects.order_by("-pk")[:2]]


def test_the_queue_names_nobody(lin):
    html = lin.get("/links").content.decode()
    assert "1 pair is open" in html
    assert "no address, phone or e-mail in common" in html
    assert "over 99%" in html
    assert "100%" not in html
    for said in ("Elizabeth", "Okafor", "SO60", "9990000018"):
        assert said not in html


def test_a_pair_stands_side_by_side_and_the_look_is_on_the_trail(lin):
    html = lin.get(pair_of(lin)).content.decode()
    rows = {
        cells[0]: cells[1:]
        for row in re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", html)
        if (cells := re.split(r"</th><td>|</td><td>|</td>", row)[:4])
    }
    assert rows["Given name"] == ["Elizabeth", "Elizabeth", "The same"]
    assert rows["Postcode"] == ["SO60 1AA", "SO61 9ZZ", "Different"]
    assert rows["NHS number"] == ["9990000018", "not known", "Not known"]
    assert "record &lt;3&gt;" in html
    assert trail()[0] == ("identities_seen", "lin", "gp, links")


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, ["Choose one", "Write what"]),
        ({"answer": "same"}, ["Write what"]),
        ({"answer": "x", "why": "y"}, ["Choose"]),
    ],
)
def test_an_answer_without_its_reason_is_not_kept(lin, folder, sent, told):
    response = lin.post(pair_of(lin), sent)
    assert response.status_code == 400
    assert all(words in response.content.decode() for words in told)
    assert record.answers(folder / "var") == []


def test_an_answer_is_kept_under_its_givers_name_and_takes_the_pair_away(lin, folder):
    address = pair_of(lin)
    response = lin.post(address, {"answer": "different", "why": "Two birth certificates", "by": "somebody else"})
    assert response["Location"] == "/links?told=kept"
    (kept,) = record.answers(folder / "var")
    assert (kept.by, kept.answer.value, kept.reason) == ("lin", "different", "Two birth certificates")
    assert trail()[0] == ("link_answered", "lin", "different")
    assert "Every pair is settled" in lin.get("/links").content.decode()
    assert lin.get(address)["Location"] == "/links?told=settled"


def test_what_is_not_clear_stays_with_what_was_said_and_the_next_answer_replaces_it(lin, folder):
    address = pair_of(lin)
    lin.post(address, {"answer": "unsure", "why": "Ask the practice"})
    queue = lin.get("/links").content.decode()
    assert "Not clear." in queue
    assert "Ask the practice" not in queue  # a reason may name somebody
    html = lin.get(address).content.decode()
    assert "Not clear. Ask the practice" in html
    assert "Your answer takes the place of these" in html
    lin.post(address, {"answer": "same", "why": "The practice says so", "read": read_on(html)})
    first, second = record.answers(folder / "var")
    assert second.instead_of == first.id


def read_on(html):
    return re.search(r'name="read" value="([^"]*)"', html).group(1)


def test_what_another_said_meanwhile_stays_beside_and_is_told(lin, folder, signed_in):
    address = pair_of(lin)
    seen = read_on(lin.get(address).content.decode())
    pair = record.doubts(folder / "var", folder / "var/identity/r1")[0].pair
    record.add_answer(folder / "var", pair, record.Said.UNSURE, by="Ann", reason="Liz Okafor may be her aunt")
    sent = {"answer": "same", "why": "The practice says so", "read": seen}
    html = lin.post(address, sent, follow=True).content.decode()
    first, second = record.answers(folder / "var")
    assert second.instead_of == ""
    assert "kept beside yours" in html
    assert "Ann, " in html
    assert "aunt" not in html
    lin.post(address, sent)  # sent twice is said once
    assert record.answers(folder / "var") == [first, second]


def test_who_contradicts_an_answer_given_meanwhile_is_shown_it_and_may_then_replace_it(lin, folder):
    address = pair_of(lin)
    seen = read_on(lin.get(address).content.decode())
    pair = record.doubts(folder / "var", folder / "var/identity/r1")[0].pair
    first = record.add_answer(folder / "var", pair, record.Said.SAME, by="Ann", reason="One home")
    sent = {"answer": "different", "why": "Twins"}
    response = lin.post(address, sent | {"read": seen})
    html = response.content.decode()
    assert response.status_code == 400
    assert "One person. One home" in html
    assert "Twins" in html  # what was typed is there still
    assert record.answers(folder / "var") == [first]
    lin.post(address, sent | {"read": read_on(html)})
    assert record.answers(folder / "var")[1].instead_of == first.id


def test_an_answer_about_a_record_that_is_there_no_more_is_not_kept(lin, folder):
    address, made = pair_of(lin), folder / "var/identity/r1"
    pair = record.doubts(folder / "var", made)[0].pair
    first = record.add_answer(folder / "var", pair, record.Said.SAME, by="Ann", reason="One home")
    path = made / "identity.parquet"
    pq.write_table(pq.read_table(path).slice(2), path)
    assert lin.post(address, {"answer": "different", "why": "Twins"})["Location"] == "/links?told=unkept"
    assert record.answers(folder / "var") == [first]


def test_two_who_answer_in_the_same_moment_are_both_kept(folder):
    from concurrent.futures import ThreadPoolExecutor

    def say(name):
        return record.add_answer(folder / "var", (("gp", "1"), ("gp", "2")), record.Said.UNSURE, by=name, reason="x")

    with ThreadPoolExecutor(8) as several:
        given = list(several.map(say, "abcdefgh"))
    assert sorted(record.answers(folder / "var"), key=lambda one: one.by) == given


def test_an_answer_from_another_site_is_refused(lin, folder):
    address = pair_of(lin)
    lin.handler.enforce_csrf_checks = True
    sent = {"answer": "same", "why": "A page elsewhere sends this"}
    assert lin.post(address, sent).status_code == 403
    assert record.answers(folder / "var") == []
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', lin.get(address).content.decode()).group(1)
    assert lin.post(address, sent | {"csrfmiddlewaretoken": token}).status_code == 302


def test_the_queue_tells_a_contradiction_without_records_and_reasons(lin, folder):
    path, words = folder / "var/identity/r1/doubtful.parquet", "answers contradict each other: gp:1 and links:<3>: Liz"
    table = pq.read_table(path)
    at = table.schema.get_field_index("reason")
    pq.write_table(table.set_column(at, "reason", pa.array([words])), path)
    html = lin.get("/links").content.decode()
    assert "answers contradict each other" in html
    assert "Liz" not in html
    assert "Liz" in lin.get(pair_of(lin)).content.decode()


def test_an_answer_that_contradicts_others_is_refused_with_both_sides(lin, folder):
    address, var = pair_of(lin), folder / "var"
    third = ("gp", "2")
    record.add_answer(var, record.pair_of(("gp", "1"), third), record.Said.SAME, by="Ann", reason="One home")
    record.add_answer(var, record.pair_of(("links", "<3>"), third), record.Said.SAME, by="Ann", reason="One phone")
    response = lin.post(address, {"answer": "different", "why": "Twins"})
    assert response.status_code == 400
    assert "yet gp:1 and gp:2" in response.content.decode()
    assert len(record.answers(var)) == 2


def test_without_a_record_the_page_says_so(signed_in, serving):
    serving("full")
    assert "has no linked record" in signed_in("lin").get("/links").content.decode()


def test_who_makes_one_person_of_two_numbers_through_a_third_record_is_told(lin, folder):
    """`links:<3>` has no number: it goes with `gp:1` and with `gp:2`, whose numbers differ."""
    identity = folder / "var" / "identity" / "r1" / "identity.parquet"
    rows = pq.read_table(identity).to_pylist()
    rows[2] |= {"nhs_number": "9990000026"}
    write(identity, IDENTITY, *rows)
    address = pair_of(lin)
    third = record.pair_of(("links", "<3>"), ("gp", "2"))
    record.add_answer(folder / "var", third, record.Said.SAME, by="Ann", reason="One phone")
    told = lin.post(address, {"answer": "same", "why": "One birth certificate"})["Location"]
    assert told == "/links?told=kept&numbers=several"
    assert "one person of records with different NHS numbers" in lin.get(told).content.decode()


def test_who_makes_one_person_of_one_number_is_told_of_none(lin):
    told = lin.post(pair_of(lin), {"answer": "same", "why": "One birth certificate"})["Location"]
    assert told == "/links?told=kept"
    assert "different NHS numbers" not in lin.get(told).content.decode()
