"""A tree's roots and proofs, against the specification's own recursion, vectors and a stranger."""

from hashlib import sha256

import pymerkle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sharewell.ledger.leaf import leaf_hash
from sharewell.ledger.tiles import Edge, grow
from sharewell.ledger.tree import (
    EMPTY,
    grew,
    node,
    over,
    prove_consistency,
    prove_inclusion,
    root,
    root_by_inclusion,
    roots_by_consistency,
)

INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657",
          "606162636465666768696a6b6c6d6e6f"]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def leaves(size):
    return [sha256(b"%d" % number).digest() for number in range(size)]


def split(size):
    return 1 << ((size - 1).bit_length() - 1)


def naive_root(held):
    if len(held) < 2:
        return held[0] if held else sha256(b"").digest()
    at = split(len(held))
    return node(naive_root(held[:at]), naive_root(held[at:]))


def naive_path(index, held):
    if len(held) < 2:
        return []
    at = split(len(held))
    if index < at:
        return [*naive_path(index, held[:at]), naive_root(held[at:])]
    return [*naive_path(index - at, held[at:]), naive_root(held[:at])]


def naive_growth(old, held, whole=True):
    if old == len(held):
        return [] if whole else [naive_root(held)]
    at = split(len(held))
    if old <= at:
        return [*naive_growth(old, held[:at], whole), naive_root(held[at:])]
    return [*naive_growth(old - at, held[at:], False), naive_root(held[:at])]


places = some.integers(1, 700).flatmap(
    lambda size: some.tuples(some.integers(0, size - 1), some.just(size))
)
growths = some.integers(0, 700).flatmap(
    lambda new: some.tuples(some.integers(0, new), some.just(new))
)


@pytest.mark.parametrize("size", range(9))
def test_the_published_vectors_of_certificate_transparency_come_out(size):
    held = [leaf_hash(bytes.fromhex(each)) for each in INPUTS[:size]]
    assert root(size, over(held)).hex() == ROOTS[size]
    assert grow(Edge(), held).edge.root().hex() == ROOTS[size]


@pytest.mark.parametrize("size", [1, 2, 3, 255, 256, 257, 511, 700])
def test_a_stranger_finds_the_same_root(size):
    stranger = pymerkle.InmemoryTree(algorithm="sha256")
    entries = [b"%d" % number for number in range(size)]
    for each in entries:
        stranger.append_entry(each)
    held = [leaf_hash(each) for each in entries]
    assert stranger.get_root(size) == grow(Edge(), held).edge.root()


@settings(max_examples=60)
@given(places)
def test_an_entry_is_proved_as_the_specification_recurses(place):
    index, size = place
    held = leaves(size)
    proof = prove_inclusion(index, size, over(held))
    assert proof == naive_path(index, held)
    assert root_by_inclusion(index, size, held[index], proof) == naive_root(held)


@settings(max_examples=60)
@given(growths)
def test_a_growth_is_proved_as_the_specification_recurses(growth):
    old, new = growth
    held = leaves(new)
    proof = prove_consistency(old, new, over(held))
    assert proof == (naive_growth(old, held) if old else [])
    assert grew((old, naive_root(held[:old])), (new, naive_root(held)), proof)


@settings(max_examples=60)
@given(places, some.data())
def test_a_proof_bent_in_any_way_proves_nothing(place, data):
    index, size = place
    held = leaves(size)
    proof, whole = prove_inclusion(index, size, over(held)), naive_root(held)
    at = data.draw(some.integers(0, len(proof)))
    assert root_by_inclusion(index, size, held[index], [*proof, whole]) is None
    if proof:
        assert root_by_inclusion(index, size, held[index], proof[:-1]) is None
    bent = [bytes(32) if place == at else hash for place, hash in enumerate(proof)]
    assert at == len(proof) or root_by_inclusion(index, size, held[index], bent) != whole
    other = data.draw(some.integers(0, size - 1).filter(lambda other: other != index or size == 1))
    assert size == 1 or root_by_inclusion(other, size, held[index], proof) != whole


@settings(max_examples=60)
@given(growths, some.data())
def test_a_bent_proof_of_growth_proves_nothing(growth, data):
    old, new = growth
    held = leaves(new)
    proof = prove_consistency(old, new, over(held))
    before, after = (old, naive_root(held[:old])), (new, naive_root(held))
    assert not grew(before, after, [*proof, after[1]])
    if old:
        assert not grew(before, (new, bytes(32)), proof)
        assert not grew((old, bytes(32)), after, proof)
    if proof:
        assert roots_by_consistency(old, new, before[1], [*proof, after[1]]) is None
        assert roots_by_consistency(old, new, before[1], proof[:-1]) is None
        at = data.draw(some.integers(0, len(proof) - 1))
        assert not grew(before, after, [*proof[:at], *proof[at + 1 :]])
        assert not grew(before, after, [*proof[:at], bytes(32), *proof[at + 1 :]])


@settings(max_examples=40)
@given(some.lists(some.integers(0, 400), max_size=6))
def test_a_tree_that_grew_in_parts_is_the_tree_that_grew_at_once(parts):
    held, edge = leaves(sum(parts)), Edge()
    for part in parts:
        edge = grow(edge, held[edge.size : edge.size + part]).edge
        assert edge.root() == naive_root(held[: edge.size])
    assert edge == grow(Edge(), held).edge


def test_a_place_that_is_not_in_the_tree_cannot_be_proved():
    with pytest.raises(ValueError, match="has no entry 3"):
        prove_inclusion(3, 3, over(leaves(3)))
    with pytest.raises(ValueError, match="did not grow out of 4"):
        prove_consistency(4, 3, over(leaves(3)))
    assert root_by_inclusion(3, 3, leaves(4)[3], []) is None
    assert root(0, over([])) == EMPTY
    assert not grew((4, EMPTY), (3, EMPTY), [])


def test_an_edge_that_is_not_that_of_its_size_is_refused():
    with pytest.raises(ValueError, match="not the partial tiles of 2"):
        Edge(2, (bytes(32),))
    with pytest.raises(ValueError, match="more partial tiles"):
        Edge(256, (b"",))
