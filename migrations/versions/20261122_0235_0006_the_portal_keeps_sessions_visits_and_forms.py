"""The portal: sessions, last visits, forms that have been sent and forms that could not be."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TABLES = ("kept_form", "form_token", "last_visit", "portal_session")


def upgrade() -> None:
    op.create_table(
        "portal_session",
        sa.Column("id", TEXT, nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("person", "sealed")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("expires", "created", "seen")),
        sa.Column("claimed", sa.BigInteger()),
        sa.Column("notice", TEXT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_session")),
    )
    op.create_index(op.f("ix_portal_session_seen"), "portal_session", ["seen"])
    op.create_table(
        "last_visit",
        *(sa.Column(name, TEXT, nullable=False) for name in ("person", "session")),
        sa.Column("began", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.BigInteger()),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_last_visit")),
    )
    op.create_table(
        "form_token",
        *(sa.Column(name, TEXT, nullable=False) for name in ("session", "once")),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("location", TEXT),
        sa.PrimaryKeyConstraint("session", "once", name=op.f("pk_form_token")),
    )
    op.create_index(op.f("ix_form_token_at"), "form_token", ["at"])
    op.create_table(
        "kept_form",
        *(sa.Column(name, TEXT, nullable=False) for name in ("person", "path", "sealed")),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person", "path", name=op.f("pk_kept_form")),
    )
    op.create_index(op.f("ix_kept_form_at"), "kept_form", ["at"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
