"""No file outside a place's folder is read, whichever door names it, and no error shows what stands there."""

from __future__ import annotations

import os

import pytest

from oneplace.flow import parse, simulate
from oneplace.measures.documents import from_document
from oneplace.place import FromDocument, check, codelists, inside, pathways
from oneplace.population.codelists import read_codelists
from oneplace.problems import OneplaceError
from oneplace.run.store import place_files
from tests.web import world

FOREIGN = "code,term,code_system,period,group,value,source\nJANE-DOE,x,local,2024,all,1,x\n"


@pytest.fixture
def folder(tmp_path):
    """A place; beside it, not in it, a file that is nobody's business."""
    world.write_place(tmp_path / "place")
    (tmp_path / "secret.csv").write_text(FOREIGN)
    (tmp_path / "secret.yaml").write_text("secret: JANE-DOE\n")
    for name in ("codelists", "series"):
        (tmp_path / "place" / name).mkdir()
    return tmp_path / "place"


def refused(call, *arguments):
    with pytest.raises((OneplaceError, ValueError)) as caught:
        call(*arguments)
    assert "JANE-DOE" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("path", ["a.csv", "series/a.csv", "series/../a.csv", "not/there.csv", "."])
def test_what_stands_in_the_folder_is_let_through(folder, path):
    assert inside(folder, folder / path) == folder / path


@pytest.mark.parametrize("path", ["../secret.csv", "series/../../secret.csv", "/etc/passwd", "../place2/a.csv", ".."])
def test_what_stands_outside_is_not(folder, path):
    assert f"leads out of the folder {folder}. Put the file itself there, and name it without `..`." in refused(
        inside, folder, folder / path
    )


def test_a_link_is_judged_by_where_it_leads(folder):
    (folder / "out.csv").symlink_to(folder.parent / "secret.csv")
    (folder / "in.csv").symlink_to(folder / "place.yaml")
    assert inside(folder, folder / "in.csv")
    refused(inside, folder, folder / "out.csv")


def test_a_pipe_is_refused_instead_of_waited_for(folder):
    os.mkfifo(folder / "measures.yaml")
    assert "is not an ordinary file. Put the file itself there." in refused(inside, folder, folder / "measures.yaml")


def test_a_folder_reached_by_a_link_is_a_folder_like_another(folder):
    (folder.parent / "link").symlink_to(folder)
    assert "F04" not in {problem.code for problem in check(folder.parent / "link")}


@pytest.mark.parametrize("name", ["../../secret", "../secret", "a/b", "a.b", "", "/etc/passwd"])
def test_a_code_list_is_named_by_a_name(name):
    assert "letters, digits" in refused(codelists, f"in_codelist(code, '{name}')")


def test_a_code_list_that_leads_out_is_not_read(folder):
    refused(read_codelists, folder, ["../../secret"])
    (folder / "codelists" / "asthma.csv").symlink_to(folder.parent / "secret.csv")
    refused(read_codelists, folder, ["asthma"])


@pytest.mark.parametrize("file", ["series/../../secret.csv", "series/../x.csv", "series/..csv", "/series/x.csv"])
def test_a_series_is_named_below_its_folder(file):
    refused(lambda: FromDocument.model_validate({"from": "recorded", "file": file}))


@pytest.mark.parametrize("file", ["series/a.csv", "series/2024/a_b-c.d.csv"])
def test_a_series_may_stand_on_a_shelf(file):
    assert FromDocument.model_validate({"from": "recorded", "file": file}).file == file


def test_a_series_that_leads_out_is_not_read(folder):
    (folder / "series" / "a.csv").symlink_to(folder.parent / "secret.csv")
    compute = FromDocument.model_validate({"from": "recorded", "file": "series/a.csv"})
    refused(from_document, folder, None, compute)


@pytest.mark.parametrize("name", ["measures/smoking.yaml", "strategy.yaml", "place.yaml", "decisions/x.yaml"])
def test_a_file_of_the_place_that_leads_out_is_named_and_not_shown(folder, name):
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(folder.parent / "secret.yaml")
    (problem,) = check(folder)
    assert (problem.path, problem.code) == (folder / name, "F04")
    assert "JANE-DOE" not in str(problem)


def test_a_link_to_itself_leads_nowhere(folder):
    (folder / "measures" / "x.yaml").symlink_to(folder / "measures" / "x.yaml")
    (problem,) = check(folder)
    assert (problem.path.name, problem.code) == ("x.yaml", "F04")


def test_a_pathway_that_leads_out_is_named_and_not_read(folder):
    out = folder / "pathways" / "out.yaml"
    out.symlink_to(folder.parent / "secret.yaml")
    paths, (problem,) = pathways(folder)
    assert (problem.path, problem.code) == (out, "F04")
    assert out not in paths


def test_a_run_keeps_no_file_from_elsewhere(folder):
    (folder / "notes.txt").symlink_to(folder.parent / "secret.csv")
    refused(place_files, folder)


PATHWAY = """
format: pathway/1
id: tiny
name: One bed
provenance: illustrative
start: "2026-04-01"
run: 100 hours
patients: {{all: {{enters: bed, arrivals: {arrivals}}}}}
places: {{bed: {{capacity: 2 beds, stay: {stay}}}}}
"""
RATE, MEAN = "{rate: 1 patients per hour}", "{shape: lognormal, mean: 1 hour, cv: 100 %}"


@pytest.mark.parametrize(
    ("arrivals", "stay"),
    [
        (RATE, "{shape: empirical, file: ../../secret.csv}"),
        ("{observed: ../../secret.csv}", MEAN),
        ("{rate: 1 patients per hour, profile: ../../secret.csv}", MEAN),
    ],
)
def test_a_pathway_names_no_file_outside_its_place(folder, arrivals, stay):
    path = folder / "pathways" / "tiny.yaml"
    words = refused(lambda: simulate(parse(PATHWAY.format(arrivals=arrivals, stay=stay), path), replications=1))
    assert "leads out of the folder" in words
