"""What the child process does with a page or a PDF file."""

from __future__ import annotations

import io
import json
import sys
from types import SimpleNamespace

import pytest

from goodoffices.store import document_worker as worker
from goodoffices.store.document_worker import main, read_html, read_pdf, read_plain


def test_plain_words() -> None:
    """Elements that stand apart part paragraphs; others do not; scripts and styles are silent."""
    page = "<p>The <i>two</i> sides<br>met.</p></script><style>a</style><ul><li>one<li>two</ul> and\n so <img> on</b>"
    assert read_plain(page)["text"] == "The two sides\n\nmet.\n\none\n\ntwo\n\nand so on"


def test_marks_that_open_nothing() -> None:
    """Comments and declarations are no words; a mark that only looks like one ends nothing."""
    page = "<!doctype html><?xml?><!-- no --><![CDATA[no]]>1 < 2 &lt; 3 <!-- yes <p>and <!-- so on<script>never"
    assert read_plain(page)["text"] == "1 < 2 < 3 !-- yes\n\nand !-- so on"


def test_article() -> None:
    """Lines that go on with a small letter or a mark belong to the line before."""
    assert worker._paragraphs("One\n\n and two\n.\nThree") == "One and two.\n\nThree"
    page = "<html><body><article>" + "<p>The two sides met again in the old customs house.</p>" * 5 + "</article>"
    assert "plain" not in read_html(page)


def test_no_article(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no article is found, or the page is too deep, its words are taken as they come."""
    monkeypatch.setattr("trafilatura.bare_extraction", lambda *_, **__: None)
    assert read_html("<p>Yes.</p>") == {"text": "Yes.", "depth": 0, "plain": True}
    deep = read_html("<div>" * 2_000 + "Yes.")
    assert (deep["text"], deep["plain"], deep["depth"]) == ("Yes.", True, 2_000)


class Page:
    """A page of a PDF file that may be broken."""

    def __init__(self, text: str) -> None:
        self.text = text

    def extract_text(self) -> str:
        """Return its text, or fail."""
        if not self.text:
            raise ZeroDivisionError
        return self.text


def reader(pages: list[Page], *, encrypted: bool = False) -> SimpleNamespace:
    """Stand in for the reader of a PDF file."""
    return SimpleNamespace(is_encrypted=encrypted, decrypt=lambda _: 0, pages=pages)


def test_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken page does not hide the others; too many pages or characters, and a password, are told."""
    found = reader([Page("one"), Page(""), Page("three")])
    monkeypatch.setattr("pypdf.PdfReader", lambda *_, **__: found)
    assert read_pdf(b"") == {"pages": ["one", "", "three"], "unread": 1}
    monkeypatch.setattr(worker, "MAX_CHARACTERS", 4)
    assert read_pdf(b"") == {"many_characters": 8}
    monkeypatch.setattr(worker, "MAX_PAGES", 2)
    assert read_pdf(b"") == {"many_pages": 3}
    found.is_encrypted = True
    assert read_pdf(b"") == {"encrypted": True}


@pytest.mark.parametrize(
    ("kind", "data", "answer"),
    [
        ("plain", b"<p>Yes.</p>", {"text": "Yes.", "depth": 0}),
        ("pdf", b"", {"error": "EmptyFileError: Cannot read an empty file"}),
    ],
)
def test_answers(
    kind: str, data: bytes, answer: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The answer is one JSON object, for an error too."""
    monkeypatch.setattr(worker, "limit_memory", lambda: None)
    monkeypatch.setattr(sys, "setrecursionlimit", lambda _: None)
    monkeypatch.setattr(sys, "argv", ["worker", kind])
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    main()
    assert json.loads(capsys.readouterr().out) == answer


def test_missing_package(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A package that is not installed is named."""
    monkeypatch.setattr(worker, "limit_memory", lambda: None)
    monkeypatch.setattr(sys, "setrecursionlimit", lambda _: None)
    monkeypatch.setitem(sys.modules, "pypdf", None)
    monkeypatch.setattr(sys, "argv", ["worker", "pdf"])
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO()))
    main()
    assert json.loads(capsys.readouterr().out) == {"missing": "pypdf"}


def test_memory(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Too little memory is told; a system that sets no limits does no harm."""

    def exhausted(_: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr(worker, "read_pdf", exhausted)
    monkeypatch.setattr("resource.setrlimit", lambda *_: None)
    monkeypatch.setattr(sys, "setrecursionlimit", lambda _: None)
    monkeypatch.setattr(sys, "argv", ["worker", "pdf"])
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO()))
    main()
    assert json.loads(capsys.readouterr().out) == {"error": "more memory than it may have"}
