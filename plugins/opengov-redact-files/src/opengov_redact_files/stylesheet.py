"""Which elements of a page its own styles hide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from lxml import html

HIDING = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|opacity:0?(?:\.0+)?(?:;|$|!)"
    r"|font-size:0(?:px|pt|em|rem|%)?(?:;|$|!)|(?:left|top|text-indent|margin-left):-\d{3,}"
    r"|(?:^|;)color:(?:transparent|rgba\([^)]*,0\))|clip:rect\(0"
    r"|(?:^|;)(?:max-)?(?:height|width):0(?:px)?(?:;|$|!)"
)
PASSING = re.compile(r"::?(?:before|after|hover|focus|active)\b")
WHITE = re.compile(r"(?:^|;)color:(?:#fff(?:fff)?|white|rgb\(255,255,255\))")
GROUND = re.compile(r"background(?:-color)?:")


@frozen
class Rule:
    """The last part of a selector whose elements are hidden."""

    tag: str
    classes: frozenset[str]
    identifier: str


def is_hiding(declarations: str) -> bool:
    """Tell whether declarations hide an element, or write white on the white of a page."""
    compact = re.sub(r"\s+|/\*.*?\*/", "", declarations).lower()
    if HIDING.search(compact):
        return True
    return bool(WHITE.search(compact)) and not GROUND.search(compact)


def hiding_rules(page: html.HtmlElement) -> tuple[Rule, ...]:
    """Return what the stylesheets within a page hide."""
    rules: list[Rule | None] = []
    for style in page.iter("style"):
        sheet = re.sub(r"/\*.*?\*/", "", style.text_content(), flags=re.DOTALL)
        for selectors, declarations in re.findall(r"([^{};]+)\{([^{}]*)\}", sheet):
            if not is_hiding(declarations):
                continue
            rules += map(_rule, selectors.split(","))
    return tuple(rule for rule in rules if rule is not None)


def _rule(selector: str) -> Rule | None:
    if PASSING.search(selector):
        return None
    last = re.split(r"[\s>+~]+", selector.strip())[-1]
    last = re.sub(r"::?[\w-]+(?:\([^)]*\))?|\[[^\]]*\]", "", last)
    tag = re.match(r"[\w-]+", last)
    classes = frozenset(re.findall(r"\.([\w-]+)", last))
    identifier = re.search(r"#([\w-]+)", last)
    if not tag and not classes and not identifier:
        return None
    return Rule(tag[0].lower() if tag else "", classes, identifier[1] if identifier else "")


def hides(element: html.HtmlElement, rules: tuple[Rule, ...]) -> bool:
    """Tell whether an element is hidden by an attribute, its style, or a rule of the page."""
    if "hidden" in element.attrib or is_hiding(element.get("style", "")):
        return True
    color = element.get("color", "").lower()
    if element.tag == "font" and color in {"white", "#fff", "#ffffff"}:
        return True
    classes = set(element.get("class", "").split())
    return any(
        (not rule.tag or rule.tag == element.tag)
        and rule.classes <= classes
        and (not rule.identifier or rule.identifier == element.get("id"))
        for rule in rules
    )
