"""Index numbers (索引号) and document numbers (文号) as pages print them.

Reading never rejects: whatever stands on a page is kept, and what a scheme demands beyond
that is reported as a problem.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from typing import Self

from attrs import field, frozen

from opengov.domain.codes import CreditCode, OrganisationCode
from opengov.domain.text import Message


def _folded(text: str) -> str:
    spaced = unicodedata.normalize("NFKC", text)
    # Without the spaces a letter may stand before an accent, and then they are one.
    return unicodedata.normalize("NFKC", "".join(spaced.split()))


class IndexScheme(Enum):
    """Who numbers: the first part of an index number."""

    ORGANISATION_CODE = "organisation-code"
    CREDIT_CODE = "credit-code"
    SITE_CODE = "site-code"
    LOCAL = "local"


_INDEX = re.compile(
    r"(?P<issuer>[^/]+)/(?P<year>\d{4})(?P<month>\d{2})?-(?P<serial>\d+)"
    r"|(?P<issuer2>[0-9A-Z]{9}|[0-9A-Z]{18})-(?P<year2>\d{4})-(?P<serial2>\d+)",
    re.IGNORECASE,
)


@frozen
class IndexNumber:
    """An index number (索引号, art. 12 of the Regulation): who, period, serial.

    There is no national form. Most agencies write organisation or credit code, a slash, year
    or year and month, a hyphen, a serial; many write something of their own, which is kept as
    it stands with the scheme ``LOCAL``.

    >>> number = IndexNumber.parse("734972044/201805-018")
    >>> number.scheme.value, number.year, number.month, number.serial, number.problems
    ('organisation-code', 2018, 5, '018', ())
    """

    text: str
    scheme: IndexScheme = field(default=IndexScheme.LOCAL, eq=False)
    issuer: str = field(default="", eq=False)
    year: int | None = field(default=None, eq=False)
    month: int | None = field(default=None, eq=False)
    serial: str = field(default="", eq=False)
    problems: tuple[Message, ...] = field(default=(), eq=False, repr=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read any text; white space and width are folded, nothing is rejected."""
        folded = _folded(text)
        match = _INDEX.fullmatch(folded)
        if match is None:
            return cls(folded)
        issuer = (match["issuer"] or match["issuer2"]).upper()
        scheme = _scheme(issuer)
        month = int(match["month"]) if match["month"] else None
        return cls(
            folded,
            scheme,
            issuer,
            int(match["year"] or match["year2"]),
            month,
            match["serial"] or match["serial2"],
            tuple(_index_problems(scheme, issuer, month)),
        )

    def __str__(self) -> str:
        return self.text


def _scheme(issuer: str) -> IndexScheme:
    if re.fullmatch(r"[0-9A-Z]{18}", issuer):
        return IndexScheme.CREDIT_CODE
    if re.fullmatch(r"[0-9A-Z]{8}-?[0-9X]", issuer):
        return IndexScheme.ORGANISATION_CODE
    if re.fullmatch(r"\d{10}", issuer):
        return IndexScheme.SITE_CODE
    return IndexScheme.LOCAL


def _index_problems(scheme: IndexScheme, issuer: str, month: int | None) -> list[Message]:
    problems = []
    if scheme is IndexScheme.ORGANISATION_CODE and not OrganisationCode.is_valid(
        issuer.replace("-", "")
    ):
        problems.append(Message("index-number.organisation-check", {"code": issuer}))
    if scheme is IndexScheme.CREDIT_CODE and not CreditCode.is_valid(issuer):
        problems.append(Message("index-number.credit-check", {"code": issuer}))
    if month is not None and not 1 <= month <= 12:
        problems.append(Message("index-number.month", {"month": month}))
    return problems


_OPEN, _CLOSE = "〔[(【﹝{<〈《", "〕])】﹞}>〉》"
_DOCUMENT = re.compile(
    rf"(?P<agency>(?!第\d)[^\d{re.escape(_OPEN + _CLOSE)}]+?)"
    rf"(?:[{re.escape(_OPEN)}](?P<year>\d{{4}})年?[{re.escape(_CLOSE)}]|(?P<year2>\d{{4}})年)?"
    r"(?P<wrapped>\()?(?P<ordinal>第)?(?P<serial>\d{1,18})(?P<suffix>号)?(?(wrapped)\))"
)


@frozen
class DocumentNumber:
    """A document number (文号): 机关代字〔年〕序号, as GB/T 9704 writes it, or an older form.

    >>> number = DocumentNumber.parse("国办发[2018]118号")
    >>> number.agency_code, number.year, number.serial, number.standard
    ('国办发', 2018, 118, '国办发〔2018〕118号')
    >>> DocumentNumber.parse("国令第707号").standard
    '国令第707号'
    """

    text: str
    agency_code: str = field(default="", eq=False)
    year: int | None = field(default=None, eq=False)
    serial: int | None = field(default=None, eq=False)
    standard: str = field(default="", eq=False, repr=False)
    problems: tuple[Message, ...] = field(default=(), eq=False, repr=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read any text; white space and width are folded, nothing is rejected.

        ``standard`` is the form of GB/T 9704 where the parts were found, else the text.
        """
        folded = _folded(text)
        match = _DOCUMENT.fullmatch(folded)
        if match is None:
            problem = Message("document-number.form", {"text": folded})
            return cls(folded, standard=folded, problems=(problem,))
        year, serial = match["year"] or match["year2"], int(match["serial"])
        agency = match["agency"]
        if match["year"]:
            standard = f"{agency}〔{year}〕{serial}号"
        elif year:
            standard = f"{agency}{year}年第{serial}号"
        else:
            standard = f"{agency}第{serial}号"
        problems = (
            ()
            if standard == folded
            else (Message("document-number.style", {"text": folded, "standard": standard}),)
        )
        return cls(folded, agency, int(year) if year else None, serial, standard, problems)

    def __str__(self) -> str:
        return self.text
