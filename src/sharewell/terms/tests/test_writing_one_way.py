"""Canonical JSON: the same thing is always written, and so digested, in one way."""

from datetime import date
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as some

from sharewell.terms.canonical import canonical, digest, plain

WORDS = some.text(alphabet="abcdefgh_0123456789", max_size=8)
THINGS = some.recursive(
    some.booleans() | some.integers(-(2**53) + 1, 2**53 - 1) | some.text(max_size=8) | some.none(),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


def test_it_is_what_rfc_8785_shows():
    value = {
        "numbers": [333333333, 4],
        "string": '\u20ac$\u000f\nA\'B"\\\\"/',
        "literals": [None, True, False],
    }
    assert canonical(value).decode() == (
        '{"literals":[null,true,false],"numbers":[333333333,4],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


@given(some.dictionaries(WORDS, THINGS, max_size=6), some.randoms())
def test_the_order_of_keys_does_not_matter(table, random):
    keys = list(table)
    random.shuffle(keys)
    assert canonical({key: table[key] for key in keys}) == canonical(table)


def test_a_digest_is_sha_256_in_hex():
    assert digest(b"{}") == sha256(b"{}").hexdigest()


def test_days_become_what_json_can_hold():
    assert plain({"on": date(2026, 11, 22), "list": (1, [date(2020, 1, 2)])}) == {
        "on": "2026-11-22",
        "list": [1, ["2020-01-02"]],
    }
