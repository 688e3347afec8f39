"""Codes with a check digit: organisation code (GB 11714) and credit code (GB 32100)."""

from __future__ import annotations

from typing import Self

from attrs import field, frozen

from opengov.errors import InvalidValueError

_LETTERS_36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LETTERS_31 = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS_11714 = (3, 7, 9, 10, 5, 8, 4, 2)
_WEIGHTS_32100 = tuple(pow(3, place, 31) for place in range(17))


def organisation_check(body: str) -> str:
    """Return the check character of the eight characters before it, by GB 11714."""
    total = sum(w * _LETTERS_36.index(c) for w, c in zip(_WEIGHTS_11714, body, strict=True))
    return "0123456789X"[-total % 11]


def credit_check(body: str) -> str:
    """Return the check character of the seventeen characters before it, by GB 32100."""
    total = sum(w * _LETTERS_31.index(c) for w, c in zip(_WEIGHTS_32100, body, strict=True))
    return _LETTERS_31[-total % 31]


@frozen
class OrganisationCode:
    """An organisation code (组织机构代码, GB 11714): nine characters, the last a check.

    >>> str(OrganisationCode.parse("73497204-4"))
    '734972044'
    """

    text: str = field()

    @text.validator
    def _agrees_with_its_check(self, _attribute: object, text: str) -> None:
        if not self.is_valid(text):
            raise InvalidValueError(
                f"{text!r} is not an organisation code.",
                remedy="It has eight letters or digits and a check digit by GB 11714.",
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a code with or without its hyphen; a wrong check is an ``InvalidValueError``."""
        return cls(text.strip().upper().replace("-", ""))

    @staticmethod
    def is_valid(code: str) -> bool:
        """Say whether nine characters, without a hyphen, agree with their check."""
        shaped = len(code) == 9 and all(c in _LETTERS_36 for c in code)
        return shaped and organisation_check(code[:8]) == code[8]

    def __str__(self) -> str:
        return self.text


@frozen
class CreditCode:
    """A unified social credit code (统一社会信用代码, GB 32100): eighteen characters.

    >>> str(CreditCode.parse("11370322004222241N").organisation)
    '004222241'
    """

    text: str = field()

    @text.validator
    def _agrees_with_its_check(self, _attribute: object, text: str) -> None:
        if not self.is_valid(text):
            raise InvalidValueError(
                f"{text!r} is not a unified social credit code.",
                remedy="It has eighteen characters, the last a check by GB 32100.",
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a code; a wrong check is an ``InvalidValueError``."""
        return cls(text.strip().upper())

    @staticmethod
    def is_valid(code: str) -> bool:
        """Say whether eighteen characters agree with their check."""
        shaped = len(code) == 18 and all(c in _LETTERS_31 for c in code)
        return shaped and credit_check(code[:17]) == code[17]

    @property
    def organisation(self) -> OrganisationCode | None:
        """The organisation code inside: characters nine to seventeen, if its check is right."""
        inner = self.text[8:17]
        return OrganisationCode(inner) if OrganisationCode.is_valid(inner) else None

    def __str__(self) -> str:
        return self.text
