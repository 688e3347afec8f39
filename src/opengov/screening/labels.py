"""What the words before a number, or at the head of its column, say that it is."""

from __future__ import annotations

import re
from enum import Enum


class Label(Enum):
    """What a number is called where it stands."""

    IDENTITY = "identity"
    PHONE = "phone"
    CARD = "card"
    ACCOUNT = "account"
    """An account, which may be that of an agency or a firm."""
    PASSPORT = "passport"
    NAME = "name"
    ADDRESS = "address"
    POST = "post"
    """A post in an office: the names beside it are those of officials, which are public."""
    ORGANISATION = "organisation"
    """The name of an agency or a firm, beside which the number of a person may stand."""
    CODE = "code"
    """The number of a thing: a document, a contract, an order, a firm, a parcel of land."""
    AMOUNT = "amount"


_WORDS: dict[Label, str] = {
    Label.IDENTITY: "身份证|公民身份|身份号|身份証|身分证|证件号|证件编号|ID号|IDNO|IDCARD",
    Label.CARD: "银行卡|卡号|一卡通|一折通|存折|储蓄卡|社保卡金融账",
    Label.ACCOUNT: "账号|帐号|账户|帐户",
    Label.PASSPORT: "护照|通行证|旅行证|PASSPORT",
    Label.PHONE: "手机|电话|联系方式|联系方法|联络方式|移动号码|TEL|MOBILE|PHONE",
    Label.ADDRESS: "家庭住址|家庭地址|住址|户籍地|户籍所在地|居住地|现居|户口所在地|居住地址",
    Label.POST: "职务|职称|岗位|职级|现任|拟任",
    Label.NAME: (
        "姓名|户主|受益人|领取人|申请人|申领人|持卡人|补贴对象|救助对象|学生|家长|患者"
        "|被保险人|承租人|业主|收款人"
    ),
    Label.ORGANISATION: ("单位名称|企业名称|机构名称"),
    Label.AMOUNT: "金额|资金|补贴标准|投资|总价|价款|面积|预算|合计|造价",
    Label.CODE: (
        "统一社会信用|信用代码|机构代码|组织代码|纳税人识别|税号|营业执照|编号|文号|单号|订单|合同|发票|索引|注册号|登记号|许可证|执照|流水|批号|批次|项目代码|代码|备案号|序号"
        "|案号|条码|订货|公告号|标段|编码|证书号|图号|型号|货号|传真号段|邮编|票号|收据|回执|受理号|凭证"
    ),
}
_ANY = re.compile("|".join(f"(?P<{label.name}>{words})" for label, words in _WORDS.items()))

_REACH = 18
"""So many characters before a number its label is looked for."""

_PARTINGS = re.compile(r"[\n\t。；;|｜]")


def label_before(text: str, at: int) -> Label | None:
    """Return what the nearest label before ``at`` says, in the same sentence and cell."""
    before = _PARTINGS.split(text[max(0, at - _REACH) : at].upper())[-1]
    last = None
    for found in _ANY.finditer(before):
        last = found
    return Label[last.lastgroup] if last and last.lastgroup else None


def label_of_column(heading: str) -> Label | None:
    """Return what the heading of a column says of its cells.

    >>> label_of_column("身份证号码"), label_of_column("补贴金额（元）")
    (<Label.IDENTITY: 'identity'>, <Label.AMOUNT: 'amount'>)
    """
    found = _ANY.search(heading.upper())
    return Label[found.lastgroup] if found and found.lastgroup else None
