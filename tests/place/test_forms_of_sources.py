"""Each kind of field of sources.yaml: what it takes, what it refuses, and what is said at which line and column."""

from __future__ import annotations

from textwrap import indent

from oneplace.place import Sources
from tests.place.build import table, taken


def dataset(lines: str) -> str:
    """A source with one dataset that begins with these lines."""
    rest = "" if "columns:" in lines else "columns: {nhs: nhs_number, day: date, ward: text}\n"
    rest += "" if "files:" in lines else "files: a.csv\n"
    return (
        "sources:\n- id: s\n  partner: P\n  system: S\n  datasets:\n  - "
        + indent(f"{lines}\n{rest}id: d", "    ").lstrip()
        + '\nformat: place-sources/1\nversion: "1"\nas_at: "2026-01-31"\nlocal_authorities: E06000045\n'
    )


@table(
    """
    key: [nhs, day]
    """,
    """
    files: ../other/a.csv
    > 6:12 T03 files: '../other/a.csv' leads out of the source's folder, and nothing outside it is read.
    """,
    """
    files: /etc/a.csv
    > 6:12 T03 files: '/etc/a.csv' leads out of the source's folder, and nothing outside it is read.
    """,
    """
    files: a..b.csv
    """,
    """
    delimiter: ";;"
    encoding: utf-9
    format: xlsx
    > 6:16 T03 delimiter ';;' is not right: string should have at most 1 character. Correct `delimiter`.
    > 7:15 T03 encoding 'utf-9' is not one of utf-8, latin-1, utf-16, cp1252, mac-roman. Write `encoding: utf-8`.
    > 8:13 T03 format 'xlsx' is not one of csv, excel, ndjson, bundle, parquet. Write `format: excel`.
    """,
    """
    key: [nhs, dob]
    > 6:10 T03 key: there is no column dob.
    """,
    """
    columns: {nhs: required nhs_number, day: {type: date, format: "%d/%m/%Y"}, ward: {}}
    """,
    """
    columns: {nhs: requird date, day: a b c, ward: {type: date, format: "%Q"}}
    > 6:20 T03 nhs 'requird date' is not a mapping (keys with values). Write a mapping (keys with values).
    > 6:39 T03 day 'a b c' is not a mapping (keys with values). Write a mapping (keys with values).
    > 6:73 T03 format '%Q' is not right: string should match pattern '^([^%]|%[dmYybBjHMSIp])+$'. Correct `format`.
    """,
    """
    columns: {nhs: optional nhs_number, day: {type: date, optional: true}}
    """,
    """
    columns: {nhs: {type: nhs_number, required: true, optional: true}}
    > 6:20 T03 nhs: A column that may be absent is not required. Keep `required` or `optional`.
    """,
    """
    withdrawn: ward = 'gone'
    > 6:5 T03 datasets: d: `withdrawn` needs `key`, the columns that name what is taken back.
    """,
    """
    key: nhs
    withdrawn: ward = 'gone'
    newest_by: _file
    submissions: {of: ward, newest_by: _file}
    """,
    """
    submissions: {of: wards, newest_by: day}
    > 6:23 T03 of: there is no column wards.
    """,
    """
    submissions: {newest_by: sent}
    > 6:5 T03 datasets: d: `sent` uses the column sent, which the file does not declare.
    """,
    """
    submissions: {newest_by: day, first: day, last: day}
    > 6:18 T03 submissions: `first`, `last`, `begins` and `ends` go together. Give all four, or none.
    """,
    """
    person: nhs
    rows: [{table: preference, first_by: day, values: {preference_type: "'opt_out'", value: "'yes'"}}]
    > 7:12 T03 rows: `first_by` says which row of each group is taken. Name the groups in `one_per`.
    """,
    """
    columns: {_nhs: text}
    > 6:5 T03 datasets: d: a column can't be called _nhs. Oneplace uses that name itself.
    """,
    """
    columns: {item: text}
    > 6:5 T03 datasets: d: a column can't be called item. Oneplace uses that name itself.
    """,
    """
    columns: {as_at: date}
    > 6:5 T03 datasets: d: a column can't be called as_at. Oneplace uses that name itself.
    """,
    """
    columns: {nhs: {path: a.b}}
    > 6:5 T03 datasets: d: the column nhs has a path, which only ndjson and bundle have.
    """,
    """
    columns: {nhs: text}
    format: ndjson
    > 6:5 T03 datasets: d: the column nhs needs a path.
    """,
    """
    columns: {nhs: {path: a.b}}
    format: ndjson
    """,
    """
    columns: {nhs: {path: a..b}}
    format: ndjson
    > 6:5 T03 datasets: d: columns.nhs.path: `a..b`: At `.` (character 3) the name of an element or a function was
    > expected. Complete or correct the path.
    """,
    """
    columns: {id: required text, onset: date}
    format: ndjson
    view: condition
    """,
    """
    columns: {id: required text}
    format: bundle
    view: {resource: Patient, select: [{column: [{name: id, path: id}]}]}
    """,
    """
    columns: {id: text, began: date}
    format: ndjson
    view: {resource: Condition, select: [{column: [{name: id, path: id}]}]}
    > 6:5 T03 datasets: d: the view has no column began. It has id.
    """,
    """
    columns: {id: text}
    format: ndjson
    view: {resource: Condition, select: [{column: [{name: id, path: "id.("}]}]}
    > 6:5 T03 datasets: d: select[0].column[0].path: `id.(`: At `(` (character 4) the name of an element or a function
    > was expected. Complete or correct the path.
    """,
    """
    columns: {id: {path: id}}
    format: ndjson
    view: condition
    > 6:5 T03 datasets: d: the column id has a path, and its view says where it stands.
    """,
    """
    columns: {id: text}
    format: ndjson
    resource: Condition
    view: condition
    > 6:5 T03 datasets: d: the view says which resource it is of: leave `resource` out.
    """,
    """
    columns: {id: text}
    view: condition
    > 6:5 T03 datasets: d: only a bundle or ndjson has a `view`.
    """,
    """
    columns: {id: text}
    format: ndjson
    view: conditions
    > 6:5 T03 datasets: d: No view conditions ships. Write one of allergy_intolerance, appointment, care_plan,
    > condition, consent, encounter, episode_of_care, flag, immunization, location, medication_request,
    > medication_statement, observation, observation_component, organization, patient, patient_address, procedure,
    > questionnaire_response, service_request, task, or a view definition.
    """,
    """
    person: nhs
    facts: {nhs_number: nhs, birth_date: day}
    """,
    """
    person: nhs
    facts: {height: day}
    > 6:5 T03 datasets: d: a person has no fact height; they have as_of, nhs_number, nhs_number_status, given_name,
    >   family_name, birth_date, birth_date_precision, sex, postcode, uprn, lsoa_code, age, phone, email, shared_number,
    >   address_line, town, ethnic_category, death_date, underlying_cause_icd10, place_of_death, main_language,
    >   interpreter_required.
    """,
    """
    facts: {birth_date: day}
    > 6:5 T03 datasets: d: facts about a person need `person`, the source's key of them.
    """,
    """
    person: nhs
    person_of: d.nhs
    > 6:5 T03 datasets: d: give `person` or `person_of`, not both.
    """,
    """
    person_of: other.nhs
    > 1:1 T03 the file: s.d: person_of must name a dataset here and a column of both.
    """,
    """
    person: nhs
    facts: {birth_date: dya}
    > 6:5 T03 datasets: d: `dya` uses the column dya, which the file does not declare.
    """,
    """
    happened: max(day)
    > 6:5 T03 datasets: d: `max(day)` uses MAX(day): a mapping is one expression over the file's columns, without
    >   sub-queries, aggregates or other functions than those listed in docs/reference/sources.md.
    """,
    """
    refuse: [{when: day > as_at, because: It lies ahead}]
    """,
    """
    refuse: [{when: day > today, because: It lies ahead}]
    > 6:5 T03 datasets: d: `day > today` uses the column today, which the file does not declare.
    """,
    """
    rows: [{table: preference, values: {preference_type: "'opt_out'", value: "'yes'"}}]
    > 6:5 T03 datasets: d: rows of preference need `person`, the source's key of whom they are about.
    """,
    """
    person: nhs
    rows: [{table: preference, values: {preference_type: "'opt_out'"}}]
    > 7:12 T03 rows: Every row of preference needs value.
    """,
    """
    person: nhs
    rows: [{table: preference, values: {preference_type: 1, value: 2.5, colour: "'red'"}}]
    > 7:12 T03 rows: preference has no column colour. Write one of preference_type, value, start_date, end_date.
    """,
    """
    person: nhs
    rows: [{table: visits, values: {}}]
    > 7:20 T03 table 'visits' is not one of registration, address, preference, activity, observation, plan,
    >   organisation, place_of_address. Write `table: activity`.
    """,
    """
    rows: [{table: observation, values: {kind: "'finding'", recorded_date: day, code: item}, each: [ward]}]
    """,
    """
    rows: [{table: observation, values: {kind: "'finding'", recorded_date: day, code: item}}]
    > 6:5 T03 datasets: d: `item` uses the column item, which the file does not declare.
    """,
    """
    rows: [{table: observation, values: {kind: "'thought'", recorded_date: day}, one_per: bed}]
    > 6:12 T03 rows: thought is not one of diagnosis, procedure, medication, measurement, immunisation, finding,
    >   score, need.
    """,
    """
    rows: [{table: observation, values: {kind: "'finding'", recorded_date: day}, one_per: bed}]
    > 6:91 T03 one_per: there is no column bed.
    """,
    """
    columns: {nhs: required nhs_number, Spell No: text, day: date}
    rows: [{table: observation, values: {kind: "'finding'", recorded_date: day}, one_per: ['"Spell No"']}]
    > 7:91 T03 one_per: there is no column "Spell No". These are names, not SQL: write `Spell No` without the quotes
    >   inside.
    """,
    """
    columns: {nhs: required nhs_number, From: date}
    person: nhs
    rows: [{table: observation, values: {kind: "'finding'", recorded_date: 'coalesce(From, nhs)'}}]
    > 6:5 T03 datasets: d: `coalesce(From, nhs)` has a column that is a word of SQL as well. Put its name in double
    >   quotes, and all in single ones: `'coalesce("From", nhs)'`.
    """,
    """
    rows: [{table: observation, values: {kind: "'finding'", recorded_date: day, parent_record_id: ward}}]
    > 6:12 T03 rows: parent_record_id and parent_type go together.
    """,
    """
    rows:
    - {table: observation, values: {kind: "'finding'", recorded_date: day}, parent_type: referral, parent_source: t}
    > 7:7 T03 rows: parent_record_id and parent_type go together.
    """,
    """
    rows:
    - table: observation
      values: {kind: "'finding'", recorded_date: day, parent_record_id: ward}
      parent_type: referral
      parent_source: t
    > 1:1 T03 the file: s.d: there is no source t.
    """,
    """
    columns: {day: date, ward: {codelist: wards}}
    > 1:1 T03 the file: s.d: there is no codelist wards.
    """,
)
def test_a_dataset_of_sources_yaml(case):
    taken(case, Sources, of=dataset)


@table(
    """
    format: place-sources/1
    version: 1
    as_at: yesterday
    local_authorities: []
    sources: []
    > 2:10 T03 version 1 is not text. Quote it: `version: "1"`.
    > 3:8 T03 as_at 'yesterday' is not a day of the calendar. Write `as_at: 2026-04-01`: year, month, day.
    > 5:10 T03 sources [] is not right: tuple should have at least 1 item after validation, not 0. Correct `sources`.
    """,
    """
    format: place-sources/1
    version: "1"
    as_at: "2026-01-31"
    complete_from: "2026-02-30"
    local_authorities: E06000045
    sources: [{id: s, partner: P, system: S, datasets: []}]
    > 4:16 T03 complete_from '2026-02-30' is not a day of the calendar. Write `complete_from: 2026-04-01`: year,
    >   month, day.
    > 6:52 T03 datasets [] is not right: tuple should have at least 1 item after validation, not 0. Correct
    >   `datasets`.
    """,
    """
    format: place-sources/1
    version: "1"
    as_at: "2026-01-31"
    local_authorities: E06000045
    sources:
    - {id: s, partner: P, system: S, datasets: [{id: d, files: a.csv, columns: {}}, {id: d, files: b.csv, columns: {}}]}
    > 1:1 T03 the file: The id d is used twice.
    """,
    """
    format: place-sources/1
    version: "1"
    as_at: "2026-01-31"
    local_authorities: E06000045
    sources:
    - {id: s, partner: P, system: S, datasets: [{id: d, files: a.csv, columns: {}}]}
    - {id: s, partner: P, system: S, datasets: [{id: d, files: a.csv, columns: {}}]}
    > 1:1 T03 the file: The id s is used twice.
    """,
)
def test_sources_yaml(case):
    taken(case, Sources)
