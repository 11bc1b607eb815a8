"""Who may do what, in which mode, before and after the ground rules: deny by default, all in one place."""

from __future__ import annotations

from goodoffices.talks import commands as ask
from goodoffices.talks.commands import Command
from goodoffices.talks.roles import HOST, MEDIATOR, OBSERVERS, Actor, Mode, Role, at_least
from goodoffices.talks.room import Room
from goodoffices.talks.rules import Rule, require

__all__ = ["BEFORE_RULES", "MODES_NEEDED", "RIGHTS", "check_rights"]

_HEAD: tuple[Role, ...] = ("head",)
_DELEGATES: tuple[Role, ...] = ("head", "member")
_THIRD: tuple[Role, ...] = ("mediator",)

RIGHTS: dict[type[Command], tuple[Role, ...]] = {
    ask.OpenRoom: ("host", "mediator"),
    ask.Admit: ("host", "mediator", "head"),
    ask.Dismiss: ("mediator", "head"),
    ask.ProposeRules: _THIRD,
    ask.SignRules: _HEAD,
    ask.ProposeMode: _THIRD,
    ask.ConsentMode: _HEAD,
    ask.DeclineMode: _HEAD,
    ask.OpenSession: _THIRD,
    ask.CloseSession: _THIRD,
    ask.Speak: ("mediator", "head", "member"),
    ask.Instruct: ("mediator", "head", "member", "mandator"),
    ask.Sound: _DELEGATES,
    ask.Disclose: _HEAD,
    ask.Withdraw: _HEAD,
    ask.SignWording: _HEAD,
    ask.RevokeWording: _HEAD,
    ask.ReleaseWording: _THIRD,
    ask.TableText: _THIRD,
    ask.ShowTextFirst: _THIRD,
    ask.Criticise: _DELEGATES,
    ask.Initial: _HEAD,
    ask.AskQuestion: _THIRD,
    ask.AgreeToAsk: _HEAD,
    ask.AnswerQuestion: _HEAD,
    ask.CloseQuestion: ("clock",),
    ask.SetSteps: _THIRD,
    ask.ReportStep: _HEAD,
    ask.VerifyStep: ("mediator", "head"),
    ask.SignAgreement: _HEAD,
    ask.ReportFindings: _THIRD,
    ask.Countersign: ("mediator", "head"),
    ask.ProposeDeletion: _THIRD,
    ask.ConsentDeletion: _HEAD,
    ask.DeclineDeletion: _HEAD,
}
"""The roles that may give each command; a command that stands not here may be given by nobody."""

MODES_NEEDED: dict[type[Command], Mode] = {
    ask.TableText: "mediation",
    ask.ShowTextFirst: "mediation",
    ask.AskQuestion: "mediation",
    ask.SetSteps: "mediation",
    ask.ReportFindings: "conciliation",
}

BEFORE_RULES: frozenset[type[Command]] = frozenset(
    {ask.OpenRoom, ask.Admit, ask.Dismiss, ask.ProposeRules, ask.SignRules, ask.Instruct, ask.Sound}
)
"""What is possible before every seat has signed the ground rules: coming in, and preparing oneself."""

_AFTER_AGREEMENT: frozenset[type[Command]] = frozenset(
    {
        ask.Admit, ask.Dismiss, ask.OpenSession, ask.CloseSession, ask.Speak, ask.Instruct, ask.SetSteps,
        ask.ReportStep, ask.VerifyStep, ask.CloseQuestion, ask.Countersign, ask.Withdraw, ask.RevokeWording,
        ask.ProposeDeletion, ask.ConsentDeletion, ask.DeclineDeletion,
    }
)  # fmt: skip


def check_rights(room: Room, actor: Actor, command: Command) -> None:
    """Refuse what the actor may not do at all, whatever its content.

    Raises
    ------
    RefusalError
        With the first rule that forbids it.
    """
    kind = type(command)
    require(actor.role in RIGHTS.get(kind, ()), Rule.ROLE)
    if kind is ask.OpenRoom:
        require(not room.id, Rule.ROOM_ONCE)
        return
    require(bool(room.id), Rule.ROOM_FIRST)
    if actor.role not in ("host", "clock"):
        member = room.members.get(actor.person)
        require(member is not None and (member.group, member.role) == (actor.group, actor.role), Rule.PRESENT)
    require(actor.group in (*room.seat_ids, MEDIATOR, OBSERVERS, HOST), Rule.KNOWN_SEAT)
    require(room.in_force or kind in BEFORE_RULES, Rule.GROUND_RULES_FIRST)
    require(room.agreement is None or kind in _AFTER_AGREEMENT, Rule.AGREED)
    require(at_least(room.mode, MODES_NEEDED.get(kind, "good-offices")), Rule.MODE)
