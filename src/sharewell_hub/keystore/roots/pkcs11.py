"""The root key in a hardware module or its like, which wraps and never gives it out.

`SHAREWELL_ROOT_KEY=pkcs11:token=TOKEN;object=LABEL?module-path=LIBRARY&pin-source=FILE`, in the way
of RFC 7512. Keys with that label are the versions of the root key; the greatest id wraps.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, unquote

from sharewell.terms.errors import SealBroken
from sharewell_hub.keystore.roots import refusal
from sharewell_hub.keystore.wrapping import broken

LOOK = "See that the module, the token and the file with the PIN are there, then try again."
BITS = 256
_alone = Lock()


def open_root(uri: str) -> "ModuleRoot":
    """Give the root key that the rest of a PKCS#11 address names; nothing is asked of it yet."""
    path, _, query = uri.partition("?")
    said = {
        name: unquote(value) for name, _, value in (part.partition("=") for part in path.split(";"))
    } | dict(parse_qsl(query))
    missing = {"token", "object", "module-path", "pin-source"} - said.keys()
    if missing:
        raise _refusal(f"SHAREWELL_ROOT_KEY does not say {', '.join(sorted(missing))}.")
    return ModuleRoot(said)


class ModuleRoot:
    """A root key that stays where it is."""

    def __init__(self, said: dict[str, str]) -> None:
        self.said = said
        self.process = os.getpid()

    def current(self) -> str:
        """Give the id of the root key that wraps now."""
        with self._session() as session:
            return _id(self._keys(session)[-1])

    def wrap(self, key: bytes) -> tuple[str, bytes]:
        """Wrap a key by the current root key; give that one's id too."""
        p = _pkcs11()
        with self._session() as session:
            root = self._keys(session)[-1]
            held = session.create_object(
                {
                    p.Attribute.CLASS: p.ObjectClass.SECRET_KEY,
                    p.Attribute.KEY_TYPE: p.KeyType.AES,
                    p.Attribute.VALUE: key,
                    **_for_a_moment(p),
                }
            )
            return _id(root), bytes(root.wrap_key(held, mechanism=p.Mechanism.AES_KEY_WRAP))

    def unwrap(self, wrapped: bytes, root: str) -> bytes:
        """Unwrap a key by the root key with this id.

        Raises:  SealBroken when it is not there, or another wrapped it.
        """
        p = _pkcs11()
        with self._session() as session:
            found = [key for key in self._keys(session) if _id(key) == root]
            if not found:
                raise broken(f"The root key {root!r} is not in the token.")
            try:
                held = found[0].unwrap_key(
                    p.ObjectClass.SECRET_KEY, p.KeyType.AES, wrapped,
                    mechanism=p.Mechanism.AES_KEY_WRAP, template=_for_a_moment(p),
                )  # fmt: skip
            except p.exceptions.PKCS11Error as error:
                raise broken(f"A key does not open with the root key {root!r}.") from error
            return bytes(held[p.Attribute.VALUE])

    def begin(self) -> None:
        """Have the token make the next root key."""
        p = _pkcs11()
        with self._session(rw=True) as session:
            found = self._keys(session, none_is_fine=True)
            after = int.from_bytes(found[-1].id, "big") + 1 if found else 1
            session.generate_key(
                p.KeyType.AES, BITS, label=self.said["object"], id=after.to_bytes(4, "big"),
                store=True, template={
                    p.Attribute.SENSITIVE: True, p.Attribute.EXTRACTABLE: False,
                    p.Attribute.WRAP: True, p.Attribute.UNWRAP: True,
                },
            )  # fmt: skip

    def begun(self) -> bool:
        """Say no: what the one before still wraps tells whether a rotation is unfinished."""
        return False

    def finish(self) -> None:
        """Leave the one before in the token, for old backups of the keystore."""

    def _keys(self, session: Any, *, none_is_fine: bool = False) -> list[Any]:
        p = _pkcs11()
        wanted = {
            p.Attribute.CLASS: p.ObjectClass.SECRET_KEY,
            p.Attribute.LABEL: self.said["object"],
        }
        found = sorted(session.get_objects(wanted), key=lambda key: bytes(key.id))
        if not found and not none_is_fine:
            raise _refusal(f"There is no key {self.said['object']!r} in the token.")
        return found

    @contextmanager
    def _session(self, *, rw: bool = False) -> Iterator[Any]:
        """Open a session, one at a time; a process that was forked off begins anew."""
        p = _pkcs11()
        with _alone:
            try:
                library = p.lib(self.said["module-path"])
                if self.process != os.getpid():
                    library.reinitialize()
                    self.process = os.getpid()
                token = library.get_token(token_label=self.said["token"])
                session = token.open(user_pin=_pin(Path(self.said["pin-source"])), rw=rw)
            except (p.exceptions.PKCS11Error, OSError) as error:
                why = f"The token cannot be opened ({type(error).__name__})."
                raise _refusal(why) from error
            with session:
                yield session


def _id(key: Any) -> str:
    return f"{key.label}-{int.from_bytes(key.id, 'big')}"


def _for_a_moment(p: Any) -> dict[Any, bool]:
    """Describe a key that is held for one call and given to us."""
    return {p.Attribute.TOKEN: False, p.Attribute.SENSITIVE: False, p.Attribute.EXTRACTABLE: True}


def _pin(path: Path) -> str:
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise _refusal(f"The PIN at {path} can be read by other users of this machine.")
    return path.read_text().strip()


def _pkcs11() -> Any:
    try:
        return import_module("pkcs11")
    except ImportError as error:
        raise refusal(
            "The package python-pkcs11 is not installed.",
            next="Install it with the locked requirements/pkcs11.lock.",
        ) from error


def _refusal(why: str) -> SealBroken:
    return refusal(why, next=LOOK)
