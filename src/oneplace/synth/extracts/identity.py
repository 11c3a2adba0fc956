"""How a partner knows people: which numbers and names its records carry, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from oneplace.synth.city.homes import CODES
from oneplace.synth.city.planted import KEPT_FORMER_NAME
from oneplace.synth.city.world import World
from oneplace.synth.draw.calendar import START
from oneplace.synth.draw.numbers import break_check_digit, transpose_digits
from oneplace.synth.draw.randomness import Flags, Floats, Ints
from oneplace.synth.extracts.tables import Columns, coded, dates, whole

NOT_STATED = len(CODES)


@dataclass
class Records:
    """One entry a source record; ``person`` is the row in ``People``. Faults change the arrays in place."""

    person: Ints
    nhs_number: Ints
    nhs_missing: Flags
    status: Ints  # 0 verified, 1 present, 2 trace required
    given: Ints
    given_form: Ints  # 0 as registered, 1 nickname, 2 mistyped
    family: Ints
    family_form: Ints  # 0 as registered, 2 mistyped
    birth: Ints
    sex: Ints
    ethnic: Ints
    home: Ints
    faults: dict[str, Ints] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many records."""
        return len(self.person)


def records(world: World, rng: np.random.Generator, person: Ints, home: Ints | None = None) -> Records:
    """A partner's records of these people, right but for ethnicity, which each partner asks anew (8 % not stated)."""
    size = len(person)
    ethnic = np.where(rng.random(size) < 0.015, rng.integers(0, len(CODES), size), world.people.ethnic[person])
    ethnic = np.where(rng.random(size) < 0.08, NOT_STATED, ethnic)
    nothing = np.zeros(size, dtype=np.int64)
    details = world.details
    late = rng.spawn(1)[0].random(size) < KEPT_FORMER_NAME  # draws of its own: the others stay as they were
    family = np.where(late, details.former[person], details.family[person])
    return Records(
        person=person,
        nhs_number=world.details.nhs_number[person].copy(),
        nhs_missing=np.zeros(size, dtype=bool),
        status=nothing.copy(),
        given=world.details.given[person],
        given_form=nothing.copy(),
        family=family,
        family_form=nothing.copy(),
        birth=world.people.birth[person].copy(),
        sex=world.people.sex[person],
        ethnic=ethnic,
        home=world.latest_home()[person] if home is None else home,
        faults={"former_family_name": np.flatnonzero(family != details.family[person])},
    )


def _chosen(rng: np.random.Generator, chance: Floats | float, allowed: Flags) -> Ints:
    """Rows to spoil: a chance each, and at least one wherever any is allowed."""
    rows = np.flatnonzero(allowed & (rng.random(len(allowed)) < chance))
    if len(rows) == 0 and allowed.any() and np.any(np.asarray(chance) > 0):
        rows = np.flatnonzero(allowed)[:1]
    return rows


def lose_nhs_numbers(rng: np.random.Generator, book: Records, chance: Floats | float) -> None:
    """Plant ``missing_nhs_number``."""
    rows = _chosen(rng, chance, ~book.nhs_missing)
    book.nhs_missing[rows] = True
    book.status[rows] = 2
    book.faults["missing_nhs_number"] = rows


def transpose_nhs_numbers(rng: np.random.Generator, book: Records, chance: float) -> None:
    """Plant ``transposed_nhs_number``."""
    rows = _chosen(rng, chance, ~book.nhs_missing)
    wrong = transpose_digits(rng, book.nhs_number[rows])
    changed = wrong != book.nhs_number[rows]
    rows = rows[changed]
    book.nhs_number[rows] = wrong[changed]
    book.status[rows] = 1
    book.faults["transposed_nhs_number"] = rows


def break_nhs_numbers(rng: np.random.Generator, book: Records, chance: float) -> None:
    """Plant ``wrong_check_digit``."""
    rows = _chosen(rng, chance, ~book.nhs_missing)
    book.nhs_number[rows] = break_check_digit(book.nhs_number[rows])
    book.status[rows] = 1
    book.faults["wrong_check_digit"] = rows


def swap_day_and_month(rng: np.random.Generator, book: Records, chance: float) -> None:
    """Plant ``swapped_day_month`` where both readings are dates and differ."""
    date = START + book.birth
    month = date.astype("datetime64[M]")
    day = (date - month).astype(int) + 1
    number = month.astype(int) % 12 + 1
    rows = _chosen(rng, chance, (day <= 12) & (day != number))
    year = date.astype("datetime64[Y]")[rows]
    swapped = (year.astype("datetime64[M]") + (day[rows] - 1)).astype("datetime64[D]") + (number[rows] - 1)
    book.birth[rows] = (swapped - START).astype(int)
    book.faults["swapped_day_month"] = rows


def use_nicknames(world: World, rng: np.random.Generator, book: Records, chance: float) -> None:
    """Plant ``nickname`` for people whose name has one."""
    has_one = world.names.nickname[book.given] != world.names.given[book.given]
    rows = _chosen(rng, chance, has_one)
    book.given_form[rows] = 1
    book.faults["nickname"] = rows


def mistype_names(rng: np.random.Generator, book: Records, chance: float) -> None:
    """Plant ``typing_error`` in the given or the family name."""
    rows = _chosen(rng, chance, book.given_form == 0)
    family = rng.random(len(rows)) < 0.5
    book.family_form[rows[family]] = 2
    book.given_form[rows[~family]] = 2
    book.faults["typing_error"] = rows


def twice(world: World, rng: np.random.Generator, book: Records, chance: float, fault: str) -> Records:
    """The records and, after them, a second one of some people, as clerks make them.

    The second has no NHS number; one in three has an earlier address, one in six a slip in the family name.
    """
    rows = _chosen(rng, chance, ~book.nhs_missing)
    order = np.concatenate([np.arange(len(book)), rows])
    both = Records(
        **{
            name: getattr(book, name)[order]
            for name in (
                "person",
                "nhs_number",
                "nhs_missing",
                "status",
                "given",
                "given_form",
                "family",
                "family_form",
                "birth",
                "sex",
                "ethnic",
                "home",
            )
        },
        faults=dict(book.faults),
    )
    both.faults |= {
        name: np.flatnonzero(np.isin(order, late)) for name, late in book.faults.items() if name == "former_family_name"
    }
    second = np.arange(len(book), len(both))
    both.nhs_missing[second] = True
    both.status[second] = 2
    earlier = second[rng.random(len(second)) < 1 / 3]
    both.home[earlier] = world.people.home[both.person[earlier]]
    both.family_form[second[rng.random(len(second)) < 1 / 6]] = 2
    both.faults[fault] = second
    return both


class Wording:
    """A partner's records as Arrow columns, one entry a record; ``take`` picks them for the rows of a file."""

    def __init__(self, world: World, book: Records) -> None:
        """Word every record once."""
        names = world.names
        self.book = book
        forms = len(names.given)
        self.given = coded(
            book.given + forms * book.given_form, np.concatenate([names.given, names.nickname, names.given_mistyped])
        )
        self.family = coded(
            book.family + len(names.family) * (book.family_form // 2),
            np.concatenate([names.family, names.family_mistyped]),
        )
        self.nhs_number = whole(book.nhs_number, book.nhs_missing)
        self.status = coded(book.status, ["01", "02", "03"])
        self.birth = dates(book.birth)
        self.gender = coded(book.sex, ["2", "1"])
        self.sex = coded(book.sex, ["F", "M"])
        self.ethnic = coded(book.ethnic, [*CODES, "Z"])
        self.postcode = coded(book.home, world.dwellings.postcode)

    def block(self, names: dict[str, str], rows: Ints | None = None) -> Columns:
        """Columns for a file: ``names`` maps the file's column to one of ours."""
        picked = {column: getattr(self, ours) for column, ours in names.items()}
        if rows is None:
            return picked
        index = pa.array(rows)
        return {column: values.take(index) for column, values in picked.items()}
