"""The example place, built where the user wants it: made-up people, published figures, two finished runs.

The earlier run, and everything that changed between it and the last, is made up to show what a reader sees when a
strategy's files change: every such change carries the word illustrative. Both runs read the same record.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from oneplace import assets, whole
from oneplace import run as pipeline
from oneplace.demo import delivery
from oneplace.problems import OneplaceError
from oneplace.synth import generate

EXAMPLE = "southampton"
EARLIER = date(2026, 6, 30)
"""The day on which the earlier run stands: after the last day of the made-up records."""

_AS_IT_WAS = {
    "More children have their first measles vaccination by age 2": "More children have had the measles jab by age 2",
    "value: 6.5, beyond_strategy": "value: 6, beyond_strategy",
    "{2023/24: 10.1, 2024/25: 9.2, 2025/26: 8.3, 2026/27: 7.4, 2027/28: 6.5}": (
        "{2023/24: 10.1, 2024/25: 9.2, 2025/26: 8.3, 2026/27: 7.1, 2027/28: 6}"
    ),
    "value: 95, beyond_strategy": "value: 96, beyond_strategy",
    "{2023/24: 86.2, 2024/25: 88.4, 2025/26: 90.6, 2026/27: 92.8, 2027/28: 95}": (
        "{2023/24: 86.2, 2024/25: 88.4, 2025/26: 90.6, 2026/27: 93.3, 2027/28: 96}"
    ),
}
"""What the strategy says now, and what it said for the earlier run; years that were over then stay as they were."""
_DECISIONS = {
    "2026-09-illustrative-smoking": """\
id: DEC-illustrative-smoking
title: "Illustrative: aim for 6.5% of mothers smoking instead of 6%"
body: Made up for this demonstration
provenance: illustrative
on: "2026-09-16"
summary: "Illustrative: nobody decided this. It shows how a target that was eased stands beside its decision."
reasons: ["Illustrative: one adviser fewer than was planned"]
options:
  - {text: "Illustrative: keep the target", rejected_because: "Illustrative: no money for the adviser was found"}
outcomes: [SW1]
changes: [SW1]
eases: [target, path]
""",
    "illustrative-vaccination": """\
id: DEC-illustrative-vaccination
title: "Illustrative: aim for 95% of children vaccinated instead of 96%"
body: Made up for this demonstration
provenance: illustrative
on: not_set
summary: "Illustrative: asked for and not taken, so the ambition is judged by the target before."
reasons: ["Illustrative: 95% is what the World Health Organization asks for"]
options:
  - {text: "Illustrative: keep the target"}
outcomes: [SW4]
changes: [SW4]
eases: [target, path]
""",
}

_COMMENTARY = """\
id: {ambition}-{run}
outcome: {ambition}
run: "{run}"
by: {{org: "ext:made-up-for-this-demonstration", role: Nobody}}
why: "Illustrative: {why}"
doing: "Illustrative: {doing}"
provenance: illustrative
"""
_STEP = """\
next_step:
  text: "Illustrative: {step}"
  by: {{org: "ext:made-up-for-this-demonstration", role: "Illustrative: lead"}}
  due: {due}
"""
_SAID_EARLIER = {
    "SW1": (
        "an adviser for pregnant smokers was missing over winter",
        "the post is advertised",
        "interview",
        "2026-09",
    ),
    "EN15": ("more people were referred than in any month before", "evening clinics have begun", "", ""),
    "EN9": ("beds were full for most of winter", "more people go home before noon", "count them each day", "2026-12"),
}
"""What is said at the earlier run: why, what is being done, and, where one is set, the next step and its date."""
_SAID = {
    "SW1": ("nobody applied for the advisers' posts at first", "they are advertised again", "ask mothers", "{year}-06"),
    "SW4": ("two clinics closed for a month", "both open in the evening too", "write to parents", "{year}-03"),
    "LW1": ("fewer people were asked to have it checked", "pharmacies measure it again", "", ""),
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
        _set_up(folder)
        _say(folder, _AS_IT_WAS)
        _comment(folder, _SAID_EARLIER, EARLIER)
        pipeline.run(folder, as_of=EARLIER, report=lambda what, share: report(f"earlier {what}", share))
    if _say(folder, {then: now for now, then in _AS_IT_WAS.items()}):
        for name, text in _DECISIONS.items():
            (folder / "decisions" / f"{name}.yaml").write_text(text, encoding="utf-8")
        _comment(folder, _SAID, datetime.now(UTC).date())
        delivery.write_record(folder)
    return pipeline.run(folder, report=report)


def _set_up(folder: Path) -> None:
    """Put the illustrative plans, risks and boards into the strategy's file, once."""
    strategy = folder / "strategy.yaml"
    text = strategy.read_text(encoding="utf-8")
    if "IW-pregnancy" not in text:
        strategy.write_text(delivery.agreed(text), encoding="utf-8")


def _comment(folder: Path, said: Mapping[str, Sequence[str]], run: date) -> None:
    """Write what is said of some ambitions at a run, a file each."""
    (folder / "commentary").mkdir(exist_ok=True)
    for ambition, (why, doing, step, due) in said.items():
        text = _COMMENTARY.format(ambition=ambition, run=run, why=why, doing=doing)
        if step:
            text += _STEP.format(step=step, due=due.format(year=run.year + 1))
        (folder / "commentary" / f"{ambition}-{run}.yaml").write_text(text, encoding="utf-8")


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
