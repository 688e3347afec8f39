"""The elements of WordprocessingML that a copy may have. What is not named here is left out."""

from __future__ import annotations

from typing import Any, TypeAlias

Element: TypeAlias = Any
"""An element of lxml, which has no types."""

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
WPG = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
V = "urn:schemas-microsoft-com:vml"

NAMESPACES = {
    "w": W, "r": R, "m": M, "mc": MC, "wp": WP, "a": A, "wps": WPS, "wpg": WPG, "v": V,
}  # fmt: skip

SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def w(local: str) -> str:
    """Return the full name of a main element or attribute."""
    return f"{{{W}}}{local}"


PROPERTIES = frozenset(
    "rPr pPr tblPr trPr tcPr sectPr tblPrEx tblGrid rubyPr footnotePr endnotePr".split()
)
"""Elements whose content is settings and no text."""

STRUCTURE = frozenset(
    "document body p r t tab br cr noBreakHyphen sym tbl tr tc txbxContent ruby rt rubyBase ptab "
    "drawing pict footnoteReference endnoteReference footnoteRef endnoteRef separator "
    "continuationSeparator hdr ftr footnotes footnote endnotes endnote".split()
)

UNWRAPPED = frozenset("ins moveTo smartTag customXml hyperlink sdt sdtContent dir bdo".split())
"""Elements of which only the content is kept: changes are accepted, links lose their targets."""

SILENT = frozenset(
    "proofErr bookmarkStart bookmarkEnd lastRenderedPageBreak permStart permEnd sdtPr sdtEndPr "
    "smartTagPr customXmlPr softHyphen moveFromRangeStart moveFromRangeEnd moveToRangeStart "
    "moveToRangeEnd annotationRef fldChar instrText vanish specVanish webHidden rsid rsids aliases "
    "printerSettings background".split()
)
"""Elements that are dropped without a word: a reader does not see them, nor that they are gone."""

SETTINGS = frozenset(
    "settings evenAndOddHeaders mirrorMargins gutterAtTop defaultTabStop characterSpacingControl "
    "compat compatSetting useFELayout spaceForUL balanceSingleByteDoubleByteWidth "
    "doNotLeaveBackslashAlone ulTrailSpace doNotExpandShiftReturn adjustLineHeightInTable "
    "autoHyphenation".split()
)

DRAWING = {
    WP: frozenset(
        "inline anchor extent effectExtent positionH positionV align posOffset simplePos wrapNone "
        "wrapSquare wrapTight wrapThrough wrapTopAndBottom wrapPolygon start lineTo docPr "
        "cNvGraphicFramePr".split()
    ),
    WPS: frozenset("wsp cNvPr cNvSpPr cNvCnPr spPr style txbx bodyPr".split()),
    WPG: frozenset("wgp grpSp grpSpPr cNvPr cNvGrpSpPr".split()),
    V: frozenset(
        "shape shapetype rect roundrect oval line group textbox path formulas f stroke fill "
        "shadow".split()
    ),
}
SHAPES = frozenset({WPS, WPG})

NO_DRAWING_ML = frozenset(
    "blip blipFill hlinkClick hlinkHover hlinkMouseOver extLst ext t snd custDataLst "
    "objectDefaults extraClrSchemeLst custClrLst".split()
)
"""The elements of DrawingML that may hold pictures, links or text of their own."""

NO_ATTRIBUTES = frozenset(
    "name descr title alt href target string id author date initials src gfxdata spid".split()
)
"""Attributes that show nothing; names and numbers are given anew where one is needed."""

CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml."
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
