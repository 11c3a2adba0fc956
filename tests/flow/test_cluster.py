"""Replications spread over a cluster, through joblib's backends: the numbers are those of one machine."""

import pickle
from pathlib import Path

import distributed
import joblib
import numpy as np
import pytest

from oneplace import flow
from oneplace.flow.simulation.replications import Runner
from oneplace.problems import OneplaceError

ACUTE = Path(__file__).parents[2] / "places" / "southampton" / "pathways" / "acute.yaml"


@pytest.fixture(scope="module")
def cluster():
    """A scheduler and two workers, all within this process, that talk over this machine's own network."""
    own = {"protocol": "tcp", "dashboard_address": None}  # within a process alone, they would listen to every network
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=False, **own) as local,
        distributed.Client(local) as client,
        joblib.parallel_config(backend="dask"),
    ):
        yield client


@pytest.fixture(scope="module")
def short():
    return flow.apply(flow.read(ACUTE), {"run": "20 days", "warm_up": "5 days"})


def test_a_dask_cluster_gives_the_same_numbers(short, cluster):
    with joblib.parallel_config(backend="threading"):
        here = flow.simulate(short, replications=6, seed=4)
    there = flow.simulate(short, replications=6, seed=4)
    np.testing.assert_array_equal(there.runs, here.runs)
    np.testing.assert_array_equal(there.inside, here.inside)
    assert there.keys == here.keys


def test_both_workers_took_part(short, cluster):
    flow.simulate(short, replications=6, seed=4)
    ran = cluster.run(lambda dask_worker: dask_worker.state.executed_count)
    assert len(ran) == 2
    assert all(count > 0 for count in ran.values())


def test_a_replication_can_be_sent_to_another_machine(short):
    runner = Runner.of(short, 4)
    there = pickle.loads(pickle.dumps(runner))  # noqa: S301 - our own bytes
    np.testing.assert_array_equal(there.replicate(3).values, runner.replicate(3).values)


def test_a_comparison_on_the_cluster_is_paired_as_here(short, cluster):
    with joblib.parallel_config(backend="threading"):
        here = flow.compare(short, ["more_d2a"], replications=4)[0]
    there = flow.compare(short, ["more_d2a"], replications=4)[0]
    np.testing.assert_array_equal(there.before, here.before)
    np.testing.assert_array_equal(there.after, here.after)


def test_a_mistake_is_told_as_it_is_here(cluster, pathway):
    text = """
patients: {a: {enters: x, arrivals: {rate: 1 patient per hour}}, b: {enters: y, arrivals: {rate: 1 patient per hour}}}
places:
  x: {capacity: 1 bed, queue: 0 patients, stay: 2 hours, next: {y: 90 %, out: 10 %}}
  y: {capacity: 1 bed, queue: 0 patients, stay: 2 hours, next: {x: 90 %, out: 10 %}}
exits: [out]
"""
    with pytest.raises(OneplaceError, match="can ever move"):
        flow.simulate(pathway(text, run="90 days"), replications=2)
