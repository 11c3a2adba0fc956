"""Patients simulated a CPU second: ours, SimPy and Ciw on M/M/10 and on the six-place acute pathway, in one run.

SimPy and Ciw, which come with what developing needs, run the same system as a user would write it from their
documentation. The best of several runs in CPU time, so that a busy machine does not spoil the comparison. Then what
every feature together costs, a network ten times as large, the first call on a machine and later ones, cores, memory.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from oneplace import flow
from oneplace.flow.simulation.replications import Runner, finished

MM10 = """format: pathway/1
id: mm10
name: M/M/10
provenance: illustrative
run: 5000 days
patients: {a: {enters: s, arrivals: {rate: 8 patients per hour}}}
places: {s: {capacity: 10 beds, stay: {shape: exponential, mean: 1 hour}}}
"""
ACUTE = Path(__file__).parents[1] / "places" / "southampton" / "pathways" / "acute.yaml"


def ours(pathway: flow.Pathway, runs: int = 25) -> float:
    runner, best = Runner.of(pathway, 1), 0.0
    for number in range(runs):
        net = runner.lowered.replication(number)
        began = time.process_time()
        state = finished(net, pathway)
        best = max(best, state.clock["entered"][0] / (time.process_time() - began))
    return best


def simpy_mm10(hours: float) -> float:
    import simpy

    rng, served = random.Random(1), [0]
    env = simpy.Environment()
    beds = simpy.Resource(env, 10)

    def patient():
        with beds.request() as bed:
            yield bed
            yield env.timeout(rng.expovariate(1))
        served[0] += 1

    def arrivals():
        while True:
            yield env.timeout(rng.expovariate(8))
            env.process(patient())

    env.process(arrivals())
    began = time.process_time()
    env.run(hours)
    return served[0] / (time.process_time() - began)


def ciw_mm10(hours: float) -> float:
    import ciw

    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(8)],
        service_distributions=[ciw.dists.Exponential(1)],
        number_of_servers=[10],
    )
    ciw.seed(1)
    simulation = ciw.Simulation(network)
    began = time.process_time()
    simulation.simulate_until_max_time(hours)
    return len(simulation.nodes[-1].all_individuals) / (time.process_time() - began)


def simpy_acute(pathway: flow.Pathway, days: float) -> float:
    """The same six places; who has been served asks for the next place before letting go of this one."""
    import math

    import simpy

    rng, entered = random.Random(1), [0]
    env = simpy.Environment()
    capacity = {name: of.capacity for name, of in pathway.file.places.items()}
    rooms = {name: simpy.Resource(env, number or 10**9) for name, number in capacity.items()}
    queue = {name: of.queue for name, of in pathway.file.places.items()}

    def stay(name: str) -> float:
        of = pathway.file.places[name].stay
        mean = of.mean / 3600
        if of.shape == "exponential":
            return rng.expovariate(1 / mean)
        sigma2 = math.log1p(of.cv**2)
        return rng.lognormvariate(math.log(mean) - sigma2 / 2, math.sqrt(sigma2))

    def patient(name):
        entered[0] += 1
        if queue[name] is not None and len(rooms[name].queue) >= queue[name] and rooms[name].count >= capacity[name]:
            return
        held = rooms[name].request()
        yield held
        while True:
            yield env.timeout(stay(name))
            onward = pathway.file.places[name].next or {}
            to = rng.choices(list(onward), list(onward.values()))[0] if onward else None
            if to not in rooms:
                rooms[name].release(held)
                return
            wanted = rooms[to].request()
            yield wanted
            rooms[name].release(held)
            name, held = to, wanted

    def arrivals(of):
        shares = of.arrivals.profile.hour_of_day
        peak = of.arrivals.rate * 3600 * 24 * max(shares)
        while True:
            yield env.timeout(rng.expovariate(peak))
            if rng.random() < shares[int(env.now) % 24] / max(shares):
                env.process(patient(of.enters))

    for of in pathway.file.patients.values():
        env.process(arrivals(of))
    began = time.process_time()
    env.run(days * 24)
    return entered[0] / (time.process_time() - began)


def ciw_acute(pathway: flow.Pathway, days: float) -> float:
    """The same six places with Ciw's own blocking; arrivals at their mean rate."""
    import math

    import ciw

    names = list(pathway.places)
    entries = {of.enters: of.arrivals.rate * 3600 for of in pathway.file.patients.values()}

    def service(of):
        mean = of.stay.mean / 3600
        if of.stay.shape == "exponential":
            return ciw.dists.Exponential(1 / mean)
        sigma2 = math.log1p(of.stay.cv**2)
        return ciw.dists.Lognormal(math.log(mean) - sigma2 / 2, math.sqrt(sigma2))

    places = pathway.file.places
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(entries[n]) if n in entries else None for n in names],
        service_distributions=[service(places[n]) for n in names],
        number_of_servers=[places[n].capacity or float("inf") for n in names],
        queue_capacities=[float("inf") if places[n].queue is None else places[n].queue for n in names],
        routing=[[(places[n].next or {}).get(to, 0.0) for to in names] for n in names],
    )
    ciw.seed(1)
    simulation = ciw.Simulation(network)
    began = time.process_time()
    simulation.simulate_until_max_time(days * 24)
    return simulation.nodes[0].number_of_individuals / (time.process_time() - began)


def peers(*rates) -> dict[str, float]:
    return {peer: max(measure() for _ in range(3)) for peer, measure in rates}


def show(title: str, own: float, others: dict[str, float]) -> None:
    print(f"{title}: {own / 1e6:.2f} million patients a CPU second")
    for peer, rate in others.items():
        print(f"  {peer}: {rate:,.0f} ({own / rate:.0f} times slower)")


EVERYTHING = {
    "priority": ["ambulance", "walk_in"],
    "pools": {
        "crews": {"number": "22 crews"},
        "nurses": {
            "number": "70 nurses",
            "calendar": [
                {"days": ["mon", "tue", "wed", "thu", "fri"], "from": "07:00", "to": "19:00", "number": "76 nurses"}
            ],
        },
    },
    "when": {"crowded": {"if": "places.ed.inside > 100 patients", "set": {"places.ward.capacity": "440 beds"}}},
    "places.handover.uses": {"crews": "1 crew"},
    "places.ed.uses": {"nurses": "1 nurse"},
    "places.ed.preempt": "resume",
    "places.ed.calendar": [{"from": "08:00", "to": "20:00", "capacity": "64 cubicles"}],
    "places.ed.leave": {"patience": {"shape": "exponential", "mean": "8 hours"}, "to": "discharged"},
    "places.ed.for": {
        "walk_in": {"worsens": {"after": {"shape": "exponential", "mean": "4 hours"}, "to": "ambulance"}}
    },
    "places.ward.delay": {"d2a": {"shape": "exponential", "mean": "1 day"}},
    "patients.walk_in.arrivals.batch": {"1": "90 %", "2": "10 %"},
    "patients.walk_in.arrivals.rate": "174.5 patients per day",
}


def ten_times(pathway: flow.Pathway) -> flow.Pathway:
    """Ten times the arrivals, the beds and the waiting room."""
    wanted = {}
    for name, of in pathway.document.data["places"].items():
        for what in ("capacity", "queue"):
            number, _, noun = str(of.get(what, "unlimited")).partition(" ")
            if number != "unlimited":
                wanted[f"places.{name}.{what}"] = f"{10 * int(number)} {noun}"
    for name, of in pathway.document.data["patients"].items():
        number, _, noun = of["arrivals"]["rate"].partition(" ")
        wanted[f"patients.{name}.arrivals.rate"] = f"{10 * float(number):g} {noun}"
    return flow.apply(pathway, wanted)


FIRST = "import time; from oneplace import flow; p = flow.parse({text!r}); \
t, c = time.perf_counter(), time.process_time(); \
flow.simulate(p, replications=1); print(time.perf_counter() - t, time.process_time() - c)"
IMPORT = "import time; t, c = time.perf_counter(), time.process_time(); from oneplace import flow; flow.parse; \
print(time.perf_counter() - t, time.process_time() - c)"


def in_a_process(code: str, **environment: str) -> str:
    """Seconds by the clock and of the processor, of the best of three processes."""
    call, env = [sys.executable, "-c", code], {**os.environ, **environment}
    runs = [subprocess.run(call, env=env, capture_output=True, text=True, check=True).stdout for _ in range(3)]
    clock, cpu = min(tuple(map(float, run.split())) for run in runs)
    return f"{clock:.2f} s, {cpu:.2f} s of the processor"


def several_cores(pathway: flow.Pathway, runs: int = 100) -> None:
    every = os.sched_getaffinity(0)
    for cores in sorted({1, len(every)}):
        os.sched_setaffinity(0, sorted(every)[:cores])
        began = time.perf_counter()
        list(Runner.of(pathway, 1).run(0, runs))
        print(f"{runs} years on {cores} core{'s' * (cores > 1)}: {time.perf_counter() - began:.1f} s")


def main() -> None:
    mm10, acute = flow.parse(MM10), flow.read(ACUTE)
    print(f"import and the reader: {in_a_process(IMPORT)}")
    first = FIRST.format(text=MM10.replace("5000 days", "50 days"))
    with tempfile.TemporaryDirectory() as folder:
        print(f"first simulation of a process: {in_a_process(first, NUMBA_CACHE_DIR=folder)}")
    show("M/M/10", ours(mm10), peers(("SimPy", lambda: simpy_mm10(4000)), ("Ciw", lambda: ciw_mm10(2000))))
    others = peers(("SimPy", lambda: simpy_acute(acute, 150)), ("Ciw", lambda: ciw_acute(acute, 30)))
    plain = ours(acute)
    show("Six places", plain, others)
    for title, other in (
        ("with every feature", flow.apply(acute, EVERYTHING)),
        ("ten times as large", ten_times(acute)),
    ):
        rate = ours(other)
        print(f"  {title}: {rate / 1e6:.2f} million a second, {100 * rate / plain:.0f} %")
    several_cores(acute)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cpu = time.process_time()
    made = flow.simulate(acute, replications=220)
    cpu = time.process_time() - cpu
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    wait = made.value("wait", "ed")
    print(f"220 years of the six places: {cpu:.1f} s CPU; memory grew by {grown / 1024:.0f} MB")
    print(f"  mean wait in the emergency department {wait.mean:.3f} h, limits {wait.lower:.3f} to {wait.upper:.3f}")


if __name__ == "__main__":
    main()
