"""A person's own keys, and what they rest under: a passphrase, a printed recovery key, the token of a session."""

from __future__ import annotations

import json
import os
import threading
import unicodedata
from dataclasses import dataclass, field
from typing import Self

from nacl import pwhash
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey
from nacl.secret import SecretBox
from nacl.signing import SigningKey

from goodoffices.store.journal.faults import PassphraseError
from goodoffices.store.journal.results import Strength
from goodoffices.store.journal.serverkey import derived
from goodoffices.talks.verify_minutes import canonical

__all__ = [
    "LEAST_CHARACTERS", "SALT_BYTES", "Secrets", "check_passphrase", "fresh_recovery_key", "open_under",
    "passphrase_key", "recovery_secret", "seal_under", "squeezed",
]  # fmt: skip

LEAST_CHARACTERS = 12
_MOST_CHARACTERS = 1_000
SALT_BYTES: int = pwhash.argon2id.SALTBYTES
_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O and U: they are misread."""
_MISREAD = str.maketrans("ILO", "110")
_ALIKE = threading.BoundedSemaphore(4)
"""Each one takes much memory; a crowd at the door must not take all of it."""


@dataclass(frozen=True)
class Secrets:
    """What only the person can open: the name, and the secret keys to sign and to read."""

    name: str = field(repr=False)
    signing: bytes = field(repr=False)
    own: bytes = field(repr=False)

    @classmethod
    def fresh(cls, name: str) -> Self:
        """Make new keys."""
        return cls(name, bytes(SigningKey.generate()), bytes(PrivateKey.generate()))

    @property
    def verify_key(self) -> bytes:
        """The public key for signatures."""
        return bytes(SigningKey(self.signing).verify_key)

    @property
    def box_key(self) -> bytes:
        """The public key to seal for this person."""
        return bytes(PrivateKey(self.own).public_key)

    def written(self) -> bytes:
        """Write them down, to be sealed."""
        return canonical({"name": self.name, "signing": self.signing.hex(), "own": self.own.hex()})

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Read what was written down."""
        found = json.loads(data)
        return cls(found["name"], bytes.fromhex(found["signing"]), bytes.fromhex(found["own"]))


def check_passphrase(passphrase: str) -> None:
    """Refuse a new passphrase that is too short to hold, or too long to be one.

    Raises
    ------
    PassphraseError
        If it is.

    Examples
    --------
    >>> check_passphrase("four words will do")
    """
    if not LEAST_CHARACTERS <= len(passphrase) <= _MOST_CHARACTERS:
        raise PassphraseError(
            f"found a passphrase of {len(passphrase)} characters, expected {LEAST_CHARACTERS} to {_MOST_CHARACTERS}: "
            "four or five words that do not belong together will do"
        )


def passphrase_key(passphrase: str, salt: bytes, strength: Strength) -> bytes:
    """Return the key that a passphrase makes, slowly (Argon2id).

    References
    ----------
    RFC 9106 (2021).
    """
    # Keyboards differ in how they compose letters.
    written = unicodedata.normalize("NFC", passphrase).encode(errors="surrogatepass")
    with _ALIKE:
        return bytes(pwhash.argon2id.kdf(32, written, salt, opslimit=strength.passes, memlimit=strength.memory))


def fresh_recovery_key() -> str:
    """Make a recovery key of 160 random bits, to be printed."""
    number = int.from_bytes(os.urandom(20), "big")
    digits = "".join(_DIGITS[number >> shift & 31] for shift in range(155, -1, -5))
    return "-".join(digits[k : k + 4] for k in range(0, 32, 4))


def recovery_secret(recovery_key: str) -> bytes:
    """Return the key that a recovery key makes; how it is spaced does not matter, nor how it is misread.

    Examples
    --------
    >>> recovery_secret("0oI1-aaaa") == recovery_secret("oo1 1AAAA")
    True
    """
    plain = squeezed(recovery_key, "-").upper().translate(_MISREAD)
    # It is random: nothing has to be slow.
    return derived(plain.encode(errors="surrogatepass")[:64].ljust(16, b"."), "recovery key")


def squeezed(text: str, *leave_out: str) -> str:
    """Leave out all space, and some characters."""
    return "".join(letter for letter in text if not letter.isspace() and letter not in leave_out)


def seal_under(key: bytes, data: bytes) -> bytes:
    """Seal something under a key of 32 bytes."""
    return bytes(SecretBox(key).encrypt(data))


def open_under(key: bytes, sealed: bytes | None) -> bytes | None:
    """Open what was sealed under a key; None if it was another one, or nothing is left."""
    if sealed is None:
        return None
    try:
        return SecretBox(key).decrypt(sealed)
    except CryptoError:
        return None
