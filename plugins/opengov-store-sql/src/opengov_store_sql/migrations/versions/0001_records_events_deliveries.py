"""Records, their events and the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_POSITION = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "opengov_records",
        sa.Column("id", sa.String(255), primary_key=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("issuing_body", sa.String(255)),
        sa.Column("document_id", sa.String(255), comment="of an interpretation: its document"),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
    )
    op.create_index("opengov_records_by_kind", "opengov_records", ["kind"])
    op.create_index("opengov_records_by_issuing_body", "opengov_records", ["issuing_body"])
    op.create_index("opengov_records_by_document", "opengov_records", ["document_id"])
    op.create_table(
        "opengov_events",
        sa.Column("position", _POSITION, primary_key=True, autoincrement=True),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
    )
    op.create_index("opengov_events_by_subject", "opengov_events", ["subject", "position"])
    op.create_table(
        "opengov_deliveries",
        sa.Column("position", _POSITION, primary_key=True, autoincrement=True),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("leased_until", sa.BigInteger, comment="microseconds since 1970, UTC"),
        sa.Column("content", sa.Text, nullable=False),
    )
    op.create_index("opengov_deliveries_by_state", "opengov_deliveries", ["state", "position"])
