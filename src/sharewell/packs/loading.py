"""Load one pack from its folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sharewell.packs.canonical import plain
from sharewell.packs.pack import (
    ChecklistItem,
    ChecklistText,
    Example,
    Invariant,
    Pack,
    Paragraph,
    Passage,
    Rule,
    Source,
)
from sharewell.packs.reading import ConditionReader, Place, read_toml
from sharewell.packs.vocabulary import QUESTION_KEYS, read_facts, read_groups, read_question
from sharewell.terms.answer import Part
from sharewell.terms.facts import Fact, Vocabulary

PARTS_WITH_A_DEFAULT = (Part.OUTCOME, Part.CONSENT_NEEDED, Part.INFORM_SUBJECT)
PARTS = frozenset(part.value for part in Part)
RULE_KEYS = PARTS | {"when", "because", "do", "cites", "overrides", "replaces", "holds", "seen"}
KINDS = ("law", "national_guidance", "protocol", "profession", "scheme", "court", "companion", "local")
STATUSES = ("in_force", "reported", "pending", "historic")
PACK_KEYS = frozenset(
    ["pack", "sources", "facts", "defaults", "asking", "questions", "groups", "rules", "definitions", "reasons", "help", "checklists", "invariants", "excused"]
)
ABOUT_KEYS = frozenset(
    ["id", "title", "short", "edition", "publisher", "kind", "jurisdictions", "status", "in_force_from", "in_force_to", "review_due", "review_note", "superseded_by", "encoding", "joins"]
)
ANSWER_OF = {
    Part.OUTCOME: "outcome",
    Part.CONSENT_NEEDED: "consent_needed",
    Part.INFORM_SUBJECT: "inform_subject",
    Part.PRECONDITION: "preconditions",
}


def load_pack(folder: Path, vocabulary: Vocabulary) -> Pack:
    """Load the pack in a folder: pack.toml, cases.toml, paragraphs.jsonl.

    Raises:  PackRefused, naming file, rule, fault and remedy. Nothing is half loaded.
    """
    return _Loader(folder, vocabulary).load()


class _Loader:
    """Reads the tables of one pack; all its methods stop at the first fault."""

    def __init__(self, folder: Path, vocabulary: Vocabulary) -> None:
        self.folder = folder
        self.raw = read_toml(folder / "pack.toml", folder)
        self.place = Place(f"{folder.name}/pack.toml", "")
        self.place.only(self.raw, PACK_KEYS)
        self.about = self.place.table_of(self.raw, "pack")
        self.id = self.place.at("[pack]").text(self.about, "id")
        self.vocabulary = vocabulary
        own = read_facts(self._own_facts(), self.place, vocabulary.groups, vocabulary.facts)
        self.facts: dict[str, Fact] = {**vocabulary.facts, **own}
        self.reader = ConditionReader(self.facts, vocabulary.groups)

    def table(self, key: str) -> Mapping[str, Any]:
        return self.place.table_of(self.raw, key)

    def _own_facts(self) -> Mapping[str, Any]:
        table = self.table("facts")
        strange = [name for name in table if not name.startswith(f"{self.id}_")]
        if strange:
            raise self.place.at(f"fact {strange[0]!r}").refuse(
                "A pack's own fact begins with the pack's id.", f"Call it {self.id}_{strange[0]}."
            )
        return table

    def load(self) -> Pack:
        place = self.place.at("[pack]")
        place.only(self.about, ABOUT_KEYS)
        if self.id != self.folder.name:
            raise place.refuse(f"Its id is {self.id!r}.", f"Name the folder {self.id}.")
        return Pack(
            **{key: place.text(self.about, key) for key in ("id", "title", "short", "edition", "publisher")},
            kind=self._one_of("kind", KINDS),
            status=self._one_of("status", STATUSES),
            jurisdictions=place.texts(self.about, "jurisdictions"),
            review_note=place.text(self.about, "review_note", needed=False),
            superseded_by=place.text(self.about, "superseded_by", needed=False),
            **{key: self._day(key) for key in ("in_force_from", "in_force_to", "review_due")},
            joins=place.texts(self.about, "joins"),
            sources=self._sources(),
            paragraphs=self._paragraphs(),
            defaults=self._defaults(),
            order=self._order(),
            facts={name: self.facts[name] for name in self.table("facts")},
            questions=self._questions(),
            groups=read_groups(self.table("groups"), self.place),
            rules=tuple(self._rule(name, each) for name, each in self.table("rules").items()),
            definitions=self._passages(self.table("definitions"), "definitions"),
            reasons={k: self._passages(v, f"reasons.{k}") for k, v in self.table("reasons").items()},
            help=self._passages(self.table("help"), "help"),
            checklists=tuple(self._checklist(n, each) for n, each in self.table("checklists").items()),
            invariants=tuple(self._invariant(n, each) for n, each in self.table("invariants").items()),
            examples=self._examples(),
            excused=dict(self.table("excused")),
            canonical=plain(self.raw),
        )  # fmt: skip

    def _one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        place = self.place.at("[pack]")
        value = place.text(self.about, key)
        if value not in allowed:
            raise place.refuse(f"{key} is {value!r}.", f"Use one of {', '.join(allowed)}.")
        return value

    def _day(self, key: str) -> date | None:
        value = self.about.get(key)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.place.at("[pack]").refuse(f"{key} is not a day.", f"Write {key} = 2026-11-22.")
        return value

    def _sources(self) -> tuple[Source, ...]:
        place = self.place.at("[[sources]]")
        return tuple(
            Source(*(place.text(each, key) for key in ("id", "title", "place", "seen")))
            for each in self.raw.get("sources", ())
        )

    def _paragraphs(self) -> dict[str, Paragraph]:
        path = self.folder / "paragraphs.jsonl"
        if not path.is_file():
            return {}
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        return {row["id"]: Paragraph(row["id"], row["starts"], row["sha256"]) for row in rows}

    def cites(self, table: Mapping[str, Any], place: Place) -> tuple[str, ...]:
        """Read citations; "1.2" is a paragraph of the pack's own text."""
        own = tuple(
            cite if " " in cite else f"{self.id} {cite}" for cite in place.texts(table, "cites")
        )
        if not own:
            raise place.refuse("It cites no paragraph.", 'Add cites = ["..."]; without one it does not load.')
        return own

    def _defaults(self) -> dict[Part, Rule]:
        table = self.table("defaults")
        return {
            part: self._make_rule(f"default_{part}", part, each, self.place.at(f"[defaults.{part}]"), "value")
            for part in PARTS_WITH_A_DEFAULT
            if (each := table.get(part.value))
        }

    def _rule(self, name: str, table: Mapping[str, Any]) -> Rule:
        place = self.place.at(f"rule {name!r}")
        place.only(table, frozenset(RULE_KEYS))
        parts = [part for part in Part if part.value in table]
        if len(parts) != 1:
            raise place.refuse(
                f"It sets {len(parts)} parts of the answer.", "Set exactly one; write a second rule for another."
            )
        if "when" not in table:
            raise place.refuse("It does not say when.", "Add when = { all = [...] }.")
        return self._make_rule(name, parts[0], table, place, parts[0].value)

    def _make_rule(
        self, name: str, part: Part, table: Mapping[str, Any], place: Place, key: str
    ) -> Rule:
        sets = place.text(table, key)
        allowed = self.vocabulary.answers.get(ANSWER_OF.get(part, ""), (sets,))
        if sets not in allowed:
            raise place.refuse(f"{part} cannot be {sets!r}.", f"Use one of {', '.join(allowed)}.")
        return Rule(
            id=f"{self.id}:{name}",
            part=part,
            sets=sets,
            when=self.reader.read(table.get("when", {"always": True}), place),
            because=place.text(table, "do" if part is Part.DUTY else "because"),
            cites=self.cites(table, place),
            overrides=self._ids(table, "overrides", place),
            replaces=self._ids(table, "replaces", place),
            holds=table.get("holds") is True,
            seen=table.get("seen", "text"),
        )

    def _ids(self, table: Mapping[str, Any], key: str, place: Place) -> tuple[str, ...]:
        return tuple(each if ":" in each else f"{self.id}:{each}" for each in place.texts(table, key))

    def _order(self) -> tuple[str, ...]:
        place = self.place.at("[asking]")
        order = place.texts(self.table("asking"), "order")
        strange = [name for name in order if name not in self.facts]
        if strange:
            raise place.refuse(f"{strange[0]!r} is not a fact.", "Put the name right.")
        return order

    def _questions(self) -> dict[str, Any]:
        own = {name: self.facts[name].question for name in self.table("facts")}
        for name, each in self.table("questions").items():
            place = self.place.at(f"question {name!r}")
            place.only(each, QUESTION_KEYS)
            if name not in self.facts:
                raise place.refuse("It asks for a fact that is not defined.", "Put the name right.")
            asked = {**each, "cites": list(self.cites(each, place))}
            own[name] = read_question(self.facts[name], asked, self.reader, place)
        return own

    def _passages(self, table: Mapping[str, Any], name: str) -> dict[str, Passage]:
        return {
            key: Passage(place.text(each, "says"), self.cites(each, place), each.get("limb", ""))
            for key, each in table.items()
            if (place := self.place.at(f"[{name}.{key}]"))
        }

    def _checklist(self, name: str, table: Mapping[str, Any]) -> ChecklistText:
        place = self.place.at(f"checklist {name!r}")
        items = tuple(self._item(each, place) for each in table.get("items", ()))
        return ChecklistText(name, place.text(table, "title"), self.cites(table, place), items)

    def _item(self, table: Mapping[str, Any], place: Place) -> ChecklistItem:
        when = place.table_of(table, "not_applicable_when")
        return ChecklistItem(
            id=place.text(table, "id"),
            text=place.text(table, "text"),
            cites=self.cites(table, place),
            facts=place.texts(table, "facts"),
            record=place.texts(table, "record"),
            not_applicable_when=self.reader.read(when, place) if when else None,
        )

    def _invariant(self, name: str, table: Mapping[str, Any]) -> Invariant:
        place = self.place.at(f"invariant {name!r}")
        return Invariant(
            id=name,
            says=place.text(table, "says"),
            when=self.reader.read(place.table_of(table, "when"), place),
            never=place.texts(table, "never"),
            always=place.texts(table, "always"),
            cites=self.cites(table, place),
        )

    def _examples(self) -> tuple[Example, ...]:
        path = self.folder / "cases.toml"
        if not path.exists():
            return ()
        place = Place(f"{self.folder.name}/cases.toml", "")
        return tuple(
            Example(
                id=place.text(each, "id"),
                about=place.text(each, "about"),
                cites=self.cites(each, place.at(f"case {each.get('id')!r}")),
                facts=each.get("facts", {}),
                expect=each.get("expect", {}),
            )
            for each in read_toml(path, self.folder).get("case", ())
        )
