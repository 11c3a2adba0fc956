"""The example place, built where the user wants it: made-up people, published figures, two finished runs.

The earlier run, and everything that changed between it and the last, is made up to show what a reader sees when a
strategy's files change: every such change carries the word illustrative. Both runs read the same record.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from oneplace import assets, whole
from oneplace import run as pipeline
from oneplace.problems import OneplaceError
from oneplace.synth import generate

EXAMPLE = "southampton"
EARLIER = date(2026, 6, 30)
"""The day on which the earlier run stands: after the last day of the made-up records."""

_AS_IT_WAS = {
    "More children have their first measles vaccination by age 2": "More children have had the measles jab by age 2",
    "value: 6.5, beyond_strategy": "value: 6, beyond_strategy",
    "{2023/24: 10.1, 2024/25: 9.2, 2025/26: 8.3, 2026/27: 7.4, 2027/28: 6.5}": (
        "{2023/24: 10, 2024/25: 9, 2025/26: 8, 2026/27: 7, 2027/28: 6}"
    ),
    "value: 95, beyond_strategy": "value: 96, beyond_strategy",
    "{2023/24: 86.2, 2024/25: 88.4, 2025/26: 90.6, 2026/27: 92.8, 2027/28: 95}": (
        "{2023/24: 86.4, 2024/25: 88.8, 2025/26: 91.2, 2026/27: 93.6, 2027/28: 96}"
    ),
}
"""What the strategy says now, and what it said for the earlier run."""
_DECISIONS = {
    "2026-09-illustrative-smoking": """\
id: DEC-illustrative-smoking
title: "Illustrative: aim for 6.5 % of mothers smoking instead of 6 %"
body: Made up for this demonstration
on: "2026-09-16"
summary: "Illustrative: nobody decided this. It shows how a target that was eased stands beside its decision."
reasons: ["Illustrative: one adviser fewer than was planned"]
options:
  - {text: "Illustrative: keep the target", rejected_because: "Illustrative: no money for the adviser was found"}
outcomes: [SW1]
changes: [SW1]
""",
    "illustrative-vaccination": """\
id: DEC-illustrative-vaccination
title: "Illustrative: aim for 95 % of children vaccinated instead of 96 %"
body: Made up for this demonstration
on: not_set
summary: "Illustrative: asked for and not taken, so that the ambition is judged by both targets."
reasons: ["Illustrative: 95 % is what the World Health Organization asks for"]
options:
  - {text: "Illustrative: keep the target"}
outcomes: [SW4]
changes: [SW4]
""",
}


def build(folder: Path, *, residents: int, report: pipeline.Reporter) -> pipeline.RunReport:
    """Copy the example place into ``folder``, write its synthetic extracts, and run it; what is there is kept."""
    if folder.exists() and any(folder.iterdir()) and not (folder / "place.yaml").exists():
        raise OneplaceError.at(folder, "holds something else.", "Name a new or empty folder.")
    if not (folder / "place.yaml").exists():
        shutil.copytree(
            assets.folder("places") / EXAMPLE, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("var", "data")
        )
    whole.once(pipeline.extracts_folder(folder), lambda part: _extracts(part, residents, report))
    if not (pipeline.var(folder) / "current").exists():
        _say(folder, _AS_IT_WAS)
        pipeline.run(folder, as_of=EARLIER, report=lambda what, share: report(f"earlier {what}", share))
    if _say(folder, {then: now for now, then in _AS_IT_WAS.items()}):
        for name, text in _DECISIONS.items():
            (folder / "decisions" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return pipeline.run(folder, report=report)


def _say(folder: Path, instead: Mapping[str, str]) -> bool:
    """Write the strategy with other words instead of some; returns whether any of them stood there."""
    strategy = folder / "strategy.yaml"
    text = strategy.read_text(encoding="utf-8")
    found = [words for words in instead if words in text]
    for words in found:
        text = text.replace(words, instead[words])
    strategy.write_text(text, encoding="utf-8")
    return bool(found)


def _extracts(folder: Path, residents: int, report: pipeline.Reporter) -> None:
    generate(folder, residents=residents, seed=1, progress=lambda what, share: report(f"synth: {what}", share))
