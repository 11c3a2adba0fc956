"""Short pathways as text, and their visit logs as plain rows."""

import pytest

from oneplace import flow

HEAD = "format: pathway/1\nid: p\nname: A pathway\nprovenance: illustrative\n"


@pytest.fixture
def pathway():
    def make(text, **changes):
        head = HEAD + "".join(f"{key}: {value}\n" for key, value in changes.items())
        return flow.parse(head + text)

    return make


@pytest.fixture
def visits(pathway):
    """The visits of a run: (class, number in it, place, came, started, finished, went, to), in the order of coming."""

    def run(text, **changes):
        made = pathway(text, **{"run": "100 hours", **changes})
        log = flow.simulate(made, replications=1, log=True).log
        rows = [row | {"patient": row["patient"] // len(made.classes)} for row in log.to_pylist()]
        return [
            tuple(row[k] for k in ("arrived_as", "patient", "place", "came", "started", "finished", "went", "to"))
            for row in rows
        ]

    return run
