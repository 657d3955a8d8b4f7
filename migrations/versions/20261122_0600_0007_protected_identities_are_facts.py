"""Whose identity is protected is a fact of its own, read out of the labels of every Patient."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
LABEL = "http://hl7.se/fhir/ig/base/CodeSystem/SecurityLabel"
CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
PROTECTING = {
    (LABEL, code) for code in ("sekretessmarkering", "skyddadFolkbokforing", "fingeradePersonuppgifter")
}
PROTECTING |= {(CONFIDENTIALITY, code) for code in ("R", "V")}


def upgrade() -> None:
    columns = [
        sa.Column(name, TEXT, nullable=False) for name in ("patient", "kind", "source_type", "source_id")
    ]
    table = op.create_table("fact_protection", *columns)
    op.create_index("fact_protection_patient", "fact_protection", ["patient", "source_type", "source_id"])
    found = [fact for id, body in _labelled() for fact in _facts(id, body)]
    if found:
        op.bulk_insert(table, found)


def downgrade() -> None:
    """The labels stay where they are: in the Patients."""
    op.drop_table("fact_protection")


def _labelled() -> list[tuple[str, str]]:
    labelled = (
        "SELECT id, body FROM resource WHERE type = 'Patient' AND deleted = 0 AND body LIKE '%\"security\"%'"
    )
    return [(id, body) for id, body in op.get_bind().execute(sa.text(labelled))]


def _facts(id: str, body: str) -> list[dict[str, str]]:
    labels = json.loads(body).get("meta", {}).get("security", [])
    codes = {label["code"] for label in labels if (label.get("system"), label.get("code")) in PROTECTING}
    return [
        {"patient": id, "kind": code, "source_type": "Patient", "source_id": id} for code in sorted(codes)
    ]
