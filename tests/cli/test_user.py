"""``oneplace user`` gives every role that it is given, or none: the last alone would drop the others unsaid."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from oneplace import web
from oneplace.cli import app
from tests.place import eased_place
from tests.web import world


@pytest.mark.parametrize(
    ("said", "roles"),
    [([], ("board",)), (["--role", "lead"], ("lead",)), (["--role", "lead", "--role", "clerk"], ("lead", "clerk"))],
)
def test_each_role_that_is_named_is_given(said, roles, monkeypatch, tmp_path):
    world.write_place(tmp_path)
    given = []
    monkeypatch.setattr(
        web, "create_user", lambda folder, name, _password, *of, bodies: given.append((folder, name, of))
    )
    secret = "a long and quiet river\n" * 2
    answered = CliRunner().invoke(app, ["user", str(tmp_path), "sam", *said], input=secret)
    assert answered.exit_code == 0, answered.output
    assert given == [(tmp_path, "sam", roles)]
    assert f"as {' and '.join(roles)}." in answered.output


def test_an_error_of_the_strategy_stops_nobody_from_getting_an_account(monkeypatch, tmp_path):
    root = eased_place.write(tmp_path / "testton")
    eased_place.publish(root)
    eased_place.edit(root, "value: 6}", "value: 7}")
    assert CliRunner().invoke(app, ["check", str(root)]).exit_code == 1
    given = []
    monkeypatch.setattr(web, "create_user", lambda folder, name, *_password, bodies: given.append((folder, name)))
    answered = CliRunner().invoke(app, ["user", str(root), "sam"], input="a long and quiet river\n" * 2)
    assert (answered.exit_code, given) == (0, [(root, "sam")]), answered.output
