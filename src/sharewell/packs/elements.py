"""Read what a pack is made of: rules, questions, definitions, checklists, invariants, examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sharewell.packs.pack import (
    ChecklistItem,
    ChecklistText,
    Example,
    Invariant,
    Passage,
    Rule,
)
from sharewell.packs.reading import WORD, ConditionReader, Place
from sharewell.packs.vocabulary import QUESTION_KEYS, read_facts, read_groups, read_question
from sharewell.terms.answer import BASIS, Part
from sharewell.terms.conditions import Comparison
from sharewell.terms.errors import FactRefused
from sharewell.terms.facts import Fact, Question, Vocabulary

RULE_KEYS = frozenset(
    {*Part, "when", "because", "do", "cites", "overrides", "replaces", "holds", "seen"}
)
PASSAGE_KEYS = frozenset({"says", "cites", "limb"})
CHECKLIST_KEYS = frozenset({"title", "cites", "items"})
ITEM_KEYS = frozenset({"id", "text", "cites", "facts", "record", "not_applicable_when"})
INVARIANT_KEYS = frozenset({"says", "when", "never", "always", "cites"})
CASE_KEYS = frozenset({"id", "about", "cites", "facts", "each", "expect"})
SEEN = ("text", "paraphrase")
RECORD = (
    *("consent_recorded", "telling_recorded", "reasons_recorded", "two_sides_weighed"),
    *("items_marked", "items_justified", "items_checked", "minimum_ticked"),
    *("third_parties_unticked", "recipient_verified", "channel_secure", "limits_stated"),
    *("purpose_stated", "answer_asked", "review_dated", "subject_named", "advice_recorded"),
    *("decided", "disclosed"),
)
ANSWER_OF = {
    Part.OUTCOME: "outcome",
    Part.CONSENT_NEEDED: "consent_needed",
    Part.INFORM_SUBJECT: "inform_subject",
    Part.PRECONDITION: "preconditions",
    **{part: part.value for part in BASIS},
}


def read_cites(pack: str, table: Mapping[str, Any], place: Place) -> tuple[str, ...]:
    """Read citations; "1.2" is a paragraph of the pack's own text.

    Raises:  PackRefused where there is none.
    """
    written = [cite.strip() for cite in place.texts(table, "cites")]
    if not all(written) or not written:
        raise place.refuse(
            "It cites no paragraph.", 'Add cites = ["..."]; without one it does not load.'
        )
    return tuple(cite if " " in cite else f"{pack} {cite}" for cite in written)


@dataclass(frozen=True, slots=True)
class Elements:
    """Reads the elements of one pack against the vocabulary and the pack's own facts."""

    pack: str
    vocabulary: Vocabulary
    own: Mapping[str, Fact]
    reader: ConditionReader

    @property
    def facts(self) -> Mapping[str, Fact]:
        """Every fact that the pack may speak of."""
        return self.reader.facts

    def rule(self, name: str, table: Mapping[str, Any], place: Place) -> Rule:
        """Read a rule, which sets exactly one part of the answer."""
        place.only(table, RULE_KEYS)
        parts = [part for part in Part if part.value in table]
        if len(parts) != 1:
            raise place.refuse(
                f"It sets {len(parts)} parts of the answer.",
                "Set exactly one; write a second rule for another.",
            )
        if "when" not in table:
            raise place.refuse("It does not say when.", "Add when = { all = [...] }.")
        if "holds" in table and parts != [Part.PRECONDITION]:
            raise place.refuse("Only a precondition can hold.", "Take out holds.")
        return self.effect(name, table, parts[0], place)

    def default(self, part: Part, table: Mapping[str, Any], place: Place) -> Rule:
        """Read what is said where no rule speaks; of the outcome it is always to seek advice."""
        place.only(table, frozenset({"value", "because", "cites"}))
        if part is Part.OUTCOME and table.get("value") != "seek_advice":
            raise place.refuse("Silence is not an answer.", 'Write value = "seek_advice".')
        said = {**table, part.value: table.get("value"), "when": {"always": True}}
        return self.effect(f"default_{part}", said, part, place)

    def effect(self, name: str, table: Mapping[str, Any], part: Part, place: Place) -> Rule:
        """Read what a rule sets, when, why and by which paragraph."""
        if not WORD.fullmatch(name):
            raise place.refuse("Its name is not a plain word.", "Use small letters, digits and _.")
        allowed = self.vocabulary.answers.get(ANSWER_OF.get(part, ""))
        sets = place.text(table, part)
        if allowed is not None:
            place.one_of(table, part, allowed)
        when = self.reader.read(place.table_of(table, "when"), place)
        if when.never:
            raise place.refuse("It can never speak.", "Say when it does, or take it out.")
        return Rule(
            id=f"{self.pack}:{name}",
            part=part,
            sets=sets,
            when=when,
            because=place.text(table, "do" if part is Part.DUTY else "because"),
            cites=read_cites(self.pack, table, place),
            overrides=self._ids(table, "overrides", place),
            replaces=self._ids(table, "replaces", place),
            holds=place.flag(table, "holds"),
            seen=place.one_of({"seen": "text", **table}, "seen", SEEN),
        )

    def _ids(self, table: Mapping[str, Any], key: str, place: Place) -> tuple[str, ...]:
        return tuple(
            each if ":" in each else f"{self.pack}:{each}" for each in place.texts(table, key)
        )

    def questions(
        self, tables: Mapping[str, Mapping[str, Any]], place: Place
    ) -> dict[str, Question]:
        """Read the questions in the protocol's own words; its own facts have theirs already."""
        found = {name: fact.question for name, fact in self.own.items()}
        for name, table in tables.items():
            there = place.at(f"question {name!r}")
            there.only(table, QUESTION_KEYS)
            self.known([name], there)
            asked = {**table, "cites": list(read_cites(self.pack, table, there))}
            found[name] = read_question(self.facts[name], asked, self.reader, there)
        return found

    def groups(self, tables: Mapping[str, Mapping[str, Any]], place: Place) -> dict[str, Question]:
        """Read the questions that ask several facts on one page."""
        cited = {
            name: {
                **table,
                "cites": list(read_cites(self.pack, table, place.at(f"group {name!r}"))),
            }
            for name, table in tables.items()
        }
        return read_groups(cited, place)

    def known(self, names: list[str] | tuple[str, ...], place: Place) -> tuple[str, ...]:
        """Refuse a fact that neither the vocabulary nor the pack defines."""
        for name in names:
            if name not in self.facts:
                raise place.no_such_fact(name, self.facts)
        return tuple(names)

    def passages(
        self, tables: Mapping[str, Mapping[str, Any]], name: str, place: Place
    ) -> dict[str, Passage]:
        """Read sentences that stand under a name: definitions, help, reasons."""
        found = {}
        for key, table in tables.items():
            there = place.at(f"[{name}.{key}]")
            there.only(table, PASSAGE_KEYS)
            limb = there.one_of({"limb": "none", **table}, "limb", ("none", "a", "b", "c"))
            found[key] = Passage(
                there.text(table, "says"),
                read_cites(self.pack, table, there),
                "" if limb == "none" else limb,
            )
        return found

    def checklist(self, name: str, table: Mapping[str, Any], place: Place) -> ChecklistText:
        """Read a checklist as the protocol prints it."""
        place.only(table, CHECKLIST_KEYS)
        items = tuple(self._item(each, place) for each in place.rows(table, "items"))
        return ChecklistText(
            name, place.text(table, "title"), read_cites(self.pack, table, place), items
        )

    def _item(self, table: Mapping[str, Any], place: Place) -> ChecklistItem:
        there = place.at(f"{place.table}, item {table.get('id')!r}")
        there.only(table, ITEM_KEYS)
        when = there.table_of(table, "not_applicable_when")
        for key in there.texts(table, "record"):
            there.one_of({"record": key}, "record", RECORD)
        return ChecklistItem(
            id=there.text(table, "id"),
            text=there.text(table, "text"),
            cites=read_cites(self.pack, table, there),
            facts=self.known(there.texts(table, "facts"), there),
            record=there.texts(table, "record"),
            not_applicable_when=self.reader.read(when, there) if when else None,
        )

    def invariant(self, name: str, table: Mapping[str, Any], place: Place) -> Invariant:
        """Read what must hold of every answer."""
        place.only(table, INVARIANT_KEYS)
        return Invariant(
            id=name,
            says=place.text(table, "says"),
            when=self.reader.read(place.table_of(table, "when"), place),
            never=place.texts(table, "never"),
            always=place.texts(table, "always"),
            cites=read_cites(self.pack, table, place),
        )

    def examples(self, table: Mapping[str, Any], place: Place) -> Iterator[Example]:
        """Read a worked example; one that names values in `each` is one for each of them."""
        there = place.at(f"case {table.get('id')!r}")
        there.only(table, CASE_KEYS)
        facts, id = there.table_of(table, "facts"), there.text(table, "id")
        written = there.text(table, "each", needed=False)
        if not written:
            yield self._example(id, table, facts, there)
            return
        each = self.reader.literal(written, there)
        if each.how is not Comparison.IN or each.fact in facts:
            raise there.refuse(
                f"{written!r} names no values, or the fact has one already.",
                'Write it like "recipient_role in protectors", and take the fact out of facts.',
            )
        for value in each.values:
            yield self._example(f"{id}, {value}", table, {**facts, each.fact: value}, there)

    def _example(
        self, id: str, table: Mapping[str, Any], facts: Mapping[str, Any], there: Place
    ) -> Example:
        try:
            replace(self.vocabulary, facts=self.facts).check(facts)
        except FactRefused as refusal:
            raise there.refuse(refusal.what.partition(": ")[2], refusal.next) from None
        return Example(
            id=id,
            about=there.text(table, "about"),
            cites=read_cites(self.pack, table, there),
            facts=facts,
            expect=there.table_of(table, "expect"),
        )


def own_facts(
    pack: str, tables: Mapping[str, Mapping[str, Any]], vocabulary: Vocabulary, place: Place
) -> dict[str, Fact]:
    """Read a pack's own facts; their names begin with the pack's id, and each cites a paragraph."""
    cited = {}
    for name, table in tables.items():
        there = place.at(f"fact {name!r}")
        if not name.startswith(f"{pack}_"):
            raise there.refuse(
                "A pack's own fact begins with the pack's id.", f"Call it {pack}_{name}."
            )
        cited[name] = {**table, "cites": list(read_cites(pack, table, there))}
    return read_facts(cited, place, vocabulary.groups, vocabulary.facts)
