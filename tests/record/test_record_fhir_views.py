"""FHIR through views: shipped, a place's own and in the file; what a view can't take is told by file and line."""

from __future__ import annotations

import gzip
import json
import random
import zlib

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from oneplace.place.document import load as load_yaml
from oneplace.place.sources import Sources
from oneplace.place.typed import typed
from oneplace.problems import OneplaceError
from oneplace.record import staging
from oneplace.record.database import open_database
from oneplace.record.files import find
from oneplace.record.together import Apart

YAML = """
format: place-sources/1
version: "1"
as_at: 2026-03-31
local_authorities: [E06000045]
sources:
  - id: f
    partner: P
    system: FHIR
    datasets:
      - id: d
        files: {files}
        format: {form}
        view: {view}
        columns: {columns}
"""
OWN = {
    "resource": "Condition",
    "select": [
        {
            "column": [{"name": "id", "path": "id"}],
            "select": [{"forEach": "code.coding", "column": [{"name": "code", "path": "code"}]}],
        }
    ],
}


def staged(
    tmp_path, content, *, view="condition", columns="{id: required text, onset: date}", form="ndjson", ending=""
):
    """The staged rows and the rejects (line, field, action, reason, value) of a file of FHIR."""
    file = f"f.{form}"
    (tmp_path / "sources.yaml").write_text(YAML.format(files=file, form=form, view=view, columns=columns), "utf-8")
    sources = typed(load_yaml(tmp_path / "sources.yaml"), Sources)
    (tmp_path / "x" / "f").mkdir(parents=True, exist_ok=True)
    (tmp_path / "scratch").mkdir(exist_ok=True)
    for other in (tmp_path / "x" / "f").iterdir():
        other.unlink()
    (tmp_path / "x" / "f" / (file + ending)).write_bytes(content)
    found, problems = find(sources, tmp_path / "x")
    if problems:
        raise OneplaceError(*problems)
    dataset = sources.sources[0].datasets[0]
    with open_database() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        stage = staging.Staged(connection)
        staging.read(stage, sources, found, Apart(found, tmp_path / "scratch"), new=True)
        staging.sift(stage)
        columns_ = ", ".join(f'"{each}"' for each in dataset.columns)
        table = stage.table(sources.sources[0], dataset)
        rows = connection.sql(f"SELECT _row, {columns_} FROM {table} ORDER BY ALL").fetchall()
        rejects = connection.sql(f'SELECT file, "row", field, action, reason FROM {stage.rejects} ORDER BY ALL')
        return [tuple(map(str, row)) for row in rows], rejects.fetchall()


def lines(*resources):
    written = (each if isinstance(each, str) else json.dumps(each) for each in resources)
    return "".join(f"{each}\n" for each in written).encode()


def condition(key, **more):
    return {"resourceType": "Condition", "id": key, "onsetDateTime": "2024-02-03", **more}


def test_a_shipped_view_reads_lines_and_leaves_other_resources(tmp_path):
    other = {"resourceType": "Patient", "id": "p"}
    rows, rejects = staged(
        tmp_path, lines(condition("a"), "", other, condition("b", onsetDateTime="2024-02-03T10:00Z"))
    )
    assert (rows, rejects) == ([("1", "a", "2024-02-03"), ("4", "b", "2024-02-03")], [])


def test_a_bundle_is_read_through_the_view_of_its_resource(tmp_path):
    entries = [{"resource": condition("a")}, {"resource": {"resourceType": "Patient"}}]
    bundle = json.dumps({"resourceType": "Bundle", "entry": entries}).encode()
    assert staged(tmp_path, bundle, form="bundle")[0] == [("1", "a", "2024-02-03")]


def test_a_place_has_views_of_its_own_in_the_file_or_beside_it(tmp_path):
    resource = condition("a", code={"coding": [{"code": "x"}, {"code": "y"}]})
    (tmp_path / "views").mkdir()
    (tmp_path / "views" / "codes.json").write_text(json.dumps(OWN), "utf-8")
    for view in (json.dumps(OWN), "views/codes.json"):
        rows, rejects = staged(tmp_path, lines(resource), view=view, columns="{id: required text, code: text}")
        assert (rows, rejects) == ([("1", "a", "x"), ("1", "a", "y")], [])


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("views/none.json", "There is no file views/none.json"),
        ("../out.json", "leads out of the place's folder"),
        ("views/bad.json", "views/bad.json is no JSON"),
    ],
)
def test_a_view_that_is_not_there_is_told_at_its_line(tmp_path, view, said):
    (tmp_path / "views").mkdir()
    (tmp_path / "views" / "bad.json").write_text("{", "utf-8")
    with pytest.raises(OneplaceError, match=said) as error:
        staged(tmp_path, b"", view=view)
    assert error.value.problems[0].path.name == "sources.yaml"


def test_what_is_no_resource_or_has_several_values_is_refused_by_its_line(tmp_path):
    twice = condition("c", subject=[{"reference": "Patient/1"}, {"reference": "Patient/2"}])
    content = lines(condition("a"), "[1]", '{"id": "x"}', '{"resourceType": "Cond', twice, "null", condition("z"))
    columns = "{id: required text, patient: text}"
    rows, rejects = staged(tmp_path, content, columns=columns)
    assert [row[:2] for row in rows] == [("1", "a"), ("5", "c"), ("7", "z")]
    assert rejects == [
        ("f/f.ndjson", 2, None, "row refused", "is not a FHIR resource: no resourceType"),
        ("f/f.ndjson", 3, None, "row refused", "is not a FHIR resource: no resourceType"),
        ("f/f.ndjson", 4, None, "row refused", "is not a whole line of JSON"),
        ("f/f.ndjson", 5, "patient", "value removed", "has several values, of which the view takes one"),
        ("f/f.ndjson", 6, None, "row refused", "is not a FHIR resource: no resourceType"),
    ]


def test_a_condition_of_the_view_that_is_no_boolean_is_told_as_the_views(tmp_path):
    view = json.dumps({**OWN, "where": [{"path": "id"}]})
    with pytest.raises(OneplaceError, match=r"f\.d can't be computed: .*where\[0\].path: The condition is no boolean"):
        staged(tmp_path, lines(condition("a")), view=view, columns="{id: required text}")


ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["code", "coding", "subject", "reference", "onsetDateTime", "onsetPeriod", "start", "x", "id"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
QUIET = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture], "max_examples": 15}


@pytest.mark.slow
@settings(**QUIET)
@given(
    st.lists(ANY | st.dictionaries(st.just("resourceType"), st.just("Condition")) | st.text(max_size=20), max_size=4)
)
def test_whatever_stands_in_a_line_the_whole_ones_around_it_are_kept(tmp_path, found):
    """Each line is a row, another resource, or a reject with file and line; the first and the last are read."""
    between = [json.dumps(each).replace("\n", " ") for each in found]
    every = [json.dumps(condition("first")), *between, json.dumps(condition("last"))]
    rows, rejects = staged(tmp_path, "".join(f"{each}\n" for each in every).encode())
    kept = [(row, key) for row, key, _ in rows]
    assert ("1", "first") in kept
    assert (str(len(every)), "last") in kept
    assert {file for file, *_ in rejects} <= {"f/f.ndjson"}
    assert {int(row) for row, _ in kept} | {line for _, line, *_ in rejects} == set(range(1, len(every) + 1))


@pytest.mark.slow
@settings(**QUIET)
@given(st.integers(0, 2**32), st.booleans())
@example(1514, False)  # after its first mark
def test_a_file_cut_anywhere_costs_its_last_line_only(tmp_path, seed, packed):
    """A file of lines loses the line that is cut; so does a packed one of which a line at least is whole."""
    whole = lines(*(condition(str(number)) for number in range(20)))
    sent = gzip.compress(whole) if packed else whole
    cut = sent[: random.Random(seed).randrange(1, len(sent))]
    there = zlib.decompressobj(wbits=31).decompress(cut) if packed else cut
    if packed and b"\n" not in there:
        with pytest.raises(OneplaceError, match=r"is cut off|is not a sound gzip file"):
            staged(tmp_path, cut, ending=".gz")
        return
    rows, rejects = staged(tmp_path, cut, ending=".gz" if packed else "")
    number, last = there.count(b"\n"), there.rpartition(b"\n")[2]
    entire = not packed and last + b"\n" == lines(condition(str(number)))
    assert len(rows) == number + entire
    told = packed or (last and not entire)
    assert [(line, why) for _, line, _, _, why in rejects] == ([(number + 1, staging.CUT)] if told else [])


@pytest.mark.parametrize(("share", "whole"), [(0.5, 1), (0.99, 2)])
def test_a_bundle_that_is_cut_is_read_as_far_as_it_is_whole(tmp_path, share, whole):
    entries = [{"resource": condition(each)} for each in "abc"]
    bundle = json.dumps({"resourceType": "Bundle", "entry": entries}).encode()
    rows, rejects = staged(tmp_path, bundle[: int(len(bundle) * share)], form="bundle")
    assert len(rows) == whole
    assert [(line, why) for _, line, _, _, why in rejects] == [(whole + 1, staging.CUT)]


def test_a_bundle_that_is_cut_in_its_first_entry_is_refused(tmp_path):
    bundle = json.dumps({"resourceType": "Bundle", "entry": [{"resource": condition("a")}] * 3}).encode()
    share = 0.1
    with pytest.raises(OneplaceError, match="is a FHIR Bundle that breaks off or is damaged at line 1, character"):
        staged(tmp_path, bundle[: int(len(bundle) * share)], form="bundle")
