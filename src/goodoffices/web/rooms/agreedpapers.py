"""The agreement on paper: as PDF and as DOCX. Words of people come in as data, never as markup."""

from __future__ import annotations

import html
import importlib.resources
import io
import json
import re
import unicodedata
import zipfile
from typing import Any

from goodoffices.errors import GoodOfficesError
from goodoffices.talks.agreement import Agreement, Hand

__all__ = ["docx", "pdf"]

_HOW = tuple(
    """\
This paper is a rendering. What counts is the file agreement.json: the text, and under its digest the signature of \
every seat. Where a sign of a script is missing here, that file has it.
On a computer of your own, with Python and nothing else, run: python verify_minutes.py agreement.json. Take \
verify_minutes.py from the project, and not from the server of the room.
Compare the fingerprints that it prints with those below, and those with what you wrote down when you came in.
""".splitlines()
)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _rtl(text: str) -> bool:
    """Say whether a text runs from right to left: its first strong letter says so."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in {"L", "R", "AL"}:
            return kind != "L"
    return False


def _apart(name: str) -> str:
    """Keep the direction of a name from turning what stands beside it."""
    return f"\u2068{name}\u2069"


def _line(hand: Hand) -> tuple[str, ...]:
    return (hand.seat, hand.person, f"{hand.at:%Y-%m-%d %H:%M:%S} UTC", hand.key)


def _how(agreed: Agreement) -> tuple[str, ...]:
    # A fingerprint stands on a line of its own: beside a name that runs the other way its digits would change places.
    keys = tuple(
        line
        for hand in agreed.signatures
        for line in (f"Key of {_apart(hand.person)} ({_apart(hand.seat)}):", hand.key)
    )
    return (*_HOW, f"Digest of the text (SHA-256): {agreed.digest}", f"Key of the room: {agreed.key}", *keys)


def _initials(agreed: Agreement, clause: str) -> str:
    hands = agreed.initials[clause]
    return (
        "Initialled: " + "; ".join(f"{_apart(hand.seat)} ({_apart(hand.person)})" for hand in hands)
        if hands
        else "Not initialled"
    )


def pdf(agreed: Agreement) -> bytes:
    """Return the agreement as a tagged PDF; the fonts are those of this machine and those inside Typst.

    Raises
    ------
    GoodOfficesError
        If Typst is not installed, or refuses the text.
    """
    try:
        import typst  # noqa: PLC0415 - heavy, and for one file only
    except ImportError as error:  # pragma: no cover - it comes with the rooms
        raise GoodOfficesError("the PDF needs the package 'typst'; the JSON and the DOCX do not") from error

    def said(text: str) -> dict[str, Any]:
        return {"text": text, "rtl": _rtl(text)}

    content = {
        "title": said(agreed.title),
        "room": said(agreed.room_title),
        "clauses": [
            {
                "title": said(one.title),
                "text": [said(line) for line in one.text.split("\n")],
                "initials": said(_initials(agreed, one.id)),
            }
            for one in agreed.clauses
        ],
        "signatures": [[said(part) for part in _line(hand)] for hand in agreed.signatures],
        "how": [said(line) for line in _how(agreed)],
        "at": [agreed.at.year, agreed.at.month, agreed.at.day],
    }
    source = importlib.resources.files("goodoffices.web.rooms").joinpath("templates", "agreed.typ").read_bytes()
    # A page that is read aloud must show every sign; where a font lacks one, the paper says so at its head.
    failed: Exception | None = None
    for lacking in (False, True):
        try:
            made: bytes = typst.compile(
                source,
                sys_inputs={"data": json.dumps({**content, "lacking": lacking}, ensure_ascii=False)},
                pdf_standards=None if lacking else "ua-1",
                timestamp=int(agreed.at.timestamp()),
            )
        except typst.TypstError as error:
            failed = error
        else:
            return made
    raise GoodOfficesError("the PDF could not be made; the JSON and the DOCX do not need Typst") from failed


# ---- DOCX: the five parts that a word processor needs, and no more --------------------------------------------------

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" \
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" \
ContentType="{_TYPE}.document.main+xml"/><Override PartName="/word/styles.xml" \
ContentType="{_TYPE}.styles+xml"/></Types>"""
_LINKS = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" \
Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>"""
_STYLE_LINK = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" \
Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>"""


def _style(id_: str, name: str, size: int, *, bold: bool = True, level: int | None = None) -> str:
    outline = "" if level is None else f'<w:outlineLvl w:val="{level}"/>'
    weight = "<w:b/><w:bCs/>" if bold else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{name}"/><w:pPr><w:spacing w:before="120" '
        f'w:after="120"/>{outline}</w:pPr><w:rPr>{weight}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        "</w:style>"
    )


_STYLES = (
    f'{_HEAD}<w:styles xmlns:w="{_W}">'
    + _style("Normal", "Normal", 22, bold=False)
    + _style("Title", "Title", 36)
    + _style("Heading1", "heading 1", 26, level=0)
    + _style("Small", "Small", 18, bold=False)
    + "</w:styles>"
)


def _paragraph(text: str, style: str = "Normal", *, breaks: bool = False) -> str:
    rtl = _rtl(text)
    clean = html.escape(_NOT_XML.sub("\ufffd", text), quote=False)
    runs = clean.replace("\t", "</w:t><w:tab/><w:t xml:space='preserve'>")
    runs = runs.replace("\r", "\n").replace("\n", "</w:t><w:br/><w:t xml:space='preserve'>")
    before = "<w:pageBreakBefore/>" if breaks else ""
    way = ("<w:bidi/>", "<w:rPr><w:rtl/></w:rPr>") if rtl else ("", "")
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{before}{way[0]}</w:pPr>'
        f"<w:r>{way[1]}<w:t xml:space='preserve'>{runs}</w:t></w:r></w:p>"
    )


def docx(agreed: Agreement) -> bytes:
    """Return the agreement as a document for a word processor: the same bytes for the same agreement."""
    parts = [_paragraph(agreed.title, "Title"), _paragraph(agreed.room_title, "Small")]
    for clause in agreed.clauses:
        parts += [_paragraph(clause.title, "Heading1"), _paragraph(clause.text)]
        parts.append(_paragraph(_initials(agreed, clause.id), "Small"))
    parts.append(_paragraph("Signatures", "Heading1"))
    parts += [_paragraph(part) for hand in agreed.signatures for part in _line(hand)]
    parts.append(_paragraph("How to verify", "Heading1", breaks=True))
    parts += [_paragraph(line, "Small") for line in _how(agreed)]
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'  # noqa: E501
    document = f'{_HEAD}<w:document xmlns:w="{_W}"><w:body>{"".join(parts)}{page}</w:body></w:document>'
    out = io.BytesIO()
    moment = agreed.at.timetuple()[:6]
    with zipfile.ZipFile(out, "w") as pack:
        for name, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _LINKS),
            ("word/document.xml", document),
            ("word/_rels/document.xml.rels", _STYLE_LINK),
            ("word/styles.xml", _STYLES),
        ):
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            pack.writestr(entry, text.encode())
    return out.getvalue()
