"""The same document on paper, on a screen and as text; words in a case are never more than words."""

from __future__ import annotations

import importlib
import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from pypdf import PdfReader

from goodoffices.brief import FORMATS, Box, Bullet, Bullets, Document, Figure, Paragraph, Section, compose, render
from goodoffices.brief.blocks import said
from goodoffices.brief.page import package, template
from goodoffices.brief.paper import printable
from goodoffices.case import Case
from goodoffices.errors import BriefError
from goodoffices.wording import lint

HOSTILE = (
    '<script>alert(1)</script> <b onclick=x> #import "@preview/x:1" $x$ *bold* _it_ `code` [link](javascript:x) '
    "| pipe #panic() ]] }} {{ 7*7 }} {% x %} https://evil.example www.evil.example a@evil.example &lt; "
    "\u202eevil\u2066 \x07 \x00 한국 \U0001f4a3 </svg> --> 'quote' \"double\" \\end ~ ^ <!-- x"
)


@pytest.fixture(scope="module")
def hostile(make: Callable[..., Case]) -> Document:
    """Return a brief of a case in which every free text is out for trouble."""

    def spoil(part: Any, key: str = "") -> Any:
        if isinstance(part, dict):
            return {name: spoil(value, name) for name, value in part.items()}
        if isinstance(part, list):
            return [spoil(value, key) for value in part]
        free = {"name", "say", "what", "gist", "basis", "want", "text", "why", "analyst", "title", "question",
            "viewpoint", "at",
                "publisher", "URL", "genre", "facts", "meant_to", "for", "unit"}  # fmt: skip
        return f"{part} {HOSTILE}" if key in free and isinstance(part, str) else part

    plain = make().model_dump(mode="json", by_alias=True, exclude_unset=True)
    return compose(Case.model_validate(spoil(plain)), version="1")


def text_of(pdf: bytes) -> list[str]:
    """Return the words of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


class Page(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the names."""
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "href":
                self.links.append(value or "")
            if name == "id":
                self.ids.add(value or "")


def test_the_formats_are_those_that_can_be_made(document: Document) -> None:
    """Another ending is refused."""
    assert FORMATS == (".pdf", ".html", ".md", ".json")
    with pytest.raises(BriefError, match=r"'\.doc', expected one of \.pdf"):
        render(document, ".doc")


def test_the_same_document_has_the_same_bytes(document: Document) -> None:
    """No clock and no chance in any format."""
    for suffix in FORMATS:
        assert render(document, suffix) == render(document, suffix)


def test_the_pdf_is_tagged_and_marked_on_every_page(document: Document) -> None:
    """Handling and viewpoint stand on each page, the date is that of the case."""
    data = render(document, ".pdf")
    reader = PdfReader(io.BytesIO(data))
    assert "/MarkInfo" in str(reader.trailer["/Root"])
    assert reader.xmp_metadata is not None
    assert b"pdfuaid:part>1" in reader.xmp_metadata.stream.get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == document.title
    assert str(reader.metadata.creation_date).startswith("2020-05-01")
    pages = text_of(data)
    assert len(pages) >= 4
    assert all("OPEN" in page and "A student of rivers" in page for page in pages)


def test_the_pdf_refuses_a_picture_without_words() -> None:
    """The gate for those who cannot see stays shut."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'
    silent = Document("T", "", "2020-01-01", "open", "V", "c", "d", "1", (Section("S", (Figure(svg, "", "c"),)),))
    with pytest.raises(BriefError, match="could not be made"):
        render(silent, ".pdf")


def test_hostile_words_are_only_words_in_html(hostile: Document) -> None:
    """No tag, no attribute and no link comes from a case."""
    page = Page()
    text = render(hostile, ".html").decode()
    page.feed(text)
    assert "script" not in page.tags
    assert "onclick" not in page.attributes
    assert "style" not in page.attributes
    assert all(link.startswith("#") for link in page.links)
    assert "default-src 'none'" in text
    assert "7*7" in text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", text)


def test_every_link_of_the_page_has_its_place(document: Document) -> None:
    """A mark leads somewhere."""
    page = Page()
    page.feed(render(document, ".html").decode())
    assert {link[1:] for link in page.links} <= page.ids


def test_hostile_words_are_only_words_in_the_pdf(hostile: Document) -> None:
    """Nothing is evaluated, and what the fonts lack is shown as missing."""
    pages = "".join(text_of(render(hostile, ".pdf")))
    assert "#panic()" in pages
    assert "7*7" in pages
    assert "□" in pages


def test_hostile_words_are_only_words_in_markdown(hostile: Document) -> None:
    """No HTML, no link, no emphasis, no table cell comes from a case."""
    text = hostile.markdown()
    assert "<script>" not in text.replace("\\<script\\>", "")
    assert "](javascript" not in text.replace("\\](javascript", "")
    assert "https://" not in text
    assert "www.evil" not in text
    assert "a@evil" not in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert all(len(re.findall(r"(?<!\\)\|", row)) <= 12 for row in rows)


def test_json_is_readable_again(hostile: Document) -> None:
    """And says which format it is."""
    assert json.loads(render(hostile, ".json"))["format"] == "goodoffices brief 1"


def test_markdown_begins_no_list_by_accident() -> None:
    """A sentence that begins like a list or a heading stays a sentence."""
    blocks = (
        Paragraph(said("1. May was cold")),
        Paragraph(said("- so was June")),
        Box("b", (Bullets((Bullet(said("x")),)),)),
    )
    text = Document("T", "Q?", "2020-01-01", "open", "V", "c", "d", "1", (Section("S", blocks),)).markdown()
    assert "\n1\\. May" in text
    assert "\n\\- so" in text
    assert "> - x" in text


def test_characters_without_a_glyph_fall_back() -> None:
    """To their plain letters where there are any, else to a box."""
    assert (printable("plain"), printable("Ünal"), printable("ﷺ"), printable("ℍ𝔸")) == ("plain", "Ünal", "□", "HA")


@pytest.mark.parametrize("name", ["typst", "jinja2"])
def test_a_missing_package_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it."""

    def refuse(wanted: str, package: str | None = None) -> Any:
        del package
        raise ImportError(wanted)

    monkeypatch.setattr(importlib, "import_module", refuse)
    with pytest.raises(BriefError, match=r"pip install 'goodoffices\[brief\]'"):
        package(name)


@pytest.mark.parametrize("name", ["brief.typ", "brief.html.j2", "brief.css"])
def test_the_templates_pass_the_linter(name: str) -> None:
    """What stands around the sentences claims nothing either."""
    assert lint(template(name), computed=True) == ()
