"""What a pack is: a protocol as data. Nothing in it is run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sharewell.terms.answer import Part
from sharewell.terms.conditions import Condition
from sharewell.terms.facts import Fact, Question, Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One effect of one paragraph: it sets exactly one part of the answer.

    `overrides` names the rules that are silent while this one speaks,
    `replaces` those that it takes out of a stack for good. `holds` marks a
    precondition that keeps everything from leaving.
    """

    id: str
    part: Part
    sets: str
    when: Condition
    because: str
    cites: tuple[str, ...]
    overrides: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    holds: bool = False
    seen: str = "text"

    @property
    def pack(self) -> str:
        """The pack it stands in."""
        return self.id.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of ours with its paragraph: a definition, a reason code, a word of help."""

    says: str
    cites: tuple[str, ...]
    limb: str = ""


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One line of a protocol's checklist, and what in the record answers it."""

    id: str
    text: str
    cites: tuple[str, ...]
    facts: tuple[str, ...]
    record: tuple[str, ...]
    not_applicable_when: Condition | None


@dataclass(frozen=True, slots=True)
class ChecklistText:
    """A checklist as the protocol prints it."""

    id: str
    title: str
    cites: tuple[str, ...]
    items: tuple[ChecklistItem, ...]


@dataclass(frozen=True, slots=True)
class Invariant:
    """What must hold of every answer, whatever else is so."""

    id: str
    says: str
    when: Condition
    never: tuple[str, ...]
    always: tuple[str, ...]
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: the facts of a situation and what is expected of the answer."""

    id: str
    about: str
    cites: tuple[str, ...]
    facts: Mapping[str, Any]
    expect: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """A text the pack was encoded from, and whether the text itself was seen."""

    id: str
    title: str
    place: str
    seen: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One numbered paragraph of a source: its first words and its digest."""

    id: str
    starts: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A protocol, a law or a piece of guidance, encoded paragraph by paragraph."""

    id: str
    title: str
    short: str
    edition: str
    publisher: str
    kind: str
    jurisdictions: tuple[str, ...]
    status: str
    in_force_from: date | None
    in_force_to: date | None
    review_due: date | None
    review_note: str
    superseded_by: str
    joins: tuple[str, ...]
    sources: tuple[Source, ...]
    paragraphs: Mapping[str, Paragraph]
    defaults: Mapping[Part, Rule]
    order: tuple[str, ...]
    facts: Mapping[str, Fact]
    questions: Mapping[str, Question]
    groups: Mapping[str, Question]
    rules: tuple[Rule, ...]
    definitions: Mapping[str, Passage]
    reasons: Mapping[str, Mapping[str, Passage]]
    help: Mapping[str, Passage]
    checklists: tuple[ChecklistText, ...]
    invariants: tuple[Invariant, ...]
    examples: Sequence[Example]
    excused: Mapping[str, str]
    canonical: Mapping[str, Any] = field(repr=False)

    @property
    def decides(self) -> bool:
        """Say whether it may change an answer: what is reported or pending may not."""
        return self.status in ("in_force", "historic")

    def stands(self, day: date) -> bool:
        """Say whether it had begun on a day, and had not ended."""
        begun = self.in_force_from is None or self.in_force_from <= day
        return begun and (self.in_force_to is None or day <= self.in_force_to)

    @property
    def banner(self) -> str:
        """The line that every page and print made with this pack carries."""
        standing = {
            "in_force": "in force",
            "reported": "reported, not verified: it changes no answer yet",
            "pending": "not in force yet: it changes no answer",
            "historic": "a dated text, kept as it was",
        }[self.status]
        due = f" Its review was due on {_day(self.review_due)}." if self.review_due else ""
        note = f" {self.review_note}" if self.review_note else ""
        return f"{self.title}, {self.edition}: {standing}.{due}{note} Check for a newer one."


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """An ordered set of packs, and which of them speaks first for each part.

    `rules` are those in force after replacement, each speaking only where its pack is among
    the `picks`; `ahead` are those that would be, were every pack in force that is reported or
    pending, and empty where none is. `canonical` are the bytes that `digest` identifies,
    enough to weigh the same facts years later.
    """

    id: str
    title: str
    packs: tuple[Pack, ...]
    speaks: Mapping[Part, tuple[str, ...]]
    picks: Mapping[str, Condition]
    rules: tuple[Rule, ...]
    ahead: tuple[Rule, ...]
    defaults: Mapping[Part, Rule]
    questions: Mapping[str, Question]
    groups: Mapping[str, Question]
    order: tuple[str, ...]
    vocabulary: Vocabulary
    canonical: bytes = field(repr=False)
    digest: str
    levels: tuple[str, ...] = ()

    def rules_of(self, part: Part) -> tuple[Rule, ...]:
        """The rules that set one part, those of the pack that speaks first before the others."""
        rank = {pack: place for place, pack in enumerate(self.speaks[part])}
        chosen = [rule for rule in self.rules if rule.part is part]
        return tuple(sorted(chosen, key=lambda rule: rank.get(rule.pack, len(rank))))


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
