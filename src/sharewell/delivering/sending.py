"""What may leave under a decision: its own items, each with its reasons, and nothing besides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sharewell.delivering.preparing import TAKES_OUT, refuse_held_back, refuse_undone
from sharewell.delivering.stating import Onward, Purpose
from sharewell.delivering.taking_out import only_takes_out, still_names
from sharewell.terms.answer import Outcome
from sharewell.terms.errors import NotAllowed, TooMuch

OLD = timedelta(days=365)
RELEASES = ("share", "share_part")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One item that a decision covers, as it was recorded."""

    words: str
    seen_on: date | None
    about_somebody_else: bool

    def is_old(self, today: date) -> bool:
        """Say whether its age has to be explained (Bromley, appendix: accurate)."""
        return self.seen_on is not None and today - self.seen_on > OLD


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """What one decision lets leave: which items, in what form, after what was done.

    `items` are by the key under which the record keeps each. `names` must be gone where only an
    anonymised form may leave, and are empty elsewhere.
    """

    decided: str
    superseded: bool
    outcome: Outcome
    held_back: str | None
    preconditions: tuple[str, ...]
    items: Mapping[str, Held]
    anonymised: bool
    names: tuple[str, ...] = ()

    @property
    def takes_out(self) -> bool:
        """Say whether words have to be taken out before it leaves."""
        part = self.decided == "share_part" or self.outcome is Outcome.SHARE_LIMITED
        return self.anonymised or part or bool(TAKES_OUT & {*self.preconditions})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """One item that the sender ticked, with the words that leave and why they should."""

    item: str
    words: str
    needed_because: str
    certain: bool
    checked_with: str
    age_means: str = ""
    affects: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TickedPlace:
    """One place at which somebody lives that the sender ticked, and why they should know it.

    Shapes:  key is what the record keeps it under; where it is hidden, with what lets it be told.
    """

    key: str
    needed_because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One form as it was sent: to whom, which items, what for, and what is asked in return.

    Shapes:  done_by maps each precondition to who did it; items are in the order of the record.
    """

    submission: UUID
    destination: UUID
    items: tuple[Ticked, ...]
    purpose: Purpose
    onward: Onward
    urgent: bool
    answer_by: date
    asks: str
    means: str
    done_by: Mapping[str, str] = field(default_factory=dict)
    places: tuple[TickedPlace, ...] = ()


def check_sending(sending: Sending, covered: Covered, *, today: date) -> None:
    """Refuse whatever goes beyond the decision, or goes without its reasons.

    Raises:  NotAllowed where the decision lets nothing leave, or something must be done first.
             TooMuch for an item, a word or a name that the decision does not cover.
    Source:  London CPP 3.5.20; Bromley 8, Caldicott 3 and checklist 9.
    """
    refuse_not_released(covered)
    refuse_held_back(covered.held_back, covered.preconditions)
    if not sending.items:
        raise too_much("No item is ticked.", "Tick what this recipient needs, one by one.")
    if len({ticked.item for ticked in sending.items}) != len(sending.items):
        raise too_much("An item is ticked twice.", "Tick each item once.")
    for ticked in sending.items:
        held = covered.items.get(ticked.item)
        if held is None:
            raise too_much(
                "An item is not part of the worry that was decided on.",
                "Take it out, or record it as a worry and decide on that.",
            )
        _check_item(ticked, held, today)
    _check_names(sending, covered)
    refuse_undone(covered.preconditions, sending.done_by)


def refuse_not_released(covered: Covered) -> None:
    """Refuse to send anything under a decision that is not in force, or is not one to share."""
    if covered.superseded:
        why = "This decision was superseded by a newer one, which alone is in force."
    elif covered.decided not in RELEASES:
        why = (
            "It was decided to take advice first."
            if covered.decided == "take_advice"
            else "It was decided not to share this."
        )
    else:
        return
    raise NotAllowed(
        what="Nothing was sent: the decision in force does not let it leave.",
        why=why,
        next="If that is no longer right, decide again; the record keeps both.",
        cites=("london_2007 3.5.21",),
    )


def too_much(why: str, next: str) -> TooMuch:
    """Say that nothing was sent because it was more, or other, than the decision covers."""
    return TooMuch(
        what="Nothing was sent: it is not what was decided.",
        why=f"{why} Share what is necessary for the purpose, and no more.",
        next=f"{next} What you typed is kept.",
        cites=("london_2007 3.5.20", "bromley_2017 cal3"),
    )


def _check_item(ticked: Ticked, held: Held, today: date) -> None:
    if not ticked.words.strip() or not only_takes_out(held.words, ticked.words):
        raise too_much(
            "Words can be taken out of an item, and none put in.",
            "Put back what was recorded, or untick the item.",
        )
    missing = {
        "why this recipient needs it": not ticked.needed_because.strip(),
        "with whom it was checked": ticked.certain and not ticked.checked_with.strip(),
        "what its age means": held.is_old(today) and not ticked.age_means.strip(),
        "whom else it affects": held.about_somebody_else and not ticked.affects.strip(),
    }
    if unsaid := [words for words, open_ in missing.items() if open_]:
        raise too_much(
            f"An item does not say {' or '.join(unsaid)}.",
            "Say it, or untick the item.",
        )


def _check_names(sending: Sending, covered: Covered) -> None:
    if not covered.anonymised:
        return
    texts = [sending.asks, sending.means]
    for ticked in sending.items:
        texts += [ticked.words, ticked.needed_because, ticked.age_means, ticked.affects]
    if any(still_names(text, covered.names) for text in texts):
        raise too_much(
            "The name is still in what would leave, and only an anonymised form may.",
            "Take the name out; “[the child]” may stand in its place.",
        )
