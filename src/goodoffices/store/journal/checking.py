"""Whether a command says what it is said to say: its digest, its signature."""

from __future__ import annotations

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey

from goodoffices.store.journal.faults import StepUpError
from goodoffices.store.journal.results import OpenedKeys
from goodoffices.talks import Command, RefusalError, Rule
from goodoffices.talks import commands as ask
from goodoffices.talks.signing import Salted, Signed, body_digest, words_to_sign

__all__ = ["check_command", "check_stepped_up", "sign"]

_Digested = Salted | ask.ReleaseWording
_SteppedUp = Signed | ask.ReleaseWording


def check_stepped_up(keys: OpenedKeys) -> None:
    """Refuse to sign or release if the passphrase was not given within the last minutes.

    Raises
    ------
    StepUpError
        If it was not.
    """
    if not keys.stepped_up:
        raise StepUpError("give your passphrase again: signing and releasing ask for it")


def check_command(keys: OpenedKeys, command: Command) -> None:
    """Refuse a command that is not what it says.

    Raises
    ------
    RefusalError
        If a digest, a list of parts or a signature is not that of the words; or if words have no salt.
    StepUpError
        If it needs the passphrase again.
    """
    if isinstance(command, _SteppedUp):
        check_stepped_up(keys)
    if isinstance(command, _Digested):
        _require(command.digest == body_digest(command.body))
    # What is released has the salt that it was signed with.
    if isinstance(command, Salted) and command.body.salt is None:
        raise RefusalError(Rule.SALTED)
    if isinstance(command, ask.TableText):
        _require(command.clauses == tuple(clause.id for clause in command.body.clauses))
    if isinstance(command, ask.SetSteps):
        _require(command.order == tuple((step.id, step.by, step.after) for step in command.body.steps))
    if isinstance(command, Signed):
        try:
            SigningKey(keys.signing).verify_key.verify(
                words_to_sign(keys.room, keys.actor, command), bytes.fromhex(command.signature)
            )
        except BadSignatureError:
            raise RefusalError(Rule.EXACT_WORDING) from None


def _require(holds: bool) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        raise RefusalError(Rule.EXACT_WORDING)


def sign(keys: OpenedKeys, command: Command) -> Command:
    """Return a command with the person's signature.

    Raises
    ------
    StepUpError
        If the passphrase was not given within the last minutes.
    TypeError
        If the command carries no signature.
    """
    check_stepped_up(keys)
    signature = SigningKey(keys.signing).sign(words_to_sign(keys.room, keys.actor, command)).signature
    return command.model_copy(update={"signature": signature.hex()})
