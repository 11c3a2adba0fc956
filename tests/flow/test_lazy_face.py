"""Who imports flow, or reads a pathway, does not wait for what only other questions need."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from oneplace import flow

ASKED = "import json, sys; {}; print(json.dumps([name for name in sys.modules]))"
HEAVY = {"numpy", "scipy", "numba", "pyarrow", "pydantic", "joblib", "ruamel", "sqlglot", "duckdb", "holidays"}
READ = "from oneplace import flow; flow.read('tests/run/place/pathways/ward.yaml')"
SIMULATED = "import oneplace.flow.simulation.questions"


def imported(code: str) -> set[str]:
    made = subprocess.run([sys.executable, "-c", ASKED.format(code)], capture_output=True, text=True, check=True)
    return set(json.loads(made.stdout))


def test_the_face_alone_imports_nothing_heavy():
    found = imported("import oneplace.flow")
    assert "oneplace.flow" in found
    assert not found & HEAVY
    assert not any(name.startswith("oneplace.flow.") for name in found)


@pytest.mark.slow
def test_reading_and_simulating_leave_out_what_only_others_need():
    found = imported(f"{READ}; {SIMULATED}")
    assert "oneplace.flow.kernel.loop" in found
    assert not found & {"scipy.stats", "scipy.signal", "scipy.optimize", "sqlglot", "duckdb", "holidays", "narwhals"}
    rooms = {"stats", "record", "sheets", "place.strategy", "place.measure", "flow.calibration", "flow.demand"}
    assert not found & {f"oneplace.{room}" for room in rooms}


def test_every_name_of_the_face_is_there():
    for name in flow.__all__:
        assert getattr(flow, name) is not None
    assert set(flow.__all__) <= set(dir(flow))
    assert set(flow.__all__) == set(flow.homes)


def test_a_name_that_is_not_there_is_refused():
    with pytest.raises(AttributeError, match=r"module 'oneplace.flow' has no attribute 'nonsense'"):
        flow.nonsense  # noqa: B018
    with pytest.raises(ImportError):
        from oneplace.flow import nonsense  # noqa: F401


def test_a_name_that_a_module_of_the_room_bears_too_stays_what_the_room_shows():
    code = "import oneplace.place.typed, oneplace.place; assert callable(oneplace.place.typed)"
    assert "oneplace.place.typed" in imported(code)


def test_a_room_shows_what_it_lists_for_type_checkers(tmp_path, monkeypatch):
    room = tmp_path / "small_room"
    room.mkdir()
    (room / "__init__.py").write_text(
        "from typing import TYPE_CHECKING\n\nfrom oneplace.deferred import deferred\n\n"
        "if TYPE_CHECKING:\n    from small_room.inside import thing as named, other\nelse:\n    deferred(__name__)\n"
    )
    (room / "inside.py").write_text("thing, other = 1, 2\n")
    (room / "beside.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    import small_room

    assert "small_room.inside" not in sys.modules
    assert (small_room.named, small_room.other) == (1, 2)
    from small_room import beside

    assert small_room.beside is beside
