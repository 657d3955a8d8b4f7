"""Migration 0017 on a filled database, both ways: nobody's tokens, approvals or clients are lost, and the portal may ask more."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from patientkontrakt.auth.given import families, standing
from patientkontrakt.db import Database, Tx, open_engine, schema
from tests.databases import Databases

AT = 1_800_000_000_000
LATER = AT + 60_000
TABLES = (
    "account", "assignment", "client", "approval", "login_session", "token_family", "code", "token"
)  # fmt: skip


@pytest.fixture
def engine(database_kind: str, databases: Databases, tmp_path: Path) -> Iterator[sa.Engine]:
    """A database as it was before, with one of everything that signing in leaves behind."""
    with databases.empty(database_kind, tmp_path) as url:
        engine = open_engine(url)
        schema.upgrade(engine, "demo", "0016")
        with Database(engine).write() as tx:
            fill(tx)
        yield engine
        engine.dispose()


def fill(tx: Tx) -> None:
    """Gunnel and Maria, the portal and an app, a refresh token each."""
    values = {"at": AT, "later": LATER}
    for sql in (
        "INSERT INTO account VALUES ('Patient/gunnel', 'patient', 'gunnel', '1944-03-12', 'active', :at)",
        "INSERT INTO account VALUES ('Practitioner/maria', 'staff', NULL, NULL, 'active', :at)",
        """INSERT INTO assignment VALUES
           ('maria', 'Practitioner/maria', 'linden', 'region-exempel', 'vardsamordnare', :at, NULL)""",
        client("portal", 1, "openid fhirUser offline_access patient/*.cruds user/*.cruds"),
        client("app", 0, "openid offline_access patient/*.rs"),
        "INSERT INTO approval VALUES ('a1', 'Patient/gunnel', 'app', 'patient/*.rs', 'gunnel', :at)",
        "INSERT INTO login_session VALUES ('l1', 'hash', 'Patient/gunnel', NULL, :at, :at, NULL)",
        family("f1", "app", "'Patient/gunnel'", "NULL"),
        family("f2", "portal", "'Practitioner/maria'", "'maria'"),
        "INSERT INTO token VALUES ('t1', 'refresh', 'f1', 'offline_access patient/*.rs', :at, :later, NULL, NULL)",
        "INSERT INTO token VALUES ('t2', 'access', 'f2', 'user/*.cruds', :at, :later, NULL, NULL)",
    ):
        tx.run(sql, {name: value for name, value in values.items() if f":{name}" in sql})


def client(id: str, trusted: int, scope: str) -> str:
    return f"""INSERT INTO client (id, name, auth_method, scope, redirect_uris, group_ids, status, trusted, feed, created)
               VALUES ('{id}', '{id}', 'none', '{scope}', 'https://app.example/back', '', 'active', {trusted}, 0, :at)"""


def family(id: str, client: str, account: str, assignment: str) -> str:
    return f"""INSERT INTO token_family (id, client, scope, account, assignment, login, patient, created, expires)
               VALUES ('{id}', '{client}', 'openid patient/*.rs user/*.cruds', {account}, {assignment}, NULL, 'gunnel',
                       :at, :later)"""


def rows(engine: sa.Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            name: connection.execute(sa.text(f"SELECT count(*) FROM {name}")).scalar_one() for name in TABLES
        }


def test_nothing_is_lost_on_the_way_up_or_down(engine: sa.Engine) -> None:
    before = rows(engine)
    assert set(before.values()) == {0, 1, 2}
    for _ in range(2):
        schema.upgrade(engine, "demo", "0017")
        assert rows(engine) == before
        schema.downgrade(engine, "0016")
        assert rows(engine) == before


def test_tokens_that_were_given_before_go_on_and_none_outlives_its_sign_in_since(engine: sa.Engine) -> None:
    schema.upgrade(engine, "demo")
    with Database(engine).read() as tx:
        gunnels, marias = standing.of_token(tx, "t1"), standing.of_token(tx, "t2")
        kept = families.get(tx, "f1")
    assert gunnels
    assert gunnels.is_live(AT)
    assert str(gunnels.ceiling) == "offline_access patient/*.rs"
    assert marias
    assert marias.is_live(AT)
    assert not marias.outlives_sign_in
    assert kept
    assert kept.context.answer() == {"patient": "gunnel", "need_patient_banner": True}


def test_the_portal_alone_may_ask_for_more(engine: sa.Engine) -> None:
    schema.upgrade(engine, "demo")
    with Database(engine).read() as tx:
        scopes = dict(tx.rows("SELECT id, scope FROM client"))
    assert scopes["portal"].split()[-2:] == ["online_access", "launch/patient"]
    assert scopes["app"] == "openid offline_access patient/*.rs"
