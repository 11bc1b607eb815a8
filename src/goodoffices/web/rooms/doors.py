"""Coming in and going out: invitations, log-in, recovery, log-out."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from goodoffices.errors import GoodOfficesError
from goodoffices.store.journal import AttemptsError, InvitationError, Recovered, Redeemed
from goodoffices.web.rooms.acting import status_of
from goodoffices.web.rooms.visit import Desk

__all__ = ["SHORTEST", "door", "enter", "log_in", "recover", "too_short"]

SHORTEST = 12


def _address(request: Request) -> str:
    """Return the address that attempts are counted by; behind a proxy the server is told to take the proxy's word."""
    return request.client.host if request.client else "unknown"


def _word(form: FormData, name: str) -> str:
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def too_short(passphrase: str) -> str | None:
    """Say what is wrong with the length of a passphrase."""
    if len(passphrase) >= SHORTEST:
        return None
    return f"found a passphrase of {len(passphrase)} characters, expected at least {SHORTEST}: four words will do"


def _status(error: GoodOfficesError, usual: int) -> int:
    """Return the usual status, unless it is the server that failed: all else is not told apart."""
    found = status_of(error)
    return found if found == 503 else usual


def door(desk: Desk, request: Request, form: FormData | None) -> Response:
    """Show the door: everybody who is here already goes on to the room."""
    del form
    if desk.cookie in request.cookies:
        return RedirectResponse("/room", 303)
    return desk.page(request, "door.html")


def enter(desk: Desk, request: Request, form: FormData | None) -> Response:
    """Show an invitation, or take it up. The token is in the form, and not in an address that a proxy would keep."""
    if form is None:
        return desk.page(request, "enter.html", seen=None, token="", name="", wrong=None)
    token, name, seen, status = _word(form, "token"), _word(form, "name"), None, 400
    try:
        seen = desk.journal.identity.look(token, address=_address(request))
        if "name" not in form:
            return desk.page(request, "enter.html", seen=seen, token=token, name="", wrong=None)
        passphrase = str(form.get("passphrase", ""))
        wrong = too_short(passphrase)
        if wrong is None and passphrase != str(form.get("again", "")):
            wrong = "the two passphrases are not the same"
        if wrong is None:
            found = desk.journal.identity.redeem(token, name, passphrase, address=_address(request))
            return _entered(desk, request, found, name)
    except InvitationError as error:
        return desk.page(request, "enter.html", 403, seen=None, token="", name="", wrong=str(error))
    except AttemptsError as error:
        return desk.page(request, "enter.html", 429, seen=None, token="", name="", wrong=str(error))
    except GoodOfficesError as error:
        wrong, status = str(error), _status(error, 400)
    return desk.page(request, "enter.html", status, seen=seen, token=token, name=name, wrong=wrong)


def _entered(desk: Desk, request: Request, found: Redeemed | Recovered, name: str) -> Response:
    page = desk.page(
        request,
        "entered.html",
        recovery_key=found.recovery_key,
        person=found.person,
        name=name,
        origin=desk.origin,
    )
    return desk.with_cookie(found.session.token, page)


def _asked(request: Request, form: FormData | None) -> dict[str, str]:
    """Return room, seat and name: from the form, or from the address that was printed for the person."""
    query = request.query_params
    given = {name: (_word(form, name) if form else query.get(name, "")) for name in ("room", "group", "name")}
    return {name: value[:300] for name, value in given.items()}


def log_in(desk: Desk, request: Request, form: FormData | None) -> Response:
    """Log in again; what is wrong is not told apart."""
    asked = _asked(request, form)
    if form is None:
        return desk.page(request, "log_in.html", asked=asked, wrong=None)
    try:
        session = desk.journal.identity.log_in(
            asked["room"], asked["group"], asked["name"], str(form.get("passphrase", "")), address=_address(request)
        )
    except AttemptsError as error:
        return desk.page(request, "log_in.html", 429, asked=asked, wrong=str(error))
    except GoodOfficesError as error:
        return desk.page(request, "log_in.html", _status(error, 403), asked=asked, wrong=str(error))
    return desk.with_cookie(session.token, RedirectResponse("/room", 303))


def recover(desk: Desk, request: Request, form: FormData | None) -> Response:
    """Set a new passphrase with the recovery key."""
    asked = _asked(request, form)
    if form is None:
        return desk.page(request, "recover.html", asked=asked, wrong=None)
    passphrase = str(form.get("passphrase", ""))
    wrong = too_short(passphrase)
    if wrong:
        return desk.page(request, "recover.html", 400, asked=asked, wrong=wrong)
    try:
        found = desk.journal.identity.recover(
            asked["room"],
            asked["group"],
            asked["name"],
            _word(form, "recovery_key"),
            passphrase,
            address=_address(request),
        )
    except AttemptsError as error:
        return desk.page(request, "recover.html", 429, asked=asked, wrong=str(error))
    except GoodOfficesError as error:
        return desk.page(request, "recover.html", _status(error, 403), asked=asked, wrong=str(error))
    return _entered(desk, request, found, asked["name"])
