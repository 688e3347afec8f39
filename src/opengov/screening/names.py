"""Names of persons beside their numbers in the rows of a table.

A name is found where the row has an identity number, a mobile number, a card or the like, so that
it says whose that is. A row that states a post is one of officials, whose names are public (条例
art. 20). In a sentence, known by its Chinese commas and stops, names are not looked for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from opengov.screening.finding import Found
from opengov.screening.labels import Label
from opengov.screening.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opengov.screening.matching import Hit
    from opengov.screening.screened import Screened

NAME = "personal-name"

_COMPOUND = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 司徒 令狐 宇文"
    " 长孙 夏侯 轩辕 端木 南宫 西门 独孤 拓跋 呼延 淳于".split()
)
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程"
    "魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾"
    "龚邵万覃武钱戴严莫孔向常汤康易乔赖文樊庞殷施洪翟安颜倪牛温季俞章鲁葛毕聂岳齐梅庄辛管祝左"
    "涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位霍翁隋植甘景薄单包司柏宁"
    "柯阮桂闵解强柴华车冉房边申沙党尚褚连桑冀刁丛卓仇喻柳阎滕池宫芦占应原蓝佟楚娄迟"
)
_NO_NAMES = re.compile(
    r".*(?:[省市区县镇乡村组族街路局院校班厂店站部处科室]|公司|合计|小计|男|女|汉)$"
)
_NAME = re.compile(r"[\u3400-\u9fff](?:[\u3400-\u9fff·]|\s(?=[\u3400-\u9fff])){1,7}")
_POST = re.compile(
    r"局长|处长|科长|主任|书记|主席|部长|市长|县长|区长|镇长|乡长|科员|所长|队长|站长|院长|校长|厅长|司长|委员|秘书长|调研员|巡视员|值班|民警|法官|检察"
)
_WORDS_OF_LINE = re.compile(r"[^\t|｜,;:：\s]+")
_SENTENCE = re.compile(r"[，。；、！？]")


class NameDetector:
    """Finds the names in rows in which the detectors before found whom a number belongs to."""

    id = "names"
    anchors: tuple[str, ...] = ()

    def find(self, text: Screened, hits: Sequence[Hit]) -> Iterator[Found]:
        """Find them; ``text.found`` is what the rows are told by."""
        del hits
        source = text.passage.text
        table = Table(source) if text.found and text.passage.is_table else None
        end = -1
        for at in sorted(found.start for found in text.found):
            if at < end:
                continue  # in the row that was just looked at
            start = max(source.rfind("\n", end + 1, at), end) + 1
            end = source.find("\n", at)
            end = end if end >= 0 else len(source)
            row = source[start:end]
            labels = table.labels_at(start) if table else {}
            if Label.POST in labels.values() or _POST.search(row):
                continue
            for place, name in _names(row, labels, is_table=table is not None):
                hidden = f"{_surname(name)}{'*' * max(1, len(_bare(name)) - len(_surname(name)))}"
                yield Found(NAME, start + place, start + place + len(name), hidden)


def _names(row: str, labels: dict[int, Label], *, is_table: bool) -> Iterator[tuple[int, str]]:
    """Yield the names in a row: the cells of columns that say so, else the first that looks so."""
    if is_table:
        at, parted = 0, []
        for cell in row.split("\t"):
            parted.append((at, cell))
            at += len(cell) + 1
        if Label.NAME in labels.values():
            for number, (begin, cell) in enumerate(parted):
                if labels.get(number) is Label.NAME and _NAME.fullmatch(cell.strip()):
                    yield begin + len(cell) - len(cell.lstrip()), cell.strip()
            return
        words = [(begin + len(cell) - len(cell.lstrip()), cell.strip()) for begin, cell in parted]
    else:
        if _SENTENCE.search(row):
            return
        words = [(found.start(), found[0]) for found in _WORDS_OF_LINE.finditer(row)]
        if len(words) < 2 or max(map(len, (word for _, word in words))) > 40:
            return
    for begin, word in words:
        if _looks_like_a_name(word):
            yield begin, word
            return


def _looks_like_a_name(word: str) -> bool:
    bare = _bare(word)
    return (
        _NAME.fullmatch(word) is not None
        and (
            (bare[0] in _SURNAMES and 2 <= len(bare) <= 3)
            or (bare[:2] in _COMPOUND and len(bare) <= 4)
        )
        and not _NO_NAMES.fullmatch(bare)
    )


def _surname(name: str) -> str:
    bare = _bare(name)
    return bare[:2] if bare[:2] in _COMPOUND and len(bare) > 2 else bare[:1]


def _bare(name: str) -> str:
    return re.sub(r"\s", "", name)
