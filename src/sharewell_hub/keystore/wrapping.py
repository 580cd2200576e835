"""Wrapping a key in a key (RFC 3394), and failing closed."""

import os
from uuid import UUID

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from sharewell.terms.errors import SealBroken

KEY_BYTES = 32


def new_key() -> bytes:
    """Make a random key."""
    return os.urandom(KEY_BYTES)


def wrap(wrapping: bytes, key: bytes) -> bytes:
    """Wrap a key in another."""
    return aes_key_wrap(wrapping, key)


def unwrap(wrapping: bytes, wrapped: bytes, *, of: UUID | str) -> bytes:
    """Unwrap a key.

    Raises:  SealBroken when the wrapped key was changed or the wrapping key is another.
    """
    try:
        return aes_key_unwrap(wrapping, wrapped)
    except InvalidUnwrap as error:
        raise broken(f"The key {of} does not open with the key that should open it.") from error


def broken(why: str) -> SealBroken:
    """Make the refusal for something sealed that does not open."""
    return SealBroken(
        what="Nothing was shown: sealed words did not open.",
        why=why,
        next="Change nothing, and tell whoever looks after the service.",
    )
