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
    pack = library.packs.get(named)
    if pack is None:
        there = (*library.plans, *library.packs)
        raise PackRefused(
            what=f"Nothing was compared: there is no pack or stack called {named[:40]!r}.",
            why=f"There are {', '.join(dict.fromkeys(there))}.",
            next=f"Name one of these.{nearest(named, there)}",
        )
    inside = [plan.id for plan in library.plans.values() if pack.id in plan.packs]
    standing = [*inside, *(id for id in pack.joins if id in library.plans)]
    if not standing:
        raise PackRefused(
            what=f"Nothing was compared: the pack {pack.id} stands in no stack.",
            why="A pack speaks only in a stack.",
            next='Add it to a stack in stacks/, or write joins = ["current"].',
        )
    return standing[0]
