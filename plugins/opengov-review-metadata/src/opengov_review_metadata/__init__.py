"""A review that holds a document whose metadata block would be incomplete."""

from __future__ import annotations

from opengov.domain import DisclosureItem, LocalizedText
from opengov.hooks import ReviewFinding, ReviewRequest, hookimpl

REQUIRED = {
    "title": LocalizedText(zh="名称", en="title"),
    "index_number": LocalizedText(zh="索引号", en="index number"),
    "issuing_body": LocalizedText(zh="发布机构", en="issuing body"),
}
"""Without these a citizen cannot find or cite a document (art. 12 of the Regulation asks for an
index)."""


@hookimpl
def opengov_review_item(request: ReviewRequest) -> list[ReviewFinding]:
    """Hold a document that lacks one of ``REQUIRED``; other records have no such block."""
    record = request.record
    if not isinstance(record, DisclosureItem):
        return []
    missing = [name for field, name in REQUIRED.items() if not getattr(record, field)]
    if not missing:
        return []
    zh, en = "、".join(name.zh for name in missing), ", ".join(name.en for name in missing)
    return [
        ReviewFinding(text=LocalizedText(zh=f"缺少{zh}，请补全", en=f"it lacks: {en}; complete it"))
    ]
