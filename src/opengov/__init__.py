"""opengov: the law of open government in China, as a library.

The domain types are here at once. What reads, decides and publishes loads on first use:

>>> import opengov
>>> opengov.IndexNumber.parse("734972044/201805-018").scheme.value
'organisation-code'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov import domain
from opengov.domain import *  # noqa: F403  (the door shows the whole domain)
from opengov.errors import OpenGovError, RefusedError

if TYPE_CHECKING:
    from opengov.app import OpenGov
    from opengov.hooks import PluginHost, hookimpl
    from opengov.intake import read_page
    from opengov.packs import load_pack
    from opengov.policy import assess

__version__ = "0.1.0"

_LATER = {
    "OpenGov": "opengov.app",
    "PluginHost": "opengov.hooks",
    "assess": "opengov.policy",
    "hookimpl": "opengov.hooks",
    "load_pack": "opengov.packs",
    "read_page": "opengov.intake",
}
"""What the door offers beyond the domain, and where it lives; loaded when first asked for."""

__all__ = [  # noqa: PLE0604  (the names of the domain are texts too)
    *domain.__all__,
    "OpenGov",
    "OpenGovError",
    "PluginHost",
    "RefusedError",
    "__version__",
    "assess",
    "hookimpl",
    "load_pack",
    "read_page",
]


def __getattr__(name: str) -> object:
    if name not in _LATER:
        message = f"module 'opengov' has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415  (the point of the light door)

    value: object = getattr(import_module(_LATER[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
