"""Splitting a secret so that any two of three shares give it back and one alone says nothing.

Source:  A. Shamir, How to share a secret (1979), over GF(256) with the polynomial of AES.
"""

import hashlib
import secrets
from typing import NamedTuple

SHARES, NEEDED = 3, 2
POLYNOMIAL = 0x11B
CHECK_BYTES = 4
HEAD = "sharewell root key share"


class Share(NamedTuple):
    """One share: its place on the line, which key it is of, and its points."""

    place: int
    root: str
    points: bytes


def split(secret: bytes, *, root: str) -> list[Share]:
    """Draw a random line through each byte of a secret, and give three points of it."""
    slopes = secrets.token_bytes(len(secret))
    return [
        Share(place, root, bytes(s ^ times(m, place) for s, m in zip(secret, slopes, strict=True)))
        for place in range(1, SHARES + 1)
    ]


def join(first: Share, second: Share) -> bytes:
    """Find where the line through two points began.

    Raises:  ValueError for one share twice, or shares of two keys.
    """
    if first.place == second.place:
        raise ValueError("These are the same share twice; two different ones are needed.")
    if first.root != second.root or len(first.points) != len(second.points):
        raise ValueError("These are shares of two different keys.")
    apart = inverse(first.place ^ second.place)
    weights = times(second.place, apart), times(first.place, apart)
    pairs = zip(first.points, second.points, strict=True)
    return bytes(times(weights[0], a) ^ times(weights[1], b) for a, b in pairs)


def written(share: Share) -> str:
    """Write a share as one line that can be typed off paper, with a check against slips."""
    said = f"{HEAD} {share.place} of {SHARES} {share.root} {share.points.hex()}"
    return f"{said} {_check(said)}\n"


def read(line: str) -> Share:
    """Read a share.

    Raises:  ValueError when it is not one, or was mistyped.
    """
    said, _, check = " ".join(line.split()).rpartition(" ")
    words = said.removeprefix(f"{HEAD} ").split(" ")
    if not said.startswith(HEAD) or len(words) != len(["1", "of", "3", "root", "points"]):
        raise ValueError("This is not a share of a root key.")
    if _check(said) != check:
        raise ValueError("A letter of this share was changed or mistyped.")
    return Share(int(words[0]), words[3], bytes.fromhex(words[4]))


def times(a: int, b: int) -> int:
    """Multiply in GF(256); each step is taken for every factor alike."""
    product = 0
    for _ in range(8):
        product ^= -(b & 1) & a
        a = (a << 1) ^ (-(a >> 7) & POLYNOMIAL)
        b >>= 1
    return product


def inverse(a: int) -> int:
    """Find what times a is one: a to the power of 254."""
    if a == 0:
        raise ZeroDivisionError("Nothing times zero is one.")
    result = 1
    for _ in range(254):
        result = times(result, a)
    return result


def _check(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()[: 2 * CHECK_BYTES]
