"""The plan of a stack: its packs in order, where each is picked, which speaks first for a part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sharewell.packs.reading import WORD, Place, read_toml
from sharewell.terms.answer import Part

KEYS = frozenset({"id", "title", "packs", "speaks", "because", "order", "treats_as_in_force"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StackPlan:
    """A stack as its file states it.

    `speaks` gives another order of packs for a part, `picks` the condition under which a pack
    speaks at all, `order` the facts asked first, and `treats_as_in_force` the packs that decide
    although they are only reported or pending.
    """

    id: str
    title: str
    packs: tuple[str, ...]
    speaks: Mapping[Part, tuple[str, ...]]
    picks: Mapping[str, Mapping[str, Any]]
    order: tuple[str, ...]
    treats_as_in_force: tuple[str, ...]

    @property
    def place(self) -> Place:
        """Where a fault in it is shown."""
        return Place(f"stacks/{self.id}.toml", "[stack]")


def read_plan(path: Path) -> StackPlan:
    """Read a stack's file.

    Raises:  PackRefused when it is not well formed.
    """
    place = Place(f"stacks/{path.name}", "[stack]")
    raw = read_toml(path, path.parent)
    place.only(raw, frozenset({"stack", "picks"}))
    table = place.table_of(raw, "stack")
    place.only(table, KEYS)
    speaks, id = place.table_of(table, "speaks"), place.text(table, "id")
    place.only(speaks, frozenset(Part))
    if id != path.stem or not WORD.fullmatch(id):
        raise place.refuse(f"Its id is {id!r}.", "Name the file as its id, in plain small letters.")
    return StackPlan(
        id=id,
        title=place.text(table, "title"),
        packs=place.texts(table, "packs"),
        speaks={Part(part): place.texts(speaks, part) for part in speaks},
        picks=place.tables(raw, "picks"),
        order=place.texts(table, "order"),
        treats_as_in_force=place.texts(table, "treats_as_in_force"),
    )
