"""Nobody learns what there is by trying addresses: what is not theirs answers as what never was."""

from __future__ import annotations

import re

import pytest
from django.urls import URLPattern, URLResolver

from tests.web.test_access import READERS
from tests.web.test_delivery import emptied  # noqa: F401
from tests.web.test_exempt import people  # noqa: F401
from tests.web.test_papers import body, mark, sent

CARL, BEN = "carl", "ben"
"""The clerk and the board member of nothing, beside the stock cast."""
STRANGE = "paper-000000000000"
KNOWN = {"run_id", "token", "name"}
"""What is known to whoever may ask (runs, and the files of a pack), or is a secret itself."""
HELD = {"paper", "number", "what", "key", "pair_id", "kind", "subject"}
"""What has an id in the store; the tests below try them."""


@pytest.fixture
def withheld(people):  # noqa: F811
    """Papers of a board, by what became of them: exempt, withdrawn, public and then exempt again."""
    clare, found = people["clare"], {}
    for state, steps in {"exempt": (), "withdrawn": ("withdrawn",), "once public": ("published", "replaced")}.items():
        path = sent(clare, about=body(clare))["Location"]
        for step in steps:
            seen = re.search(r'name="seen" value="(\d+)"', clare.get(f"{path}/{step}").content.decode()).group(1)
            answered = (
                sent(clare, path=f"{path}/replaced", content=b"Other", seen=seen, why="A figure was wrong")
                if step == "replaced"
                else mark(clare, path, step)
            )
            assert answered.status_code == 302
        found[state] = path.rsplit("/", 1)[1]
    return found


def answer(client, path, key, **said):
    """What a reader gets, without what differs at each asking and the id that they typed themselves."""
    response = client.post(path, said) if said else client.get(path)
    text = response.content.decode(errors="replace").replace(key, "KEY").replace(key.replace("-", " "), "KEY")
    text = re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', "", text.replace(key.replace("-", "+"), "KEY"))
    text = text.replace(key.replace("-", "%20"), "KEY")
    return response.status_code, response.get("Location", "").replace(key, "KEY"), text


AT = (
    "/papers/{}",
    "/meetings/papers/{}",
    "/meetings/papers/{}/versions/1",
    "/meetings/papers/{}/versions/9",
    "/meetings/papers/{}/published",
    "/meetings/papers/{}/withdrawn",
    "/meetings/papers/{}/replaced",
    "/meetings/papers/{}/nonsense",
)
SERVING = ("alice", "clare")
"""Who serve the board whose papers these are."""


@pytest.mark.parametrize("name", [name for name in (*READERS, CARL, BEN) if name not in SERVING])
def test_a_paper_that_is_not_theirs_is_as_one_that_never_was(name, people, withheld, signed_in, visitor):  # noqa: F811
    client = visitor if name == "visitor" else people.get(name) or signed_in(name)
    for key in withheld.values():
        for at in AT:
            assert answer(client, at.format(key), key) == answer(client, at.format(STRANGE), STRANGE), at
            said = {"why": "x", "seen": "1"}
            assert answer(client, at.format(key), key, **said) == answer(client, at.format(STRANGE), STRANGE, **said)


@pytest.mark.parametrize("name", ["charlie", "adam", "paul"])
def test_things_of_delivery_and_doubtful_links_are_for_their_readers_alone(name, people, signed_in):  # noqa: F811
    client = people.get(name) or signed_in(name)
    for known in (
        "milestone/M2",
        "risk/R1",
        "decision/DEC1",
        "milestone/M2/moved",
        "decision/DEC1/as/report.pdf",
        "meeting/MT1/as/agenda.pdf",
    ):
        key = known.split("/")[1]
        strange = known.replace(key, STRANGE)
        assert answer(client, f"/delivery/{known}", key)[0] == 403
        assert answer(client, f"/delivery/{strange}", STRANGE)[0] == 403


def test_an_account_of_another_place_is_as_one_that_never_was(people):  # noqa: F811
    from oneplace.web.accounts.actions import appoint
    from oneplace.web.accounts.models import User
    from oneplace.web.accounts.roles import Role

    User.objects.create(pk=700_001, username="odile")  # from here on a number that no page holds for another reason
    other = appoint(name="otto", password="a long and quiet river", role=Role.BOARD, place="elsewhere", by="tests")
    for at in ("", "/roles", "/bodies", "/close"):
        there = answer(people["adam"], f"/account/people/{other.pk}{at}", str(other.pk))
        assert there[0] == 404
        assert there == answer(people["adam"], f"/account/people/987654321{at}", "987654321")


def test_every_address_with_an_id_in_the_store_is_tried_above(site):
    """A new one has to be thought of: what does its answer tell whoever may not read it?"""
    from django.urls import get_resolver

    def parts(patterns):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from ((pattern.namespace, *found[1:]) for found in parts(pattern.url_patterns))
            else:
                assert isinstance(pattern, URLPattern)
                yield "", pattern.name, set(pattern.pattern.converters)

    ids = {(space, name): found for space, name, found in parts(get_resolver().url_patterns) if found}
    kept = {at: found for at, found in ids.items() if at[0] not in ("public", "whatif")}
    assert set().union(*kept.values()) <= HELD | KNOWN
    assert {at for at, found in kept.items() if found & HELD} == {
        *(("papers", name) for name in ("sent", "one", "version", "act")),
        *(("delivery", name) for name in ("document", "meeting_document", "thing", "change", "add")),
        *(("accounts", name) for name in ("person", "act")),
        ("reviewing", "pair"),
    }
