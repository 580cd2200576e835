"""What one entry of the log is made of, byte for byte: ids and digests, never words."""

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from uuid import UUID

LONGEST = 300
CODE = re.compile(r"[a-z0-9_.:-]{0,24}")


def leaf_bytes(**ids: str | int) -> bytes:
    """Write an entry as canonical JSON; what is empty is left out.

    Shapes:  v, act (a code), id, on (the object), at, by (the actor), of (the agency), to (the
             purpose), was (the object it supersedes), binds (see `binding`).
    Units:   at is in milliseconds since 1970, UTC.
    Raises:  ValueError if the whole is longer than 300 bytes.
    """
    kept = {name: value for name, value in ids.items() if value != ""}
    leaf = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
    if len(leaf) > LONGEST:
        raise ValueError(f"An entry has {len(leaf)} bytes; it may have {LONGEST}.")
    return leaf


def leaf_hash(leaf: bytes) -> bytes:
    """Hash an entry as a leaf of the tree.

    Source:  RFC 6962, section 2.1.
    """
    return hashlib.sha256(b"\x00" + leaf).digest()


def code(word: str) -> str:
    """Let through a code of the vocabulary, and nothing that could be a sentence or a name.

    Raises:  ValueError for anything else.
    """
    if not CODE.fullmatch(word):
        raise ValueError("Only a short code may stand in an entry.")
    return word


def short(id: UUID | None) -> str:
    """Write an id in 22 letters, and nothing for none."""
    return _letters(id.bytes) if id else ""


def id_of(written: str) -> UUID:
    """Read an id that was written in 22 letters.

    Raises:  ValueError for anything else.
    """
    return UUID(bytes=base64.urlsafe_b64decode(f"{written}=="))


def binding(*, contents: Iterable[str], rules: Iterable[str]) -> str:
    """Bind an entry to what it is about: digests of sealed contents, and ids of rules.

    Shapes:  contents are hex digests of ciphertext; the order of neither matters.
    Returns: nothing when there is neither.
    """
    both = {"contents": sorted(contents), "rules": sorted(rules)}
    if not any(both.values()):
        return ""
    said = json.dumps(both, sort_keys=True, separators=(",", ":")).encode()
    return _letters(hashlib.sha256(said).digest())


def _letters(held: bytes) -> str:
    return base64.urlsafe_b64encode(held).rstrip(b"=").decode()
