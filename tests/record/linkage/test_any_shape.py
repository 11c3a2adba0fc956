"""Linkage needs nothing that a place may lack: a second source, numbers, postcodes, birth dates, names, or people."""

from __future__ import annotations

import pytest

from tests.record.conftest import Small, make_place

pytestmark = pytest.mark.slow

COLUMNS = {"number": "nhs_number", "given": "name", "family": "name", "born": "date", "postcode": "postcode"}
FACTS = {
    "number": "nhs_number",
    "given": "given_name",
    "family": "family_name",
    "born": "birth_date",
    "postcode": "postcode",
}
ANNA = {"number": "9990000018", "given": "Anna", "family": "Adams", "born": "1950-02-03", "postcode": "SO60 1AA"}
BO = {"number": "9990000026", "given": "Bo", "family": "Brown", "born": "1980-12-30", "postcode": "SO60 1AB"}


def place_of(folder, said, sources):
    """A place of as many sources as there are lists of rows, each of which says what ``said`` names."""
    text = ['format: place-sources/1\nversion: "1"\nas_at: 2026-03-31\nlocal_authorities: [E06000045]\nsources:']
    columns = ", ".join(f"{name}: {COLUMNS[name]}" for name in said)
    facts = ", ".join(f"{FACTS[name]}: {name}" for name in said)
    for n, rows in enumerate(sources):
        text.append(
            f"  - {{id: s{n}, partner: P, system: S, synthetic: true, datasets: [{{id: people, files: people.csv, "
            f"columns: {{id: required text, {columns}}}, person: id, "
            f"facts: {{as_of: \"cast('2026-01-01' as date)\", {facts}}}}}]}}"
        )
        path = folder / "extracts" / f"s{n}" / "people.csv"
        path.parent.mkdir(parents=True)
        lines = [",".join((f"{n}-{at}", *(row.get(name, "") for name in said))) for at, row in enumerate(rows)]
        path.write_text("\n".join([",".join(("id", *said)), *lines]) + "\n")
    return Small(folder, make_place("\n".join(text) + "\n", folder))


ALL = tuple(COLUMNS)
TWICE = [[ANNA, BO], [ANNA, BO]]


@pytest.mark.parametrize(
    ("said", "sources", "people"),
    [
        (ALL, [[ANNA, BO]], 2),  # one source
        (ALL, [[ANNA]], 1),  # one person
        (ALL, [[ANNA], [ANNA]], 1),
        (ALL, TWICE, 2),  # two people
        (ALL, [[]], 0),  # nobody
        (ALL, [[ANNA, BO], []], 2),  # an empty source beside another
        (ALL[1:], TWICE, 2),  # no NHS number
        (("number", "given", "family", "born"), TWICE, 2),  # no postcode
        (("number", "given", "family", "postcode"), TWICE, 2),  # no birth date
        (("given", "family", "born"), TWICE, 4),  # nothing beyond name and birth date: nobody is joined
        (("given", "family", "postcode"), TWICE, 4),
        (("number",), TWICE, 2),  # no names
        (("postcode",), TWICE, 4),  # nothing that tells people apart
        (ALL, [[ANNA] * 300], 1),  # every row the same
        (ALL[1:], [[ANNA] * 300], 1),
        (("given", "family", "born"), [[ANNA] * 300], 300),
        (ALL, [[{}, {}], [{}]], 3),  # nothing is said of anybody
    ],
)
def test_every_shape_is_loaded_and_its_ids_stay(tmp_path, said, sources, people):
    made = place_of(tmp_path, said, sources)
    report = made.load()
    first = made.person_of(report)
    assert (report.rows["person"], len(set(first.values())), len(first)) == (people, people, sum(map(len, sources)))
    path = tmp_path / "extracts" / "s0" / "people.csv"
    path.write_text(path.read_text() + "new" + "," * len(said) + "\n")
    second = made.person_of(made.load())
    assert {key: second[key] for key in first} == first
    assert len(set(second.values())) == people + 1
