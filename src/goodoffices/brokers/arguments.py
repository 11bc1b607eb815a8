"""Which claims of a case speak for a candidate, and which against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from goodoffices.brokers.evidence import Direction, Evidence, Subject
from goodoffices.case.settlement import Claim

__all__ = ["claim_evidence"]


def claim_evidence(subject: Subject) -> Iterator[Evidence]:
    """Go through the claims about a candidate, and all that support or attack them, through others too.

    Replies count with what they reply to, so that no argument stands without its answer. A claim about the candidate
    that serves no other claim about it is taken to speak for it. From there every support keeps the direction and every
    attack turns it. Where equally short chains disagree, the claim is context.

    Parameters
    ----------
    subject
        The candidate.
    """
    claims = subject.case.claims
    own = {claim.id for claim in claims if claim.about in subject.names}
    signs = _signs(claims, _starts(claims, own))
    for claim in claims:
        found = signs.get(claim.id)
        if found is not None:
            direction: Direction = "context" if len(found) > 1 else "for" if found == {1} else "against"
            yield Evidence(direction, "argument", "claims", None, claim.text, None, (claim.cite,))


def _starts(claims: Sequence[Claim], own: set[str]) -> list[str]:
    """Return the claims about the candidate from which none other about it is reached; one of each ring besides."""
    targets = {claim.id: {*claim.supports, *claim.attacks} for claim in claims}
    starts = [name for name in targets if name in own and not own & (_reached(name, targets) - {name})]
    served = _serving(starts, targets)
    for name in targets:
        if name in own and name not in served:
            starts.append(name)
            served |= _serving([name], targets)
    return starts


def _reached(name: str, targets: dict[str, set[str]]) -> set[str]:
    """Return all that a claim bears on, through others too."""
    found: set[str] = set()
    ahead = [name]
    while ahead:
        new = targets.get(ahead.pop(), set()) - found
        found |= new
        ahead += new
    return found


def _serving(starts: Sequence[str], targets: dict[str, set[str]]) -> set[str]:
    """Return the claims that bear on some of these, and these themselves."""
    return {name for name in targets if name in starts or _reached(name, targets) & set(starts)}


def _signs(claims: Sequence[Claim], starts: Sequence[str]) -> dict[str, set[int]]:
    """Give each claim the directions in which the shortest chains to a start lead."""
    signs = {start: {1} for start in starts}
    last = dict(signs)
    while last:
        reached: dict[str, set[int]] = {}
        for claim in claims:
            if claim.id in signs:
                continue
            for ids, turn in ((claim.supports, 1), (claim.attacks, -1)):
                for target in ids:
                    for sign in last.get(target, ()):
                        reached.setdefault(claim.id, set()).add(turn * sign)
        signs |= reached
        last = reached
    return signs
