"""Installation: which mode this database was made in, and the transaction counter."""

import sqlalchemy as sa
from alembic import context, op

from patientkontrakt import clock

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    installation = op.create_table(
        "installation",
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("mode", name=op.f("pk_installation")),
        sa.CheckConstraint("mode IN ('production', 'demo')", name=op.f("ck_installation_mode")),
    )
    tx_counter = op.create_table(
        "tx_counter",
        sa.Column("n", sa.BigInteger, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_tx_counter")),
    )
    op.bulk_insert(
        installation, [{"mode": context.config.attributes["mode"], "created": clock.millis(clock.now())}]
    )
    op.bulk_insert(tx_counter, [{"n": 0}])


def downgrade() -> None:
    op.drop_table("tx_counter")
    op.drop_table("installation")
