"""`client …` and `keys rotate`, as an operator types them."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from click import Group
from click.testing import CliRunner, Result

from patientkontrakt.app import create_app
from patientkontrakt.auth.administration import client_changes
from patientkontrakt.auth.administration.client_changes import Change
from patientkontrakt.auth.administration.hand import Hand
from patientkontrakt.auth.registry.registration import NewClient
from patientkontrakt.cli import main
from patientkontrakt.cli.clients import client
from patientkontrakt.cli.keys import keys
from patientkontrakt.config import Settings
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


def test_what_is_not_there_is_told(environ: dict[str, str]) -> None:
    for words in (
        ("show", "nobody"),
        ("limit", "nobody", "--scope", "patient/*.rs"),
        ("addresses", "nobody", "--contact", "Ina"),
        ("keys", "nobody", "--jwks-uri", "https://app.example/jwks"),
        ("refuse", "nothing"),
        ("reinstate", "nobody"),
        ("approve", "nothing"),
        ("register", "--id", "nobody", "--replace", *APP),
    ):
        told = say(environ, client, *words)
        assert told.exit_code == 1
        assert "client list" in told.output


def test_a_known_client_is_neither_replaced_woken_nor_widened_by_registering(environ: dict[str, str]) -> None:
    say(environ, client, "register", "--id", "app", *APP)
    say(environ, client, "suspend", "app")
    wide = ("--name", "App", "--scope", "patient/*.cruds", *APP[4:])
    told = say(environ, client, "register", "--id", "app", *wide)
    assert told.exit_code == 1
    assert "a client has it already" in told.output
    assert json.loads(say(environ, client, "show", "app").output)["scope"] == "openid patient/*.rs"
    replaced = say(environ, client, "register", "--id", "app", "--replace", *wide)
    assert "more than before" in replaced.output
    assert "still suspended" in replaced.output
    assert json.loads(say(environ, client, "show", "app").output)["status"] == "suspended"


def test_limiting_does_not_widen_without_saying_so(environ: dict[str, str]) -> None:
    say(environ, client, "register", "--id", "app", *APP)
    told = say(environ, client, "limit", "app", "--scope", "patient/*.cruds")
    assert told.exit_code == 1
    assert "--widen" in told.output
    assert json.loads(say(environ, client, "limit", "app", "--scope", "patient/Goal.rs").output)["scope"] == (
        "patient/Goal.rs"
    )
    wide = say(environ, client, "limit", "app", "--scope", "patient/*.rs", "--widen")
    assert json.loads(wide.output)["scope"] == "patient/*.rs"


def test_addresses_are_changed_and_the_rest_stays(environ: dict[str, str]) -> None:
    before = json.loads(say(environ, client, "register", "--id", "app", "--secret", "--dpop", *APP).output)
    del before["client_secret"]
    words = ("--redirect-uri", "https://app.example/in", "--launch-uri", "https://app.example/start")
    made = json.loads(say(environ, client, "addresses", "app", *words, "--contact", "Ina").output)
    changed = {
        "redirect_uris": ["https://app.example/in"],
        "launch_uri": "https://app.example/start",
        "contact": "Ina",
    }
    assert made == before | changed
    less = json.loads(say(environ, client, "addresses", "app", "--launch-uri", "").output)
    assert less == made | {"launch_uri": None}
    wrong = say(environ, client, "addresses", "app", "--redirect-uri", "")
    assert (wrong.exit_code, "at least one" in wrong.output) == (1, True)


def test_saying_all_anew_weakens_nothing_unless_it_is_said(environ: dict[str, str]) -> None:
    say(environ, client, "register", "--id", "app", "--secret", "--dpop", *APP)
    for words in ((), ("--secret",), ("--dpop",)):
        told = say(environ, client, "register", "--id", "app", "--replace", *words, *APP)
        assert told.exit_code == 1
        assert "--weaken" in told.output
    shown = json.loads(say(environ, client, "show", "app").output)
    assert (shown["token_endpoint_auth_method"], shown["dpop_bound_access_tokens"]) == (
        "client_secret_basic",
        True,
    )
    assert say(environ, client, "register", "--id", "app", "--replace", "--weaken", *APP).exit_code == 0
    assert json.loads(say(environ, client, "show", "app").output)["token_endpoint_auth_method"] == "none"


def asked(environ: dict[str, str], act: Callable[..., Change], *said: Any) -> str:
    """The id of a change that an administrator has asked for in the portal."""
    database = create_app(Settings.from_environ(environ)).extensions["patientkontrakt"].database
    with database.write() as tx:
        hand = Hand("Practitioner/astrid", 1, lambda act, client: None)
        change = act(tx, hand, *said)
    database.engine.dispose()
    return change.id


def test_the_operator_is_the_second_pair_of_eyes(environ: dict[str, str]) -> None:
    new = NewClient(
        id="app",
        name="App",
        scope="patient/*.rs",
        redirect_uris=("https://app.example/in",),
        with_secret=True,
    )
    change = asked(environ, client_changes.ask_to_register, new)
    (listed,) = [json.loads(line) for line in say(environ, client, "list").output.splitlines()]
    assert (listed["change_id"], listed["act"], listed["asked_by"]) == (
        change, "register", "Practitioner/astrid",
    )  # fmt: skip
    made = json.loads(say(environ, client, "approve", change).output)
    assert (made["client_id"], made["approved_by"], len(made["client_secret"])) == ("app", "operator", 43)
    shown = say(environ, client, "show", "app").output
    assert json.loads(shown)["waiting"] == []
    assert made["client_secret"] not in shown
    again = say(environ, client, "approve", change)
    assert (again.exit_code, "client show" in again.output) == (1, True)


def test_the_operator_refuses_and_gives_other_keys(environ: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "jwks.json"
    file.write_text(json.dumps({"keys": [INTEGRATOR_KEY.as_dict(private=False)]}))
    say(environ, client, "register", "--id", "app", "--jwks-uri", "https://app.example/jwks", *APP)
    change = asked(environ, client_changes.ask_for_keys, "app", file.read_text(), None)
    (waits,) = json.loads(say(environ, client, "show", "app").output)["waiting"]
    assert [key["thumbprint"] for key in waits["keys"]] == [INTEGRATOR_KEY.thumbprint()]
    assert say(environ, client, "refuse", change).output == "Refused.\n"
    assert json.loads(say(environ, client, "show", "app").output)["jwks_uri"] == "https://app.example/jwks"
    made = json.loads(say(environ, client, "keys", "app", "--jwks", str(file)).output)
    assert (made["jwks_uri"], made["keys"][0]["thumbprint"]) == (None, INTEGRATOR_KEY.thumbprint())


def test_when_it_last_was_used_is_told(environ: dict[str, str], database_url: str) -> None:
    say(environ, client, "register", "--id", "app", *APP)
    assert json.loads(say(environ, client, "show", "app").output)["last_used"] is None
    with sqlite3.connect(urlsplit(database_url).path) as file:
        file.execute("UPDATE client SET last_used = 1788251400000")
    for words in (("show", "app"), ("list",)):
        assert json.loads(say(environ, client, *words).output)["last_used"].startswith("2026-09-01T")


def test_a_secret_is_printed_once(environ: dict[str, str]) -> None:
    made = json.loads(say(environ, client, "register", "--id", "app", "--secret", *APP).output)
    assert made["token_endpoint_auth_method"] == "client_secret_basic"
    assert len(made["client_secret"]) == 43
    shown = say(environ, client, "show", "app").output + say(environ, client, "list").output
    assert made["client_secret"] not in shown
    assert 'client_secret"' not in shown
    other = say(environ, client, "secret", "app").output.strip()
    assert other != made["client_secret"]
    assert (
        say(environ, client, "register", "--id", "app", "--replace", "--secret", *APP).output.count("secret")
        == 1
    )


def test_the_operator_opens_what_is_suspended(environ: dict[str, str]) -> None:
    say(environ, client, "register", "--id", "app", *APP)
    assert say(environ, client, "reinstate", "app").exit_code == 1
    say(environ, client, "suspend", "app")
    assert say(environ, client, "reinstate", "app").exit_code == 0
    assert json.loads(say(environ, client, "show", "app").output)["status"] == "active"


def test_every_act_is_in_the_access_log(environ: dict[str, str], database_url: str) -> None:
    say(environ, client, "register", "--id", "app", "--secret", *APP)
    say(environ, client, "limit", "app", "--scope", "openid")
    say(environ, client, "suspend", "app")
    with sqlite3.connect(urlsplit(database_url).path) as file:
        rows = file.execute(
            "SELECT reason, subject, who FROM access_log WHERE action = 'administer'"
        ).fetchall()
    assert rows == [(f"client-{act}", "client:app", "operator") for act in ("register", "secret", "suspend")]


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


def test_a_key_that_is_not_there_is_not_forgotten(environ: dict[str, str]) -> None:
    told = say(environ, keys, "retire", "another")
    assert told.exit_code == 1
    assert "kid" in told.output


def test_rotating_publishes_a_key_that_waits_and_retiring_forgets_it(environ: dict[str, str]) -> None:
    first = say(environ, keys, "rotate")
    assert (first.exit_code, "signs from" in first.output) == (0, True)
    again = say(environ, keys, "rotate")
    assert (again.exit_code, "already" in again.output) == (1, True)
    kid = first.output.split()[1]
    assert "forgotten" in say(environ, keys, "retire", kid).output
    assert say(environ, keys, "retire", kid).exit_code == 1
    assert say(environ, keys, "rotate").exit_code == 0
