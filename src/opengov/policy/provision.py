"""The kinds of norm that a pack can hold, each in dated versions: a closed union."""

from __future__ import annotations

from datetime import date
from enum import Enum

from attrs import field, frozen
from attrs.validators import optional

from opengov.domain import Citation, LocalizedText, NegativeListRule, Period
from opengov.domain.checks import is_tuple
from opengov.errors import InvalidValueError
from opengov.policy.condition import ALWAYS, NEVER, Condition
from opengov.workdays import Frequency, Limit
from opengov.workdays import Window as Bounds
from opengov.workdays.limit import LimitInDays, is_limit


class Step(Enum):
    """What a gate stands before."""

    APPROVAL = "approval"
    """The document is signed (审签)."""
    LEGALITY_REVIEW = "legality-review"
    """The draft goes to legality review (合法性审查)."""
    DISCUSSION = "discussion"
    """The draft goes to collective discussion (集体讨论)."""
    DECISION = "decision"
    """The decision is made."""
    ISSUE = "issue"
    """The document is numbered, printed and sent out (印发)."""
    PUBLICATION = "publication"
    """The record is published."""
    APPLICATION = "application"
    """The document is used as the basis of an act of administration."""
    SUIT = "suit"
    """A suit is brought before a court (提起行政诉讼)."""


TAKEN_ON: dict[Step, tuple[str, ...]] = {
    Step.APPROVAL: ("made_on",),
    Step.LEGALITY_REVIEW: ("review_began_on", "legality_reviewed_on"),
    Step.DISCUSSION: ("discussed_on",),
    Step.DECISION: ("decided_on",),
    Step.ISSUE: ("printed_on", "published_on"),
    Step.PUBLICATION: ("published_on",),
    Step.APPLICATION: ("applied_on",),
    Step.SUIT: ("suit_filed_on",),
}
"""The days that show that a step was taken."""


@frozen(kw_only=True)
class Provision:
    """What every norm has: a name, its days in force, when it applies, and its source.

    ``duty`` is the subject on which layers are compared: two packs that set a limit for the
    same duty are shown side by side. ``governed_by`` are the days of the record that choose the
    edition: the version in force on the first stated one governs, and where none was in force
    there is no duty; with none named, the day that is asked about chooses. Where ``waived_by``
    holds the norm asks for nothing. ``displaces`` names norms that this one takes the place of
    as the special law, for the reason ``because``. ``bearer`` is whom the norm puts the duty
    on, ``note`` the reading that was chosen where the source is ambiguous. ``edition`` is the day
    from which the version is really in force, where it is taken to be in force on other days.
    """

    id: str
    duty: str
    title: LocalizedText
    in_force: Period
    citations: tuple[Citation, ...] = field(validator=is_tuple)
    when: Condition = ALWAYS
    waived_by: Condition = NEVER
    governed_by: tuple[str, ...] = field(default=(), validator=is_tuple)
    displaces: tuple[str, ...] = field(default=(), validator=is_tuple)
    because: LocalizedText | None = None
    bearer: LocalizedText | None = None
    note: LocalizedText | None = None
    edition: date | None = None

    @property
    def version(self) -> date:
        """The day from which the version is really in force, by which it is known."""
        return self.edition or self.in_force.start


@frozen
class ClockPause:
    """A stop of the count from one day of the record to another, such as a consultation.

    Where nobody answers it is over ``at_most`` so long after it began, if the norm says so (条例
    2019, art. 32). What may stop the count ``once`` does so the first time (art. 30).
    """

    begins: str
    ends: str
    reason: LocalizedText
    at_most: LimitInDays | None = None
    once: bool = False


@frozen
class Extension:
    """Where the day ``on`` is stated in time, the limit is longer by ``limit``, once."""

    on: str
    limit: Limit = field(validator=is_limit)


@frozen(kw_only=True)
class Deadline(Provision):
    """Something must be done within a limit, counted from a day of the record.

    ``anchors`` are the days that the count may start from; the first one stated is taken.
    ``done_by`` are the days of which the first stated one shows that it was done. A day of
    ``restarts`` begins the count afresh, once, ``pauses`` stop it, an ``extension`` makes it
    longer. What comes after it was done, or after the time had run out, changes nothing.
    """

    limit: Limit = field(validator=is_limit)
    anchors: tuple[str, ...] = field(validator=is_tuple)
    done_by: tuple[str, ...] = field(validator=is_tuple)
    restarts: tuple[str, ...] = field(default=(), validator=is_tuple)
    pauses: tuple[ClockPause, ...] = field(default=(), validator=is_tuple)
    extension: Extension | None = None


@frozen(kw_only=True)
class MinDuration(Provision):
    """What begins on one of ``anchors`` may not end, by one of ``done_by``, before ``limit``."""

    limit: Limit = field(validator=is_limit)
    anchors: tuple[str, ...] = field(validator=is_tuple)
    done_by: tuple[str, ...] = field(validator=is_tuple)


@frozen(kw_only=True)
class Window(Provision):
    """What begins on one of ``anchors`` ends, by one of ``done_by``, within ``bounds``."""

    bounds: Bounds
    anchors: tuple[str, ...] = field(validator=is_tuple)
    done_by: tuple[str, ...] = field(validator=is_tuple)


@frozen(kw_only=True)
class Cadence(Provision):
    """A duty that returns: ``at_least`` so often in every period, or never longer than a limit.

    ``every`` is a period of the calendar, or the longest time from one act to the next.
    ``limit`` is counted from the end of a period; without it the duty is due with its last day.
    ``done_by`` are the days that show an act. ``anchors`` are the days from which on there is
    something that the duty concerns; before the norm is in force it does not run.
    """

    every: Frequency | Limit
    done_by: tuple[str, ...] = field(validator=is_tuple)
    at_least: int = 1
    limit: Limit | None = field(default=None, validator=optional(is_limit))
    anchors: tuple[str, ...] = field(default=(), validator=is_tuple)


@frozen(kw_only=True)
class Gate(Provision):
    """Something must hold before a step may be taken; not known is not enough."""

    blocks: Step
    requires: Condition
    unmet: LocalizedText


@frozen(kw_only=True)
class RequiredElements(Provision):
    """What a record must state; of a list, every entry of the edition in force."""

    elements: tuple[str, ...] = field(validator=is_tuple)


@frozen(kw_only=True)
class ChannelDuty(Provision):
    """Through which kinds of channel a record goes out: ``at_least`` so many of these."""

    channels: tuple[str, ...] = field(validator=is_tuple)
    at_least: int = field()

    @at_least.validator
    def _can_be_met(self, _attribute: object, at_least: int) -> None:
        if type(at_least) is not int or not 1 <= at_least <= len(self.channels):
            raise InvalidValueError(
                f"{at_least!r} of {len(self.channels)} channels cannot be asked for.",
                where="ChannelDuty.at_least",
                remedy="Give a whole number from 1 to the number of channels.",
            )


@frozen(kw_only=True)
class Prompt(Provision):
    """Something must be done promptly (及时): no number, so that the time is measured and shown.

    Only an agency may bind itself to a number, ``within``; then exceeding it is a breach.
    """

    anchors: tuple[str, ...] = field(validator=is_tuple)
    done_by: tuple[str, ...] = field(validator=is_tuple)
    within: Limit | None = field(default=None, validator=optional(is_limit))


@frozen(kw_only=True)
class Default(Provision):
    """What is on no list of grounds is open (负面清单以外原则上公开)."""


Dated = Deadline | MinDuration | Window | Cadence | Prompt
"""The norms that give obligations."""

AnyProvision = Dated | Gate | RequiredElements | ChannelDuty | Default
"""The norms under ``provisions/`` of a pack."""

Norm = AnyProvision | NegativeListRule
"""Every norm that a pack can hold, its grounds for not disclosing included."""
