"""Screening: a full pass beside the bare matcher, and how much of what is personal it finds.

The bound is daachorse alone on the same terms: it tells where words stand, and nothing of them.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from screening_corpus import documents, official_prose
from timing import fastest

from opengov.domain import Citation, Instrument, LocalizedText, Period
from opengov.screening import (
    KINDS,
    Action,
    Detected,
    Passage,
    Pattern,
    Place,
    PlaceKind,
    Screener,
    ScreeningRule,
    Terms,
    masked,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

TODAY = date(2026, 11, 24)
LAW = Instrument(id="ogi", title="政府信息公开条例", number="", issuer="国务院")
MEGABYTE = 1_000_000
TERMS, PATTERNS = 20_000, 200
ENGINES = ("daachorse", "ahocorasick_rs", "plain")
_PARTS = "涉密案卷线索举报人员名单军备部署源码口令库存定位坐标预案底数敏感内参稿件样本配方"


def rules() -> list[ScreeningRule]:
    """Return 20,000 terms in 100 rules, 200 patterns, and a rule for every detector."""
    drawn = random.Random(7)
    words: dict[str, None] = {}
    while len(words) < TERMS + PATTERNS:
        words["".join(drawn.choice(_PARTS) for _ in range(drawn.randint(3, 6)))] = None
    every = list(words)
    terms, anchors = every[:TERMS], every[TERMS:]
    looked_for: list[Terms | Pattern | Detected] = [
        Terms(words=tuple(terms[at : at + 200])) for at in range(0, TERMS, 200)
    ]
    # Half of the patterns are anchored by words that stand all over such texts.
    common = ("通知", "会议", "项目", "公示", "采购", "电话", "财政", "办理", "文件", "管理")
    for number, anchor in enumerate(anchors):
        word = common[number % len(common)] if number < 10 else anchor
        looked_for.append(Pattern(expression=rf"{word}[^。]{{0,8}}第{number}类", anchors=(word,)))
    looked_for += [Detected(kind=kind) for kind in sorted(KINDS)]
    return [_rule(f"rule-{number}", each) for number, each in enumerate(looked_for)]


def _rule(name: str, looks_for: Terms | Pattern | Detected) -> ScreeningRule:
    return ScreeningRule(
        id=name,
        title=LocalizedText(zh="规则", en="A rule"),
        action=Action.MASK,
        looks_for=looks_for,
        ground="personal-privacy",
        in_force=Period(date(2019, 5, 15)),
        citations=(Citation(instrument=LAW, article="第十五条"),),
    )


def passage(text: str, *, is_table: bool = False) -> Passage:
    """Return a text as the body of a page."""
    return Passage(place=Place(kind=PlaceKind.BODY), text=text, is_table=is_table)


def full_pass(screener: Screener, texts: Sequence[str]) -> list[str]:
    """Screen texts and return their published copies."""
    return [masked(text, screener.masks(passage(text))) for text in texts]


def speed(law: list[ScreeningRule]) -> None:
    """Compare the full pass with the bare matcher, over 10 MB as one text and by paragraph."""
    text = official_prose(1, 10 * MEGABYTE)
    dense = official_prose(1, 10 * MEGABYTE, of_numbers=19)
    size = len(text.encode()) / MEGABYTE
    words = [
        word
        for rule in law
        if not isinstance(rule.looks_for, Detected)
        for word in (
            rule.looks_for.words if isinstance(rule.looks_for, Terms) else rule.looks_for.anchors
        )
    ]
    bare = import_module("daachorse").CharwiseDoubleArrayAhoCorasick(list(dict.fromkeys(words)))
    screener = Screener(law, as_of=TODAY)
    first = None
    print(f"full pass, {TERMS} terms, {PATTERNS} patterns, all detectors, masks")
    for name, way in {
        "daachorse alone": partial(bare.find_overlapping, text),
        "full pass, one text": partial(full_pass, screener, [text]),
        "full pass, by paragraph": partial(full_pass, screener, text.split("\n\n")),
        "full pass, numbers in all sentences": partial(full_pass, screener, [dense]),
    }.items():
        seconds = fastest(way, rounds=3)
        first = first or seconds
        print(f"  {name:<36} {size / seconds:10.2f} MB/s  {first / seconds:8.3f} ×")
    build = fastest(lambda: Screener(law, as_of=TODAY), rounds=3)
    print(f"  {'building the screener':<32} {build:10.2f} s")


def linearity(law: list[ScreeningRule]) -> None:
    """Show what a megabyte takes in texts of several lengths."""
    screener = Screener(law, as_of=TODAY)
    print("linearity, one text")
    first = None
    for megabytes in (1, 2, 4, 8):
        text = official_prose(2, megabytes * MEGABYTE)
        seconds = fastest(partial(full_pass, screener, [text]), rounds=3) / megabytes
        first = first or seconds
        print(f"  {megabytes} MB {seconds:38.3f} s/MB  {seconds / first:8.2f} ×")


def engines(law: list[ScreeningRule]) -> None:
    """Compare the engines on one megabyte; all of them find the same."""
    text = official_prose(3, MEGABYTE)
    print("engines, full pass over 1 MB")
    results = []
    for engine in ENGINES:
        build = fastest(partial(Screener, law, as_of=TODAY, engine=engine), rounds=1)
        screener = Screener(law, as_of=TODAY, engine=engine)
        seconds = fastest(partial(full_pass, screener, [text]), rounds=3)
        results.append(screener.screen(passage(text)))
        print(f"  {engine:<32} {1 / seconds:10.2f} MB/s, built in {build:.2f} s")
    print(f"  the same findings: {all(each == results[0] for each in results)}, {len(results[0])}")


def quality() -> None:
    """Print precision and recall by kind, over documents of a seed."""
    screener = Screener([_rule(kind, Detected(kind=kind)) for kind in KINDS], as_of=TODAY)
    wanted, found, right = Counter[str](), Counter[str](), Counter[str]()
    for each in documents(4, 6000):
        text = passage(each.text, is_table=each.is_table)
        want = Counter((one.kind, one.start, one.end) for one in each.data)
        got = Counter((one.rule.id, one.start, one.end) for one in screener.screen(text))
        for told, counts in ((want, wanted), (got, found), (want & got, right)):
            for (kind, *_), number in told.items():
                counts[kind] += number
    print("quality, 6,000 documents\n  kind                   wanted  precision  recall")
    for kind in sorted(KINDS):
        precision, recall = right[kind] / found[kind], right[kind] / wanted[kind]
        print(f"  {kind:<22} {wanted[kind]:6}  {precision:9.3f}  {recall:6.3f}")


if __name__ == "__main__":
    LAWFUL = rules()
    quality()
    speed(LAWFUL)
    linearity(LAWFUL)
    engines(LAWFUL)
