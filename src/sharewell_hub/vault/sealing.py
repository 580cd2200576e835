"""The arithmetic of the vault: sealing words to their place, and failing closed."""

import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sharewell_hub.keystore.queries import OpenKey
from sharewell_hub.keystore.wrapping import broken

NONCE_BYTES = 12


def sealed(words: bytes, key: bytes, belonging: bytes) -> bytes:
    """Seal words to where they belong."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, words, belonging)


def opened(held: bytes, key: bytes, belonging: bytes, *, id: UUID) -> bytes:
    """Open the words of a row.

    Raises:  SealBroken, naming the row, when it was changed or its words belong to another.
    """
    try:
        return AESGCM(key).decrypt(held[:NONCE_BYTES], held[NONCE_BYTES:], belonging)
    except (InvalidTag, ValueError) as error:
        raise broken(f"The content {id} was changed or moved since it was sealed.") from error


def belonging(place: str, id: UUID, key: OpenKey) -> bytes:
    """Say where a row's words belong: place, row, agency, subject and the key's version."""
    return f"{place}|{id}|{key.agency}|{key.subject}|{key.version}".encode()


def belonging_to_several(place: str, id: UUID) -> bytes:
    """Say where words about several belong: whose they are stands in the rows of their keys."""
    return f"{place}|{id}|several".encode()
