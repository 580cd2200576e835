"""What passed a gate because a child had to be protected: kept, and reviewed by a second person."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sharewell.delivering.stating import next_working_day
from sharewell.permitting import Duty
from sharewell.permitting.table import RULES
from sharewell_hub.access.models import Look
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.glass.models import FIRST, GATE, Attempt, PassedGate, Review
from sharewell_hub.glass.queries import partnership_guardians, reviewers
from sharewell_hub.glass.telling import tell
from sharewell_hub.logbook.actions import log
from sharewell_hub.outbox.words import new_reference
from sharewell_hub.people.deputies import deputy_among
from sharewell_hub.walls.seeing import seen_by

AGREEMENT = "agreement"
DUTIES = {
    Duty.PROTECT: "A child had to be protected from significant harm",
    Duty.SHARE_MUST: "It had to be shared",
    Duty.COURT_ORDER: "A court ordered it",
    Duty.STATUTORY: "A law required it",
    Duty.S47_ANSWER: "An enquiry under section 47 was to be answered",
    "": "It was decided, and an agreement is never waited for",
}
"""Why something was done all the same, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """Which gates were passed, by what that was done with which kind of thing, for which duty.

    Shapes:  gates, verb and kind are codes of permitting.toml; duty is a code of the library's
             duties, and empty where nothing but an agreement was missing.
    """

    gates: Iterable[str]
    verb: str
    kind: str
    object: str
    duty: str = ""


class PassedGates:
    """Has every look that passed a gate reviewed, once it has been kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and have what passed a gate reviewed."""
        response = self.get_response(request)
        looks: list[tuple[Look, Duty]] = getattr(request, "passed", [])
        for look, duty in looks:
            with seen_by(look.practitioner_id):
                pass_gate(look.practitioner, look.subjects[0], _passed(look, duty))
        return response


@transaction.atomic
def pass_gate(viewer: Practitioner, subject: UUID, passed: Passed) -> Attempt:
    """Note that somebody passed gates about a child, tell a second person, and log it.

    Returns: what waits for a review already, where the same gates were passed for the same child;
             each thing that was sent without an agreement waits for its own.
    Source:  Sussex 3.2.20; Bromley 1.2: what was done without is looked at afterwards.
    """
    gates = sorted(passed.gates)
    same = _waiting(viewer).filter(subject=subject, gates=gates, duty=passed.duty)
    before = same.filter(**({"object": passed.object} if AGREEMENT in gates else {})).first()
    if before:
        return before.attempt
    now = timezone.now()
    attempt = Attempt.objects.create(
        kind=GATE,
        reference=new_reference(),
        agency=viewer.agency,
        practitioner=viewer,
        at=now,
        review_by=next_working_day(timezone.localdate(now)),
    )
    PassedGate.objects.create(
        attempt=attempt, agency=viewer.agency, subject_id=subject, gates=gates, duty=passed.duty,
        verb=passed.verb, kind=passed.kind, object=passed.object,
    )  # fmt: skip
    log(
        "gate_passed", object_id=attempt.pk, actor=viewer.pk, agency=viewer.agency_id,
        purpose=passed.duty, rules=gates,
    )  # fmt: skip
    told = _second_person(viewer, subject)
    tell(attempt, [(told, FIRST)] if told else [])
    return attempt


def _waiting(viewer: Practitioner) -> QuerySet[PassedGate]:
    """List what the viewer passed and nobody has reviewed yet."""
    found = PassedGate.objects.filter(attempt__practitioner=viewer.pk)
    return found.exclude(attempt__in=Review.objects.values("attempt")).select_related("attempt")


def _second_person(viewer: Practitioner, subject: UUID) -> Practitioner | None:
    """Choose who is told: a guardian who may know the child, or else one of the partnership."""
    able = deputy_among(reviewers(viewer), subject, verb="review", kind="break_glass_review")
    return able or next(iter(partnership_guardians(viewer, viewer.agency_id)), None)


def _passed(look: Look, duty: Duty) -> Passed:
    gates = [rule for rule in look.rules if RULES[rule].of_class == "gate"]
    (object,) = look.objects_shown
    return Passed(gates=gates, verb=look.verb, kind=look.kind, object=object, duty=duty)
