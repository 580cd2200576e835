"""Reading what is to be reviewed, for a second person; and what stands open to oneself."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from sharewell.permitting.table import LINES, OPERATORS
from sharewell.terms.errors import NotAllowed, NotFound
from sharewell_hub.access.models import Look
from sharewell_hub.agencies.models import Agency, Destination, Practitioner
from sharewell_hub.glass.models import GLASS, Attempt, Found, PassedGate, Review, Told
from sharewell_hub.people.deputies import kept_from
from sharewell_hub.people.models import BrokenGlass, Subject
from sharewell_hub.people.queries import named
from sharewell_hub.people.seeing import not_hidden, shown
from sharewell_hub.vault.queries import open_content
from sharewell_hub.walls.moment import latest_time
from sharewell_hub.walls.seeing import served_by

BREAK = "break_glass"
"""The identity under which the database shows what is sealed, whoever looks."""

BREAKS = LINES["break_glass", "subject"].roles
REVIEWS = LINES["review", "break_glass_review"].roles
TRIES_AN_HOUR = 5
A_MOMENT = timedelta(minutes=1)
"""A look is written before the review that it leads to."""

PLACES = ("first record", "second record", "third record", "fourth record", "fifth record")
MOST_RECORDS = len(PLACES)
"""So many records may have one name and birthday; where there are more, they say nobody."""

GUARDIANS = ("caldicott_guardian", "lead_information_officer")
LEADS = "childrens_social_care"
"""The kind of agency whose guardians answer for the partnership when another one is late."""


def refuse_other_roles(viewer: Practitioner) -> None:
    """Refuse whoever may not break the glass at all.

    Raises:  NotAllowed.
    """
    if BREAKS.isdisjoint(viewer.roles) or not OPERATORS.isdisjoint(viewer.roles):
        raise NotAllowed(
            what="Nothing was opened: your role does not break the glass.",
            why="It is for those who work with children themselves. Whoever advises is asked, and "
            "whoever runs the service reads no case.",
            next="In danger ring 999. Otherwise ask a colleague who works with children, or ring "
            "the number on the page about danger.",
            cites=("bromley_2017 cal4",),
        )


def refuse_too_many(viewer: Practitioner) -> None:
    """Refuse whoever has tried too often within the hour.

    Raises:  NotAllowed.
    """
    since = timezone.now() - timedelta(hours=1)
    tries = Attempt.objects.filter(practitioner=viewer.pk, kind=GLASS, at__gt=since)
    if tries.count() >= TRIES_AN_HOUR:
        raise NotAllowed(
            what="Nothing was looked for: you have tried as often as is possible within an hour.",
            why=f"It can be tried {TRIES_AN_HOUR} times an hour, so that nobody tries names until "
            "one is known.",
            next="Ring the number on the page about danger, day or night. Somebody there can look.",
            cites=("bromley_2017 cal4",),
        )


def duty_numbers(viewer: Practitioner) -> QuerySet[Destination]:
    """List whom to ring, day or night, where nothing can be shown."""
    found = Destination.objects.filter(recipient_role="statutory_child_protection")
    return found.select_related("agency").order_by("agency__name", "service")


class Opened(NamedTuple):
    """A record that stands open, with its name, and which of several that one attempt found."""

    row: BrokenGlass
    name: str
    place: str


def open_to(viewer: Practitioner) -> list[Opened]:
    """List what the viewer opened within the hour and is shown, the record begun first before."""
    rows = BrokenGlass.objects.filter(
        not_hidden(viewer), practitioner=viewer.pk, until__gt=latest_time()
    ).select_related("subject__recorded_by")
    listed = list(rows.order_by("subject__recorded_at", "subject", "at"))
    names = named(viewer, [row.subject for row in listed])
    places = _places(listed)
    return [Opened(row, names[row.subject_id], places.get(row.pk, "")) for row in listed]


def _places(rows: Sequence[BrokenGlass]) -> dict[UUID, str]:
    """Number the records that one attempt opened, where there are several."""
    attempts = dict(Found.objects.filter(glass__in=rows).values_list("glass", "attempt"))
    together: dict[UUID, list[UUID]] = {}
    for row in rows:
        if row.pk in attempts:
            together.setdefault(attempts[row.pk], []).append(row.pk)
    several = [ids for ids in together.values() if len(ids) > 1]
    return {id: place for ids in several for id, place in zip(ids, PLACES, strict=False)}


def may_review(viewer: Practitioner) -> bool:
    """Tell whether the viewer's role reviews what colleagues opened."""
    return not REVIEWS.isdisjoint(viewer.roles) and OPERATORS.isdisjoint(viewer.roles)


def reviewers(viewer: Practitioner) -> Sequence[Practitioner]:
    """List who can review what the viewer does: guardians first, and never the viewer."""
    found = Practitioner.objects.filter(
        agency=viewer.agency_id, is_active=True, roles__overlap=sorted(REVIEWS)
    ).exclude(pk=viewer.pk)
    able = [each for each in found if may_review(each)]
    return sorted(able, key=lambda each: ({*GUARDIANS}.isdisjoint(each.roles), each.name))


def partnership_guardians(viewer: Practitioner, agency: UUID) -> Sequence[Practitioner]:
    """List who is told when an agency is late: the lead agency's guardians, and the manager."""
    leading = Agency.objects.filter(kind=LEADS, left_at=None).exclude(pk=agency)
    return list(
        Practitioner.objects.filter(
            Q(agency__in=leading, roles__overlap=[*GUARDIANS])
            | Q(roles__contains=["partnership_manager"]),
            is_active=True,
        ).order_by("name")
    )


def attempts(viewer: Practitioner) -> QuerySet[Attempt]:
    """List the attempts that concern the viewer: their agency's, and those they were told of.

    What was tried about a child they are kept out of is told to another one, and listed to them
    alone: a letter that did not come would tell.
    """
    told = Told.objects.filter(practitioner=viewer.pk).values("attempt")
    seen = Q(pk__in=told)
    if may_review(viewer):
        seen |= Q(agency=viewer.agency_id, kind=GLASS)
        seen |= Q(pk__in=passed_gates(viewer).values("attempt"))
    found = Attempt.objects.filter(seen).exclude(practitioner=viewer.pk)
    found = found.exclude(Q(pk__in=_about_those(kept_from(viewer))) & ~Q(pk__in=told))
    return found.select_related("agency", "practitioner")


def _about_those(subjects: Iterable[UUID]) -> list[UUID]:
    """Name the attempts that found one of some records, for the service's own use."""
    with served_by(BREAK):
        rows = Found.objects.filter(subject__in=list(subjects))
        return list(rows.values_list("attempt", flat=True))


def passed_gates(viewer: Practitioner) -> QuerySet[PassedGate]:
    """List the gates that were passed at the viewer's agency, about children they may know."""
    return PassedGate.objects.filter(not_hidden(viewer), agency=viewer.agency_id)


def passed_by(viewer: Practitioner, attempt: Attempt) -> PassedGate | None:
    """Find which gates were passed, for whoever may know the child."""
    return passed_gates(viewer).filter(attempt=attempt).first() if may_review(viewer) else None


def name_behind(viewer: Practitioner, passed: PassedGate) -> str:
    """Open the name of the child a gate was passed for, where the record is the viewer's own."""
    own = shown(viewer, "pk")
    return "".join(named(viewer, Subject.objects.filter(own, pk=passed.subject_id)).values())


def is_theirs_to_review(viewer: Practitioner, attempt: Attempt) -> bool:
    """Tell whether the viewer is a second person for an attempt, and may know the child."""
    own = attempt.agency_id == viewer.agency_id and attempt.practitioner_id != viewer.pk
    known = attempt.kind == GLASS or passed_by(viewer, attempt) is not None
    return own and known and may_review(viewer)


def to_review(viewer: Practitioner) -> QuerySet[Attempt]:
    """List what waits for a second person, the oldest first."""
    return attempts(viewer).exclude(pk__in=Review.objects.values("attempt"))


def reviewed(viewer: Practitioner) -> QuerySet[Review]:
    """List what was reviewed, the newest first."""
    found = Review.objects.filter(attempt__in=attempts(viewer).values("pk"))
    return found.select_related("attempt__practitioner", "reviewed_by").order_by("-at")


def attempt_for(viewer: Practitioner, reference: str) -> Attempt:
    """Find one attempt that concerns the viewer.

    Raises:  NotFound, also for whoever made it.
    """
    found = attempts(viewer).filter(reference=reference).first()
    if found is None:
        raise NotFound(
            what="Nothing was found at this address.",
            why="There is no such review, or it is not for you.",
            next="Look at the list of what waits for your review.",
        )
    return found


def review_of(viewer: Practitioner, attempt: Attempt) -> Review | None:
    """Find what a second person said of an attempt."""
    return Review.objects.filter(attempt=attempt).select_related("reviewed_by").first()


def found_by(viewer: Practitioner, attempt: Attempt) -> list[tuple[Found, str]]:
    """List what an attempt was about, with the names: only what the viewer is shown themselves."""
    rows = Found.objects.filter(
        shown(viewer, "glass__subject", agency="glass__agency"), attempt=attempt
    ).select_related("glass__subject")
    names = named(viewer, [row.glass.subject for row in rows])
    return [(row, names[row.glass.subject_id]) for row in rows]


def reason_of(viewer: Practitioner, attempt: Attempt) -> str:
    """Open what was typed, for whoever is shown what it is about; nothing for anybody else.

    Where nothing was found, and where what was found is hidden from the viewer, it stays closed:
    so the two are the same to them.
    """
    content = attempt.reason_content
    return open_content(content) if content and found_by(viewer, attempt) else ""


def looks_through(viewer: Practitioner, attempt: Attempt) -> list[Look]:
    """List what whoever broke the glass looked at through it, for whoever is shown the child."""
    found = [row for row, _name in found_by(viewer, attempt)]
    rows = Look.objects.filter(
        practitioner=attempt.practitioner_id,
        subjects__overlap=[row.subject for row in found],
        marks__contains=["review"],
        at__gte=attempt.at,
        at__lt=max((row.glass.until for row in found), default=attempt.at),
    )
    return list(rows.order_by("at"))


def looks_past(viewer: Practitioner, passed: PassedGate) -> list[Look]:
    """List what somebody did past the gates of one review, for whoever may know the child."""
    attempt = passed.attempt
    done = review_of(viewer, attempt)
    rows = Look.objects.filter(
        practitioner=attempt.practitioner_id,
        subjects__contains=[passed.subject_id],
        rules__contains=["duty"],
        at__gt=attempt.at - A_MOMENT,
        at__lte=done.at if done else timezone.now(),
    )
    return list(rows.order_by("at"))


def words_of(viewer: Practitioner, review: Review) -> str:
    """Open what the second person wrote, by the same rule as the reason."""
    known = found_by(viewer, review.attempt) or passed_by(viewer, review.attempt)
    if not (known or review.reviewed_by.pk == viewer.pk):
        return ""
    with served_by(BREAK):
        return open_content(review.words_content)
