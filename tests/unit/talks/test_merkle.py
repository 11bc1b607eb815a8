"""Logs as trees of hashes, held against the known vectors."""

from __future__ import annotations

import pytest

from goodoffices.errors import CaseError
from goodoffices.talks.merkle import consistency_holds, consistency_proof, inclusion_holds, inclusion_proof
from goodoffices.talks.verify_minutes import leaf_hash, tree_root

# Entries and roots used by implementations of Certificate Transparency (RFC 6962).
ENTRIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(bytes.fromhex(entry)) for entry in ENTRIES]
MANY = [leaf_hash(bytes([k])) for k in range(21)]


def test_roots_are_those_of_the_known_vectors() -> None:
    """For logs of no entry up to eight."""
    assert tree_root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert [tree_root(LEAVES[: size + 1]).hex() for size in range(8)] == ROOTS


@pytest.mark.parametrize("size", range(1, 22))
def test_every_entry_has_a_proof_and_no_other_entry_has_it(size: int) -> None:
    """The proof holds for its entry at its place in a log of its size, and for nothing else."""
    leaves, root = MANY[:size], tree_root(MANY[:size])
    for index, leaf in enumerate(leaves):
        proof = inclusion_proof(leaves, index)
        assert inclusion_holds(leaf, index, size, proof, root)
        assert not inclusion_holds(leaf, index, size, (*proof, root), root)
        assert not inclusion_holds(leaf_hash(b"other"), index, size, proof, root)
        assert not inclusion_holds(leaf, size, size, proof, root)
        if proof:
            assert not inclusion_holds(leaf, index, size, proof[:-1], root)
            assert not inclusion_holds(leaf, index, size, (proof[0][::-1], *proof[1:]), root)


@pytest.mark.parametrize("later", range(1, 22))
def test_a_log_goes_on_from_each_earlier_one_and_from_no_other(later: int) -> None:
    """A history that was written anew has no proof."""
    leaves, root = MANY[:later], tree_root(MANY[:later])
    for earlier in range(1, later + 1):
        old, proof = tree_root(leaves[:earlier]), consistency_proof(leaves, earlier)
        assert consistency_holds((earlier, old), (later, root), proof)
        forged = tree_root([leaf_hash(b"other"), *leaves[1:earlier]])
        assert not consistency_holds((earlier, forged), (later, root), proof)
        assert not consistency_holds((earlier, old), (later, root), (*proof, root))
        if proof:
            assert not consistency_holds((earlier, old), (later, root), proof[:-1])


def test_proofs_of_what_is_not_there_are_refused() -> None:
    """An entry outside of the log, an earlier log that was empty or longer."""
    with pytest.raises(CaseError, match="found the entry 8"):
        inclusion_proof(LEAVES, 8)
    for earlier in (0, 9):
        with pytest.raises(CaseError, match=f"earlier log of {earlier}"):
            consistency_proof(LEAVES, earlier)
    assert not consistency_holds((3, MANY[0]), (2, MANY[0]), (MANY[0],))
