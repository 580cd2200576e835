"""The key above all keys: a driver wraps and unwraps with it, and need never give it out.

`SHAREWELL_ROOT_KEY` is `NAME:REST`. NAME is a module here, or an entry point of the group
`sharewell.root_keys`; either has `open_root(rest)`, which gives something that does what `RootKey`
says.
"""

from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from typing import Any, Protocol

from django.conf import settings

from sharewell.terms.errors import SealBroken

GROUP = "sharewell.root_keys"


class RootKey(Protocol):
    """What a driver does. A root key has an id, and one after it is begun before it is finished."""

    def current(self) -> str:
        """Give the id of the root key that wraps now."""

    def wrap(self, key: bytes) -> tuple[str, bytes]:
        """Wrap a key by the current root key; give that one's id too."""

    def unwrap(self, wrapped: bytes, root: str) -> bytes:
        """Unwrap a key by the root key with this id; none is said of keys older than ids."""

    def begin(self) -> None:
        """Make the next root key, which wraps from now on; the one before still unwraps."""

    def begun(self) -> bool:
        """Say whether a next root key was begun and not finished."""

    def finish(self) -> None:
        """Let the next root key take its place, once nothing is wrapped by the one before."""


def root_key(said: str = "") -> RootKey:
    """Find the root key that is named, or the one of the settings.

    Raises:  SealBroken for a driver that is not there.
    """
    return _opened(said or str(settings.SHAREWELL_ROOT_KEY))


@lru_cache(maxsize=8)
def _opened(said: str) -> RootKey:
    name, _, rest = said.partition(":")
    driver = _driver(name)
    if driver is None:
        raise refusal(
            f"SHAREWELL_ROOT_KEY names {name!r}, and no driver has that name.",
            next="Write file:PATH or pkcs11:…, or install the package that brings the driver.",
        )
    found: RootKey = driver.open_root(rest)
    return found


def _driver(name: str) -> Any:
    if name.isidentifier() and find_spec(f"{__name__}.{name}"):
        return import_module(f"{__name__}.{name}")
    found = entry_points(group=GROUP, name=name)
    return next(iter(found)).load() if found else None


def refusal(why: str, *, next: str) -> SealBroken:
    """Make the refusal for a root key that cannot be used."""
    return SealBroken(what="Nothing was sealed or opened.", why=why, next=next)
