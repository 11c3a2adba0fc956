"""The run that is served is read once, and read again when another is switched in."""

from __future__ import annotations

import json
from datetime import date

from oneplace.web.snapshot import snapshot
from tests.web import world


def test_it_is_read_once(serving, tmp_path):
    serving(world.make(tmp_path / "place"))
    assert snapshot() is snapshot()


def test_another_run_is_shown_as_soon_as_it_is_switched_in(visitor, serving, tmp_path):
    folder = world.make(tmp_path / "place")
    serving(folder)
    assert visitor.get("/health").json() == {"status": "ok", "run": world.RUN}
    world.write_run(folder, "2026-07-31-99998888", date(2026, 7, 31), world.RUN, "full")
    assert visitor.get("/health").json()["run"] == world.RUN
    (folder / "var" / "current").write_text("2026-07-31-99998888\n")
    assert visitor.get("/health").json()["run"] == "2026-07-31-99998888"
    assert "31 July 2026" in visitor.get("/").content.decode()


def test_a_page_never_shows_a_definition_that_made_other_numbers(visitor, serving, tmp_path):
    folder = world.make(tmp_path / "place")
    measure = folder / "measures" / "smoking.yaml"
    measure.write_text(measure.read_text().replace("Smoking at time of delivery", "Something else"))
    serving(folder)
    html = visitor.get("/measures/smoking").content.decode()
    assert "Smoking at time of delivery" in html
    assert "Something else" not in html


def test_a_first_run_appears_without_a_restart(visitor, serving, tmp_path):
    folder = world.make(tmp_path / "place", "no_run")
    serving(folder)
    assert visitor.get("/health").json()["run"] is None
    world.write_run(folder, world.RUN, world.AS_OF, None, "full")
    (folder / "var" / "current").write_text(world.RUN)
    assert visitor.get("/health").json()["run"] == world.RUN


def test_the_rows_of_a_measure_keep_their_order(serving):
    serving("full")
    rows = snapshot().results("smoking")
    assert [row["period_label"] for row in rows if row["dimension"] == "all"] == [
        "2021/22",
        "2022/23",
        "2023/24",
        "2024/25",
        "2025/26",
    ]
    assert snapshot().results("nothing") == []


def test_an_earlier_run_that_is_gone_is_no_mistake(visitor, serving, tmp_path):
    folder = world.make(tmp_path / "place")
    manifest = folder / "var" / "runs" / world.RUN / "run.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"previous": "2020-01-01-00000000"}))
    serving(folder)
    assert "There is no earlier report to compare with." in visitor.get("/").content.decode()
