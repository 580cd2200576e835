"""Tick the packs' checklists by what was answered and what the record holds, and say why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sharewell.deciding.explaining import least, said
from sharewell.packs.pack import ChecklistItem, Stack
from sharewell.terms.conditions import UNKNOWN, Facts

RECORD: Mapping[str, tuple[str, str]] = {
    "decided": ("What was decided is on record.", "Nothing is decided yet."),
    "disclosed": ("What was shared is on record.", "Nothing has been shared yet."),
    "reasons_recorded": ("The reasons are on record.", "The reasons are not on record yet."),
    "consent_recorded": (
        "How it stands with agreement is on record.",
        "Whether anybody was asked to agree is not on record yet.",
    ),
    "telling_recorded": (
        "Whether they are told is on record.",
        "Whether they are told is not on record yet.",
    ),
    "two_sides_weighed": (
        "Both sides were weighed in writing.",
        "What may follow from sharing, and from not sharing, is not written down.",
    ),
    "items_marked": (
        "Each item is marked as fact, opinion or what the child said.",
        "No item is marked as fact or opinion yet.",
    ),
    "items_justified": (
        "For each item it is written why it is needed.",
        "Why each item is needed is not written yet.",
    ),
    "items_checked": (
        "For each item it is written how sure it is.",
        "How sure each item is has not been written yet.",
    ),
    "minimum_ticked": (
        "The items were chosen one by one.",
        "The items have not been chosen one by one yet.",
    ),
    "third_parties_unticked": (
        "What concerns others stays out unless somebody put it in.",
        "What concerns others has not been looked at yet.",
    ),
    "recipient_verified": (
        "Who receives it was made sure of.",
        "Nobody has made sure yet who receives it.",
    ),
    "channel_secure": ("It went in a secure way.", "No secure way has been chosen yet."),
    "limits_stated": (
        "The recipient was told what they may do with it.",
        "The recipient has not been told yet what they may do with it.",
    ),
    "purpose_stated": ("What it is for is on record.", "What it is for is not on record yet."),
    "answer_asked": (
        "The recipient was asked what they will do.",
        "The recipient has not been asked yet what they will do.",
    ),
    "review_dated": (
        "A day to look at it again is set.",
        "No day is set to look at it again.",
    ),
    "subject_named": (
        "Whom it is about is named to the recipient.",
        "Whom it is about is not named yet.",
    ),
    "advice_recorded": ("Advice was taken, and is on record.", "No advice is on record."),
}
"""What a checklist may look for in a record: how it is said when it is there, and when not."""

NOTHING_LEAVES, NOBODY_NAMED = "nothing_leaves", "nobody_named"
WITHOUT = {
    NOTHING_LEAVES: "Nothing is shared under this decision.",
    NOBODY_NAMED: "Nobody is named in what is shared.",
}
"""What a record may hold that lets a line of a checklist not arise, and how it is said."""

_SHARING = ("items_justified", "items_checked", "minimum_ticked", "third_parties_unticked")
_SENDING = ("recipient_verified", "channel_secure", "limits_stated", "answer_asked")
ARISES_UNLESS = {
    **dict.fromkeys((*_SHARING, *_SENDING, "purpose_stated", "disclosed"), (NOTHING_LEAVES,)),
    "subject_named": (NOTHING_LEAVES, NOBODY_NAMED),
}


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of a checklist: fulfilled, open or not applicable, and what shows it."""

    id: str
    text: str
    cites: tuple[str, ...]
    state: str
    because: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """A protocol's checklist, ticked by the facts and the record themselves."""

    title: str
    cites: tuple[str, ...]
    items: tuple[Tick, ...]


def checklists(stack: Stack, facts: Facts, record: frozenset[str]) -> tuple[Checklist, ...]:
    """Tick the checklists of the packs that speak here by the answers and by the record.

    Where several hold a checklist of one id, that of the pack that stands first is the one.
    """
    found = {
        each.id: each
        for pack in reversed(stack.packs)
        if pack.id not in stack.picks or stack.picks[pack.id].truth(facts) is not False
        for each in pack.checklists
    }
    in_order = [each for pack in stack.packs for each in pack.checklists if each in found.values()]
    return tuple(
        Checklist(
            each.title, each.cites, tuple(_tick(stack, item, facts, record) for item in each.items)
        )
        for each in in_order
    )


def _tick(stack: Stack, item: ChecklistItem, facts: Facts, record: frozenset[str]) -> Tick:
    """Say of one line whether it is fulfilled, open or does not arise, and what shows it."""
    when = item.not_applicable_when
    if when is not None and when.truth(facts):
        because = _shown(stack, least(when, facts, facts), facts)
        return Tick(item.id, item.text, item.cites, "not_applicable", because)
    unanswered = [name for name in item.facts if facts.get(name, UNKNOWN) == UNKNOWN]
    missing = [key for key in item.record if key not in record]
    moot = [_moot(key, record) for key in missing]
    if moot and all(moot) and not unanswered:
        because = " ".join(dict.fromkeys(moot))
        return Tick(item.id, item.text, item.cites, "not_applicable", because)
    if unanswered or missing:
        because = " ".join([*_open(stack, unanswered, facts), *(RECORD[key][1] for key in missing)])
        return Tick(item.id, item.text, item.cites, "open", because)
    held = dict.fromkeys(RECORD[key][0] for key in item.record)
    because = " ".join(each for each in (_shown(stack, item.facts, facts), *held) if each)
    return Tick(item.id, item.text, item.cites, "fulfilled", because)


def _moot(key: str, record: frozenset[str]) -> str:
    """Say why a record need not hold something; nothing where it must."""
    return next((WITHOUT[why] for why in ARISES_UNLESS.get(key, ()) if why in record), "")


def _shown(stack: Stack, names: Sequence[str], facts: Facts) -> str:
    """Say answers with their questions."""
    told = (f"{stack.questions[name].ask} {said(stack, name, facts[name])}." for name in names)
    return " ".join(told)


def _open(stack: Stack, names: Sequence[str], facts: Facts) -> list[str]:
    """Say which questions were not asked, and which nobody could answer."""
    return [
        f"Not {'known' if name in facts else 'asked'}: {stack.questions[name].ask}"
        for name in names
    ]
