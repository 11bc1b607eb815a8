"""Proofs over a log: that an entry is in it, and that a longer log goes on from a shorter one.

References
----------
RFC 6962 (2013), sections 2.1.1 and 2.1.2.
"""

from __future__ import annotations

from collections.abc import Sequence

from goodoffices.errors import CaseError
from goodoffices.talks.verify_minutes import node_hash, tree_root

__all__ = ["consistency_holds", "consistency_proof", "inclusion_holds", "inclusion_proof"]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the hashes that lead from an entry to the root.

    Parameters
    ----------
    leaves
        Hashes of all entries.
    index
        Of the entry, from 0.

    Raises
    ------
    CaseError
        If there is no such entry.
    """
    if not 0 <= index < len(leaves):
        raise CaseError(f"found the entry {index}, expected 0 to {len(leaves) - 1}")
    if len(leaves) == 1:
        return ()
    half = _half(len(leaves))
    if index < half:
        return (*inclusion_proof(leaves[:half], index), tree_root(list(leaves[half:])))
    return (*inclusion_proof(leaves[half:], index - half), tree_root(list(leaves[:half])))


def inclusion_holds(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Say whether a proof leads from an entry to a root."""
    if not 0 <= index < size:
        return False
    place, last, node = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = node_hash(sibling, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and node == root


def consistency_proof(leaves: Sequence[bytes], earlier: int) -> tuple[bytes, ...]:
    """Return the hashes that show that the log goes on from its first entries.

    Raises
    ------
    CaseError
        If the earlier log was empty, or longer than this one.
    """
    if not 0 < earlier <= len(leaves):
        raise CaseError(f"found an earlier log of {earlier} entries, expected 1 to {len(leaves)}")
    return _consistency(leaves, earlier, whole=True)


def _consistency(leaves: Sequence[bytes], earlier: int, *, whole: bool) -> tuple[bytes, ...]:
    if earlier == len(leaves):
        return () if whole else (tree_root(list(leaves)),)
    half = _half(len(leaves))
    if earlier <= half:
        return (*_consistency(leaves[:half], earlier, whole=whole), tree_root(list(leaves[half:])))
    return (*_consistency(leaves[half:], earlier - half, whole=False), tree_root(list(leaves[:half])))


def consistency_holds(earlier: tuple[int, bytes], later: tuple[int, bytes], proof: Sequence[bytes]) -> bool:
    """Say whether a proof shows that a later log, given by size and root, goes on from an earlier one."""
    (first, first_root), (second, second_root) = earlier, later
    if first == second:
        return not proof and first_root == second_root
    if not 0 < first < second or not proof:
        return False
    path = list(proof) if first & (first - 1) else [first_root, *proof]
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and (old, new) == (first_root, second_root)


def _half(size: int) -> int:
    """Return the largest power of two below a size."""
    return 1 << (size - 1).bit_length() - 1
