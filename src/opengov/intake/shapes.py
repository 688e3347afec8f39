"""What the values of each field look like, strictly and at most."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from opengov.intake.fold import fold, squeezed
from opengov.intake.values import ImpossibleDayError, stated_time
from opengov.intake.vocabulary import DAYS

if TYPE_CHECKING:
    from collections.abc import Callable

INDEX = re.compile(
    r"(?:[0-9A-Z]{9}|[0-9A-Z]{18}|[0-9A-Z]{10}|[0-9A-Z]{8}-[0-9A-Z])[-/]\d{4,6}-\d{1,8}",
    re.IGNORECASE,
)
DOCUMENT = re.compile(
    r"[一-鿿]{1,14}[〔[(【﹝]\d{4}[〕\])】﹞](?:第)?\d{1,5}号?"
    r"|[一-鿿]{0,16}?(?:\d{4}年?)?第\d{1,5}号(?:令|公告|通告)?"
)
_BODY = re.compile(
    r"[一-鿿()、 ]{0,40}(?:局|委|办|厅|部|院|署|处|科|政府|委员会|办公室|中心|机关|总队|支队|大队|"
    r"街道|学校|银行|协会|公司|集团|网站|管委会|站|所|馆|社|会|镇|乡|县|市|区|省)"
)
_MEETING = re.compile(
    r"(?:推进|座谈|动员|培训|调度|总结|表彰|发布|听证|论证|评审|工作|现场|部署|例)会$"
)
_GENRES = (
    "通知 意见 办法 规定 方案 决定 公告 通告 批复 函 复函 规则 条例 细则 报告 纪要 命令 决议 请示 "
    "公报 规划 计划 预案 指南 目录 清单 名单 公示 标准 制度 要点 章程 解读 令 通报 规范 措施 政策 "
    "说明 安排 工作规则 总结 协议"
).split()
GENRE = re.compile(rf"(?:{'|'.join(_GENRES)})(?:\([^()]{{1,20}}\))?")


_VALIDITY = re.compile(
    r"(?:现行|继续|已|部分|尚未|未|全文)?(?:有效|失效|废止|生效|修改|修订|执行|施行|停止)|[是否]"
)


def is_index_number(text: str) -> bool:
    """Say whether a text is shaped like an index number that names its agency."""
    return INDEX.fullmatch(squeezed(text)) is not None


def is_document_number(text: str) -> bool:
    """Say whether a text is shaped like a document number."""
    folded = fold(squeezed(text))
    return "关于" not in folded and DOCUMENT.fullmatch(folded) is not None


def is_body(text: str) -> bool:
    """Say whether a text is shaped like the name of an agency."""
    folded = fold(squeezed(text))
    is_shaped = len(folded) >= 2 and _BODY.fullmatch(folded) is not None
    return is_shaped and "关于" not in folded and not _MEETING.search(folded)


def ends_like_a_title(text: str) -> bool:
    """Say whether a text ends with a kind of document, such as 通知 or 办法（试行）."""
    folded = fold(squeezed(text)).rstrip('"”』」》')
    return any(match.end() == len(folded) for match in GENRE.finditer(folded))


def _is_day(text: str) -> bool:
    try:
        return stated_time(text) is not None
    except ImpossibleDayError:
        return True


_PROSE = re.compile(r"[。；！？]")


def _is_name(text: str) -> bool:
    """Say whether a text can name a class or a source: it is no day and no number."""
    return (
        2 <= len(text) <= 120
        and not _PROSE.search(text)
        and not _is_day(text)
        and not is_index_number(text)
        and not is_document_number(text)
    )


_FITS: dict[str, Callable[[str], bool]] = {
    **dict.fromkeys(DAYS, _is_day),
    "index_number": lambda text: (
        re.search(r"[0-9]", fold(text)) is not None
        and len(text) <= 60
        and len(re.findall(r"[一-鿿]", text)) <= 12
        and not _is_day(text)
        and not text.endswith(("/", "-"))
    ),
    "document_number": lambda text: (
        re.search(r"[0-9〇一二三四五六七八九十]", fold(text)) is not None
        and len(text) <= 60
        and not _is_day(text)
        and "/" not in text
    ),
    "issuing_body": lambda text: (
        len(text) <= 80
        and not re.match(r"\d", fold(text))
        and not re.search(r"[〔\[]\d{4}[〕\]]", fold(text))
        and not _PROSE.search(text)
    ),
    "title": lambda text: len(text) <= 300 and not is_index_number(text) and not _is_day(text),
    **dict.fromkeys(("subject_class", "category", "genre", "information_source"), _is_name),
    "validity": lambda text: len(text) <= 30 and re.search(_VALIDITY, text) is not None,
    "keywords": lambda text: len(text) <= 200 and not re.search(r"[。！？]", text),
    "page_views": lambda text: re.match(r"\d+\s*次?$", fold(text)) is not None,
}


def fits(name: str | None, text: str) -> bool:
    """Say whether a value can be what the field holds; most fields hold any short text."""
    check = _FITS.get(name or "")
    if check is not None:
        return check(text)
    return len(text) <= 120 and not _PROSE.search(text)


def fits_well(name: str | None, text: str) -> bool:
    """Say whether a value is shaped like its field and like little else."""
    match name:
        case "index_number":
            return (
                is_index_number(text)
                or re.fullmatch(r"(?=.*\d)[0-9A-Za-z_/-]{6,40}", squeezed(text)) is not None
            )
        case "document_number":
            return is_document_number(text)
        case "issuing_body":
            return is_body(text)
        case "title":
            return ends_like_a_title(text)
        case "validity":
            return _VALIDITY.fullmatch(squeezed(text)) is not None
        case _:
            return name in {*DAYS, "page_views"} and fits(name, text)
