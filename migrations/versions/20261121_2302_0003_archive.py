"""The archive: resources, versions, search index, derived access facts, drafts and reasons."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def key(name: str) -> sa.Column:
    return sa.Column(name, TEXT, nullable=False)


def maybe(*names: str) -> list[sa.Column]:
    return [sa.Column(name, TEXT) for name in names]


def instant(*names: str, nullable: bool = True) -> list[sa.Column]:
    return [sa.Column(name, sa.BigInteger, nullable=nullable) for name in names]


def row_columns() -> list[sa.Column]:
    return [
        *maybe("patient", "custodian", "unit"),
        key("part"),
        key("visibility"),
        *instant("starts", "ends"),
        *instant("updated", "tx", nullable=False),
        sa.Column("deleted", sa.SmallInteger, nullable=False, server_default="0"),
        key("body"),
    ]


INDEXES = {
    "token": (maybe("system", "code"), ["code", "system"]),
    "ref": (maybe("target_type", "target_id", "url", "version"), ["target_id", "target_type"]),
    "date": (instant("lo", "hi", nullable=False), ["lo", "hi"]),
    "string": ([key("norm"), key("exact")], ["norm"]),
    "uri": ([key("value")], ["value"]),
    "quantity": (
        [
            sa.Column("lo", sa.Float(53), nullable=False),
            sa.Column("hi", sa.Float(53), nullable=False),
            *maybe("system", "code"),
        ],
        ["lo", "hi"],
    ),
}

FACTS = {
    "fact_relation": [key("unit"), key("kind"), *instant("starts", "ends")],
    "fact_consent": [
        key("kind"),
        *maybe("custodian_a", "unit_a", "custodian_b", "unit_b", "level", "classes"),
        *instant("data_from", "data_to", "starts", "ends"),
    ],
    "fact_guardian": [key("number_hmac"), *instant("starts", "ends")],
    "fact_contact": [*maybe("custodian"), key("code"), *maybe("role"), *instant("starts", "ends")],
    "fact_agreement": [
        key("plan"),
        sa.Column("utgava", sa.Integer, nullable=False),
        *maybe("content"),
        *instant("at", nullable=False),
        *maybe("by", "method"),
        sa.Column("withdrawn", sa.SmallInteger, nullable=False, server_default="0"),
    ],
}

OTHERS = ("patient_lock", "draft", "reason")


def upgrade() -> None:
    create_archive()
    for kind, (values, search) in INDEXES.items():
        name = f"ix_{kind}"
        op.create_table(name, key("patient"), key("type"), key("id"), key("param"), *values)
        op.create_index(f"{name}_row", name, ["patient", "type", "id", "param"])
        op.create_index(f"{name}_value", name, ["type", "param", *search])
    for name, columns in FACTS.items():
        op.create_table(name, key("patient"), *columns, key("source_type"), key("source_id"))
        op.create_index(f"{name}_patient", name, ["patient", "source_type", "source_id"])
    op.create_index("fact_relation_unit", "fact_relation", ["unit", "patient"])
    op.create_index("fact_guardian_number_hmac", "fact_guardian", ["number_hmac"])
    create_others()


def create_archive() -> None:
    identity = [sa.Column("type", TEXT, primary_key=True), sa.Column("id", TEXT, primary_key=True)]
    op.create_table(
        "resource",
        *identity,
        sa.Column("version", sa.Integer, nullable=False),
        *row_columns(),
        *instant("created_tx", nullable=False),
    )
    op.create_index("ix_resource_patient", "resource", ["patient", "type", "created_tx", "id"])
    op.create_index("ix_resource_type", "resource", ["type", "created_tx", "id"])
    op.create_index("ix_resource_updated", "resource", ["type", "updated"])
    op.create_table(
        "version",
        sa.Column("type", TEXT, primary_key=True),
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        *row_columns(),
        key("method"),
        *maybe("author"),
    )
    op.create_index("ix_version_patient", "version", ["patient", "type", "id"])


def create_others() -> None:
    op.create_table("patient_lock", sa.Column("patient", TEXT, primary_key=True))
    op.create_table(
        "draft",
        sa.Column("contract", TEXT, primary_key=True),
        sa.Column("section", TEXT, primary_key=True),
        key("patient"),
        sa.Column("version", sa.Integer, nullable=False),
        key("json"),
        key("by"),
        *instant("at", nullable=False),
    )
    op.create_table(
        "reason",
        sa.Column("id", TEXT, primary_key=True),
        *(key(name) for name in ("account", "unit", "patient", "reason")),
        *instant("at", "until", nullable=False),
    )
    op.create_index("reason_account", "reason", ["account", "patient", "until"])


def downgrade() -> None:
    """Refused while there is care data: going down would lose it."""
    if op.get_bind().scalar(sa.text("SELECT EXISTS (SELECT 1 FROM version)")):
        raise RuntimeError("the archive holds resources: going down would lose them")
    for name in (*OTHERS, *FACTS, *(f"ix_{kind}" for kind in INDEXES), "version", "resource"):
        op.drop_table(name)
