"""One visit: who is there, what they may see, and how a page is made for them."""

from __future__ import annotations

import datetime as dt
import os
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from goodoffices.store.journal import Journal, OpenedKeys
from goodoffices.talks.events import Event
from goodoffices.talks.rights import BEFORE_RULES, MODES_NEEDED
from goodoffices.talks.roles import MEDIATOR, OBSERVERS, at_least
from goodoffices.talks.room import Room
from goodoffices.talks.verify_minutes import fingerprint
from goodoffices.talks.viewing import View
from goodoffices.web.rooms.guard import form_token
from goodoffices.web.rooms.languages import ENGLISH, Language, preferred
from goodoffices.web.rooms.policy import KINDS, allowed, may_act, salted, steps_up

__all__ = ["Desk", "Visit", "fresh"]

_SENTENCE = re.compile(r'{{ _\("([^"]*)"\) }}|{% trans %}([^{%]*){% endtrans %}')
_BRACKETS = re.compile(r"(\[[^\[\]]*\])")


def fresh() -> str:
    """Return a new random id."""
    return uuid.uuid4().hex


@dataclass(frozen=True)
class Desk:
    """What all visits share.

    Attributes
    ----------
    origin
        The address as browsers see it.
    statics
        Addresses of the style sheet and the script, by name.
    languages
        In which pages can be shown, the usual one first.
    """

    journal: Journal
    origin: str
    statics: Mapping[str, str]
    languages: Sequence[Language] = (ENGLISH,)
    pages: Mapping[str, Environment] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pages", {one.code: self._environment(one) for one in self.languages})

    def _environment(self, language: Language) -> Environment:
        pages = Environment(
            loader=PackageLoader("goodoffices.web.rooms"),
            autoescape=True,
            auto_reload=False,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n", _Said],
        )
        # The new style would take what is translated for markup, and messages quote what somebody typed.
        pages.install_gettext_translations(language.catalogue, newstyle=False)  # type: ignore[attr-defined]
        pages.extend(catalogue=language.catalogue)
        pages.filters |= {"day": _day, "when": _when, "fingerprint": fingerprint, "brackets": _brackets}
        pages.globals |= {"fresh": fresh, "language": language, "statics": self.statics, "steps_up": steps_up}
        pages.globals |= {"salted": salted, "fresh_salt": lambda: os.urandom(32).hex()}
        return pages

    @property
    def secure(self) -> bool:
        """True if the room is reached over https."""
        return self.origin.startswith("https://")

    @property
    def cookie(self) -> str:
        """The name of the cookie; over https it is bound to this host."""
        return "__Host-room" if self.secure else "room"

    def page(self, request: Request, template: str, status: int = 200, /, **content: Any) -> HTMLResponse:
        """Make a page for somebody who is not in a room."""
        return self.render(request, template, status, visit=None, **content)

    def render(self, request: Request, template: str, status: int, /, **content: Any) -> HTMLResponse:
        """Make a page in the language that the browser prefers."""
        language = preferred(request.headers.get("accept-language", ""), self.languages)
        page = self.pages[language.code].get_template(template)
        return HTMLResponse(page.render(content), status, {"content-language": language.code})

    def with_cookie(self, token: str, response: Response) -> Response:
        """Set the cookie of a session on an answer."""
        response.set_cookie(self.cookie, token, secure=self.secure, httponly=True, samesite="strict", path="/")
        return response

    def without_cookie(self, to: str) -> Response:
        """Send somebody away whose session is over."""
        response = RedirectResponse(to, 303)
        response.delete_cookie(self.cookie, path="/", secure=self.secure, httponly=True, samesite="strict")
        return response


class _Said(Extension):
    """Put sentences without variables into a template once, and not at every showing."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source with such sentences in the language of the environment."""
        del name, filename
        return _SENTENCE.sub(self._said, source)

    def _said(self, found: re.Match[str]) -> str:
        said = self.environment.catalogue.gettext(found[1] or found[2]) % {}  # type: ignore[attr-defined]  # extended by it
        # What a catalogue says in the template's own signs is left to be said at the showing.
        return found[0] if "{" in said else said


@dataclass(frozen=True)
class Visit:
    """A person at a desk, for one request.

    Attributes
    ----------
    token
        Of the session, from the cookie.
    keys
        Opened for this request and forgotten after it.
    """

    desk: Desk
    request: Request
    token: str = field(repr=False)
    keys: OpenedKeys = field(repr=False)

    _looked: list[View] = field(default_factory=list, repr=False)

    @property
    def _view(self) -> View:
        # Many forms are acted on without a look at the room. (A cached_property would let one visit wait for another.)
        if not self._looked:
            waits = self.keys.waiting
            self._looked.append(View(self.keys.group, (), Room()) if waits else self.desk.journal.view(self.keys))
        return self._looked[0]

    @property
    def room(self) -> Room:
        """The room as the person's group knows it."""
        return self._view.room

    @property
    def feed(self) -> tuple[Event, ...]:
        """What the group was told, in order; a number is a place here, from 1."""
        return self._view.feed

    @property
    def form_token(self) -> str:
        """The token that forms of this session carry."""
        return form_token(self.token)

    @property
    def now(self) -> dt.datetime:
        """The time of the journal."""
        return self.desk.journal.now()

    @property
    def mediates(self) -> bool:
        """True for the mediator's team."""
        return self.keys.group == MEDIATOR

    @property
    def observes(self) -> bool:
        """True for observers."""
        return self.keys.group == OBSERVERS

    @property
    def seated(self) -> bool:
        """True for delegations."""
        return self.keys.group in self.room.seat_ids

    def may(self, kind: str) -> bool:
        """Say whether a form is worth showing: the role has the right, and the room is that far."""
        command = KINDS[kind]
        return (
            may_act(kind, self.keys.role)
            and (self.room.in_force or command in BEFORE_RULES)
            and at_least(self.room.mode, MODES_NEEDED.get(command, "good-offices"))
        )

    def sees(self, route: str) -> bool:
        """Say whether a page is open to this person."""
        return allowed(route, self.keys.role)

    def name_of(self, group: str | None) -> str | None:
        """Return the name of a seat, and nothing for whoever is not one: pages have words for those."""
        return next((seat.name for seat in self.room.seats if seat.id == group), None)

    def place_of(self, group: str) -> str:
        """Return the place of a seat, from 1, or what the group is called; pages give each a colour of its own."""
        seats = self.room.seat_ids
        return str(seats.index(group) + 1) if group in seats else group

    def issue(self, id_: str) -> str:
        """Return an issue in words."""
        return next((one.say for one in self.room.issues if one.id == id_), id_)

    @property
    def verified(self) -> frozenset[str]:
        """The steps that were done as agreed."""
        return frozenset(id_ for id_, step in self.room.steps.items() if step.verified)

    def person(self, id_: str) -> str:
        """Return the name of a person, or nothing if the person is gone."""
        member = self.room.members.get(id_)
        return member.name if member else ""

    def page(self, template: str, status: int = 200, /, **content: Any) -> HTMLResponse:
        """Make a page of the room."""
        told = {"visit": self, "room": self.room, "keys": self.keys, "me": self.keys.group, **content}
        return self.desk.render(self.request, template, status, **told)


def _day(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%-d %B %Y, %H:%M UTC")


@lru_cache(4096)
def _when(moment: dt.datetime) -> Markup:
    """Write a moment down for people and for machines: the same ones stand on many pages."""
    stamp = moment.astimezone(dt.UTC).isoformat(timespec="seconds")
    return Markup('<time datetime="{}">{}</time>').format(stamp, _day(moment))


def _brackets(text: str) -> Markup:
    """Mark what stands in square brackets: it is open."""
    parts = _BRACKETS.split(text)
    return Markup("").join(
        Markup('<mark class="open">{}</mark>').format(part) if k % 2 else escape(part) for k, part in enumerate(parts)
    )
