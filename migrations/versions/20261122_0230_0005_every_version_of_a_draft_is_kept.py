"""Every saved version of a section is kept until it is discarded, so that whoever read it can be merged with."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
COLUMNS = "contract, section, patient, version, json, by, at"


def upgrade() -> None:
    _replace(
        [
            sa.Column("contract", TEXT, primary_key=True),
            sa.Column("section", TEXT, primary_key=True),
            sa.Column("version", sa.Integer, primary_key=True),
            *_content(),
            sa.Column("closed", sa.BigInteger),
        ],
        "SELECT * FROM draft",
    )


def downgrade() -> None:
    """The version that stands of each section goes on; older ones, and what has been given out, are let go."""
    _replace(
        [
            sa.Column("contract", TEXT, primary_key=True),
            sa.Column("section", TEXT, primary_key=True),
            sa.Column("version", sa.Integer, nullable=False),
            *_content(),
        ],
        "SELECT * FROM draft WHERE closed IS NULL AND version = (SELECT max(d.version) FROM draft d"
        " WHERE d.contract = draft.contract AND d.section = draft.section)",
    )


def _content() -> list[sa.Column]:
    return [
        *(sa.Column(name, TEXT, nullable=False) for name in ("patient", "json", "by")),
        sa.Column("at", sa.BigInteger, nullable=False),
    ]


def _replace(columns: list[sa.Column], rows: str) -> None:
    """The table anew with its rows: SQLite cannot change a primary key, and a renamed table keeps its key's name."""
    op.execute(f"CREATE TABLE draft_kept AS {rows}")
    op.drop_table("draft")
    op.create_table("draft", *columns)
    op.execute(f"INSERT INTO draft ({COLUMNS}) SELECT {COLUMNS} FROM draft_kept")  # noqa: S608 (no value in it)
    op.drop_table("draft_kept")
