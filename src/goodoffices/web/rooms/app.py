"""The application: every route through one gate, deny by default."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from anyio.to_thread import current_default_thread_limiter
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from goodoffices.errors import GoodOfficesError
from goodoffices.store.journal import Journal, OpenedKeys, SessionOverError
from goodoffices.web.rooms import agreed, doors, members, pages
from goodoffices.web.rooms.acting import act, kept_words, status_of
from goodoffices.web.rooms.guard import MOST_BYTES, Guard, token_fits
from goodoffices.web.rooms.languages import ENGLISH, Language
from goodoffices.web.rooms.live import HEARTBEAT, Streams
from goodoffices.web.rooms.minuting import minutes, minutes_file
from goodoffices.web.rooms.ordering import order
from goodoffices.web.rooms.pacing import Pace
from goodoffices.web.rooms.policy import ANYBODY, PAGES, allowed
from goodoffices.web.rooms.statics import Statics
from goodoffices.web.rooms.supposing import what_if
from goodoffices.web.rooms.visit import Desk, Visit

__all__ = ["Gate", "application"]

_LOG = logging.getLogger("goodoffices.rooms")
_MOST_FIELDS = 2_000
_THREADS = 2
_ANALYSES = frozenset({"analysis", "what-if", "order"})
_SLOW = _ANALYSES | {"agreement-file", "hand-over"}
"""Pages that take long, one at a time, so that everything else goes on."""

Inside = Callable[[Visit, FormData | None], Response]


@dataclass(frozen=True)
class Gate:
    """Where every request passes: who is it, may they, and is the form theirs."""

    desk: Desk
    pace: Pace
    streams: Streams
    porters: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2, "door"))
    study: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "study"))
    studying: set[str] = field(default_factory=set, repr=False)

    def route(self, path: str, name: str, answer: Callable[..., Response], *, posts: bool | None = None) -> Route:
        """Register a route.

        Parameters
        ----------
        path
            Its address.
        name
            Under which :data:`goodoffices.web.rooms.policy.PAGES` says who may open it.
        answer
            For a route that is open to anybody called with the desk, else with the visit.
        posts
            True for forms only, False for pages only, None for both.

        Raises
        ------
        LookupError
            If nobody said who may open it.
        """
        if name not in PAGES:
            raise LookupError(f"the route {name!r} has no policy: say in web/rooms/policy.py who may open it")

        async def endpoint(request: Request) -> Response:
            try:
                form = await _form_of(request) if request.method == "POST" else None
                if name == "live":
                    return await self._live(request)
                loop = asyncio.get_running_loop()
                if PAGES[name] == ANYBODY:
                    # Checking a passphrase takes long on purpose: whoever is inside does not wait for it.
                    return await loop.run_in_executor(self.porters, answer, self.desk, request, form)
                if name in _SLOW:
                    return await self._studied(name, answer, request, form)
                return await run_in_threadpool(self._inside, name, answer, request, form)
            except HTTPException:
                raise
            except ClientDisconnect:
                return PlainTextResponse("", 400)
            except Exception:  # noqa: BLE001 - whatever it was, nothing of it is shown or logged
                _LOG.error("the route %s failed", name)
                return self.desk.page(request, "failed.html", 500)

        methods = ["GET", "POST"] if posts is None else ["POST"] if posts else ["GET"]
        return Route(path, endpoint, methods=methods, name=name)

    async def _studied(self, name: str, answer: Inside, request: Request, form: FormData | None) -> Response:
        """Answer what takes long; whoever waits for an analysis has to wait before asking for another."""
        token = request.cookies.get(self.desk.cookie, "")
        if name in _ANALYSES and token in self.studying:
            wrong = "a page that you asked for is still being worked out: wait for it, and ask again"
            return self._closed(request, form, wrong, 429)
        if name in _ANALYSES:
            self.studying.add(token)
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self.study, self._inside, name, answer, request, form)
        finally:
            self.studying.discard(token)

    def _inside(self, name: str, answer: Inside, request: Request, form: FormData | None) -> Response:
        token = request.cookies.get(self.desk.cookie, "")
        try:
            keys = self._keys(token)
        except SessionOverError as error:
            return self._stranger(request, token, form, str(error))
        refusal = self._refusal(name, keys, token, form)
        if refusal:
            return self._closed(request, form, *refusal)
        try:
            visit = Visit(self.desk, request, token, keys)
            return pages.waiting(visit) if keys.waiting and name != "log-out" else answer(visit, form)
        except GoodOfficesError as error:
            return self._closed(request, form, str(error), status_of(error))

    def _refusal(self, name: str, keys: OpenedKeys, token: str, form: FormData | None) -> tuple[str, int] | None:
        if not allowed(name, keys.role):
            return "your role does not open this page", 403
        if form is not None and not token_fits(token, form.get("form")):
            return "this form is not of your session: open the page again and send it there", 403
        if form is not None and not self.pace.take(keys.person):
            return "that was very fast: wait a moment and send it again", 429
        return None

    def _keys(self, token: str, *, touch: bool = True) -> OpenedKeys:
        if not token:
            raise SessionOverError("you are not logged in")
        return self.desk.journal.identity.open(token, touch=touch)

    def _stranger(self, request: Request, token: str, form: FormData | None, wrong: str) -> Response:
        if form is None:
            return self.desk.without_cookie("/log-in") if token else RedirectResponse("/", 303)
        return self._closed(request, form, wrong, 401)

    def _closed(self, request: Request, form: FormData | None, wrong: str, status: int) -> Response:
        """Refuse, and give back what was typed: it came from this browser and goes back to it."""
        words = [] if form is None else [value for _, value in kept_words(form) if len(value.strip()) > 40]
        return self.desk.page(request, "closed.html", status, wrong=wrong, words=words)

    async def _live(self, request: Request) -> Response:
        token = request.cookies.get(self.desk.cookie, "")
        try:
            keys = await run_in_threadpool(self._keys, token, touch=False)
        except SessionOverError:
            return PlainTextResponse("you are not logged in", 401)
        if not allowed("live", keys.role) or keys.waiting:
            return PlainTextResponse("there is nothing for you here yet", 403)
        return self.streams.respond(request, token, keys)


async def _form_of(request: Request) -> FormData:
    """Read a form: strict UTF-8, so many bytes and fields and no more."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise HTTPException(413)
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError:
        raise HTTPException(400) from None
    return FormData([(name, value) for name, value in pairs])


def application(
    journal: Journal,
    *,
    origin: str,
    languages: Sequence[Language] = (ENGLISH,),
    heartbeat: float = HEARTBEAT,
    tick: float = 1.0,
    pace: Pace | None = None,
) -> Starlette:
    """Make the rooms of a journal a web application.

    Parameters
    ----------
    journal
        Open; closing it is up to the caller.
    origin
        The address as browsers see it, such as ``https://talks.example.org``, without a path; http is for this machine
        alone.
    languages
        In which pages can be shown, the usual one first.
    heartbeat
        After how many seconds of silence a live stream says that it is still there.
    tick
        How often, in seconds, questions whose deadline has passed are opened.
    pace
        How fast one person may act; by default as fast as people do.

    Returns
    -------
    Starlette
        To be run by any ASGI server, with its access log off.
    """
    statics = Statics()
    desk = Desk(journal, origin, statics.addresses, tuple(languages))
    gate = Gate(desk, pace or Pace(), Streams(journal, heartbeat))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        # More threads than cores can use would keep the one from its turn that answers.
        current_default_thread_limiter().total_tokens = _THREADS
        timer = asyncio.create_task(_open_answers(journal, tick))
        try:
            yield
        finally:
            timer.cancel()
            with suppress(asyncio.CancelledError):
                await timer

    return Starlette(
        routes=[
            *_outside_routes(gate, statics),
            *_inside_routes(gate),
        ],
        middleware=[Middleware(Guard, origin=origin)],
        exception_handlers={HTTPException: _elsewhere(desk)},
        lifespan=lifespan,
    )


def _outside_routes(gate: Gate, statics: Statics) -> list[Route]:
    return [
        gate.route("/", "door", doors.door, posts=False),
        gate.route("/enter", "enter", doors.enter),
        gate.route("/log-in", "log-in", doors.log_in),
        gate.route("/recover", "recover", doors.recover),
        gate.route("/static/{name}", "static", statics.answer, posts=False),
    ]


def _inside_routes(gate: Gate) -> list[Route]:
    shown = [
        gate.route(f"/{name}", name, answer, posts=False)
        for name, answer in {**pages.SHOWN, "people": members.people, "minutes": minutes}.items()
    ]
    return [
        *shown,
        gate.route("/what-if", "what-if", what_if),
        gate.route("/order", "order", order),
        gate.route("/relay/preview", "preview", pages.preview, posts=False),
        gate.route("/room/live", "live", pages.room, posts=False),
        gate.route("/minutes/{log}", "minutes-file", minutes_file, posts=False),
        gate.route("/agreement", "agreement", agreed.agreement, posts=False),
        gate.route("/agreement/{name}", "agreement-file", agreed.agreement_file, posts=False),
        gate.route("/hand-over", "hand-over", agreed.hand_over_pack, posts=True),
        gate.route("/debrief", "debrief", agreed.debrief, posts=False),
        gate.route("/act/{kind}", "act", act, posts=True),
        gate.route("/people/invite", "invite", members.invite, posts=True),
        gate.route("/people/withdraw", "withdraw-invitation", members.withdraw, posts=True),
        gate.route("/people/give-key", "give-key", members.give_key, posts=True),
        gate.route("/people/passphrase", "passphrase", members.passphrase, posts=True),
        gate.route("/people/recovery-key", "recovery-key", members.recovery_key, posts=True),
        gate.route("/log-out", "log-out", members.log_out, posts=True),
    ]


def _elsewhere(desk: Desk) -> Callable[[Request, Exception], Awaitable[Response]]:
    sentences = {
        400: "this form cannot be read: reload the page and send it again",
        404: "there is no such page",
        405: "only pages and forms of this room are taken",
        413: f"this is more than the room takes at once: expected at most {MOST_BYTES:,} bytes; send it in parts",
    }

    async def answer(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return desk.page(request, "closed.html", status, wrong=sentences.get(status, "this cannot be done"), words=[])

    return answer


async def _open_answers(journal: Journal, tick: float) -> None:
    """Open sealed answers at their deadline, whatever anybody does or does not do."""
    while True:
        try:
            await run_in_threadpool(journal.close_due)
        except Exception:  # noqa: BLE001 - the timer goes on, whatever it was
            _LOG.error("opening sealed answers failed; it is tried again")
        await asyncio.sleep(tick)
