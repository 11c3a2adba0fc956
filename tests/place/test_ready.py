"""A ready mapping into sources.yaml: what stands there stays byte for byte, and what is there already is refused."""

from __future__ import annotations

from datetime import date
from textwrap import dedent, indent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace.place import ready
from oneplace.place.document import load
from oneplace.place.ready.shipped import declaration
from oneplace.place.sources import Sources
from oneplace.place.typed import typed
from oneplace.problems import OneplaceError

DAY = date(2026, 3, 31)
THERE = """\
# Ours.
format: place-sources/1
version: "1"
as_at: 2026-03-31
local_authorities: [E06000045]
sources:
  - id: gp   # the practices
    partner: Practices
    system: S
    datasets:
      - id: patients
        files: p.csv
        columns: {id: required text}

  # The hospital.
  - id: acute
    partner: Hospital
    datasets:
      - id: ward
        files: w.csv
        columns: {id: required text}
        rows:
          - table: organisation
            values:
              organisation_code: id
              name: >-
                id

    system: S
"""


def written(folder, text, name="apc", **more):
    (folder / "sources.yaml").write_bytes(text.encode())
    made = ready.add(name, folder, as_at=DAY, authorities=[], **more)
    return made, (folder / "sources.yaml").read_bytes().decode()


def sources(folder):
    return typed(load(folder / "sources.yaml"), Sources)


def ids(folder):
    return [(each.id, [dataset.id for dataset in each.datasets]) for each in sources(folder).sources]


def stays(before, after):
    """Whether the text before is what is left of the text after without one run of lines."""
    kept = [len(before) - len(tail) for tail in (before[n:] for n in range(len(before) + 1)) if after.endswith(tail)]
    return any(after.startswith(before[:at]) for at in kept)


def test_a_source_that_is_there_gets_the_dataset_at_its_end(tmp_path):
    made, after = written(tmp_path, THERE)
    assert (made.new_file, made.new_source) == (False, False)
    assert ids(tmp_path) == [("gp", ["patients"]), ("acute", ["ward", "apc"])]
    assert stays(THERE, after)
    assert after.endswith("\n\n    system: S\n")  # the key after the list stays where it is


def test_a_source_that_is_not_there_comes_last(tmp_path):
    made, after = written(tmp_path, THERE, source="other_trust")
    assert (made.source, made.new_source) == ("other_trust", True)
    assert ids(tmp_path) == [("gp", ["patients"]), ("acute", ["ward"]), ("other_trust", ["apc"])]
    assert after.startswith(THERE)


def test_a_file_that_is_not_there_is_made_with_what_the_place_knows(tmp_path):
    made = ready.add("apc", tmp_path, as_at=DAY, authorities=["E06000045", "E07000091"])
    assert made.new_file
    assert (sources(tmp_path).as_at, sources(tmp_path).local_authorities) == (DAY, ("E06000045", "E07000091"))
    assert any("as_at" in each for each in made.to_do)


SHAPES = {
    "lists as far out as their keys": THERE.replace("\n  ", "\n"),
    "other ends of lines": THERE.replace("\n", "\r\n"),
    "no end of the last line": THERE.rstrip("\n"),
    "a remark at the end": THERE + "\n# The end.\n",
    "a key after the sources": THERE + "\n# Whose residents.\nlinkage: keys\n",
    "a remark of the last item": THERE + "    # A remark of the hospital's.\n",
    "the end of a document": THERE + "...\n",
    "marks that end a line for Python and not for YAML": THERE.replace(
        "columns: {id: required text}", 'columns: {id: {codes: ["a\u2028", "b\x85", "c\u2029"]}}'
    ),
    "a dash alone": THERE.replace("  - id: acute", "  -\n    id: acute"),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("source", [None, "gp", "other"])
def test_whatever_way_the_file_is_written_it_stays(tmp_path, shape, source):
    before = SHAPES[shape]
    (tmp_path / "sources.yaml").write_bytes(before.encode())
    was = sources(tmp_path)
    made, after = written(tmp_path, before, source=source)
    assert stays(before, after) or stays(before + "\n", after)
    assert after.count("\r\n") in (0, after.count("\n"))
    left = {
        each.id: tuple(one for one in each.datasets if (each.id, one.id) != (made.source, "apc"))
        for each in sources(tmp_path).sources
    }
    assert {name: kept for name, kept in left.items() if kept} == {each.id: each.datasets for each in was.sources}


def test_every_shape_is_one_of_its_own():
    assert len(set(SHAPES.values())) == len(SHAPES)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (THERE.replace("id: ward", "id: apc"), 19, "declares acute.apc already"),
        (THERE.replace("format: place-sources/1", "format: place-sources/9"), 2, "place-sources/9"),
        (THERE.replace("sources:\n", "sources: [\n"), None, "is not YAML"),
        (
            dedent(
                """\
                format: place-sources/1
                version: "1"
                as_at: 2026-03-31
                local_authorities: [E06000045]
                sources: [{id: a, partner: P, system: S, datasets: [{id: d, files: f.csv, columns: {id: text}}]}]
                """
            ),
            5,
            "writes `sources` in brackets",
        ),
    ],
)
def test_what_cannot_be_added_to_is_refused_with_its_line_and_stays(tmp_path, text, line, said):
    with pytest.raises(OneplaceError) as error:
        written(tmp_path, text)
    (problem, *_) = error.value.problems
    assert said in str(error.value)
    assert problem.mend
    assert line in (None, problem.line)
    assert (tmp_path / "sources.yaml").read_text("utf-8") == text


def test_a_name_that_is_none_is_refused_with_those_that_are(tmp_path):
    with pytest.raises(OneplaceError, match="apcs: is no ready mapping"):
        ready.add("apcs", tmp_path, as_at=DAY, authorities=[])
    assert not (tmp_path / "sources.yaml").exists()


@pytest.mark.slow
def test_one_after_the_other_all_are_taken(tmp_path):
    for name in ready.names():
        ready.add(name, tmp_path, as_at=DAY, authorities=[])
    found = {dataset.id for source in sources(tmp_path).sources for dataset in source.datasets}
    assert found == {dataset.id for name in ready.names() for dataset in ready.shipped(name).datasets}


@pytest.mark.parametrize("name", ready.names())
def test_what_is_written_is_what_ships_and_says_how_sure_it_is(tmp_path, name):
    mapping = ready.shipped(name)
    ready.add(name, tmp_path, as_at=DAY, authorities=[])
    text = (tmp_path / "sources.yaml").read_text("utf-8")
    assert indent("\n".join(declaration(name)), " " * 4).replace("\n    \n", "\n\n") in text
    (source,) = sources(tmp_path).sources
    assert source.datasets == mapping.datasets
    unlike = [dataset.id for dataset in mapping.datasets if dataset.layout_is != mapping.layout]
    assert len(unlike) < len(mapping.datasets) / 2
    assert all(f"`{each}`" in mapping.layout_from for each in unlike)  # said of which it is not so
    assert ("recalled, not seen" in " ".join(text.replace("#", "").split())) == (mapping.layout == "recalled")


@pytest.mark.slow
@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(["", "# far out", "  # at the dash", "      # deep in"]), max_size=4), st.booleans())
def test_remarks_and_empty_lines_wherever_they_stand_stay(tmp_path_factory, lines, more):
    folder = tmp_path_factory.mktemp("place")
    before = THERE + "".join(line + "\n" for line in lines) + ("linkage: keys\n" if more else "")
    for source in (None, "other"):
        _, after = written(folder, before, source=source)
        assert stays(before, after)


@pytest.mark.parametrize("source", ["../x", "", "a/b", "9th", "trust a"])
@pytest.mark.parametrize("before", [None, THERE])
def test_a_source_that_is_no_id_is_refused_before_anything_is_written(tmp_path, before, source):
    path = tmp_path / "sources.yaml"
    if before is not None:
        path.write_text(before, encoding="utf-8")
    with pytest.raises(OneplaceError, match="is no id of a source") as found:
        ready.add("apc", tmp_path, as_at=date(2026, 3, 31), authorities=["E06000045"], source=source)
    assert "sources.yaml" not in str(found.value)
    assert (path.read_text(encoding="utf-8") if path.exists() else None) == before
