"""What was found out once while a page is answered, until the next act may have changed it."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Found = TypeVar("Found")

_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("kept", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Remember, for as long as this lasts."""
    before = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(before)


def remembered(find: Callable[..., Found], *of: Hashable) -> Found:
    """Give what was found out before, or find it out; outside of a request always anew."""
    kept = _kept.get()
    if kept is None:
        return find(*of)
    key = (find, *of)
    if key not in kept:
        kept[key] = find(*of)
    found: Found = kept[key]
    return found


def forget() -> None:
    """Find everything out anew: something was done."""
    kept = _kept.get()
    if kept is not None:
        kept.clear()
