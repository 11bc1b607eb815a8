"""What the journal refuses, in words that can be shown and that never hold content.

The tree::

    JournalError            anything below
    ├── LockedError         another program holds the file; try again
    ├── FullError           the disk is full; nothing was kept
    ├── DiskError           the disk or the database failed; the same form can be sent again
    ├── DamagedError        a file is not what was written
    ├── NewerError          a file was written by a newer goodoffices
    ├── ReusedKeyError      the key of a form came back with another act
    ├── KeyNeededError      the person was not given the key of the group yet
    ├── StepUpError         the passphrase is asked for once more before this
    ├── SessionOverError    log in again
    ├── PassphraseError     name, passphrase or recovery key do not fit, or a new passphrase is too short
    ├── InvitationError     unknown, used, withdrawn or too old
    └── AttemptsError       too many attempts; says when to come back
"""

from __future__ import annotations

from goodoffices.errors import GoodOfficesError

__all__ = [
    "AttemptsError",
    "DamagedError",
    "DiskError",
    "FullError",
    "InvitationError",
    "JournalError",
    "KeyNeededError",
    "LockedError",
    "NewerError",
    "PassphraseError",
    "ReusedKeyError",
    "SessionOverError",
    "StepUpError",
]


class JournalError(GoodOfficesError):
    """The journal cannot do what was asked."""


class LockedError(JournalError):
    """Another program holds the file."""


class FullError(JournalError):
    """There is no room on the disk; nothing was kept."""


class DiskError(JournalError):
    """The disk or the database failed; whoever sends the same form again is told whether it was done."""


class DamagedError(JournalError):
    """A file is not what was written."""


class NewerError(JournalError):
    """A file was written by a newer goodoffices."""


class ReusedKeyError(JournalError):
    """The key of a form came back with another act than the first time."""


class KeyNeededError(JournalError):
    """Somebody of the group has to give this person its key first."""


class StepUpError(JournalError):
    """The passphrase is asked for once more before something is signed or released."""


class SessionOverError(JournalError):
    """There is no such session, or no longer."""


class PassphraseError(JournalError):
    """Name, passphrase or recovery key do not fit together, or a new passphrase is too short."""


class InvitationError(JournalError):
    """The invitation is unknown, used, withdrawn or too old; the message does not say which to a stranger."""


class AttemptsError(JournalError):
    """Too many attempts.

    Parameters
    ----------
    seconds
        After how many seconds the next one is taken.
    """

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"too many attempts: wait {max(1, round(seconds / 60))} min, then try again")
