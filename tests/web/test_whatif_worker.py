"""The thread that works out what-ifs: once for all who wait, nothing for who has gone, and readers before all else."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread

import pytest

from oneplace.web.turns import BusyError
from oneplace.web.whatif.worker import GoneError, Worker

WAIT = 30


class Asking(Thread):
    """Somebody who asks, in a thread of their own."""

    def __init__(self, worker: Worker, key: str, work: Callable, gone: Callable[[], bool] = lambda: False) -> None:
        super().__init__(daemon=True)
        self.found = self.error = None
        self._ask = lambda: worker.ask(key, work, gone)
        self.start()

    def run(self) -> None:
        try:
            self.found = self._ask()
        except Exception as error:
            self.error = error


class Steps:
    """A work that waits at each of its steps until it may go on."""

    def __init__(self, steps: int = 1) -> None:
        self.begun, self.on, self.done, self._steps = Event(), Event(), 0, steps

    def __call__(self, between: Callable[[], None]) -> str:
        self.begun.set()
        assert self.on.wait(WAIT)
        for _ in range(self._steps):
            self.done += 1
            between()
        return "found"


@pytest.fixture
def worker() -> Worker:
    return Worker("test", most=2, patience=WAIT)


def until(said: Callable[[], bool]) -> None:
    for _ in range(WAIT * 100):
        if said():
            return
        Event().wait(0.01)
    raise AssertionError("it never came to that")


def waiting(worker: Worker, key: str) -> int:
    job = worker._jobs.get(key)
    return job.waiting if job else 0


def test_what_two_wait_for_is_worked_out_once(worker):
    work = Steps()
    first, second = Asking(worker, "a", work), Asking(worker, "a", work)
    until(lambda: waiting(worker, "a") == 2)
    work.on.set()
    first.join(WAIT), second.join(WAIT)
    assert (first.found, second.found, work.done) == ("found", "found", 1)
    assert worker.ask("a", work, lambda: False) == "found"
    assert work.done == 2  # what is kept is for others to say


def test_what_nobody_waits_for_any_more_is_dropped_at_its_next_step(worker):
    work, gone = Steps(steps=3), Event()
    reader = Asking(worker, "a", work, gone.is_set)
    assert work.begun.wait(WAIT)
    gone.set()
    reader.join(WAIT)
    assert isinstance(reader.error, GoneError)
    work.on.set()
    assert worker.ask("b", lambda between: "next", lambda: False) == "next"
    assert work.done == 1


def test_one_who_goes_takes_nothing_from_one_who_stays(worker):
    work, gone = Steps(steps=3), Event()
    goes, remains = Asking(worker, "a", work, gone.is_set), Asking(worker, "a", work)
    until(lambda: waiting(worker, "a") == 2)
    gone.set()
    goes.join(WAIT)
    work.on.set()
    remains.join(WAIT)
    assert (remains.found, work.done) == ("found", 3)


def test_what_waits_its_turn_is_never_begun_for_who_has_gone(worker):
    running, queued, gone = Steps(), Steps(), Event()
    first, second = Asking(worker, "a", running), Asking(worker, "b", queued, gone.is_set)
    until(lambda: waiting(worker, "a") + waiting(worker, "b") == 2)
    gone.set()
    second.join(WAIT)
    running.on.set()
    first.join(WAIT)
    assert worker.ask("c", lambda between: "next", lambda: False) == "next"
    assert not queued.begun.is_set()


def test_what_is_done_ahead_stands_back_for_a_reader(worker):
    ahead, order = Steps(steps=2), []
    done = worker.ahead("later", lambda between: (ahead(between), order.append("ahead")))
    assert ahead.begun.wait(WAIT)
    reader = Asking(worker, "now", lambda between: order.append("reader"))
    until(lambda: waiting(worker, "now") == 1)
    ahead.on.set()
    assert done.wait(WAIT)
    reader.join(WAIT)
    assert order == ["reader", "ahead"]


def test_what_is_queued_ahead_moves_up_when_somebody_asks_for_it(worker):
    running, order = Steps(), []
    first = Asking(worker, "a", running)
    assert running.begun.wait(WAIT)
    worker.ahead("x", lambda between: order.append("x"))
    last = worker.ahead("y", lambda between: order.append("y"))
    reader = Asking(worker, "y", lambda between: order.append("again"))
    until(lambda: waiting(worker, "y") == 1)
    running.on.set()
    first.join(WAIT), reader.join(WAIT)
    assert last.wait(WAIT)
    until(lambda: len(order) == 2)
    assert order == ["y", "x"]


def test_a_fault_is_told_to_who_asked_and_the_thread_goes_on(worker):
    def fault(between: Callable[[], None]) -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        worker.ask("a", fault, lambda: False)
    assert worker.ask("b", lambda between: 3, lambda: False) == 3


def test_beyond_as_many_as_may_wait_one_is_sent_away(worker):
    work = Steps()
    asking = [Asking(worker, key, work) for key in "ab"]
    until(lambda: waiting(worker, "a") + waiting(worker, "b") == 2)
    with pytest.raises(BusyError):
        worker.ask("c", work, lambda: False)
    assert Asking(worker, "a", work)
    until(lambda: waiting(worker, "a") == 2)  # to wait with another takes no room
    work.on.set()
    for one in asking:
        one.join(WAIT)
    assert [one.found for one in asking] == ["found", "found"]


def test_who_has_waited_long_enough_is_sent_away():
    impatient, work = Worker("test", most=2, patience=0), Steps()
    with pytest.raises(BusyError):
        impatient.ask("a", work, lambda: False)
    work.on.set()
