"""Who may open which address: one table, and what is not in it is not there."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

from goodoffices.talks.commands import Command
from goodoffices.talks.rights import RIGHTS
from goodoffices.talks.roles import Role
from goodoffices.talks.signing import Salted

__all__ = ["ANYBODY", "KINDS", "PAGES", "PAGE_OF", "allowed", "may_act", "salted", "steps_up"]

Who = tuple[Role, ...] | Literal["anybody"]
ANYBODY: Literal["anybody"] = "anybody"

_ALL: tuple[Role, ...] = ("mediator", "head", "member", "mandator", "observer")
_DELEGATION: tuple[Role, ...] = ("head", "member", "mandator")
_INSIDE: tuple[Role, ...] = ("mediator", "head", "member", "mandator")
_LEADING: tuple[Role, ...] = ("mediator", "head")

PAGES: Mapping[str, Who] = MappingProxyType(
    {
        "door": ANYBODY,
        "enter": ANYBODY,
        "log-in": ANYBODY,
        "recover": ANYBODY,
        "static": ANYBODY,
        "log-out": _ALL,
        "room": _ALL,
        "live": _ALL,
        "people": _ALL,
        "invite": _LEADING,
        "withdraw-invitation": _LEADING,
        "give-key": _INSIDE,
        "passphrase": _ALL,
        "recovery-key": _ALL,
        "sessions": _ALL,
        "soundings": _DELEGATION,
        "what-if": _DELEGATION,
        "relay": _INSIDE,
        "preview": _LEADING,
        "text": _INSIDE,
        "questions": _INSIDE,
        "steps": _INSIDE,
        "analysis": ("mediator",),
        "order": ("mediator",),
        "minutes": _ALL,
        "minutes-file": _ALL,
        "agreement": _ALL,
        "agreement-file": _INSIDE,
        "hand-over": _ALL,
        "debrief": _ALL,
        "act": _ALL,
    }
)
"""For each route by its name who may open it; the rules of the room then judge what is asked."""

KINDS: Mapping[str, type[Command]] = MappingProxyType({kind.model_fields["kind"].default: kind for kind in RIGHTS})
"""Commands by the name of their form."""

PAGE_OF: Mapping[str, str] = MappingProxyType(
    {
        "dismiss": "people",
        "propose-rules": "room",
        "sign-rules": "room",
        "propose-mode": "room",
        "consent-mode": "room",
        "decline-mode": "room",
        "instruct": "room",
        "report-findings": "room",
        "open-session": "sessions",
        "close-session": "sessions",
        "speak": "sessions",
        "sound": "soundings",
        "disclose": "soundings",
        "withdraw": "soundings",
        "sign-wording": "relay",
        "revoke-wording": "relay",
        "release-wording": "relay",
        "table-text": "text",
        "show-text-first": "text",
        "criticise": "text",
        "initial": "text",
        "sign-agreement": "text",
        "ask-question": "questions",
        "agree-to-ask": "questions",
        "answer-question": "questions",
        "set-steps": "steps",
        "report-step": "steps",
        "verify-step": "steps",
        "countersign": "minutes",
        "propose-deletion": "minutes",
        "consent-deletion": "minutes",
        "decline-deletion": "minutes",
    }
)
"""On which page the form of a command stands; a command that stands not here has none."""


def allowed(route: str, role: Role | None) -> bool:
    """Say whether somebody may open a route; None is somebody who has not logged in.

    Examples
    --------
    >>> allowed("soundings", "head"), allowed("soundings", "mediator"), allowed("nowhere", "mediator")
    (True, False, False)
    """
    who = PAGES.get(route, ())
    return who == ANYBODY or (role is not None and role in who)


def may_act(kind: str, role: Role) -> bool:
    """Say whether a role may send a form at all.

    Examples
    --------
    >>> may_act("table-text", "mediator"), may_act("table-text", "head"), may_act("admit", "head")
    (True, False, False)
    """
    return kind in PAGE_OF and role in RIGHTS[KINDS[kind]]


def salted(kind: str) -> bool:
    """Say whether a form brings a salt, as the digest of its words will stand where the words do not.

    Examples
    --------
    >>> salted("sign-wording"), salted("speak")
    (True, False)
    """
    return KINDS[kind] in get_args(Salted)


def steps_up(kind: str) -> bool:
    """Say whether the passphrase is asked for once more: before a signature, and before a release.

    Examples
    --------
    >>> steps_up("sign-rules"), steps_up("release-wording"), steps_up("speak")
    (True, True, False)
    """
    return kind == "release-wording" or "signature" in KINDS[kind].model_fields
