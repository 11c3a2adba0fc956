"""PathSimR's two CSV files become a pathway, and whatever means something else here is told."""

import math

import numpy as np
import pytest
from scipy.stats import gamma, lognorm, weibull_min

from oneplace import flow
from oneplace.flow.network.distributions import drawn
from oneplace.problems import OneplaceError

NETWORK = """\
,Front door,Ward,Rehab,Home,Other place ,serv_dist,serv_dist_param,ext_queue,int_queue,Front door,Ward,Rehab,Home,\
Other place ,Front door,Ward,Rehab,Home,Other place
Front door,0,0.3,0,0.7,0,exp,6,Inf,0,,,,,,,,,,
Ward,0,0,0.25,0.7,0.05,lnorm,1.2;0.8,5,0,,,unif,exp,exp,,,0.1;0.1,2,0.5
Rehab,0,0.1,0,0.9,0,gamma,2.5;0.125,0,4,,,,,weibull,,,,,1.5;2
Home,,,,,,,,,,,,,,,,,,,
Other place ,,,,,,,,,,,,,,,,,,,
"""
CALENDAR = """\
metric,node,start,end,value
cap,Front door,0,0.5,10
cap,Front door,0.5,1,14
cap,Ward,0,NA,40
cap,Rehab,0,5,30
cap,Rehab,5,7,20
ext_arr,Front door,0,0.25,8
ext_arr,Front door,0.25,1,32
ext_arr,Ward,0,,1.5
ext_arr,Rehab,0,,0
"""
DAY = 86_400


@pytest.fixture
def read(tmp_path):
    def made(network=NETWORK, calendar=CALENDAR, **options):
        (tmp_path / "network.csv").write_text(network, encoding="utf-8")
        (tmp_path / "calendar.csv").write_text(calendar, encoding="utf-8")
        return flow.read_pathsimr(tmp_path / "network.csv", tmp_path / "calendar.csv", **options)

    return made


def test_nodes_are_places_and_exits(read):
    file = read().pathway.file
    assert set(file.places) == {"Front_door", "Ward_outside", "Ward", "Rehab"}
    assert file.exits == ("Home", "Other_place")
    assert file.places["Front_door"].name == "Front door"
    assert (file.provenance, file.clock, file.run) == ("not_set", "days", 365 * DAY)


def test_shares_are_the_ways_on(read):
    places = read().pathway.file.places
    assert places["Ward"].next == pytest.approx({"Rehab": 0.25, "Home": 0.7, "Other_place": 0.05})
    assert places["Front_door"].next == pytest.approx({"Ward": 0.3, "Home": 0.7})


def test_distributions_are_those_of_r(read, tmp_path):
    places = read().pathway.file.places
    assert drawn(places["Front_door"].stay, tmp_path).mean == pytest.approx(DAY / 6)
    quarters = [0.25, 0.5, 0.75]
    for place, right in (("Ward", lognorm(s=0.8, scale=math.exp(1.2))), ("Rehab", gamma(a=2.5, scale=1 / 0.125))):
        found = drawn(places[place].stay, tmp_path).quantiles(np.array(quarters))
        assert found / DAY == pytest.approx(right.ppf(quarters), rel=1e-9)


def test_a_weibull_stay(read, tmp_path):
    stay = read(NETWORK.replace("gamma,2.5;0.125", "weibull,1.5;2")).pathway.file.places["Rehab"].stay
    found = drawn(stay, tmp_path)
    assert (found.mean / DAY, found.variance / DAY**2) == pytest.approx(weibull_min(1.5, scale=2).stats("mv"))


def test_delays_go_with_their_ways(read):
    delay = read().pathway.file.places["Ward"].delay
    assert delay["Rehab"].value == pytest.approx(0.1 * DAY)  # both bounds alike: fixed
    assert (delay["Home"].shape, delay["Home"].mean) == ("exponential", 0.5 * DAY)


def test_arrivals_from_outside_are_classes_with_a_profile(read):
    patients = read().pathway.file.patients
    assert set(patients) == {"to_Front_door", "to_Ward"}
    door = patients["to_Front_door"].arrivals
    assert door.rate * DAY == pytest.approx(8 / 4 + 32 * 3 / 4)
    assert door.profile.hour_of_day[0] / door.profile.hour_of_day[6] == pytest.approx(8 / 32)
    assert patients["to_Ward"].arrivals.profile is None


def test_one_entry_makes_one_class(read):
    assert set(read(calendar=CALENDAR.replace("ext_arr,Ward,0,,1.5", "ext_arr,Ward,0,,0")).pathway.file.patients) == {
        "patients"
    }


def test_capacities_follow_their_calendar(read):
    result = flow.simulate(read(warm_up="0 days", run="28 days").pathway, replications=2)
    assert result.value("capacity", "Front_door").mean == pytest.approx(12)
    assert result.value("capacity", "Rehab").mean == pytest.approx((5 * 30 + 2 * 20) / 7)
    assert read().pathway.file.places["Rehab"].calendar[0].days == ("sat", "sun")


def test_a_place_without_limit(read):
    found = read(calendar=CALENDAR.replace("cap,Ward,0,NA,40", "cap,Ward,0,NA,Inf")).pathway
    assert found.file.places["Ward"].capacity is None


QUEUES = [  # ext_queue, int_queue of the ward; its queue here; the room before it, how large and for whom
    ("0", "0", 0, None),
    ("Inf", "Inf", None, None),
    ("7", "7", 7, None),
    ("5", "0", 0, ("Ward_outside", 5)),
    ("Inf", "0", 0, ("Ward_outside", None)),
    ("0", "9", 0, ("Ward_inside", 9)),
    ("0", "Inf", 0, ("Ward_inside", None)),
    ("3", "Inf", None, ("Ward_outside", 3)),
]


@pytest.mark.parametrize(("external", "internal", "queue", "room"), QUEUES)
def test_two_queues_of_one_place(read, external, internal, queue, room):
    found = read(NETWORK.replace("lnorm,1.2;0.8,5,0", f"lnorm,1.2;0.8,{external},{internal}"))
    file = found.pathway.file
    assert file.places["Ward"].queue == queue
    extra = set(file.places) - {"Front_door", "Ward", "Rehab"}
    assert extra == ({room[0]} if room else set())
    if room:
        assert (file.places[room[0]].capacity, file.places[room[0]].queue) == (room[1], 0)
        inside = room[0] == "Ward_inside"
        assert file.patients["to_Ward"].enters == ("Ward" if inside else room[0])
        assert (room[0] if inside else "Ward") in file.places["Front_door"].next
        assert any(f"wait in `{room[0]}`" in note for note in found.notes)


def test_a_place_reached_one_way_only_has_that_queue(read):
    places = read().pathway.file.places
    assert (places["Front_door"].queue, places["Rehab"].queue) == (None, 4)


def test_two_queues_lose_and_block_as_they_say(read):
    """From outside nobody may wait and is lost; from within all may, and are not."""
    text = NETWORK.replace("lnorm,1.2;0.8,5,0", "lnorm,1.2;0.8,0,Inf")
    result = flow.simulate(read(text, run="100 days", warm_up="30 days").pathway, replications=2)
    assert result.value("lost", "Ward").mean > 0
    assert result.value("lost", "Ward_inside").mean == 0
    assert result.value("time blocked", "Front_door").mean == 0


def test_everything_that_means_something_else_is_told(read):
    notes = " ".join(read().notes)
    for told in (
        "do not name their unit of time: it is taken to be days",
        "365 days after 90 days of warm-up",
        "midnight on a Monday",
        "Ward has two queues, 5 patients from outside and 0 patients from within",
        "The delay from Ward to Rehab: PathSimR keeps a place at Rehab meanwhile",
        "Delays from Rehab are left out where nobody goes: to Other place",
    ):
        assert told in notes
    assert "nobody comes there from outside" in " ".join(
        read(calendar=CALENDAR.replace("ext_arr,Rehab,0,,0\n", "")).notes
    )


def test_another_unit_of_time(read):
    hourly = read(
        calendar="metric,node,start,end,value\ncap,Front door,0,NA,10\ncap,Ward,0,NA,40\ncap,Rehab,0,NA,30\n"
        "ext_arr,Front door,0,8,1\next_arr,Front door,8,24,2\next_arr,Ward,0,NA,0\next_arr,Rehab,0,NA,0\n",
        unit="hours",
    ).pathway.file
    assert hourly.clock == "hours"
    assert hourly.patients["patients"].arrivals.rate * DAY == pytest.approx(8 * 1 + 16 * 2)
    assert hourly.places["Front_door"].stay.mean == pytest.approx(3600 / 6)


def test_the_file_that_is_written_reads_the_same(read, tmp_path):
    made = read()
    made.write(tmp_path / "pathways" / "x.yaml")
    again = flow.read(tmp_path / "pathways" / "x.yaml")
    assert again.file == made.pathway.file
    assert "# - Times count from midnight on a Monday." in (tmp_path / "pathways" / "x.yaml").read_text()


def test_columns_named_by_their_use_and_na_cells(read):
    head, *rows = NETWORK.splitlines()
    cells = head.split(",")
    named = [*cells[:10], *(f"{c}_delay_dist" for c in cells[10:15]), *(f"{c}_delay_params" for c in cells[15:])]
    text = "\n".join([",".join(named), *(",".join(cell or "NA" for cell in row.split(",")) for row in rows)])
    assert read(text).pathway.file == read().pathway.file


BAD_NETWORK = [
    ("serv_dist,", "service,", 1, "is no network of PathSimR"),
    (",Front door,Ward", ",Ward,Ward", 1, "names a node twice"),
    ("Rehab,0,0.1", "Rehabilitation,0,0.1", 2, "other rows than columns"),
    ("0.3,0,0.7", "0.3,0,0.6", 2, "the shares from Front door make 0.9, not 1"),
    ("Ward,0,0,0.25,0.7", "Ward,0,-0.05,0.3,0.7", 3, "a share from Ward is negative"),
    ("0.3,0,0.7", "a third,0,0.7", 2, "the share to Ward is 'a third'"),
    ("exp,6", "norm,6;1", 2, "the service of Front door: 'norm' is none of its distributions"),
    ("exp,6", "exp,", 2, "the service of Front door"),
    ("exp,6", "exp,0", 2, "rate of exp must be above nought"),
    ("exp,6", "exp,6;7", 2, "has 2 parameters, not 1"),
    ("0.1;0.1", "0.2;0.1", 3, "min and max of unif"),
    ("1.2;0.8", "1.2;-0.8", 3, "sdlog of lnorm"),
    ("1.2;0.8", "NA;0.8", 3, "are no numbers"),
]


@pytest.mark.parametrize(("old", "new", "line", "message"), BAD_NETWORK)
def test_a_mistake_in_the_network_is_told_at_its_line(read, old, new, line, message):
    assert old in NETWORK
    with pytest.raises(OneplaceError, match=message) as error:
        read(NETWORK.replace(old, new, 1))
    (problem,) = error.value.problems
    assert (problem.path.name, problem.line) == ("network.csv", line)
    assert problem.mend


BAD_CALENDAR = [
    ("metric,node", "what,node", "is no calendar of PathSimR"),
    ("cap,Ward,0,NA,40", "beds,Ward,0,NA,40", "'beds' is no metric"),
    ("cap,Ward,0,NA,40", "cap,Home,0,NA,40", "there is no service point 'Home'"),
    ("cap,Ward,0,NA,40", "cap,Ward,0,40", "has 4 cells, not 5"),
    ("cap,Ward,0,NA,40", "cap,Ward,0,NA,NA", "the cap of Ward has no value"),
    ("cap,Ward,0,NA,40", "cap,Ward,0,NA,forty", "value is 'forty'"),
    ("cap,Ward,0,NA,40", "cap,Ward,0,NA,4.5", "is not a whole number"),
    ("cap,Ward,0,NA,40\n", "", "there is no cap for Ward"),
    ("cap,Rehab,5,7,20", "cap,Rehab,6,7,20", "do not follow each other"),
    ("cap,Rehab,5,7,20", "cap,Rehab,5,NA,20", "a row without an end stands beside others"),
    ("cap,Rehab,5,7,20", "cap,Rehab,5,200,20", "does not repeat within a day or a week"),
    ("0,0.25,8\next_arr,Front door,0.25", "0,0.26,8\next_arr,Front door,0.26", "a rate changes within an hour"),
    ("Ward,0,,1.5", "Ward,0,,-1.5", "a rate is negative"),
]


@pytest.mark.parametrize(("old", "new", "message"), BAD_CALENDAR)
def test_a_mistake_in_the_calendar_is_told(read, old, new, message):
    assert old in CALENDAR
    with pytest.raises(OneplaceError, match=message) as error:
        read(calendar=CALENDAR.replace(old, new, 1))
    assert error.value.problems[0].path.name == "calendar.csv"
    assert error.value.problems[0].mend


def test_a_pathway_that_nobody_comes_to(read):
    text = CALENDAR.replace(",8\n", ",0\n").replace(",32\n", ",0\n").replace(",1.5\n", ",0\n")
    with pytest.raises(OneplaceError, match="has nobody arriving"):
        read(calendar=text)


def test_names_that_would_be_one(read):
    with pytest.raises(OneplaceError, match="are too much alike"):
        read(NETWORK.replace("Rehab", "Front_door"), CALENDAR.replace("Rehab", "Front_door"))


def test_a_unit_that_is_none(read):
    with pytest.raises(OneplaceError, match="'moons' is no unit of time"):
        read(unit="moons")


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(OneplaceError, match="cannot be read"):
        flow.read_pathsimr(tmp_path / "none.csv", tmp_path / "none.csv")


def test_a_circle_without_an_exit_is_told(read):
    network = NETWORK.replace("Rehab,0,0.1,0,0.9,0", "Rehab,0,1,0,0,0").replace("0.25,0.7,0.05", "1,0,0")
    with pytest.raises(OneplaceError, match=r"network.csv: I01 makes no pathway: .* never gets out"):
        read(network)
