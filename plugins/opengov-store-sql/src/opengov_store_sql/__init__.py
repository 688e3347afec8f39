"""Stores opengov records in SQL databases: SQLite, and what SQLAlchemy speaks."""
