"""The static site channel: an index, a page for each record, and what is due."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import Attribute, field, frozen

from opengov.domain import LocalizedText
from opengov.errors import InvalidValueError
from opengov.hooks import hookimpl
from opengov.ports import Provider

if TYPE_CHECKING:
    from opengov.ports import Channel


def _is_site_code(_instance: object, attribute: Attribute[str], value: str) -> None:
    if value and not re.fullmatch(r"\d{10}", value):
        raise InvalidValueError(
            f"{value!r} is not a site identification code.",
            where=attribute.name,
            remedy="Give the ten digits (网站标识码) that the registry assigned.",
        )


@frozen(kw_only=True)
class SiteOptions:
    """Where the site is written and what its pages say of themselves.

    ``site_name``, ``site_domain`` and ``site_id_code`` (网站标识码, ten digits) become the meta
    tags that every page of a government site carries; one that is empty is left out, and
    ``opengov doctor`` says so.
    """

    folder: Path
    site_name: str = "政府信息公开"
    site_domain: str = ""
    site_id_code: str = field(default="", validator=_is_site_code)
    column_name: str = "政府信息公开"
    column_description: str = "主动公开的政府信息及其公开时限的办理情况"


def _build(options: SiteOptions) -> Channel:
    from opengov_channel_site.channel import SiteChannel  # noqa: PLC0415  (Jinja2, when needed)

    return SiteChannel(options)


@hookimpl
def opengov_channels() -> list[Provider[Channel]]:
    """Offer the channel ``site``."""
    return [
        Provider(
            name="site",
            summary=LocalizedText(zh="静态网站", en="A static site"),
            options=SiteOptions,
            build=_build,
        )
    ]
