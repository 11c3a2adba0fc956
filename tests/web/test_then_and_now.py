"""What an ambition was and what it is: worked out again from both runs' rows, and held against what three pages say."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from oneplace.progress import Status
from oneplace.progress.sentences import STATUS_LABELS
from tests.web import world

TURNED = {"on_path": "off_path", "off_path": "on_path", "no_target_set": "on_path", "no_data": "off_path"}


def of_run(folder: Path, run: str) -> list[dict]:  # type: ignore[type-arg]
    return pq.read_table(folder / "var" / "runs" / run / "results" / "progress.parquet").to_pylist()


def words(answer) -> str:  # type: ignore[no-untyped-def]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).split())


@pytest.mark.parametrize("page", ["/changes", "/"])
def test_a_page_says_what_it_was_before_what_it_is_now(page, places, serving, visitor, tmp_path):
    folder = Path(shutil.copytree(places["full"], tmp_path / "moved"))
    now = of_run(folder, world.RUN)
    before = [row | {"status": TURNED.get(row["status"], "off_path")} for row in now]
    world.rewrite(folder, world.EARLIER, "progress", before)
    serving(folder)
    said = words(visitor.get(page))
    then = {row["ambition"]: row["status"] for row in before}
    told = [
        f"was “{STATUS_LABELS[Status(then[row['ambition']])]}”, now “{STATUS_LABELS[Status(row['status'])]}”"
        for row in now
        if row["status"] != then[row["ambition"]]
    ]
    assert told
    assert sorted(re.findall(r"was “[^”]*”, now “[^”]*”", said)) == sorted(told)
