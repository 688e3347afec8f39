"""Every error that opengov raises, in one tree.

OpenGovError
├─ InvalidValueError (ValueError)        a value breaks the rule of its type
├─ IntakeError (ValueError)              a page cannot be read
│  ├─ EmptyPageError                     nothing in it
│  ├─ NotTextError                       a binary, or text in no known encoding
│  └─ NoMetadataError                    no metadata block was found
├─ SerialError (ValueError)              JSON that is not the record it claims to be
├─ TableError (ValueError)               a table that is not one of records
├─ CalendarError (LookupError)
│  ├─ NotAnnouncedError                  a day beyond the announced schedule
│  ├─ NoticeError (ValueError)           a holiday notice that cannot be right
│  └─ ClockError (ValueError)            what a clock does not allow, such as a second extension
├─ PackError (ValueError)                a policy pack cannot be used
│  ├─ PackNotFoundError (LookupError)    no pack of that name, or no such folder
│  ├─ PackSyntaxError                    a file is not TOML, or not of the format
│  ├─ PackOverlapError                   two versions of one norm on the same day
│  ├─ PackGapError                       a day between two versions, without a reason
│  ├─ PackCitationError                  a norm without a source, or of an unknown one
│  ├─ PackCaseError                      a worked case does not come out as written
│  ├─ PackUnreachableError               a norm that no record, or no case, can meet
│  ├─ PackConflictError                  norms of one pack that contradict each other
│  ├─ PackTranslationError               a text that is missing in one of the languages
│  └─ PackInvalidError                   several faults, each one of the above
├─ PluginError
│  ├─ PluginNotFoundError (LookupError)  no plugin or provider of that name
│  ├─ PluginInvalidError                 a plugin that may not be registered
│  └─ PluginFailedError                  a plugin raised, or returned something else
├─ SettingsError (ValueError)            the configuration cannot be used
├─ StoreError
│  ├─ RecordNotFoundError (LookupError)  no record of that id
│  ├─ ConflictError                      somebody else saved first
│  └─ StoreUnavailableError (OSError)    the database cannot be opened or written
├─ ChannelError
│  └─ ChannelUnavailableError (OSError)  the channel cannot be reached or written
├─ ExtractionError (ValueError)          a file cannot be read, or may not be for its size
├─ RedactionError (ValueError)           a file cannot be redacted so that nothing is left
├─ RefusedError                          the law says no; carries every reason
└─ MissingExtraError (ImportError)       an optional dependency is not installed

Each class has a ``code``, its stable name in logs and JSON. A message says what is wrong,
where, and what to do. Where several things are wrong at once the error carries all of them
in ``faults``.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing for it would cost more than the calendar does
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, ClassVar


class OpenGovError(Exception):
    """What is wrong, where, and what to do about it.

    ``faults`` holds the single faults when one operation found several; each of them is an
    error of this tree with a code of its own.
    """

    code: ClassVar[str] = "opengov"

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        remedy: str = "",
        faults: Sequence[OpenGovError] = (),
    ) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy
        self.faults = tuple(faults)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f" {self.remedy}" if self.remedy else ""
        lines = [f"{place}{self.what}{advice} [{self.code}]"]
        lines += [f"  - {line}" for fault in self.faults for line in str(fault).splitlines()]
        return "\n".join(lines)

    def __reduce__(self) -> tuple[Callable[..., OpenGovError], tuple[object, ...]]:
        return _rebuild, (type(self), self.what, self.where, self.remedy, self.faults, vars(self))


def _rebuild(
    kind: type[OpenGovError],
    what: str,
    where: str,
    remedy: str,
    faults: tuple[OpenGovError, ...],
    state: dict[str, object],
) -> OpenGovError:
    error = kind.__new__(kind)
    OpenGovError.__init__(error, what, where=where, remedy=remedy, faults=faults)
    vars(error).update(state)
    return error


class InvalidValueError(OpenGovError, ValueError):
    """A value breaks the rule of its type."""

    code = "value-invalid"


class IntakeError(OpenGovError, ValueError):
    """A page cannot be read."""

    code = "intake"


class EmptyPageError(IntakeError):
    """The page holds nothing but white space."""

    code = "page-empty"


class NotTextError(IntakeError):
    """The page is a binary, or text in an encoding that is not known."""

    code = "page-not-text"


class NoMetadataError(IntakeError):
    """The page has no metadata block."""

    code = "page-without-metadata"


class SerialError(OpenGovError, ValueError):
    """JSON that is not the record it claims to be; a fault for each path."""

    code = "json-invalid"


class TableError(OpenGovError, ValueError):
    """A table is not one of records; each fault names a column, and the first row that is wrong."""

    code = "table-invalid"


class CalendarError(OpenGovError, LookupError):
    """The calendar cannot answer."""

    code = "calendar"


class NotAnnouncedError(CalendarError):
    """The day lies beyond the schedule that the State Council has announced."""

    code = "calendar-not-announced"


class NoticeError(CalendarError, ValueError):
    """A holiday notice that cannot be right: forged, inconsistent, or not to be read."""

    code = "notice-invalid"


class ClockError(CalendarError, ValueError):
    """A clock does not allow it: a second extension, a pause of what does not run."""

    code = "clock"


class PackError(OpenGovError, ValueError):
    """A policy pack cannot be used."""

    code = "pack"


class PackNotFoundError(PackError, LookupError):
    """There is no pack of that name, or no such folder."""

    code = "pack-not-found"


class PackSyntaxError(PackError):
    """A file is cut short, is not UTF-8 or TOML, or says what the format of packs does not know."""

    code = "pack-syntax"


class PackOverlapError(PackError):
    """Two versions of one norm claim the same day."""

    code = "pack-overlap"


class PackGapError(PackError):
    """Days between two versions of a norm are covered by neither, and no reason is given."""

    code = "pack-gap"


class PackCitationError(PackError):
    """A norm has no source, or cites an instrument that the pack does not list."""

    code = "pack-citation"


class PackCaseError(PackError):
    """A worked case of the pack does not come out as written."""

    code = "pack-case"


class PackUnreachableError(PackError):
    """A norm that no record can meet or no case reaches; a condition that every record meets."""

    code = "pack-unreachable"


class PackConflictError(PackError):
    """Norms of one pack that contradict each other."""

    code = "pack-conflict"


class PackTranslationError(PackError):
    """A text for people that is missing in one of the two languages."""

    code = "pack-translation"


class PackInvalidError(PackError):
    """Several faults in one pack."""

    code = "pack-invalid"


class PluginError(OpenGovError):
    """Something about a plugin."""

    code = "plugin"


class PluginNotFoundError(PluginError, LookupError):
    """No plugin or provider has that name."""

    code = "plugin-not-found"


class PluginInvalidError(PluginError):
    """The plugin may not be registered: wrong hook names, wrong signatures, a name taken."""

    code = "plugin-invalid"


class PluginFailedError(PluginError):
    """A plugin raised, or returned what its hook does not allow."""

    code = "plugin-failed"


class SettingsError(OpenGovError, ValueError):
    """The configuration cannot be used."""

    code = "settings"


class StoreError(OpenGovError):
    """Something about the store."""

    code = "store"


class RecordNotFoundError(StoreError, LookupError):
    """The store has no record of that id."""

    code = "record-not-found"


class ConflictError(StoreError):
    """The record was changed since it was loaded; nothing was saved."""

    code = "conflict"


class StoreUnavailableError(StoreError, OSError):
    """The database cannot be opened, read or written."""

    code = "store-unavailable"


class ChannelError(OpenGovError):
    """A channel did not take a release. ``retryable`` says whether trying again can help."""

    code = "channel"
    retryable: bool = False


class ChannelUnavailableError(ChannelError, OSError):
    """The channel cannot be reached or written now."""

    code = "channel-unavailable"
    retryable = True


class ExtractionError(OpenGovError, ValueError):
    """A file cannot be read; ``why`` is the name of an ``Unreadable``."""

    code = "extraction"
    why: str = "damaged"


class RedactionError(OpenGovError, ValueError):
    """A file cannot be redacted so that nothing is left; there is no copy of it."""

    code = "redaction"


class RefusedError(OpenGovError):
    """The law, or a review, says no. Every reason is a fault, with its citation.

    ``reasons`` holds the same as messages, to be rendered in the language of the reader.
    """

    code = "refused"
    reasons: tuple[Any, ...] = ()


class MissingExtraError(OpenGovError, ImportError):
    """An optional dependency is not installed; the message names the extra."""

    code = "missing-extra"
