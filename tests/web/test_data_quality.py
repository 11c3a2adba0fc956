"""The pages of what partners' data were tested for: all sources, and each by itself."""

from __future__ import annotations

import re
from dataclasses import replace

from oneplace import run as runs
from oneplace.web.public.presenters import data_tests
from oneplace.web.snapshot import snapshot
from tests.web.test_contents import text


def test_the_page_says_what_failed_how_many_since_when_and_who_mends_it(visitor, serving):
    serving("full")
    said = text(visitor.get("/data/quality/gp"))
    assert "fewer than 5 of 10,000 records of people: each gives a death before the birth" in said
    assert "400 of 10,000 records of people (4.0%): each has no NHS number that is valid" in said
    assert "the feed stops before the day of the extract, from 1 February 2026" in said
    assert "Trend: better" in said
    assert "Ask the partner to trace the numbers" in said
    assert "is before the person was born" not in said  # the practices failed none of it
    assert "is before the person was born" in text(visitor.get("/data/quality/acute"))
    assert said.count("no NHS number") == 1  # groups are in the file


def test_links_are_told_by_group_and_few_are_not_counted(visitor, serving):
    serving("full")
    html = visitor.get("/data/quality/gp").content.decode()
    (row,) = re.findall(r"<tr>(<th scope=\"row\">Most deprived fifth.*?)</tr>", html)
    cells = re.findall(r">([^<>]+)<", row)
    assert cells == ["Most deprived fifth", "2,000", "150 (7.5%)", "not told", "fewer than 5", "not told"]


def test_each_source_has_its_own_row_and_its_own_faults(visitor, serving):
    serving("full")
    html = visitor.get("/data/quality").content.decode()
    logical = html[html.index('id="logical"') : html.index('id="analytical"')]
    assert set(re.findall('href="(/data/quality/[^"]+)"', logical)) == {"/data/quality/gp", "/data/quality/acute"}
    rows = [re.sub(r"<[^>]+>", " ", row).split() for row in re.findall(r"<tr>(.*?)</tr>", logical, re.DOTALL)[1:]]
    assert [row[-4:] for row in rows] == [["1", "1", "0", "0"], ["2", "1", "0", "0"]]
    assert [" ".join(row[:2]) for row in rows] == ["The hospital", "GP practices"]
    hospital, practices = (text(visitor.get(f"/data/quality/{one}")) for one in ("acute", "gp"))
    assert "20 of 500" in hospital
    assert "20 of 500" not in practices
    assert "10,000" not in hospital


def test_a_source_that_is_not_there_is_not_found(visitor, serving):
    serving("full")
    assert visitor.get("/data/quality/nobody").status_code == 404


def test_a_run_without_tests_says_so(visitor, serving):
    serving("no_run")
    assert "there is nothing to show" in text(visitor.get("/data/quality"))


def test_how_many_failed_in_runs_of_other_data_stands_beside_this_one(visitor, serving, monkeypatch):
    serving("full")
    shot = snapshot()
    assert not [source for source in data_tests._tested(shot) if source.before]  # there is one run alone
    before = [replace(shot.run, manifest={**shot.run.manifest, "as_of": day}) for day in ("2026-01-05", "2026-04-05")]
    monkeypatch.setattr(runs, "of_other_data", lambda *_: before)
    monkeypatch.setattr(runs, "verify", lambda _: [])
    (source, *_others) = data_tests._tested(shot)
    assert [one.day.isoformat() for one in source.before][1:] == ["2026-04-05", "2026-01-05"]
    now = source.layers.values()
    counts = tuple(sum(getattr(each, name) for each in now) for name in ("made", "errors", "warnings", "notes"))
    assert {(one.made, one.errors, one.warnings, one.notes) for one in source.before} == {counts}
    monkeypatch.setattr(data_tests, "tested", data_tests._tested)
    said = text(visitor.get("/data/quality/gp"))
    assert "Does it get better?" in said
    assert "5 January 2026" in said
