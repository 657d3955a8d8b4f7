"""When somebody proved who she is, as her provider tells; what nobody read of a sign-in goes, and an index another covers."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
UNREAD = ("external_sid", "token_hint")


def upgrade() -> None:
    # what an attempt keeps sealed has another form: whoever is on her way begins again
    op.execute("DELETE FROM login_attempt")
    op.add_column("login_attempt", sa.Column("longest_s", sa.Integer, nullable=True))
    op.add_column("login_session", sa.Column("authenticated", sa.BigInteger, nullable=True))
    op.add_column("code", sa.Column("auth_time", sa.BigInteger, nullable=True))
    # of a provider's sign-ins nobody knows; the cast say who they are when they come
    op.execute("UPDATE login_session SET authenticated = created WHERE provider IS NULL")
    for column in UNREAD:
        op.drop_column("login_session", column)
    op.drop_index("ix_auth_approval_account", "approval")


def downgrade() -> None:
    op.execute("DELETE FROM login_attempt")
    op.create_index("ix_auth_approval_account", "approval", ["account"])
    for column in UNREAD:
        op.add_column("login_session", sa.Column(column, TEXT, nullable=True))
    op.drop_column("code", "auth_time")
    op.drop_column("login_session", "authenticated")
    op.drop_column("login_attempt", "longest_s")
