"""Another room is entered by its face: the contract that import-linter checks finds what goes past it."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from grimp import ImportGraph
from scripts.faces import intrusions, names_of, unused

import oneplace
from oneplace import stats

LINES = {"house.a.inside": "from house.a import inside", "house.a.inside.deep": "from house.a.inside.deep import x"}


def graph(*arrows):
    made = ImportGraph()
    for name in ("house", "house.a", "house.a.inside", "house.a.inside.deep", "house.b", "house.b.room", "house.ab"):
        made.add_module(name)
    for importer, imported in arrows:
        made.add_import(importer=importer, imported=imported, line_number=1, line_contents=LINES.get(imported, ""))
    return made


def found(*arrows, faces=()):
    return list(intrusions(graph(*arrows), "house", faces))


def test_a_room_itself_may_be_imported():
    assert found(("house.b.room", "house.a")) == []


def test_what_stands_inside_may_not():
    assert found(("house.b.room", "house.a.inside")) == [("house.b.room", "house.a.inside")]
    assert found(("house.b.room", "house.a.inside.deep")) == [("house.b.room", "house.a.inside.deep")]


def test_a_face_may_but_not_what_stands_behind_it():
    arrows = ("house.b.room", "house.a.inside"), ("house.b.room", "house.a.inside.deep")
    assert found(*arrows, faces=["house.a.inside"]) == [arrows[1]]


def test_a_name_that_the_room_gives_is_no_module_though_one_is_called_so():
    arrows = ("house.b.room", "house.a.inside"), ("house.b.room", "house.a.inside.deep")
    assert list(intrusions(graph(*arrows), "house", [], {"house.a.inside", "house.a.inside.deep"})) == [arrows[1]]


def test_what_a_room_names_is_read_from_it():
    assert names_of("oneplace.stats") == stats.__all__
    assert names_of("oneplace.problems") == []


def test_no_module_hides_what_a_room_gives_by_the_same_name():
    """``stats.rounded`` was a module for whoever had imported that first, and a function for all others."""
    rooms = [import_module(each.name) for each in iter_modules(oneplace.__path__, "oneplace.") if each.ispkg]
    named = [(room.__name__, name, getattr(room, name)) for room in rooms for name in names_of(room.__name__)]
    hidden = [(room, name) for room, name, found in named if isinstance(found, ModuleType) and hasattr(found, name)]
    assert (len(named) > 500, hidden) == (True, [])


def test_a_room_may_import_its_own_inside_and_one_with_a_longer_name_may_not():
    assert found(("house.a", "house.a.inside")) == []
    assert found(("house.ab", "house.a.inside")) == [("house.ab", "house.a.inside")]


def test_a_face_that_nobody_uses_is_found():
    assert unused(graph(("house.b", "house.a.inside")), "house", ["house.a.inside"]) == []
    assert unused(graph(("house.a", "house.a.inside")), "house", ["house.a.inside"]) == ["house.a.inside"]
