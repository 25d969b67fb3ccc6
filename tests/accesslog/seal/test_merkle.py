"""The tree of RFC 9162: known roots, every proof, and nothing but the right proof."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.accesslog.seal import merkle
from caseapp.accesslog.seal.merkle import Frontier

CT_LEAVES = [
    b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31", b"\x40\x41\x42\x43",
    bytes(range(0x50, 0x58)), bytes(range(0x60, 0x70)),
]  # fmt: skip
CT_ROOT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
"""The test vector of Certificate Transparency for eight leaves."""


def hashes(size: int) -> list[bytes]:
    return [merkle.leaf_hash(str(number).encode()) for number in range(size)]


def slow_root(leaves: list[bytes]) -> bytes:
    """Follow the definition of RFC 9162, section 2.1.1, word for word."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    joined = b"\x01" + slow_root(leaves[:split]) + slow_root(leaves[split:])
    return hashlib.sha256(joined).digest()


def test_the_root_of_the_published_example_is_the_published_root():
    assert merkle.root(map(merkle.leaf_hash, CT_LEAVES)).hex() == CT_ROOT


@pytest.mark.parametrize("size", range(70))
def test_every_size_has_the_root_of_the_definition(size):
    assert merkle.root(hashes(size)) == slow_root(hashes(size))


@pytest.mark.parametrize("size", range(1, 40))
def test_every_leaf_can_be_proved_and_no_other_leaf_with_its_proof(size):
    leaves = hashes(size)
    top = merkle.root(leaves)
    for index in range(size):
        proof = merkle.inclusion_proof(leaves, index)
        assert merkle.is_included(leaves[index], index, size, proof, top)
        assert not merkle.is_included(merkle.leaf_hash(b"other"), index, size, proof, top)
        assert not merkle.is_included(leaves[index], index, size, [*proof, top], top)
        assert not merkle.is_included(leaves[index], size, size, proof, top)
        if proof:
            assert not merkle.is_included(leaves[index], index, size, proof[:-1], top)


@pytest.mark.parametrize("size", range(1, 40))
def test_every_earlier_tree_is_the_beginning_and_no_other_tree_is(size):
    leaves = hashes(size)
    top = merkle.root(leaves)
    for earlier in range(1, size + 1):
        old, proof = merkle.root(leaves[:earlier]), merkle.consistency_proof(leaves, earlier)
        assert merkle.only_grew(earlier, size, proof, old, top)
        assert not merkle.only_grew(earlier, size, proof, merkle.leaf_hash(b"fork"), top)
        assert not merkle.only_grew(earlier, size, [*proof, top], old, top)
        if earlier < size:
            assert not merkle.only_grew(earlier, size, proof[:-1], old, top)


def test_a_proof_between_sizes_that_cannot_be_proves_nothing():
    assert not merkle.only_grew(0, 3, [], merkle.EMPTY_ROOT, merkle.root(hashes(3)))
    assert not merkle.only_grew(4, 3, [], merkle.root(hashes(4)), merkle.root(hashes(3)))
    assert not merkle.only_grew(3, 5, [], merkle.root(hashes(3)), merkle.root(hashes(5)))


@pytest.mark.parametrize(("size", "asked"), [(0, 0), (3, 3), (3, -1)])
def test_a_leaf_that_is_not_there_has_no_proof(size, asked):
    with pytest.raises(IndexError):
        merkle.inclusion_proof(hashes(size), asked)


@pytest.mark.parametrize("earlier", [0, 4])
def test_a_size_the_tree_never_had_has_no_proof(earlier):
    with pytest.raises(IndexError):
        merkle.consistency_proof(hashes(3), earlier)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6))
def test_a_tree_that_goes_on_from_its_peaks_is_the_same_tree(batches):
    leaves, frontier = hashes(sum(batches)), Frontier()
    done = 0
    for batch in batches:
        frontier = Frontier.from_bytes(frontier.size, frontier.to_bytes())
        frontier.extend(leaves[done : done + batch])
        done += batch
    assert (frontier.size, frontier.root()) == (done, merkle.root(leaves))


@pytest.mark.parametrize("written", [b"", b"\x00" * 31, b"\x00" * 64])
def test_peaks_of_another_size_are_refused(written):
    with pytest.raises(ValueError, match="another size"):
        Frontier.from_bytes(4, written)


def test_an_independent_library_finds_the_same_roots_and_accepts_our_proofs():
    from pymerkle import InmemoryTree
    from pymerkle.proof import verify_consistency, verify_inclusion

    theirs = InmemoryTree(algorithm="sha256")
    ours: list[bytes] = []
    for number in range(1, 33):
        theirs.append_entry(str(number).encode())
        ours.append(merkle.leaf_hash(str(number).encode()))
        assert theirs.get_root() == merkle.root(ours)
    verify_inclusion(ours[10], merkle.root(ours), theirs.prove_inclusion(11))
    verify_consistency(merkle.root(ours[:20]), merkle.root(ours), theirs.prove_consistency(20))
