"""Messages in JSON: a key, and the few types that its parameters may have."""

from __future__ import annotations

from datetime import date, datetime

from opengov.domain import LocalizedText, Message


def message_data(message: Message) -> dict[str, object]:
    """Return a message as data, its parameters by name."""
    parameters = {name: _out(value) for name, value in message.parameters}
    return {"key": message.key, "parameters": parameters}


def message_from(value: object, _: object = Message) -> Message:
    """Read a message; anything else is a ``TypeError``."""
    if not isinstance(value, dict) or set(value) != {"key", "parameters"}:
        what = f"expected a message with key and parameters, found {value!r}"
        raise TypeError(what)
    return Message(value["key"], {n: _back(v) for n, v in value["parameters"].items()})


def _out(value: object) -> object:
    match value:
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case LocalizedText():
            return {"zh": value.zh, "en": value.en}
        case Message():
            return message_data(value)
        case _:
            return value


def _back(value: object) -> object:
    match value:
        case {"moment": str(moment)}:
            return datetime.fromisoformat(moment)
        case {"date": str(day)}:
            return date.fromisoformat(day)
        case {"zh": str(zh), "en": str(en)}:
            return LocalizedText(zh=zh, en=en)
        case {"key": str(), "parameters": {}}:
            return message_from(value)
        case _:
            return value
