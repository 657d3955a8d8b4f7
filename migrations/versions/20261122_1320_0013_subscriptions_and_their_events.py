"""Backend services subscribe to changes; who may receive is registered, and each event has a number."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0011"
branch_labels = None
depends_on = None


def _text() -> sa.Text:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _word(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, _text(), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "receiver",
        _word("client"),
        _word("host"),
        _word("networks"),
        _number("created"),
        sa.PrimaryKeyConstraint("client", "host"),
    )
    op.create_table(
        "subscription",
        _word("id"),
        _word("client"),
        _word("scope"),
        sa.Column("version", sa.Integer(), nullable=False),
        _word("status"),
        _word("fault", nullable=True),
        _word("body"),
        _word("headers", nullable=True),
        _number("since"),
        _number("counted"),
        _number("delivered"),
        sa.Column("failures", sa.Integer(), nullable=False),
        _number("failing_since", nullable=True),
        _number("next_at"),
        _number("wakes_at"),
        _number("sent_at", nullable=True),
        _word("lease", nullable=True),
        _number("leased_until"),
        _number("created"),
        _number("updated"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_subscription_client", "subscription", ["client"])
    op.create_index("ix_subscription_status", "subscription", ["status", "next_at"])
    op.create_table(
        "subscription_event",
        _word("subscription"),
        _number("number"),
        _word("type"),
        _word("resource"),
        sa.Column("version", sa.Integer(), nullable=False),
        _number("at"),
        sa.ForeignKeyConstraint(["subscription"], ["subscription.id"]),
        sa.PrimaryKeyConstraint("subscription", "number"),
    )
    op.create_index("ix_subscription_event_at", "subscription_event", ["at"])
    op.create_table(
        "subscription_cursor",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        _number("tx"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute("INSERT INTO subscription_cursor (id, tx) SELECT 1, coalesce(max(tx), 0) FROM version")
    op.create_index("ix_version_tx", "version", ["tx"])


def downgrade() -> None:
    op.drop_index("ix_version_tx", "version")
    for name in ("subscription_cursor", "subscription_event", "subscription", "receiver"):
        op.drop_table(name)
