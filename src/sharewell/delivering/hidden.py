"""Finding a hidden address in words that are about to leave, however it is typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise

SHORTEST = 8
"""Letters and figures of a part of an address that says where it is."""

SHORT_FOR = {
    "road": "rd", "street": "st", "saint": "st", "avenue": "ave", "lane": "ln", "close": "cl",
    "crescent": "cres", "drive": "dr", "gardens": "gdns", "court": "ct", "place": "pl",
    "terrace": "ter", "square": "sq", "grove": "gr", "apartment": "flat", "apt": "flat",
}  # fmt: skip
PART_OF_A_HOUSE = {"flat", "apartment", "apt", "room", "unit", "block", "floor", "no", "number"}
POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9O][A-Z0-9]?\s*[0-9O][A-Z]{2}\b", re.IGNORECASE)
ALIKE = str.maketrans("oil", "011")
"""Letters that are typed, or read off paper, for figures."""
NUMBER = re.compile("[0-9]|^[oil]+$")
"""A word that is, or may have been meant for, figures."""

NATIONAL = 9
"""Digits of a telephone number without its first nought and without a country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenPlace:
    """One place that must not leave, as it was recorded."""

    address: str
    postcode: str = ""
    telephone: str = ""


def fields_with(texts: Mapping[str, str], hidden: Iterable[HiddenPlace]) -> list[str]:
    """Name the texts in which a hidden place stands, or all where it is spread over several.

    Case, spaces, line ends, punctuation, usual short forms and the letter O for a nought make no
    difference. A street without its number is not found, nor is what is put in other words.

    Shapes:  texts are by what a page calls them.
    Source:  London CPP 3.4.2.
    """
    places = list(hidden)
    found = [name for name, text in texts.items() if any(stands_in(text, p) for p in places)]
    if found:
        return found
    together = "\n".join(texts.values())
    return list(texts) if any(stands_in(together, place) for place in places) else []


def stands_in(text: str, place: HiddenPlace) -> bool:
    """Tell whether a place stands in a text, however it is typed."""
    words = _words(text)
    for shortened in (False, True):
        read = _Read(words, shortened=shortened)
        if any(read.holds(wanted) for wanted in _wanted(place, shortened=shortened)):
            return True
    number = _digits(place.telephone)[-10:].lstrip("0")
    return len(number) >= NATIONAL and number in _digits(text)


class _Read:
    """A text as letters and figures alone, that still knows where its words begin and end."""

    def __init__(self, words: list[str], *, shortened: bool) -> None:
        said = [SHORT_FOR.get(word, word) for word in words] if shortened else words
        whole = "".join(said)
        self.folded = whole.translate(ALIKE)
        self.edges = {0, *accumulate(map(len, said))}
        pairs = enumerate(pairwise(whole), 1)
        self.edges |= {at for at, (left, right) in pairs if left.isdigit() != right.isdigit()}

    def holds(self, wanted: str) -> bool:
        """Tell whether it is there, and not in the middle of other words."""
        at = self.folded.find(wanted)
        while at >= 0:
            if at in self.edges and at + len(wanted) in self.edges:
                return True
            at = self.folded.find(wanted, at + 1)
        return False


def _wanted(place: HiddenPlace, *, shortened: bool) -> Iterator[str]:
    """Give what would betray a place: its postcode, and each part of it that says where it is."""
    for postcode in (place.postcode, *POSTCODE.findall(place.address)):
        if folded := _fold(_words(postcode), shortened=False):
            yield folded
    said = re.split(r"[,;\n]+", POSTCODE.sub("", place.address))
    parts = [words for each in said if (words := _words(each))]
    betraying = [first + second for first, second in pairwise(parts) if _tells(first, parts)]
    betraying += [part for part in parts if _tells(part, parts) and not _is_a_unit(part)]
    for words in betraying:
        folded = _fold(words, shortened=shortened)
        if len(folded) >= SHORTEST and not _is_a_unit(words):
            yield folded


def _tells(part: list[str], parts: list[list[str]]) -> bool:
    """Tell whether a part names a house: by a number, or by a name of several words put first."""
    return any(word[:1].isdigit() for word in part) or (part is parts[0] and len(part) > 1)


def _is_a_unit(words: list[str]) -> bool:
    """Tell whether words say no more than a flat, a room or a number."""
    return all(word in PART_OF_A_HOUSE or word[:1].isdigit() or len(word) == 1 for word in words)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).casefold()
    seen = "".join(each for each in plain if unicodedata.category(each) not in ("Mn", "Cf"))
    return re.findall(r"[^\W_]+", seen)


def _fold(words: Iterable[str], *, shortened: bool) -> str:
    if shortened:
        words = (SHORT_FOR.get(word, word) for word in words)
    return "".join(words).translate(ALIKE)


def _digits(text: str) -> str:
    """Give the figures of a text; letters count where they stand among figures, or alone."""
    words = [word for word in _words(text) if NUMBER.search(word)]
    return "".join(each for word in words for each in word.translate(ALIKE) if each.isdigit())
