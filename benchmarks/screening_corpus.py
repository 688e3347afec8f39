"""Texts as agencies publish them, with the exact places of all personal data in them.

They are drawn from a seed. What is personal is written plain and as people and programs disguise
it; beside it stands what looks like it and is public: codes, landlines, officials, amounts, dates.
"""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, NamedTuple

from stdnum import luhn
from stdnum.cn import ric, uscc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

WIDE = str.maketrans("0123456789X-", "０１２３４５６７８９Ｘ－")
REGIONS = ("110105", "530102", "532901", "440306", "510104", "620102", "330106", "150102", "650102")
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英玉兰建国志红"
TOWNS = (
    "昆明市五华区", "大理白族自治州宾川县金牛镇", "成都市武侯区", "杭州市西湖区", "腾冲市固东镇",
)  # fmt: skip
ROADS = ("人民路", "建设街", "学府路", "环城西路", "滨江大道")
POSTS = ("局长", "副局长", "办公室主任", "科长", "副镇长", "党委书记", "四级调研员")
AGENCIES = ("市文化和旅游局", "县财政局", "市住房和城乡建设局", "镇人民政府", "区民政局")
FIRMS = ("云南山水建设工程有限公司", "某某旅行社有限责任公司", "昆明恒信招标代理有限公司")

_SLOT = re.compile(r"\{(\w+)\}")


class Datum(NamedTuple):
    """Something personal, or a mark, and where it stands."""

    kind: str
    start: int
    end: int


class Document(NamedTuple):
    """A text with all that is to be found in it."""

    text: str
    is_table: bool
    data: tuple[Datum, ...]


class Writer:
    """Writes what a template asks for, and notes where."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.personal: dict[str, tuple[str, Callable[[], str]]] = {
            "identity": ("identity-number", self._identity),
            "mobile": ("mobile-number", self._mobile),
            "card": ("bank-card", self._card),
            "passport": ("passport", self._passport),
            "plate": ("licence-plate", self._plate),
            "home": ("household-address", self._home),
            "person": ("personal-name", self._name),
            "secret": ("classification-mark", self._secret),
            "internal": ("internal-mark", self._internal),
            "plain_identity": ("identity-number", self._plain_identity),
            "plain_card": ("bank-card", self._plain_card),
        }
        self.public: dict[str, Callable[[], str]] = {
            "name": self._name,
            "post": lambda: self.random.choice(POSTS),
            "agency": lambda: self.random.choice(AGENCIES),
            "firm": lambda: self.random.choice(FIRMS),
            "credit": self._credit,
            "landline": lambda: self.random.choice(("0871-6", "（0872）2", "010-6")) + self._n(7),
            "hotline": lambda: self.random.choice(("12345", "400-810-" + self._n(4), "110")),
            "amount": lambda: f"{self.random.randint(1, 99999)}.{self._n(2)}",
            "big_amount": lambda: f"1{self.random.randint(3, 9)}{self._n(9)}",
            "date": lambda: f"{2015 + self.random.randrange(11)}-0{self._digit()}-1{self._n(1)}",
            "han_date": lambda: (
                f"{2015 + self.random.randrange(11)}年{self._digit()}月{self._digit()}日"
            ),
            "document": lambda: f"云文旅发〔{2015 + self.random.randrange(11)}〕{self._digit()}号",
            "index": lambda: f"01511{self._n(4)}-{self._digit()}/2024-{self._n(5)}",
            "contract": lambda: f"HT2024{self._n(8)}",
            "order": self._wrong_identity,
            "not_a_card": self._wrong_card,
            "street": lambda: self.random.choice(ROADS) + f"{self.random.randint(1, 300)}号",
            "town": lambda: self.random.choice(TOWNS),
            "number": lambda: str(self.random.randint(1, 999)),
        }

    def write(self, template: str) -> tuple[str, list[Datum]]:
        """Fill a template in; ``{word}`` is a datum or a word of that sort."""
        parts: list[str] = []
        data: list[Datum] = []
        done = length = 0
        for slot in _SLOT.finditer(template):
            before = template[done : slot.start()]
            length += len(before)
            done = slot.end()
            kind, make = self.personal.get(slot[1]) or ("", self.public[slot[1]])
            value = make()
            if kind:
                data.append(Datum(kind, length, length + len(value)))
            parts += (before, value)
            length += len(value)
        parts.append(template[done:])
        return "".join(parts), data

    def _n(self, count: int) -> str:
        return "".join(self.random.choice("0123456789") for _ in range(count))

    def _digit(self) -> str:
        return self.random.choice("123456789")

    def _born(self) -> str:
        year, month, day = (self.random.randint(*each) for each in ((1935, 2015), (1, 12), (1, 28)))
        return f"{year}{month:02}{day:02}"

    def _plain_identity(self) -> str:
        first = self.random.choice(REGIONS) + self._born() + self._n(3)
        return first + str(ric.calc_check_digit(first + "0"))

    def _identity(self) -> str:
        number = self._plain_identity()
        return self._disguised(number, (number[:6], number[6:14], number[14:]))

    def _mobile(self) -> str:
        number = "1" + self.random.choice("3456789") + self._n(9)
        return self._disguised(number, (number[:3], number[3:7], number[7:]))

    def _plain_card(self) -> str:
        first = self.random.choice(("6222", "6217", "6228", "6212")) + self._n(
            self.random.choice((11, 14))
        )
        return first + str(luhn.calc_check_digit(first))

    def _card(self) -> str:
        number = self._plain_card()
        return self._disguised(
            number, tuple(number[at : at + 4] for at in range(0, len(number), 4))
        )

    def _disguised(self, number: str, groups: Sequence[str]) -> str:
        ways: tuple[Callable[[], str], ...] = (
            lambda: number,
            lambda: number,
            lambda: number.translate(WIDE),
            lambda: " ".join(groups),
            lambda: "-".join(groups),
            lambda: "\u3000".join(groups),
            lambda: "－".join(groups).translate(WIDE),
            lambda: "\u200b".join(number),
            lambda: "\ufeff".join(groups),
            lambda: " ".join(number),
            number.lower,
        )
        return self.random.choice(ways)()

    def _passport(self) -> str:
        return self.random.choice(("E" + self._n(8), "G" + self._n(8), "EA" + self._n(7)))

    def _plate(self) -> str:
        tail = self.random.choice("ABCDEFGHJK") + self._n(4)
        return self.random.choice("云京川浙粤") + self.random.choice("ABCDE") + (
            self.random.choice(("", "·", " ")) + self.random.choice((tail, "D" + self._n(5)))
        )  # fmt: skip

    def _home(self) -> str:
        number = self.random.randint
        town, road = self.random.choice(TOWNS), self.random.choice(ROADS)
        return self.random.choice((
            (f"{town}{road}{number(1, 300)}号{number(1, 20)}栋{number(1, 6)}单元"
             f"{number(101, 3004)}室"),
            f"{town}翠湖小区{number(1, 20)}栋{number(101, 1804)}室",
            f"{town}大河村{number(1, 9)}组{number(1, 90)}号",
        ))  # fmt: skip

    def _name(self) -> str:
        return self.random.choice(SURNAMES) + "".join(
            self.random.sample(GIVEN, self.random.randint(1, 2))
        )

    def _secret(self) -> str:
        level = self.random.choice(("绝密", "机密", "秘密", "机 密", "秘　密", "秘蜜"))
        star = self.random.choice(("★", "*", "＊", "☆"))
        period = self.random.choice(("10年", "1年", "６个月", "长期", "20年"))
        return level + star + period

    def _internal(self) -> str:
        return self.random.choice(("内部资料", "内部文件", "内 部 资 料"))

    def _credit(self) -> str:
        first = "9153" + self._n(4) + "MA" + self._n(7)
        return first + str(uscc.calc_check_digit(first))

    def _wrong_identity(self) -> str:
        """Draw what is built like an identity number, and is none by its check."""
        number = self._plain_identity()
        wrong = self.random.choice([each for each in "0123456789" if each != number[-1]])
        return number[:-1] + wrong

    def _wrong_card(self) -> str:
        """Draw what begins like a card, and is none by its check and its date of birth."""
        first = "62" + self._n(4) + "9999" + self._n(8)
        return first + str((int(luhn.calc_check_digit(first)) + 3) % 10)


PERSONAL = (
    "经查，当事人{name}（身份证号码：{identity}）于{han_date}实施上述行为。",
    "申请人{name}，男，汉族，公民身份号码{identity}，住{town}。",
    "请将补助转入{name}的银行卡，卡号：{card}，开户行为农业银行。",
    "款项已汇至{card}（户名：{name}），请查收。",
    "如有异议，请与{name}联系，手机：{mobile}。",
    "联系电话：{landline}，{mobile}（{name}）。",
    "电话 QQ {mobile}",
    "监护人{name}的联系方式为{mobile}，请勿外传。",
    "旅客{name}持护照{passport}于{han_date}入境。",
    "护照号码：{passport}，签发机关为国家移民管理局。",
    "{name}驾驶{plate}号小型轿车行驶至{street}路段时与他人发生碰撞。",
    "违停车辆号牌：{plate}，限三日内接受处理。",
    "{name}，家庭住址：{home}，系低保对象。",
    "当事人住址：{home}。",
    "证件号码：{plain_identity}，银行卡号：{plain_card}。",
)
PUBLIC = (
    "{firm}（统一社会信用代码：{credit}）中标，中标金额{amount}万元。",
    "根据《{document}》要求，索引号{index}的信息已于{date}公开。",
    "咨询电话：{landline}，监督电话：{landline}，服务热线{hotline}。",
    "{agency}{post}{name}主持会议并讲话，{post}{name}出席。",
    "会议由{agency}党组书记、{post}{name}主持。",
    "合同编号：{contract}，订单号：{order}，签订日期{date}。",
    "采购订单{order}已于{han_date}完成验收。",
    "流水号{not_a_card}的业务已办结。",
    "项目总投资{big_amount}元，其中财政资金{amount}万元。",
    "办公地址：{town}{street}，邮政编码：650{number}。",
    "受理地点：{town}{street}政务服务中心{number}号窗口。",
    "公示期为{date}至{date}，共计{number}人次。",
    "要严守国家秘密，保护商业秘密和个人隐私，机密级以上文件按规定管理。",
    "本件为特急明电，请于{han_date}前办理，急件随到随办。",
    "公示期内反映问题可来信至{agency}（{town}{street}）。",
    "备案号：滇ICP备{number}05070号，条码690{number}4567892。",
)
PROSE = (
    "各级人民政府应当加强对政府信息公开工作的组织领导，坚持以公开为常态、不公开为例外。",
    "各部门要提高政治站位，压实工作责任，健全协调机制，确保各项任务落到实处。",
    "近日，{agency}组织开展安全生产专项检查，重点排查消防设施和应急预案落实情况。",
    "会议指出，要坚持以人民为中心的发展思想，扎实推进乡村振兴和文化旅游融合发展。",
    "进一步优化营商环境，规范行政审批流程，推动政务服务事项就近办、网上办。",
    "对工作不力、弄虚作假的，依法依规严肃追究相关人员责任。",
    "申请材料不齐全或者不符合法定形式的，应当一次性告知申请人需要补正的全部内容。",
    "本通知自印发之日起施行，由{agency}负责解释。",
)
MARKS = (
    "{secret}\n\n关于印发工作方案的通知",
    "{internal}\n\n情况简报第{number}期",
    "本件为{internal}，注意保存。",
    "本资料属{internal}，不得外传。",
)

SUBSIDY = "{number}\t{person}\t{identity}\t{card}\t{amount}\t{mobile}"
TABLES: tuple[tuple[str, str, bool], ...] = (
    ("序号\t姓名\t身份证号码\t银行卡号\t补贴金额（元）\t联系电话", SUBSIDY, True),
    (
        "序号\t户主\t家庭住址\t身份证号\t面积",
        "{number}\t{person}\t{home}\t{identity}\t{amount}", True,
    ),
    ("姓名\t职务\t办公电话\t值班日期", "{name}\t{post}\t{landline}\t{date}", True),
    ("姓名\t职务\t值班手机\t日期", "{name}\t{post}\t{mobile}\t{date}", True),
    (
        "被处罚单位\t统一社会信用代码\t文书编号\t罚款金额\t日期",
        "{firm}\t{credit}\t{contract}\t{amount}\t{date}", True,
    ),
    ("采购单位\t合同编号\t订单号\t金额", "{agency}\t{contract}\t{order}\t{big_amount}", True),
    ("序号  姓名  身份证号  补贴金额", "{number}  {person}  {identity}  {amount}", False),
    ("姓名    手机号码    车牌号", "{person}    {mobile}    {plate}", False),
    ("单位      职务      姓名    电话", "{agency}   {post}   {name}   {landline}", False),
)  # fmt: skip


def documents(seed: int, count: int) -> Iterator[Document]:
    """Yield documents, by turns of prose, of a table, and of a paper with a mark."""
    writer = Writer(seed)
    for number in range(count):
        if number % 3 == 1:
            head, row, is_table = writer.random.choice(TABLES)
            rows = [row] * writer.random.randint(3, 12)
            yield _document(writer, "\n".join((head, *rows)), is_table=is_table)
        else:
            told = writer.random.sample(PERSONAL, 3) + writer.random.sample(PUBLIC, 4)
            writer.random.shuffle(told)
            if number % 3 == 2:
                told.insert(0, writer.random.choice(MARKS))
            yield _document(writer, "\n\n".join(told))


def _document(writer: Writer, template: str, *, is_table: bool = False) -> Document:
    text, data = writer.write(template)
    return Document(text, is_table, tuple(data))


def official_prose(seed: int, size: int, *, of_numbers: int = 5) -> str:
    """Return about ``size`` bytes of text as it stands on the pages of agencies.

    In twenty sentences one names something personal, and ``of_numbers`` hold codes, amounts,
    dates or offices; the others are plain prose.
    """
    writer = Writer(seed)
    parts: list[str] = []
    length = 0
    while length < size:
        sentences = [writer.random.choice(PUBLIC) for _ in range(of_numbers)]
        sentences += [writer.random.choice(PROSE) for _ in range(19 - of_numbers)]
        writer.random.shuffle(sentences)
        sentences.append(writer.random.choice(PERSONAL))
        paragraph, _ = writer.write("".join(sentences))
        parts.append(paragraph)
        length += len(paragraph.encode()) + 2
    return "\n\n".join(parts)
