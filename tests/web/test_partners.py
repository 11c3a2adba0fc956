"""The pages of partners: what is late stands first and says so, whatever it was put off to."""

from __future__ import annotations

import re

from tests.web.test_contents import text


def test_the_table_counts_and_links(visitor, serving):
    serving("full")
    html = visitor.get("/partners").content.decode()
    assert 'href="/partners/council"' in html
    assert "What is still open after the day first agreed is late" in html


def test_a_partner_owes_late_things_first(visitor, serving):
    serving("full")
    words = text(visitor.get("/partners/council"))
    assert re.search(r"It answers for \d+ things: \d+ late", words)
    assert words.index("An adviser in each clinic") < words.index("Test at every booking")


def test_an_unknown_partner_is_not_found(visitor, serving):
    serving("full")
    assert visitor.get("/partners/nobody").status_code == 404


def test_each_promise_is_counted_in_one_column_but_what_was_stopped(visitor, serving):
    from oneplace.report import Kept, partners
    from oneplace.web.public.presenters.partners import known, overview
    from oneplace.web.snapshot import snapshot

    serving("full")
    shot = snapshot()
    told = {line.link.text: sum(line.counts) for line in overview(shot).lines}
    every = partners(shot.place, shot.as_of, known(shot))
    assert told == {one.partner.name: len(one.promises) - one.count(Kept.STOPPED) for one in every}
