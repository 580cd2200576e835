"""The key above all keys: a file outside the database, read by nobody but the service."""

import stat
from functools import cache
from pathlib import Path

from django.conf import settings

from sharewell.terms.errors import SealBroken

BYTES = 32


def root_key() -> bytes:
    """Read the root key.

    Raises:  SealBroken when the file is missing, damaged or open to others.
    """
    return _read(Path(settings.SHAREWELL_ROOT_KEY))


@cache
def _read(path: Path) -> bytes:
    if not path.is_file():
        raise _refusal(f"The root key is not at {path}.")
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise _refusal(f"The root key at {path} can be read by other users of this machine.")
    key = path.read_bytes()
    if len(key) != BYTES:
        raise _refusal(f"The root key at {path} has {len(key)} bytes instead of {BYTES}.")
    return key


def _refusal(why: str) -> SealBroken:
    return SealBroken(
        what="Nothing was sealed or opened.",
        why=why,
        next="Put the right key file back, for its owner alone (mode 0600), and start again.",
    )
