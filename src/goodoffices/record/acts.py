"""What a CAMEO code says of an act: whether it is about mediation or talks, on which side of them, and its quad.

Codes are text: ``040`` is not 40.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from goodoffices.errors import CaseError

__all__ = ["ACTS", "NOT_MEDIATION", "QUADS", "Act", "Quad", "act_of", "quad_of"]

Quad = Literal["verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"]
QUADS: tuple[Quad, ...] = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")

# The last root of each quad. Every root with a negative Goldstein weight is conflict.
_LAST_ROOTS = (5, 8, 13, 20)


@dataclass(frozen=True)
class Act:
    """An act about mediation, or about talks without a mediator.

    Attributes
    ----------
    code
        Its CAMEO code.
    topic
        ``mediation`` where a third party is meant, ``talks`` for its neighbours: meeting, negotiating, settling.
    sign
        1 if the act asks for it, offers it or does it, -1 if it refuses or ends it. Our own: CAMEO's scale counts
        the demand for a mediator among the hostile acts.
    what
        In words, after the name of the one who acts.
    """

    code: str
    topic: Literal["mediation", "talks"]
    sign: Literal[1, -1]
    what: str


ACTS: Mapping[str, Act] = MappingProxyType({
    act.code: act
    for act in (
        Act("028", "mediation", 1, "appeals for mediation"),
        Act("038", "mediation", 1, "would accept mediation"),
        Act("039", "mediation", 1, "offers to mediate"),
        Act("045", "mediation", 1, "mediates"),
        Act("108", "mediation", 1, "demands mediation"),
        Act("126", "mediation", -1, "rejects mediation"),
        Act("135", "mediation", -1, "threatens to halt mediation"),
        Act("165", "mediation", -1, "halts mediation"),
        Act("026", "talks", 1, "appeals for a meeting or talks"),
        Act("027", "talks", 1, "appeals for a settlement"),
        Act("036", "talks", 1, "would meet or negotiate"),
        Act("037", "talks", 1, "would settle the dispute"),
        Act("044", "talks", 1, "meets in a third place"),
        Act("046", "talks", 1, "negotiates"),
        Act("057", "talks", 1, "signs a formal agreement"),
        Act("107", "talks", 1, "demands a settlement"),
        Act("125", "talks", -1, "rejects talks"),
        Act("134", "talks", -1, "threatens to halt negotiations"),
        Act("164", "talks", -1, "halts negotiations"),
    )
})  # fmt: skip

NOT_MEDIATION: Mapping[str, str] = MappingProxyType({
    "0255": "other international involvement is asked for",
    "0355": "other international involvement would be allowed",
    "1055": "other international involvement is demanded",
    "1245": "other international involvement is refused",
    "136": "other international involvement might be halted",
    "0256": "restraint in fighting is asked for",
    "1044": "other institutions are demanded",
})  # fmt: skip
"""Codes that stand near those of mediation and are none; they count as what their quad says and as nothing else."""


def act_of(code: str) -> Act | None:
    """Return what a code says of mediation or talks, or None if it is about neither.

    Examples
    --------
    >>> act_of("108").sign, act_of("126").what, act_of("0256")
    (1, 'rejects mediation', None)
    """
    return ACTS.get(code)


def quad_of(code: str) -> Quad:
    """Return whether a code is said or done, and for or against the other side.

    Roots 01 to 05 are verbal cooperation, 06 to 08 material cooperation, 09 to 13 verbal conflict, 14 to 20 material
    conflict, whatever the feed.

    Raises
    ------
    CaseError
        If it is no CAMEO code of three or four digits, such as one that lost its leading zero.

    Examples
    --------
    >>> quad_of("040"), quad_of("0871"), quad_of("112"), quad_of("190")
    ('verbal_cooperation', 'material_cooperation', 'verbal_conflict', 'material_conflict')
    """
    root = int(code[:2]) if code.isascii() and code.isdigit() and len(code) in {3, 4} else 0
    if not 1 <= root <= 20:
        raise CaseError(f"found the event code {code!r}, expected a CAMEO code of three or four digits such as '040'")
    return QUADS[next(k for k, last in enumerate(_LAST_ROOTS) if root <= last)]
