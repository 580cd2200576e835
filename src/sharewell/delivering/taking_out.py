"""What was taken out before it left: words may go, none may come, and a name must be gone."""

from __future__ import annotations

import re
from collections.abc import Iterable

MARKS = ("[taken out]", "[the child]", "[an adult]", "[a name]", "[an address]")
"""What may stand where something was taken out."""

SHORTEST_NAME = 2
_MARK = re.compile("|".join(re.escape(mark) for mark in MARKS), re.IGNORECASE)


def only_takes_out(whole: str, left: str) -> bool:
    """Say whether what is left is the whole with words taken out, and nothing put in.

    Source:  London CPP 3.5.20: share what is necessary; what was never recorded is not shared.
    """
    words = iter(_words(whole))
    return all(any(word == known for known in words) for word in _words(_MARK.sub(" ", left)))


def still_names(text: str, names: Iterable[str]) -> bool:
    """Say whether any part of any of these names still stands in a text.

    Source:  London CPP 3.8, anonymised information: a person cannot be identified from it.
    """
    said = set(_words(text))
    parts = {part for name in names for part in _words(name) if len(part) >= SHORTEST_NAME}
    return bool(said & {*parts, *(f"{part}s" for part in parts)})


def _words(text: str) -> list[str]:
    """Part a text into its words, however they are capitalised and whatever stands between."""
    plain = text.casefold().replace("’", "'")
    return [word.replace("'", "") for word in re.findall(r"[^\W_]+(?:'[^\W_]+)*", plain)]
