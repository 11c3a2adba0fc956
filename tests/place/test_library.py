"""The measure library: taken by id, changed with a reason, one edit for all; what is wrong is said at its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from oneplace.place import Measure, Theme, check, keep_library, library, library_definition, read
from oneplace.place.document import load
from oneplace.place.rules.explain import example
from oneplace.problems import Severity

FALLS = """id: falls
name: Falls
definition: How many fall.
unit: percent
polarity: low_good
role: outcome
frequency: annual
expected_lag_months: 14
breakdowns: {deprivation: yes, ethnicity: yes, age: yes, sex: yes}
compute: {from: published, dataset: ambulance, series: c2_mean, area: RYE}
known_faults: [Old, Modelled]
"""


@pytest.fixture
def ours(tmp_path, monkeypatch):
    """A library of one measure in the place of the one that ships."""
    folder = tmp_path / "ships"
    folder.mkdir()
    (folder / "falls.yaml").write_text(FALLS)
    monkeypatch.setattr(library, "SHIPPED", folder)
    return folder


def a_place(root: Path, taken: str) -> Path:
    root.mkdir()
    (root / "strategy.yaml").write_text(example())
    (root / "library.yaml").write_text(taken)
    return root


def problems(root: Path) -> list[tuple[str, int, str]]:
    found = check(root, as_of=date(2026, 1, 1))
    return [
        (each.code, each.line, f"{each.message} {each.mend}")
        for each in found
        if each.path.name == "library.yaml" and each.severity is Severity.ERROR
    ]


@pytest.mark.usefixtures("ours")
def test_a_measure_taken_by_its_id_is_the_librarys(tmp_path):
    place = read(a_place(tmp_path / "a", "measures: [falls]\n"))
    found = place.measures["falls"]
    assert found == Measure.model_validate({**load(library.SHIPPED / "falls.yaml").data, "library": "falls"})
    assert (found.library, found.because) == ("falls", None)
    assert place.file_of(found) == tmp_path / "a" / "library.yaml"
    assert library_definition(place.root, "falls") == FALLS


def test_one_edit_reaches_every_place_that_takes_it(tmp_path, ours):
    roots = [a_place(tmp_path / name, "measures: [falls]\n") for name in "ab"]
    (ours / "falls.yaml").write_text(FALLS.replace("How many fall.", "How many fall and are hurt."))
    assert {read(root).measures["falls"].definition for root in roots} == {"How many fall and are hurt."}


@pytest.mark.usefixtures("ours")
def test_a_change_goes_into_mappings_and_takes_the_place_of_all_else(tmp_path):
    text = (
        "measures:\n  - library: falls\n    because: We lie elsewhere.\n    id: falls_here\n"
        "    compute: {area: RYD}\n    breakdowns: {sex: Not sent}\n    known_faults: [Ours]\n"
    )
    found = read(a_place(tmp_path / "a", text)).measures["falls_here"]
    assert (found.name, found.because, found.library) == ("Falls", "We lie elsewhere.", "falls")
    assert (found.compute.area, found.compute.series) == ("RYD", "c2_mean")
    assert (found.breakdowns.said("sex"), found.breakdowns.said("age")) == ("Not sent", "yes")
    assert found.known_faults == ("Ours",)


@pytest.mark.usefixtures("ours")
def test_an_id_that_the_library_lacks_is_named_at_its_line_with_the_nearest(tmp_path):
    text = "measures:\n  - falls\n  - fals\n  - {library: nothing_like_it, because: Why not}\n"
    assert problems(a_place(tmp_path / "a", text)) == [
        ("F06", 3, "fals is not the id of a measure of the library. Did you mean `falls`?"),
        (
            "F06",
            4,
            "nothing_like_it is not the id of a measure of the library. "
            "docs/reference/measure-library.md lists every one.",
        ),
    ]


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("{library: falls, unit: days}", ("T02", "`unit`")),
        ("{library: falls, because: Here, unit: dais}", ("T03", "not one of")),
        ("{library: falls, because: Here, unt: days}", ("T01", "`unt`")),
        ("{because: Here}", ("T02", "`library`")),
        ("[falls]", ("T03", "")),
    ],
)
def test_a_change_that_is_no_change_of_a_measure_is_told_at_its_line(tmp_path, entry, told):
    ((code, line, words),) = problems(a_place(tmp_path / "a", f"measures:\n  - {entry}\n"))
    assert (code, line) == (told[0], 2)
    assert told[1] in words


@pytest.mark.usefixtures("ours")
def test_an_entry_that_changes_nothing_needs_no_reason(tmp_path):
    assert problems(a_place(tmp_path / "a", "measures: [{library: falls}]\n")) == []


@pytest.mark.usefixtures("ours")
def test_an_id_that_the_place_has_already_is_given_twice(tmp_path):
    root = a_place(tmp_path / "a", "measures: [falls]\n")
    (root / "measures").mkdir()
    (root / "measures" / "falls.yaml").write_text(FALLS)
    assert "E01" in {code for code, _, _ in problems(root)}


def test_why_a_measure_differs_is_said_in_the_list_alone(tmp_path):
    root = a_place(tmp_path / "a", "measures: []\n")
    (root / "measures").mkdir()
    (root / "measures" / "falls.yaml").write_text(FALLS + "because: We lie elsewhere.\n")
    (found,) = check(root, as_of=date(2026, 1, 1))
    assert (found.code, found.path.name) == ("T03", "falls.yaml")


def test_what_was_kept_of_the_library_stays_when_the_library_changes(tmp_path, ours):
    root = a_place(tmp_path / "a", "measures: [falls]\n")
    run = a_place(tmp_path / "run", "measures: [falls]\n")
    keep_library(root, run)
    (ours / "falls.yaml").write_text(FALLS.replace("name: Falls", "name: Changed"))
    assert read(run).measures["falls"].name == "Falls"
    assert read(root).measures["falls"].name == "Changed"
    (ours / "falls.yaml").unlink()
    assert read(run).measures["falls"].name == "Falls"


def test_a_place_without_a_list_keeps_nothing(tmp_path):
    keep_library(tmp_path, tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_every_measure_that_ships_is_one_under_its_own_id():
    for name, path in library.shipped().items():
        assert Measure.model_validate(load(path).data).id == name


THEME = """id: bones
title: Bones
asks: Do fewer people fall?
facets:
  falls: {title: Falls, asks: Do fewer people fall?, measures: falls}
  hips: {title: Hips, asks: Do fewer hips break?, plan: {number: Broken hips, held_by: The trust}}
"""


@pytest.fixture
def themes(ours, tmp_path, monkeypatch):
    """A library of one theme in the place of those that ship."""
    folder = tmp_path / "themes"
    folder.mkdir()
    (folder / "bones.yaml").write_text(THEME)
    monkeypatch.setattr(library, "THEMES", folder)
    return folder


@pytest.mark.usefixtures("themes")
def test_a_theme_is_answered_by_the_measures_that_a_place_takes_however_it_calls_them(tmp_path):
    taken = "measures: [{library: falls, because: Why, id: falls_here}]\nthemes: [bones]\n"
    place = read(a_place(tmp_path / "a", taken))
    theme = place.themes["bones"]
    assert [each.id for each in theme.facets["falls"].answered_by(place.measures)] == ["falls_here"]
    assert theme.unanswered(place.measures) == [theme.facets["hips"]]


@pytest.mark.usefixtures("themes")
def test_a_place_changes_a_facet_key_by_key_with_a_reason_and_plans_for_a_number(tmp_path):
    plan = "facets: {hips: {plan: {owner: {org: council}, due: 2027-01}}}"
    root = a_place(tmp_path / "a", f"measures: [falls]\nthemes: [{{library: bones, because: Ours, {plan}}}]\n")
    hips = read(root).themes["bones"].facets["hips"]
    assert (hips.title, hips.plan.held_by, hips.plan.is_dated) == ("Hips", "The trust", True)
    assert problems(root) == []
    assert "W55" not in {each.code for each in check(root, as_of=date(2026, 1, 1))}
    changed = plan.replace("due:", "held_by: Nobody, due:")
    (root / "library.yaml").write_text(f"measures: [falls]\nthemes: [{{library: bones, {changed}}}]\n")
    assert [(code, line) for code, line, _ in problems(root)] == [("T02", 2)]
    (root / "library.yaml").write_text("themes: [{library: bones, because: Ours, by: [wealth]}]\n")
    ((code, line, words),) = problems(root)
    assert (code, line, "deprivation" in words) == ("T03", 1, True)


@pytest.mark.usefixtures("themes")
def test_who_gets_a_number_and_when_needs_no_reason_and_must_be_there(tmp_path):
    plan = "facets: {hips: {plan: {owner: {org: council}, due: 2027-01, ask: The fracture clinic}}}"
    root = a_place(tmp_path / "a", f"measures: [falls]\nthemes: [{{library: bones, {plan}}}]\n")
    theme = read(root).themes["bones"]
    assert (theme.because, theme.facets["hips"].plan.ask, problems(root)) == (None, "The fracture clinic", [])
    assert "W55" not in {each.code for each in check(root, as_of=date(2026, 1, 1))}
    for wrong, code in ((plan.replace("council", "counsil"), "E02"), (plan.replace("2027-01", "soon"), "T03")):
        (root / "library.yaml").write_text(f"measures: [falls]\nthemes: [{{library: bones, {wrong}}}]\n")
        assert [one for one, _, _ in problems(root)] == [code]


@pytest.mark.usefixtures("themes")
def test_people_spelt_wrong_are_refused_with_the_near_spelling(tmp_path):
    entry = "{library: bones, because: Ours, people: [sex/femal, age/65-and-over, wealth/rich]}"
    root = a_place(tmp_path / "a", f"measures: [falls]\nthemes: [{entry}]\n")
    (first, second) = problems(root)
    assert first[:2] == ("E102", 2)
    assert "sex/femal is no group" in first[2]
    assert "Did you mean `sex/female`?" in first[2]
    assert "wealth/rich" in second[2]


@pytest.mark.usefixtures("themes")
def test_what_nothing_answers_is_told_once_a_theme_and_an_unknown_theme_is_named(tmp_path):
    root = a_place(tmp_path / "a", "themes: [bones]\n")
    (found,) = [each for each in check(root, as_of=date(2026, 1, 1)) if each.code == "W55"]
    assert (found.line, "2 things" in found.message, "Falls; Hips" in found.message) == (1, True, True)
    (root / "library.yaml").write_text("themes: [bone]\n")
    assert problems(root) == [("F06", 1, "bone is not the id of a theme of the library. Did you mean `bones`?")]


@pytest.mark.usefixtures("themes")
def test_who_gets_a_number_of_a_question_that_the_theme_does_not_ask_is_told_by_the_nearest(tmp_path):
    entry = "{library: bones, facets: {hip: {plan: {due: 2027-03}}, teeth: {plan: {due: 2027-03}}}}"
    assert problems(a_place(tmp_path / "a", f"measures: [falls]\nthemes: [{entry}]\n")) == [
        ("F06", 2, "hip is no question of the library's theme bones. Did you mean `hips`?"),
        ("F06", 2, "teeth is no question of the library's theme bones. It asks: falls, hips."),
    ]


@pytest.mark.usefixtures("themes")
def test_what_a_theme_names_of_the_place_must_be_there_and_what_it_asks_for_is_used(tmp_path):
    entry = "{library: bones, because: Ours, stages: never, facets: {hips: {here: nowhere}}}"
    root = a_place(tmp_path / "a", f"measures: [falls]\nthemes: [{entry}]\n")
    assert sorted((code, words.split()[0]) for code, _, words in problems(root)) == [
        ("E02", "never"),
        ("E02", "nowhere"),
    ]
    (root / "library.yaml").write_text("measures: [falls]\nthemes: [bones]\n")
    assert not [each for each in check(root, as_of=date(2026, 1, 1)) if "uses the measure falls" in each.message]
    (root / "library.yaml").write_text("measures: [falls]\n")
    assert [each for each in check(root, as_of=date(2026, 1, 1)) if "uses the measure falls" in each.message]


def test_what_was_kept_of_a_theme_stays_when_the_library_changes(tmp_path, themes):
    root, run = (a_place(tmp_path / name, "themes: [bones]\n") for name in ("a", "run"))
    keep_library(root, run)
    (themes / "bones.yaml").write_text(THEME.replace("title: Bones", "title: Changed"))
    assert (read(run).themes["bones"].title, read(root).themes["bones"].title) == ("Bones", "Changed")


def test_every_theme_that_ships_names_measures_of_the_library_and_whom_to_ask_for_the_rest():
    lives = set()
    for name, path in library.themes().items():
        theme = Theme.model_validate(load(path).data)
        assert theme.id == name
        for key, facet in theme.facets.items():
            assert set(facet.measures) <= set(library.shipped()), (name, key)
            assert facet.plan, (name, key)
        if theme.life:
            lives.add(theme.life)
            assert any(facet.determinant and facet.measures for facet in theme.facets.values()), name
    assert lives == {"start", "live", "age", "die"}


def test_no_shared_measure_tells_of_one_place():
    """A place that takes it would read of another's children, as if they were its own."""
    told = {path.stem: str(load(path).data.get("known_faults", "")) for path in library.SHIPPED.glob("*.yaml")}
    places = ["Southampton", "south east London", "South east London", "Hampshire", "Bromley", "Lambeth"]
    assert names_in("31.0% of Southampton's children", places) == ["Southampton"]
    found = {name: names_in(text, places) for name, text in told.items()}
    assert {name: named for name, named in found.items() if named} == {}


def names_in(text: str, places: list[str]) -> list[str]:
    return [name for name in places if name in text]


def test_a_share_of_whole_practices_calls_no_fifth_worse():
    """Their people are not of like ages: where it isn't standardised, half the heart disease is no better health."""
    crude = "of registered people, by how deprived their practice's patients live"
    said = {path.stem: load(path).data for path in library.SHIPPED.glob("register_*.yaml")}
    assert len(said) >= 10
    assert all(crude in str(each["known_faults"]) for each in said.values())
    assert {name for name, each in said.items() if "groups_unlike" not in each} == set()


def test_no_question_of_early_deaths_is_answered_with_who_is_on_a_register():
    def answered(facets):
        early = [each for each in facets.values() if "die early" in each["asks"]]
        return [each["asks"] for each in early if "register_" in str(each.get("measures"))]

    asks = {"asks": "Do fewer people die early of stroke?", "measures": ["register_stroke"]}
    assert answered({"heart": asks}) == [asks["asks"]]
    themes = [load(path).data for path in library.THEMES.glob("*.yaml")]
    assert len(themes) > 5
    assert [each for theme in themes for each in answered(theme["facets"])] == []
