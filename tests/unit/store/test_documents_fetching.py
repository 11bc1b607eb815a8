"""Fetching a page: from a server on this machine, and what is refused before anything is asked."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from goodoffices.errors import CaseError, LimitError
from goodoffices.store import document_fetching
from goodoffices.store.document_fetching import fetch
from goodoffices.store.documents import read_document

local = partial(fetch, local=True)


class _Pages(BaseHTTPRequestHandler):
    """A few pages and a few tricks."""

    def do_GET(self) -> None:
        """Answer."""
        path = self.path.partition("?")[0]
        kind, body = "text/plain; charset=iso-8859-1", b"He said \xe9."
        if path == "/moved":
            self._send(302, "text/plain", b"", {"Location": "/page?x=1"})
        elif path == "/round":
            self._send(302, "text/plain", b"", {"Location": "/round"})
        elif path == "/away":
            self._send(301, "text/plain", b"", {"Location": "ftp://elsewhere.example/"})
        elif path == "/picture":
            self._send(200, "image/png", b"\x89PNG")
        elif path == "/bomb":
            self._send(200, "text/plain", gzip.compress(b"0" * 400_000), {"Content-Encoding": "gzip"})
        elif path == "/broken":
            self._send(200, "text/plain", b"short", {"Content-Length": "5000"})
        elif path == "/none":
            self._send(404, "text/plain", b"")
        else:
            self._send(200, kind, body)

    def _send(self, status: int, kind: str, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as the base class names it
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Serve the pages on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def test_fetched(server: str) -> None:
    """A page is read as its server declares it; a redirection is followed and tells the address."""
    document = read_document(f"{server}/moved", fetch=local)
    assert document.text == "He said é."
    assert document.hints.url == f"{server}/page?x=1"
    assert "read as iso-8859-1" in document.warnings[0]
    fetched = local(f"{server}/page")
    assert (fetched.media_type, fetched.charset) == ("text/plain", "iso-8859-1")


@pytest.mark.parametrize(
    ("path", "error", "message"),
    [
        ("/round", LimitError, "found more than 5 redirections"),
        ("/away", CaseError, "found the scheme 'ftp', expected http or https"),
        ("/picture", CaseError, "found image/png, expected a page of text, HTML or PDF"),
        ("/none", CaseError, "the server answered 404, expected a page"),
        ("/broken", CaseError, "the page broke off"),
    ],
)
def test_refused_answers(server: str, path: str, error: type[Exception], message: str) -> None:
    """An answer that is no page is refused with what it is."""
    with pytest.raises(error, match=message):
        local(f"{server}{path}")


def test_too_much(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is too large when it is unpacked, or too slow, is refused."""
    monkeypatch.setattr(document_fetching, "MAX_BYTES", 100_000)
    with pytest.raises(LimitError, match="found more than 100,000 bytes"):
        local(f"{server}/bomb")
    monkeypatch.setattr(document_fetching, "SECONDS", -1)
    with pytest.raises(LimitError, match="the page took more than"):
        local(f"{server}/page")


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ftp://paper.example/a", "found the scheme 'ftp'"),
        ("file:///etc/hosts", "found the scheme 'file'"),
        ("https:///a", "expected http or https and the name of a server"),
        ("https://paper.example:0/a", "expected http or https and the name of a server"),
        ("https://paper.example:port/a", "found no address"),
        ("https://user:word@paper.example/", "found a user name in the address"),
        ("http://127.0.0.1/", "found the address of a private network"),
        ("http://10.1.2.3/", "found the address of a private network"),
        ("http://169.254.169.254/latest", "found the address of a private network"),
        ("http://[::1]/", "found the address of a private network"),
        ("http://[::ffff:127.0.0.1]/", "found the address of a private network"),
    ],
)
def test_refused_addresses(url: str, message: str) -> None:
    """Other schemes, passwords and the local network are refused before anything is asked."""
    with pytest.raises(CaseError, match=message):
        fetch(url)


def test_names_that_lead_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name with one public and one private number is refused; one that is not found is told."""

    def numbers(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", ("8.8.8.8", 443)), (0, 0, 0, "", ("192.168.1.1", 443))]

    monkeypatch.setattr(socket, "getaddrinfo", numbers)
    with pytest.raises(CaseError, match="found the address of a private network"):
        fetch("https://paper.example/")

    def unknown(*_: object, **__: object) -> list[tuple[object, ...]]:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(CaseError, match="this server is not found"):
        fetch("https://paper.example/")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_nobody_answers(scheme: str) -> None:
    """A server that does not answer is told, with and without encryption."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
        with pytest.raises(CaseError, match="the page could not be fetched"):
            local(f"{scheme}://127.0.0.1:{port}/a")
