"""What stands in front of every page: size, origin, tokens, headers."""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["HEADERS", "MOST_BYTES", "Guard", "form_token", "token_fits"]

MOST_BYTES = 200_000
_MOST_DRAINED = 40_000_000

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; "
        "trusted-types 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Without any referrer a browser would also hide the origin of a form, which is checked below.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "cache-control": "no-store",
}
"""Sent with every answer; no page of a room is kept by a browser."""


def form_token(cookie: str) -> str:
    """Return the token that a form of this session carries; another site cannot know it."""
    return hmac.new(cookie.encode(), b"goodoffices form", hashlib.sha256).hexdigest()


def token_fits(cookie: str, token: object) -> bool:
    """Say whether a form carries the token of its session."""
    return isinstance(token, str) and hmac.compare_digest(form_token(cookie).encode(), token.encode("utf-8", "replace"))


class Guard:
    """Refuse what is too large or comes from elsewhere, and put the headers on what goes out.

    Parameters
    ----------
    app
        What stands behind.
    origin
        The address of the room as browsers see it, such as ``https://talks.example.org``.
    """

    def __init__(self, app: ASGIApp, origin: str) -> None:
        self.app = app
        self.origin = origin
        self.host = urlsplit(origin).netloc

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        out = _with_headers(send)
        refusal = self._refusal(scope)
        if refusal is None:
            await self.app(scope, receive, out)
            return
        if refusal.status_code == 413:
            # A browser shows an answer only once it has sent everything; the words are not kept.
            await _drain(receive)
        await refusal(scope, receive, out)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers, wrong = Headers(scope=scope), None
        if headers.get("host") != self.host:
            wrong = PlainTextResponse("this room has another address", 421)
        elif scope["method"] == "POST":
            wrong = self._wrong_form(headers)
        elif scope["method"] not in {"GET", "HEAD"}:
            wrong = PlainTextResponse("only pages and forms are taken", 405)
        return wrong

    def _wrong_form(self, headers: Headers) -> PlainTextResponse | None:
        # Every browser that can show this page names the origin of a form.
        if headers.get("origin") != self.origin or headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return PlainTextResponse("this form comes from another site: open the room itself and send it there", 403)
        if headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
            return PlainTextResponse("only forms of this room are taken", 415)
        length = headers.get("content-length", "")
        if length.isascii() and length.isdigit() and len(length) < 10 and int(length) <= MOST_BYTES:
            return None
        return PlainTextResponse(
            f"This is more than the room takes at once: expected at most {MOST_BYTES:,} bytes. "
            "Nothing was kept. Go back, your words are still in the form, and send them in parts.",
            413,
        )


async def _drain(receive: Receive) -> None:
    taken, more = 0, True
    while more and taken < _MOST_DRAINED:
        message = await receive()
        taken += len(message.get("body", b""))
        more = message["type"] == "http.request" and message.get("more_body", False)


def _with_headers(send: Send) -> Send:
    async def headed(message: Message) -> None:
        if message["type"] == "http.response.start":
            out = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                if name not in out:
                    out[name] = value
        await send(message)

    return headed
