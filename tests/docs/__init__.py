"""The documentation says what the code does: each test reads a page and compares."""
