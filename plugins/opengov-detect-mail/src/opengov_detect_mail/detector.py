"""Addresses at providers of free mail, which are those of persons and not of offices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from opengov.screening import Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opengov.screening import Screened

PERSONAL_MAIL = "personal-mail"

PROVIDERS = tuple(
    "126.com 139.com 163.com 163.net 188.com 189.cn aliyun.com foxmail.com gmail.com"
    " googlemail.com hotmail.com icloud.com live.cn live.com msn.com outlook.com proton.me"
    " protonmail.com qq.com sina.cn sina.com sina.com.cn sohu.com tom.com wo.cn yahoo.cn yahoo.com"
    " yahoo.com.cn yeah.net".split()
)
"""The domains under which anybody gets a mailbox."""

_REACH = 64
"""The part before the sign has at most so many characters (RFC 5321)."""

_LOCAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+＿-]* ?$")
_DOMAIN = re.compile(
    r" ?((?:vip\.)?(?:"
    + "|".join(re.escape(each) for each in sorted(PROVIDERS, key=len, reverse=True))
    + r"))(?![A-Za-z0-9-])",
    re.IGNORECASE,
)


class MailDetector:
    """Finds ``name@provider``, with a blank or none beside the sign, which may be full-width."""

    id = "mail"
    kinds = (PERSONAL_MAIL,)
    anchors = ("@", "＠", "﹫")

    def find(self, text: Screened, hits: Sequence[tuple[int, int, int]]) -> Iterator[Found]:
        """Find them; the first letter and the provider may be seen in a published copy."""
        for at, end, _ in sorted(hits):
            local = _LOCAL.search(text.text[max(0, at - _REACH) : at])
            domain = _DOMAIN.match(text.text, end)
            if local and domain:
                start, stop = text.folded.span(at - len(local[0]), domain.end())
                yield Found(PERSONAL_MAIL, start, stop, _hidden(local[0].strip(), domain[1]))


def _hidden(name: str, provider: str) -> str:
    """Of a name of one or two letters the first would tell too much."""
    return f"{name[0] if len(name) > 2 else ''}***@{provider.lower()}"
