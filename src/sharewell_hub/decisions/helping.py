"""Help where one stands: what the packs say to somebody who hesitates, and what a word means."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sharewell.deciding import Engine
from sharewell.packs.pack import Pack, Passage
from sharewell.terms.citing import place_in_words
from sharewell.terms.conditions import UNKNOWN
from sharewell_hub.decisions.engine import companions
from sharewell_hub.decisions.sentences import WORDS, Facts

Shown = dict[str, Any]
HESITATIONS: Mapping[str, Mapping[str, Any]] = WORDS["hesitations"]
"""What holds people back, by the word under which the packs answer it."""

TOO_MUCH = "share_must"
"""Where the packs answer the fear of sharing too much."""


def passages(packs: Engine, facts: Facts, key: str) -> list[Shown]:
    """Give what the packs that speak here say under one word of help, each with its paragraph."""
    own = speaking(packs, facts)
    beside = [pack for pack in companions() if pack.id not in {one.id for one in packs.stack.packs}]
    found = [_passage(pack, pack.help[key]) for pack in (*own, *beside) if key in pack.help]
    if not found and key == TOO_MUCH:
        found = [{"says": WORDS["help"]["not_sharing"], "cites": WORDS["help"]["cites"]}]
    return list({each["says"]: each for each in reversed(found)}.values())[::-1]


def in_doubt(packs: Engine, facts: Facts, asked: Mapping[str, Any]) -> list[Shown]:
    """Give what helps somebody who has just answered "I don't know"; nothing to anybody else."""
    unknown = [name for name, value in asked.items() if value == UNKNOWN]
    keys = [*unknown, *([TOO_MUCH] if set(unknown) & set(WORDS["harm"]["facts"]) else [])]
    return [each for key in keys for each in passages(packs, facts, key)]


def not_to_share(packs: Engine, facts: Facts) -> list[Shown]:
    """Give what the packs say to somebody who would rather not share."""
    return [each for key in (TOO_MUCH, "do_not_share") for each in passages(packs, facts, key)]


def answered(packs: Engine, facts: Facts, *, agreement: str, why: str) -> list[Shown]:
    """Give each thing that holds people back with the packs' answers, what was said now first.

    Shapes:  agreement is how it stands with agreement; `why` are the practitioner's own words.
    """
    found = [
        {
            "key": key,
            "label": each["label"],
            "said": agreement in each.get("agreement", ()) or _named(each["words"], why),
            "passages": passages(packs, facts, key),
        }
        for key, each in HESITATIONS.items()
    ]
    return sorted((each for each in found if each["passages"]), key=lambda each: not each["said"])


def meanings(
    packs: Engine, facts: Facts, texts: Iterable[str], names: Iterable[str]
) -> list[Shown]:
    """Give the packs' definitions of the words that stand in texts, or that facts are about."""
    text, about = "\n".join(texts), tuple(names)
    found: dict[str, Shown] = {}
    for pack in speaking(packs, facts):
        for id, passage in pack.definitions.items():
            term = id.replace("_", " ")
            if _stands_in(term, text) or any(_is_about(id, name) for name in about):
                found.setdefault(id, {"term": term, **_passage(pack, passage)})
    return list(found.values())


def speaking(packs: Engine, facts: Facts) -> list[Pack]:
    """Name the packs that speak here, as their stack picks them."""
    stack = packs.stack
    picks = stack.picks
    return [
        one for one in stack.packs if one.id not in picks or picks[one.id].truth(facts) is not False
    ]


def _passage(pack: Pack, passage: Passage) -> Shown:
    """Give a sentence with its paragraphs, as they are said of the pack it stands in."""
    titles = {one.id: one.title for one in pack.sources} | {pack.id: pack.short}
    places = [cite.partition(" ") for cite in passage.cites]
    said = [f"{titles.get(text, text)}: {place_in_words(place)}" for text, _, place in places]
    return {"says": passage.says, "cites": [one[:1].upper() + one[1:] for one in said]}


def _named(words: Iterable[str], why: str) -> bool:
    """Say whether somebody's own words begin with one of these words anywhere."""
    return any(re.search(rf"\b{re.escape(word)}", why, re.IGNORECASE) for word in words)


def _stands_in(term: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(term)}s?\b", text, re.IGNORECASE) is not None


def _is_about(id: str, fact: str) -> bool:
    """Say whether a definition explains what a fact is about, by the names of both."""
    kind_of = id == fact or id.startswith(f"{fact}_") or id.endswith(f"_{fact}")
    return kind_of or fact.startswith(f"{id}_")
