"""Read TOML tables into terms, naming the file, the place and the remedy when one is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sharewell.terms.conditions import (
    ABOUT_THE_ASKING,
    ORDERED,
    UNKNOWN,
    Comparison,
    Condition,
    Literal,
    Value,
)
from sharewell.terms.errors import PackRefused
from sharewell.terms.facts import Fact, Kind, nearest

LARGEST = 1_000_000
WORD = re.compile(r"[a-z][a-z0-9_]*")
SIGNS = "not in|in|!=|<=|>=|=|<|>|is unknown|is given|is not given"
LITERAL = re.compile(rf"({WORD.pattern}) +({SIGNS})(?: +(\S.*))?")
TRUE_OR_FALSE = {"true": True, "false": False}
HOWS = {"=": Comparison.IN, "!=": Comparison.NOT_IN}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a pack a reader stands, so that an error can name it."""

    file: str
    table: str

    def at(self, table: str) -> Place:
        """Step into a table of the same file."""
        return Place(self.file, table)

    def refuse(self, fault: str, remedy: str) -> PackRefused:
        """Make the refusal that names file, place, fault and remedy."""
        where = f"{self.file}, {self.table}" if self.table else self.file
        return PackRefused(
            what=f"The pack was not loaded: {where} cannot be used.", why=fault, next=remedy
        )

    def text(self, table: Mapping[str, Any], key: str, *, needed: bool = True) -> str:
        """Read a string that must stand there, or may be left out."""
        value = table.get(key, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            raise self.refuse(f"It has no {key}, or it is not text.", f'Write {key} = "...".')
        return value

    def texts(self, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        """Read a list of strings; absent is empty."""
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.refuse(f"{key} is not a list of texts.", f'Write {key} = ["..."].')
        return tuple(value)

    def table_of(self, table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        """Read a table; absent is empty."""
        value = table.get(key, {})
        if not isinstance(value, dict):
            raise self.refuse(f"{key} is not a table.", f"Write [{key}] and its lines beneath.")
        return value

    def tables(self, table: Mapping[str, Any], key: str) -> Mapping[str, Mapping[str, Any]]:
        """Read a table of tables; absent is empty."""
        found = self.table_of(table, key)
        for name, each in found.items():
            if not isinstance(each, dict):
                raise self.at(f"{key}.{name}").refuse(
                    "It is not a table.", f"Write [{key}.{name}] and its lines beneath."
                )
        return found

    def rows(self, table: Mapping[str, Any], key: str) -> tuple[Mapping[str, Any], ...]:
        """Read a list of tables; absent is empty."""
        found = table.get(key, [])
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            raise self.refuse(f"{key} is not a list of tables.", f"Write [[{key}]] for each.")
        return tuple(found)

    def one_of(self, table: Mapping[str, Any], key: str, allowed: Iterable[str]) -> str:
        """Read a word of a closed list."""
        value, words = self.text(table, key), tuple(allowed)
        if value not in words:
            raise self.refuse(
                f"{key} is {value!r}.", f"Use one of {', '.join(words)}.{nearest(value, words)}"
            )
        return value

    def flag(self, table: Mapping[str, Any], key: str) -> bool:
        """Read true or false; absent is false."""
        value = table.get(key, False)
        if not isinstance(value, bool):
            raise self.refuse(f"{key} is neither true nor false.", f"Write {key} = true.")
        return value

    def no_such_fact(self, name: str, facts: Mapping[str, Fact]) -> PackRefused:
        """Make the refusal of a fact that nobody defined, with the nearest that is."""
        return self.refuse(
            f"It asks for {name!r}, which the vocabulary does not define.",
            f"Add the fact, or put the name right.{nearest(name, facts)}",
        )

    def only(self, table: Mapping[str, Any], allowed: frozenset[str]) -> None:
        """Refuse a key that the format does not know: a misspelt one must not be ignored."""
        extra = sorted(set(table) - allowed)
        if extra:
            close = nearest(extra[0], tuple(sorted(allowed)))
            raise self.refuse(f"It has the unknown key {extra[0]}.", f"Take it out.{close}")


def read_file(path: Path, root: Path) -> str:
    """Read one file that lies inside a pack's own folder.

    Raises:  PackRefused when it is missing, too large, outside its folder or not UTF-8.
    """
    place = Place(f"{root.name}/{path.name}", "")
    if not path.is_file():
        raise place.refuse("There is no such file.", "Add it, or take the folder away.")
    if root.resolve() not in path.resolve().parents:
        raise place.refuse("It leads out of its folder.", "Put the file itself there, not a link.")
    if path.stat().st_size > LARGEST:
        raise place.refuse(f"It is larger than {LARGEST:,} bytes.", "Split it into two packs.")
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise place.refuse(f"It cannot be read: {fault}.", "Save it as UTF-8 text.") from None


def read_toml(path: Path, root: Path) -> Mapping[str, Any]:
    """Read one TOML file that lies inside a pack's own folder.

    Raises:  PackRefused when it cannot be read, or is not TOML.
    """
    text = read_file(path, root)
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        place = Place(f"{root.name}/{path.name}", "")
        raise place.refuse(f"It is not TOML: {fault}.", "Put that line right.") from None


def read_value(word: object, fact: Fact, place: Place) -> Value:
    """Read one value of a fact, checked against the vocabulary."""
    value: Any = word
    if isinstance(word, str) and fact.kind is Kind.BOOL:
        value = TRUE_OR_FALSE.get(word, word)
    elif isinstance(word, str) and fact.kind is Kind.YEARS and re.fullmatch("[0-9]{1,3}", word):
        value = int(word)
    if value == UNKNOWN or not fact.takes(value):
        raise place.refuse(
            f"{fact.name} cannot be {str(word)!r}; it takes {fact.answers()}.",
            f"Use one of these (`{fact.name} is unknown` asks for not known)."
            f"{nearest(str(word), fact.values)}",
        )
    found: Value = value
    return found


@dataclass(frozen=True, slots=True)
class ConditionReader:
    """Reads comparisons and conditions against one vocabulary."""

    facts: Mapping[str, Fact]
    groups: Mapping[str, tuple[str, ...]]

    def literal(self, written: str, place: Place) -> Literal:
        """Read one comparison: `risk_to_child = immediate`."""
        found = LITERAL.fullmatch(written.strip())
        if not found:
            raise place.refuse(
                f"{written!r} is not a comparison.", 'Write it like "risk_to_child = immediate".'
            )
        name, sign, rest = found.groups(default="")
        fact = self.facts.get(name)
        if fact is None:
            raise place.no_such_fact(name, self.facts)
        how = HOWS.get(sign) or Comparison(sign)
        words = self._words(sign, rest, place.at(f"{place.table}, {written!r}"))
        values = tuple(read_value(word, fact, place) for word in words)
        if how in ORDERED and fact.kind is not Kind.YEARS:
            raise place.refuse(f"{name} is no number, so {sign} means nothing.", "Use = or in.")
        return Literal(name, how, values, " ".join(written.split()))

    def _words(self, sign: str, rest: str, place: Place) -> tuple[str, ...]:
        if sign in ABOUT_THE_ASKING:
            words, wanted = tuple(rest.split()), 0
        elif sign in ("in", "not in"):
            words = self.groups.get(rest) or _listed(rest)
            wanted = max(1, len(words))
        else:
            words, wanted = tuple(rest.split()), 1
        if len(words) != wanted:
            raise place.refuse(
                f"{sign} is followed by {rest or 'nothing'!r}.",
                "Write one value after = or <, [a, b] or a group's name after in, none after is.",
            )
        return words

    def read(self, table: Mapping[str, Any], place: Place) -> Condition:
        """Read `{ all = [...], any = [...], none = [...] }`, `{ always = true }` or `never`."""
        place.only(table, frozenset({"all", "any", "none", "always", "never"}))
        alone = [key for key in ("always", "never") if key in table]
        if alone and (len(table) > 1 or table[alone[0]] is not True):
            raise place.refuse(
                f"{alone[0]} stands beside something else.", f"Write {{ {alone[0]} = true }} alone."
            )
        every, some, none = (self._list(table, key, place) for key in ("all", "any", "none"))
        if not (alone or every or some or none):
            raise place.refuse("Its condition is empty.", "Write when = { always = true }.")
        return Condition(every, some, none, never="never" in alone)

    def _list(self, table: Mapping[str, Any], key: str, place: Place) -> tuple[Literal, ...]:
        literals = tuple(self.literal(each, place) for each in place.texts(table, key))
        for literal in literals:
            if literal.how in (Comparison.IS_GIVEN, Comparison.IS_NOT_GIVEN):
                raise place.refuse(
                    f"{literal.written!r}: a rule may not turn on whether a question was asked.",
                    "Name the values that matter.",
                )
        return literals


def _listed(rest: str) -> tuple[str, ...]:
    if not (rest.startswith("[") and rest.endswith("]")):
        return ()
    return tuple(word.strip() for word in rest[1:-1].split(","))
