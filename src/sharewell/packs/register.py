"""The register of law: every instrument that the texts name, how it stands, and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sharewell.packs.reading import WORD, Place, read_toml
from sharewell.packs.vocabulary import LIBRARY
from sharewell.terms.answer import BASIS
from sharewell.terms.facts import Vocabulary, nearest

FILE = "register.toml"
KINDS = {
    "act": "Act",
    "regulation": "Regulation",
    "bill": "Bill",
    "convention": "Convention",
    "case": "Case",
    "common_law": "Common law",
    "guidance": "Guidance",
    "protocol": "Protocol",
}
STATUSES = {
    "in_force": "In force",
    "replaced": "Replaced",
    "repealed": "Repealed",
    "reported": "Reported, not verified",
    "pending": "Not in force yet",
    "not_verified": "Not verified",
}
SEEN = {
    "primary": "an official text of it was seen",
    "secondary": "a summary of it was seen",
    "not_seen": "it was not seen",
}
KEYS = frozenset(
    {
        *("title", "year", "kind", "address", "status", "replaced_by"),
        *("seen", "named", "gives", "note"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One Act, regulation, case or piece of guidance.

    `year` is empty where the texts name none, `named` are the places that name it, and `gives`
    the bases, conditions and powers that come from it.
    """

    id: str
    title: str
    year: str
    kind: str
    address: str
    status: str
    replaced_by: str
    seen: str
    named: tuple[str, ...]
    gives: tuple[str, ...]
    note: str

    @property
    def standing(self) -> str:
        """Say how it stands."""
        return STATUSES[self.status]


@dataclass(frozen=True, slots=True)
class Register:
    """Every instrument by its id."""

    instruments: Mapping[str, Instrument]

    def behind(self, code: str) -> Instrument | None:
        """Find the instrument that a basis, condition or power comes from; None where no one is."""
        return next((each for each in self.instruments.values() if code in each.gives), None)

    def holding(self, words: str) -> tuple[Instrument, ...]:
        """Find the instruments in which every one of these words stands."""
        wanted = words.casefold().split()
        return tuple(
            each
            for each in self.instruments.values()
            if all(word in _searched(each) for word in wanted)
        )


def _searched(each: Instrument) -> str:
    shown = (each.title, each.year, KINDS[each.kind], each.standing, each.note, *each.named)
    return " ".join((*shown, *each.gives)).casefold()


def load_register(vocabulary: Vocabulary, folder: Path = LIBRARY) -> Register:
    """Load the register that ships.

    Raises:  PackRefused for an instrument that nothing names, that gives what the vocabulary does
             not know, or that was replaced by one that is not there.
    """
    place = Place(FILE, "")
    tables = place.tables(read_toml(folder / FILE, folder), "instruments")
    codes = tuple(code for part in BASIS for code in vocabulary.answers[part])
    found = {
        id: _instrument(id, table, codes, place.at(f"instrument {id!r}"))
        for id, table in tables.items()
    }
    for each in found.values():
        _check(each, found, place)
    return Register(found)


def _check(each: Instrument, found: Mapping[str, Instrument], place: Place) -> None:
    there = place.at(f"instrument {each.id!r}")
    if each.replaced_by and each.replaced_by not in found:
        near = nearest(each.replaced_by, tuple(found))
        raise there.refuse(
            f"It was replaced by {each.replaced_by!r}, which is not there.",
            f"Add that instrument, or put the name right.{near}",
        )
    if (each.status == "replaced") != bool(each.replaced_by):
        raise there.refuse(
            "Only what is replaced has a replaced_by, and it has one.",
            'Write status = "replaced" and replaced_by together.',
        )
    if each.status == "in_force" and each.seen != "primary":
        raise there.refuse(
            "It is said to be in force, and no official text was seen.",
            'Write status = "not_verified", or see the text.',
        )


def _instrument(
    id: str, table: Mapping[str, Any], codes: tuple[str, ...], place: Place
) -> Instrument:
    place.only(table, KEYS)
    if not WORD.fullmatch(id):
        raise place.refuse("Its id is not a plain word.", "Use small letters, digits and _.")
    named = place.texts(table, "named")
    if not named:
        raise place.refuse("Nothing names it.", 'Add named = ["..."], the places that do.')
    gives = place.texts(table, "gives")
    for code in gives:
        place.one_of({"gives": code}, "gives", codes)
    return Instrument(
        id=id,
        title=place.text(table, "title"),
        year=place.text(table, "year", needed=False),
        kind=place.one_of(table, "kind", KINDS),
        address=place.text(table, "address", needed=False),
        status=place.one_of(table, "status", STATUSES),
        replaced_by=place.text(table, "replaced_by", needed=False),
        seen=place.one_of(table, "seen", SEEN),
        named=named,
        gives=gives,
        note=place.text(table, "note", needed=False),
    )
