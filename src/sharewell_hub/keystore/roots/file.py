"""The root key as a file outside the databases, read by nobody but the service.

While it is rotated, the next one lies beside it as NAME.new; afterwards the one before is kept as
NAME.ID, for old backups of the keystore, until somebody destroys it.
"""

import hmac
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

from sharewell.terms.errors import SealBroken
from sharewell_hub.keystore.roots import refusal
from sharewell_hub.keystore.wrapping import KEY_BYTES, broken, new_key, wrap

PUT_BACK = "Put the right key file back, for its owner alone (mode 0600), and start again."


def open_root(path: str) -> "FileRoot":
    """Give the root key of this file; it is read anew whenever it is used."""
    return FileRoot(Path(path))


def id_of(key: bytes) -> str:
    """Name a root key without telling anything about it."""
    return hmac.digest(key, b"sharewell root key", "sha256")[:8].hex()


class FileRoot:
    """A root key in a file of 32 bytes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.next = path.with_name(f"{path.name}.new")

    def current(self) -> str:
        """Give the id of the root key that wraps now."""
        return id_of(self.read()[-1])

    def wrap(self, key: bytes) -> tuple[str, bytes]:
        """Wrap a key by the current root key; give that one's id too."""
        root = self.read()[-1]
        return id_of(root), wrap(root, key)

    def unwrap(self, wrapped: bytes, root: str) -> bytes:
        """Unwrap a key by the root key with this id, or by any where it has none.

        An earlier root key is used as long as it lies here: a backup of the keystore may be older.
        """
        earlier = [_read(self._kept(root))] if root and self._kept(root).exists() else []
        for held in (*self.read(), *earlier):
            if root in ("", id_of(held)):
                with suppress(InvalidUnwrap):
                    return aes_key_unwrap(held, wrapped)
        raise broken(f"A key does not open with the root key at {self.path}.")

    def holds(self, root: str) -> bool:
        """Say whether the root key with this id lies here, the one that wraps or an earlier one."""
        return root in map(id_of, self.read()) or self._kept(root).exists()

    def derived(self, info: bytes) -> bytes:
        """Derive a key from the root key that stands in its place."""
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=info).derive(_read(self.path))

    def read(self) -> list[bytes]:
        """Read the root keys that are here, the one that wraps last.

        Raises:  SealBroken when one is missing, damaged or open to others.
        """
        found = [_read(self.path)]
        return [*found, _read(self.next)] if self.begun() else found

    def begin(self) -> None:
        """Make the next root key beside this one."""
        _read(self.path)
        half_done = self.path.with_name(f"{self.path.name}.half")
        half_done.unlink(missing_ok=True)
        write(half_done, new_key())
        half_done.rename(self.next)

    def begun(self) -> bool:
        """Say whether a next root key lies beside this one."""
        return self.next.exists()

    def finish(self) -> None:
        """Put the next root key in its place; the one before is kept under its id."""
        if not self.begun():
            return
        before, after = self.read()
        kept = self._kept(id_of(before))
        if before != after and not kept.exists():
            os.link(self.path, kept)
        self.next.replace(self.path)

    def _kept(self, root: str) -> Path:
        return self.path.with_name(f"{self.path.name}.{root}")


def write(path: Path, key: bytes) -> None:
    """Write a key file for its owner alone, and see that it lies on the disk.

    Raises:  FileExistsError where there is one.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path) -> bytes:
    faults: list[tuple[Callable[[], bool], str]] = [
        (lambda: not path.is_file(), f"The root key is not at {path}."),
        (
            lambda: bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)),
            f"The root key at {path} can be read by other users of this machine.",
        ),
        (
            lambda: path.stat().st_size != KEY_BYTES,
            f"The root key at {path} does not have {KEY_BYTES} bytes.",
        ),
    ]
    for found, why in faults:
        if found():
            raise _refusal(why)
    return path.read_bytes()


def _refusal(why: str) -> SealBroken:
    return refusal(why, next=PUT_BACK)
