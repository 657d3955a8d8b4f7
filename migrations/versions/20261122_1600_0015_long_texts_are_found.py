"""A long text is found on PostgreSQL too: its index holds the beginning, and the row what follows."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
HEAD = 400
STRINGS = sa.table("ix_string", sa.column("norm"), sa.column("rest"))


def upgrade() -> None:
    op.add_column("ix_string", sa.Column("rest", TEXT, nullable=True))
    norm = STRINGS.c.norm
    cut = STRINGS.update().where(sa.func.length(norm) > HEAD)
    op.execute(cut.values(rest=sa.func.substr(norm, HEAD + 1), norm=sa.func.substr(norm, 1, HEAD)))


def downgrade() -> None:
    whole = STRINGS.c.norm.concat(STRINGS.c.rest)
    if op.get_bind().dialect.name == "postgresql":
        whole = sa.func.substr(whole, 1, HEAD + 200)  # it has room for no more, and let no more in
    op.execute(STRINGS.update().where(STRINGS.c.rest.is_not(None)).values(norm=whole))
    op.drop_column("ix_string", "rest")
