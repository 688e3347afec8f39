"""Reading the text of a holiday notice (放假通知) into the days that it sets."""

from opengov.workdays.reading.reader import read_notice

__all__ = ["read_notice"]
