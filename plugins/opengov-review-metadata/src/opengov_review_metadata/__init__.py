"""Holds an opengov release whose metadata block is incomplete."""
