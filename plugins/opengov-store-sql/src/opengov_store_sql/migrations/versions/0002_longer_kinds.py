"""The kind of a matter is as long as its pack likes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make room; SQLite keeps every text whole, whatever length it was given."""
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column(
            "opengov_records",
            "kind",
            type_=sa.String(255),
            existing_type=sa.String(32),
            existing_nullable=False,
        )
