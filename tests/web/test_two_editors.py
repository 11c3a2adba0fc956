"""Whichever form two people fill in at once: the second sees what the first did, and loses nothing of their own."""

from __future__ import annotations

import html
from datetime import UTC, datetime

import pytest

from oneplace.delivery.happened import RULES, STATES, TAKEN_BACK, Entry, Kind
from tests.delivery.test_happened import PLANNED, WHOLE
from tests.web import world
from tests.web.test_delivery import emptied  # noqa: F401

THEIRS = "What somebody else saw meanwhile"
FORMS = [(kind, what) for kind, rules in RULES.items() if kind is not Kind.PAPER for what in rules if what != "made"]
"""Papers have pages of their own, which ``test_papers`` holds."""
BEFORE = {Kind.AMBITION: ["owned"], Kind.COMMENTARY: ["said"], ("open", Kind.RISK): ["scored"],
          ("closed", Kind.RISK): ["closed", "corrected_words"]}  # fmt: skip
"""Of what has no step that is taken back, the steps that lead to where a form can be sent."""
FILLED = {"likelihood": 3, "consequence": 3}


def thing(kind, state):
    whole = {Kind.DECISION: WHOLE | {"exempt": "", "exempt_paragraph": None}, Kind.CYCLE: PLANNED}.get(kind, {})
    own = STATES[kind].model_validate({**whole, "state": state, **(FILLED if kind is Kind.RISK else {})})
    return own.model_dump(mode="json")


def planted(kind, what):
    """The entries of something in a state in which a form can be sent; the last is somebody else's."""
    state = RULES[kind][what].out_of[0]
    steps = BEFORE.get(kind) or BEFORE.get((state, kind)) or [TAKEN_BACK, TAKEN_BACK]
    last, entries = None, []
    for number, step in enumerate(steps, 1):
        rule = RULES[kind].get(step)
        before = last or thing(kind, rule.out_of[0] if step != TAKEN_BACK else state)
        last = before | {"state": rule.into or before["state"]}
        entries.append(
            Entry(kind=kind, subject=f"{kind.value}-planted", number=number, at=datetime(2026, 5, number, tzinfo=UTC),
                  by="bob", what=step, why=THEIRS, before=before, after=last)
        )  # fmt: skip
    return entries


def typed(kind, what):
    """Something typed into each field that takes any text; what has to be chosen is left."""
    own = STATES[kind].model_fields
    free = [name for name in RULES[kind][what].fields if name == "why" or own[name].default == ""]
    unsaid = ("account", "org", "body", "starts", "measure")
    return {name: f"Mine: {name}" for name in free if name not in unsaid and not _is_listed(kind, name)}


def _is_listed(kind, name):
    from oneplace.web.delivery.choices import Offered, choices
    from oneplace.web.delivery.forms import SAID, Control
    from oneplace.web.delivery.record import declared, now
    from oneplace.web.snapshot import snapshot

    shot = snapshot()
    offered = Offered(declared(shot), now(shot), (kind, "x"))
    return bool(choices(name, offered)) or SAID[name].control is Control.CHECKS


@pytest.mark.parametrize(("kind", "what"), FORMS)
def test_the_second_sees_both_and_loses_nothing(kind, what, signed_in, serving, emptied):  # noqa: F811
    from oneplace.web.delivery.actions import _keep
    from oneplace.web.delivery.models import Change

    serving("full")
    client, entries = signed_in("clare" if kind is Kind.MEETING else "lena"), planted(kind, what)
    for entry in entries:
        _keep(world.ID, entry)
    mine = typed(kind, what)
    path = f"/delivery/{kind.value}/{entries[-1].subject}/{what}"
    answered = client.post(path, {**mine, "seen": str(len(entries) - 1)})
    told = html.unescape(answered.content.decode())
    assert answered.status_code == 409
    for words in (THEIRS, f'name="seen" value="{len(entries)}"', *mine.values()):
        assert words in told
    assert Change.objects.count() == len(entries)
