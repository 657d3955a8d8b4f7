"""The portal's own tables (model.md, Tables). No care data: what is kept of a form is sealed with the portal's key.

Instants are epoch milliseconds UTC. Rows are written through plain SQL (db.Tx).
"""

from sqlalchemy import BigInteger, Column, Table, Text

from patientkontrakt.db import db


def _text() -> Text:
    """Text compared by code point on both databases."""
    return Text().with_variant(Text(collation="C"), "postgresql")


portal_session = Table(
    "portal_session",
    db.metadata,
    Column("id", _text(), primary_key=True),  # SHA-256 of the cookie
    Column("person", _text(), nullable=False),
    Column("sealed", _text(), nullable=False),  # tokens, and who it is in words
    Column("expires", BigInteger, nullable=False),  # of the access token
    Column("created", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False, index=True),
    Column("claimed", BigInteger),  # somebody is renewing the token, since
    Column("notice", _text()),  # what the next page says has been done, sealed
)

last_visit = Table(
    "last_visit",
    db.metadata,
    Column("person", _text(), primary_key=True),
    Column("session", _text(), nullable=False),
    Column("began", BigInteger, nullable=False),
    Column("before", BigInteger),  # when the visit before this one began
)

form_token = Table(
    "form_token",
    db.metadata,
    Column("session", _text(), primary_key=True),
    Column("once", _text(), primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
    Column("location", _text()),  # where it led; null while it is being carried out
)

kept_form = Table(
    "kept_form",
    db.metadata,
    Column("person", _text(), primary_key=True),
    Column("path", _text(), primary_key=True),
    Column("sealed", _text(), nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
)
