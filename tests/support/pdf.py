"""What PDF/A-3a and PDF/UA-1 ask and a program can see (no full validator is in the registries that we use).

By ISO 19005-3 and ISO 14289-1: fonts are embedded and give back their text, all that is drawn is tagged or an artifact,
tags nest as they must, and the document says its language, its title and which rules it follows. typst has checked the
same from its side: it refuses to write what breaks them.
"""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Name

HEADINGS = {f"/H{level}": level for level in range(1, 7)}
PARENTS = {
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
    "/THead": {"/Table"},
    "/TBody": {"/Table"},
    "/TFoot": {"/Table"},
    "/LI": {"/L"},
    "/LBody": {"/LI"},
}
XMP = ("<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<")


def faults(content: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found = [*_document(pdf), *_tags(pdf), *(said for page in pdf.pages for said in _page(page))]
        return [*found, *(said for one in pdf.objects for said in _font(one))]


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root: Any = pdf.Root
    if str(root.get("/Lang", "")) != "fr-FR":
        yield "no language"
    if not bool(root.get("/MarkInfo", {}).get("/Marked", False)):
        yield "not tagged"
    if not bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)) or not pdf.docinfo.get("/Title"):
        yield "no title to display"
    if "/OutputIntents" not in root:
        yield "no output intent: colours mean nothing"
    if "/ID" not in pdf.trailer or pdf.is_encrypted:
        yield "no id, or encrypted"
    metadata = root.Metadata.read_bytes().decode()
    yield from (f"metadata lacks {claim}" for claim in XMP if claim not in metadata)
    yield from (f"{key} in the catalogue" for key in ("/OpenAction", "/AA") if key in root)


def _tags(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Parts nest as they must, no level of heading is skipped, each header cell says what it heads."""
    level = 0
    for parent, element in _elements(pdf.Root.StructTreeRoot.K, ""):
        tag = str(element.S)
        if tag in PARENTS and parent not in PARENTS[tag]:
            yield f"{tag} in {parent}"
        if tag in HEADINGS:
            if HEADINGS[tag] > level + 1:
                yield f"{tag} after level {level}"
            level = HEADINGS[tag]
        if tag == "/TH" and not _has_scope(element):
            yield "a header cell without scope"


def _has_scope(element: Any) -> bool:
    attributes = element.get("/A", [])
    attributes = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    return any("/Scope" in one for one in attributes)


def _elements(node: Any, parent: str) -> Iterator[tuple[str, Any]]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _elements(child, parent)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield parent, node
        if "/K" in node:
            yield from _elements(node.K, str(node.S))


def _page(page: pikepdf.Page) -> Iterator[str]:
    """Nothing is drawn outside a tag or an artifact, and no glyph is the one of letters that a font has not."""
    if page.get("/Tabs") != Name.S:
        yield "tab order is not that of the tags"
    depth = 0
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), list(instruction.operands)
        if operator in ("BDC", "BMC"):
            depth += 1
        elif operator == "EMC":
            depth -= 1
        elif operator in ("Tj", "TJ"):
            if depth == 0:
                yield "text outside any tag"
            if any(code == b"\0\0" for text in _texts(operands[0]) for code in _codes(text)):
                yield "a letter that its font cannot draw"


def _texts(operand: Any) -> list[bytes]:
    parts = operand if isinstance(operand, pikepdf.Array) else [operand]
    return [bytes(part) for part in parts if isinstance(part, pikepdf.String)]


def _codes(text: bytes) -> Iterator[bytes]:
    """Two bytes a glyph: all our fonts are so."""
    return (text[at : at + 2] for at in range(0, len(text), 2))


def _font(one: Any) -> Iterator[str]:
    if not isinstance(one, pikepdf.Dictionary):
        return
    if one.get("/Type") == Name.Font and one.get("/Subtype") == Name.Type0 and "/ToUnicode" not in one:
        yield "a font that does not give back its text"
    if one.get("/Type") == Name.FontDescriptor and not {"/FontFile", "/FontFile2", "/FontFile3"} & set(one.keys()):
        yield "a font that is not in the file"
