"""Verify exported minutes, or an agreement: one file, nothing but Python 3.11 and its standard library.

Run ``python verify_minutes.py minutes.json``, or with ``agreement.json``. Any delegation can read these lines, and can
write its own instead: the form is described in the page on minutes. The only cryptography is SHA-256, from the standard
library, and the verification of Ed25519 signatures (RFC 8032), below.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from typing import Any

__all__ = [
    "AGREEMENT_FORMAT", "FORMAT", "InvalidMinutesError", "canonical", "ed25519_valid", "entry_commitment",
    "fingerprint", "format_of", "leaf_hash", "main", "node_hash", "signed_bytes", "tree_root", "verify",
    "verify_agreement",
]  # fmt: skip

FORMAT = "goodoffices-minutes/1"
AGREEMENT_FORMAT = "goodoffices-agreement/1"
_MOST_BYTES = 200_000_000
_NO_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


class InvalidMinutesError(ValueError):
    """What is wrong with minutes, in one sentence."""


def canonical(value: Any) -> bytes:
    """Write plain data in the one way that counts: keys sorted, no spaces, UTF-8, whole numbers only.

    Examples
    --------
    >>> canonical({"b": [1, True], "a": "é"}).decode()
    '{"a":"é","b":[1,true]}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def signed_bytes(purpose: str, value: Any) -> bytes:
    """Return what is signed: a purpose before the data, so that no signature can be used for something else."""
    return f"goodoffices {purpose}\n".encode() + canonical(value)


def fingerprint(key: str) -> str:
    """Return the fingerprint of a public key, in groups that can be read aloud.

    Examples
    --------
    >>> fingerprint("00" * 32)
    '6668 7aad f862 bd77 6c8f c18b 8e9f 8e20'
    """
    digest = hashlib.sha256(bytes.fromhex(key)).hexdigest()[:32]
    return " ".join(digest[k : k + 4] for k in range(0, 32, 4))


# ---- the tree of RFC 6962, section 2.1 ------------------------------------------------------------------------------


def leaf_hash(data: bytes) -> bytes:
    """Hash an entry."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two nodes into the one above them."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_root(leaves: list[bytes]) -> bytes:
    """Return the root over the hashes of entries; of no entries the hash of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(tree_root(leaves[:half]), tree_root(leaves[half:]))


def entry_commitment(salt: str, body: Any) -> str:
    """Return the commitment to a body: without the salt it tells nothing, and with it nothing else fits."""
    return hashlib.sha256(bytes.fromhex(salt) + canonical(body)).hexdigest()


# ---- Ed25519, RFC 8032, verification only ---------------------------------------------------------------------------

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)
_Point = tuple[int, int, int, int]
_ONE: _Point = (0, 1, 1, 0)


def _recover_x(y: int, sign: int) -> int | None:
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    if square == 0:
        return None if sign else 0
    x = pow(square, (_P + 3) // 8, _P)
    if x * x % _P != square:
        x = x * _ROOT % _P
    if x * x % _P != square:
        return None
    return _P - x if x & 1 != sign else x


_BASE_Y = 4 * pow(5, -1, _P) % _P
_BASE_X = _recover_x(_BASE_Y, 0) or 0
_BASE: _Point = (_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % _P)


def _add(one: _Point, two: _Point) -> _Point:
    a = (one[1] - one[0]) * (two[1] - two[0]) % _P
    b = (one[1] + one[0]) * (two[1] + two[0]) % _P
    c = 2 * one[3] * two[3] * _D % _P
    d = 2 * one[2] * two[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _times(scalar: int, point: _Point) -> _Point:
    total = _ONE
    while scalar:
        if scalar & 1:
            total = _add(total, point)
        point = _add(point, point)
        scalar >>= 1
    return total


def _same(one: _Point, two: _Point) -> bool:
    return (one[0] * two[2] - two[0] * one[2]) % _P == 0 and (one[1] * two[2] - two[1] * one[2]) % _P == 0


def _point(data: bytes) -> _Point | None:
    number = int.from_bytes(data, "little")
    y, sign = number & (1 << 255) - 1, number >> 255
    x = _recover_x(y, sign) if y < _P else None
    return None if x is None else (x, y, 1, x * y % _P)


def ed25519_valid(key: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether a signature over a message is by the holder of a key; strict, so that nobody can write a second one.

    References
    ----------
    RFC 8032 (2017), section 5.1.7.
    """
    if len(key) != 32 or len(signature) != 64:
        return False
    public, commitment, scalar = _point(key), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if public is None or commitment is None or scalar >= _L:
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    challenge = int.from_bytes(digest, "little") % _L
    return _same(_times(scalar, _BASE), _add(commitment, _times(challenge, public)))


# ---- the file -------------------------------------------------------------------------------------------------------


def verify(data: bytes) -> dict[str, Any]:
    """Verify exported minutes.

    Parameters
    ----------
    data
        The bytes of the file.

    Returns
    -------
    dict
        The file as plain data, once all of it has been verified.

    Raises
    ------
    InvalidMinutesError
        With the first thing that is wrong.
    """
    minutes = _parsed(data)
    signature = minutes.pop("signature", None)
    _check(isinstance(signature, str), "the file has no signature")
    _need(minutes, {"format": str, "room": str, "title": str, "audience": list, "log": str, "key": str, "people": dict})
    _need(minutes, {"entries": list, "checkpoint": dict, "countersignatures": list})
    _check(minutes["format"] == FORMAT, f"found the format {minutes['format']!r}, expected {FORMAT!r}")
    _signed(minutes["key"], "minutes", minutes, signature, "the file as a whole")
    audience = hashlib.sha256(canonical(minutes["audience"])).hexdigest()
    _check(minutes["audience"] == sorted(set(minutes["audience"])), "the audience is not a sorted list of groups")
    _check(minutes["log"] == audience, "the log is not that of this audience")
    leaves = [_leaf(number, entry) for number, entry in enumerate(minutes["entries"], start=1)]
    _check_heads(minutes, leaves)
    return minutes | {"signature": signature}


def _parsed(data: bytes) -> dict[str, Any]:
    _check(len(data) <= _MOST_BYTES, f"found {len(data):,} bytes, expected at most {_MOST_BYTES:,}")
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise InvalidMinutesError("this is not JSON: are these exported minutes?") from None
    _check(isinstance(value, dict), "found no object, expected exported minutes")
    try:
        same = canonical(value) + b"\n" == data
    except (ValueError, RecursionError):
        same = False
    _check(same, "the file is not in its canonical form: a byte has been changed")
    return dict(value)


def _leaf(number: int, entry: Any) -> bytes:
    what = f"entry {number}"
    _check(isinstance(entry, dict) and set(entry) == {"head", "salt", "body"}, f"{what} has not the form of an entry")
    head, salt, body = entry["head"], entry["salt"], entry["body"]
    _check(isinstance(head, dict) and "kind" in head and "at" in head, f"{what} does not say what happened, and when")
    if salt is not None:
        _check(isinstance(salt, str) and re.fullmatch(r"[0-9a-f]{64}", salt) is not None, f"{what} has no proper salt")
        _check(
            head.get("commitment") == entry_commitment(salt, body), f"{what}: its words are not those that were kept"
        )
    else:
        _check(body is None, f"{what} has words, and nothing that proves them")
    return leaf_hash(canonical(head))


def _check_heads(minutes: dict[str, Any], leaves: list[bytes]) -> None:
    point = minutes["checkpoint"]
    _check(set(point) == {"size", "root", "at", "signature"}, "the checkpoint has not its form")
    _check(point["size"] == len(leaves), f"found {len(leaves)} entries, expected {point['size']}")
    _check(point["root"] == tree_root(leaves).hex(), "the entries do not add up to the signed root")
    head = {"log": minutes["log"], "size": point["size"], "root": point["root"], "at": point["at"]}
    _signed(minutes["key"], "checkpoint", head, point["signature"], "the checkpoint")
    for number, one in enumerate(minutes["countersignatures"], start=1):
        what = f"countersignature {number}"
        form = {"person", "size", "root", "signature"}
        _check(isinstance(one, dict) and set(one) == form, f"{what} has not its form")
        person = minutes["people"].get(one["person"])
        _check(isinstance(person, dict) and set(person) == {"name", "group", "key"}, f"{what} is by nobody of the room")
        _check(isinstance(one["size"], int) and 1 <= one["size"] <= len(leaves), f"{what} is over entries not here")
        _check(one["root"] == tree_root(leaves[: one["size"]]).hex(), f"{what} is over another history than this one")
        head = {"log": minutes["log"], "size": one["size"], "root": one["root"]}
        _signed(person["key"], "countersign", head, one["signature"], what)


# ---- an agreement ---------------------------------------------------------------------------------------------------


def format_of(data: bytes) -> str:
    """Return the format that a file says it is in; empty if it says none."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return ""
    return str(value.get("format", "")) if isinstance(value, dict) else ""


def verify_agreement(data: bytes) -> dict[str, Any]:
    """Verify an exported agreement: the text, and under exactly this text the signature of every seat.

    Parameters
    ----------
    data
        The bytes of the file.

    Returns
    -------
    dict
        The file as plain data, once all of it has been verified.

    Raises
    ------
    InvalidMinutesError
        With the first thing that is wrong.
    """
    agreed = _parsed(data)
    signature = agreed.pop("signature", None)
    _need(agreed, {"format": str, "room": str, "title": str, "key": str, "seats": dict, "people": dict, "text": dict})
    _need(agreed, {"initials": list, "signatures": list})
    _check(
        agreed["format"] == AGREEMENT_FORMAT, f"found the format {agreed['format']!r}, expected {AGREEMENT_FORMAT!r}"
    )
    _signed(agreed["key"], "agreement", agreed, signature, "the file as a whole")
    text = agreed["text"]
    _need(text, {"id": str, "at": str, "digest": str, "body": dict})
    _need(text["body"], {"title": str, "clauses": list})
    _check(
        hashlib.sha256(canonical(text["body"])).hexdigest() == text["digest"], "the text is not the one of the digest"
    )
    act = {"text": text["id"], "digest": text["digest"]}
    for number, one in enumerate(agreed["signatures"], start=1):
        _by(agreed, one, {"kind": "sign-agreement", **act}, f"signature {number}")
    signed = sorted(one["seat"] for one in agreed["signatures"])
    _check(bool(signed) and signed == sorted(agreed["seats"]), "not every seat has signed, once")
    clauses = [clause.get("id") for clause in text["body"]["clauses"] if isinstance(clause, dict)]
    for number, one in enumerate(agreed["initials"], start=1):
        clause = one.get("clause") if isinstance(one, dict) else None
        _check(clause in clauses, f"initial {number} is under no clause of the text")
        _by(agreed, one, {"kind": "initial", "clause": clause, **act}, f"initial {number}")
    return agreed | {"signature": signature}


def _by(agreed: dict[str, Any], one: Any, act: dict[str, Any], what: str) -> None:
    """Check the signature of somebody for their seat, over an act in this room."""
    _check(isinstance(one, dict), f"{what} has not its form")
    _need(one, {"seat": str, "person": str, "at": str, "signature": str})
    person = agreed["people"].get(one["person"])
    _check(isinstance(person, dict) and set(person) == {"name", "group", "key"}, f"{what} is by nobody of the room")
    _check(person["group"] == one["seat"], f"{what} is by somebody of another seat")
    value = {"room": agreed["room"], "person": one["person"], "group": one["seat"], "act": act}
    _signed(person["key"], "act", value, one["signature"], what)


def _signed(key: Any, purpose: str, value: Any, signature: Any, what: str) -> None:
    hexadecimal = isinstance(key, str) and re.fullmatch(r"[0-9a-f]{64}", key) is not None
    proper = hexadecimal and isinstance(signature, str) and re.fullmatch(r"[0-9a-f]{128}", signature) is not None
    valid = proper and ed25519_valid(bytes.fromhex(key), signed_bytes(purpose, value), bytes.fromhex(signature))
    _check(valid, f"the signature over {what} is not valid")


def _need(minutes: dict[str, Any], keys: dict[str, type]) -> None:
    for key, kind in keys.items():
        _check(isinstance(minutes.get(key), kind), f"found no proper '{key}', expected a {kind.__name__}")


def _check(holds: bool, wrong: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        raise InvalidMinutesError(wrong)


def _agreement_told(agreed: dict[str, Any]) -> list[str]:
    body = agreed["text"]["body"]
    told = [f"{body['title']}: an agreement of {len(body['clauses'])} clauses, digest {agreed['text']['digest']}"]
    told.append(f"signed by the room with the key {fingerprint(agreed['key'])}: compare it with the one you wrote down")
    for one in agreed["signatures"]:
        person = agreed["people"][one["person"]]
        seat = f"{agreed['seats'][one['seat']]}: signed by {person['name']}"
        told.append(f"{seat} at {one['at']}, key {fingerprint(person['key'])}")
    return told


def main(arguments: list[str]) -> int:
    """Verify the file that is named; print what it is, or what is wrong with it."""
    if len(arguments) != 1:
        print("usage: python verify_minutes.py minutes.json")  # noqa: T201 - it stands alone
        return 2
    try:
        with open(arguments[0], "rb") as file:  # noqa: PTH123 - it stands alone
            data = file.read(_MOST_BYTES + 1)
        if format_of(data) == AGREEMENT_FORMAT:
            print("\n".join(map(_line, _agreement_told(verify_agreement(data)))))  # noqa: T201
            return 0
        minutes = verify(data)
    except OSError as error:
        print(f"{arguments[0]}: {error.strerror}")  # noqa: T201
        return 2
    except InvalidMinutesError as error:
        print(f"NOT VALID: {error}")  # noqa: T201
        return 1
    told = [f"{minutes['title']}: {len(minutes['entries'])} entries, every one as it was signed"]
    told.append(
        f"signed by the room with the key {fingerprint(minutes['key'])}: compare it with the one you wrote down"
    )
    for one in minutes["countersignatures"]:
        person = minutes["people"][one["person"]]
        who = f"{person['name']} ({person['group']}), key {fingerprint(person['key'])}"
        told.append(f"countersigned up to entry {one['size']} by {who}")
    print("\n".join(map(_line, told)))  # noqa: T201
    return 0


def _line(told: str) -> str:
    """Mark what would begin another line, or turn this one around: names are what people chose, or forged."""
    return _NO_LINE.sub("\N{REPLACEMENT CHARACTER}", told)


if __name__ == "__main__":  # pragma: no cover - run as a program by a test of its own
    sys.exit(main(sys.argv[1:]))
