"""The archive's tables (model.md D2, D3, "Tables").

The resource text is the truth; index and fact tables are derived from it and can be rebuilt. Instants are
epoch milliseconds UTC. Every key but the FHIR id leads with the patient ('' for reference data in the index).
Jobs and their workers are the archive's own business, and nobody's data.
"""

from typing import Any

from sqlalchemy import BigInteger, Column, Float, Index, Integer, SmallInteger, Table, Text, text

from patientkontrakt.db import db


def _text() -> Text:
    """Text compared by code point on both databases, so that both sort and page alike."""
    return Text().with_variant(Text(collation="C"), "postgresql")


def _key(name: str) -> Column[Any]:
    return Column(name, _text(), nullable=False)


def _maybe(name: str) -> Column[Any]:
    return Column(name, _text())


def _instant(name: str, *, nullable: bool = True) -> Column[Any]:
    return Column(name, BigInteger, nullable=nullable)


def _row_columns() -> list[Column[Any]]:
    """What the law may look at of a row, the same for the current row and for each version (D3)."""
    return [
        _maybe("patient"),
        _maybe("custodian"),
        _maybe("unit"),
        _key("part"),
        _key("visibility"),
        _instant("starts"),
        _instant("ends"),
        _instant("updated", nullable=False),
        _instant("tx", nullable=False),
        Column("deleted", SmallInteger, nullable=False, server_default="0"),
        _key("body"),
    ]


resource = Table(
    "resource",
    db.metadata,
    Column("type", _text(), primary_key=True),
    Column("id", _text(), primary_key=True),
    Column("version", Integer, nullable=False),
    *_row_columns(),
    _instant("created_tx", nullable=False),
    Index("ix_resource_patient", "patient", "type", "created_tx", "id"),
    Index("ix_resource_type", "type", "created_tx", "id"),
    Index("ix_resource_unit", "unit", "type", "created_tx", "id"),
    Index("ix_resource_updated", "type", "updated"),
)

version = Table(
    "version",
    db.metadata,
    Column("type", _text(), primary_key=True),
    Column("id", _text(), primary_key=True),
    Column("version", Integer, primary_key=True),
    *_row_columns(),
    _key("method"),
    _maybe("author"),
    Index("ix_version_patient", "patient", "type", "id"),
    Index("ix_version_updated", "updated", "type", "id", "version"),
    Index("ix_version_type", "type", "updated", "id", "version"),
    Index("ix_version_tx", "tx"),
)


def _index_table(kind: str, *values: Column[Any] | Index, search: tuple[str, ...]) -> Table:
    """One narrow table per kind of search value: found by the row's own key, or by the value."""
    name = f"ix_{kind}"
    return Table(
        name,
        db.metadata,
        _key("patient"),
        _key("type"),
        _key("id"),
        _key("param"),
        *values,
        Index(f"{name}_row", "patient", "type", "id", "param"),
        Index(f"{name}_value", "type", "param", *search),
    )


_HAS_ADDRESS = text("url IS NOT NULL")
ix_token = _index_table("token", _maybe("system"), _maybe("code"), search=("code", "system"))
ix_ref = _index_table(
    "ref",
    *(_maybe(name) for name in ("target_type", "target_id", "url", "version")),
    Index("ix_ref_url", "type", "param", "url", sqlite_where=_HAS_ADDRESS, postgresql_where=_HAS_ADDRESS),
    search=("target_id", "target_type"),
)
ix_date = _index_table(
    "date", _instant("lo", nullable=False), _instant("hi", nullable=False), search=("lo", "hi")
)
ix_string = _index_table("string", _key("norm"), _key("exact"), _maybe("rest"), search=("norm",))
"""`norm` is the beginning of a long text, as far as an index has room for; `rest` is what follows it (index.py)."""
ix_uri = _index_table("uri", _key("value"), search=("value",))
ix_quantity = _index_table(
    "quantity",
    Column("lo", Float(53), nullable=False),
    Column("hi", Float(53), nullable=False),
    _maybe("system"),
    _maybe("code"),
    search=("lo", "hi"),
)


def _fact_table(name: str, *columns: Column[Any], also: tuple[str, ...] = ()) -> Table:
    """A derived access fact, each row naming the resource it was read from."""
    indexes = [Index(f"{name}_patient", "patient", "source_type", "source_id")]
    if also:
        indexes.append(Index(f"{name}_{also[0]}", *also))
    return Table(
        name, db.metadata, _key("patient"), *columns, _key("source_type"), _key("source_id"), *indexes
    )


fact_relation = _fact_table(
    "fact_relation",
    _key("unit"),
    _key("kind"),
    _instant("starts"),
    _instant("ends"),
    also=("unit", "patient"),
)
fact_consent = _fact_table(
    "fact_consent",
    _key("kind"),
    *(_maybe(name) for name in ("custodian_a", "unit_a", "custodian_b", "unit_b", "level", "classes")),
    *(_instant(name) for name in ("data_from", "data_to", "starts", "ends")),
)
fact_guardian = _fact_table(
    "fact_guardian", _key("number_hmac"), _instant("starts"), _instant("ends"), also=("number_hmac",)
)
fact_contact = _fact_table(
    "fact_contact", _maybe("custodian"), _key("code"), _maybe("role"), _instant("starts"), _instant("ends")
)
fact_agreement = _fact_table(
    "fact_agreement",
    _key("plan"),
    Column("utgava", Integer, nullable=False),
    _maybe("content"),
    _instant("at", nullable=False),
    _maybe("by"),
    _maybe("method"),
    Column("withdrawn", SmallInteger, nullable=False, server_default="0"),
)

fact_protection = _fact_table("fact_protection", _key("kind"))
fact_death = _fact_table("fact_death")

patient_lock = Table("patient_lock", db.metadata, Column("patient", _text(), primary_key=True))

draft = Table(
    "draft",
    db.metadata,
    Column("contract", _text(), primary_key=True),
    Column("section", _text(), primary_key=True),
    Column("version", Integer, primary_key=True),
    _key("patient"),
    _key("json"),
    _key("by"),
    _instant("at", nullable=False),
    _instant("closed"),
)

reason = Table(
    "reason",
    db.metadata,
    Column("id", _text(), primary_key=True),
    _key("account"),
    _key("unit"),
    _key("patient"),
    _key("reason"),
    _instant("at", nullable=False),
    _instant("until", nullable=False),
    Index("reason_account", "account", "patient", "until"),
)

_NOT_ENDED = text("ended IS NULL")

job = Table(
    "job",
    db.metadata,
    Column("id", _text(), primary_key=True),
    _key("kind"),
    _maybe("owner"),
    *(_key(name) for name in ("state", "wanted", "progress")),
    _instant("run_at", nullable=False),
    Column("attempts", Integer, nullable=False),
    _maybe("lease"),
    _instant("leased_until"),
    _instant("created", nullable=False),
    _instant("ended"),
    _maybe("fault"),
    Index("ix_job_due", "run_at", "id", sqlite_where=_NOT_ENDED, postgresql_where=_NOT_ENDED),
    Index("ix_job_owner", "owner", "kind"),
)

worker = Table(
    "worker",
    db.metadata,
    Column("name", _text(), primary_key=True),
    _instant("seen", nullable=False),
)
