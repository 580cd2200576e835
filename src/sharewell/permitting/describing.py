"""Says the table in plain English, for a Caldicott Guardian to read aloud."""

from __future__ import annotations

from collections.abc import Iterable

from sharewell.permitting.permission import PAST, SHOWN
from sharewell.permitting.table import READ, RULES, verbs_of
from sharewell.terms.citing import in_words

OPENING = """# Who may see what

One function, `may`, answers every question of this kind, from the table
`packs/library/permitting.toml`. This page is written from the table and tested against it:
`python -m sharewell.permitting.describing > docs/reference/who-may-see-what.md`.
"""
ASKED = """
## What is asked for

Somebody sees or does something about a child when all of these hold. One that fails refuses.
"""
GATES = """
## Gates

Gates are asked for too. But **a gate never stops a duty**: a worry passed to those who protect,
what must be shared, a court order, a statutory duty, an answer in an enquiry under section 47.
Then what is asked for above and the gates are passed; it is marked, and reviewed afterwards.
A duty is to tell. It opens no record to look at, and no other agency's.
"""
WALLS = """
## Walls

A wall stands, whatever the role, the duty or the hurry. What must be told then goes past this
practitioner to somebody who may know it.
"""
PASSES = """
## What lets through
"""
REST = """
## What besides

- Writing down a worry shows nothing, so every practitioner may, in any role, about anybody.
- Its own agency's records need no agreement. The desk of an agency needs no relationship of its
  own where the table says so; at another agency's record it stands in its agency's.
- A relationship, an agreement and training hold until their last instant, and not at it.
- Who looked at a record is seen by the agency that holds it.
- Questions over the whole partnership are asked by a service identity, for a purpose of their
  own, under an agreement that covers existence, and answer only to a role that it names. They
  leave out what is sealed and every sensitive service, whoever agreed.
- What a refusal shows is always the same, and the same where nothing is held:

  > {shown}

  Which rule refused is kept in the record of access alone.
"""
TO = {
    "on_call": "whoever is on call for the sealed list",
    "deputy": "a deputy",
    "named_officer": "an officer named for the location",
    "desk": "the agency’s desk",
}


def describe() -> str:
    """Write the whole page, in Markdown."""
    lines = [OPENING, "## Roles", ""]
    lines += [line for group in READ["groups"] for line in _group(group)]
    lines += [ASKED, *_rules("need"), GATES, *_rules("gate"), WALLS, *_rules("wall")]
    lines += [PASSES, *_rules("pass"), REST.format(shown=SHOWN)]
    lines += ["## Kinds of things", ""]
    lines += [f"- **{_capital(row['label'])}**: {_kinds(row)}" for row in READ["classes"].values()]
    lines += ["", "## How much a relationship opens", ""]
    lines += [f"- {_plain(kind)}: {_up_to(shows)}" for kind, shows in READ["relationships"].items()]
    return "\n".join(lines) + "\n"


def _group(name: str) -> list[str]:
    row = READ["groups"][name]
    rows = [f"### {row['label']}", "", _and(_role(role) for role in row["roles"]) + ".", ""]
    rows += ["| with | may | without a relationship |", "|--|--|--|"]
    for of_class, described in READ["classes"].items():
        verbs = verbs_of(name, of_class)
        if verbs:
            said = ", ".join(
                READ["verbs"][verb]["label"] for verb in READ["verbs"] if verb in verbs
            )
            desk = "yes" if of_class in row.get("desk", ()) else ""
            rows.append(f"| {described['label']} | {said} | {desk} |")
    return [*rows, "", f"As far as what is {_up_to(row['tier'], READ['tiers'])}.", ""]


def _rules(of_class: str) -> list[str]:
    said = []
    for rule in RULES.values():
        if rule.of_class == of_class:
            cites = "; ".join(in_words(cite) for cite in rule.cites)
            past = f" A duty goes past it to {TO[PAST[rule.id]]}." if rule.id in PAST else ""
            said.append(f"- **{_plain(rule.id)}**. {rule.says}{past} ({cites})")
    return said


def _role(code: str) -> str:
    said: str = READ["labels"].get(code, _plain(code))
    return said


def _kinds(row: dict[str, list[str]]) -> str:
    return ", ".join(kind.replace("_", " ") for kind in row["kinds"])


def _up_to(word: str, scale: Iterable[str] = ("existence", "content", "location")) -> str:
    words = list(scale)
    return _and(words[: words.index(word) + 1])


def _and(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _plain(code: str) -> str:
    return _capital(code.replace("_", " "))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


if __name__ == "__main__":
    print(describe(), end="")
