"""Published copies of files, and the check that what is masked is gone from them."""

from opengov.redaction.copies import published_copy
from opengov.redaction.verify import Leak, LeakKind, verify

__all__ = ["Leak", "LeakKind", "published_copy", "verify"]
