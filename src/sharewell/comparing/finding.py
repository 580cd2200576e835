"""Find the stack in which something named is compared: a stack itself, or a pack in its own."""

from __future__ import annotations

from sharewell.packs import Library
from sharewell.terms.errors import PackRefused
from sharewell.terms.facts import nearest


def stack_for(library: Library, named: str) -> str:
    """Name the stack of this name, or the one in which a pack speaks.

    Returns:  for a pack the stack of its own name where there is one, else the first it is in.
    Raises:  PackRefused when there is neither, or the pack speaks in no stack.
    """
    if named in library.plans:
        return named
    if named not in library.packs:
        there = (*library.plans, *library.packs)
        raise PackRefused(
            what=f"Nothing was compared: there is no pack or stack called {named[:40]!r}.",
            why=f"There are {', '.join(dict.fromkeys(there))}.",
            next=f"Name one of these.{nearest(named, there)}",
        )
    return library.stack_of(named)
