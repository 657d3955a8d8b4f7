"""That a patient is dead is a fact of its own, read out of every Patient: nobody signs in as the dead."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    columns = [sa.Column(name, TEXT, nullable=False) for name in ("patient", "source_type", "source_id")]
    table = op.create_table("fact_death", *columns)
    op.create_index("fact_death_patient", "fact_death", ["patient", "source_type", "source_id"])
    found = [{"patient": id, "source_type": "Patient", "source_id": id} for id in _dead()]
    if found:
        op.bulk_insert(table, found)


def downgrade() -> None:
    """What the Patients say stays where it is."""
    op.drop_table("fact_death")


def _dead() -> list[str]:
    told = "SELECT id, body FROM resource WHERE type = 'Patient' AND deleted = 0 AND body LIKE '%\"deceased%'"
    rows = ((id, json.loads(body)) for id, body in op.get_bind().execute(sa.text(told)))
    return [id for id, body in rows if body.get("deceasedBoolean") is True or "deceasedDateTime" in body]
