"""The tables. Their names carry a prefix, so that they can live in an agency's own database."""

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, String, Table, Text

METADATA = MetaData()

# SQLite counts by itself only where the key is its plain INTEGER.
_POSITION = BigInteger().with_variant(Integer, "sqlite")

RECORDS = Table(
    "opengov_records",
    METADATA,
    Column("id", String(255), primary_key=True),
    Column("kind", String(255), nullable=False),
    Column("issuing_body", String(255)),
    Column("document_id", String(255), comment="of an interpretation: its document"),
    Column("revision", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Index("opengov_records_by_kind", "kind"),
    Index("opengov_records_by_issuing_body", "issuing_body"),
    Index("opengov_records_by_document", "document_id"),
)

EVENTS = Table(
    "opengov_events",
    METADATA,
    Column("position", _POSITION, primary_key=True, autoincrement=True),
    Column("subject", String(255), nullable=False),
    Column("content", Text, nullable=False),
    Index("opengov_events_by_subject", "subject", "position"),
)

DELIVERIES = Table(
    "opengov_deliveries",
    METADATA,
    Column("position", _POSITION, primary_key=True, autoincrement=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("state", String(16), nullable=False),
    Column("leased_until", BigInteger, comment="microseconds since 1970, UTC"),
    Column("content", Text, nullable=False),
    Index("opengov_deliveries_by_state", "state", "position"),
)
