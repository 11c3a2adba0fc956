"""Wrong names and passwords: who has to wait, for how long, and who never has to because of somebody else."""

from __future__ import annotations

import re
import threading

import pytest

NOBODY = {"username": "nobody", "password": "wrong"}
HERE, THERE, PROXY = "192.0.2.1", "198.51.100.7", "10.0.0.1"


@pytest.fixture
def throttle(site, monkeypatch):
    """The throttle with a clock that the test moves by ``throttle.passes(seconds)``."""
    from oneplace.web.accounts import throttle

    clock = [1000.0]
    monkeypatch.setattr(throttle, "monotonic", lambda: clock[0])
    monkeypatch.setattr(throttle, "passes", lambda seconds: clock.__setitem__(0, clock[0] + seconds), raising=False)
    throttle.forget()
    yield throttle
    throttle.forget()


def err(throttle, times, name="alice", address=HERE):
    for _ in range(times):
        throttle.mistaken(name, address)


@pytest.mark.parametrize(("mistakes", "seconds"), [(0, 0), (4, 0), (5, 60), (6, 120), (7, 240), (10, 1920), (11, 3600)])
def test_the_wait_begins_with_the_fifth_mistake_and_doubles(throttle, mistakes, seconds):
    err(throttle, mistakes)
    assert throttle.seconds_to_wait("alice", HERE) == seconds


def test_the_wait_passes(throttle):
    err(throttle, 5)
    throttle.passes(59)
    assert throttle.seconds_to_wait("alice", HERE) == 1
    throttle.passes(1)
    assert throttle.seconds_to_wait("alice", HERE) == 0


@pytest.mark.parametrize("name", ["ALICE", " alice ", "Alice"])
def test_a_name_is_the_same_however_it_is_written(throttle, name):
    err(throttle, 5, name)
    assert throttle.seconds_to_wait("alice", HERE) == 60


def test_nobody_waits_for_what_was_typed_elsewhere_or_for_another_name(throttle):
    err(throttle, 10)
    assert throttle.seconds_to_wait("alice", THERE) == 0
    assert throttle.seconds_to_wait("bob", HERE) == 0


def test_the_right_password_wipes_the_slate_of_that_name_there(throttle):
    err(throttle, 4)
    throttle.right("alice", HERE)
    err(throttle, 4)
    assert throttle.seconds_to_wait("alice", HERE) == 0


def test_a_day_later_the_count_begins_anew(throttle):
    err(throttle, 9)
    throttle.passes(24 * 3600)
    err(throttle, 1)
    assert throttle.seconds_to_wait("alice", HERE) == 0


def test_an_address_may_be_wrong_twenty_times_over_all_names_then_once_in_half_a_minute(throttle):
    for number in range(19):
        err(throttle, 1, f"name {number}")
    assert throttle.seconds_to_wait("new", HERE) == 0
    err(throttle, 1, "name 19")
    assert throttle.seconds_to_wait("new", HERE) == 30
    assert throttle.seconds_to_wait("new", THERE) == 0
    throttle.passes(30)
    assert throttle.seconds_to_wait("new", HERE) == 0
    err(throttle, 1, "new")
    assert throttle.seconds_to_wait("newer", HERE) == 30


def test_what_is_remembered_is_bounded_and_the_oldest_goes(throttle, monkeypatch):
    monkeypatch.setattr(throttle, "KEPT", 3)
    err(throttle, 5)
    for number in range(3):
        err(throttle, 1, f"name {number}", f"192.0.2.{number + 10}")
    assert len(throttle._mistakes) == len(throttle._spent) == 3
    assert throttle.seconds_to_wait("alice", HERE) == 0


@pytest.mark.parametrize(
    ("remote", "said", "proxies", "found"),
    [
        (HERE, None, "", HERE),
        (HERE, THERE, "", HERE),  # nobody is believed
        (HERE, THERE, PROXY, HERE),  # said by somebody else than the proxy
        (PROXY, THERE, PROXY, THERE),
        (PROXY, f"127.0.0.1, {THERE}", PROXY, THERE),  # the client's own words are not the proxy's
        (PROXY, f"{THERE}, 10.0.0.2", "10.0.0.0/24", THERE),  # two proxies
        (PROXY, f"{THERE}:50123", PROXY, THERE),  # as some proxies write it
        (PROXY, "[2001:db8:1:2::3]:443", PROXY, "2001:db8:1:2::/64"),
        (f"::ffff:{HERE}", None, "", HERE),  # as a server writes it that listens for both kinds
        (f"::ffff:{PROXY}", THERE, PROXY, THERE),
        (PROXY, None, PROXY, PROXY),
        (PROXY, "nonsense", PROXY, PROXY),
        ("2001:db8:1:2::3", None, "", "2001:db8:1:2::/64"),
        ("", None, "", "None"),
    ],
)
def test_the_client_is_the_last_address_that_is_not_a_trusted_proxy(site, monkeypatch, remote, said, proxies, found):  # noqa: PLR0917
    from django.test import RequestFactory, override_settings

    from oneplace.web import environment
    from oneplace.web.accounts.throttle import client_address

    monkeypatch.setenv("ONEPLACE_PROXIES", proxies)
    request = RequestFactory().get("/", REMOTE_ADDR=remote, **({"HTTP_X_FORWARDED_FOR": said} if said else {}))
    with override_settings(ONEPLACE_PROXIES=environment.proxies()):
        assert client_address(request) == found


def test_a_proxy_that_is_no_address_is_refused(monkeypatch):
    from oneplace.problems import OneplaceError
    from oneplace.web import environment

    monkeypatch.setenv("ONEPLACE_PROXIES", "the proxy")
    with pytest.raises(OneplaceError, match="ONEPLACE_PROXIES"):
        environment.proxies()


@pytest.fixture
def send(throttle, ready_store, signed_in):
    """Sends the form from an address, over each kind of store."""
    from django.test import Client

    signed_in("alice")

    def post(username="alice", password="wrong", address=HERE):  # noqa: S107
        return Client().post("/account/sign-in", {"username": username, "password": password}, REMOTE_ADDR=address)

    return post


def test_after_five_mistakes_even_the_right_password_waits_and_the_page_says_how_long(send, throttle):
    assert [send().status_code for _ in range(5)] == [200] * 5
    refused = send(password="a long and quiet river")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "60"
    assert "Wait 1 min and" in refused.content.decode()
    throttle.passes(60)
    assert send(password="a long and quiet river").status_code == 302


def test_behind_a_proxy_somebody_elses_mistakes_keep_nobody_out(send):
    from ipaddress import ip_network

    from django.test import Client, override_settings

    def through(client, password):
        values = {"username": "alice", "password": password}
        return Client().post("/account/sign-in", values, REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=client).status_code

    with override_settings(ONEPLACE_PROXIES=[ip_network(PROXY)]):
        for _ in range(5):
            through(HERE, "wrong")
        assert through(HERE, "a long and quiet river") == 429
        assert through(THERE, "a long and quiet river") == 302


def test_an_unknown_name_reads_costs_and_counts_as_a_known_one(send, monkeypatch):
    from django.contrib.auth import hashers

    hashed = []
    for name, result in (("encode", "argon2$x"), ("verify", False)):
        monkeypatch.setattr(hashers.Argon2PasswordHasher, name, lambda *_, end=result: hashed.append(1) or end)
    monkeypatch.setattr(hashers.Argon2PasswordHasher, "must_update", lambda *_: False)
    known, unknown = send(), send("nobody")
    assert len(hashed) == 2
    fresh = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
    words = [fresh.sub("", page.content.decode()).replace("nobody", "alice") for page in (known, unknown)]
    assert words[0] == words[1]
    assert [send().status_code for _ in range(5)] == [send("nobody").status_code for _ in range(5)]


def test_while_one_waits_nothing_is_hashed(send, monkeypatch):
    from django.contrib.auth import hashers

    for _ in range(5):
        send()
    monkeypatch.setattr(hashers.Argon2PasswordHasher, "verify", lambda *_: pytest.fail("hashed"))
    assert send().status_code == 429


def test_where_too_many_sign_in_at_once_the_next_is_told_to_come_back(send, monkeypatch):
    from oneplace.web.accounts import views
    from oneplace.web.turns import Turns

    full = Turns(at_once=1, waiting=0, patience=1)
    monkeypatch.setattr(views, "HASHING", full)
    with full.turn():
        refused = send()
    assert refused.status_code == 503
    assert refused["Retry-After"] == "5"
    assert send().status_code == 200


def test_who_waits_to_sign_in_or_for_a_what_if_leaves_threads_to_the_pages(site):
    from oneplace.web.accounts.views import HASHING
    from oneplace.web.listening import THREADS
    from oneplace.web.whatif.answering import QUEUE

    assert HASHING._room._initial_value + QUEUE < THREADS


def test_a_password_is_hashed_on_one_core(site):
    from django.contrib.auth.hashers import get_hasher, make_password

    assert get_hasher().parallelism == 1
    assert ",p=1$" in make_password("a long and quiet river")


def test_those_who_may_wait_get_their_turn_and_others_do_not(site):
    from oneplace.web.turns import BusyError, Turns

    turns, had, inside, leave = Turns(at_once=1, waiting=1, patience=30), [], threading.Event(), threading.Event()

    def first():
        with turns.turn():
            inside.set()
            leave.wait(30)

    def second():
        with turns.turn():
            had.append("second")

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    inside.wait(30)
    threads[1].start()
    while turns._room.acquire(blocking=False):  # until the second waits
        turns._room.release()
    with pytest.raises(BusyError), turns.turn():
        pass
    leave.set()
    for thread in threads:
        thread.join(30)
    assert had == ["second"]
    with turns.turn():
        pass


def test_patience_ends(site):
    from oneplace.web.turns import BusyError, Turns

    turns = Turns(at_once=1, waiting=1, patience=0)
    with turns.turn(), pytest.raises(BusyError), turns.turn():
        pass


def test_a_password_of_an_earlier_version_works_and_is_hashed_anew(send):
    from django.contrib.auth.hashers import make_password

    from oneplace.web.accounts.models import User

    alice = User.objects.get(username="alice")
    alice.password = make_password("a long and quiet river", hasher="pbkdf2_sha256")
    alice.save()
    assert send(password="a long and quiet river").status_code == 302
    assert User.objects.get(username="alice").password.startswith("argon2$")


@pytest.mark.parametrize(("status", "written"), [(503, False), (500, True), (404, True), (None, True)])
def test_an_answer_that_asks_to_come_back_is_no_fault_in_the_log(site, status, written):
    import logging

    from oneplace.web.errors import Faults

    record = logging.makeLogRecord({} if status is None else {"status_code": status})
    assert Faults().filter(record) is written
