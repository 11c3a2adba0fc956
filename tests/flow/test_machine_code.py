"""The machine code that is kept is that of these sources and this kind of machine; optimising changes no byte."""

import os
import subprocess
import sys

import pytest

from oneplace import flow
from oneplace.flow.kernel import kept

PATHWAY = """format: pathway/1
id: p
name: A pathway
provenance: illustrative
run: 20 days
patients: {a: {enters: x, arrivals: {rate: 2 patients per hour}}}
places:
  x: {capacity: 4 beds, queue: 5 patients, stay: {shape: lognormal, mean: 1 hour, cv: 80 %}, next: {y: 50 %, out: 50 %}}
  y: {capacity: 3 beds, stay: {shape: exponential, mean: 2 hours}}
exits: [out]
"""
SMALL = """
import math, sys
import numpy as np
from oneplace import flow
from oneplace.flow.kernel import fresh_state, kept
from oneplace.flow.kernel.coming import pop, push
from oneplace.flow.kernel.compiled import compiled
from oneplace.flow.kernel.draws import key_of, normal, uniform
from oneplace.flow.kernel.machine_code import call
from oneplace.flow.kernel.state import directory
from oneplace.flow.network import lower

kept.read, kept.keep = lambda: None, lambda code: None
MANY = 400

@compiled
def small(st):
    for i in range(MANY):
        push(st, math.exp(normal(uniform(key_of(np.uint64(5), i), 0, 0, 0))), i % 9, i % 3)
    for i in range(MANY):
        st.values[i] = st.clock[0].next_time
        pop(st)
    return MANY

network = lower(flow.parse(sys.argv[1]), log=False).replication(1)
state = fresh_state(network)._replace(values=np.zeros(MANY))
assert call(small, directory(state)) == MANY
assert (np.diff(state.values) >= 0).all() and (state.values > 0).sum() > 200
print(state.values.tobytes().hex())
"""
KEPT = """
import sys
from oneplace import flow
print(flow.simulate(flow.parse(sys.argv[1]), replications=2).rows())
assert "numba" not in sys.modules
"""


def in_another_process(code: str, **environment: str) -> str:
    command = [sys.executable, "-c", code, PATHWAY]
    made = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=True)
    return made.stdout.strip()


@pytest.mark.slow
def test_what_numba_compiles_by_itself_gives_the_same_bytes():
    """Of a small loop that draws times and puts them in order; the whole is held to its source by its twin."""
    assert in_another_process(SMALL, ONEPLACE_PLAIN_NUMBA="1", NUMBA_OPT="0") == in_another_process(SMALL)


@pytest.mark.slow
def test_what_is_kept_runs_without_numba():
    rows = flow.simulate(flow.parse(PATHWAY), replications=2).rows()  # leaves the machine code where it is found
    assert in_another_process(KEPT) == str(rows)


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """The package's folder and the one named in the environment, both empty."""
    monkeypatch.setattr(kept, "SHIPPED", tmp_path / "shipped")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "named"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    return tmp_path


def test_it_is_kept_in_the_first_folder_that_may_be_written_to(folders, monkeypatch):
    assert kept.read() is None
    kept.keep(b"named")
    assert [path.name for path in (folders / "named").iterdir()] == [kept.file_name()]
    (folders / "no_folder").write_text("")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(folders / "no_folder"))
    kept.keep(b"beside the sources")
    monkeypatch.setattr(kept, "SHIPPED", folders / "no_folder")
    assert kept.read() is None
    kept.keep(b"the user's")
    assert kept.read() == b"the user's"
    assert (folders / "shipped" / kept.file_name()).read_bytes() == b"beside the sources"
    assert (folders / "named" / kept.file_name()).read_bytes() == b"named"


def test_where_nothing_may_be_written_it_goes_on(folders, monkeypatch):
    (folders / "no_folder").write_text("")
    monkeypatch.setattr(kept, "SHIPPED", folders / "no_folder")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(folders / "no_folder"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(folders / "no_folder"))
    kept.keep(b"nowhere")
    assert kept.read() is None


def test_what_came_with_the_package_goes_first(folders, monkeypatch):
    kept.keep(b"named")
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    kept.keep(b"shipped")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(folders / "named"))
    assert kept.read() == b"shipped"


def test_other_sources_and_other_machines_have_other_names(tmp_path, monkeypatch):
    names = {kept.file_name()}
    for module, name, value in (
        (kept.platform, "machine", lambda: "another"),
        (kept.sys, "platform", "another"),
        (kept, "PLAIN", not kept.PLAIN),
    ):
        with monkeypatch.context() as changed:
            changed.setattr(module, name, value)
            names.add(kept.file_name())
    monkeypatch.setattr(kept, "__file__", str(tmp_path / "kept.py"))
    for source in ("", "x = 1\n"):
        (tmp_path / "kept.py").write_text(source)
        names.add(kept.file_name())
    assert len(names) == 6
