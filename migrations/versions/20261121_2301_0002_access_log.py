"""Access log: who saw or changed whose data, and the seals over it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

SAID_FIRST = ("request_id", "action", "outcome", "reason")
KNOWN = ("kind", "account", "who", "unit", "custodian", "role", "client", "jti", "purpose", "patient")
SAID_LAST = ("subject", "items")


def upgrade() -> None:
    op.create_table(
        "access_log",
        sa.Column("id", ID, primary_key=True),
        sa.Column("uid", TEXT, nullable=False),
        sa.Column("tx", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in SAID_FIRST),
        *(sa.Column(name, TEXT) for name in KNOWN),
        *(sa.Column(name, TEXT, nullable=False) for name in SAID_LAST),
        sa.Column("count", sa.BigInteger, nullable=False),
        sa.Column("mac", TEXT, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_access_log_patient", "access_log", ["patient", "at"])
    op.create_index("ix_access_log_tx", "access_log", ["tx", "id"])
    op.create_table(
        "access_log_seal",
        sa.Column("n", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("upto", sa.BigInteger, nullable=False),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.Column("head", TEXT, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    """Refused while there are rows: the log is kept for at least five years (HSLF-FS 2016:40 4 kap. 9 §)."""
    if op.get_bind().scalar(sa.text("SELECT EXISTS (SELECT 1 FROM access_log)")):
        raise RuntimeError("access_log has rows, which must be kept: going down would lose them")
    op.drop_table("access_log_seal")
    op.drop_table("access_log")
