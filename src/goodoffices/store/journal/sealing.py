"""Sealing words for those they are meant for.

Each part of an event (its body; its titles, names and reasons) lies under a random key of its own. That key, and for a
body the salt of its commitment, is sealed to the public key of every group that is told. To forget a body for good is
to destroy its sealed keys, which lie in a file of their own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

from goodoffices.store.journal.faults import DamagedError
from goodoffices.store.journal.serverkey import ServerKey
from goodoffices.talks.verify_minutes import canonical, entry_commitment

__all__ = ["HELD", "SALT_BYTES", "Envelope", "Opener", "Recipient", "Sealed", "seal_body", "seal_words"]

HELD = 0
"""The version under which something waits under the server's key, until the group has one."""
SALT_BYTES = 32
_KEY_BYTES = 32
_BLOCK = 256
"""A yes is as long as a no: sealed parts come in whole blocks."""


@dataclass(frozen=True)
class Recipient:
    """Somebody to seal for.

    Attributes
    ----------
    name
        A group, or ``question:`` with an id.
    version, public
        Of the key; without a public key it is kept under the server's.
    """

    name: str
    version: int
    public: bytes | None

    def seal(self, data: bytes, server: ServerKey) -> Envelope:
        """Seal a few bytes."""
        if self.public is None:
            return Envelope(self.name, HELD, server.seal(data))
        return Envelope(self.name, self.version, bytes(SealedBox(PublicKey(self.public)).encrypt(data)))


@dataclass(frozen=True)
class Envelope:
    """The key of a part, sealed for one recipient."""

    recipient: str
    version: int
    sealed: bytes


@dataclass(frozen=True)
class Sealed:
    """A sealed part, with its keys, and the commitment if it is a body."""

    part: bytes
    envelopes: tuple[Envelope, ...]
    salt: bytes = b""
    commitment: str | None = None


def seal_body(body: Any, recipients: Iterable[Recipient], server: ServerKey) -> Sealed:
    """Seal the body of an event, given as plain data."""
    salt = os.urandom(SALT_BYTES)
    part, envelopes = _seal(body, salt, recipients, server)
    return Sealed(part, envelopes, salt, entry_commitment(salt.hex(), body))


def seal_words(words: Any, recipients: Iterable[Recipient], server: ServerKey) -> Sealed:
    """Seal titles, names and reasons, given as plain data."""
    return Sealed(*_seal(words, b"", recipients, server))


def _seal(
    value: Any, salt: bytes, recipients: Iterable[Recipient], server: ServerKey
) -> tuple[bytes, tuple[Envelope, ...]]:
    key = os.urandom(_KEY_BYTES)
    part = bytes(SecretBox(key).encrypt(sodium_pad(canonical(value), _BLOCK)))
    return part, tuple(one.seal(key + salt, server) for one in recipients)


class Opener:
    """Opens what was sealed for one recipient.

    Parameters
    ----------
    secrets
        Secret keys by version.
    """

    def __init__(self, secrets: Mapping[int, bytes]) -> None:
        self._boxes = {version: SealedBox(PrivateKey(secret)) for version, secret in secrets.items()}

    def key_of(self, envelopes: Iterable[tuple[int, bytes]]) -> bytes | None:
        """Open the first envelope, given as version and bytes, that one of the secrets opens."""
        for version, sealed in envelopes:
            if version in self._boxes:
                try:
                    return self._boxes[version].decrypt(sealed)
                except CryptoError:
                    # A key that was made while the machine stopped, and never kept: another envelope has taken over.
                    continue
        return None

    def words(self, part: bytes, envelopes: Iterable[tuple[int, bytes]]) -> Any:
        """Open titles, names and reasons; None if none of the secrets does.

        Raises
        ------
        DamagedError
            If the part is not what was sealed.
        """
        key = self.key_of(envelopes)
        return None if key is None else _opened(key, part)

    def body(self, part: bytes, commitment: str, envelopes: Iterable[tuple[int, bytes]]) -> tuple[Any, str] | None:
        """Open a body; return it with its salt, or None if none of the secrets opens it.

        Raises
        ------
        DamagedError
            If it is not what was sealed, or not what was committed to.
        """
        key = self.key_of(envelopes)
        if key is None:
            return None
        body, salt = _opened(key[:_KEY_BYTES], part), key[_KEY_BYTES:].hex()
        if entry_commitment(salt, body) != commitment:
            raise DamagedError("the words of an entry are not those that were kept; restore the last backup")
        return body, salt


def _opened(key: bytes, part: bytes) -> Any:
    try:
        return json.loads(sodium_unpad(SecretBox(key).decrypt(part), _BLOCK))
    except (CryptoError, ValueError):
        raise DamagedError("a sealed entry is not what was written; restore the last backup") from None
