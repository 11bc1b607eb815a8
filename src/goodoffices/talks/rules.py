"""The rules of the room: why something is refused, in words for the person who tried."""

from __future__ import annotations

from enum import Enum

from goodoffices.errors import GoodOfficesError

__all__ = ["RefusalError", "Rule", "require"]


class Rule(Enum):
    """A rule, and the sentence that is shown where it forbids something."""

    ROOM_ONCE = "this room is open already"
    ROOM_FIRST = "there is no such room"
    ROLE = "your role does not allow this"
    PRESENT = "you are not, or no longer, in this room"
    ONE_PERSON_ONE_SEAT = "this person is in the room already; one person has one seat"
    ONE_HEAD = "this delegation has a head already"
    KNOWN_SEAT = "there is no such seat in this room"
    KNOWN_ISSUE = "there is no such issue in this room"
    KNOWN = "there is no such thing here, or no longer"
    FRESH = "this was done already"
    GROUND_RULES_FIRST = "the ground rules come first: every seat signs them before talks begin"
    GROUND_RULES_DONE = "the ground rules are signed and in force"
    SIGNED_ALREADY = "your delegation has signed this already"
    MODE = "the mode of the room does not give the mediator this right; the seats can consent to a wider one"
    SAME_MODE = "the room is in this mode already"
    ONE_AT_A_TIME = "another one is open; it is closed first"
    SESSION_OPEN = "this session is closed"
    SESSION_OVER = "this session is still open; close it first"
    FLOOR = "your seat has no right to speak in this session"
    TWO_IN_PROXIMITY = (
        "a bilateral session is the mediator and one seat; a plenary or proximity session has at least two"
    )
    OWN = "only the seat that gave it can do this"
    DISCLOSED = "there is nothing disclosed here to withdraw"
    WORDING_VALID = "this wording has expired or was withdrawn"
    EXACT_WORDING = "these are not the exact words that were signed"
    SALTED = "words of which a digest is kept come with a salt, so that nobody can try guesses against it"
    AUDIENCE = "the seat that signed this wording did not allow it to be shown there"
    ONCE = "this seat has seen it already"
    NOT_ONESELF = "a wording is meant for another seat than one's own"
    IN_TIME = "the time that was given lies in the past"
    DEADLINE = "the deadline has passed"
    NOT_YET = "the deadline has not been reached"
    ALL_CONSENT = "every seat consents before a question is put"
    BUDGET = "the questions that were agreed on are used up"
    CLAUSE = "there is no such clause in the text"
    LATEST_TEXT = "there is a newer version of the text; read it first"
    ORDER = "a step that comes first is not verified yet"
    NO_RING = "these steps wait for one another in a ring"
    REPORTED = "the step has not been reported as done"
    NOT_OWN_STEP = "who does a step does not verify it"
    AGREED = "the agreement is signed; only its steps go on"


class RefusalError(GoodOfficesError):
    """An act that a rule of the room forbids.

    Parameters
    ----------
    rule
        Which one; its value is the sentence for the person who tried.
    """

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        super().__init__(rule.value)


def require(holds: bool, rule: Rule) -> None:  # noqa: FBT001 - reads as a sentence: require(x in y, Rule.KNOWN)
    """Refuse to go on unless a condition holds.

    Raises
    ------
    RefusalError
        With the rule that forbids it.

    Examples
    --------
    >>> require(1 in (1, 2), Rule.KNOWN)
    """
    if not holds:
        raise RefusalError(rule)
