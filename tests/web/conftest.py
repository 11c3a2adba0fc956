"""One Django for the process, and the small invented place in each of its states."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.web import world


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder of the invented place in each state."""
    return {state: world.make(tmp_path_factory.mktemp(state), state) for state in world.STATES}


@pytest.fixture(scope="session")
def site(places: dict[str, Path]) -> Iterator[Path]:
    """Django set up for the full place, its accounts in a database of its own."""
    from oneplace.web import application

    application(places["full"])
    from django.contrib.auth.hashers import Argon2PasswordHasher, PBKDF2PasswordHasher
    from django.test.utils import setup_test_environment, teardown_test_environment

    from oneplace.web.whatif import answering
    from oneplace.web.whatif.worker import Worker

    # the first question waits until the simulator is compiled, on however busy a machine
    answering._worker = Worker("whatif", most=answering.QUEUE, patience=600)
    PBKDF2PasswordHasher.iterations = 1  # hashed in the same way, at little cost
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 8
    setup_test_environment()
    yield places["full"]
    teardown_test_environment()


@pytest.fixture
def serving(site: Path, places: dict[str, Path]) -> Iterator[Callable[[str | Path], None]]:
    """Call it with a state (or a folder) to serve that place for the length of a test."""
    from django.test import override_settings

    switched: list[override_settings] = []

    def serve(state: str | Path) -> None:
        switched.append(override_settings(ONEPLACE_PLACE=places[state] if isinstance(state, str) else state))
        switched[-1].enable()

    yield serve
    for override in reversed(switched):
        override.disable()


@pytest.fixture
def visitor(site: Path):  # type: ignore[no-untyped-def]
    """A reader who is not signed in."""
    from django.test import Client

    return Client(raise_request_exception=False)


SERVES = ("hwb", "D1")
"""The boards and groups of the invented place."""


@pytest.fixture
def signed_in(site: Path):  # type: ignore[no-untyped-def]
    """Call it with a name: ``alice`` is a board member, ``paul`` a planner,
    ``lena`` a delivery lead, ``clare`` a clerk, ``adam`` an administrator, ``anna`` an analyst,
    ``lin`` a link reviewer; alice and clare serve each board and group;
    ``charlie`` has an account and no role."""
    from django.test import Client

    from oneplace.web.accounts.actions import appoint
    from oneplace.web.accounts.keeping import By, seat
    from oneplace.web.accounts.models import User
    from oneplace.web.accounts.roles import Role

    def sign_in(name: str):  # type: ignore[no-untyped-def]
        roles = {
            "alice": Role.BOARD,
            "paul": Role.PLANNER,
            "lena": Role.LEAD,
            "clare": Role.CLERK,
            "adam": Role.ADMINISTRATOR,
            "anna": Role.ANALYST,
            "lin": Role.LINKER,
        }
        if name in roles:
            user = appoint(name=name, password="a long and quiet river", role=roles[name], place=world.ID, by="tests")
            bodies = SERVES if name in ("alice", "clare") else ()
            seat(user=user, bodies=bodies, by=By("tests", world.ID, "They sit on it"))
        else:
            user, _made = User.objects.get_or_create(username=name)
        client = Client(raise_request_exception=False)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@contextmanager
def another_store(var: Path) -> Iterator[None]:
    """Have Django use the store that the environment or a place's ``var`` names, for the length of a test."""
    from django.db import connections

    from oneplace.web import environment

    def switch(settings: dict[str, object]) -> None:
        connections["default"].close()
        del connections["default"]
        connections.settings["default"] = settings

    own = connections.settings["default"]
    switch(own | environment.database(var))
    yield
    switch(own)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
def store(request: pytest.FixtureRequest, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """An empty database of each kind, in the place of the site's own for the length of a test.

    Yields the kind. Nothing is in it, not even tables.
    """
    from django.db import connections

    from oneplace.web import environment

    if request.param == "postgresql":
        monkeypatch.setenv(environment.DATABASE, request.getfixturevalue("postgresql_url"))
    (tmp_path / "var").mkdir(exist_ok=True)
    with another_store(tmp_path / "var"):
        if request.param == "postgresql":
            with connections["default"].cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        yield request.param


@pytest.fixture(scope="session")
def made_ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a store that was made ready is kept, for others to begin as its copy."""
    return tmp_path_factory.mktemp("ready")


@pytest.fixture
def ready_store(store: str, tmp_path: Path, made_ready: Path) -> str:
    """The same, made ready as a server would."""
    from oneplace.web import store as stores

    kept = next(made_ready.iterdir(), None) if store == "sqlite" else None
    if kept:
        shutil.copyfile(kept, tmp_path / "var" / "web.sqlite3")
    stores.ready(Path("place"))
    if not kept:
        stores.copy(made_ready)
    return store
