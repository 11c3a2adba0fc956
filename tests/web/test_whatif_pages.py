"""The what-if pages: known answers, plain words, mistakes by the field, the same numbers for everybody."""

from __future__ import annotations

import csv
import html
import io
import re
from urllib.parse import parse_qs, urlsplit

import joblib
import pytest

from oneplace import flow
from tests.web import world_files

STEADY, DESK = "/whatif/steady", "/whatif/desk"


@pytest.fixture(autouse=True, scope="module")
def fewer_runs(site):
    """A quarter of the runs: what is said of them is the same."""
    from oneplace.web.whatif import answering

    most = answering.MOST
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answering, "MOST", most // 4)
        answering._kept.clear()
        yield most
        answering._kept.clear()


@pytest.fixture
def planner(serving, signed_in):
    serving("full")
    return signed_in("paul")


@pytest.fixture
def forgotten(site):
    """Call it to forget every answer that was kept."""
    from oneplace.web.whatif import answering

    return answering._kept.clear


def shown(response) -> str:
    """The words of a page's main part, in one line."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def row(response, name: str) -> list[str]:
    """The cells of the first row whose name begins so."""
    for found in re.findall(r"<tr.*?</tr>", response.content.decode(), re.S):
        cells = [
            " ".join(html.unescape(re.sub(r"<[^>]+>", " ", cell)).split())
            for cell in re.findall(r"<t[hd].*?</t[hd]>", found, re.S)
        ]
        if cells[0].startswith(name):
            return cells
    raise AssertionError(f"no row {name}")


def test_one_chooses_among_the_pathways_of_the_run(planner):
    page = planner.get("/whatif")
    assert 'href="/whatif/steady"' in page.content.decode()
    assert "Two people at a desk" in shown(page)
    assert "illustrative" in shown(page)


def test_a_pathway_that_cannot_be_read_says_why_and_has_no_page(planner):
    assert "broken.yaml can’t be read" in shown(planner.get("/whatif"))
    assert planner.get("/whatif/broken").status_code == 404
    assert planner.get("/whatif/nope").status_code == 404


def test_before_the_first_run_it_says_so(serving, signed_in):
    serving("no_run")
    assert "There is no run yet" in shown(signed_in("paul").get("/whatif"))


def test_the_pathway_as_it_is_says_what_it_is_and_where_its_numbers_are_from(planner):
    said = shown(planner.get(STEADY))
    assert "Its numbers are illustrative" in said
    assert "Everybody one every 30 minutes, always Clinic 40% from the most deprived fifth, 10% from the least" in said
    assert "Clinic 1 chair 0 patients 40 minutes, always the pathway ends" in said
    said = shown(planner.get(DESK))
    assert "Its numbers are published. Source: A textbook" in said
    assert "In the words of who made it: “Told in every textbook of queues.”" in said
    assert "40% Home, 60% Done" in said
    assert "doesn’t say how deprived its patients are" in said


def test_a_price_that_is_another_than_in_the_run_before_stands_old_beside_new(planner, monkeypatch):
    from oneplace.web.snapshot import snapshot

    was = dict.fromkeys(("eases", "decision", "decided")) | {"part": "pathways", "subject": "steady", "kind": "changed"}
    rows = [
        was | {"name": "Steady", "field": "costs.places.clinic", "old": "40 GBP per visit", "new": "30 GBP per visit"},
        was | {"name": "Steady", "field": "name", "old": "Still", "new": "Steady"},
        was | {"subject": "desk", "name": "Desk", "field": "costs.places.clinic", "old": "1 GBP", "new": "2 GBP"},
    ]
    assert "the run before" not in shown(planner.get(STEADY))
    monkeypatch.setitem(vars(snapshot()), "changes", rows)
    said = shown(planner.get(STEADY))
    assert "differ by that too: price: “Clinic”: was 40 GBP per visit, is now 30 GBP per visit This is" in said


def test_a_known_difference_is_shown_as_it_is(planner):
    # 199 come; with one chair 100 are seen and 99 turned away; with two all are seen, the last one beyond the end
    page = planner.get(STEADY, {"scenario": "second_chair"})
    assert page.status_code == 200
    assert row(page, "People turned away")[1:4] == ["99", "0", "−99 in every run"]
    assert row(page, "People turned away")[-1] == "Sure: fewer"
    assert row(page, "People who complete")[1:4] == ["99", "198", "+99 in every run"]
    bill = "Bill for visits (nothing else is counted)"
    assert row(page, bill)[1:4] == ["£1,000", "£1,990", "+£990 in every run"]
    assert row(page, "Carbon")[1:4] == ["200 kg CO₂e", "398 kg CO₂e", "+198 kg CO₂e in every run"]
    assert row(page, bill)[-1] == "Sure: higher"
    assert (
        "If Clinic, capacity: 2 chairs instead of 1 chair: Over 4.167 days, 99 fewer people are turned away, "
        "99 more people complete the pathway and 198 kg CO₂e more is emitted." in shown(page)
    )
    assert not re.search(r"cheaper|costs? £?[\d,.]+ ?\w* (less|more)", shown(page))  # places have no price yet
    assert "So its last figure may not be that of the two rounded values" in shown(page)


def test_who_gains_is_told_by_class_and_by_fifth_of_deprivation(planner):
    page = planner.get(STEADY, {"scenario": "second_chair"})
    assert row(page, "Everybody")
    made = flow.parse(world_files.PATHWAYS["steady"])
    from oneplace.web.whatif.answering import pairs

    compared = flow.compare(made, ["second_chair"], replications=pairs(made))[0]
    arrivals = compared.before[:, compared.find("arrivals", "pathway", "1")]
    lost = compared.before[:, compared.find("lost", "pathway", "1")]
    share = flow.value_of(100 * lost / arrivals).mean
    assert row(page, "Most deprived fifth")[1] == f"{share:.1f}"
    assert row(page, "Most deprived fifth")[2] == "0"
    assert row(page, "Most deprived fifth")[-1] == "Sure: fewer"


def test_the_gap_between_rich_and_poor_is_a_paired_difference_of_its_own(planner, forgotten):
    forgotten()
    said = shown(planner.get(STEADY, {"places.clinic.queue": "5", "places.clinic.stay": "29 minutes"}))
    assert "The gap." in said


def test_a_formula_that_holds_stands_beside_what_was_simulated(planner):
    page = planner.get(DESK)
    name, formula, simulated, *_ = row(page, "The desk: mean wait")
    assert name == "The desk: mean wait"
    assert formula == "77.1 minutes"  # 9/7 of an hour
    value, unit = simulated.split()
    assert unit == "minutes"
    assert abs(float(value) - 540 / 7) < 10


def test_with_a_change_the_formula_of_the_change_stands_there_too(planner):
    # a third seat: 1.5 Erlangs on 3 servers, mean wait 0.1579 of the stay
    page = planner.get(DESK, {"places.desk.capacity": "3"})
    assert row(page, "The desk: mean wait")[-1] == "9.47 minutes"
    assert row(page, "Wait, mean")[-1] == "Sure: shorter"


def test_the_numbers_are_those_of_the_simulator(planner):
    made = flow.parse(world_files.PATHWAYS["desk"])
    from oneplace.web.whatif.answering import pairs

    compared = flow.compare(made, [{"places.desk.capacity": "3 seats"}], replications=pairs(made))[0]
    expected = {(r["measure"], r["where"], r["group"]): r for r in compared.rows()}
    text = planner.get("/whatif/desk/differences.csv", {"places.desk.capacity": "3"}).content.decode()
    found = {(r["measure"], r["where"], r["group"]): r for r in csv.DictReader(io.StringIO(text))}
    assert found.keys() == expected.keys()
    for key in (("wait", "desk", "all"), ("wait p90", "desk", "old"), ("time in pathway", "pathway", "young")):
        for column in ("now", "then", "difference", "lower", "upper"):
            assert float(found[key][column]) == expected[key][column]


def test_one_address_gives_the_same_page_to_the_digit_on_any_number_of_cores(planner, forgotten):
    from oneplace.web.whatif import answering

    address = f"{DESK}?places.desk.stay.mean=50+minutes&version=x"
    forgotten()
    first = shown(planner.get(address))
    kept = list(answering._kept.values())
    forgotten()
    again = shown(planner.get(address))
    assert "Sure: shorter" in first
    assert first == again
    with joblib.parallel_config("sequential"):
        for made in kept:
            one_core = flow.simulate(made.pathway, seed=answering.SEED, replications=made.replications)
            assert one_core.runs.tobytes() == made.runs.tobytes()


def test_the_address_to_share_holds_the_whole_question(planner):
    page = planner.get(DESK, {"places.desk.capacity": "3", "patients.old.arrivals.rate": "20"})
    address = re.search(r'<a class="nhsuk-link" href="([^"]+)"', page.content.decode())
    assert address is not None
    query = parse_qs(urlsplit(html.unescape(address[1])).query)
    version = query.pop("version")
    assert query == {"places.desk.capacity": ["3 seats"], "patients.old.arrivals.rate": ["20 patients per day"]}
    assert re.fullmatch("[0-9a-f]{8}", version[0])
    same = planner.get(html.unescape(address[1]))
    assert shown(same) == shown(page)


def test_a_form_sent_whole_goes_to_the_short_address(planner):
    page = planner.get(DESK).content.decode()
    names = re.findall(r'<input class="nhsuk-input app-lever[^>]* name="([^"]+)"[^>]* value="([^"]*)"', page)
    assert ("places.desk.capacity", "2") in names
    assert ("places.home.capacity", "unlimited") in names
    sent = planner.get(DESK, {**dict(names), "places.desk.capacity": "3"})
    assert sent.status_code == 302
    assert sent["Location"].startswith(f"{DESK}?places.desk.capacity=3+seats&version=")
    unchanged = planner.get(DESK, dict(names))
    assert unchanged.status_code == 302
    assert unchanged["Location"].startswith(f"{DESK}?version=")


def test_a_scenario_can_be_taken_further_by_hand(planner):
    page = planner.get(STEADY, {"scenario": "second_chair", "places.clinic.stay": "20"})
    said = shown(page)
    assert "If A second chair: Clinic, capacity: 2 chairs instead of 1 chair" in said
    assert "Clinic, mean stay: 20 minutes instead of 40 minutes" in said
    assert 'value="2"' in page.content.decode()


def test_an_address_of_another_version_says_so(planner):
    assert "made for another version" in shown(planner.get(STEADY, {"version": "0badf00d"}))
    assert "made for another version" not in shown(planner.get(STEADY))


def test_no_change_at_all_makes_no_difference(planner):
    # the seats are full only now and then: a queue of 90,000 is as good as one without a limit
    said = shown(planner.get(DESK, {"places.desk.queue": "90000"}))
    assert "Nobody in the simulated runs notices this change" in said


def test_what_is_known_only_within_a_range_is_told_and_kept_by_a_form(site):
    from oneplace.web.whatif.answering import Answer, pairs
    from oneplace.web.whatif.asking import ask
    from oneplace.web.whatif.presenters.page import whatif

    text = world_files.PATHWAYS["desk"].replace("mean: 1 hour", "mean: 1 hour (0.9 to 1.1)")
    made = flow.parse(text)
    assert pairs(made) % 2 == 0
    asked = ask({"places.desk.capacity": "3", "places.desk.stay.mean": "1 hour (0.9 to 1.1)"}, made)
    assert asked.changes == {"places.desk.capacity": "3 seats"}
    assert ask({"places.desk.stay.mean": "50 minutes (40 to 60)"}, made).changes == {
        "places.desk.stay.mean": "50 minutes (40 to 60)"
    }
    now, then = (flow.simulate(one, replications=16) for one in (made, asked.variant))
    how = dict(whatif(asked, Answer(16, now, then, flow.beside(now, then))).findings.how)
    assert "The desk, stay, mean: 1, or 0.9 to 1.1 hour." in how["Known only within a range"]
    plain = ask({"places.desk.stay.mean": "50 minutes"}, flow.parse(world_files.PATHWAYS["desk"]))
    result = flow.simulate(plain.pathway, replications=2)
    assert "Known only within a range" not in dict(whatif(plain, Answer(2, result, None, None)).findings.how)


MISTAKES = [
    ("places.desk.capacity", "", "Enter a number, such as 2 seats"),
    ("places.desk.capacity", "lots", "'lots' is not a number"),
    ("places.desk.capacity", "-3", "not a whole number of nought or more"),
    ("places.desk.capacity", "2.5", "not a whole number"),
    ("places.desk.capacity", "3 days", "not a number of things"),
    ("places.desk.capacity", "1e6", "more than 100,000"),
    ("places.desk.capacity", "1e15", "more than a thousand million"),
    ("places.desk.capacity", "1e999", "is not a number"),
    ("places.desk.capacity", "<script>", "'<script>' is not a number"),
    ("places.desk.stay.mean", "0", "more than nought"),
    ("places.desk.stay.mean", "-1 hours", "negative"),
    ("places.desk.stay.mean", "5 seats", "not a length of time"),
    ("places.desk.stay.mean", "200 years", "longer than ten years"),
    ("patients.old.arrivals.rate", "-20", "negative"),
    ("patients.old.arrivals.rate", "20 beds", "not a rate"),
]


@pytest.mark.parametrize(("field", "typed", "said"), MISTAKES)
def test_a_mistake_is_told_at_its_field_and_the_pathway_still_shown(planner, field, typed, said):
    page = planner.get(DESK, {field: typed})
    text = page.content.decode()
    assert page.status_code == 200
    assert "<title>Error: " in text
    where = f"f-{field.replace('.', '-')}"
    message = re.search(rf'id="{where}-error">(.*?)</span>\s*<div', text, re.S)
    assert message is not None
    assert said in html.unescape(message[1])
    assert f'<a href="#{where}">' in text
    assert f'value="{html.escape(typed)}"' in text
    assert "What it is like now" in text
    assert text.count("<script>") == 1  # the design system's own line, at the top of every page


def test_several_mistakes_are_all_told(planner):
    said = shown(planner.get(DESK, {"places.desk.capacity": "x", "places.desk.stay.mean": "y"}))
    assert "'x' is not a number" in said
    assert "'y' is not a number" in said


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"scenario": "free_lunch"}, "There is no scenario called “free_lunch”"),
        ({"places.moon.capacity": "3"}, "There is no number “places.moon.capacity” to move"),
        ({"places.desk.stay.file": "/etc/passwd"}, "There is no number “places.desk.stay.file” to move"),
        ({"patients.old.arrivals.rate": "1e9"}, "are more than this page answers"),
        ({"patients.old.arrivals.rate": "1e300"}, "are more than this page answers"),
    ],
)
def test_what_cannot_be_asked_is_told_and_the_pathway_still_shown(planner, query, said):
    page = planner.get(DESK, query)
    assert page.status_code == 200
    assert said in shown(page)
    assert "What it is like now" in shown(page)
    assert planner.get("/whatif/desk/differences.csv", query).status_code == 400


def test_a_pathway_that_cannot_be_simulated_as_it_is_says_why(planner):
    for query in ({}, {"places.x.capacity": "2"}):
        page = planner.get("/whatif/stuck", query)
        assert page.status_code == 200
        assert "The pathway as it is can’t be simulated" in shown(page)
        assert "each waits for another's place" in shown(page)
        assert "Nobody has said where this pathway’s numbers come from" in shown(page)
        assert "X 1 bed 0 patients 1 hour, always 100% Y" in shown(page)
    assert planner.get("/whatif/stuck/differences.csv").status_code == 400


def test_a_seat_for_nobody_holds_no_one_up_for_ever(planner):
    page = planner.get(STEADY, {"places.clinic.capacity": "0"})
    assert row(page, "People turned away")[2] == "199"


def test_a_place_made_smaller_than_it_starts_with_starts_full(site):
    from oneplace.web.whatif.asking import ask

    text = world_files.PATHWAYS["steady"].replace("capacity: 1 chair,", "capacity: 3 chairs, start: 3 patients,")
    made = flow.parse(text)
    assert ask({"places.clinic.capacity": "2"}, made).set == {
        "places.clinic.capacity": "2 chairs",
        "places.clinic.start": "100 % full",
    }
    assert "places.clinic.start" not in ask({"places.clinic.capacity": "4"}, made).set


@pytest.mark.parametrize(
    ("number", "is_refused"), [("0", True), ("1", False)], ids=["for ever", "a queue that grows has a warning"]
)
def test_none_of_what_everybody_waits_for_is_refused_at_its_field(site, number, is_refused):
    from oneplace.web.whatif.asking import NOBODY_SERVED, ask

    asked = ask({"places.desk.capacity": number}, flow.parse(world_files.PATHWAYS["desk"]))
    assert asked.errors == ({"places.desk.capacity": NOBODY_SERVED} if is_refused else {})
    assert asked.typed == ({"places.desk.capacity": f"{number} seats"} if is_refused else {})
    assert asked.is_empty == is_refused


def test_none_of_what_people_leave_or_are_turned_away_from_is_answered(site):
    from oneplace.web.whatif.asking import ask

    desk = world_files.PATHWAYS["desk"]
    for more in ("leave: {patience: 1 hour, to: done},", "queue: 0 patients,"):
        text = desk.replace("capacity: 2 seats,", f"capacity: 2 seats, {more}")
        assert not ask({"places.desk.capacity": "0"}, flow.parse(text)).errors


def test_what_makes_no_sense_together_with_the_file_is_told_at_its_field(site):
    from oneplace.web.whatif.asking import ask

    text = world_files.PATHWAYS["steady"].replace(
        "stay: 40 minutes", "stay: {shape: lognormal, median: 30 minutes, mean: 1 hour}"
    )
    asked = ask({"places.clinic.stay.mean": "20 minutes"}, flow.parse(text))
    assert "the median is not below the mean" in asked.errors["places.clinic.stay.mean"]
    assert asked.set == {}


def test_when_too_many_ask_at_once_the_next_is_told_to_come_back(planner, forgotten, monkeypatch):
    from oneplace.web.whatif import answering
    from oneplace.web.whatif.worker import Worker

    monkeypatch.setattr(answering, "_worker", Worker("small", most=0, patience=30))
    forgotten()
    busy = planner.get(DESK)
    assert busy.status_code == 503
    assert busy["Retry-After"] == "5"
    assert "Wait a few seconds" in shown(busy)
    monkeypatch.setattr(answering, "_worker", Worker("large", most=1, patience=30))
    assert planner.get(DESK).status_code == 200


def test_for_a_reader_who_has_gone_nothing_is_worked_out(planner, forgotten, monkeypatch):
    from oneplace.web.whatif import answering

    forgotten()
    address = {"places.desk.stay.mean": "40 minutes"}
    gone = planner.get(DESK, address, **{"waitress.client_disconnected": lambda: True})
    assert gone.status_code == 503
    assert not any("40" in key for key in answering._kept)
    assert planner.get(DESK, address).status_code == 200


def test_no_more_answers_are_kept_than_there_is_room_for(planner, forgotten, monkeypatch):
    from oneplace.web.whatif import answering

    monkeypatch.setattr(answering, "KEPT", 2)
    forgotten()
    for stay in (20, 21, 22):
        planner.get(STEADY, {"places.clinic.stay": f"{stay} minutes"})
    assert len(answering._kept) == 2


def test_the_number_of_runs_is_a_rule_of_the_pathway(fewer_runs, monkeypatch):
    from oneplace.web.whatif import answering

    monkeypatch.setattr(answering, "MOST", fewer_runs)
    pairs = answering.pairs

    def busy(rate: str) -> flow.Pathway:
        return flow.parse(world_files.PATHWAYS["desk"].replace("18 patients per day", rate))

    assert pairs(busy("18 patients per day")) == fewer_runs
    assert pairs(busy("700 patients per day")) == int(answering.VISITS // (1.4 * 1400 * 70 + answering.EACH_RUN))
    assert pairs(busy("100000 patients per day")) == answering.FEWEST


def test_the_server_is_warm_before_anybody_asks(serving, forgotten):
    from oneplace.web.whatif import answering
    from oneplace.web.whatif.warming import warm_up

    serving("full")
    forgotten()
    assert warm_up().wait(timeout=300)
    assert answering.is_warm()
    # two pathways as they are and a scenario of one; one can't be simulated, one can't be read
    assert len(answering._kept) == 3


def test_every_pathway_as_it_is_comes_before_any_scenario(serving, forgotten, monkeypatch):
    from oneplace.web.whatif import warming

    serving("full")
    forgotten()
    asked = []
    monkeypatch.setattr(warming, "ahead", lambda _work: None)
    monkeypatch.setattr(warming, "answered_ahead", lambda _served, one: asked.append(one.is_empty))
    warming.warm_up()
    assert asked == sorted(asked, reverse=True)
    assert len(set(asked)) == 2


def test_making_the_page_ready_goes_through_all_of_an_answer(serving):
    from oneplace.web.whatif import warming

    serving("full")
    warming._page(None)


def test_no_template_is_left_for_the_first_reader_to_wait_for(planner, monkeypatch):
    from django.template import engines

    from oneplace.web.whatif import warming

    environment, compiled = engines["jinja2"].env, []
    environment.cache.clear()
    warming._page(None)
    compile_ = environment.compile
    monkeypatch.setattr(environment, "compile", lambda *args, **kw: compiled.append(args[1:2]) or compile_(*args, **kw))
    for address in ("/whatif", DESK):
        assert planner.get(address).status_code == 200
    assert compiled == []


def test_how_well_a_pathway_fits_is_linked_where_the_place_keeps_the_page(planner):
    assert 'href="/whatif/steady/fit"' in planner.get(STEADY).content.decode()
    page = planner.get("/whatif/steady/fit")
    assert "behave as observed" in page.content.decode()
    assert "script-src" not in page["Content-Security-Policy"]
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "/fit" not in planner.get(DESK).content.decode()
    assert planner.get("/whatif/desk/fit").status_code == 404


def test_the_model_on_paper_can_be_taken_home(planner):
    report = planner.get("/whatif/desk/model.md")
    assert "Two people at a desk" in report.content.decode()
    assert report["Content-Disposition"] == 'attachment; filename="desk-model.md"'


def test_the_boards_page_leads_here(serving, signed_in):
    serving("full")
    assert 'href="/whatif"' in signed_in("alice").get("/board").content.decode()


def test_a_single_one_is_called_one():
    from oneplace.web.whatif.presenters.form import Change

    assert Change("Crews, number", "2 crews", "1 crews").words == "Crews, number: 1 crew instead of 2 crews"
    assert Change("Ward, capacity", "", "1 beds").words == "Ward, capacity: 1 bed"


@pytest.mark.parametrize(
    ("prices", "counted"),
    [
        ("places.clinic: 9 GBP per visit", "visits"),
        ("places.clinic: [9 GBP per staffed chair-day, 2 GBP per visit], patients.all: 3 GBP per journey",
         "staffed beds, visits and journeys"),
        ("places.clinic: 9 GBP per chair-day, patients.all: 3 GBP per patient", "occupied days and patients"),
    ],
)  # fmt: skip
def test_the_bill_names_what_is_priced(prices, counted):
    from oneplace.web.whatif.presenters.differences import Runs, whole

    text = "format: pathway/1\nid: p\nname: P\nprovenance: illustrative\nrun: 9 days\n"
    text += "patients: {all: {enters: clinic, arrivals: {every: 1 hour}}}\n"
    text += f"places: {{clinic: {{capacity: 3 chairs, stay: 1 hour}}}}\ncosts: {{{prices}}}\n"
    made = whole(Runs(flow.simulate(flow.parse(text), replications=2), None))
    assert [one.label for one in made.lines if one.code == "cost"] == [f"Bill for {counted} (nothing else is counted)"]
