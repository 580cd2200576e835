"""Check that a pack says where everything comes from, and leaves no paragraph out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sharewell.packs.pack import Pack
from sharewell.packs.reading import Place

EXCUSES = (
    "heading",
    "history",
    "list of instruments",
    "sample or image",
    "cross-reference",
    "definition used elsewhere",
    "agency duty",
    "text not here",
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many paragraphs of a pack's text are encoded or excused, and which are neither."""

    encoded: int
    excused: int
    left_out: tuple[str, ...]


def cited_by(pack: Pack) -> dict[str, tuple[str, ...]]:
    """Map each paragraph to the elements of the pack that cite it."""
    found: dict[str, list[str]] = {}
    for element, cites in _elements(pack):
        for cite in cites:
            found.setdefault(cite, []).append(element)
    return {cite: tuple(elements) for cite, elements in found.items()}


def _elements(pack: Pack) -> Iterator[tuple[str, tuple[str, ...]]]:
    passages = {"definitions": pack.definitions, "help": pack.help, **pack.reasons}
    for rule in (*pack.rules, *pack.defaults.values()):
        yield f"rule {rule.id}", rule.cites
    for name, question in (*pack.questions.items(), *pack.groups.items()):
        yield f"question {name}", question.cites
    for kind, named in passages.items():
        yield from ((f"[{kind}.{name}]", passage.cites) for name, passage in named.items())
    for checklist in pack.checklists:
        yield f"checklist {checklist.id}", checklist.cites
        yield from ((f"checklist item {item.id}", item.cites) for item in checklist.items)
    yield from ((f"invariant {each.id}", each.cites) for each in pack.invariants)


def check_pack(pack: Pack) -> Coverage:
    """Check a loaded pack's citations, excuses and paragraphs.

    Raises:  PackRefused for a citation that leads nowhere, or an excuse outside the closed list.
    """
    place = Place(f"{pack.id}/pack.toml", "")
    sources = {source.id for source in pack.sources}
    cited = cited_by(pack)
    for cite, elements in cited.items():
        source = cite.partition(" ")[0]
        ours = source == pack.id and pack.paragraphs
        if (ours and cite not in pack.paragraphs) or source not in sources | {pack.id}:
            raise place.at(elements[0]).refuse(
                f"It cites {cite!r}, which is no paragraph of its sources.",
                "Put the citation right, or name the source under [[sources]].",
            )
    for paragraph, excuse in pack.excused.items():
        if excuse not in EXCUSES or f"{pack.id} {paragraph}" not in pack.paragraphs:
            raise place.at("[excused]").refuse(
                f"{paragraph} is excused as {excuse!r}.", f"Use one of: {'; '.join(EXCUSES)}."
            )
    excused = {f"{pack.id} {paragraph}" for paragraph in pack.excused}
    left = [id for id in pack.paragraphs if id not in cited and id not in excused]
    return Coverage(
        encoded=sum(id in cited for id in pack.paragraphs),
        excused=len(excused - set(cited)),
        left_out=tuple(left),
    )
