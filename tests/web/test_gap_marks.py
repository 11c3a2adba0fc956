"""The marks of the gaps page point the way that their words say."""

from __future__ import annotations


def test_up_is_wider_and_down_is_narrower():
    from oneplace.web.public.presenters.behind import ARROWS

    assert (ARROWS["widening"], ARROWS["narrowing"]) == ("▲", "▼")
