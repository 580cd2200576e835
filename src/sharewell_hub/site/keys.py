"""The two keys kept outside the database: one signs cookies, one opens the vault."""

import os
import secrets
from pathlib import Path

from sharewell_hub.site.home import home, make_home, make_private

SIGNING = "signing.key"
ROOT = "root.key"


def folder() -> Path:
    """Say where the keys lie."""
    return home() / "keys"


def make_missing_keys() -> None:
    """Make each key that is not there; only a set-up that finds an empty vault may call this."""
    make_home()
    make_private(folder())
    for name, size in ((SIGNING, 64), (ROOT, 32)):
        path = folder() / name
        if not path.exists():
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(size))


def signing_key() -> str:
    """Read the key that signs cookies; before set-up, one that lasts as long as this process."""
    path = folder() / SIGNING
    return path.read_bytes().hex() if path.exists() else secrets.token_hex(64)
