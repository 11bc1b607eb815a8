"""Live updates: a stream that says no more than how far one's own feed has come.

A wake-up of the journal names the groups that were told something; whoever is not among them is not woken, so that
nothing, not even the rhythm of a stream, tells of what happened out of sight. A number is told once: whoever comes back
with the number heard last (``Last-Event-ID``) is told the present one, which says all that lay between, or nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable
from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from goodoffices.errors import GoodOfficesError
from goodoffices.store.journal import Journal, OpenedKeys

__all__ = ["HEARTBEAT", "Streams"]

_LOG = logging.getLogger("goodoffices.rooms")
HEARTBEAT = 20.0
_OVER = "event: over\ndata: over\n\n"
_SILENT = "\n"
_MOST_EACH = 4
_MOST_BEATS = 75  # a stream ends before a session that is otherwise idle does


class Streams:
    """The streams that are open.

    Parameters
    ----------
    journal
        That wakes them.
    heartbeat
        After how many seconds of silence a stream says that it is still there.
    """

    def __init__(self, journal: Journal, heartbeat: float = HEARTBEAT) -> None:
        self._journal = journal
        self._heartbeat = heartbeat
        self._open: Counter[str] = Counter()
        self._lock = Lock()

    def take(self, person: str) -> bool:
        """Take a place for one more stream of a person, if there is one left."""
        with self._lock:
            if self._open[person] >= _MOST_EACH:
                return False
            self._open[person] += 1
            return True

    def leave(self, person: str) -> None:
        """Give a place back."""
        with self._lock:
            self._open[person] -= 1
            if not self._open[person]:
                del self._open[person]

    def respond(self, request: Request, token: str, keys: OpenedKeys) -> Response:
        """Begin a stream for somebody; whoever asks for its head alone has that, and takes no place."""
        kind, headers = "text/event-stream", {"x-accel-buffering": "no"}
        if request.method == "HEAD":
            return Response(headers=headers, media_type=kind)
        heard = request.headers.get("last-event-id", "")
        return StreamingResponse(self._stream(token, keys, heard), media_type=kind, headers=headers)

    async def _stream(self, token: str, keys: OpenedKeys, heard: str) -> AsyncIterator[str]:
        loop, news = asyncio.get_running_loop(), asyncio.Event()
        room, person, group = keys.room, keys.person, keys.group
        del keys  # nothing that opens anything waits here
        if not self.take(person):
            yield "event: full\ndata: full\n\n"
            return

        def wake(where: str, groups: frozenset[str]) -> None:
            if where == room and group in groups and not loop.is_closed():
                loop.call_soon_threadsafe(news.set)

        stop: Callable[[], None] = self._journal.listen(wake)
        try:
            told = await self._number(token)
            yield f"retry: 3000\n{_event(told) if told != heard else _SILENT}"
            for _ in range(_MOST_BEATS):
                try:
                    async with asyncio.timeout(self._heartbeat):
                        await news.wait()
                except TimeoutError:
                    yield ":\n\n"
                    continue
                news.clear()
                now = await self._number(token)
                if now != told:
                    told = now
                    yield _event(told)
        except GoodOfficesError:
            # The session is over: the page learns it when it asks for something.
            yield _OVER
        except Exception:  # noqa: BLE001 - whatever it was, nothing of it is shown or logged
            _LOG.error("a live stream failed")
            yield _OVER
        finally:
            stop()
            self.leave(person)

    async def _number(self, token: str) -> str:
        return str(await run_in_threadpool(self._journal.heard, token))


def _event(number: str) -> str:
    return f"id: {number}\ndata: {number}\n\n"
