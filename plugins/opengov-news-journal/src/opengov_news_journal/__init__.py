"""Writes what opengov published, withdrew and found due to a journal file."""
