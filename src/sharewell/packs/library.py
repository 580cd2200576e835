"""The library of packs: those that ship, and those a partnership keeps in a folder of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sharewell.packs.loading import load_pack
from sharewell.packs.pack import Pack, Stack
from sharewell.packs.plans import StackPlan, read_plan
from sharewell.packs.reading import Place, read_toml
from sharewell.packs.stacking import resolve
from sharewell.packs.vocabulary import LIBRARY, build_vocabulary
from sharewell.terms.canonical import plain
from sharewell.terms.errors import PackRefused
from sharewell.terms.facts import Vocabulary, nearest

LEVELS = "levels.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Every pack and every stack at hand, with the vocabulary they are written in."""

    vocabulary: Vocabulary
    vocabulary_table: Mapping[str, Any]
    packs: Mapping[str, Pack]
    plans: Mapping[str, StackPlan]
    levels: Mapping[str, tuple[str, ...]]

    @property
    def stacks(self) -> tuple[str, ...]:
        """The ids of the stacks at hand."""
        return tuple(self.plans)

    def stack_of(self, pack: str) -> str:
        """Name the stack in which a pack speaks: its own, else the first that it stands in.

        Raises:  PackRefused where it stands in none.
        """
        joins = self.packs[pack].joins
        inside = [id for id, plan in self.plans.items() if pack in plan.packs or id in joins]
        if pack not in self.plans and not inside:
            raise PackRefused(
                what=f"Nothing was done: the pack {pack} stands in no stack.",
                why="A pack speaks only in a stack.",
                next='Add it to a stack in stacks/, or write joins = ["current"].',
            )
        return pack if pack in self.plans else inside[0]

    def stack(self, id: str, as_at: date) -> Stack:
        """Resolve a stack as it stood on a day.

        Raises:  PackRefused when there is no such stack, or its packs contradict each other.
        """
        plan = self.plans.get(id)
        if plan is None:
            raise PackRefused(
                what=f"Nothing was decided: there is no stack called {id[:40]!r}.",
                why=f"The stacks at hand are {', '.join(self.plans)}.",
                next=f"Name one of these.{nearest(id, tuple(self.plans))}",
            )
        stack = resolve(plan, self.packs, self.vocabulary, self.vocabulary_table, as_at)
        return replace(stack, levels=self.levels.get(id, ()))


def load_library(local: Path | None = None, *, shipped: Path = LIBRARY) -> Library:
    """Load the packs that ship, and a partnership's own from a folder.

    The folder holds a folder for each pack, and stacks in `stacks/`; a single pack
    that names in `joins` the stacks it stands on top of is enough.

    Raises:  PackRefused at the first fault: nothing is half loaded.
    """
    table = read_toml(shipped / "facts.toml", shipped)
    vocabulary = build_vocabulary(table)
    packs = {pack.id: pack for pack in _packs_in(shipped / "protocols", vocabulary)}
    plans = {plan.id: plan for plan in _plans_in(shipped / "stacks")}
    if local is not None:
        _refuse_a_missing(local)
        for pack in _packs_in(local, vocabulary):
            _refuse_a_second(pack, packs)
            len(pack.examples)  # read now, so that a partnership hears of a bad one at once
            packs[pack.id] = pack
        plans.update({plan.id: plan for plan in _plans_in(local / "stacks")})
    return Library(
        vocabulary=vocabulary,
        vocabulary_table=plain(table),
        packs=packs,
        plans=plans,
        levels=_levels_in(shipped),
    )


def _levels_in(shipped: Path) -> dict[str, tuple[str, ...]]:
    """Read the orders of levels that `./run tune` found; without them all is slower, no more."""
    if not (shipped / LEVELS).exists():
        return {}
    place = Place(LEVELS, "")
    table = place.table_of(read_toml(shipped / LEVELS, shipped), "levels")
    return {id: place.texts(table, id) for id in table}


def _packs_in(folder: Path, vocabulary: Vocabulary) -> list[Pack]:
    holding = sorted(path.parent for path in folder.glob("*/pack.toml"))
    for each in holding:
        if each.resolve().parent != folder.resolve():
            raise Place(f"{each.name}/pack.toml", "").refuse(
                f"The folder {each.name} leads out of the folder of packs.",
                "Put the folder itself there, not a link.",
            )
    return [load_pack(each, vocabulary) for each in holding]


def _plans_in(folder: Path) -> list[StackPlan]:
    return [read_plan(path) for path in sorted(folder.glob("*.toml"))]


def _refuse_a_missing(folder: Path) -> None:
    if not folder.is_dir():
        raise PackRefused(
            what=f"No local packs were loaded: there is no folder {folder.name!r}.",
            why="SHAREWELL_PACKS names the folder that holds the partnership's own packs.",
            next="Put the folder there, or leave the setting out.",
        )


def _refuse_a_second(pack: Pack, packs: Mapping[str, Pack]) -> None:
    if pack.id in packs:
        raise Place(f"{pack.id}/pack.toml", "[pack]").refuse(
            "A pack of this id ships with the library.", "Give yours an id of its own."
        )
