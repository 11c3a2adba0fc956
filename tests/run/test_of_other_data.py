"""The runs that data are compared over: those that readers have seen, the last of each record."""

import json

from oneplace import run
from oneplace.run.store import note_served


def test_one_run_of_each_record_that_readers_have_seen_but_for_the_one_asked_for(tmp_path):
    made = {"a": "one", "b": "one", "c": "two", "d": None, "e": "three", "f": "four"}
    for number, (name, record) in enumerate(made.items()):
        folder = run.var(tmp_path) / "runs" / name
        folder.mkdir(parents=True)
        manifest = {"run": name, "record": record, "number": number, "built_on": f"2026-01-0{number + 1}", "as_of": "x"}
        (folder / "run.json").write_text(json.dumps(manifest | {"files": {}, "previous": None}))
        if name != "e":
            note_served(tmp_path, name)
    assert [one.id for one in run.of_other_data(tmp_path)] == ["b", "c", "f"]
    assert [one.id for one in run.of_other_data(tmp_path, "four")] == ["b", "c"]
