"""The example's illustrative delivery: plans, risks, boards, benefits and lessons, and what happened since."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time
from pathlib import Path

from oneplace import place, whole
from oneplace.delivery import duties, happened
from oneplace.delivery.happened import Entry, Kind

HERE = Path(__file__).parent
NOBODY = "Illustrative: nobody"
_POSTS = ("chair", "director of public health", "director of adult services", "lay member", "clinical lead")
_BODY = (
    "cycle: {cycle}, quorum: 3, call_in_days: {days}, provenance: illustrative, "
    "members: [" + ", ".join(f'"Illustrative: {post}"' for post in _POSTS) + "], "
)
_GROUPS = """\
  closed_days: ["2026-12-24"] # illustrative, as all that stands here
  delivery_groups:
    - {id: IG-start, name: "Illustrative: start well group", chair: {org: "ext:made-up-for-this-demonstration"}, cycle: monthly, reports_to: bcsb}
    - {id: IG-live, name: "Illustrative: live well group", chair: {org: "ext:made-up-for-this-demonstration"}, cycle: monthly, reports_to: bcsb}
    - {id: IG-age, name: "Illustrative: age well group", chair: {org: "ext:made-up-for-this-demonstration"}, cycle: monthly, reports_to: bcsb}
"""  # noqa: E501 - lines of a place's file


def agreed(strategy: str) -> str:
    """The example's strategy file with the illustrative set in it."""
    told = strategy
    for at, words in {
        "name: Better Care Southampton Board, ": _BODY.format(cycle="monthly", days=0),
        "name: Southampton Health and Wellbeing Board, ": _BODY.format(cycle="quarterly", days=5),
        "name: Cabinet of Southampton City Council, ": 'executive: "yes", ' + _BODY.format(cycle="monthly", days=5),
        "name: Southampton City Council (full council), ": _BODY.format(cycle="quarterly", days=0),
        "equality:\n  state: deferred\n": _answers(),
    }.items():
        told = told.replace(at, at + words, 1)
    told = told.replace("  rules:\n    - {id: RULE-kpi", f"{_GROUPS}  rules:\n    - {{id: RULE-kpi", 1)
    return told + (HERE / "delivery.yaml").read_text("utf-8")


def _answers() -> str:
    """All 27 questions of an equality assessment, each with an answer or the reason why there is none."""
    rows = []
    for number, (aim, characteristic) in enumerate(duties.QUESTIONS):
        said = (
            'reason: "Illustrative: nothing is known yet"'
            if number % 4 == 3
            else 'impact: positive, evidence: "Illustrative: a survey"'
        )
        rows.append(f'    - {{aim: "{aim}", characteristic: "{characteristic}", {said}}}')
    return "  provenance: illustrative\n  answers:\n" + "\n".join(rows) + "\n"


class Happening(place.Model):
    """Something that was done to a thing on a day, in the words of its form."""

    on: date
    kind: Kind
    id: str
    what: str
    said: dict[str, str]


class Happenings(place.Model):
    """The file of all of them, in the order of time for each thing."""

    happenings: tuple[Happening, ...]


def record(found: place.Place) -> list[Entry]:
    """What happened, as entries of the record: each made by the same rules as those of the pages."""
    told = place.typed(place.load(HERE / "record.yaml"), Happenings)
    now, count = dict(happened.agreed(found)), Counter[happened.Subject]()
    boards = {one.id: one for one in found.strategy.governance.boards}
    entries = []
    for one in told.happenings:
        of = (one.kind, one.id)
        before = now.get(of)
        facts = {}
        if one.kind is Kind.DECISION:
            body = one.said.get("body") or (before.body if isinstance(before, happened.Decision) else "")
            said = before.model_dump(mode="json") if before else {}
            asked = [str(one.said.get(name) or said.get(name) or "") for name in ("matter", "function", "value")]
            facts = happened.facts(boards.get(body), "", None) | happened.scheme(found, body, *asked)
        after, why = happened.change(one.kind, before, one.what, {**one.said, **facts}, one.on)
        count[of] += 1
        entries.append(
            Entry(
                kind=one.kind,
                subject=one.id,
                number=count[of],
                at=datetime.combine(one.on, time(9), UTC),
                by=NOBODY,
                what=one.what,
                why=why,
                before=before.model_dump(mode="json") if before else None,
                after=after.model_dump(mode="json"),
            )
        )
        now[of] = after
    return entries


def write_record(folder: Path) -> None:
    """Write what happened into the place's folder, where a run takes it from and the store reads it in."""
    path = folder / happened.FILE
    path.parent.mkdir(exist_ok=True)
    whole.replace(path, happened.written(record(place.read(folder))))
