"""Fields of place.yaml, a cohort and a decision: what they take and refuse, and what is said at which line."""

from __future__ import annotations

from oneplace.place import Cohort, PlaceFile
from oneplace.place.strategy.decisions import Decision
from tests.place.build import table, taken


@table(
    """
    id: a
    name: A
    """,
    """
    id: a
    > 1:1 T02 the key `name` is missing. Add `name: …`.
    """,
    """
    name: A
    areas: [{code: E06000045}, {name: A}, E06000045]
    > 1:1 T02 the key `id` is missing. Add `id: …`.
    > 2:9 T02 the key `name` is missing. Add `name: …`.
    > 2:28 T02 the key `code` is missing. Add `code: …`.
    > 2:39 T03 areas 'E06000045' is not a mapping (keys with values). Write a mapping (keys with values).
    """,
    """
    id: a
    name: A
    demonstration: yes
    level: city
    format: place/2
    > 3:16 T03 demonstration 'yes' is not true or false. In YAML 1.2 `yes` is text: write `demonstration: true`.
    > 4:8 T03 level 'city' is not one of neighbourhood, place, system, region, service_area. Write `level: place`.
    > 5:9 T03 format 'place/2' is not one of place/1. Write `format: place/1`.
    """,
    """
    id: a
    name: A
    demonstration: "no"
    population: {value: many, provenance: guess}
    > 3:16 T03 demonstration 'no' is not true or false. In YAML 1.2 `no` is text: write `demonstration: false`.
    > 4:21 T03 value 'many' is not a number. Write a number without quotes or units, or leave `value` out if it is not
    >   known.
    > 4:39 T03 provenance 'guess' is not one of published, local, agreed, illustrative, not_set. Write `provenance:
    >   agreed`.
    """,
    """
    id: a
    name: A
    population: {value: 5}
    contact: {email: a@example.org}
    attribution: Crown copyright
    > 3:13 T02 the key `provenance` is missing. Add `provenance: …`.
    > 4:10 T02 the key `name` is missing. Add `name: …`.
    > 5:14 T03 attribution 'Crown copyright' is not a list. Put it in brackets: `attribution: ['Crown copyright']`.
    """,
    """
    id: a
    name: A
    small_number: {below: 5}
    > 3:1 T01 the key `small_number` is not known here. Did you mean `small_numbers`?
    """,
)
def test_place_yaml(case):
    taken(case, PlaceFile)


@table(
    """
    {id: frail, name: A, definition: B, entry: {table: activity}}
    """,
    """
    {id: frail, name: A, entry: {table: activity}, exit: {table: people}}
    > 1:1 T02 the key `definition` is missing. Add `definition: …`.
    > 1:62 T03 table 'people' is not one of person, registration, address, activity, observation, plan. Write `table:
    >   person`.
    """,
    """
    {id: frail, name: A, definition: B, entry: {table: activity, where: "age > 65"}}
    > 1:44 T03 entry: 'age' is no column of table activity. Known are: activity_id, activity_type, clinician_code,
    >   commissioner_code, consultation_mechanism, cost_basis, cost_gbp, end_at, end_known, load_id, method_code,
    >   organisation_code, outcome_code, parent_activity_id, person_id, priority_code, quantity, quantity_unit,
    >   ready_at, requested_at, seen_at, site_code, source_code, source_dataset, source_record_id, specialty_code,
    >   start_at, status.
    """,
)
def test_a_cohort(case):
    taken(case, Cohort)


@table(
    """
    {id: D, title: A, key_decision: yes, on: not_set, reasons: A, options: [{text: B}]}
    """,
    """
    {id: D, title: A, key_decision: true, on: tomorrow, options: [{txt: B}], wards: 5}
    > 1:33 T03 key_decision true is not one of yes, no. Write `key_decision: yes`.
    > 1:43 T03 on: 'tomorrow' is not a period or date. Write one such as 2024, 2024/25, 2024/25 Q1, 2024-03,
    >   2024-03-31, March 2024 or 2022 to 2024.
    > 1:63 T02 the key `text` is missing. Add `text: …`.
    > 1:64 T01 the key `txt` is not known here. Did you mean `text`?
    > 1:81 T03 wards 5 is not a list. Put it in brackets: `wards: [5]`.
    """,
)
def test_a_decision(case):
    taken(case, Decision)
