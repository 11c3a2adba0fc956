"""What the kernel's tables hold: the columns of each, and the codes that stand in them.

Every constant is frozen into the compiled code. -1 stands where there is none (no limit, no patient, no distribution).
A way on is a place's row, or -1 - the row of an exit.
"""

from __future__ import annotations

import numpy as np

# How a draw is made (``Distribution.kind``)
FIXED, EXPONENTIAL, LOGNORMAL, GAMMA, WEIBULL, UNIFORM, TRIANGULAR, SEQUENCE, EMPIRICAL, QUANTILES = range(10)

# What a draw is for: each purpose of each visit has randomness of its own, so that scenarios stay paired
FOR_STAY, FOR_ROUTE, FOR_PATIENCE, FOR_DELAY, FOR_WORSENING, FOR_FIFTH, FOR_BATCH, FOR_RESAMPLE = range(8)
FOR_BECOMING, FOR_TURNAROUND = 98, 99

# What becomes of an interrupted stay (``place.preempt``), how one of several ways on is chosen (``cell.chooses``; 0: by
# shares), how a class arrives (``class.arrives``)
RESUME, RESTART, RESAMPLE = 1, 2, 3
LEAST_LOADED, FIRST_FREE = 1, 2
NEVER, AT_RATE, AT_TIMES, AT_INTERVALS = range(4)

# What a calendar or a rule sets, and what a rule watches
A_PLACE, A_POOL, A_CLASS = range(3)
UNRULED = -2
NOWHERE = -1_000_000
"""Of a way that people are sent: there is none, they stay."""
INSIDE, WAITING, BLOCKED = range(3)

# A patient's state; all from SERVED on hold the place and its staff
FREE, QUEUED, SERVED, DELAYED, HELD = range(5)
TURNING = -1
"""Of a slot without a patient: a bed that is made ready for the next."""

# Kinds of event; the kind also orders what falls on one instant
END_OF_STAY, END_OF_DELAY, WORSENS, OUT_OF_PATIENCE = range(4)
SLOT_BITS, KIND_SHIFT = 22, 61
"""An event's key: 2 bits of kind, 39 of the order of pushing, 22 of the patient's slot."""
SLOT_MASK = (1 << SLOT_BITS) - 1
MOST_SLOTS = 1 << SLOT_BITS
LAST_DAY = 2.0**62
"""Events so far off that their day has no number share this one."""

# Histograms (``State.hist``), one after the other
OF_WAIT, OF_PLACE, OF_ENTRY = range(3)
BINS_PER_DOUBLING = 32
BINS = 34 * BINS_PER_DOUBLING + 2
"""Bins of a histogram of seconds: 0 holds all under half a second, then 32 for each doubling, up to 270 years."""
BIN_SHIFT = 47
"""Of a number's 64 bits the sign, the exponent and the 5 bits after it count doublings and thirty-second parts."""
BIN_OF_HALF = 1022 * BINS_PER_DOUBLING
"""What those bits are for half a second."""

STILL_THERE = -1000
"""In the log: where somebody goes who is still there at the end of the run."""


def _row(ints: str, floats: str = "", others: tuple[tuple[str, str], ...] = ()) -> np.dtype[np.void]:
    return np.dtype([(n, "i8") for n in ints.split()] + [(n, "f8") for n in floats.split()] + list(others), align=True)


CLOCK = _row(
    # settings
    "seed fifths returns logging largest_batch ranks"
    " places classes pools exits groups rows changes rules starts samples watches turns"
    # the clockwork
    " begun settled warm change_at sample_at next_class work_first work_size"
    # patients, events and log rows, and the room for them
    " free_first free_left inside entered gone lost coming coming_room coming_free next_event day days steps most_steps"
    " pushed set_at log_size log_room events"
    # what went wrong
    " stuck overflow",
    "warm_up end sample_every now next_arrival next_mark next_time days_a_second flushed",
)
PLACE = _row(
    "queue_limit lifo preempt interrupt hand_over closes keeps_list capacity planned ruled"
    " inside turning overtime waiting blocked wanted most",
    "target handed_over inside_area waiting_area blocked_area turning_area capacity_area since",
)
POOL = _row("number planned ruled used interrupt hand_over overtime", "handed_over used_area number_area since")
LINE = _row("first last held_first held_last served_last")
CELL = _row(
    "rank stay patience leave_to worsen_after worsen_to closing_to closed_to edge edges chooses"
    " becoming becomings turnaround row"
)
BECOMING = _row("cls", "below")
EDGE = _row("to delay", "below")
DISTRIBUTION = _row("kind first count used", "a b mode least")
CLASS = _row(
    "enters usual arrives segment segments route route_length batch batches interval at_segment drawn came",
    "next",
    (("of_arrivals", "u8"), ("of_patients", "u8")),
)
SEGMENT = _row("", "start rate")
BATCH = _row("patients", "below")
CHANGE = _row("kind which number", "time")
RULE = _row("watch what over limit off_watch off_what off_over off_limit set_kind set_which set_number on")
START = _row("place cls dist")
EVENT = _row("key after", "time")
DAY = np.dtype([("first", "i4"), ("last", "i4")])
_LINKS = "cls becomes at stopped target visit hop after before in_after in_before arrived_as log_row"
PATIENT = np.dtype(
    [("key", "u8"), ("fresh", "i8"), ("number", "i8")]
    + [(n, "f8") for n in ("joined", "since", "full_stay", "left_to_go", "ends", "came")]
    + [(n, "i4") for n in _LINKS.split()]
    + [("fifth", "i2"), ("state", "i2")]
)
"""Two lines of a processor's cache. ``becomes`` is the class that somebody is at the next place."""
COUNT = _row(
    "visits starts leavers lost left cancelled redirected hindered waited interrupted in_target",
    "wait wait_interrupted in_stay in_block in_delay in_place since_entry unserved unmoved",
)
"""``cancelled`` waited as the place closed, ``redirected`` came while it was closed. ``unserved`` is the wait of those
who give up or are cancelled and, at the end, of those who still wait; ``unmoved`` the time of those who are still
delayed or held then."""
WATCH = _row("seen", "within")
"""A clock from arrival: whether it stops when a stay begins at one of its places, or when all of them are left."""
TIMING = _row("stopped within", "time")
GROUP = _row("arrivals completed diverted", "time_in_all")
VISIT = np.dtype(
    [("patient", "i8")]
    + [(n, "i4") for n in ("arrived_as", "cls", "fifth", "place", "visit", "to")]
    + [(n, "f8") for n in ("came", "started", "finished", "went")]
)
"""A row of the visit log."""
