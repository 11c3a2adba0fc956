"""Run by ``test_dimensions``: what a measure gives where the product has one breakdown more, ``interpreter``."""

import json
import sys
from datetime import date

from oneplace import charts, place
from oneplace.measures.gaps import gaps
from oneplace.place.measure import Measure
from oneplace.progress.sentences.gaps import between
from oneplace.results import DIMENSIONS
from oneplace.vocabulary.dimensions import STATED
from tests.measures.build import PROPORTION, measure
from tests.measures.conftest import SOUTHAMPTON, over, record

YEAR = date(2024, 4, 1)
PEOPLE = range(1, 81)  # the odd ones need an interpreter; three in four of them attended, one in four of the others


def rows(person: int) -> dict[str, dict[str, object]]:
    who = {"person_id": person}
    odd, turn = person % 2 == 1, (person - 1) // 2 % 4
    attended = turn < (3 if odd else 1)
    always = {**who, "start_date": date(2010, 1, 1)}
    at = {**who, "activity_id": person, "activity_type": "ed_attendance", "start_at": date(2024, 6, 1)}
    return {
        "person": {**who, "birth_date": date(1980, 1, 1), "sex": "F", "interpreter_required": odd},
        "registration": {**always, "registration_type": "resident"},
        "address": {**always, "lsoa21_code": "E01000001"},
        "activity": {**at, "status": "attended" if attended else "missed"},
    }


lives = [rows(person) for person in PEOPLE]
tables = {name: [life[name] for life in lives] for name in lives[0]}
wanted = {by.code: "yes" if by.code == "interpreter" else "None here" for by in STATED}
made: Measure = measure({**PROPORTION, "per": 1}, breakdowns=wanted)
opened = over(
    place.read(SOUTHAMPTON), record(**tables), measures={"test": made}, complete_from=YEAR, as_at=date(2025, 3, 31)
)
computed = opened.publish([opened.draft(made, made.compute)])[made.id]
inside = [row for row in computed.results if row["dimension"] == "interpreter"]
(gap,) = gaps(made, computed.results)
drawn = charts.groups("id", inside, 0.5, title="T", subtitle="S", alt_text="A", unit="percent")
found = {
    "values": {row["group"]: row["value"] for row in inside},
    "gap": [gap["dimension"], gap["value"]],
    "between": between({"gap_dimension": gap["dimension"]}),
    "label": DIMENSIONS["interpreter"],
    "drawn": drawn is not None and "Needs an interpreter" in drawn.svg,
}
sys.stdout.write(json.dumps(found))
