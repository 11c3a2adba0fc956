"""The files of a place: spots in them, a new folder, pathways beside them and schemas."""

from __future__ import annotations

import pytest

from oneplace.place import check, explain, is_pathway, json_schema, pathways, read, scaffold
from oneplace.place.document import load
from oneplace.place.folder import Spot, files_in
from oneplace.place.rules.explain import changed_example, explanations
from oneplace.place.sources import Sources
from oneplace.place.typed import typed
from oneplace.problems import OneplaceError


def said(error) -> list[str]:
    return [str(problem) for problem in error.value.problems]


@pytest.mark.parametrize(
    ("name", "plain", "id_"),
    [
        ("Southampton", "Southampton", "southampton"),
        ("North & mid Hampshire", "North   mid Hampshire", "north-mid-hampshire"),
        ('King\'s "Lynn": {x}', "King's  Lynn    x", "king-s-lynn-x"),
        ("2nd place", "2nd place", "place-2nd-place"),
        ("St. Ives (Cornwall)", "St. Ives (Cornwall)", "st-ives-cornwall"),
        ("- .'", "New place", "new-place"),
        ("#", "New place", "new-place"),
        ("Ynys Môn", "Ynys Môn", "ynys-m-n"),
        ("日本", "日本", "place"),
    ],
)
def test_a_new_place_is_called_as_asked(tmp_path, name, plain, id_):
    scaffold(tmp_path / "new", name=name)
    place = read(tmp_path / "new").place
    assert (place.name, place.id) == (plain, id_)


def test_a_new_place_is_called_as_its_folder_where_nothing_is_asked(tmp_path):
    written = scaffold(tmp_path / "south_east-london")
    assert [str(path.relative_to(tmp_path / "south_east-london")) for path in written] == [
        "place.yaml",
        "strategy.yaml",
        "sources.example.yaml",
        "measures/falls_admissions_65.yaml",
        "README.md",
        ".gitignore",
    ]
    assert read(tmp_path / "south_east-london").place.name == "South East London"


def test_a_folder_that_holds_something_is_not_written_into(tmp_path):
    (tmp_path / "note.txt").write_text("mine")
    for target in (tmp_path, tmp_path / "note.txt"):
        with pytest.raises(OneplaceError) as error:
            scaffold(target)
        assert said(error) == [f"{target}: F01 already holds something. Give a new or an empty folder."]
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]
    (tmp_path / "empty").mkdir()
    assert len(scaffold(tmp_path / "empty")) == 6


def test_a_folder_below_a_file_can_not_be_written(tmp_path):
    (tmp_path / "note.txt").write_text("mine")
    target = tmp_path / "note.txt" / "new"
    with pytest.raises(OneplaceError) as error:
        scaffold(target)
    assert said(error) == [f"{target}: F01 cannot be written (Not a directory). Give a folder in which you may write."]


def test_no_folder_is_no_place(tmp_path):
    (problem,) = check(tmp_path / "nowhere")
    assert str(problem) == (
        f"{tmp_path / 'nowhere'}: F01 is not a folder. Give the folder of a place, or make one with `oneplace new DIR`."
    )


@pytest.mark.parametrize("ending", [".yml", ".YML", ".YAML"])
def test_a_file_with_another_ending_is_named_and_no_other(tmp_path, ending):
    for name in (f"b{ending}", "c.yaml", "a.yaml", "notes.txt", "d.json"):
        (tmp_path / name).touch()
    paths, problems = files_in(tmp_path)
    assert [path.name for path in paths] == ["a.yaml", "c.yaml"]
    assert [str(problem) for problem in problems] == [
        f"{tmp_path}/b{ending}: F03 would not be read. Rename it to `b.yaml`."
    ]
    assert [path.name for path in files_in(tmp_path, (".yaml", ".json"))[0]] == ["a.yaml", "c.yaml", "d.json"]


def test_a_spot_goes_further_in(tmp_path):
    (tmp_path / "a.yaml").write_text("a:\n  - b: 1\n    c: x\n")
    spot = Spot(load(tmp_path / "a.yaml"))
    assert (spot / "a" / 0 / "c").written == "x"
    assert (spot / "a" / 0 / "c").mark == (3, 8)
    assert (spot / "a" / 0 / "z").written is None
    assert (spot / "a" / 0 / "z").mark == (2, 5)
    assert spot.written == {"a": [{"b": 1, "c": "x"}]}
    assert spot.mark == (1, 1)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("format: pathway/1\n", True),
        ('# A comment\nid: x\nformat: "pathway/1"\n', True),
        ('{"format": "pathway/2", "id": 1}', True),
        ("{ format : 'pathway/1'}", True),
        ("format: place/1\n", False),
        ("a: format pathway/1\n", False),
        ("# format: pathway/1\n", False),
        ("#" * 4000 + "\nformat: pathway/1\n", False),
        ("#" * 3900 + "\nformat: pathway/1\n", True),
        ("", False),
    ],
)
def test_a_pathway_says_that_it_is_one(tmp_path, text, is_one):
    path = tmp_path / "a.yaml"
    path.write_text(text)
    assert is_pathway(path) is is_one


def test_pathways_are_those_of_the_folder_or_the_one_that_is_named(tmp_path):
    folder = tmp_path / "pathways"
    folder.mkdir()
    for name in ("b.json", "a.yaml", "c.yml", "d.csv"):
        (folder / name).write_text("format: pathway/1\n")
    found, misnamed = pathways(tmp_path)
    assert [path.name for path in found] == ["a.yaml", "b.json"]
    assert [problem.path.name for problem in misnamed] == ["c.yml"]
    assert pathways(folder / "b.json") == ([folder / "b.json"], [])
    assert pathways(tmp_path / "nowhere") == ([], [])
    assert not is_pathway(folder)


@pytest.mark.slow
def test_each_kind_of_file_has_its_schema():
    made = json_schema()
    assert list(made) == [
        "place",
        "strategy",
        "measure",
        "cohort",
        "library",
        "datasets",
        "sources",
        "decision",
        "commentary",
    ]
    assert {schema["$schema"] for schema in made.values()} == {"https://json-schema.org/draft/2020-12/schema"}
    assert {schema["additionalProperties"] for schema in made.values()} == {False}  # of an entry of the library, any
    period = made["strategy"]["properties"]["period"]
    assert [sorted(form) for form in period["anyOf"]] == [["$ref"], ["const", "type"]]
    assert "oneOf" not in period
    compute = made["measure"]["properties"]["compute"]["anyOf"][0]
    assert "oneOf" in compute
    assert set(compute["discriminator"]["mapping"]) == {"record", "published", "recorded", "quality"}


def test_a_rule_is_found_whatever_the_case_of_its_code():
    assert explain("e06") is explain("E06") is explanations()["E06"]
    with pytest.raises(OneplaceError) as error:
        explain("e99")
    assert said(error) == ["e99: is not the code of a rule. Codes run from E01 to W154; see docs/rules."]


def test_an_example_is_changed_by_whole_parts():
    changed = changed_example("budget: not_set\ngaps: []\n")
    assert changed.endswith("budget: not_set\ngaps: []\n")
    assert changed.count("budget:") == 1
    assert "pool:" not in changed
    assert changed_example("").startswith("format:")
    assert "outcomes:\n  - id: O1" in changed


def test_a_wrong_byte_does_not_keep_a_file_from_saying_what_it_is(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"title: \xff\nformat: pathway/1\n")
    assert is_pathway(tmp_path / "a.yaml")


def test_the_sources_to_copy_from_are_sound_ones(tmp_path):
    scaffold(tmp_path / "new")
    assert [source.id for source in typed(load(tmp_path / "new" / "sources.example.yaml"), Sources).sources] == [
        "practices",
        "hospital",
    ]
