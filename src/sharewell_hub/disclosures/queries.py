"""Reading what was sent and what came back: the sender's agency its own, the recipient's theirs."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from sharewell.delivering.stating import Limit, Onward, limits
from sharewell.terms.errors import NotAllowed
from sharewell.terms.information import Standing
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.decisions.models import Decision
from sharewell_hub.disclosures.models import Acceptance, DisclosedItem, Disclosure, Reply
from sharewell_hub.disclosures.refusing import nowhere
from sharewell_hub.people.seeing import shown
from sharewell_hub.vault.queries import open_many

BESIDE = (
    *("agency", "destination__agency", "recipient_agency", "sent_by", "call_back"),
    "agreement",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemShown:
    """One item that was sent, opened for one end."""

    standing: Standing
    words: str
    seen_on: date | None
    certain: bool
    taken_out: bool
    told_as: str
    about: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A disclosure opened for one end: the same words at both."""

    disclosure: Disclosure
    items: list[ItemShown]
    asks: str
    means: str
    name: str
    born_on: date | None
    done_by: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyShown:
    """One answer of the recipient, opened for one end."""

    reply: Reply
    words: str


def sent(viewer: Practitioner) -> QuerySet[Disclosure]:
    """List what the viewer's agency has sent, newest first, and to whom."""
    found = Disclosure.objects.filter(shown(viewer)).order_by("-sent_at")
    return found.select_related("destination", "recipient_agency")


def sent_under(viewer: Practitioner, decision: Decision) -> list[Disclosure]:
    """List what the viewer's agency sent under a decision in hand, the first first."""
    found = Disclosure.objects.filter(shown(viewer), decision=decision)
    rows = list(found.select_related(*BESIDE).order_by("sent_at"))
    for row in rows:
        row.decision, row.subject = decision, decision.subject
    return rows


def received(viewer: Practitioner) -> QuerySet[Disclosure]:
    """List what the viewer's agency was sent, the first to be answered first."""
    found = Disclosure.objects.filter(at_our_end(viewer))
    return found.select_related(*BESIDE).order_by("answer_by", "sent_at")


def in_brief(viewer: Practitioner) -> QuerySet[Disclosure]:
    """List what the viewer's agency sent or was sent, with no more than a line of a list shows."""
    found = Disclosure.objects.filter(shown(viewer) | at_our_end(viewer))
    return found.select_related("agency", "destination").prefetch_related("subject")


def at_our_end(viewer: Practitioner) -> Q:
    """Say what the viewer's agency was sent and the viewer needs to know.

    What a sensitive service sent is there with the child's agreement or on harm alone.
    """
    open_ = Q(sensitive_service=False) | Q(child_agrees=True) | Q(reasonable_cause=True)
    return shown(viewer, agency="recipient_agency", sent=True) & open_


def disclosure_for(viewer: Practitioner, id: UUID) -> Disclosure:
    """Find one disclosure that the viewer's agency made.

    Raises:  NotFound.
    """
    found = sent(viewer).filter(pk=id).select_related(*BESIDE)
    decisions = Decision.objects.select_related("subject", "concern", "position", "decided_by")
    return _one(found.prefetch_related(Prefetch("decision", decisions), "subject").first())


def received_for(viewer: Practitioner, reference: str) -> Disclosure:
    """Find what the viewer's agency was sent under a reference.

    Raises:  NotFound.
    """
    return _one(received(viewer).filter(reference=reference).first())


def accepted(viewer: Practitioner, disclosure: Disclosure) -> bool:
    """Say whether the viewer has confirmed the purpose and accepted the limits."""
    return Acceptance.objects.filter(disclosure=disclosure, practitioner=viewer).exists()


def shown_to_sender(viewer: Practitioner, disclosure: Disclosure) -> Shown:
    """Open what was sent, from the sender's own copy."""
    own = _one(disclosure if disclosure.agency_id == viewer.agency_id else None)
    subject = own.subject
    name, born_on = own.name_for_recipient, own.born_on_for_recipient
    ids = [subject.name_content if name else None, subject.born_on_content if born_on else None]
    return _shown(own, "content", own.message_content, ids)


def shown_to_recipient(viewer: Practitioner, disclosure: Disclosure) -> Shown:
    """Open what was received, from the recipient's own copy.

    Raises:  NotAllowed before the viewer has accepted its limits.
    """
    ours = disclosure.recipient_agency_id == viewer.agency_id
    own = _one(disclosure if ours else None)
    if not accepted(viewer, own):
        raise NotAllowed(
            what="Nothing was shown: its purpose and limits have not been accepted.",
            why="Whoever receives it knows that it is confidential and what it is for.",
            next="Read the limits, accept them, and go on.",
            cites=("london_2007 3.5.20", "bromley_2017 ck12"),
        )
    ids = [own.name_for_recipient, own.born_on_for_recipient]
    return _shown(own, "for_recipient", own.message_for_recipient, ids)


def limits_of(viewer: Practitioner, disclosure: Disclosure) -> tuple[Limit, ...]:
    """Name the limits that go with a disclosure, for either end."""
    return limits(Onward(disclosure.onward), agreed=disclosure.agreed, told=disclosure.told)


def replies(viewer: Practitioner, disclosure: Disclosure) -> list[ReplyShown]:
    """Open the recipient's answers for either end, the last one first."""
    rows = list(
        Reply.objects.filter(disclosure=disclosure)
        .select_related("replied_by")
        .order_by("-replied_at")
    )
    sender = disclosure.agency_id == viewer.agency_id
    if not sender and disclosure.recipient_agency_id != viewer.agency_id:
        return []
    ids = {row.pk: row.words_for_sender if sender else row.words_content for row in rows}
    words = open_many(ids.values())
    return [ReplyShown(reply=row, words=words[ids[row.pk]]) for row in rows]


def is_overdue(viewer: Practitioner, disclosure: Disclosure, answered: bool) -> bool:
    """Say whether an answer should have come by now."""
    return not answered and timezone.localdate() > disclosure.answer_by


def _shown(disclosure: Disclosure, end: str, message: UUID, whom: Iterable[UUID | None]) -> Shown:
    rows = list(DisclosedItem.objects.filter(disclosure=disclosure).order_by("place"))
    names = list(whom)
    ids = [message, disclosure.done_by_content if end == "content" else None, *names]
    for row in rows:
        ids += [getattr(row, f"words_{end}"), getattr(row, f"about_{end}")]
    words = open_many(id for id in ids if id)
    name, born_on = (words[id] if id else "" for id in names)
    done_by = words[ids[1]] if ids[1] else "{}"
    items = [
        ItemShown(
            standing=Standing(row.standing),
            words=words[getattr(row, f"words_{end}")],
            seen_on=row.seen_on,
            certain=row.certain,
            taken_out=row.taken_out,
            told_as=row.told_as,
            about=json.loads(words[getattr(row, f"about_{end}")]),
        )
        for row in rows
    ]
    said: dict[str, Any] = json.loads(words[message])
    return Shown(
        disclosure=disclosure,
        items=items,
        **said,
        name=name,
        born_on=date.fromisoformat(born_on) if born_on else None,
        done_by=json.loads(done_by),
    )


def _one(found: Disclosure | None) -> Disclosure:
    if found is None:
        raise nowhere()
    return found
