"""Four things that are called consent, each with its own words and its own place on a page."""

from collections.abc import Mapping
from typing import Any

from sharewell.deciding import Engine
from sharewell_hub.decisions.helping import speaking
from sharewell_hub.decisions.sentences import WORDS, Facts, cited

GROUNDS = ("article_6", "article_9", "gateway")


def kept_apart(packs: Engine, facts: Facts, stands: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give the four, each with what it means, where that is written, and how it stands.

    Shapes:  stands says it by code; what is not there is said to be open. Everything can be JSON.
    Source:  London CPP 3.3.4 and 3.3.26; Sussex 3.2.3 to 3.2.5.
    """
    own = {
        code: (each.says, cited(packs, each.cites))
        for pack in reversed(speaking(packs, facts))
        for code, each in pack.definitions.items()
    }
    found = []
    for code, each in WORDS["meanings"].items():
        says, cites = own.get(code, (each["says"], each["cites"]))
        shown = {"name": each["name"], "stands": stands.get(code) or each["unnamed"]}
        found.append({"code": code, "says": says, "cites": cites, **shown})
    return found


def footing(packs: Engine, basis: Mapping[str, str | None] | None) -> str:
    """Say the lawful basis, the condition and the power of an answer in words, where it has them.

    Shapes:  basis is that of an answer as JSON, as a decision keeps it.
    """
    words = packs.stack.vocabulary.words
    codes = [(part, (basis or {}).get(part)) for part in GROUNDS]
    said = "; ".join(words[part].get(code, code) for part, code in codes if code)
    return said[:1].upper() + said[1:]
