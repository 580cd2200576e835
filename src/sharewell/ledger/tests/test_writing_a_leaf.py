"""Writing a leaf: short, canonical, and without room for a name."""

import base64
import hashlib
import json
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sharewell.ledger.leaf import LONGEST, binding, code, leaf_bytes, leaf_hash, short


def test_the_fullest_entry_fits():
    full = leaf_bytes(
        v=1,
        act="k" * 24,
        id=short(uuid4()),
        on=short(uuid4()),
        at=1_795_000_000_000,
        by=short(uuid4()),
        of=short(uuid4()),
        to="p" * 24,
        was=short(uuid4()),
        binds=binding(contents=["ab" * 32], rules=["bromley_2017:harm"]),
    )
    assert len(full) <= LONGEST


def test_an_entry_is_written_in_one_way_only():
    assert leaf_bytes(b="2", a=1) == leaf_bytes(a=1, b="2") == b'{"a":1,"b":"2"}'


def test_what_is_empty_is_left_out():
    assert leaf_bytes(a="", b="x") == b'{"b":"x"}'


def test_a_long_entry_is_refused():
    with pytest.raises(ValueError, match="may have 300"):
        leaf_bytes(a="x" * 300)


@pytest.mark.parametrize(
    "words", ["Amina Example", "hit by his father", "x" * 25, "a@b.example", "é"]
)
def test_a_sentence_or_a_name_is_not_a_code(words):
    with pytest.raises(ValueError, match="short code"):
        code(words)


def test_the_hash_of_a_leaf_is_that_of_rfc_6962():
    assert leaf_hash(b"").hex() == (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )
    assert leaf_hash(b"x") == hashlib.sha256(b"\x00x").digest()


def test_a_binding_does_not_depend_on_order():
    one = binding(contents=["aa", "bb"], rules=["p:one", "p:two"])
    assert one == binding(contents=["bb", "aa"], rules=["p:two", "p:one"])
    assert one != binding(contents=["bb"], rules=["p:two", "p:one"])


def test_no_contents_and_no_rules_bind_nothing():
    assert binding(contents=[], rules=[]) == ""


@given(some.uuids())
def test_a_short_id_keeps_every_id_apart(id):
    assert UUID(bytes=base64.urlsafe_b64decode(short(id) + "==")) == id


@given(some.dictionaries(some.text("abc", min_size=1, max_size=5), some.integers(0, 9), max_size=9))
def test_a_leaf_reads_back_as_what_was_written(ids):
    assert json.loads(leaf_bytes(**ids)) == ids
