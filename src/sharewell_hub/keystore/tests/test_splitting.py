"""Splitting a key: any two of three shares give it back, and one alone says nothing."""

from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sharewell_hub.keystore import shares
from sharewell_hub.keystore.shares import Share, inverse, join, read, split, times, written


@given(secret=some.binary(min_size=1, max_size=64))
def test_any_two_shares_in_any_order_give_the_secret_back(secret):
    for first, second in permutations(split(secret, root="r"), 2):
        assert join(first, second) == secret


def test_for_every_byte_and_every_slope_any_two_points_give_it_back(monkeypatch):
    for slope in range(256):
        monkeypatch.setattr(shares.secrets, "token_bytes", lambda many, m=slope: bytes([m] * many))
        drawn = split(bytes(range(256)), root="r")
        for first, second in permutations(drawn, 2):
            assert join(first, second) == bytes(range(256))


@pytest.mark.parametrize("place", [1, 2, 3])
def test_one_share_fits_every_secret_equally_often(place):
    seen = Counter(secret ^ times(slope, place) for secret in (0, 83) for slope in range(256))
    assert set(seen.values()) == {2} and len(seen) == 256


def test_multiplication_is_that_of_the_field_of_aes():
    assert times(0x57, 0x83) == 0xC1
    assert times(0x57, 0x13) == 0xFE
    assert all(times(a, inverse(a)) == 1 for a in range(1, 256))
    assert all(times(a, b) == times(b, a) for a in range(256) for b in range(256))
    with pytest.raises(ZeroDivisionError):
        inverse(0)


def test_a_share_comes_back_from_paper_as_it_was_written():
    for share in split(b"secret" * 5, root="a1b2"):
        assert read(f"  {written(share)}  ") == share


@given(at=some.integers(0, 200), letter=some.sampled_from("0123456789abcdefx "))
def test_a_slip_of_one_letter_is_noticed(at, letter):
    line = written(Share(1, "a1b2", bytes(range(32)))).strip()
    slipped = line[: at % len(line)] + letter + line[at % len(line) + 1 :]
    if slipped != line:
        with pytest.raises(ValueError, match="share"):
            read(slipped)


@pytest.mark.parametrize("line", ["", "sharewell root key share", "nothing of the kind 00000000"])
def test_what_is_no_share_is_refused(line):
    with pytest.raises(ValueError, match="not a share"):
        read(line)


def test_the_same_share_twice_and_shares_of_two_keys_are_refused():
    one, other = split(b"abc", root="r")[:2]
    with pytest.raises(ValueError, match="same share twice"):
        join(one, one)
    with pytest.raises(ValueError, match="two different keys"):
        join(one, other._replace(root="s"))
