"""Documents made to break the reader: a clear message, or a result, in bounded time and memory."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
import pytest

from goodoffices.case.anchoring import blocks
from goodoffices.errors import GoodOfficesError
from goodoffices.record.dating import find_dates
from goodoffices.record.language import detect
from goodoffices.record.layout import lay_out
from goodoffices.record.sentences import split
from goodoffices.store import document_parsing
from goodoffices.store.document_text import decode, unseen
from goodoffices.store.documents import Document, read_document
from goodoffices.store.lexicons import read_lexicon

WORDS = read_lexicon()
REPORT = """\
A truce is signed

By Ana Roy

3 May 2019

LUSAKA (Valley News) - The two sides, Ostria and the "Valley Front", signed a truce on Friday. “We are ready,” said
Gen. Omar Haddad; he had said so on 12 April, too.

Copyright © 2024 Valley News. All rights reserved.
"""


def staged(document: Document) -> None:
    """Take a document through the first stages; what comes out must hold together."""
    layout = lay_out(document.text, WORDS, document.hints)
    found = split(layout, WORDS)
    for dated in find_dates(layout, found, WORDS):
        assert layout.of(dated.span)
    for sentence in found:
        assert sentence.span.end - sentence.span.start <= 4_000
    detect(document.text, WORDS)


def tried(data: bytes, name: str, folder: Path) -> str:
    """Read a document: say that it was read, or return the message; nothing else may happen."""
    path = folder / name
    path.write_bytes(data)
    try:
        staged(read_document(path))
    except GoodOfficesError as error:
        return str(error) if name in str(error) else f"a message that does not name the document: {error}"
    return "read"


INVISIBLE = "\u200b\u200e\u202e\u2066\u2069\ufeff\u00ad\x00\x07\x1b\U000e0041"


def test_invisible_characters(tmp_path: Path) -> None:
    """Zero-width characters, overrides of direction and controls stay in the text, are reported, and break nothing."""
    text = INVISIBLE.join(REPORT.split(" "))
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8", newline="")
    document = read_document(path)
    assert document.text == text
    assert any("RIGHT-TO-LEFT OVERRIDE" in warning for warning in document.warnings)
    staged(document)


@pytest.mark.parametrize(
    ("name", "data", "outcome"),
    [
        ("line.txt", b"word " * 2_000_000, "found 10,000,000 characters"),
        ("line.txt", b"x" * 10_000_000, "found 10,000,000 characters"),
        ("line.txt", b"a. " * 60_000, "read"),
        ("dots.txt", b"U.S. " * 39_000, "read"),
        ("quotes.txt", b"\" ' " * 40_000, "read"),
        ("brackets.txt", b"([<*_" * 39_000, "read"),
        ("dashes.txt", b"---\n" * 50_000, "read"),
        ("front.txt", b"---\ntitle: a\n" + b"k: [\n" * 50_000, "read"),
        ("blank.txt", b"\n \n" * 300_000 + b"word", "read"),
        ("tags.txt", b"- <a " * 38_000, "read"),
        ("names.txt", b"By Al Roy and " * 14_000, "read"),
        ("places.txt", b"A B C D, " * 22_000, "read"),
        ("dates.txt", b"from 3 May 2019 to 4 May 2019 and " * 5_000, "read"),
        ("hints.txt", b"10 days later 10 days before the " * 6_000, "read"),
        ("bytes.txt", bytes(range(256)) * 1_000, "found bytes that are no text"),
        ("huge.txt", b"x\n" * 11_000_000, "found 22,000,000 bytes, expected at most 20,000,000"),
    ],
)
def test_hostile_text(name: str, data: bytes, outcome: str, tmp_path: Path) -> None:
    """Huge lines, and words in a row that a pattern might stumble over, are read or refused."""
    assert outcome in tried(data, name, tmp_path)


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        ("<div>" * 100_000 + "The two sides met.", "read"),
        ("<div>" * 100_000 + "The two sides met." + "</div>" * 100_000, "read"),
        ("<table><tr><td>" * 20_000 + "The two sides met.", "read"),
        ("<p>The two sides met." * 5_000, "read"),
        ("<!--" * 20_000 + "The two sides met.", ""),
        ("<a href='" * 20_000 + "The two sides met.", ""),
        ("<![CDATA[" * 20_000 + "The two sides met.", ""),
        ("&lt;" * 50_000 + "The two sides met.", "read"),
        ("<p>" + "&#xD800;&#0;&#x110000;" * 100 + "The two sides met on Friday.", "read"),
        (
            (
                '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
                "<p>The two sides met &c;&c;&c;."
            ),
            "read",
        ),
    ],
)
def test_hostile_pages(page: str, outcome: str, tmp_path: Path) -> None:
    """Deep nesting, what is opened and never closed, and entities that unfold are read or refused."""
    assert outcome in tried(f"<html><body>{page}".encode(), "a.html", tmp_path)


def bomb() -> bytes:
    """Write a PDF file whose one page unpacks to half a gigabyte."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 5_000_000) for _ in range(100)) + packer.flush()
    head = (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>\nendobj\n"
    )
    stream = b"4 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed)
    return head + stream + packed + b"\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF"


LOOP = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF"
)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.4",
        b"%PDF-1.4\n" + b"1 0 obj\n<< " * 5_000,
        b"%PDF-1.4\nxref\n0 999999999\ntrailer\n<< >>\n%%EOF",
        LOOP,
        None,
    ],
    ids=["nothing", "opened", "table", "loop", "bomb"],
)
def test_hostile_pdf(data: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken, endless and packed PDF files are refused."""
    monkeypatch.setattr(document_parsing, "SECONDS", 20)
    assert "a.pdf" in tried(bomb() if data is None else data, "a.pdf", tmp_path)


STRANGE = [b"\xff", b"\x00", b"\xe2\x80\xae", b"\xed\xa0\x80", b"\n\n", b"\r", b"---\n", b"\xe2\x80\x9c", b"'", b"["]


def mutated(data: bytes, rng: np.random.Generator) -> bytes:
    """Change a document in a few places: pieces dropped, doubled, moved or turned round, and strange pieces put in."""
    for _ in range(int(rng.integers(1, 6))):
        start, end = sorted(int(at) for at in rng.integers(0, len(data) + 1, size=2))
        before, piece, after = data[:start], data[start:end], data[end:]
        put_in = STRANGE[int(rng.integers(len(STRANGE)))] * int(rng.integers(1, 20))
        ways = [
            before + after,
            before + piece * 3 + after,
            before + put_in + piece + after,
            after + before + piece,
            before + piece.swapcase()[::-1] + after,
        ]
        data = ways[int(rng.integers(len(ways)))][:20_000]
    return data


@pytest.mark.parametrize("seed", range(3))
def test_mutations(seed: int, tmp_path: Path) -> None:
    """Fifty changed copies of a report, each in its own way, are read or refused; what is read can be cited."""
    rng = np.random.default_rng(seed)
    for _ in range(50):
        data = mutated(REPORT.encode(), rng)
        message = tried(data, "a.txt", tmp_path)
        if message == "read":
            text, _ = decode(data, None, "a.txt")
            unseen(text)
            known = blocks(text)
            layout = lay_out(text, WORDS)
            for block in layout.blocks:
                if block.kind in {"paragraph", "caption"}:
                    assert any(one.start <= block.span.start and block.span.end <= one.end for one in known)
