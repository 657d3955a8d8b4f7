"""What a restored backup must not wake: who was signed in or on her way in, and approvals that may have been withdrawn."""

from pathlib import Path

from patientkontrakt.auth.given import approvals
from patientkontrakt.auth.given.context import Context
from patientkontrakt.policy.scopes import Scopes
from tests.cli.place import Place


def test_f_19_nobody_is_signed_in_any_more(here: Place, tmp_path: Path) -> None:
    with here.database.write() as tx:
        for statement in SIGNED_IN:
            tx.run(statement)
    newer = tmp_path / "newer.backup"
    assert here.say("backup", newer)[0] == 0
    assert here.say("client", "suspend", "app")[0] == 0
    told = here.say("restore", "--replace", newer)[1]
    assert here.rows("SELECT status FROM client") == [("active",)]
    assert "Programs that are open: app." in told  # what was closed since is open again
    assert here.rows("SELECT 1 FROM login_session WHERE ended IS NULL") == []
    assert here.rows("SELECT 1 FROM token_family WHERE revoked IS NULL") == []
    assert here.rows("SELECT reason FROM token_family") == [("restored",)]
    for table in ("portal_session", "form_token", "launch", "pushed_request", "login_attempt"):
        assert here.rows(f"SELECT 1 FROM {table}") == [], table
    assert here.rows("SELECT 1 FROM code WHERE used IS NULL") == []
    assert here.rows("SELECT status, fault FROM subscription") == [("off", "restored")]


def test_s083_a_remembered_approval_is_asked_for_anew_after_a_restore(here: Place, tmp_path: Path) -> None:
    """It may have been withdrawn since the backup; as evidence of what was given it stays."""
    with here.database.write() as tx:
        for statement in SIGNED_IN:
            tx.run(statement)
    assert remembered(here) == "kept"
    newer = tmp_path / "newer.backup"
    assert here.say("backup", newer)[0] == 0
    with here.database.write() as tx:
        tx.run("UPDATE approval SET ended = 5 WHERE id = 'kept'")
    assert here.say("restore", "--replace", newer)[0] == 0
    assert remembered(here) is None
    found = here.rows("SELECT id, kept, ended FROM approval ORDER BY id")
    assert [(id, kept, ended is None or ended > 5) for id, kept, ended in found] == [
        ("kept", 1, True),
        ("once", 0, True),
        ("withdrawn", 1, False),
    ]
    assert [ended for id, _, ended in found if id == "once"] == [None]
    assert [ended for id, _, ended in found if id == "withdrawn"] == [3]


def remembered(place: Place) -> str | None:
    """The approval that spares Maria the question."""
    with place.database.read() as tx:
        return approvals.remembered(
            tx, "Practitioner/maria", "app", Context(None, None), Scopes.parse("user/Goal.r")
        )


SIGNED_IN = (
    "INSERT INTO account (id, kind, status, created) VALUES ('Practitioner/maria', 'staff', 'active', 0)",
    "INSERT INTO client (id, name, auth_method, scope, redirect_uris, group_ids, status, created)"
    " VALUES ('app', 'App', 'none', '', '', '', 'active', 0)",
    "INSERT INTO login_session (id, secret, account, created, seen) VALUES ('l', 's', 'Practitioner/maria', 0, 0)",
    "INSERT INTO token_family (id, client, account, login, scope, created, expires)"
    " VALUES ('f', 'app', 'Practitioner/maria', 'l', '', 0, 9999999999999)",
    "INSERT INTO subscription (id, client, scope, version, status, body, since, counted, delivered, failures, next_at,"
    " wakes_at, leased_until, created, updated) VALUES ('s', 'app', '', 1, 'active', '{}', 0, 5, 3, 0, 0, 0, 0, 0, 0)",
    "INSERT INTO portal_session (id, person, sealed, expires, created, seen) VALUES ('p', 'x', 'x', 0, 0, 0)",
    "INSERT INTO form_token (session, once, at) VALUES ('p', 't', 0)",
    *(
        "INSERT INTO approval (id, account, client, scope, at, kept, ended)"
        f" VALUES ('{id}', 'Practitioner/maria', 'app', 'user/Goal.rs', 0, {kept}, {ended})"
        for id, kept, ended in (("kept", 1, "NULL"), ("once", 0, "NULL"), ("withdrawn", 1, "3"))
    ),
    "INSERT INTO launch (id, client, account, created, expires)"
    " VALUES ('o', 'app', 'Practitioner/maria', 0, 9999999999999)",
    "INSERT INTO pushed_request (id, client, params, created, expires) VALUES ('r', 'app', '{}', 0, 9999999999999)",
    "INSERT INTO login_attempt (id, visitor, provider, nonce, verifier, created, expires)"
    " VALUES ('a', 'v', 'staff', 'n', 'v', 0, 9999999999999)",
    "INSERT INTO code (id, family, client, account, login, redirect_uri, scope, challenge, authenticated, expires)"
    " VALUES ('c', 'g', 'app', 'Practitioner/maria', 'l', 'x', '', 'x', 0, 9999999999999)",
)
