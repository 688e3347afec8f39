"""The site in a real browser: layout, reading, keyboard, accessibility, tags, and its links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import DESKTOP, PHONE, TABLET, Site, Visit
from tests.browser.sites import (
    DECISION_ID,
    DOCUMENT_ID,
    LIST_ID,
    LONG_TITLE,
    MANY,
    TODAY,
    WITHDRAWN_ID,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    Open = Callable[..., Visit]

HOME_TAGS = ["SiteName", "SiteDomain", "SiteIDCode"]
COLUMN_TAGS = [*HOME_TAGS, "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"]
ARTICLE_TAGS = [*COLUMN_TAGS, "ArticleTitle", "PubDate", "ContentSource"]
PLAN_ID = "123456788/202509-011"
PLAN_TITLE = "云汀市文化和旅游局深化政务公开工作实施方案"

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true })"
SMALLEST_TEXT = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    let smallest = Infinity
    while (walker.nextNode()) {
        if (!walker.currentNode.data.trim()) continue
        const style = getComputedStyle(walker.currentNode.parentElement)
        smallest = Math.min(smallest, parseFloat(style.fontSize))
    }
    return smallest
}"""
FOCUS = """() => {
    const found = document.activeElement, style = getComputedStyle(found)
    const box = found.getBoundingClientRect()
    return {
        text: found.textContent.trim(), tag: found.tagName, id: found.id,
        outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
        seen: box.width > 1 && box.left >= 0 && box.right <= innerWidth
            && box.bottom > 0 && box.top < innerHeight,
    }
}"""


# Layout -----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=lambda size: str(size[0]))
def test_every_page_fits_and_asks_for_nothing_beyond_the_site(
    site: Site, visit: Open, size: tuple[int, int]
) -> None:
    window = visit(size)
    for name in site.pages():
        page = window.see(site.address + name)
        page.evaluate(OPEN_ALL)
        assert page.evaluate(OVERFLOW) <= 0, name
    assert window.complaints == []
    assert {address for address in window.asked if not address.startswith(site.address)} <= {
        "data:,"
    }


def test_text_is_large_enough_on_a_phone(site: Site, visit: Open) -> None:
    window = visit(PHONE)
    for name in site.pages():
        page = window.see(site.address + name)
        size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        assert size >= 16, name
        assert page.evaluate(SMALLEST_TEXT) >= 14, name


def test_chinese_is_set_as_chinese(demo: Site, visit: Open) -> None:
    page = visit(DESKTOP).see(demo.address + demo.page_of(PLAN_ID))
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    style: dict[str, str] = page.evaluate(
        """() => {
            const style = getComputedStyle(document.querySelector('.text p'))
            return {
                height: parseFloat(style.lineHeight) / parseFloat(style.fontSize),
                indent: parseFloat(style.textIndent) / parseFloat(style.fontSize),
                align: style.textAlign,
            }
        }"""
    )
    assert style == {"height": pytest.approx(1.8, abs=0.05), "indent": 2, "align": "justify"}


# Everybody can read it --------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=lambda size: str(size[0]))
def test_axe_finds_nothing(site: Site, visit: Open, size: tuple[int, int], scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    window = visit(size, color_scheme=scheme)
    for name in site.pages():
        page = window.see(site.address + name)
        page.evaluate(OPEN_ALL)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"


def test_the_keyboard_is_enough(demo: Site, visit: Open) -> None:
    page = visit(DESKTOP).see(demo.address + demo.page_of(PLAN_ID))
    page.keyboard.press("Tab")
    skip = page.evaluate(FOCUS)
    assert skip["text"] == "跳到正文"
    assert skip["seen"]
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUS)["id"] == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.reload()
    reached = set()
    while True:
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["tag"] == "BODY":
            break
        assert focus["seen"], focus
        assert focus["outline"] >= 2, focus
        reached.add(focus["tag"])
    assert reached == {"A", "SUMMARY"}


def test_a_ledger_opens_by_keyboard_and_without_a_script(demo: Site, visit: Open) -> None:
    window = visit(PHONE, java_script_enabled=False)
    page = window.see(demo.address + demo.page_of(PLAN_ID))
    assert page.locator("script").count() == 0
    ledger = page.locator(".ledger").first
    assert not ledger.is_visible()
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert ledger.is_visible()
    assert "2025年9月23日" in ledger.inner_text()
    assert "第1日" in ledger.inner_text()
    assert window.complaints == []


def test_no_page_holds_a_script(site: Site) -> None:
    for name in site.pages():
        text = (site.folder / name).read_text("utf-8")
        assert not re.search(r"<script|javascript:|\son[a-z]+=", text), name


def test_it_is_dark_where_dark_is_asked_for(demo: Site, visit: Open) -> None:
    name = demo.address + demo.page_of(PLAN_ID)
    assert _brightness(visit(color_scheme="light").see(name)) > 200
    assert _brightness(visit(color_scheme="dark").see(name)) < 60


def test_print_has_the_ledgers_and_not_the_navigation(demo: Site, visit: Open) -> None:
    page = visit(color_scheme="dark").see(demo.address + demo.page_of(PLAN_ID))
    page.emulate_media(media="print")
    assert _brightness(page) > 200
    assert not page.locator("header nav").is_visible()
    assert all(ledger.is_visible() for ledger in page.locator(".ledger").all())
    assert page.locator(".ledger").count() == 3


def _brightness(page: Page) -> float:
    """Return how bright the paper is, from 0 to 255; what nobody painted is white."""
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    numbers = [float(number) for number in re.findall(r"[\d.]+", colour)]
    return 255 if len(numbers) == 4 and numbers[3] == 0 else sum(numbers[:3]) / 3


# Tags -------------------------------------------------------------------------------------


def test_each_page_has_the_tags_of_its_kind(site: Site, visit: Open) -> None:
    window = visit()
    for name in site.pages():
        tags = _tags(window.see(site.address + name))
        names = [tag for tag in tags if tag != "Keywords"]
        withdrawn = site.page_of(WITHDRAWN_ID)
        if name == "index.html":
            assert names == [tag for tag in HOME_TAGS if tag in names], name
        elif name.startswith("items/") and name != withdrawn:
            assert names[-3:] == ARTICLE_TAGS[-3:], name
            assert re.fullmatch(r"\d{4}-\d{2}-\d{2} [0-2]\d:[0-5]\d", tags["PubDate"]), name
        else:
            assert names[-4:] == COLUMN_TAGS[-4:], name
        assert all(content.strip() for content in tags.values()), name


def test_the_tags_say_what_is_so(edges: Site, visit: Open) -> None:
    window = visit()
    home = _tags(window.see(edges.address))
    assert home == {
        "SiteName": "云汀市文化和旅游局",
        "SiteDomain": "www.yunting.example",
        "SiteIDCode": "5101320017",
    }
    article = _tags(window.see(edges.address + edges.page_of(DOCUMENT_ID)))
    assert list(article) == [*ARTICLE_TAGS, "Keywords"]
    assert article | home == article
    assert article["ArticleTitle"] == "云汀市文物保护利用办法"
    assert article["PubDate"] == "2025-10-29 17:00"
    assert article["ContentSource"] == "云汀市文旅局"
    assert article["ColumnName"] == "政府信息公开"
    undated = _tags(window.see(edges.address + edges.page_of("nothing-but-an-id")))
    assert undated["PubDate"] == f"{TODAY:%Y-%m-%d %H:%M}"
    assert undated["ContentSource"] == "云汀市文化和旅游局"


def _tags(page: Page) -> dict[str, str]:
    """Return the named meta tags, without that for the width of the screen."""
    found: list[list[str]] = page.evaluate(
        "[...document.querySelectorAll('meta[name]')].map(tag => [tag.name, tag.content])"
    )
    names = [name for name, _ in found]
    assert len(set(names)) == len(names)
    return {name: content for name, content in found if name != "viewport"}


# Getting around -----------------------------------------------------------------------------


def test_from_the_document_to_its_interpretation_and_back(demo: Site, visit: Open) -> None:
    window = visit(PHONE)
    page = window.see(demo.address)
    page.get_by_role("link", name=PLAN_TITLE, exact=True).click()
    assert page.locator("h1").inner_text() == PLAN_TITLE
    page.get_by_role("link", name=f"《{PLAN_TITLE}》解读").click()
    assert page.locator("h1").inner_text() == f"《{PLAN_TITLE}》解读"
    assert "背景依据、宗旨任务、主要内容" in page.locator(".covers").inner_text()
    page.get_by_role("link", name=PLAN_TITLE, exact=True).click()
    assert page.locator("h1").inner_text() == PLAN_TITLE
    page.get_by_role("link", name="信息目录").first.click()
    assert page.url == f"{demo.address}index.html"
    assert window.complaints == []


def test_what_is_due_and_what_was_late(demo: Site, visit: Open) -> None:
    page = visit().see(demo.address)
    page.get_by_role("navigation", name="栏目").get_by_role("link", name="时限办理").click()
    assert page.locator("h1").inner_text() == "时限办理"
    late = page.locator("article.met-late", has_text="关于做好国庆假期文化和旅游市场检查的通知")
    assert "2025年10月14日" in late.inner_text()
    assert "逾期完成（2025年10月16日）" in late.inner_text()
    assert "《中华人民共和国政府信息公开条例》（国务院令第711号）第二十六条" in late.inner_text()
    late.locator("summary").click()
    ledger = late.locator(".ledger").inner_text()
    assert "法定节假日（国庆节、中秋节），国办发明电〔2024〕12号" in ledger
    assert "调休放假（国庆节、中秋节）" in ledger
    assert "调休上班（国庆节、中秋节）" in ledger
    assert "第20日" in ledger
    due = page.locator("article.running", has_text="云汀市旅游民宿服务质量管理办法")
    assert "以此为准" in due.inner_text()
    assert "不同层级的规定对这一事项给出的期限不一致" in due.inner_text()
    assert "2025年10月27日" in due.inner_text()
    assert "2025年10月31日" in due.inner_text()


def test_many_records_can_be_found_by_year(edges: Site, visit: Open) -> None:
    page = visit().see(edges.address)
    assert page.locator(".index > li").count() == 100
    page.get_by_role("link", name="2020年", exact=True).click()
    assert page.locator("h1").inner_text() == "2020年公开的信息"
    months = page.locator("h2.month").all_inner_texts()
    assert months == [f"2020年{month}月" for month in range(12, 0, -1)]
    page.get_by_role("link", name=re.compile("批旅游民宿等级评定结果的公告")).first.click()
    assert page.locator("h1").inner_text().startswith("云汀市文化和旅游局关于第")
    everything = {
        record
        for name in edges.folder.glob("*.html")
        if not name.name.startswith("due")
        for record in re.findall(r'href="(items/[^"#]+)"', name.read_text("utf-8"))
    }
    assert len(everything) == len(list(edges.folder.glob("items/*.html"))) - 1
    assert len(everything) > MANY


def test_late_duties_beyond_the_first_stand_on_the_page_of_their_year(
    edges: Site, visit: Open
) -> None:
    page = visit().see(f"{edges.address}due.html")
    assert page.locator("article.met-late").count() == 30
    page.get_by_role("link", name="2020年", exact=True).click()
    first = page.locator(".index > li").first
    assert "逾期完成" in first.inner_text()
    assert "第二十六条" in first.inner_text()
    first.get_by_role("link").click()
    assert page.url.endswith("#duty-publication")
    assert "逾期完成" in page.locator("#duty-publication").inner_text()


def test_a_withdrawn_page_says_so(edges: Site, visit: Open) -> None:
    page = visit(PHONE).see(edges.address + edges.page_of(WITHDRAWN_ID))
    text = page.locator("main").inner_text()
    assert "信息已撤回" in text
    assert "2025年11月28日" in text
    assert "印发有误，另行公布。" in text
    assert "不该再出现的标题" not in page.content()
    assert page.get_by_role("link", name="返回信息目录").is_visible()


def test_a_list_shows_its_editions_and_what_each_changed(edges: Site, visit: Open) -> None:
    page = visit().see(edges.address + edges.page_of(LIST_ID))
    headings = page.locator(".edition h2").all_inner_texts()
    assert [re.sub(r"\s", "", heading) for heading in headings] == [
        "2026年1月1日起施行尚未施行",
        "2025年7月1日起施行现行",
        "2024年1月1日起施行已被替代",
    ]
    in_force = page.locator(".edition").nth(1)
    assert "调整\n讲解服务" in in_force.inner_text()
    assert in_force.locator(".entries > li").first.is_visible()
    assert not page.locator(".edition").nth(2).locator(".entries").is_visible()


def test_a_decision_shows_the_steps_that_were_taken(edges: Site, visit: Open) -> None:
    page = visit().see(edges.address + edges.page_of(DECISION_ID))
    steps = re.sub(r"\s+", " ", page.locator(".steps").inner_text())
    assert "公众参与 2025年8月1日至2025年8月31日（听证座谈）" in steps
    assert "公众参与 2025年9月2日起（调查研究）" in steps
    assert "作出决定 2025年11月3日" in steps
    assert "风险评估" not in steps
    page.get_by_role("link", name="云汀市文物保护利用办法").click()
    page.get_by_role("link", name="城西文化馆选址").click()
    assert page.locator("h1").inner_text() == "城西文化馆选址"


def test_what_looks_like_markup_is_text(edges: Site, visit: Open) -> None:
    window: Any = visit()
    window.page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    names = [name for name in edges.pages() if "script-alert" in name]
    assert names
    page = window.see(edges.address + names[0])
    assert "</title><script>alert(1)</script>\"'&" in page.locator("h1").inner_text()
    assert page.locator("h1 *").count() == 0


def test_a_long_title_is_shown_whole(edges: Site, visit: Open) -> None:
    page = visit(PHONE).see(edges.address + edges.page_of("long"))
    assert page.locator("h1").inner_text() == LONG_TITLE
