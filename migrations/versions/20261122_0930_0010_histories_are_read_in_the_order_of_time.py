"""The history of a type, and of everything, is read by an index in the order of time."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_version_updated": ["updated", "type", "id", "version"],
    "ix_version_type": ["type", "updated", "id", "version"],
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.create_index(name, "version", columns)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "version")
