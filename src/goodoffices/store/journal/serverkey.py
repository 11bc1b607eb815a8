"""The server's own key: a file beside the database, of which the owner keeps a copy elsewhere.

Under it rest the rooms' signing keys, the keys of questions until their deadline, and what waits for a group that has
no key yet. It opens no body of a group that has one.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from nacl.encoding import RawEncoder
from nacl.exceptions import CryptoError
from nacl.hash import blake2b
from nacl.secret import SecretBox

from goodoffices.store.journal.faults import DamagedError, JournalError

__all__ = ["ServerKey", "derived"]

_FORM = "goodoffices-key/1"


def derived(secret: bytes, purpose: str, data: bytes = b"") -> bytes:
    """Return 32 bytes made of a secret for one purpose, and of data if there are any.

    Parameters
    ----------
    secret
        16 to 64 random bytes.
    purpose
        At most 16 letters: what is made for one purpose tells nothing about another.
    data
        Anything.
    """
    return bytes(blake2b(data, key=secret, person=purpose.encode(), digest_size=32, encoder=RawEncoder))


class ServerKey:
    """The server's own key.

    Parameters
    ----------
    secret
        32 bytes.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._box = SecretBox(derived(secret, "seal"))

    @classmethod
    def fresh(cls) -> ServerKey:
        """Make a new one."""
        return cls(os.urandom(32))

    @classmethod
    def read(cls, path: Path) -> ServerKey:
        """Read one from its file.

        Raises
        ------
        JournalError
            If it cannot be read.
        DamagedError
            If it is no such file.
        """
        try:
            form, _, digits = path.read_text("ascii").strip().partition(" ")
            secret = bytes.fromhex(digits)
        except OSError as error:
            raise JournalError(
                f"{path}: the key of the server cannot be read: {error.strerror}; put your copy back"
            ) from None
        except ValueError:
            form, secret = "", b""
        if form != _FORM or len(secret) != 32:
            raise DamagedError(f"{path}: this is not the key of a server; put your copy back")
        return cls(secret)

    @property
    def text(self) -> str:
        """What its file holds."""
        return f"{_FORM} {self._secret.hex()}\n"

    def write(self, path: Path) -> None:
        """Write it to where there is none, whole or not at all, for its owner only.

        Raises
        ------
        JournalError
            If it cannot be written, or something is there.
        """
        draft = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(self.text)
                file.flush()
                os.fsync(file.fileno())
            # A link, unlike a renaming, never takes the place of a key that another program has just made.
            os.link(draft, path)
            draft.unlink()
        except OSError as error:
            with contextlib.suppress(OSError):
                draft.unlink()
            raise JournalError(f"{path}: the key of the server could not be written: {error.strerror}") from None

    def seal(self, data: bytes) -> bytes:
        """Seal something for the server alone."""
        return bytes(self._box.encrypt(data))

    def open(self, sealed: bytes) -> bytes:
        """Open what was sealed for the server.

        Raises
        ------
        DamagedError
            If it was not sealed under this key.
        """
        try:
            return self._box.decrypt(sealed)
        except CryptoError:
            raise DamagedError("something sealed for the server does not open with its key") from None

    def mark(self, purpose: str, *parts: str) -> bytes:
        """Return what stands for words in an index: it tells nothing to whoever has not this key."""
        # A zero byte stands in no name, so that no two lists of parts come to the same.
        return derived(derived(self._secret, "mark"), purpose, "\0".join(parts).encode(errors="surrogatepass"))
