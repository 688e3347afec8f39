"""A sound pack to break: one norm, its words and its instrument, as tests need it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from opengov.errors import OpenGovError, PackInvalidError
from opengov.packs import load_pack

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAD = """
id = "our-plan"
title = "我局方案"
level = "{level}"
jurisdiction = "云汀市"
version = "1"
reviewed_on = 2025-09-22
limits = "A pack for tests."
"""
INSTRUMENTS = """
[[instrument]]
id = "plan"
title = "我局方案"
start = 2020-01-01
[[instrument]]
id = "old-plan"
title = "旧方案"
start = 2010-01-01
end = 2020-01-01
"""
WORDS = """
[duty]
reply = { zh = "答复", en = "Reply" }
[kind]
request = { zh = "申请", en = "request" }
[day]
received_on = { zh = "收到之日", en = "day of receipt" }
replied_on = { zh = "答复之日", en = "day of the reply" }
[fact]
urgent = { zh = "紧急", en = "urgent" }
small = { zh = "简单", en = "small" }
[element]
reasons = { zh = "理由", en = "reasons" }
[channel]
website = { zh = "网站", en = "website" }
"""

FORMS = {
    "deadline": 'limit = { workdays = 5 }\nanchors = ["received_on"]\ndone_by = ["replied_on"]',
    "min-duration": 'limit = { days = 30, last_day = "stays" }\n'
    'anchors = ["received_on"]\ndone_by = ["replied_on"]',
    "window": 'at_most = { days = 10, last_day = "stays" }\n'
    'anchors = ["received_on"]\ndone_by = ["replied_on"]',
    "cadence": 'every = "yearly"\ndone_by = ["replied_on"]',
    "gate": 'blocks = "publication"\nrequires = { tag = "urgent" }\n'
    'unmet = { zh = "不急。", en = "It is not urgent." }',
    "required-elements": 'elements = ["reasons"]',
    "channel-duty": 'channels = ["website"]',
    "prompt": 'anchors = ["received_on"]\ndone_by = ["replied_on"]',
    "default": "",
}
"""The keys that a version of each kind needs."""


def top(name: str, kind: str = "deadline") -> str:
    """Return the top of a file under ``provisions``."""
    return (
        f'id = "{name}"\nkind = "{kind}"\nduty = "reply"\ntitle = {{ zh = "答复", en = "Reply" }}\n'
    )


def version(
    form: str = FORMS["deadline"], more: str = "", *, start: str = "2020-01-01", cite: str = "plan"
) -> str:
    """Return a version with the keys in ``form`` and ``more``."""
    cites = f'cites = [{{ instrument = "{cite}", article = "一" }}]\n' if cite else ""
    return f"[[version]]\nstart = {start}\n{cites}{form}\n{more}\n"


def norm(name: str, kind: str = "deadline", more: str = "", form: str | None = None) -> str:
    """Return a norm of a kind in one version."""
    return top(name, kind) + version(FORMS[kind] if form is None else form, more)


def ground(more: str = "") -> str:
    """Return a ground for not disclosing."""
    return (
        'id = "small-matter"\ntitle = { zh = "简单事项", en = "Small matters" }\n'
        f'force = "mandatory"\nfact = "small"\n{version("", more)}'
    )


def write(folder: Path, level: str = "local", words: str = WORDS, **norms: str) -> Path:
    """Write a pack; each keyword is a file under ``provisions``."""
    files = {
        "pack.toml": HEAD.format(level=level),
        "instruments.toml": INSTRUMENTS,
        "words.toml": words,
        **{f"provisions/{name}.toml": text for name, text in norms.items()},
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def edit(folder: Path, name: str, change: Callable[[str], str]) -> None:
    """Change one file of a pack."""
    path = folder / name
    path.write_text(change(path.read_text("utf-8")), "utf-8")


def faults_of(folder: Path) -> list[OpenGovError]:
    """Return the single faults of a pack that must not load."""
    with pytest.raises(PackInvalidError) as caught:
        load_pack(folder)
    assert caught.value.where == str(folder)
    return [each for fault in caught.value.faults for each in fault.faults or [fault]]


def fault_of(folder: Path) -> OpenGovError:
    """Return the fault of a pack that has only one."""
    (fault,) = faults_of(folder)
    return fault
