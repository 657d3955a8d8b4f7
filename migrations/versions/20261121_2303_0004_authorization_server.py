"""Authorization server: accounts, assignments, clients, sign-ins, codes and tokens."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    _create(
        "account", _id(), _word("kind"), _maybe("patient"), _maybe("born"), _word("status"), _at("created")
    )
    _create(
        "assignment",
        _id(),
        _word("account"),
        *map(_word, ("unit", "custodian", "role")),
        _at("starts"),
        _ever("ends"),
        _of("assignment", "account"),
    )
    _create(
        "client",
        _id(),
        *map(_word, ("name", "auth_method", "scope", "redirect_uris", "group_ids", "status")),
        *map(_maybe, ("organization", "jwks", "jwks_uri")),
        *map(_flag, ("trusted", "feed")),
        _at("created"),
    )
    _create(
        "approval",
        _id(),
        *map(_word, ("account", "client", "scope")),
        _maybe("patient"),
        _at("at"),
        _of("approval", "account"),
        _of("approval", "client"),
    )
    _create(
        "login_session",
        _id(),
        *map(_word, ("secret", "account")),
        _maybe("assignment"),
        *map(_at, ("created", "seen")),
        _ever("ended"),
        _of("login_session", "account"),
        _of("login_session", "assignment"),
        sa.UniqueConstraint("secret", name="uq_login_session_secret"),
    )
    _create(
        "token_family",
        _id(),
        *map(_word, ("client", "scope")),
        *map(_maybe, ("account", "assignment", "login", "patient", "reason")),
        *map(_at, ("created", "expires")),
        _ever("revoked"),
        *(_of("token_family", column) for column in ("client", "account", "assignment")),
        _of("token_family", "login", "login_session"),
    )
    _create(
        "code",
        _id(),
        *map(_word, ("family", "client", "account", "login", "redirect_uri", "scope", "challenge")),
        *map(_maybe, ("assignment", "patient", "nonce")),
        *map(_at, ("authenticated", "expires")),
        _ever("used"),
        *(_of("code", column) for column in ("client", "account", "assignment")),
        _of("code", "login", "login_session"),
    )
    _create(
        "token",
        _id(),
        *map(_word, ("kind", "family", "scope")),
        *map(_at, ("issued", "expires")),
        *map(_ever, ("used", "revoked")),
        _of("token", "family", "token_family"),
    )
    _create("jti_seen", _word("client"), _word("jti"), _at("expires"), key=("client", "jti"))
    _create("throttle", _id(), _at("since"), sa.Column("failures", sa.Integer, nullable=False))
    for name, table, *columns in INDEXES:
        op.create_index(name, table, columns)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


TABLES = (
    "account",
    "assignment",
    "client",
    "approval",
    "login_session",
    "token_family",
    "code",
    "token",
    "jti_seen",
    "throttle",
)

INDEXES = (
    ("ix_auth_assignment_account", "assignment", "account"),
    ("ix_auth_approval_account", "approval", "account"),
    ("ix_auth_login_session_account", "login_session", "account"),
    ("ix_auth_token_family_account", "token_family", "account"),
    ("ix_auth_token_family_login", "token_family", "login"),
    ("ix_auth_token_family_client", "token_family", "client"),
    ("ix_auth_token_family_expires", "token_family", "expires"),
    ("ix_auth_code_expires", "code", "expires"),
    ("ix_auth_token_of_family", "token", "family"),
    ("ix_auth_token_expires", "token", "kind", "expires"),
    ("ix_auth_jti_seen_expires", "jti_seen", "expires"),
)


def _create(table: str, *parts: Any, key: tuple[str, ...] = ("id",)) -> None:
    op.create_table(table, *parts, sa.PrimaryKeyConstraint(*key, name=f"pk_{table}"))


def _id() -> sa.Column[Any]:
    return _word("id")


def _word(name: str) -> sa.Column[Any]:
    return sa.Column(name, TEXT, nullable=False)


def _maybe(name: str) -> sa.Column[Any]:
    return sa.Column(name, TEXT, nullable=True)


def _at(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger, nullable=False)


def _ever(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger, nullable=True)


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.SmallInteger, nullable=False, server_default="0")


def _of(table: str, column: str, target: str = "") -> sa.ForeignKeyConstraint:
    target = target or column
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")
