"""What two editions differ in, in the words of a page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sharewell.comparing.weighing import HOLDS
from sharewell.deciding import Engine
from sharewell.packs import Library
from sharewell.packs.pack import Pack
from sharewell.printing.wording import PARTS, said_of
from sharewell.terms.answer import Part
from sharewell.terms.conditions import Value
from sharewell_hub.protocols.comparing import Changed

STATUS = {
    "in_force": ("In force", "green"),
    "reported": ("Reported, not verified", "yellow"),
    "pending": ("Not in force yet", "blue"),
    "historic": ("Kept as it was", "grey"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Everything that goes from one answer to another, with a few situations in words."""

    id: str
    title: str
    share: str
    cases: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOfIt:
    """One part of the answer, and the groups in which it differs."""

    title: str
    groups: tuple[Group, ...]


def parts_in_words(comparison: Mapping[str, Any], engines: tuple[Engine, Engine]) -> list[PartOfIt]:
    """Tell the groups of a comparison, part by part, the largest first."""
    groups = [
        (Part(each["part"]), _group(place, each, engines))
        for place, each in enumerate(comparison["groups"], start=1)
    ]
    told = [
        PartOfIt(title=PARTS[part], groups=tuple(g for p, g in groups if p is part))
        for part in dict.fromkeys(part for part, _ in groups)
    ]
    return told


def _group(place: int, group: Mapping[str, Any], engines: tuple[Engine, Engine]) -> Group:
    part = Part(group["part"])
    return Group(
        id=f"group-{place}",
        title=change_in_words(part, group["from"], group["to"]),
        share=share_in_words(group["share"]),
        cases=tuple(_case(case, engines) for case in group["cases"]),
    )


def _case(case: Mapping[str, Any], engines: tuple[Engine, Engine]) -> dict[str, Any]:
    order = dict.fromkeys(name for engine in engines[::-1] for name in engine.stack.order)
    facts = [_fact(name, case["facts"][name], engines) for name in order if name in case["facts"]]
    return {"facts": facts, "sides": [case["before"], case["after"]]}


def _fact(name: str, value: Value, engines: tuple[Engine, Engine]) -> dict[str, str]:
    """Say an answer in the words of the later edition, or of the earlier where it has none."""
    before, after = engines
    engine = after if name in after.stack.questions else before
    return {"ask": engine.question(name).ask, "said": engine.said(name, value)}


def change_in_words(part: Part, was: str, becomes: str) -> str:
    """Say from what to what a part of the answer goes."""
    if part is Part.PRECONDITION and not was:
        return f"Newly asked for: {_said(part, becomes)}"
    if part is Part.PRECONDITION and not becomes:
        return f"No longer asked for: {_said(part, was)}"
    return f"From “{_said(part, was)}” to “{_said(part, becomes)}”"


def _said(part: Part, value: str) -> str:
    code, holds, _ = value.partition(HOLDS)
    return said_of(part, code) + holds


def share_in_words(share: float) -> str:
    """Say a share of all situations."""
    return f"{share:.2%}" if share >= 0.0001 or not share else "under 0.01%"


def changes_in_words(changed: tuple[Changed, ...]) -> list[dict[str, Any]]:
    """Tell which recorded decisions would change: one's own by reference, others as a number."""
    return [
        {
            "title": change_in_words(each.part, each.was, each.becomes),
            "own": [{"id": id, "reference": reference(id)} for id in each.own],
            "others": f"{each.others:,}" if each.others else "fewer than 5, or none",
        }
        for each in changed
    ]


def reference(id: UUID) -> str:
    """Give a short form of a decision's id, as its record is headed."""
    return f"D-{id.hex[:8].upper()}"


def packs_in_words(library: Library) -> Iterator[dict[str, Any]]:
    """Tell what packs there are, with where each stands."""
    for pack in library.packs.values():
        words, tone = STATUS[pack.status]
        yield {
            "pack": pack,
            "status": words,
            "tone": tone,
            "by": _titled(library, pack),
            "stacks": [p.id for p in library.plans.values() if pack.id in p.packs],
        }


def _titled(library: Library, pack: Pack) -> str:
    after = library.packs.get(pack.superseded_by)
    return f"{after.title}, {after.edition}" if after else pack.superseded_by
