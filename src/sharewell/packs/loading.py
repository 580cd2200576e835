"""Load one pack from its folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from sharewell.packs.elements import SEEN, Elements, own_facts
from sharewell.packs.examples import Examples
from sharewell.packs.pack import Pack, Paragraph, Passage, Rule, Source
from sharewell.packs.reading import WORD, ConditionReader, Place, read_file, read_toml
from sharewell.terms.answer import BASIS, EXCLUSIVE, Part
from sharewell.terms.canonical import canonical, digest, plain
from sharewell.terms.facts import Vocabulary

Read = TypeVar("Read")
REASONS = frozenset({"consent_not_sought", "not_told"})
STATUSES = ("in_force", "reported", "pending", "historic")
KINDS = (
    *("law", "national_guidance", "protocol", "profession"),
    *("scheme", "court", "companion", "local"),
)
PACK_KEYS = frozenset(
    {
        *("pack", "sources", "facts", "defaults", "asking", "questions", "groups", "rules"),
        *("definitions", "reasons", "help", "checklists", "invariants", "excused"),
    }
)
ABOUT_KEYS = frozenset(
    {
        *("id", "title", "short", "edition", "publisher", "kind", "jurisdictions", "status"),
        *("in_force_from", "in_force_to", "review_due", "review_note", "superseded_by"),
        *("encoding", "joins"),
    }
)


def load_pack(folder: Path, vocabulary: Vocabulary) -> Pack:
    """Load the pack in a folder: pack.toml, cases.toml, paragraphs.jsonl.

    Its examples are read at the first look at them.

    Raises:  PackRefused, naming file, rule, fault and remedy. Nothing is half loaded.
    """
    return read_pack(folder.name, read_toml(folder / "pack.toml", folder), vocabulary, folder)


def read_pack(
    id: str, raw: Mapping[str, Any], vocabulary: Vocabulary, folder: Path | None = None
) -> Pack:
    """Read a pack from its table, and from its folder its examples and paragraphs where it has one.

    Raises:  PackRefused, naming file, rule, fault and remedy. Nothing is half loaded.
    """
    place = Place(f"{id}/pack.toml", "")
    place.only(raw, PACK_KEYS)
    about = _About(place.table_of(raw, "pack"), place.at("[pack]"))
    about.check(id, vocabulary)
    own = own_facts(id, place.tables(raw, "facts"), vocabulary, place)
    reader = ConditionReader({**vocabulary.facts, **own}, vocabulary.groups)
    elements = Elements(id, vocabulary, own, reader)
    pack = _Loader(folder, raw, place, elements).load(about)
    _refuse_a_footing_outside_the_law(pack, place)
    return pack


def _refuse_a_footing_outside_the_law(pack: Pack, place: Place) -> None:
    for rule in pack.rules:
        if rule.part in BASIS and pack.kind != "law":
            raise place.at(f"rule {rule.id.partition(':')[2]!r}").refuse(
                f"It sets {rule.part}, and the pack is no law.",
                'Leave that to the packs of the law, or write kind = "law".',
            )


@dataclass(frozen=True, slots=True)
class _About:
    """Reads what a pack says of itself."""

    table: Mapping[str, Any]
    place: Place

    def check(self, folder: str, vocabulary: Vocabulary) -> None:
        self.place.only(self.table, ABOUT_KEYS)
        id = self.text("id")
        if id != folder or not WORD.fullmatch(id):
            raise self.place.refuse(
                f"Its id is {id!r}.", "Name the folder as its id, in small letters, digits and _."
            )
        if type(self.table.get("encoding", 1)) is not int:
            raise self.place.refuse("encoding is not a whole number.", "Write encoding = 1.")
        for name in self.place.texts(self.table, "jurisdictions"):
            words = vocabulary.facts["jurisdiction"].values
            self.place.one_of({"jurisdiction": name}, "jurisdiction", map(str, words))

    def text(self, key: str, *, needed: bool = True) -> str:
        return self.place.text(self.table, key, needed=needed)

    def texts(self, key: str) -> tuple[str, ...]:
        return self.place.texts(self.table, key)

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        return self.place.one_of(self.table, key, allowed)

    def day(self, key: str) -> date | None:
        value = self.table.get(key)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.place.refuse(f"{key} is not a day.", f"Write {key} = 2026-11-22.")
        return value


@dataclass(frozen=True, slots=True)
class _Loader:
    """Reads the tables of one pack; stops at the first fault."""

    folder: Path | None
    raw: Mapping[str, Any]
    place: Place
    elements: Elements

    def load(self, about: _About) -> Pack:
        elements, place = self.elements, self.place
        return Pack(
            id=about.text("id"),
            title=about.text("title"),
            short=about.text("short"),
            edition=about.text("edition"),
            publisher=about.text("publisher"),
            kind=about.one_of("kind", KINDS),
            jurisdictions=about.texts("jurisdictions"),
            status=about.one_of("status", STATUSES),
            in_force_from=about.day("in_force_from"),
            in_force_to=about.day("in_force_to"),
            review_due=about.day("review_due"),
            review_note=about.text("review_note", needed=False),
            superseded_by=about.text("superseded_by", needed=False),
            joins=about.texts("joins"),
            sources=tuple(self._source(each) for each in place.rows(self.raw, "sources")),
            paragraphs=self._paragraphs(),
            defaults=self._defaults(),
            order=self._order(),
            facts=elements.own,
            questions=elements.questions(place.tables(self.raw, "questions"), place),
            groups=elements.groups(place.tables(self.raw, "groups"), place),
            rules=self._each("rules", "rule", elements.rule),
            definitions=self._passages("definitions"),
            reasons=self._reasons(),
            help=self._passages("help"),
            checklists=self._each("checklists", "checklist", elements.checklist),
            invariants=self._each("invariants", "invariant", elements.invariant),
            examples=Examples(self.folder, self.elements) if self.folder else (),
            excused=self._excused(),
            canonical=plain(self.raw),
        )

    def _each(
        self, key: str, called: str, read: Callable[[str, Mapping[str, Any], Place], Read]
    ) -> tuple[Read, ...]:
        tables = self.place.tables(self.raw, key)
        return tuple(
            read(name, each, self.place.at(f"{called} {name!r}")) for name, each in tables.items()
        )

    def _source(self, table: Mapping[str, Any]) -> Source:
        place = self.place.at("[[sources]]")
        place.only(table, frozenset({"id", "title", "place", "seen", "digest"}))
        return Source(
            place.text(table, "id"),
            place.text(table, "title"),
            place.text(table, "place"),
            place.one_of(table, "seen", SEEN),
        )

    def _paragraphs(self) -> dict[str, Paragraph]:
        folder = self.folder
        if folder is None or not (folder / "paragraphs.jsonl").exists():
            return {}
        found: dict[str, Paragraph] = {}
        text = read_file(folder / "paragraphs.jsonl", folder)
        for number, line in enumerate(text.splitlines(), start=1):
            try:
                row = json.loads(line)
                found[row["id"]] = Paragraph(row["id"], row["starts"], row["sha256"])
            except (ValueError, KeyError, TypeError, RecursionError):
                place = Place(f"{folder.name}/paragraphs.jsonl", f"line {number}")
                raise place.refuse(
                    "It is no paragraph.", "Write an object with id, starts and sha256."
                ) from None
        self._refuse_another_text(digest(canonical({id: found[id].sha256 for id in found})))
        return found

    def _refuse_another_text(self, now: str) -> None:
        """Refuse paragraphs that are not those which were encoded, where a source says which."""
        for source in self.place.rows(self.raw, "sources"):
            if source.get("id") == self.elements.pack and source.get("digest", now) != now:
                raise self.place.at("[[sources]]").refuse(
                    "A paragraph changed since it was encoded: the digest of all is another.",
                    f'Read what changed, encode it anew, and write digest = "{now}".',
                )

    def _defaults(self) -> dict[Part, Rule]:
        tables = self.place.tables(self.raw, "defaults")
        self.place.at("[defaults]").only(tables, frozenset(EXCLUSIVE))
        return {
            part: self.elements.default(part, tables[part], self.place.at(f"[defaults.{part}]"))
            for part in EXCLUSIVE
            if part in tables
        }

    def _order(self) -> tuple[str, ...]:
        place, table = self.place.at("[asking]"), self.place.table_of(self.raw, "asking")
        place.only(table, frozenset({"order"}))
        return self.elements.known(place.texts(table, "order"), place)

    def _passages(self, key: str) -> dict[str, Passage]:
        return self.elements.passages(self.place.tables(self.raw, key), key, self.place)

    def _reasons(self) -> dict[str, dict[str, Passage]]:
        tables = self.place.tables(self.raw, "reasons")
        self.place.at("[reasons]").only(tables, REASONS)
        return {
            name: self.elements.passages(
                self.place.tables(tables, name), f"reasons.{name}", self.place
            )
            for name in tables
        }

    def _excused(self) -> dict[str, str]:
        table, place = self.place.table_of(self.raw, "excused"), self.place.at("[excused]")
        return {paragraph: place.text(table, paragraph) for paragraph in table}
