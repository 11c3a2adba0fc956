"""The whole document, in the order in which a board reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from oneplace.pack.document import Document, Items, Section, Text
from oneplace.pack.drawing import Drawn
from oneplace.pack.evidence import Evidence
from oneplace.pack.sections.ambitions import by_stage
from oneplace.pack.sections.assurance import assurance
from oneplace.pack.sections.delivery import decisions, money, risks, roadmap, voice
from oneplace.pack.sections.fairness import fairness
from oneplace.pack.sections.moved import moved
from oneplace.pack.sections.process import process
from oneplace.pack.sections.summary import summary
from oneplace.pack.sections.themes import themes
from oneplace.report import open_steps
from oneplace.vocabulary import wording

TITLE = "Board pack"


def compose(found: Evidence, drawn: Mapping[str, Drawn]) -> Document:
    """The pack as blocks; ``drawn`` holds the charts of every ambition by its id."""
    sections: list[Section] = [
        summary(found),
        *by_stage(found, drawn),
        process(found, drawn),
        fairness(found, drawn),
        themes(found),
        roadmap(found),
        risks(found),
        money(found),
        voice(found),
        decisions(found),
        moved(found),
        assurance(found),
    ]
    return Document(
        title=f"{TITLE}: {found.place.place.name}",
        subtitle=found.place.strategy.title,
        facts=_facts(found),
        notices=notices(found),
        sections=tuple(sections),
        built_on=found.manifest["built_on"],
    )


def without_unused(document: Document) -> Document:
    """The document without the sections that only say that the place's files hold nothing for them.

    What they say stands together in one section at the end.
    """
    unused = [section for section in document.sections if _is_unused(section)]
    if not unused:
        return document
    said = tuple(block.text for section in unused for block in section.blocks if isinstance(block, Text))
    last = Section("left-out", "What this pack leaves out", (Items(said),))
    kept = tuple(section for section in document.sections if section not in unused)
    return replace(document, sections=(*kept, last))


def _is_unused(section: Section) -> bool:
    """Whether all of it is one plain sentence."""
    return not section.sections and [isinstance(one, Text) and one.kind for one in section.blocks] == ["body"]


def notices(found: Evidence) -> tuple[str, ...]:
    """What has to be said on the cover: which numbers are made up, and which step of its approval is still open."""
    rows = found.rows
    synthetic = sum(row["origin"] == "synthetic" for row in rows)
    illustrative = sum(row["origin"] == "illustrative" for row in rows)
    set_for = ((row["origin"], {row["target_provenance"], row["gap_target_provenance"]}) for row in rows)
    aims = sum("illustrative" in made and origin != "illustrative" for origin, made in set_for)
    said = []
    if synthetic:
        said.append(
            f"{wording.count_words(synthetic, 'ambition')} of {len(rows)} {_is(synthetic)} measured on synthetic "
            "people, made up by computer: the numbers say nothing about residents. Each of them carries the word."
        )
    if illustrative:
        said.append(
            f"{wording.count_words(illustrative, 'ambition')} {_has(illustrative)} illustrative figures: "
            "invented to show the form, agreed by nobody. Each of them carries the word."
        )
    if aims:
        said.append(
            f"{wording.count_words(aims, 'ambition')} {_has(aims)} "
            f"{'an illustrative target' if aims == 1 else 'illustrative targets'}: made up to show the form, agreed by "
            "nobody. Each of them carries the word."
        )
    if waiting := open_steps(found.place.strategy, found.as_of):
        said.append(f"The strategy is called approved, and {waiting}.")
    return tuple(said)


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _has(count: int) -> str:
    return "has" if count == 1 else "have"


def _facts(found: Evidence) -> tuple[tuple[str, str], ...]:
    place = found.place.place
    facts = [
        ("Place", place.name),
        ("Strategy", found.place.strategy.title),
        ("As of", wording.day_words(found.as_of)),
        ("Ambitions", str(len(found.judged))),
        ("Run", str(found.manifest["run"])),
        ("Software", str(found.manifest["software"])),
    ]
    if place.branding.organisation:
        facts.insert(1, ("Organisation", place.branding.organisation))
    if place.licence:
        facts.append(("Licence", place.licence))
    return tuple(facts)
