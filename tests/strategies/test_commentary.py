"""No words are put into anybody's mouth: a real strategy has no commentary, the demonstration's is called made up."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from oneplace import assets, demo, place

PLACES = sorted(path.name for path in assets.folder("places").iterdir() if (path / "strategy.yaml").exists())


@pytest.mark.parametrize("name", PLACES)
def test_a_real_strategy_has_none(name):
    folder = assets.folder("places") / name
    assert not (folder / "commentary").exists()
    assert "\ncommentary:" not in (folder / "strategy.yaml").read_text("utf-8")


def test_the_demonstrations_own_is_sound_and_called_illustrative(tmp_path):
    copied = tmp_path / "place"
    shutil.copytree(assets.folder("places") / demo.EXAMPLE, copied, ignore=shutil.ignore_patterns("var", "data"))
    demo._comment(copied, demo._SAID_EARLIER, demo.EARLIER)
    demo._comment(copied, demo._SAID, date(2026, 11, 27))
    said = place.read(copied).commentary.values()
    assert len({one.outcome for one in said}) >= 4
    assert all(one.provenance == "illustrative" for one in said)
    for one in said:
        step = [] if isinstance(one.next_step, str) else [one.next_step.text]
        assert all(text.startswith("Illustrative: ") for text in (one.why, one.doing, *step))
        assert one.by.org.startswith("ext:made-up")
