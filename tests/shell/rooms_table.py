"""A room with people at it, for the tests of its pages: a real journal, real pages, forms filled in as in a browser."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import uvicorn
from starlette.applications import Starlette

from goodoffices.store.journal import Journal, Strength
from goodoffices.talks.commands import OpenRoom
from goodoffices.web.rooms import application

ORIGIN = "http://127.0.0.1:8765"
FOUR_WORDS = "seven quiet lanterns by the sea"
START = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
WEAK = Strength(passes=1, memory=8192)
RULES = dict.fromkeys(
    ("schedule", "agenda", "participants", "third_party", "drafting", "confidentiality", "languages"), "as agreed"
)
ISSUES = (
    {"id": "tests", "say": "Missile tests", "options": ("go on", "halt", "halt, watched"), "now": "go on"},
    {"id": "drills", "say": "Joint drills", "options": ("as planned", "smaller", "none"), "now": "as planned"},
)


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        """Return the moment."""
        return self.now

    def goes(self, **by: float) -> None:
        """Go on."""
        self.now += dt.timedelta(**by)


@dataclass
class Form:
    """A form as it stands in a page, with what is filled in."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._area: str | None = None
        self._select: tuple[str, list[tuple[str, bool]]] | None = None
        self._text: list[str] = []
        self._option: str | None = None
        self._option_chosen = False
        self._in_option = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a form, or a field of it."""
        given = dict(attrs)
        if tag == "form":
            self._form = Form(given.get("action") or "", given.get("method") or "get")
            self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag == "input":
            kind, name = given.get("type", "text"), given.get("name")
            if name and (kind not in {"checkbox", "radio"} or "checked" in given):
                self._form.fields.append((name, given.get("value", "on" if kind == "checkbox" else "") or ""))
        elif tag == "textarea":
            self._area, self._text = given.get("name"), []
        elif tag == "select":
            self._select = (given.get("name") or "", [])
        elif tag == "option" and self._select is not None:
            self._option, self._option_chosen, self._in_option = given.get("value"), "selected" in given, True
            self._text = []

    def handle_data(self, data: str) -> None:
        """Collect words."""
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """End a field, or a form."""
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._form is not None and self._area:
            self._form.fields.append((self._area, "".join(self._text).removeprefix("\n")))
        elif tag == "option" and self._select is not None:
            value = "".join(self._text) if self._option is None else self._option
            self._select[1].append((value, self._option_chosen))
        elif tag == "select" and self._form is not None and self._select is not None:
            name, options = self._select
            chosen = [value for value, here in options if here] or [value for value, _ in options[:1]]
            self._form.fields += [(name, value) for value in chosen]
            self._select = None


def forms_of(page: str) -> list[Form]:
    """Return the forms of a page."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


@dataclass(frozen=True)
class Client:
    """Ask an application without a network between."""

    app: Starlette

    def ask(self, method: str, path: str, headers: dict[str, str], content: str | bytes = "") -> httpx.Response:
        """Send one request."""

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
                return await client.request(method, path, headers=headers, content=content)

        return asyncio.run(send())


@dataclass
class Seat:
    """Somebody with a browser."""

    client: Client
    token: str
    group: str
    role: str
    person: str

    def get(self, path: str, **more: Any) -> httpx.Response:
        """Open a page."""
        return self.client.ask("GET", path, {"cookie": f"room={self.token}", **more})

    def post(self, path: str, fields: list[tuple[str, str]] | dict[str, str], **headers: str) -> httpx.Response:
        """Send a form."""
        body = urlencode(list(fields.items()) if isinstance(fields, dict) else fields)
        given = {
            "cookie": f"room={self.token}",
            "origin": ORIGIN,
            "content-type": "application/x-www-form-urlencoded",
            **headers,
        }
        return self.client.ask("POST", path, given, body)

    def filled(
        self, page: str, kind: str, where: dict[str, str] | None = None, /, **fields: Any
    ) -> list[tuple[str, str]]:
        """Fill in a form of a page: the one for this kind of act whose hidden fields are as given."""
        action = kind if kind.startswith("/") else f"/act/{kind}"
        for form in forms_of(self.get(page).text):
            if form.action == action and all(dict(form.fields).get(k) == v for k, v in (where or {}).items()):
                kept = [(name, value) for name, value in form.fields if name not in fields]
                more = [
                    (name, one)
                    for name, value in fields.items()
                    for one in ([value] if isinstance(value, str) else value)
                ]
                return [
                    (name, FOUR_WORDS if name == "passphrase" and not value else value) for name, value in kept + more
                ]
        message = f"{page} has no form {action} {where or ''}"
        raise AssertionError(message)

    def does(self, page: str, kind: str, where: dict[str, str] | None = None, /, **fields: Any) -> httpx.Response:
        """Fill in a form and send it; it has to be taken."""
        action = kind if kind.startswith("/") else f"/act/{kind}"
        answer = self.post(action, self.filled(page, kind, where, **fields))
        assert answer.status_code == 303, answer.text
        return answer


@dataclass
class Table:
    """A room and those who sit at it."""

    journal: Journal
    clock: Clock
    app: Starlette
    room: str
    people: dict[str, Seat] = field(default_factory=dict)

    @property
    def client(self) -> Client:
        """A browser of nobody."""
        return Client(self.app)

    def sit(self, name: str, invitation: Any) -> Seat:
        """Take an invitation up."""
        found = self.journal.identity.redeem(invitation.token, name, FOUR_WORDS, address="192.0.2.1")
        person = found.person
        self.people[name] = Seat(self.client, found.session.token, person.group, person.role, person.id)
        return self.people[name]

    def invite(self, who: str, group: str, role: Any, name: str) -> Seat:
        """Let somebody invite somebody, who comes in."""
        identity = self.journal.identity
        return self.sit(name, identity.invite(identity.open(self.people[who].token), group, role))

    def __getitem__(self, name: str) -> Seat:
        return self.people[name]

    def agree_on_rules(self) -> None:
        """Sign the ground rules."""
        self["Maria"].does("/room", "propose-rules", **RULES)
        for name in ("Nora", "Sami"):
            self[name].does("/room", "sign-rules")

    def widen(self, mode: str = "conciliation") -> None:
        """Let the mediator do more."""
        self["Maria"].does("/room", "propose-mode", mode=mode)
        for name in ("Nora", "Sami"):
            self[name].does("/room", "consent-mode")


def open_journal(folder: Path, clock: Any = None) -> Journal:
    """Open a journal whose passphrases are cheap to check."""
    return Journal.open(folder / "talks.db", folder / "talks.key", clock=clock, strength=WEAK)


def set_table(folder: Path, *, everybody: bool = False, **settings: Any) -> Table:
    """Open a room with a mediator and two heads; with everybody, also with members, a capital and an observer."""
    clock = Clock()
    journal = open_journal(folder, clock)
    command = OpenRoom.model_validate(
        {
            "room": "9" * 32,
            "title": "Two shores",
            "seats": [{"id": "north", "name": "North"}, {"id": "south", "name": "South"}],
            "issues": ISSUES,
            "questions": 3,
        }
    )
    listed = journal.create_room(command, key="1" * 32)
    table = Table(journal, clock, application(journal, origin=ORIGIN, **settings), listed.id)
    table.sit("Maria", journal.identity.invite_mediator(listed.id))
    table.invite("Maria", "north", "head", "Nora")
    table.invite("Maria", "south", "head", "Sami")
    if everybody:
        table.invite("Nora", "north", "member", "Nils")
        table.invite("Sami", "south", "mandator", "Salma")
        table.invite("Maria", "observers", "observer", "Olga")
    return table


@contextmanager
def serving(app: Starlette, port: int) -> Iterator[str]:
    """Serve an application on this machine for as long as the block lasts."""
    server = uvicorn.Server(
        uvicorn.Config(
            app, host="127.0.0.1", port=port, log_level="critical", access_log=False, timeout_graceful_shutdown=1
        )
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
