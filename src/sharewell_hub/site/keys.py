"""The two keys kept outside the databases: one signs cookies, one wraps all others."""

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
    for path, size in ((folder() / SIGNING, 64), (root_file(), 32)):
        if path and not path.exists():
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(size))


def root_file() -> Path | None:
    """Say which file holds the root key; none where a module or an outside vault does."""
    said = os.environ.get("SHAREWELL_ROOT_KEY", f"file:{folder() / ROOT}")
    return Path(said.removeprefix("file:")) if said.startswith("file:") else None


def signing_key() -> str:
    """Read the key that signs cookies; before set-up, one that lasts as long as this process."""
    path = folder() / SIGNING
    return path.read_bytes().hex() if path.exists() else secrets.token_hex(64)
