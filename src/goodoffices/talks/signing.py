"""What a person signs: the exact bytes, made of the act and the room, and of nothing that could mean two things."""

from __future__ import annotations

import hashlib

from goodoffices.talks import commands as ask
from goodoffices.talks.bodies import Draft, GroundRules, Note
from goodoffices.talks.commands import Command
from goodoffices.talks.roles import Actor
from goodoffices.talks.verify_minutes import canonical, signed_bytes

__all__ = ["Salted", "Signed", "body_digest", "words_to_sign"]

Signed = (
    ask.SignRules | ask.ConsentMode | ask.SignWording | ask.Initial | ask.SignAgreement | ask.Countersign
    | ask.ConsentDeletion
)  # fmt: skip
"""Commands that carry a signature."""
Salted = ask.ProposeRules | ask.SignWording | ask.TableText | ask.ShowTextFirst
"""Commands with new words whose digest stands in the open part of the journal."""


def body_digest(body: Note | Draft | GroundRules) -> str:
    """Return the digest of words: what is signed, tabled or shown is these words and no others.

    Examples
    --------
    >>> body_digest(Note(text="We would talk."))[:16]
    '34de2087a56a0529'
    >>> body_digest(Note(text="We would talk.", salt="00" * 32))[:16]
    '518e7b1e611961d4'
    """
    return hashlib.sha256(canonical(body.model_dump(mode="json"))).hexdigest()


def words_to_sign(room: str, actor: Actor, command: Command) -> bytes:
    """Return the bytes that a signature of a command is over.

    Parameters
    ----------
    room
        The id of the room: a signature holds in no other one.
    actor
        Who signs, and for whom.
    command
        Its signature is left out, and a body is there by its digest.

    Raises
    ------
    TypeError
        If the command carries no signature.
    """
    if isinstance(command, ask.Countersign):
        # A countersignature is verified outside of the room, with nothing but the minutes at hand.
        return signed_bytes("countersign", {"log": command.log, "size": command.size, "root": command.root})
    if not isinstance(command, Signed):
        raise TypeError(f"found {type(command).__name__}, expected a command that is signed")
    act = command.model_dump(mode="json", exclude={"signature", "body"})
    return signed_bytes("act", {"room": room, "person": actor.person, "group": actor.group, "act": act})
