"""Read the one vocabulary that every pack, page, command and case uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sharewell.packs.reading import WORD, ConditionReader, Place, read_value
from sharewell.terms.answer import BASIS, Part
from sharewell.terms.conditions import NOTHING, UNKNOWN, Literal, Value
from sharewell.terms.facts import OLDEST, Fact, Kind, Question, Vocabulary

LIBRARY = Path(__file__).parent / "library"
RESERVED = (UNKNOWN, NOTHING)
NO_GROUND = "none"
WORDS_OF_BASIS = {
    Part.ARTICLE_6: ("words",),
    Part.ARTICLE_9: ("words",),
    Part.GATEWAY: ("words", "aim", "necessary"),
}
PARTS = ("outcome", "consent_needed", "inform_subject", "preconditions", *BASIS)
QUESTION_KEYS = frozenset(
    {"ask", "hint", "labels", "featured", "ask_when", "presume", "dont_know", "group", "cites"}
)
FACT_KEYS = QUESTION_KEYS | {"kind", "values", "default", "says"}


def build_vocabulary(table: Mapping[str, Any]) -> Vocabulary:
    """Build the vocabulary from its table.

    Raises:  PackRefused when a fact, a value or a constraint is not well formed.
    """
    place = Place("facts.toml", "")
    answer = place.table_of(table, "answer")
    groups = {
        name: tuple(values) for name, values in table["groups"].items() if isinstance(values, list)
    }
    raw = place.table_of(table, "facts")
    facts = read_facts(raw, place, groups)
    return Vocabulary(
        facts=facts,
        groups=groups,
        answers={part: place.texts(place.table_of(answer, part), "values") for part in PARTS},
        met_by=dict(answer["preconditions"]["met_by"]),
        constraints=_constraints(table, facts, groups),
        question_groups=read_groups(place.table_of(table, "question_groups"), place),
        words=_words_of_the_basis(answer, place),
    )


def _words_of_the_basis(answer: Mapping[str, Any], place: Place) -> dict[str, Mapping[str, str]]:
    """Read what each code of the law means; of a power also its aim and why it is needed."""
    words = {}
    for part, names in WORDS_OF_BASIS.items():
        table = place.table_of(answer, part)
        for name in names:
            said = words[part if name == "words" else name] = place.table_of(table, name)
            for code in place.texts(table, "values"):
                if code != NO_GROUND or name == "words":
                    place.at(f"[answer.{part}.{name}]").text(said, code)
    return words


def read_facts(
    raw: Mapping[str, Any],
    place: Place,
    groups: Mapping[str, tuple[str, ...]],
    known: Mapping[str, Fact] | None = None,
) -> dict[str, Fact]:
    """Read a table of facts; a question may be asked when a fact of the same table is so."""
    bare = {name: _bare_fact(name, each, place.at(f"fact {name!r}")) for name, each in raw.items()}
    reader = ConditionReader({**(known or {}), **bare}, groups)
    facts = {}
    for name, each in raw.items():
        there = place.at(f"fact {name!r}")
        there.only(each, FACT_KEYS)
        facts[name] = replace(bare[name], question=read_question(bare[name], each, reader, there))
    return facts


def _bare_fact(name: str, table: Mapping[str, Any], place: Place) -> Fact:
    if not WORD.fullmatch(name):
        raise place.refuse("Its name is not a plain word.", "Use small letters, digits and _.")
    kind = Kind(place.one_of(table, "kind", Kind))
    values: tuple[Value, ...] = (True, False)
    if kind is not Kind.BOOL:
        values = tuple(range(OLDEST + 1)) if kind is Kind.YEARS else _words(table, place)
    says = " ".join(place.text(table, "says").split())
    fact = Fact(
        name=name, kind=kind, says=says, values=values,
        default=None, question=Question(fact=name, ask=says),
    )  # fmt: skip
    default = read_value(table["default"], fact, place) if "default" in table else None
    return replace(fact, default=default)


def _words(table: Mapping[str, Any], place: Place) -> tuple[str, ...]:
    words = place.texts(table, "values")
    wrong = [word for word in words if not WORD.fullmatch(word) or word in RESERVED]
    if wrong or not words:
        raise place.refuse(
            f"It takes {wrong[0]!r} as a value." if wrong else "It takes no values.",
            "Use plain words; unknown and nothing have a meaning of their own.",
        )
    return words


def read_question(
    fact: Fact, table: Mapping[str, Any], reader: ConditionReader, place: Place
) -> Question:
    """Read how a fact is asked; what a table leaves out is taken from the fact's own question."""
    own = fact.question
    when = place.table_of(table, "ask_when")
    labels = place.table_of(table, "labels")
    for word in (*labels, *place.texts(table, "featured")):
        read_value(word, fact, place)
    for word in labels:
        place.text(labels, word)
    return Question(
        fact=fact.name,
        ask=place.text(table, "ask", needed=False) or own.ask,
        hint=place.text(table, "hint", needed=False) or own.hint,
        labels={**own.labels, **labels},
        featured=place.texts(table, "featured") or own.featured,
        ask_when=reader.read(when, place) if when else own.ask_when,
        presume=_stand_in(table, "presume", fact, place, own.presume),
        dont_know=_stand_in(table, "dont_know", fact, place, own.dont_know),
        group=place.text(table, "group", needed=False) or own.group,
        cites=place.texts(table, "cites") or own.cites,
    )


def _stand_in(
    table: Mapping[str, Any], key: str, fact: Fact, place: Place, own: Value | None
) -> Value | None:
    if table.get(key) == NOTHING:
        return None
    return read_value(table[key], fact, place) if key in table else own


def read_groups(table: Mapping[str, Any], place: Place) -> dict[str, Question]:
    """Read the questions that ask several facts on one page."""
    return {name: _group(name, each, place) for name, each in table.items()}


def _group(name: str, table: Mapping[str, Any], place: Place) -> Question:
    there = place.at(f"question group {name!r}")
    there.only(table, frozenset({"ask", "hint", "cites"}))
    return Question(
        fact=name,
        ask=there.text(table, "ask"),
        hint=there.text(table, "hint", needed=False),
        cites=there.texts(table, "cites"),
    )


def _constraints(
    table: Mapping[str, Any], facts: Mapping[str, Fact], groups: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[Literal, Literal], ...]:
    place, reader = Place("facts.toml", "constraints"), ConditionReader(facts, groups)
    found = []
    for each in table.get("constraints", ()):
        first, second = (reader.literal(written, place) for written in each["never"])
        found.append((first, second))
    return tuple(found)
