"""The lines of the log that belong to one record: when each act was logged, and under which id."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.decisions.models import Decision
from sharewell_hub.decisions.queries import own
from sharewell_hub.disclosures.models import CallBack, Disclosure, Reply
from sharewell_hub.logbook.queries import entries
from sharewell_hub.outbox.queries import letters

KINDS = {
    "person_recorded": "Record of the person begun",
    "worry_recorded": "Worry recorded",
    "agreement_recorded": "Position on agreement recorded",
    "decided": "Decided",
    "decided_again": "Decided again",
    "called_back": "Recipient rung back",
    "call_reviewed": "Call looked at by a second person",
    "disclosed": "Shared",
    "letter_written": "Letter written",
    "letter_sent": "Letter taken over by the mail server",
    "letter_failed": "Letter did not arrive",
    "letter_unknown": "Letter may have arrived or not",
    "letter_again": "Letter sent again by a person",
    "limits_accepted": "Limits accepted by the recipient",
    "opened": "Opened by the recipient",
    "replied": "Answered by the recipient",
    "reminded": "Recipient reminded",
}

BOTH_KEEP = ("disclosed", "limits_accepted", "opened")


def entries_of(
    viewer: Practitioner, decision: Decision, sent: Iterable[Disclosure]
) -> list[dict[str, Any]]:
    """List the log's lines on one decision of the viewer's agency and on what was sent under it."""
    ids = _objects(viewer, own(viewer, decision), {row.pk for row in sent})
    return [
        {
            "id": str(entry.pk),
            "kind": entry.kind,
            "words": KINDS.get(entry.kind, entry.kind.replace("_", " ").capitalize()),
            "at": entry.at,
            "hash": bytes(entry.leaf_hash).hex(),
        }
        for entry in entries().filter(object_id__in=ids)
    ]


def receipts_of(viewer: Practitioner, disclosure: Disclosure) -> list[dict[str, Any]]:
    """List the entries of one disclosure whose receipts both ends keep.

    Source:  London CPP 3.7.1: both record the same.
    """
    found = entries().filter(object_id=disclosure.pk, kind__in=BOTH_KEEP)
    return [{"id": each.pk, "words": KINDS[each.kind], "at": each.at} for each in found]


def _objects(viewer: Practitioner, decision: Decision, sent: set[UUID]) -> set[UUID]:
    """Name everything that belongs to a decision and has lines of its own in the log."""
    calls = CallBack.objects.filter(decision=decision).order_by().values_list("pk")
    answers = Reply.objects.filter(disclosure__in=sent).order_by().values_list("pk")
    written = letters(viewer).filter(object_id__in=sent).order_by().values_list("pk")
    own = {decision.pk, decision.subject_id, decision.concern_id, decision.position_id}
    return {*own, *sent, *(id for (id,) in calls.union(answers, written, all=True))}
