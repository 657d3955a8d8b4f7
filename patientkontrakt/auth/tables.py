"""The authorization server's own tables. Secrets lie here only as SHA-256; instants are epoch milliseconds UTC.

Rows are written through plain SQL (db.Tx): what must happen once is one atomic statement.
"""

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, SmallInteger, Table, Text

from patientkontrakt.db import db


def _text() -> Text:
    """Text compared by code point on both databases."""
    return Text().with_variant(Text(collation="C"), "postgresql")


def _id() -> Column[Any]:
    return Column("id", _text(), primary_key=True)


def _word(name: str) -> Column[Any]:
    return Column(name, _text(), nullable=False)


def _maybe(name: str) -> Column[Any]:
    return Column(name, _text())


def _of(name: str, target: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, _text(), ForeignKey(target), nullable=nullable)


def _instant(name: str) -> Column[Any]:
    return Column(name, BigInteger, nullable=False)


def _instant_or_never(name: str) -> Column[Any]:
    return Column(name, BigInteger)


def _yes_or_no(name: str) -> Column[Any]:
    return Column(name, SmallInteger, nullable=False, server_default="0")


account = Table(
    "account",
    db.metadata,
    _id(),  # "Patient/x" or "Practitioner/x": what tokens carry as sub
    _word("kind"),  # patient | staff
    _maybe("patient"),
    _maybe("born"),  # ISO date of a patient, for the age rules
    _word("status"),  # active | suspended
    _instant("created"),
)

assignment = Table(
    "assignment",
    db.metadata,
    _id(),  # the PractitionerRole's id
    _of("account", "account.id"),
    _word("unit"),
    _word("custodian"),
    _word("role"),
    _instant("starts"),
    _instant_or_never("ends"),
    Index("ix_auth_assignment_account", "account"),
)

client = Table(
    "client",
    db.metadata,
    _id(),
    _word("name"),
    _word("auth_method"),  # none | private_key_jwt
    _yes_or_no("trusted"),  # the built-in portal: no approval page
    _word("scope"),  # all it may ever ask for
    _word("redirect_uris"),  # one per line, compared byte for byte
    _maybe("organization"),
    _word("group_ids"),  # space separated Group ids
    _yes_or_no("feed"),
    _maybe("jwks"),
    _maybe("jwks_uri"),
    _word("status"),  # active | suspended
    _instant("created"),
)

approval = Table(
    "approval",
    db.metadata,
    _id(),
    _of("account", "account.id"),
    _of("client", "client.id"),
    _word("scope"),
    _maybe("patient"),
    _instant("at"),
    Index("ix_auth_approval_account", "account"),
)

login_session = Table(
    "login_session",
    db.metadata,
    _id(),
    Column("secret", _text(), nullable=False, unique=True),  # SHA-256 of the cookie, new at every sign-in
    _of("account", "account.id"),
    _of("assignment", "assignment.id", nullable=True),
    _instant("created"),
    _instant("seen"),
    _instant_or_never("ended"),
    Index("ix_auth_login_session_account", "account"),
)

token_family = Table(
    "token_family",
    db.metadata,
    _id(),
    _of("client", "client.id"),
    _of("account", "account.id", nullable=True),
    _of("assignment", "assignment.id", nullable=True),
    _of("login", "login_session.id", nullable=True),
    _maybe("patient"),  # the patient in context
    _word("scope"),
    _instant("created"),
    _instant("expires"),
    _instant_or_never("revoked"),
    _maybe("reason"),
    Index("ix_auth_token_family_account", "account"),
    Index("ix_auth_token_family_login", "login"),
    Index("ix_auth_token_family_client", "client"),
    Index("ix_auth_token_family_expires", "expires"),
)

code = Table(
    "code",
    db.metadata,
    _id(),  # SHA-256 of the code
    _word("family"),  # chosen beforehand; its row is born when the code is claimed
    _of("client", "client.id"),
    _of("account", "account.id"),
    _of("assignment", "assignment.id", nullable=True),
    _of("login", "login_session.id"),
    _maybe("patient"),
    _word("redirect_uri"),
    _word("scope"),
    _maybe("nonce"),
    _word("challenge"),
    _instant("authenticated"),
    _instant("expires"),
    _instant_or_never("used"),
    Index("ix_auth_code_expires", "expires"),
)

token = Table(
    "token",
    db.metadata,
    _id(),  # access: the jti; refresh: SHA-256 of the token
    _word("kind"),  # access | refresh
    _of("family", "token_family.id"),
    _word("scope"),
    _instant("issued"),
    _instant("expires"),
    _instant_or_never("used"),  # refresh: when it was rotated out
    _instant_or_never("revoked"),
    Index("ix_auth_token_of_family", "family"),
    Index("ix_auth_token_expires", "kind", "expires"),
)

jti_seen = Table(
    "jti_seen",
    db.metadata,
    Column("client", _text(), primary_key=True),
    Column("jti", _text(), primary_key=True),  # SHA-256
    _instant("expires"),
    Index("ix_auth_jti_seen_expires", "expires"),
)

throttle = Table(
    "throttle",
    db.metadata,
    _id(),  # keyed hash of what is counted
    _instant("since"),
    Column("failures", Integer, nullable=False),
)
