"""The tables of the log: rows that are only ever added, the seals that bind them, and what is done about the log."""

from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from patientkontrakt.db import db

# SQLite gives numbers by itself only in an INTEGER key. No text here is sorted as language: code points do.
_ID = BigInteger().with_variant(Integer, "sqlite")
_TEXT = Text().with_variant(Text(collation="C"), "postgresql")


def _said(name: str) -> Column[Any]:
    return Column(name, _TEXT, nullable=False)


def _known(name: str) -> Column[Any]:
    """Empty when it was not known or does not apply: nobody is signed in, no patient is concerned."""
    return Column(name, _TEXT)


def _number(name: str, **options: Any) -> Column[Any]:
    return Column(name, BigInteger, nullable=False, **options)


access_log = Table(
    "access_log",
    db.metadata,
    Column("id", _ID, primary_key=True),
    _said("uid"),
    _number("tx"),
    _number("at"),
    *map(_said, ("request_id", "action", "outcome", "reason")),
    *map(
        _known, ("kind", "account", "who", "unit", "custodian", "role", "client", "jti", "purpose", "patient")
    ),
    *map(_said, ("subject", "items")),
    _number("count"),
    _said("mac"),
    Index("ix_access_log_patient", "patient", "at", "id"),
    Index("ix_access_log_custodian", "custodian", "at", "id"),
    Index("ix_access_log_tx", "tx", "id"),
    sqlite_autoincrement=True,  # an id is never given twice, even after the newest rows were removed
)

access_log_seal = Table(
    "access_log_seal",
    db.metadata,
    _number("n", primary_key=True, autoincrement=False),
    *map(_number, ("upto", "rows")),
    _said("head"),
    _number("at"),
)

# What is gone after five years (L-2): every row that the seals up to `n` cover, and the keyed hash that says it was us.
access_log_expiry = Table(
    "access_log_expiry",
    db.metadata,
    _number("n", primary_key=True, autoincrement=False),
    *map(_number, ("rows", "before", "at")),
    _said("mac"),
)

# What the log reader has looked at and found (L-3): never changed, a new look is a new row.
review_check = Table(
    "review_check",
    db.metadata,
    Column("id", _ID, primary_key=True),
    _said("log_row"),
    *map(_said, ("custodian", "rule", "verdict", "note", "account", "who")),
    _number("at"),
    Index("ix_review_check_log_row", "custodian", "log_row"),
    sqlite_autoincrement=True,
)

# A patient's order of a log older than what is shown at once (L-5). `done_at` opens it for her.
log_order = Table(
    "log_order",
    db.metadata,
    Column("id", _TEXT, primary_key=True),
    *map(_said, ("patient", "custodian")),
    *map(_number, ("since", "until", "at", "due")),
    Column("done_at", BigInteger),
    _known("done_by"),
    Index("ix_log_order_patient", "patient"),
    Index("ix_log_order_custodian", "custodian", "due"),
)
