"""Publishes opengov items as a static site that a citizen can read."""
