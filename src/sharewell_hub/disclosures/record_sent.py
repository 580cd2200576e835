"""What was sent under one decision: to whom, verified how, which items, and what came back."""

from collections.abc import Iterable
from typing import Any

from sharewell.delivering.preparing import done
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.agencies.roles import labels_of
from sharewell_hub.disclosures.covering import call_in_words
from sharewell_hub.disclosures.forms import ANSWERS, FOUND
from sharewell_hub.disclosures.models import Acceptance, Disclosure
from sharewell_hub.disclosures.placing import PlaceTold, places_told
from sharewell_hub.disclosures.progress import Progress, progress_of
from sharewell_hub.disclosures.queries import (
    ItemShown,
    Shown,
    limits_of,
    replies,
    shown_to_sender,
)
from sharewell_hub.disclosures.share_form import PASSING_ON, PURPOSES

Part = dict[str, Any]
CHANNELS = {
    "secure_link": "Read in Sharewell after signing in",
    "secure_email": "Secure e-mail",
    "in_person": "In person",
    "paper_by_hand": "On paper, handed over",
    "telephone": "By telephone",
    "fax": "By fax",
}


def what_was_sent(viewer: Practitioner, rows: Iterable[Disclosure]) -> list[Part]:
    """Give everything that the viewer's agency sent under one decision, with what came back."""
    return [_disclosure(viewer, progress) for progress in progress_of(viewer, rows)]


def _disclosure(viewer: Practitioner, progress: Progress) -> Part:
    row = progress.disclosure
    shown = shown_to_sender(viewer, row)
    return {
        "id": str(row.pk),
        "reference": row.reference,
        "at": row.sent_at,
        "by": row.sent_by.name,
        "to": {
            "service": row.destination.service,
            "agency": row.recipient_agency.name,
            "role": row.recipient_role,
        },
        "channel": {"code": row.channel, "words": _words(CHANNELS, row.channel)},
        "purpose": {"code": row.purpose, "words": _words(PURPOSES, row.purpose)},
        "onward": {"code": row.onward, "words": _words(PASSING_ON, row.onward)},
        "agreement": _agreement(row),
        "verified": _verified(viewer, row),
        "named": bool(shown.name),
        "items": [_item(item) for item in shown.items],
        "places": [_place(place) for place in places_told(viewer, row)],
        "means": shown.means,
        "asks": shown.asks,
        "urgent": row.urgent,
        "answer_by": row.answer_by,
        "done_first": _done(row, shown),
        "limits": [limit.says for limit in limits_of(viewer, row)],
        "letter": _letter(progress),
        **_afterwards(viewer, progress),
    }


def _item(item: ItemShown) -> Part:
    return {
        "standing": item.standing.value,
        "told_as": item.told_as,
        "words": item.words,
        "seen_on": item.seen_on,
        "certain": item.certain,
        "taken_out": item.taken_out,
        **item.about,
    }


def _place(place: PlaceTold) -> str:
    """Say that an address was sent, to whom and under what; the address is in no record."""
    said = f"An address was sent ({place.kind.lower()})"
    row = place.row
    if row.recipient is None:
        return f"{said}."
    by = f" by {row.unshielding.officer.name}" if row.unshielding else ""
    under = str(row.unshielding_id)[:8]
    return f"{said} to {row.recipient.name} alone, under un-shielding {under}{by}."


def _verified(viewer: Practitioner, row: Disclosure) -> Part:
    """Say what made the recipient a verified one: the directory, or a call on our own number."""
    call = call_in_words(viewer, row.call_back)
    if call is None or row.call_back is None:
        return {
            "how": row.verified_how,
            "words": "Known: verified in the partnership’s directory",
            "until": row.known_until,
        }
    return {
        "how": row.verified_how,
        "words": "Rung back before it was sent",
        "at": call.made_at,
        "number": call.number,
        "found_in": _words(FOUND, call.found_in),
        "answered_by": call.answered_by,
        "second_person": call.second_person,
        "review_on": row.call_back.review_on,
    }


def _agreement(row: Disclosure) -> Part:
    """Say which version of which agreement covered it when it was sent."""
    if row.agreement is None:
        words = "None covered it" if row.covered is False else "Not asked"
        return {"id": "", "version": None, "words": words}
    words = f"{row.agreement.title}, version {row.agreement.version}"
    return {"id": str(row.agreement.pk), "version": row.agreement.version, "words": words}


def _done(row: Disclosure, shown: Shown) -> list[Part]:
    return [
        {"code": code, "words": done(code), "by": shown.done_by.get(code, "")}
        for code in row.precautions
    ]


def _letter(progress: Progress) -> Part | None:
    letter = progress.letter
    if letter is None:
        return None
    return {"state": letter.state, "written_at": letter.written_at, "settled_at": letter.settled_at}


def _afterwards(viewer: Practitioner, progress: Progress) -> Part:
    """Say who accepted, who opened it and what they answered."""
    row = progress.disclosure
    accepted = Acceptance.objects.filter(disclosure=row).order_by("accepted_at")
    return {
        "accepted": [one.accepted_at for one in accepted],
        "opened": [{"at": read.at, "role": read.role} for read in progress.readings],
        "replies": [
            {
                "kind": each.reply.kind,
                "kind_in_words": ANSWERS[each.reply.kind],
                "words": each.words,
                "role": labels_of([each.reply.role])[0] if each.reply.role else "",
                "at": each.reply.replied_at,
            }
            for each in reversed(replies(viewer, row))
        ],
        "overdue": progress.overdue,
    }


def _words(listed: Any, code: str) -> str:
    return str(listed.get(code, code))
