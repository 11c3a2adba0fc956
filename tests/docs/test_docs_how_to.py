"""The how-to pages are run: what they tell you to type is typed, and what they show is what comes out.

In a page, ```` ```yaml place/measures/x.yaml ```` is a file to write, ```` ```console ```` holds commands after ``$``
with what they print, ```` ```python ```` runs (a ``text`` block right after it is what it prints), and ```` ```sh ````
is only read. ``…`` stands for anything, alone on a line for any number of lines. What can't be the same everywhere
(ids, times, seconds) is not compared.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from oneplace import cli
from oneplace import run as pipeline
from tests.docs.markdown_pages import ROOT, Block, blocks
from tests.run.conftest import make_place

HOW_TO = ROOT / "docs" / "how-to"
RUN = [path for path in sorted(HOW_TO.glob("*.md")) if "```console" in path.read_text(encoding="utf-8")]
_VARIES = [
    (r"\d{4}-\d\d-\d\d-[0-9a-f]{8}", "RUN"),
    (r"\b[0-9a-f]{16}\b", "RECORD"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", "TIME"),
    (r"\b\d+\.\d s\b", "SECONDS"),
    (r"[ ]+", " "),
]


def alike(text: str) -> str:
    for pattern, word in _VARIES:
        text = re.sub(pattern, word, text)
    return "\n".join(line.strip() for line in text.strip().splitlines())


def same(shown: str, found: str) -> bool:
    """Whether what is shown is what was found, with ``…`` for anything."""
    lines = [re.escape(line).replace("…", ".*") for line in alike(shown).split("\n")]
    pattern = "".join(r"(.*\n)*" if line == ".*" else line + "\n" for line in lines)
    return re.fullmatch(pattern, alike(found) + "\n") is not None


def typed(command: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What a command prints; ``cat`` shows a file, and there is nothing but ``oneplace`` besides."""
    program, *arguments = shlex.split(command, comments=True)
    if program == "cat":
        return "".join(Path(name).read_text(encoding="utf-8") for name in arguments)
    assert program == "oneplace", command
    monkeypatch.setattr(sys, "argv", [program, *arguments])
    with io.StringIO() as printed, contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        with contextlib.suppress(SystemExit):
            cli.main()
        return printed.getvalue()


def session(block: Block, monkeypatch: pytest.MonkeyPatch) -> None:
    for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block.text, re.MULTILINE):
        found = typed(command, monkeypatch)
        assert same(shown, found), f"line {block.line}: `{command}` printed\n{found}"


def python(block: Block, after: Block | None, names: dict[str, object]) -> None:
    with io.StringIO() as printed, contextlib.redirect_stdout(printed):
        exec(compile(block.text, f"line {block.line}", "exec"), names)  # noqa: S102  the page's own code
        found = printed.getvalue()
    if after is not None and after.language == "text":
        assert same(after.text, found), f"line {block.line} printed\n{found}"


def small_demo(folder: Path) -> None:
    """The small place of the run's tests in the stead of the demo, which takes minutes."""
    pipeline.run(make_place(folder), as_of=date(2026, 11, 22))


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.stem)
def test_a_page_does_what_it_says(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if page.stem == "an-analyst":
        small_demo(tmp_path / "demo")
    names: dict[str, object] = {}
    every = blocks(page.read_text(encoding="utf-8"))
    for block, after in pairwise([*every, None]):
        if block.path:
            Path(block.path).parent.mkdir(parents=True, exist_ok=True)
            Path(block.path).write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            session(block, monkeypatch)
        elif block.language == "python":
            python(block, after, names)


def test_every_page_that_has_python_is_run():
    for page in sorted(HOW_TO.glob("*.md")):
        if any(block.language == "python" for block in blocks(page.read_text(encoding="utf-8"))):
            assert page in RUN, page


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        ("Run 2026-11-22-aaaaaaaa: load 1.0 s.", "Run 2026-12-01-bbbbbbbb: load 22.5 s."),
        ("first\n…\nlast", "first\nmiddle\nmiddle\nlast"),
        ("first\n…\nlast", "first\nlast"),
        ("a …", "a b c"),
    ],
)
def test_what_may_vary(shown, found):
    assert same(shown, found)


@pytest.mark.parametrize(("shown", "found"), [("3 rows", "4 rows"), ("one", "one\ntwo"), ("a …", "b c")])
def test_what_may_not_vary(shown, found):
    assert not same(shown, found)
