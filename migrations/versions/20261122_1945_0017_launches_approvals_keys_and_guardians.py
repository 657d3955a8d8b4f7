"""Launches, pushed requests, sign-ins at a provider, remembered approvals, bound tokens, guardians' accounts."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NEW = ("launch", "pushed_request", "login_attempt", "client_change")

# The portal's tokens end when one signs out of it, and it asks for a child by name (SM-43, domain.md §5.7).
_GAINED = ("online_access", "launch/patient")


def upgrade() -> None:
    for table, columns in _columns():
        for column in columns:
            op.add_column(table, column)
    op.create_index("ux_account_number_hmac", "account", ["number_hmac"], unique=True)
    op.create_index("ix_auth_approval_of_client", "approval", ["account", "client"])
    op.create_index("ix_auth_token_family_approval", "token_family", ["approval"])
    _create(
        "launch",
        *map(_word, ("id", "client", "account")),
        *map(_maybe, ("assignment", "patient", "context")),
        *_times(),
        *(_of("launch", column) for column in ("client", "account", "assignment")),
    )
    _create(
        "pushed_request",
        *map(_word, ("id", "client", "params")),
        _maybe("jkt"),
        *_times(),
        _of("pushed_request", "client"),
    )
    _create(
        "login_attempt",
        *map(_word, ("id", "visitor", "provider", "nonce", "verifier")),
        *map(_maybe, ("next", "person")),
        *_times(),
    )
    _create(
        "client_change",
        *map(_word, ("id", "client", "change", "asked_by")),
        sa.Column("asked", sa.BigInteger, nullable=False),
        *map(_maybe, ("decided_by", "verdict")),
        _ever("decided"),
    )
    for table in ("launch", "pushed_request", "login_attempt"):
        op.create_index(f"ix_auth_{table}_expires", table, ["expires"])
    op.create_index("ix_auth_client_change_client", "client_change", ["client"])
    _let_the_portal_ask()


def downgrade() -> None:
    for table in reversed(NEW):
        op.drop_table(table)
    op.drop_index("ix_auth_token_family_approval", "token_family")
    op.drop_index("ix_auth_approval_of_client", "approval")
    op.drop_index("ux_account_number_hmac", "account")
    for table, columns in _columns():
        for column in columns:
            op.drop_column(table, column.name)


def _columns() -> Iterable[tuple[str, list[sa.Column[Any]]]]:
    yield "account", [_maybe("number_hmac")]
    yield "assignment", [_known("source", "register"), _maybe("ended_by")]
    yield (
        "client",
        [
            *map(_maybe, ("secret", "launch_uri", "logout_uris", "contact", "approved_by")),
            _flag("dpop"),
            *map(_ever, ("last_used", "approved")),
        ],
    )
    yield "approval", [_maybe("relative"), _flag("kept"), *map(_ever, ("ended", "seen"))]
    yield "login_session", [*map(_maybe, ("acr", "provider", "external_sid", "token_hint"))]
    bound = ("context", "relative", "approval", "jkt")
    yield "token_family", [*map(_maybe, bound), _flag("offline")]
    yield "code", [*map(_maybe, (*bound, "acr")), _flag("offline")]


def _let_the_portal_ask() -> None:
    client = sa.table("client", *map(sa.column, ("id", "scope", "trusted")))
    bind = op.get_bind()
    for id, scope in bind.execute(sa.select(client.c.id, client.c.scope).where(client.c.trusted == 1)).all():
        words = scope.split()
        gained = " ".join([*words, *(word for word in _GAINED if word not in words)])
        bind.execute(client.update().where(client.c.id == id).values(scope=gained))


def _create(table: str, *parts: Any) -> None:
    op.create_table(table, *parts, sa.PrimaryKeyConstraint("id", name=f"pk_{table}"))


def _times() -> Iterable[sa.Column[Any]]:
    yield sa.Column("created", sa.BigInteger, nullable=False)
    yield sa.Column("expires", sa.BigInteger, nullable=False)
    yield _ever("used")


def _word(name: str) -> sa.Column[Any]:
    return sa.Column(name, TEXT, nullable=False)


def _maybe(name: str) -> sa.Column[Any]:
    return sa.Column(name, TEXT, nullable=True)


def _known(name: str, before: str) -> sa.Column[Any]:
    return sa.Column(name, TEXT, nullable=False, server_default=before)


def _ever(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger, nullable=True)


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.SmallInteger, nullable=False, server_default="0")


def _of(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{column}.id"], name=f"fk_{table}_{column}_{column}")
