"""Stands at every door that leads to a record: asks `may`, and keeps the answer."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from sharewell.permitting import Permission, may
from sharewell.permitting.table import READ
from sharewell_hub.access.gathering import Around, around
from sharewell_hub.access.models import Look
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.agencies.training import NOT_KEPT
from sharewell_hub.look.needing import Found, Needs, nothing_found
from sharewell_hub.walls.moment import latest_time
from sharewell_hub.walls.seeing import WEIGHS, seen_by, served_by

DECLARED = "declared_purposes"
OVERSIGHT = READ["classes"]["oversight"]["kinds"]
BY_THE_ACT = "protect_child"
"""What an act or a review is for where nobody said otherwise; looking has to be explained."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A record, what it was asked for, what `may` said, and whether this is the asker's end.

    `by_gates` is whether nothing but gates of the asker's own stood in the way.
    """

    found: Found
    purpose: str
    permission: Permission
    here: bool
    by_gates: bool = False

    @property
    def allowed(self) -> bool:
        """Tell whether it may be done at this end."""
        return self.here and self.permission.allowed


class NeedToKnow:
    """Asks, before a view answers, whether this practitioner may do this with this record."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Refuse as not there; ask for the purpose where that alone is missing."""
        asked: Needs | None = getattr(view, "needs", None)
        if asked is None or not isinstance(request.user, Practitioner):
            return None
        key = kwargs.get("id") or kwargs.get("reference")
        with served_by(WEIGHS):
            found = asked.where.find(key) or nothing_found(key)
            stands = around(request.user, found)
        weighed = _weigh(request, asked, stands, purpose_of(request, asked.kind, stands))
        note(request, asked.verb_of(request), asked.kind, weighed)
        if weighed.allowed:
            return None
        if weighed.here and weighed.permission.asks_for == ("purpose",):
            return ask_why(request, found.subject)
        if weighed.here and weighed.by_gates and "training" in weighed.permission.rules:
            return redirect("agencies:my_training")
        raise Http404


class Looks:
    """Writes down who looked, after the request's own transaction has ended, whatever became of it.

    No page leaves before its look is written.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and keep what was asked for."""
        response = self.get_response(request)
        looks: list[Look] = getattr(request, "looks", [])
        if looks:
            with transaction.atomic(), seen_by(looks[0].practitioner_id):
                Look.objects.bulk_create(looks)
        return response


def _weigh(request: HttpRequest, asked: Needs, stands: Around, purpose: str) -> Weighed:
    """Ask `may`; where gates alone stand in the way of what must be told, ask again for the duty.

    Who has nothing to do with the child passes by no duty: it goes to a colleague who has. What
    the asker can give at once is asked for, duty or not.
    """
    asking, thing, now = stands.asking(request), stands.thing(asked.kind), latest_time()
    verb, tells, found = asked.verb_of(request), asked.tells, stands.found
    weighed = Weighed(
        found, purpose, may(asking, verb, thing, purpose=purpose, now=now),
        here=found.at == stands.viewer.agency_id,
    )  # fmt: skip
    if weighed.permission.allowed or weighed.permission.asks_for:
        return weighed
    able = replace(asking, trained_until=NOT_KEPT, stepped_up_at=now)

    def could(each: str) -> bool:
        return may(able, each, thing, purpose=purpose or BY_THE_ACT, now=now).allowed

    by_gates = all(could(each) for each in (verb, asked.where.known_by) if each)
    if found.duty and tells and by_gates and could(tells):
        owed = may(asking, tells, replace(thing, duty=found.duty), purpose=purpose, now=now)
        return replace(weighed, permission=owed)
    return replace(weighed, by_gates=by_gates)


def purpose_of(request: HttpRequest, kind: str, stands: Around) -> str:
    """Tell what somebody needs a record for: what it was sent for, what they said, why they stand
    in relation to the child; and for an act, what acts are for."""
    found = stands.found
    if found.purpose and stands.viewer.agency_id == found.recipient:
        return found.purpose
    said: str = request.session.get(DECLARED, {}).get(str(found.subject), "")
    if said or request.method == "POST" or kind in OVERSIGHT:
        return said or BY_THE_ACT
    return stands.purpose


def declare(request: HttpRequest, subject: UUID, purpose: str) -> None:
    """Remember, until the sign-in ends, what somebody needs a child's record for."""
    if purpose in READ["purposes"]:
        said = request.session.get(DECLARED, {})
        request.session[DECLARED] = said | {str(subject): purpose}


def ask_why(request: HttpRequest, subject: UUID) -> HttpResponse:
    """Lead to the question what the record is needed for, and from there back here."""
    back = urlencode({"next": request.get_full_path()})
    return redirect(f"{reverse('access:why', args=[subject])}?{back}")


def note(request: HttpRequest, verb: str, kind: str, weighed: Weighed) -> None:
    """Keep that somebody looked, or tried to."""
    found, permission = weighed.found, weighed.permission
    look = Look(
        holder=found.holder if found.there else None,
        verb=verb,
        kind=kind,
        objects_shown=[found.id],
        subjects=[found.subject] if found.there else [],
        purpose=weighed.purpose,
        allowed=weighed.allowed,
        rules=list(permission.rules),
        marks=sorted(permission.marks),
    )
    _keep(request, look)
    if found.duty and weighed.allowed and "duty" in permission.rules:
        vars(request).setdefault("passed", []).append((look, found.duty))


def came_to_nothing(request: HttpRequest) -> None:
    """Note of the last look that there was nothing to show, as where it is hidden."""
    looks: list[Look] = getattr(request, "looks", [])
    for look in looks[-1:]:
        look.allowed = False


def note_list(request: HttpRequest, kind: str, subjects: list[UUID]) -> None:
    """Keep that a list was looked at, with everybody on it."""
    viewer: Any = request.user
    look = Look(
        holder=viewer.agency_id,
        verb="know_of",
        kind=kind,
        objects_shown=[],
        subjects=sorted(set(subjects)),
        purpose=BY_THE_ACT,
        allowed=True,
        rules=["need_to_know"],
        marks=[],
    )
    _keep(request, look)


def _keep(request: HttpRequest, look: Look) -> None:
    viewer: Any = request.user
    look.at, look.practitioner, look.agency_id = timezone.now(), viewer, viewer.agency_id
    vars(request).setdefault("looks", []).append(look)
