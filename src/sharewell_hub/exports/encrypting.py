"""Encrypting a file to its recipient's key, in the age format.

Source:  age-encryption.org/v1; recipients are X25519 keys, written age1….
"""

import pyrage

from sharewell.terms.errors import FactRefused

OF_THE_OTHER_HALF = "AGE-SECRET-KEY-"


def recipient_of(written: str) -> str:
    """Give a recipient's public key in the one way it is written.

    Raises:  FactRefused for what is none; it is not repeated, since it may be a secret key.
    """
    said = "".join(written.split())
    if said.upper().startswith(OF_THE_OTHER_HALF):
        raise _refused(
            "This is the secret half of a key, which never leaves whoever made it. Anybody who saw "
            "it can read what is encrypted to it: have a new pair made."
        )
    try:
        return str(pyrage.x25519.Recipient.from_str(said.lower()))
    except pyrage.RecipientError:
        raise _refused("A public key begins with age1 and has 62 letters.") from None


def encrypted(words: bytes, recipient: str) -> bytes:
    """Encrypt a file so that only whoever holds the recipient's secret key reads it."""
    made: bytes = pyrage.encrypt(words, [pyrage.x25519.Recipient.from_str(recipient)])
    return made


def _refused(why: str) -> FactRefused:
    return FactRefused(
        what="No key was recorded.",
        why=why,
        next="Ask the service for the line that begins with age1, and put in that alone.",
    )
