"""The rows that a unit keeps, and those that refer by an address, are found by an index: neither grows with the region."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_HAS_ADDRESS = sa.text("url IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_resource_unit", "resource", ["unit", "type", "created_tx", "id"])
    op.create_index(
        "ix_ref_url",
        "ix_ref",
        ["type", "param", "url"],
        sqlite_where=_HAS_ADDRESS,
        postgresql_where=_HAS_ADDRESS,
    )


def downgrade() -> None:
    op.drop_index("ix_ref_url", "ix_ref")
    op.drop_index("ix_resource_unit", "resource")
