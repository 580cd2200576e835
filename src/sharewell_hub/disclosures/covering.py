"""What a decision lets leave, and to whom: read before anything is sent."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sharewell.delivering.sending import Covered, Held
from sharewell.delivering.verifying import CallBack as Call
from sharewell.delivering.verifying import FoundIn
from sharewell.terms.answer import Outcome
from sharewell.terms.information import Standing
from sharewell_hub.agencies.knowing import is_known
from sharewell_hub.agencies.models import Destination, Practitioner
from sharewell_hub.agencies.queries import destinations
from sharewell_hub.concerns.queries import items_of, words_of
from sharewell_hub.decisions.models import Decision
from sharewell_hub.decisions.queries import engine_of, is_current
from sharewell_hub.disclosures.models import CallBack
from sharewell_hub.people.queries import name_of
from sharewell_hub.vault.queries import open_content

ADULT, CHILD_WANTS = "adult", "child_wants"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tellable:
    """One thing that a decision covers, opened for the agency that recorded it."""

    key: str
    told_as: str
    standing: Standing
    held: Held
    content: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A destination that the decision reaches, and whether the directory vouches for it today."""

    destination: Destination
    first: bool
    known: bool


def covered_by(viewer: Practitioner, decision: Decision, things: Iterable[Tellable]) -> Covered:
    """Say what a decision of the viewer's agency lets leave, of what could be told."""
    answer = decision.answer
    outcome = Outcome(answer["act_now"])
    anonymised = outcome is Outcome.SHARE_ANONYMISED and not decision.differs
    return Covered(
        decided=decision.decided,
        superseded=not is_current(viewer, decision),
        outcome=outcome,
        held_back=answer["held_back"],
        preconditions=tuple(answer["preconditions"]),
        items={one.key: one.held for one in things},
        anonymised=anonymised,
        names=(name_of(viewer, decision.subject),) if anonymised else (),
    )


def tellable(viewer: Practitioner, decision: Decision) -> list[Tellable]:
    """List what a decision covers: the worry's items, the adult, and what the child wants."""
    concern = decision.concern
    beside = words_of(viewer, concern)
    found = [
        Tellable(
            key=str(item.id),
            told_as="item",
            standing=item.standing,
            held=Held(
                words=item.text,
                seen_on=item.seen_on,
                about_somebody_else=item.about_somebody_else,
            ),
            content=item.content,
        )
        for item in items_of(viewer, concern)
    ]
    around = (
        (CHILD_WANTS, Standing.CHILD_SAID, beside.child_wants, concern.child_wants_content),
        (ADULT, Standing.MIXED, beside.adult, concern.adult_content),
    )
    for key, standing, words, content in around:
        if content:
            held = Held(words=words, seen_on=None, about_somebody_else=key == ADULT)
            found.append(
                Tellable(key=key, told_as=key, standing=standing, held=held, content=content)
            )
    return found


def offered(viewer: Practitioner, decision: Decision) -> list[Offered]:
    """List the destinations that a decision reaches, those of its recipient's role first."""
    reached: dict[str, bool] = {}
    found = []
    for destination in destinations(viewer):
        role = destination.recipient_role
        if role not in reached:
            reached[role] = reaches(viewer, decision, role)
        if reached[role]:
            first = role == decision.recipient_role
            known = is_known(destination)
            found.append(Offered(destination=destination, first=first, known=known))
    return sorted(found, key=lambda one: (not one.first, not one.known))


def reaches(viewer: Practitioner, decision: Decision, role: str) -> bool:
    """Say whether the decision's answer is the same for a recipient in this role."""
    if role == decision.recipient_role:
        return True
    facts = {**decision.facts, "recipient_role": role}
    packs, said = engine_of(viewer, decision), decision.answer
    there = packs.compiled.weigh(packs.resolve(facts), facts)
    kept = (there.outcome, there.held_back, [*there.preconditions], there.consent_needed)
    parts = ("act_now", "held_back", "preconditions", "consent_needed")
    return kept == tuple(said[part] for part in parts)


def last_call(
    viewer: Practitioner, decision: Decision, destination: Destination
) -> CallBack | None:
    """Find the newest call about this decision to this destination."""
    calls = CallBack.objects.filter(decision=decision, destination=destination)
    return calls.filter(decision__agency=viewer.agency_id).order_by("-made_at").first()


def call_in_words(viewer: Practitioner, row: CallBack | None) -> Call | None:
    """Open a recorded call."""
    if row is None:
        return None
    return Call(
        **json.loads(open_content(row.words_content)),
        found_in=FoundIn(row.found_in),
        made_at=row.made_at,
        urgent=row.review_on is not None,
    )
