"""opengov: the law of open government in China, as a library.

Every name loads on first use, so that a program that only counts days imports nothing else:

>>> import opengov
>>> opengov.IndexNumber.parse("734972044/201805-018").scheme.value
'organisation-code'
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing for it would cost more than the calendar does
if TYPE_CHECKING:
    from opengov.app import OpenGov as OpenGov
    from opengov.compose import installed_calendar as installed_calendar
    from opengov.domain import *  # noqa: F403  (the door shows the whole domain)
    from opengov.errors import OpenGovError as OpenGovError
    from opengov.errors import RefusedError as RefusedError
    from opengov.hooks import PluginHost as PluginHost
    from opengov.hooks import hookimpl as hookimpl
    from opengov.intake import read_page as read_page
    from opengov.packs import load_pack as load_pack
    from opengov.policy import assess as assess

    __all__: list[str]

__version__ = "0.1.0"

_LATER = {
    "OpenGov": "opengov.app",
    "OpenGovError": "opengov.errors",
    "PluginHost": "opengov.hooks",
    "RefusedError": "opengov.errors",
    "assess": "opengov.policy",
    "hookimpl": "opengov.hooks",
    "installed_calendar": "opengov.compose",
    "load_pack": "opengov.packs",
    "read_page": "opengov.intake",
}
"""What the door offers beyond the domain, and where it lives; loaded when first asked for."""


def __getattr__(name: str) -> object:
    from importlib import import_module  # noqa: PLC0415  (the point of the light door)

    if name in _LATER:
        value: object = getattr(import_module(_LATER[name]), name)
    elif name.startswith("_") and name != "__all__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    else:
        domain = import_module("opengov.domain")
        if name == "__all__":
            value = [*domain.__all__, *_LATER, "__version__"]
        elif name in domain.__all__:
            value = getattr(domain, name)
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    names = __getattr__("__all__")
    assert isinstance(names, list)  # noqa: S101  (as it is made above)
    return sorted(names)
