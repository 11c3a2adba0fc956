"""Each measure's own tiny example: rows of the record in, numbers out (``examples/<measure>.yaml``).

``people`` are residents registered throughout (short for rows of person, registration and address); other tables are
written out. ``expect`` lists numerator, denominator and value of a period and group; rates have days lived divided by
365.25 as denominator, means their total as numerator.
"""

from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

from oneplace.measures.rows import period_label
from oneplace.measures.tally import estimates
from tests.measures.conftest import over, record, together

EXAMPLES = sorted((Path(__file__).parent / "examples").glob("*.yaml"))


@pytest.mark.slow
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example(path, southampton, resident):
    example = YAML(typ="safe").load(path)
    measure = southampton.measures[path.stem]
    people = [resident(**person) for person in example.get("people", [])]
    measures = over(southampton, record(**together(*people, example.get("rows", {}))))
    assert measures.shared_sql
    tally = measures.count(measures.sql(measure, measure.compute), measure.compute)
    figures = estimates(tally, measure.compute)
    found = {
        (period_label(key.kind, key.start), key.dimension, key.group.code): (
            figures.count[i],
            figures.denominator[i],
            figures.value[i],
        )
        for i, key in enumerate(tally.keys)
    }
    for expected in example["expect"]:
        key = (expected["period"], expected.get("dimension", "all"), expected.get("group", "all"))
        if expected.get("nothing"):
            assert key not in found
            continue
        for name, value in zip(("numerator", "denominator", "value"), found[key], strict=True):
            if name in expected:
                np.testing.assert_allclose(value, expected[name], rtol=1e-9, err_msg=f"{key} {name}")


def test_every_measure_of_the_record_has_an_example(southampton):
    computed = {name for name, m in southampton.measures.items() if m.compute and m.compute.source == "record"}
    assert {path.stem for path in EXAMPLES} == computed
