"""Sending a form: from its fields to an act on the disk, and back to the page with a word on what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from goodoffices.errors import GoodOfficesError
from goodoffices.store.journal import (
    AttemptsError,
    DamagedError,
    DiskError,
    FullError,
    KeyNeededError,
    LockedError,
    OpenedKeys,
    PassphraseError,
    ReusedKeyError,
    StepUpError,
)
from goodoffices.talks import Command, RefusalError, Rule
from goodoffices.talks.commands import Instruct, Speak
from goodoffices.web.rooms.forms import Filled, FormError, command_from
from goodoffices.web.rooms.policy import KINDS, PAGE_OF, may_act, steps_up
from goodoffices.web.rooms.visit import Visit

__all__ = ["HIDDEN", "act", "held", "kept_words", "status_of"]

HIDDEN = frozenset({"form", "passphrase", "key", "shown"})
"""Fields that nobody typed, or that are never shown again."""

_TYPED = frozenset(
    {
        "agenda", "attribution", "clauses", "comment", "confidentiality", "drafting", "hours", "importance", "interest",
        "languages", "minutes", "notes", "participants", "reason", "schedule", "steps", "text", "third_party", "title",
    }
)  # fmt: skip

_STATUS: Mapping[type[GoodOfficesError], int] = MappingProxyType(
    {
        FormError: 400,
        RefusalError: 409,
        ReusedKeyError: 409,
        StepUpError: 403,
        PassphraseError: 403,
        KeyNeededError: 403,
        AttemptsError: 429,
        LockedError: 503,
        FullError: 503,
        DiskError: 503,
        DamagedError: 503,
    }
)


def status_of(error: GoodOfficesError) -> int:
    """Return the status of a page that tells of an error."""
    if isinstance(error, RefusalError) and error.rule in {Rule.ROLE, Rule.PRESENT}:
        return 403
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 400)


def act(visit: Visit, form: FormData) -> Response:
    """Do what a form asks for; nothing typed is lost if it cannot be done."""
    kind = visit.request.path_params["kind"]
    if kind not in PAGE_OF:
        return visit.page("refused.html", 404, wrong="there is no such form; reload the page", back="room")
    if not may_act(kind, visit.keys.role):
        return visit.page("refused.html", 403, wrong=Rule.ROLE.value, back="room")
    keys = visit.keys
    try:
        passphrase = form.get("passphrase")
        if steps_up(kind) and not keys.stepped_up:
            if not isinstance(passphrase, str) or not passphrase:
                raise StepUpError("your passphrase is asked for once more before something is signed or released")
            keys = _stepped_up(visit, passphrase)
        command = command_from(kind, Filled(form, keys.group, lambda: visit.room))
        if "signature" in KINDS[kind].model_fields:
            command = visit.desk.journal.signed(keys, command)
        receipt = visit.desk.journal.append(keys, command, key=_key(form))
    except GoodOfficesError as error:
        return held(visit, kind, form, error)
    done = "again" if receipt.replayed else kind
    return RedirectResponse(_landing(command, done), 303)


def _landing(command: Command, done: str) -> str:
    """Return where one lands: what was said is seen among what the others said."""
    page = f"/{PAGE_OF[command.kind]}?done={done}"
    return f"{page}&at={command.id}#e{command.id}" if isinstance(command, Speak | Instruct) else page


def _stepped_up(visit: Visit, passphrase: str) -> OpenedKeys:
    try:
        return visit.desk.journal.identity.step_up(visit.token, passphrase)
    except PassphraseError:
        raise PassphraseError(
            "this is not your passphrase: see whether a letter is missing, and type it again"
        ) from None


def _key(form: FormData) -> str:
    key = form.get("key")
    if not isinstance(key, str) or len(key) != 32 or not key.isalnum() or not key.isascii():
        raise FormError("this form has no key of its own; reload the page and send it once more")
    return key


def held(visit: Visit, kind: str, form: FormData, error: GoodOfficesError) -> Response:
    """Show what could not be done and why, with the form as it was sent, ready to be changed and sent again."""
    status = status_of(error)
    # Where it is the server that failed, the same form is sent again: should it have been done after all, it is known.
    same = [(name, value) for name in ("key", "shown") if isinstance(value := form.get(name), str)]
    response = visit.page(
        "held.html",
        status,
        kind=kind,
        wrong=str(error),
        field=getattr(error, "field", None),
        refused=isinstance(error, RefusalError),
        same=same if status == 503 and "key" in form else [],
        fields=kept_words(form),
        typed=_TYPED,
        passphrase=steps_up(kind) and not visit.keys.stepped_up,
        back=PAGE_OF[kind],
    )
    if isinstance(error, AttemptsError):
        response.headers["retry-after"] = str(error.seconds)
    return response


def kept_words(form: FormData) -> list[tuple[str, str]]:
    """Return the fields of a form that may be shown again, in their order."""
    pairs: Iterable[tuple[str, object]] = form.multi_items()
    return [(name, value) for name, value in pairs if name not in HIDDEN and isinstance(value, str)]
