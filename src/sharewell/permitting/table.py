"""The table of who may do what: groups of roles, kinds of things, verbs and rules, read as data."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sharewell.packs.vocabulary import LIBRARY

READ: Mapping[str, Any] = tomllib.loads((LIBRARY / "permitting.toml").read_text(encoding="utf-8"))


class Shows(IntEnum):
    """How much is shown; each shows what stands before it too."""

    NOTHING = 0
    EXISTENCE = 1
    CONTENT = 2
    LOCATION = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One verb with one kind of thing: which roles, how far, and what it asks for.

    Shapes:  reaching and desk are the roles by tier: those that reach so far, and those of them
             that need no relationship of their own at their agency's desk.
    """

    of_class: str
    about_a_child: bool
    shows: int
    tells_only: bool
    side: str
    owed: bool
    step_up: bool
    glass: bool
    opens_glass: bool
    by_service: bool
    onward: bool
    purposes: frozenset[str]
    roles: frozenset[str]
    reaching: Mapping[str, frozenset[str]]
    desk: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: whether it is asked for (need, gate), stands (wall) or lets through (pass)."""

    id: str
    of_class: str
    says: str
    cites: tuple[str, ...]


def verbs_of(group: str, of_class: str) -> frozenset[str]:
    """Give the verbs that a group of roles may use with a class of things."""
    row = READ["groups"][group]
    own = frozenset(row.get(of_class, ()))
    return own | verbs_of(row["like"], of_class) if "like" in row else own


def _roles(verb: str, of_class: str, *, tier: str, at_desk: bool) -> frozenset[str]:
    wanted = READ["tiers"].index(tier)
    return frozenset(
        role
        for name, group in READ["groups"].items()
        for role in group["roles"]
        if verb in verbs_of(name, of_class)
        and READ["tiers"].index(group["tier"]) >= wanted
        and (not at_desk or of_class in group.get("desk", ()))
    )


def _line(name: str, of_class: str) -> Line:
    verb, tiers = READ["verbs"][name], READ["tiers"]
    return Line(
        of_class=of_class,
        about_a_child=READ["classes"][of_class]["about_a_child"],
        shows=int(Shows[verb["shows"].upper()]),
        tells_only=verb["shows"] == "nothing" and READ["classes"][of_class]["about_a_child"],
        side=verb.get("side", "any"),
        owed=verb.get("owed", False),
        step_up=verb.get("step_up", False),
        glass=verb.get("glass", False),
        opens_glass=verb.get("opens_glass", False),
        by_service=verb.get("by_service", False),
        onward=name == "pass_on",
        purposes=frozenset(verb.get("purposes", READ["purposes"])),
        roles=_roles(name, of_class, tier=tiers[0], at_desk=False),
        reaching={t: _roles(name, of_class, tier=t, at_desk=False) for t in tiers},
        desk={t: _roles(name, of_class, tier=t, at_desk=True) for t in tiers},
    )


def _lines() -> Iterator[tuple[tuple[str, str], Line]]:
    for of_class, row in READ["classes"].items():
        for verb in READ["verbs"]:
            line = _line(verb, of_class)
            yield from (((verb, kind), line) for kind in row["kinds"])


LINES: Mapping[tuple[str, str], Line] = dict(_lines())
REACH: Mapping[str, int] = {
    kind: int(Shows[shows.upper()]) for kind, shows in READ["relationships"].items()
}
OPERATORS = frozenset(
    role
    for group in READ["groups"].values()
    if group.get("operates", False)
    for role in group["roles"]
)
RULES: Mapping[str, Rule] = {
    id: Rule(id=id, of_class=row["class"], says=row["says"], cites=tuple(row["cites"]))
    for id, row in READ["rules"].items()
}
