"""What holds for every test: what it may reach, its kind, and the services that it may ask for by a fixture's name."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser

from tests import kinds, services
from tests.guarded import guard, held

# a test asserts no time: on a busy machine, or with faults planted, the same example takes longer
UNTIMED = hypothesis.settings(deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.register_profile("all", UNTIMED)
hypothesis.settings.register_profile(kinds.FAST.name, UNTIMED, max_examples=20)


def pytest_configure(config: pytest.Config) -> None:
    gc.set_threshold(50_000, 20, 50)  # what is collected stays to the end, and looking through it finds nothing
    hypothesis.settings.load_profile(kinds.FAST.name if config.getoption("markexpr") == kinds.FAST.name else "all")
    kinds.declare(config)
    if not config.getoption("numprocesses", None):  # the process that hands tests out runs none
        holding = held()
        holding.__enter__()
        config.add_cleanup(lambda: holding.__exit__(None, None, None))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Import no room without a test of the kind that is asked for."""
    without = kinds.rooms_without(config.getoption("markexpr"))
    return True if collection_path.parent == Path(__file__).parent and collection_path.name in without else None


def pytest_collection_finish() -> None:
    gc.freeze()


def pytest_unconfigure() -> None:
    gc.unfreeze()  # so that libraries find nothing of theirs left at the end


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    kinds.mark(items)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by their place: packed ones hold the second of packing, and two processes must name a test alike."""
    return argname if isinstance(val, bytes) else None


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    if refusals := guard.take_refusals():
        pytest.fail("\n".join(refusals), pytrace=False)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium without a window."""
    with services.chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The address of an empty database of PostgreSQL, its role free to make others beside it."""
    with services.postgresql() as url:
        yield url


@pytest.fixture(scope="session")
def spark() -> Iterator[None]:
    """Spark, to be started in this process."""
    with services.spark():
        yield


@pytest.fixture
def spark_cluster() -> Iterator[None]:
    """A cluster of Spark's, of two workers, for processes that a test starts."""
    with services.spark_cluster():
        yield


@pytest.fixture
def objects() -> Iterator[services.ObjectStorage]:
    """Object storage on this machine, that the environment names."""
    with services.object_storage() as storage:
        yield storage


@pytest.fixture(scope="module")
def registry() -> Iterator[None]:
    """Let uv ask the package registry while a module's tests run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("UV_OFFLINE")
        yield
