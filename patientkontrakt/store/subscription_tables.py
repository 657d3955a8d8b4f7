"""The tables of notifications: who may receive, who subscribes, which events each has, and how far changes are read.

Instants are epoch milliseconds UTC. An event holds which version it is about and nothing of what that says.
"""

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text

from patientkontrakt.db import db


def _text() -> Text:
    return Text().with_variant(Text(collation="C"), "postgresql")


def _word(name: str) -> Column[Any]:
    return Column(name, _text(), nullable=False)


def _maybe(name: str) -> Column[Any]:
    return Column(name, _text())


def _number(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, BigInteger, nullable=nullable)


receiver = Table(
    "receiver",
    db.metadata,
    Column("client", _text(), primary_key=True),
    Column("host", _text(), primary_key=True),  # with its port, where it is not that of https
    _word("networks"),  # CIDRs with spaces between; none: any public address
    _number("created"),
)

subscription = Table(
    "subscription",
    db.metadata,
    Column("id", _text(), primary_key=True),
    _word("client"),
    _word("scope"),  # of the token that last wrote it: the ceiling of what it may be told
    Column("version", Integer, nullable=False),
    _word("status"),  # requested | active | error | off
    _maybe("fault"),  # a code, while it fails
    _word("body"),  # the resource; the values of its headers are hidden
    _maybe("headers"),  # the same, sealed
    _number("since"),  # changes of earlier transactions are none of its events
    _number("counted"),  # the number of the latest event
    _number(
        "delivered"
    ),  # the number of the latest event that the receiver has said it has, or that is too old to be told
    Column("failures", Integer, nullable=False),  # in a row
    _number("failing_since", nullable=True),
    _number("next_at"),  # not to be tried before
    _number("wakes_at"),  # when there is something to do though nothing has happened: a heartbeat, the end
    _number("sent_at", nullable=True),  # the last time the receiver answered well
    _maybe("lease"),
    _number("leased_until"),
    _number("created"),
    _number("updated"),
    Index("ix_subscription_client", "client"),
    Index("ix_subscription_status", "status", "next_at"),
)

subscription_event = Table(
    "subscription_event",
    db.metadata,
    Column("subscription", _text(), ForeignKey("subscription.id"), primary_key=True),
    Column("number", BigInteger, primary_key=True),
    _word("type"),
    _word("resource"),  # its id
    Column("version", Integer, nullable=False),
    _number("at"),
    Index("ix_subscription_event_at", "at"),
)

subscription_cursor = Table(
    "subscription_cursor",
    db.metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # 1, the only one
    _number("tx"),  # every change up to this transaction has been given to the subscriptions it concerns
)
