"""Run by Alembic, on the connection of the store that is being opened."""

from alembic import context

from opengov_store_sql.schema import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    version_table=VERSION_TABLE,
    transaction_per_migration=False,
)
context.run_migrations()
