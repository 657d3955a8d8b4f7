"""The rows that a unit keeps are read by an index in the order they were made: its list of work does not grow with the region."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_resource_unit", "resource", ["unit", "type", "created_tx", "id"])


def downgrade() -> None:
    op.drop_index("ix_resource_unit", "resource")
