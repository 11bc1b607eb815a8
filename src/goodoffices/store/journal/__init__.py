"""The journal of the mediation room: what happened, sealed, and who may open it.

A room on disk is a list of events. Of each event the *head* (kind, ids, seats, times, digests) lies in clear, because
the rules of the room need it; titles, names, reasons and every body are sealed for the groups that are told of it, and
nobody who has the disk can read them. A person's own keys rest under a passphrase, and are opened for one request by
the token that only the person's cookie holds.

How a web room uses it::

    journal = Journal.open(folder / "talks.db", folder / "talks.key")
    room = journal.create_room(command, key=form_key)             # by the host, who reads nothing
    invitation = journal.identity.invite_mediator(room.id)        # the token is shown once
    redeemed = journal.identity.redeem(invitation.token, "Anna", passphrase, address=address)

    keys = journal.identity.open(cookie)                          # on every request
    journal.append(keys, command, key=form_key)                   # returns once it is on the disk
    journal.append(keys, journal.signed(keys, command), key=form_key)   # after identity.step_up(cookie, passphrase)
    view = journal.view(keys)                                     # numbered as this viewer counts
    fresh = journal.new_for(keys, after=last_number)              # for live updates
    stop = journal.listen(lambda room, groups: ...)               # an empty wake-up after each commit
    journal.close_due()                                           # on a timer, whatever happens

Every method may be called from any thread. What cannot be done raises a :class:`JournalError` or a
:class:`goodoffices.talks.RefusalError`, whose text can be shown as it is and never holds content.
"""

from goodoffices.store.journal.backup import restore
from goodoffices.store.journal.faults import (
    AttemptsError,
    DamagedError,
    DiskError,
    FullError,
    InvitationError,
    JournalError,
    KeyNeededError,
    LockedError,
    NewerError,
    PassphraseError,
    ReusedKeyError,
    SessionOverError,
    StepUpError,
)
from goodoffices.store.journal.identity import Identity
from goodoffices.store.journal.journal import Journal
from goodoffices.store.journal.results import (
    Invitation,
    InvitationSeen,
    OpenedKeys,
    Person,
    Receipt,
    Recovered,
    Redeemed,
    RoomListed,
    Session,
    Strength,
    Told,
)

__all__ = [
    "AttemptsError",
    "DamagedError",
    "DiskError",
    "FullError",
    "Identity",
    "Invitation",
    "InvitationError",
    "InvitationSeen",
    "Journal",
    "JournalError",
    "KeyNeededError",
    "LockedError",
    "NewerError",
    "OpenedKeys",
    "PassphraseError",
    "Person",
    "Receipt",
    "Recovered",
    "Redeemed",
    "ReusedKeyError",
    "RoomListed",
    "Session",
    "SessionOverError",
    "StepUpError",
    "Strength",
    "Told",
    "restore",
]
