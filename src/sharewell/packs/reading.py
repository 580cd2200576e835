"""Read TOML tables into terms, naming the file, the place and the remedy when one is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sharewell.terms.conditions import ABOUT_THE_ASKING, Comparison, Condition, Literal, Value
from sharewell.terms.errors import PackRefused
from sharewell.terms.facts import Fact, Kind, nearest

LARGEST = 1_000_000
LITERAL = re.compile(r"^([a-z][a-z0-9_]*) +(not in|in|!=|<=|>=|=|<|>|is unknown|is given|is not given)(?: +(.+))?$")
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

    def only(self, table: Mapping[str, Any], allowed: frozenset[str]) -> None:
        """Refuse a key that the format does not know: a misspelt one must not be ignored."""
        extra = sorted(set(table) - allowed)
        if extra:
            close = nearest(extra[0], tuple(sorted(allowed)))
            raise self.refuse(f"It has the unknown key {extra[0]}.", f"Take it out.{close}")


def read_toml(path: Path, root: Path) -> Mapping[str, Any]:
    """Read one TOML file that lies inside a pack's own folder.

    Raises:  PackRefused when it is missing, too large, outside its folder or not TOML.
    """
    place = Place(f"{root.name}/{path.name}", "")
    if not path.is_file():
        raise place.refuse("There is no such file.", "Add it, or take the folder away.")
    if root.resolve() not in path.resolve().parents:
        raise place.refuse("It leads out of its folder.", "Put the file itself there, not a link.")
    if path.stat().st_size > LARGEST:
        raise place.refuse(f"It is larger than {LARGEST:,} bytes.", "Split it into two packs.")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise place.refuse(f"It is not TOML: {fault}.", "Put that line right.") from None


def read_literal(written: str, facts: Mapping[str, Fact], place: Place, groups: Mapping[str, tuple[str, ...]]) -> Literal:
    """Read one comparison, checked against the vocabulary."""
    found = LITERAL.match(written.strip())
    if not found:
        raise place.refuse(
            f"{written!r} is not a comparison.", 'Write it like "risk_to_child = immediate".'
        )
    name, sign, rest = found.groups()
    fact = facts.get(name)
    if fact is None:
        raise place.refuse(
            f"It asks for {name!r}, which the vocabulary does not define.",
            f"Add the fact, or put the name right.{nearest(name, facts)}",
        )
    how = HOWS.get(sign) or Comparison(sign)
    values = () if how in ABOUT_THE_ASKING else _values(rest or "", fact, place, groups)
    if not values and how not in ABOUT_THE_ASKING:
        raise place.refuse(f"{written!r} compares with nothing.", "Name at least one value.")
    return Literal(name, how, values, " ".join(written.split()))


def _values(
    rest: str, fact: Fact, place: Place, groups: Mapping[str, tuple[str, ...]]
) -> tuple[Value, ...]:
    inner = rest.strip().removeprefix("[").removesuffix("]")
    words = [word.strip() for word in inner.split(",") if word.strip()]
    if len(words) == 1 and words[0] in groups:
        words = list(groups[words[0]])
    return tuple(read_value(word, fact, place) for word in words)


def read_value(word: object, fact: Fact, place: Place) -> Value:
    """Read one value of a fact, checked against the vocabulary."""
    value: object = word
    if isinstance(word, str) and fact.kind is Kind.BOOL:
        value = TRUE_OR_FALSE.get(word, word)
    elif isinstance(word, str) and fact.kind is Kind.YEARS and word.isdigit():
        value = int(word)
    if value == "unknown" or not fact.takes(value):
        raise place.refuse(
            f"{fact.name} cannot be {str(word)!r}; it takes {fact.answers()}.",
            f"Use one of these (`{fact.name} is unknown` asks for not known)."
            f"{nearest(str(word), fact.values)}",
        )
    assert isinstance(value, str | bool | int)
    return value


@dataclass(frozen=True, slots=True)
class ConditionReader:
    """Reads conditions against one vocabulary."""

    facts: Mapping[str, Fact]
    groups: Mapping[str, tuple[str, ...]]

    def read(self, table: Mapping[str, Any], place: Place) -> Condition:
        """Read `{ all = [...], any = [...], none = [...] }`, or `{ always = true }`."""
        place.only(table, frozenset({"all", "any", "none", "always", "never"}))
        if not table:
            raise place.refuse("Its condition is empty.", "Write when = { always = true }.")
        return Condition(
            all=self._list(table, "all", place),
            any=self._list(table, "any", place),
            none=self._list(table, "none", place),
            never=table.get("never") is True,
        )

    def _list(self, table: Mapping[str, Any], key: str, place: Place) -> tuple[Literal, ...]:
        literals = tuple(
            read_literal(each, self.facts, place, self.groups) for each in place.texts(table, key)
        )
        for literal in literals:
            if literal.how in (Comparison.IS_GIVEN, Comparison.IS_NOT_GIVEN):
                raise place.refuse(
                    f"{literal.written!r}: a rule may not turn on whether a question was asked.",
                    "Name the values that matter.",
                )
        return literals
