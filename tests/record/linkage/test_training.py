"""When the model is trained, what it may learn, and what it keeps of where it started."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from oneplace.record.database import Relation, open_database
from oneplace.record.linkage import link, model, probabilistic
from oneplace.record.linkage.describing import Compared
from tests.record.linkage.conftest import said, table, what_is_said
from tests.record.linkage.test_choice import DESCRIBED, PAIR, description

NUMBERED = {"source_system": "VARCHAR", "source_record_id": "VARCHAR", "nhs_number": "VARCHAR", "agrees": "BOOLEAN"}


SAME = dict(zip(("given", "family", "born", "phone"), ("anna", "adams", "1950-02-03", "07"), strict=True))


class Learned:
    """Stands for Splink's linker: notes what is asked of it, and gives a model that was settled before."""

    def __init__(self, trained):
        self.trained = trained
        self.asked = []
        self.training = self.misc = self

    def estimate_u_using_random_sampling(self, **how):
        self.asked.append(how)

    def estimate_parameters_using_expectation_maximisation(self, rule, **how):
        self.asked.append((rule, how))

    def save_model_to_json(self):
        return {"comparisons": self.trained}


def level(m, u):
    return {"label_for_charts": "grade", "m_probability": m, "u_probability": u}


def learned(start, trained):
    """The one grade of a model that started with one thing and was trained to another."""
    before = {"comparisons": [{"output_column_name": "sex", "comparison_levels": [start]}], "kept": 1}
    linker = Learned([{"output_column_name": "sex", "comparison_levels": [trained]}])
    after = probabilistic._train(lambda: linker, before, model.TRAINING)
    assert after["kept"] == 1
    assert after["comparisons"][0]["output_column_name"] == "sex"
    assert before["comparisons"][0]["comparison_levels"] == [start]
    return after["comparisons"][0]["comparison_levels"][0], linker


@pytest.mark.parametrize(
    ("start", "trained", "expected"),
    [
        (level(0.8, 0.1), level(0.6, 0.2), level(0.95 * 0.6 + 0.05 * 0.8, 0.2)),
        (level(0.8, 0.1), level(0.0, 0.2), level(0.05 * 0.8, 0.2)),  # no grade becomes impossible
        (level(0.8, 0.1), level(0.6, 0.0), level(0.61, 0.001)),  # nor certain: a hundredth of where it started
        (level(0.8, 0.1), level(0.6, 0.001), level(0.61, 0.001)),
        (level(0.8, 0.1), level(0.6, 0.00101), level(0.61, 0.00101)),
        (level(0.8, 0.1), {"label_for_charts": "grade"}, level(0.8, 0.001)),  # never seen
        ({"is_null_level": True}, {"is_null_level": True}, {"is_null_level": True}),
    ],
)
def test_what_a_grade_says_after_training(start, trained, expected):
    assert learned(start, trained)[0] == pytest.approx(expected)


def test_training_always_draws_the_same_chance_pairs_and_learns_from_each_rule():
    _, linker = learned(level(0.8, 0.1), level(0.6, 0.2))
    assert linker.asked == [
        {"max_pairs": 200_000, "seed": 20200101},
        *((rule, {"fix_u_probabilities": True}) for rule in model.TRAINING),
    ]


def test_a_pass_in_which_a_grade_becomes_impossible_teaches_nothing_and_the_others_are_gone_through_anew():
    """An ordinary place's load stopped, as Splink refuses a grade that hardly any true pair falls into."""

    class Refusing(Learned):
        def estimate_parameters_using_expectation_maximisation(self, rule, **how):
            super().estimate_parameters_using_expectation_maximisation(rule, **how)
            if rule == model.TRAINING[0]:
                raise ValueError("m_probability value 4e-301 is below the minimum allowed value of 1e-300.")

    linker = Refusing([{"output_column_name": "sex", "comparison_levels": [level(0.6, 0.2)]}])
    before = {"comparisons": [{"output_column_name": "sex", "comparison_levels": [level(0.8, 0.1)]}]}
    after = probabilistic._train(lambda: linker, before, model.TRAINING)
    assert after["comparisons"][0]["comparison_levels"] == [pytest.approx(level(0.61, 0.2))]
    assert [each[0] for each in linker.asked if isinstance(each, tuple)] == model.TRAINING


def test_training_refuses_comparisons_that_are_not_those_it_began_with():
    before = {"comparisons": [{"comparison_levels": [level(0.8, 0.1)]}]}
    with pytest.raises(ValueError, match="shorter"):
        probabilistic._train(lambda: Learned([]), before, [])
    with pytest.raises(ValueError, match="shorter"):
        probabilistic._train(lambda: Learned([{"comparison_levels": []}]), before, [])


class Asked:
    """Stands for Splink: notes the model and the tables of each linker, and what it predicts."""

    def __init__(self, monkeypatch, connection):
        self.linkers = []
        monkeypatch.setattr("splink.DuckDBAPI", lambda _: self)
        monkeypatch.setattr("splink.Linker", self.linker)
        monkeypatch.setattr(probabilistic, "_train", lambda made, settings, _: made() and settings | {"trained": True})
        monkeypatch.setattr(probabilistic, "_passes", lambda *_: ["l.born = r.born"])
        connection.execute(
            "CREATE TABLE scored "
            "(unique_id_l VARCHAR, unique_id_r VARCHAR, match_weight DOUBLE, match_probability DOUBLE)"
        )
        connection.execute("INSERT INTO scored VALUES ('p1', 'r1', 5.123456, 0.98765432)")

    def register(self, name):
        return f"registered {name}"

    def linker(self, tables, settings, log_level):
        assert log_level == "ERROR"
        self.linkers.append((tables, settings))
        self.inference = self
        return self

    def predict(self, threshold):
        assert threshold == 0.5
        self.physical_name = "scored"
        return self


@pytest.mark.parametrize(
    ("counts", "version", "chance"),
    [
        ((1, 1), "starting values 1", 1 / 1000),
        ((1000, 1), "starting values 1", 1 / 1000),
        ((1001, 1), "starting values 1", 1 / 1001),
        ((1, 1001), "trained on 1001 records 1", 1 / 1001),
        ((1, 199), "starting values 1", 1 / 1000),
        ((1, 200), "trained on 200 records 1", 1 / 1000),
        ((0, 200), "starting values 1", 1 / 1000),  # nobody to learn from
    ],
)
def test_the_model_is_trained_where_there_are_enough_records(monkeypatch, connection, counts, version, chance):
    people, rest = counts
    splink = Asked(monkeypatch, connection)
    compared = Compared(
        people=table(connection, "those", DESCRIBED, [description("p1", **SAME)]),
        rest=table(connection, "these", DESCRIBED, [description("r1", **SAME)]),
        numbers=Relation("-"),
        members=Relation("-"),
        pairs=table(connection, "found", PAIR, []),
    )
    assert probabilistic._score(connection, compared, people, rest) == version
    *before, (alone, settings) = splink.linkers
    assert alone == ["registered these"]
    assert settings["link_type"] == "dedupe_only"
    assert all(tables == ["registered those", "registered these"] for tables, _ in before)
    assert len(before) == (0 if not people else 2 if "trained" in version else 1)
    for _, each in splink.linkers[-2:]:
        assert each["probability_two_random_records_match"] == chance
        assert each.get("trained", False) is version.startswith("trained")
    pair = ("p1", "r1", 5.1235, 0.987654, "given name same, family name same, birth date same, phone same", None)
    assert connection.sql(f"FROM {compared.pairs}").fetchall() == [pair] * (2 if people else 1)


@pytest.mark.slow
def test_a_model_that_was_trained_still_links():
    """Two hundred records without a number, each of somebody with one: so many teach the model."""
    names = [
        f"{a}{b}{c}"
        for a in ("bar", "cor", "del", "fen", "gil", "hol")
        for b in "aeiou"
        for c in ("by", "den", "ford", "ham", "ley", "man", "ton")
    ]
    facts = {
        str(n): {
            "given_name": f"{name}a",
            "family_name": names[-n],
            "birth_date": date(1940, 1, 1) + timedelta(days=97 * n),
            "postcode": f"SO{60 + n % 7} {n % 9}{chr(65 + n % 23)}A",
            "sex": "FM"[n % 2],
        }
        for n, name in enumerate(names[:200])
    }
    with open_database() as connection:
        known = [said(f"gp:{n}", nhs_number=n, **row) for n, row in facts.items()]
        others = [said(f"links:{n}", **(row | ({"sex": None} if int(n) % 3 else {}))) for n, row in facts.items()]
        numbered = table(connection, "own", NUMBERED, [("gp", n, n, True) for n in facts])
        placed = link(connection, what_is_said(connection, *known, *others), numbered)
        found = connection.sql(f"SELECT source_record_id, nhs_number FROM {placed.records}").fetchall()
    assert placed.model == "trained on 200 records 1"
    assert all(record == number for record, number in found)


@pytest.mark.slow
@pytest.mark.parametrize(("days", "version"), [(0, "trained on 200 records 1"), (40_000, "starting values 1")])
def test_a_source_without_postcodes_is_learned_from_by_the_rules_that_find_pairs(days, version):
    """Where the two sides share no birth date either, nothing can be learned and the starting values stand."""
    later = timedelta(days=days)
    born = {n: date(1900, 1, 1) + timedelta(days=97 * n) for n in range(200)}
    with open_database() as connection:
        known = [said(f"gp:{n}", nhs_number=str(n), given_name=f"A{n:x}", birth_date=day) for n, day in born.items()]
        others = [said(f"links:{n}", given_name=f"A{n:x}", birth_date=day + later) for n, day in born.items()]
        numbered = table(connection, "own", NUMBERED, [("gp", str(n), str(n), True) for n in born])
        assert link(connection, what_is_said(connection, *known, *others), numbered).model == version
