"""The skeleton of a pack, which lints clean: a deadline, a gate, a ground, and their cases."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from datetime import date


@frozen(kw_only=True)
class Skeleton:
    """What is known of a pack before it has norms."""

    id: str
    title: str
    level: str
    issuer: str
    today: date

    def files(self) -> dict[str, str]:
        """Return the text of each file by its path in the pack."""
        known = {
            "id": _toml(self.id),
            "title": _toml(self.title),
            "level": _toml(self.level),
            "today": self.today.isoformat(),
            "version": _toml(f"{self.today.year}.1"),
            "issuers": f"[{_toml(self.issuer)}]" if self.issuer else "[]",
            "body": f"issuing_body = {_toml(self.issuer)}\n" if self.issuer else "",
        }
        return {path: _filled(text, known) for path, text in FILES.items()}


def _filled(text: str, known: dict[str, str]) -> str:
    for name, value in known.items():
        text = text.replace(f"<{name}>", value)
    return text


def _toml(text: str) -> str:
    # A JSON text is a TOML text too, save for DEL, which no title holds.
    return json.dumps(text, ensure_ascii=False)


FILES = {
    "pack.toml": """\
id = <id>
title = <title>
level = <level>                     # national, local or agency
jurisdiction = "CN"
version = <version>
reviewed_on = <today>
issuers = <issuers>                 # whose records it governs, by every name; none: everybody's
limits = "A skeleton: norms and instrument are placeholders. Say what the pack does not know."
""",
    "instruments.toml": """\
[[instrument]]
id = "our-instrument"
title = <title>
start = 2024-01-01
""",
    "words.toml": """\
# What the pack calls the names that it uses, in both languages.

[duty]
reply = { zh = "答复", en = "Reply" }
reply-review = { zh = "答复前审核", en = "Review before a reply" }

[kind]
enquiry = { zh = "咨询", en = "enquiry" }

[day]
received_on = { zh = "收到日期", en = "day of receipt" }
answered_on = { zh = "答复日期", en = "day of the answer" }

[fact]
legal-review-passed = { zh = "已经法制审核", en = "a legal review passed it" }
confidential = { zh = "涉密", en = "confidential" }
""",
    "provisions/reply-in-time.toml": """\
id = "reply-in-time"
kind = "deadline"
duty = "reply"
title = { zh = "答复期限", en = "Time limit for a reply" }

[[version]]
start = 2024-01-01
limit = { workdays = 5 }
anchors = ["received_on"]
done_by = ["answered_on"]
when = { kind = "enquiry" }
cites = [{ instrument = "our-instrument", article = "第一条", trust = "unverified", note = "示例" }]
""",
    "provisions/review-before-publication.toml": """\
id = "review-before-publication"
kind = "gate"
duty = "reply-review"
title = { zh = "先审核后公开", en = "Review before publication" }

[[version]]
start = 2024-01-01
blocks = "publication"
when = { kind = "enquiry" }
requires = { tag = "legal-review-passed" }
unmet = { zh = "没有经过法制审核；请先送审。", en = "No legal review passed it; have it reviewed." }
cites = [{ instrument = "our-instrument", article = "第二条", trust = "unverified", note = "示例" }]
""",
    "rules/confidential.toml": """\
id = "confidential"
title = { zh = "涉密信息", en = "Confidential information" }
force = "mandatory"
fact = "confidential"

[[version]]
start = 2024-01-01
cites = [{ instrument = "our-instrument", article = "第三条", trust = "unverified", note = "示例" }]
""",
    "cases.toml": """\
# Worked cases, written from the text of the norm and never from the output.
# Received on Friday 7 June 2024. Monday 10 June was a day off (端午节), so that the fifth working
# day is Monday 17 June.

[[case]]
name = "answered on the fifth working day"
as_of = 2024-06-30

[case.record]
type = "matter"
kind = "enquiry"
id = "a"
<body>
[case.record.milestones]
received_on = 2024-06-07
answered_on = 2024-06-17

[case.expect]
obligations = [{ norm = "reply-in-time", due = 2024-06-17, status = "met" }]

[[case]]
name = "answered a day too late"
as_of = 2024-06-30

[case.record]
type = "matter"
kind = "enquiry"
id = "a"
<body>
[case.record.milestones]
received_on = 2024-06-07
answered_on = 2024-06-18

[case.expect]
obligations = [{ norm = "reply-in-time", due = 2024-06-17, status = "met-late" }]

[[case]]
name = "published after its review"
as_of = 2024-06-30

[case.record]
type = "matter"
kind = "enquiry"
id = "a"
<body>published_at = 2024-06-18
facts = [{ name = "legal-review-passed", holds = true }]

[case.expect]
open = ["review-before-publication"]

[[case]]
name = "published without a review"
as_of = 2024-06-30

[case.record]
type = "matter"
kind = "enquiry"
id = "a"
<body>published_at = 2024-06-18
facts = [{ name = "legal-review-passed", holds = false }]

[case.expect]
closed = ["review-before-publication"]

[[case]]
name = "withheld as confidential"
as_of = 2024-06-30

[case.record]
type = "matter"
kind = "enquiry"
id = "a"
<body>facts = [{ name = "confidential", holds = true }]

[case.expect]
withheld_by = ["confidential"]

[[case]]
name = "not confidential"
as_of = 2024-06-30

[case.record]
type = "matter"
kind = "enquiry"
id = "a"
<body>facts = [{ name = "confidential", holds = false }]

[case.expect]
withheld_by = []
""",
}
