"""Values in messages as the author of a file wrote them, not as Python has them."""

from __future__ import annotations

import json
from datetime import date, time

LONGEST = 80
"""Of what is longer only the beginning is shown."""


def shown(value: object) -> str:
    """Return a value of a JSON or TOML file as it stands there, without its tail.

    >>> shown(True), shown("x"), shown({"days": 5})
    ('true', "'x'", '{"days": 5}')
    """
    if isinstance(value, str):
        text = repr(value)
    elif isinstance(value, date | time):
        text = value.isoformat()
    else:
        text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
