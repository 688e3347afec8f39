"""Addresses of persons are found, those of offices are not."""

from __future__ import annotations

import pickle
from datetime import date

import opengov_detect_mail
import pytest
from opengov_detect_mail.detector import PERSONAL_MAIL, MailDetector

from opengov import PluginHost
from opengov.compose import installed_detectors, screener
from opengov.domain import Citation, Instrument, LocalizedText, Period
from opengov.errors import PluginNotFoundError
from opengov.screening import (
    Action,
    Detected,
    Passage,
    Place,
    PlaceKind,
    Screener,
    ScreeningRule,
    masked,
)
from opengov.testing import PluginContract

DAY = date(2025, 9, 22)
RULE = ScreeningRule(
    id="personal-mail",
    title=LocalizedText(zh="个人电子邮箱", en="Personal e-mail address"),
    action=Action.MASK,
    looks_for=Detected(kind=PERSONAL_MAIL),
    ground="personal-privacy",
    in_force=Period(DAY),
    citations=(Citation(instrument=Instrument(id="plan-2025", title="方案"), article="三"),),
)


class TestPlugin(PluginContract):
    plugin = opengov_detect_mail


@pytest.fixture(scope="module")
def mail() -> Screener:
    host = PluginHost()
    host.register(opengov_detect_mail, "detect-mail")
    return screener([RULE], DAY, installed_detectors(host))


def published(text: str, mail: Screener, *, is_table: bool = False) -> str:
    place = Place(kind=PlaceKind.BODY)
    return masked(text, mail.masks(Passage(place=place, text=text, is_table=is_table)))


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        ("邮箱：linlan@163.com。", "邮箱：l***@163.com。"),
        ("邮箱 lin.lan_88@vip.qq.com, 见附件", "邮箱 l***@vip.qq.com, 见附件"),
        ("致12345678@QQ.com", "致1***@qq.com"),
        ("联系ｌｉｎｌａｎ＠１２６．ｃｏｍ", "联系l***@126.com"),
        ("lin\u200blan@gmail.com", "l***@gmail.com"),
        ("linlan @ foxmail.com", "l***@foxmail.com"),
        ("linlan﹫sina.com.cn", "l***@sina.com.cn"),
        ("ll@outlook.com", "***@outlook.com"),
        ("a1b@qq.com;c2d@yeah.net", "a***@qq.com;c***@yeah.net"),
        ("<mailto:linlan@qq.com>", "<mailto:l***@qq.com>"),
    ],
)
def test_the_name_of_a_person_is_hidden(text: str, copy: str, mail: Screener) -> None:
    assert published(text, mail) == copy


def test_an_address_in_a_table_is_found(mail: Screener) -> None:
    text = "姓名\t邮箱\n林岚\tlinlan@qq.com\n"
    assert published(text, mail, is_table=True) == "姓名\t邮箱\n林岚\tl***@qq.com\n"


@pytest.mark.parametrize(
    "text",
    [
        "office@yunting.gov.cn",
        "service@yunting-tour.cn",
        "linlan@myqq.com",
        "linlan@qq.community",
        "官方微博 @qq.com",
        "单价＠163元",
        "见 qq.com 与 163.com",
    ],
)
def test_what_is_no_address_of_a_person_stays(text: str, mail: Screener) -> None:
    assert published(text, mail) == text


def test_a_long_text_of_signs_takes_no_longer_than_it_should(mail: Screener) -> None:
    text = "a" * 200_000 + "@" * 2_000
    assert published(text, mail) == text


def test_it_travels_to_workers(mail: Screener) -> None:
    assert published("linlan@qq.com", pickle.loads(pickle.dumps(mail))) == "l***@qq.com"


def test_without_the_plugin_a_rule_for_it_is_refused() -> None:
    with pytest.raises(PluginNotFoundError, match="personal-mail"):
        screener([RULE], DAY, installed_detectors(PluginHost()))


def test_its_kind_is_what_it_finds() -> None:
    assert MailDetector().kinds == ("personal-mail",)
