"""The style sheet, the script and the sign of the rooms: our own, and the only files that a browser may keep."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from importlib.resources import files

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from goodoffices.web.rooms.visit import Desk

__all__ = ["Statics"]

_KINDS = {
    "rooms.css": "text/css; charset=utf-8",
    "rooms.js": "text/javascript; charset=utf-8",
    "room.svg": "image/svg+xml",
}


class Statics:
    """The files, read once; their address changes with their content, so that they may be kept for a year.

    Pages themselves are never compressed: what one side writes and what another one may not know could stand in the
    same page, and the length of the compressed page would tell of one by the other.
    """

    def __init__(self) -> None:
        folder = files("goodoffices.web.rooms") / "static"
        self._files = {name: (folder / name).read_bytes() for name in _KINDS}
        self._small = {name: gzip.compress(data, 9, mtime=0) for name, data in self._files.items()}

    @property
    def addresses(self) -> Mapping[str, str]:
        """The address of each file."""
        return {name: f"/static/{name}?{hashlib.sha256(data).hexdigest()[:12]}" for name, data in self._files.items()}

    def answer(self, desk: Desk, request: Request, form: FormData | None) -> Response:
        """Send a file."""
        del desk, form
        name = request.path_params["name"]
        if name not in self._files:
            raise HTTPException(404)
        headers = {"cache-control": "public, max-age=31536000, immutable", "vary": "accept-encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(self._small[name], headers={**headers, "content-encoding": "gzip"}, media_type=_KINDS[name])
        return Response(self._files[name], headers=headers, media_type=_KINDS[name])
