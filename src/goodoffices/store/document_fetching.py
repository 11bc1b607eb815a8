"""Fetching one page that the user named: limits on size, time and redirections, and no way into the local network."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urljoin, urlsplit

from goodoffices.errors import CaseError, GoodOfficesError, LimitError

if TYPE_CHECKING:
    import urllib3

__all__ = ["Fetched", "fetch"]

MAX_BYTES = 20_000_000
MAX_REDIRECTIONS = 5
SECONDS = 60
_CHUNK = 65_536
_KINDS = (
    "text/",
    "application/xhtml+xml",
    "application/pdf",
    "application/xml",
    "application/octet-stream",
    "application/x-pdf",
)
_HEADERS = {"User-Agent": "goodoffices", "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9"}


@dataclass(frozen=True)
class Fetched:
    """What an address gave.

    Attributes
    ----------
    data
        Its bytes, decompressed.
    media_type
        Such as ``text/html``; empty if the server did not say.
    charset
        As the server said.
    url
        Where it came from in the end.
    """

    data: bytes
    media_type: str
    charset: str | None
    url: str


def fetch(url: str, *, local: bool = False) -> Fetched:
    """Fetch a page.

    Parameters
    ----------
    url
        With ``http`` or ``https``.
    local
        Allow addresses of this machine and of private networks.

    Raises
    ------
    CaseError
        If the address is none, is refused, or answers with something else than a text.
    LimitError
        If the page is too large, or takes too long.
    """
    deadline = time.monotonic() + SECONDS
    at = url
    for _ in range(MAX_REDIRECTIONS + 1):
        parts = _checked(at)
        answer = _asked(parts, _address(parts, local=local), deadline)
        try:
            target = answer.get_redirect_location()
            if not target:
                return _read(answer, at, deadline)
            at = urljoin(at, target)
        finally:
            answer.close()
    raise LimitError(f"{url}: found more than {MAX_REDIRECTIONS} redirections; open it in a browser and save the page")


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port_is_number = parts.port is None or parts.port > 0
    except ValueError:
        raise CaseError(f"{url}: found no address, expected one such as https://example.org/page") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or not port_is_number:
        raise CaseError(
            f"{url}: found the scheme {parts.scheme or 'none'!r}, expected http or https and the name of a server"
        )
    if parts.username or parts.password:
        raise CaseError(f"{url}: found a user name in the address, expected a public page; save the page in a file")
    return parts


def _address(parts: SplitResult, *, local: bool) -> str:
    """Find the number of a server; every one of its numbers must be public, unless local ones are allowed."""
    host = parts.hostname or ""
    try:
        found = socket.getaddrinfo(host, parts.port or parts.scheme, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise CaseError(
            f"{host}: this server is not found; check the address and the network, or save the page in a file"
        ) from None
    numbers = [str(one[4][0]).partition("%")[0] for one in found]
    if not local and not all(ipaddress.ip_address(number).is_global for number in numbers):
        raise CaseError(
            f"{host}: found the address of a private network, expected a public page; save the page in a file"
        )
    return numbers[0]


def _asked(parts: SplitResult, number: str, deadline: float) -> urllib3.BaseHTTPResponse:
    """Ask the very address that was checked, so that the name cannot be made to mean another."""
    try:
        import certifi  # noqa: PLC0415  # heavy
        import urllib3  # noqa: PLC0415
    except ImportError:
        raise GoodOfficesError("fetching pages needs urllib3 and certifi; install goodoffices[record]") from None

    host = parts.hostname or ""
    default = 443 if parts.scheme == "https" else 80
    named = host if parts.port in {None, default} else f"{host}:{parts.port}"
    options: dict[str, Any] = {
        "timeout": urllib3.Timeout(connect=10, read=20, total=max(1, deadline - time.monotonic()))
    }
    pool: urllib3.HTTPConnectionPool
    if parts.scheme == "https":
        context = ssl.create_default_context(cafile=certifi.where())
        pool = urllib3.HTTPSConnectionPool(
            number, parts.port or default, ssl_context=context, server_hostname=host, assert_hostname=host, **options
        )
    else:
        pool = urllib3.HTTPConnectionPool(number, parts.port or default, **options)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        return pool.request(
            "GET",
            path,
            headers={**_HEADERS, "Host": named},
            redirect=False,
            retries=False,
            preload_content=False,
            assert_same_host=False,
        )
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        raise CaseError(
            f"{host}: the page could not be fetched ({type(error).__name__}); try again, or save it in a file"
        ) from None


def _read(answer: urllib3.BaseHTTPResponse, url: str, deadline: float) -> Fetched:
    import urllib3  # noqa: PLC0415  # heavy

    if answer.status != 200:
        raise CaseError(
            f"{url}: the server answered {answer.status}, expected a page; open it in a browser and save it in a file"
        )
    media_type, charset = _content_type(answer.headers)
    if media_type and not media_type.startswith(_KINDS):
        raise CaseError(f"{url}: found {media_type}, expected a page of text, HTML or PDF")
    data = bytearray()
    try:
        for chunk in answer.stream(_CHUNK, decode_content=True):
            data += chunk
            if len(data) > MAX_BYTES:
                raise LimitError(
                    f"{url}: found more than {MAX_BYTES:,} bytes, expected a page; save the part that matters in a file"
                )
            if time.monotonic() > deadline:
                raise LimitError(f"{url}: the page took more than {SECONDS} seconds; save it in a file")
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise CaseError(
            f"{url}: the page broke off ({type(error).__name__}); try again, or save it in a file"
        ) from None
    return Fetched(bytes(data), media_type, charset, url)


def _content_type(headers: Mapping[str, str]) -> tuple[str, str | None]:
    kind, _, rest = headers.get("Content-Type", "").partition(";")
    _, _, charset = rest.partition("charset=")
    return kind.strip().lower(), charset.split(";")[0].strip(" \"'") or None
