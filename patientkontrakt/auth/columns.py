"""The kinds of columns the authorization server's tables have."""

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, SmallInteger, Text


def text() -> Text:
    """Text compared by code point on both databases."""
    return Text().with_variant(Text(collation="C"), "postgresql")


def id_column() -> Column[Any]:
    """The key."""
    return Column("id", text(), primary_key=True)


def word(name: str) -> Column[Any]:
    """A text that is always there."""
    return Column(name, text(), nullable=False)


def maybe(name: str) -> Column[Any]:
    """A text, or nothing."""
    return Column(name, text())


def of(name: str, target: str, *, nullable: bool = False) -> Column[Any]:
    """The id of a row of another table."""
    return Column(name, text(), ForeignKey(target), nullable=nullable)


def instant(name: str) -> Column[Any]:
    """Epoch milliseconds UTC."""
    return Column(name, BigInteger, nullable=False)


def instant_or_never(name: str) -> Column[Any]:
    """Epoch milliseconds UTC, or not yet."""
    return Column(name, BigInteger)


def yes_or_no(name: str) -> Column[Any]:
    """1 or 0; no, as long as nobody has said."""
    return Column(name, SmallInteger, nullable=False, server_default="0")
