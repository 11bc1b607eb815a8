"""Bytes to text: the encoding, the size, and what in the text cannot be seen."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter

from goodoffices.errors import CaseError, LimitError

__all__ = ["MAX_CHARACTERS", "MAX_LINE", "check_size", "decode", "unseen"]

MAX_CHARACTERS = 2_000_000
MAX_LINE = 200_000
# What guesses an encoding looks at no more than this.
_SAMPLE = 100_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGN_IN_WORD = re.compile("[^\\W\\d_][\u00a1-\u00b6\u00b8-\u00bf\u00d7\u00f7\u2020-\u2022\u2030\u20ac][^\\W\\d_]")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LONG_LINE = re.compile(rf"[^\r\n]{{{MAX_LINE + 1}}}")
# Not the tab, line ends, the form feed, and the joiners that scripts of Asia need between their letters.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)


def decode(data: bytes, declared: str | None, name: str) -> tuple[str, tuple[str, ...]]:
    """Decode a text: as its byte order mark says, else UTF-8, else as declared, else as it seems.

    Parameters
    ----------
    declared
        What the server or the page said.
    name
        What to call the document in a message.

    Returns
    -------
    text, warnings
        No line end is changed, nothing is normalised; the byte order mark is no part of the text.

    Raises
    ------
    CaseError
        If it is no text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, name), ()
    if len(_CONTROL.findall(data[:_SAMPLE])) * 10 > min(len(data), _SAMPLE):
        raise CaseError(
            f"{name}: found bytes that are no text, expected plain text, HTML or PDF; save the document as one of these"
        )
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _as_it_seems(data, declared, name)


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        raise CaseError(
            f"{name}: found bytes that are not {encoding}, as its byte order mark says; save it in UTF-8"
        ) from None


def _as_it_seems(data: bytes, declared: str | None, name: str) -> tuple[str, tuple[str, ...]]:
    for encoding in (declared, "cp1252", _guessed(data)):
        try:
            text = data.decode(encoding) if encoding else None
        except (UnicodeDecodeError, LookupError):
            continue
        if text is not None and (encoding != "cp1252" or _western(text)):
            warning = f"found no UTF-8; read as {encoding}: check letters with accents, or save the document in UTF-8"
            return text, (warning,)
    raise CaseError(f"{name}: found bytes in no known encoding, expected UTF-8; save the document in UTF-8")


def _guessed(data: bytes) -> str | None:
    try:
        from charset_normalizer import from_bytes  # noqa: PLC0415  # heavy
    except ImportError:
        return None
    best = from_bytes(data[:_SAMPLE]).best()
    return best.encoding if best else None


def _western(text: str) -> bool:
    """Tell whether a text makes sense in the encoding of western Windows: few accents, and no signs within words."""
    sample = text[:_SAMPLE]
    return sum(letter > "\x7f" for letter in sample) * 7 < len(sample) and not _SIGN_IN_WORD.search(sample)


def check_size(text: str, name: str) -> None:
    """Refuse a text that no stage would come through in time.

    Raises
    ------
    LimitError
        If it is too long, or has a line that is.
    """
    if len(text) > MAX_CHARACTERS:
        raise LimitError(
            f"{name}: found {len(text):,} characters, expected at most {MAX_CHARACTERS:,}; split the document"
        )
    if _LONG_LINE.search(text):
        raise LimitError(
            f"{name}: found a line of more than {MAX_LINE:,} characters, expected paragraphs; is it a text?"
        )


def unseen(text: str) -> tuple[str, ...]:
    """Tell which characters that cannot be seen are in a text; they stay, so that every anchor is exact.

    Examples
    --------
    >>> unseen("cease\u200bfire")
    ('found 1 × ZERO WIDTH SPACE (U+200B), first in line 1: it cannot be seen, and stays in the text',)
    """
    found = Counter(_UNSEEN.findall(text))
    return tuple(
        f"found {times} × {unicodedata.name(letter, 'control character')} (U+{ord(letter):04X}), "
        f"first in line {text.count(chr(10), 0, text.index(letter)) + 1}: it cannot be seen, and stays in the text"
        for letter, times in found.most_common(5)
    )
