"""Documents from files: text as it is, HTML and PDF as text."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from goodoffices.errors import CaseError, GoodOfficesError, LimitError
from goodoffices.record.hints import Hints
from goodoffices.store import document_parsing, documents
from goodoffices.store.document_fetching import Fetched
from goodoffices.store.documents import fetch_page, is_address, read_document

PAGE = """<!doctype html><html><head><title>Talks resume - The Paper</title>
<meta property="og:site_name" content="The Paper"><meta name="author" content="Ana Roy; Ben Osei">
<meta property="article:published_time" content="2019-05-03T10:00:00Z"></head><body><nav><a href="/">Home</a></nav>
<article><h1>Talks resume</h1><p>The two sides met on Friday in the old customs house by the river, and the host said
that they would <b>“gladly”</b> meet again &amp; again.</p><p>Nothing was agreed on the first day of the talks, and
nobody in the town had expected that anything would be agreed on it.</p><p>The gates will be opened for trucks on
Monday, the ministry said, and they will stay open until the end of the month.</p></article>
<script>var x = "never";</script></body></html>"""


def pdf(*pages: str, title: str = "") -> bytes:
    """Write a small PDF file with the lines of each page."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number, page in enumerate(pages):
        lines = "".join(f"({line}) Tj T* " for line in page.split("\n"))
        stream = f"BT /F1 12 Tf 14 TL 72 720 Td {lines}ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    body, places = f"%PDF-1.4\n% {title}\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    return f"{body}{end}startxref\n{len(body)}\n%%EOF\n".encode("latin-1")


def written(folder: Path, name: str, data: bytes | str) -> Path:
    """Write a file."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_text_as_it_is(tmp_path: Path) -> None:
    """Plain text is not touched: line ends, blanks and quotation marks stay, and the file can be the source."""
    text = "“Yes”,\u00a0he said.\r\n\r\n\tThen  he left. \n"
    document = read_document(written(tmp_path, "talk.txt", text))
    assert (document.text, document.name, document.media_type) == (text, "talk.txt", "text/plain")
    assert document.sha256 == document.original_sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert document.verbatim
    assert document.source_sha256 == document.original_sha256
    assert document.warnings == ()
    assert document.hints == Hints()


def test_byte_order_mark(tmp_path: Path) -> None:
    """A byte order mark is no part of the text, and the file, mark and all, can still be the source."""
    document = read_document(str(written(tmp_path, "a.txt", "\ufeffHe said yes.")))
    assert document.text == "He said yes."
    assert document.verbatim
    assert document.source_sha256 == hashlib.sha256("\ufeffHe said yes.".encode()).hexdigest()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings(encoding: str, tmp_path: Path) -> None:
    """UTF-16 and UTF-32 are read by their marks; the text is then stored beside the case."""
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    document = read_document(written(tmp_path, "a.txt", mark + "“Yes,” he said.".encode(encoding)))
    assert document.text == "“Yes,” he said."
    assert not document.verbatim
    assert document.source_sha256 == hashlib.sha256(document.text.encode()).hexdigest()


def test_old_encoding(tmp_path: Path) -> None:
    """A text in an older encoding is read as it seems, with a warning."""
    text = "Le ministre a déclaré à la délégation que l’été passé les négociations étaient gelées. " * 5
    document = read_document(written(tmp_path, "a.txt", text.encode("cp1252")))
    assert "déclaré à la délégation" in document.text
    assert "found no UTF-8; read as" in document.warnings[0]
    assert not document.verbatim


def test_other_scripts(tmp_path: Path) -> None:
    """Bytes that make no sense in the west are read as they seem."""
    text = "Стороны встретились в городе и договорились о прекращении огня, сказал министр после переговоров. " * 5
    document = read_document(written(tmp_path, "a.txt", text.encode("cp1251")))
    assert "договорились о прекращении огня" in document.text


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"\xff\xfe\x00", "found bytes that are not utf-16-le, as its byte order mark says"),
        ("a.txt", bytes(range(32)) * 20, "found bytes that are no text, expected plain text, HTML or PDF"),
        ("a.docx", b"PK\x03\x04 and more", "found a ZIP archive or a document of an office program"),
        ("a.doc", b"\xd0\xcf\x11\xe0 and more", "found a document of an office program"),
        ("a.pdf", b"He said yes.", "found no PDF file though it is called one"),
        ("a.pdf", b"%PDF-1.7\nbroken", "this PDF file cannot be read .* is it complete"),
        ("a.txt", b" \n ", "found no words, expected a document"),
        ("a.html", b"<html><body><script>1</script></body></html>", "found a page without words"),
    ],
)
def test_no_document(name: str, data: bytes, message: str, tmp_path: Path) -> None:
    """What is no text is refused by name, with what it is and what to do."""
    with pytest.raises(CaseError, match=f"{name}.*{message}"):
        read_document(written(tmp_path, name, data))


def test_no_known_encoding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes in no encoding at all are refused, whatever encoding was declared for them."""
    monkeypatch.setattr("charset_normalizer.from_bytes", lambda _: type("None_", (), {"best": lambda _: None})())
    with pytest.raises(CaseError, match="found bytes in no known encoding, expected UTF-8"):
        read_document(written(tmp_path, "a.html", b"<html><meta charset=nonsense>\x81\x81</html>"))


def test_no_file(tmp_path: Path) -> None:
    """A folder, a missing file and a name that cannot be one are refused."""
    for source in (tmp_path, tmp_path / "none.txt", "a\0b"):
        with pytest.raises(CaseError, match=r"expected a file|cannot be read"):
            read_document(source)


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many bytes, characters, or characters on one line are refused with the limit."""
    with pytest.raises(LimitError, match="found a line of more than 200,000 characters"):
        read_document(written(tmp_path, "a.txt", "word " * 50_000))
    with pytest.raises(LimitError, match="found 2,400,000 characters, expected at most 2,000,000"):
        read_document(written(tmp_path, "b.txt", "a line of it" + "\n" * 2_399_988))
    monkeypatch.setattr(documents, "MAX_BYTES", 10)
    with pytest.raises(LimitError, match="found 12 bytes, expected at most 10"):
        read_document(written(tmp_path, "c.txt", "twelve bytes"))


def test_page(tmp_path: Path) -> None:
    """A page gives the paragraphs of its article, and what its head says of it; the text is stored beside the case."""
    document = read_document(written(tmp_path, "page.html", PAGE))
    assert document.media_type == "text/html"
    assert "they would “gladly” meet again & again.\n\nNothing was agreed" in document.text
    assert "never" not in document.text
    assert document.hints.title == "Talks resume"
    assert document.hints.date == "2019-05-03"
    assert document.hints.authors == ("Ana Roy", "Ben Osei")
    assert document.hints.publisher == "The Paper"
    assert not document.verbatim
    assert document.original_sha256 == hashlib.sha256(PAGE.encode()).hexdigest()


def test_page_without_article(tmp_path: Path) -> None:
    """Where no article is found all words are taken, with a warning."""
    document = read_document(
        written(tmp_path, "a", "<html><head><style>x</style></head>" + "<div>" * 1_001 + "Yes <b>sir</b>.<br>No.")
    )
    assert document.text == "Yes sir.\n\nNo."
    assert "found no article in the page" in document.warnings[0]


def test_declared_encoding(tmp_path: Path) -> None:
    """A page that declares its encoding is read so."""
    page = PAGE.replace("<head>", "<head><meta charset='iso-8859-2'>").replace("“gladly”", "wyjaśnił łódź")
    assert "wyjaśnił łódź" in read_document(written(tmp_path, "a.html", page.encode("iso-8859-2"))).text


def test_pdf(tmp_path: Path) -> None:
    """Pages are joined without running heads and page numbers."""
    pages = [f"THE PAPER\nThe two sides met on day {number}, and agreed.\n{number}" for number in range(1, 5)]
    document = read_document(written(tmp_path, "a.pdf", pdf(*pages)))
    assert document.media_type == "application/pdf"
    assert document.text.split("\n\n")[:2] == [
        "The two sides met on day 1, and agreed.",
        "The two sides met on day 2, and agreed.",
    ]


def test_scan(tmp_path: Path) -> None:
    """A PDF file without letters is taken for a scan."""
    with pytest.raises(CaseError, match=r"found 1 letters on 2 pages, expected text; is it a scan\? .*OCR"):
        read_document(written(tmp_path, "a.pdf", pdf("A", "1")))


def test_encrypted(tmp_path: Path) -> None:
    """A PDF file with a password is refused; it says so."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415  # heavy

    path = written(tmp_path, "a.pdf", pdf("The two sides met."))
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "b.pdf")
    with pytest.raises(CaseError, match=r"b\.pdf: found an encrypted PDF file"):
        read_document(tmp_path / "b.pdf")


@pytest.mark.parametrize(
    ("answer", "error", "message"),
    [
        ({"many_pages": 4000}, LimitError, "found 4,000 pages, more than are read at once"),
        ({"many_characters": 30_000_000}, LimitError, "found 30,000,000 characters"),
        ({"error": "it took more than 60 seconds", "time": True}, LimitError, "cannot be read .it took more than 60"),
        ({"error": "ValueError: no"}, CaseError, "cannot be read .ValueError: no"),
    ],
)
def test_answers_about_pdf(
    answer: dict[str, object], error: type[Exception], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the child process says of a PDF file becomes a message."""
    monkeypatch.setattr(document_parsing, "_ask", lambda *_: answer)
    with pytest.raises(error, match=message):
        document_parsing.parse_pdf(b"", "a.pdf")


def test_pages_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that cannot be read are counted."""
    answer = {"pages": ["The two sides met on Friday in the old customs house.", ""], "unread": 1}
    monkeypatch.setattr(document_parsing, "_ask", lambda *_: answer)
    assert document_parsing.parse_pdf(b"", "a.pdf").warnings == ("1 of 2 pages could not be read",)


def test_child_that_dies(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child process that dies, or takes too long, is a clear message; a page is then read plainly."""
    monkeypatch.setattr(document_parsing, "SECONDS", 0.001)
    with pytest.raises(LimitError, match="this page cannot be read"):
        document_parsing.parse_html("<p>Yes.</p>", "a.html")
    monkeypatch.setattr(document_parsing, "SECONDS", 60)
    worker = document_parsing._WORKER
    monkeypatch.setattr(document_parsing, "_WORKER", worker.with_name("missing.py"))
    with pytest.raises(CaseError, match="its structure breaks the program that reads it"):
        document_parsing.parse_pdf(b"", "a.pdf")


def test_missing_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the packages that read pages and files, the message says what to install; plain text needs none."""
    answer = SimpleNamespace(stdout=b'{"missing": "pypdf"}')
    monkeypatch.setattr("subprocess.run", lambda *_, **__: answer)
    with pytest.raises(GoodOfficesError, match=r"needs pypdf; install goodoffices\[record\]"):
        document_parsing.parse_pdf(b"", "a.pdf")
    monkeypatch.setitem(sys.modules, "certifi", None)
    with pytest.raises(GoodOfficesError, match=r"needs urllib3 and certifi; install goodoffices\[record\]"):
        fetch_page("http://127.0.0.1/", local=True)
    monkeypatch.setitem(sys.modules, "charset_normalizer", None)
    with pytest.raises(CaseError, match="found bytes in no known encoding"):
        read_document(written(tmp_path, "a.txt", b"\x81\x81 and so on"))


def test_unseen_characters(tmp_path: Path) -> None:
    """Characters that cannot be seen stay where they are, and are named with their line."""
    text = "The two sides\nagreed to a cease\u200bfire.\u202e\n\x00"
    document = read_document(written(tmp_path, "a.txt", text))
    assert document.text == text
    assert [warning.partition(":")[0] for warning in document.warnings] == [
        "found 1 × ZERO WIDTH SPACE (U+200B), first in line 2",
        "found 1 × RIGHT-TO-LEFT OVERRIDE (U+202E), first in line 2",
        "found 1 × control character (U+0000), first in line 3",
    ]


def test_address() -> None:
    """An address is fetched; its last part is the name, and it is among the hints."""
    asked = []

    def fetch(url: str) -> Fetched:
        asked.append(url)
        return Fetched(b"He said yes.", "text/plain", None, "https://paper.example/a/talk%20one.txt?x=1")

    document = read_document("https://paper.example/b", fetch=fetch)
    assert asked == ["https://paper.example/b"]
    assert (document.name, document.hints.url) == ("talk one.txt", "https://paper.example/a/talk%20one.txt?x=1")
    assert not document.verbatim


def test_address_of_a_page() -> None:
    """A page without a name is called by its server; its own address goes before that by which it was fetched."""
    page = PAGE.replace("<head>", '<head><link rel="canonical" href="https://paper.example/talks">')
    fetched = Fetched(page.encode(), "text/html", "utf-8", "https://paper.example/")
    document = read_document("https://paper.example", fetch=lambda _: fetched)
    assert document.name == "paper.example"
    assert document.hints.url == "https://paper.example/talks"


@pytest.mark.parametrize(
    ("source", "is_one"),
    [
        ("https://a.example", True),
        ("ftp://a.example", True),
        ("a.txt", False),
        ("C:\\a.txt", False),
        (Path("a"), False),
    ],
)
def test_is_address(source: str | Path, is_one: bool) -> None:  # noqa: FBT001  # parametrised
    """An address begins with a scheme and two slashes."""
    assert is_address(source) is is_one
