"""`client register|list|suspend` and `keys rotate`, as an operator types them."""

import json
from pathlib import Path

import pytest
from click import Group
from click.testing import CliRunner, Result

from patientkontrakt.cli import main
from patientkontrakt.cli.clients import client
from patientkontrakt.cli.keys import keys
from tests.auth.house import INTEGRATOR_KEY

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

APP = ("--name", "App", "--scope", "openid patient/*.rs", "--redirect-uri", "http://127.0.0.1:9090/callback")


@pytest.fixture
def environ(database_url: str, tmp_path: Path) -> dict[str, str]:
    return {
        "PATIENTKONTRAKT_MODE": "demo",
        "PATIENTKONTRAKT_DATABASE_URL": database_url,
        "PATIENTKONTRAKT_VAR": str(tmp_path / "var"),
    }


def say(environ: dict[str, str], group: Group, *words: str) -> Result:
    """Run a command; an error that nobody expected fails the test."""
    assert main.commands[str(group.name)] is group
    result = CliRunner().invoke(main, [str(group.name), *words], env=environ)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_a_wrong_registration_is_told_whole(environ: dict[str, str]) -> None:
    told = say(environ, client, "register", "--name", "X", "--scope", "system/*.rs nonsense")
    assert told.exit_code == 1
    for word in ("nonsense", "organization", "group", "private_key_jwt"):
        assert word in told.output
    assert say(environ, client, "list").output == ""


def test_suspending_an_unknown_client_is_told(environ: dict[str, str]) -> None:
    told = say(environ, client, "suspend", "nobody")
    assert told.exit_code == 1
    assert "client list" in told.output


def test_an_app_is_registered_listed_and_suspended(environ: dict[str, str]) -> None:
    made = json.loads(say(environ, client, "register", *APP).output)
    assert made["token_endpoint_auth_method"] == "none"
    assert say(environ, client, "suspend", made["client_id"]).exit_code == 0
    (listed,) = [json.loads(line) for line in say(environ, client, "list").output.splitlines()]
    assert listed == made | {"status": "suspended"}


def test_a_backend_service_is_registered_with_its_public_keys(
    environ: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "jwks.json"
    file.write_text(json.dumps({"keys": [INTEGRATOR_KEY.as_dict(private=False)]}))
    words = ("--organization", "region-exempel", "--group", "kontrakt", "--jwks", str(file))
    made = json.loads(
        say(environ, client, "register", "--name", "B", "--scope", "system/*.rs", *words).output
    )
    assert made["token_endpoint_auth_method"] == "private_key_jwt"
    assert made["groups"] == ["kontrakt"]
    assert made["jwks"]["keys"][0]["kid"] == "integrator-1"


def test_rotating_gives_another_key(environ: dict[str, str]) -> None:
    first, second = (say(environ, keys, "rotate").output for _ in range(2))
    assert first != second
