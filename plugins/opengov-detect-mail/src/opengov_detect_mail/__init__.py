"""A detector for the e-mail addresses of persons at providers of free mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.domain import LocalizedText
from opengov.hooks import hookimpl
from opengov.ports import NoOptions, Provider

if TYPE_CHECKING:
    from opengov.screening import OfferedDetector


def _build(_options: NoOptions) -> OfferedDetector:
    from opengov_detect_mail.detector import MailDetector  # noqa: PLC0415  (when it is needed)

    return MailDetector()


@hookimpl
def opengov_detectors() -> list[Provider[OfferedDetector]]:
    """Offer the detector ``mail``."""
    return [
        Provider(
            name="mail",
            summary=LocalizedText(zh="个人电子邮箱", en="Personal e-mail addresses"),
            build=_build,
        )
    ]
