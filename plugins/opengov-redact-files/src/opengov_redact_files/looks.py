"""How a cell looks, as far as a copy keeps it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.styles.colors import Color

SAFE_FORMAT = re.compile(
    r"(?:General|[0#?,.%/:;@_() -]|[yYmMdDhHsS]|AM/PM|E\+|[¥$]"
    r'|"?[年月日时分秒元]"?|\\[- /年月日]|\[\$-[0-9A-Fa-f]{3,4}\])+'
)
"""Number formats that can say nothing of their own."""

NOTHING_SHOWN = re.compile(r"\s*;\s*;\s*;?\s*")
WHITE = frozenset({"FFFFFFFF", "00FFFFFF", "theme 0"})
THIN_BORDER = 1

SMALLEST = 2
"""Letters of fewer points are no letters to a reader."""


def is_unseen(cell: Cell) -> bool:
    """Tell whether a cell hides what it holds: by its format, or in the colour of its ground."""
    if NOTHING_SHOWN.fullmatch(cell.number_format or ""):
        return True
    if cell.font.sz and cell.font.sz < SMALLEST:
        return True
    ink = _color(cell.font.color)
    ground = ""
    if cell.fill is not None and cell.fill.fill_type == "solid":
        ground = _color(cell.fill.fgColor)
    elif cell.fill is not None and cell.fill.fill_type:
        return False
    return ink == ground if ground else ink in WHITE


def format_of(cell: Cell, *, is_text: bool) -> dict[str, Any]:
    """Return the format of a cell as XlsxWriter takes it."""
    looks: dict[str, Any] = {}
    number_format = cell.number_format or "General"
    if is_text:
        looks["num_format"] = "@"
    elif cell.is_date and not SAFE_FORMAT.fullmatch(number_format):
        looks["num_format"] = "yyyy-mm-dd"
    elif number_format != "General" and SAFE_FORMAT.fullmatch(number_format):
        looks["num_format"] = number_format
    if cell.font is not None:
        looks |= {"bold": True} if cell.font.b else {}
        looks |= {"italic": True} if cell.font.i else {}
        looks |= {"font_size": cell.font.sz} if cell.font.sz else {}
        looks |= _ink(cell)
    alignment = cell.alignment
    if alignment is not None:
        looks |= {"text_wrap": True} if alignment.wrap_text else {}
        if alignment.horizontal in {"left", "center", "right"}:
            looks["align"] = alignment.horizontal
        looks["valign"] = {"top": "top", "center": "vcenter"}.get(
            alignment.vertical or "", "bottom"
        )
    if cell.border is not None:
        for side in ("left", "right", "top", "bottom"):
            line = getattr(cell.border, side)
            if line is not None and line.style:
                looks[side] = THIN_BORDER
    return looks


def _ink(cell: Cell) -> dict[str, Any]:
    looks = {}
    ink = _color(cell.font.color)
    if re.fullmatch("[0-9A-Fa-f]{8}", ink):
        looks["font_color"] = "#" + ink[2:]
    if ink in WHITE:
        looks["font_color"] = "#FFFFFF"
    if cell.fill is not None and cell.fill.fill_type == "solid":
        ground = _color(cell.fill.fgColor)
        if re.fullmatch("[0-9A-Fa-f]{8}", ground):
            looks["bg_color"] = "#" + ground[2:]
        elif ink in WHITE:
            looks["font_color"] = "#000000"
    return looks


def _color(color: Color | None) -> str:
    if color is None:
        return ""
    if color.type == "rgb" and isinstance(color.rgb, str):
        return color.rgb
    return f"{color.type} {color.value}" + (f" {color.tint}" if color.tint else "")
