"""The log: checks of it, orders of what is older than eighteen months, and what has been removed after five years."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.drop_index("ix_access_log_patient", "access_log")
    op.create_index("ix_access_log_patient", "access_log", ["patient", "at", "id"])
    op.create_index("ix_access_log_custodian", "access_log", ["custodian", "at", "id"])
    op.create_table(
        "access_log_expiry",
        sa.Column("n", sa.BigInteger, primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("rows", "before", "at")),
        sa.Column("mac", TEXT, nullable=False),
    )
    _reviewing()


def _reviewing() -> None:
    op.create_table(
        "review_check",
        sa.Column("id", ID, primary_key=True),
        *(
            sa.Column(name, TEXT, nullable=False)
            for name in ("log_row", "custodian", "rule", "verdict", "note", "account", "who")
        ),
        sa.Column("at", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_review_check_log_row", "review_check", ["custodian", "log_row"])
    op.create_table(
        "log_order",
        sa.Column("id", TEXT, primary_key=True),
        *(sa.Column(name, TEXT, nullable=False) for name in ("patient", "custodian")),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("since", "until", "at", "due")),
        sa.Column("done_at", sa.BigInteger),
        sa.Column("done_by", TEXT),
    )
    op.create_index("ix_log_order_patient", "log_order", ["patient"])
    op.create_index("ix_log_order_custodian", "log_order", ["custodian", "due"])


def downgrade() -> None:
    """Refused where checks are documented or rows were removed: both must be answered for (HSLF-FS 2016:40)."""
    for table in ("review_check", "access_log_expiry"):
        if op.get_bind().scalar(sa.text(f"SELECT EXISTS (SELECT 1 FROM {table})")):  # noqa: S608 (our own names)
            raise RuntimeError(f"{table} has rows, which must be kept: going down would lose them")
    for table in ("log_order", "review_check", "access_log_expiry"):
        op.drop_table(table)
    op.drop_index("ix_access_log_custodian", "access_log")
    op.drop_index("ix_access_log_patient", "access_log")
    op.create_index("ix_access_log_patient", "access_log", ["patient", "at"])
