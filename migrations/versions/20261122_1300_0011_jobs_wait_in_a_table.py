"""Work that waits, is being done or was done, and the workers that do it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("owner", TEXT),
        *(sa.Column(name, TEXT, nullable=False) for name in ("state", "wanted", "progress")),
        sa.Column("run_at", sa.BigInteger, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("lease", TEXT),
        sa.Column("leased_until", sa.BigInteger),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("ended", sa.BigInteger),
        sa.Column("fault", TEXT),
    )
    waits = sa.text("ended IS NULL")
    op.create_index("ix_job_due", "job", ["run_at", "id"], sqlite_where=waits, postgresql_where=waits)
    op.create_index("ix_job_owner", "job", ["owner", "kind"])
    op.create_table(
        "worker",
        sa.Column("name", TEXT, primary_key=True),
        sa.Column("seen", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    """Refused while work waits: it was promised to somebody."""
    waiting = "SELECT EXISTS (SELECT 1 FROM job WHERE state IN ('queued', 'running'))"
    if op.get_bind().scalar(sa.text(waiting)):
        raise RuntimeError("job has work that is not done: going down would lose it")
    op.drop_table("worker")
    op.drop_table("job")
