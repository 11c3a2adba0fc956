"""What reaches inside Numba only makes the first call sooner: without it the same run comes out, to the byte."""

import os
import subprocess
import sys

import pytest
from numba.core.caching import CacheImpl

from oneplace import flow
from oneplace.flow.kernel import loop

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
PLAINLY = """
import sys
from oneplace import flow
from oneplace.flow.kernel.compiled import PLAIN
assert PLAIN
print(flow.simulate(flow.parse(sys.argv[1]), replications=2).rows())
"""


@pytest.mark.slow
def test_the_loop_gives_the_same_bytes_when_numba_compiles_it_by_itself(tmp_path):
    own = {"ONEPLACE_PLAIN_NUMBA": "1", "NUMBA_CACHE_DIR": str(tmp_path), "NUMBA_OPT": "0"}  # no optimising: sooner
    made = subprocess.run(
        [sys.executable, "-c", PLAINLY, PATHWAY], env=os.environ | own, capture_output=True, text=True, check=True
    )
    assert made.stdout.strip() == str(flow.simulate(flow.parse(PATHWAY), replications=2).rows())


def test_where_numba_may_write_nowhere_the_loop_is_compiled_all_the_same(monkeypatch):
    kept = loop._compile(1)
    monkeypatch.setattr(CacheImpl, "_locator_classes", [])
    assert type(loop._compile(1)) is type(kept)
