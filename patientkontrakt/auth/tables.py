"""The authorization server's own tables. Secrets lie here only as SHA-256; instants are epoch milliseconds UTC.

Rows are written through plain SQL (db.Tx): what must happen once is one atomic statement.
"""

from typing import Any

from sqlalchemy import Column, Index, Integer, Table

from patientkontrakt.auth.columns import (
    id_column,
    instant,
    instant_or_never,
    maybe,
    of,
    text,
    word,
    yes_or_no,
)
from patientkontrakt.db import db


def _bound() -> list[Column[Any]]:
    """What a code hands on to its family."""
    return [
        maybe("context"),  # JSON: what else of the launch the token answer tells (auth/given/context.py)
        maybe("relative"),  # the RelatedPerson a guardian acts as for `patient`
        maybe("approval"),
        maybe("jkt"),  # the thumbprint of the key the tokens are bound to (RFC 9449 §6)
        yes_or_no("offline"),  # outlives the sign-in it came of
    ]


account = Table(
    "account",
    db.metadata,
    id_column(),  # "Patient/x", "Practitioner/x" or "Guardian/x": what tokens carry as sub
    word("kind"),  # patient | staff | guardian
    maybe("patient"),
    maybe("born"),  # ISO date of a patient, for the age rules
    word("status"),  # active | suspended by hand | closed by the register
    instant("created"),
    maybe("number_hmac"),  # keyed hash of the number a guardian signs in with, who is no patient here
    Index("ux_account_number_hmac", "number_hmac", unique=True),
)

assignment = Table(
    "assignment",
    db.metadata,
    id_column(),  # the PractitionerRole's id
    of("account", "account.id"),
    word("unit"),
    word("custodian"),
    word("role"),
    instant("starts"),
    instant_or_never("ends"),
    Column("source", text(), nullable=False, server_default="register"),  # register | admin
    maybe("ended_by"),  # the account of who ended it by hand
    Index("ix_auth_assignment_account", "account"),
)

client = Table(
    "client",
    db.metadata,
    id_column(),
    word("name"),
    word("auth_method"),  # none | private_key_jwt | client_secret_basic
    yes_or_no("trusted"),  # the built-in portal: no approval page
    word("scope"),  # all it may ever ask for
    word("redirect_uris"),  # one per line, compared byte for byte
    maybe("organization"),
    word("group_ids"),  # space separated Group ids
    yes_or_no("feed"),
    maybe("jwks"),
    maybe("jwks_uri"),
    word("status"),  # active | suspended
    instant("created"),
    maybe("secret"),  # SHA-256, of a client_secret_basic
    maybe("launch_uri"),  # where a journal system sends the browser (EHR launch)
    maybe("logout_uris"),  # one per line, byte for byte
    yes_or_no("dpop"),  # its tokens are bound to a key, always
    maybe("contact"),
    instant_or_never("last_used"),
    maybe("approved_by"),
    instant_or_never("approved"),
)

approval = Table(
    "approval",
    db.metadata,
    id_column(),
    of("account", "account.id"),
    of("client", "client.id"),
    word("scope"),
    maybe("patient"),
    instant("at"),
    maybe("relative"),  # the RelatedPerson a guardian approved as
    yes_or_no("kept"),  # remembered: the same request is not asked again
    instant_or_never("ended"),
    instant_or_never("seen"),  # when tokens last came of it
    Index("ix_auth_approval_of_client", "account", "client"),
)

login_session = Table(
    "login_session",
    db.metadata,
    id_column(),
    Column("secret", text(), nullable=False, unique=True),  # SHA-256 of the cookie, new at every sign-in
    of("account", "account.id"),
    of("assignment", "assignment.id", nullable=True),
    instant("created"),
    instant("seen"),
    instant_or_never("ended"),
    maybe("acr"),  # the level of assurance the provider told
    maybe("provider"),
    instant_or_never("authenticated"),  # when she proved who she is, if the provider told
    Index("ix_auth_login_session_account", "account"),
)

token_family = Table(
    "token_family",
    db.metadata,
    id_column(),
    of("client", "client.id"),
    of("account", "account.id", nullable=True),
    of("assignment", "assignment.id", nullable=True),
    of("login", "login_session.id", nullable=True),
    maybe("patient"),  # the patient in context
    word("scope"),
    instant("created"),
    instant("expires"),
    instant_or_never("revoked"),
    maybe("reason"),
    *_bound(),
    Index("ix_auth_token_family_account", "account"),
    Index("ix_auth_token_family_login", "login"),
    Index("ix_auth_token_family_client", "client"),
    Index("ix_auth_token_family_approval", "approval"),
    Index("ix_auth_token_family_expires", "expires"),
)

code = Table(
    "code",
    db.metadata,
    id_column(),  # SHA-256 of the code
    word("family"),  # chosen beforehand; its row is born when the code is claimed
    of("client", "client.id"),
    of("account", "account.id"),
    of("assignment", "assignment.id", nullable=True),
    of("login", "login_session.id"),
    maybe("patient"),
    word("redirect_uri"),
    word("scope"),
    maybe("nonce"),
    word("challenge"),
    instant("authenticated"),
    instant("expires"),
    instant_or_never("used"),
    *_bound(),
    maybe("acr"),
    instant_or_never("auth_time"),  # as login_session.authenticated
    Index("ix_auth_code_expires", "expires"),
)

token = Table(
    "token",
    db.metadata,
    id_column(),  # access: the jti; refresh: SHA-256 of the token
    word("kind"),  # access | refresh
    of("family", "token_family.id"),
    word("scope"),
    instant("issued"),
    instant("expires"),
    instant_or_never("used"),  # refresh: when it was rotated out
    instant_or_never("revoked"),
    Index("ix_auth_token_of_family", "family"),
    Index("ix_auth_token_expires", "kind", "expires"),
)

jti_seen = Table(
    "jti_seen",
    db.metadata,
    Column("client", text(), primary_key=True),
    Column("jti", text(), primary_key=True),  # SHA-256
    instant("expires"),
    Index("ix_auth_jti_seen_expires", "expires"),
)

throttle = Table(
    "throttle",
    db.metadata,
    id_column(),  # keyed hash of what is counted
    instant("since"),
    Column("failures", Integer, nullable=False),
)
