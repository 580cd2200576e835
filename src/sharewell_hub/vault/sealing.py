"""The arithmetic of the vault: wrapping keys, sealing words, and failing closed."""

import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from sharewell.terms.errors import SealBroken
from sharewell_hub.vault.models import Content, SubjectKey
from sharewell_hub.vault.root_key import root_key

KEY_BYTES = 32
NONCE_BYTES = 12


def new_wrapped_key(wrapping: bytes) -> bytes:
    """Make a random key and give it wrapped; it is never seen unwrapped outside memory."""
    return aes_key_wrap(wrapping, os.urandom(KEY_BYTES))


def unwrap(wrapping: bytes, wrapped: bytes, *, of: UUID) -> bytes:
    """Unwrap a key.

    Raises:  SealBroken when the wrapped key was changed or the wrapping key is another.
    """
    try:
        return aes_key_unwrap(wrapping, wrapped)
    except InvalidUnwrap as error:
        raise _broken(f"The key {of} does not open with the key that should open it.") from error


def subject_key(key: SubjectKey) -> bytes:
    """Unwrap a subject's key from the root down."""
    agency = unwrap(root_key(), bytes(key.agency_key.wrapped), of=key.agency_key.pk)
    return unwrap(agency, bytes(key.wrapped), of=key.pk)


def sealed(text: str, content: Content, key: bytes) -> bytes:
    """Seal words to the row they will lie in."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, text.encode(), _belonging(content))


def opened(content: Content, key: bytes) -> str:
    """Open the words of a row.

    Raises:  SealBroken, naming the row, when it was changed or its words belong to another.
    """
    held = bytes(content.sealed)
    try:
        words = AESGCM(key).decrypt(held[:NONCE_BYTES], held[NONCE_BYTES:], _belonging(content))
    except (InvalidTag, ValueError) as error:
        raise _broken(
            f"The content {content.pk} was changed or moved since it was sealed."
        ) from error
    return words.decode()


def _belonging(content: Content) -> bytes:
    """Say where a row's words belong: place, row, agency, subject and the key's version."""
    key = content.key
    return "|".join(
        [content.place, str(content.pk), str(key.agency), str(key.subject), str(key.version)]
    ).encode()


def _broken(why: str) -> SealBroken:
    return SealBroken(
        what="Nothing was shown: sealed words did not open.",
        why=why,
        next="Change nothing, and tell whoever looks after the service.",
    )
