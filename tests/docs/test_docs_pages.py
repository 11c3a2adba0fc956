"""What every page claims: links lead somewhere, commands exist with their options, nothing of how it was made."""

import re
from collections import Counter

import pytest
import typer

from oneplace.cli import app
from oneplace.place import read
from oneplace.progress import Status, sentences
from tests.docs.markdown_pages import ROOT, anchors, commands, every_page, links

PAGES = every_page()
HOSTS = re.compile(r"https?://([^/\s)\]'\"`>]+)")
SOMEBODYS_FOLDER = re.compile(r"(?<![\w./])/(?:home|root|work|Users|mnt)/")
REGISTRIES = re.compile(r"pypi|pythonhosted|npmjs|conda|docker")


def name(page):
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page):
    for link in links(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target.read_text(encoding="utf-8")), link


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_commands_exist_with_these_options(page):
    group = typer.main.get_command(app)
    for command, *given in commands(page.read_text(encoding="utf-8")):
        if command in ("COMMAND", "--help", "…"):
            continue
        assert command in group.commands, command
        found, arguments = group.commands[command], given
        while hasattr(found, "commands") and arguments:
            assert arguments[0] in found.commands, (command, arguments)
            found, arguments = found.commands[arguments[0]], arguments[1:]
        if "--help" not in arguments and arguments:
            found.make_context(command, list(arguments))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_page_names_no_folder_of_ours_and_no_package_registry(page):
    text = page.read_text(encoding="utf-8")
    assert not SOMEBODYS_FOLDER.search(text)
    assert not [host for host in HOSTS.findall(text) if REGISTRIES.search(host)]


def test_a_command_that_is_not_there_would_be_found():
    group = typer.main.get_command(app)
    with pytest.raises(Exception, match=r"[Nn]o such option"):
        group.commands["check"].make_context("check", ["place", "--no-such-option"])


def test_the_commands_of_a_page_are_found():
    text = "Run `oneplace check PLACE`.\n\n```sh\noneplace run here --json   # all of it\n```\n"
    text += "\n```console\n$ oneplace new x\n```\n"
    assert list(commands(text)) == [["run", "here", "--json"], ["new", "x"], ["check", "PLACE"]]


def test_every_how_to_is_in_the_index():
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    for page in (*(ROOT / "docs" / "how-to").glob("*.md"), *(ROOT / "docs" / "reference").glob("*.md")):
        assert f"({page.relative_to(ROOT / 'docs')})" in index, page


@pytest.mark.parametrize("status", Status)
def test_a_resident_is_told_what_each_status_on_the_site_means(status):
    table = [line.split("|")[1] for line in page_of("a-resident").splitlines() if line.startswith("| ")]
    assert any(sentences.status_label({"status": status}) in words for words in table)


def page_of(who):
    return (ROOT / "docs" / "how-to" / f"{who}.md").read_text(encoding="utf-8")


def test_the_readme_counts_the_example_as_it_is():
    place = read(ROOT / "places" / "southampton")
    found = Counter(measure.compute.source in ("record", "quality") for measure in place.measures.values())
    said = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"computes {found[True]} measures from them and takes {found[False]} from real published figures" in said
    assert f"judges {len(place.strategy.outcomes)} ambitions" in said
