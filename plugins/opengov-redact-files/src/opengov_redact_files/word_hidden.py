"""Letters of a Word document that a reader does not see."""

from __future__ import annotations

from opengov_redact_files.word_names import Element, w

OFF = frozenset({"0", "false", "off"})

SMALLEST = 4
"""Letters of fewer half-points are no letters to a reader."""


def hidden_styles(styles: Element | None) -> frozenset[str]:
    """Return the ids of the styles that hide what is written in them."""
    if styles is None:
        return frozenset()
    hidden: dict[str, bool | None] = {}
    bases: dict[str, str] = {}
    for style in styles.iterchildren(w("style")):
        identifier = style.get(w("styleId"), "")
        hidden[identifier] = _vanishes(style.find(w("rPr")))
        base = style.find(w("basedOn"))
        bases[identifier] = "" if base is None else base.get(w("val"), "")
    return frozenset(one for one in hidden if _inherits(one, hidden, bases))


def _inherits(style: str, hidden: dict[str, bool | None], bases: dict[str, str]) -> bool:
    seen: set[str] = set()
    while style and style not in seen:
        seen.add(style)
        stated = hidden.get(style)
        if stated is not None:
            return stated
        style = bases.get(style, "")
    return False


def _vanishes(properties: Element | None) -> bool | None:
    """Tell whether settings hide text; ``None`` if they say nothing of it."""
    if properties is None:
        return None
    stated = [
        mark.get(w("val"), "1") not in OFF
        for mark in (properties.find(w("vanish")), properties.find(w("specVanish")))
        if mark is not None
    ]
    return any(stated) if stated else None


def is_unseen(run: Element, styles: frozenset[str]) -> bool:
    """Tell whether a run is hidden: by itself, by its style, by its colour or size."""
    properties = run.find(w("rPr"))
    stated = _vanishes(properties)
    if stated is None:
        stated = _value(properties, "rStyle") in styles or _paragraph_style(run) in styles
    if stated:
        return True
    size = _value(properties, "sz")
    if size.isdecimal() and int(size) < SMALLEST:
        return True
    return _value(properties, "color").upper() == "FFFFFF" and not _has_ground(run)


def _value(properties: Element | None, local: str) -> str:
    found = None if properties is None else properties.find(w(local))
    return "" if found is None else found.get(w("val"), "")


def _paragraph_style(run: Element) -> str:
    for paragraph in run.iterancestors(w("p")):
        return _value(paragraph.find(w("pPr")), "pStyle")
    return ""


def _has_ground(run: Element) -> bool:
    """Tell whether something coloured may lie under the letters."""
    own = run.find(w("rPr"))
    if own is not None and any(own.find(w(one)) is not None for one in ("shd", "highlight")):
        return True
    for around in run.iterancestors(w("p"), w("tc"), w("tbl"), w("txbxContent")):
        if around.tag == w("txbxContent"):
            return True
        properties = around.find(around.tag + "Pr")
        if properties is not None and any(
            properties.find(w(one)) is not None for one in ("shd", "tblStyle", "pStyle")
        ):
            return True
    return False
