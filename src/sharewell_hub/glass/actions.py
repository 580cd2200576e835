"""Breaking the glass, telling a second person at once, reviewing it; what is late is passed on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.utils import timezone

from sharewell.delivering.stating import next_working_day
from sharewell.terms.errors import NotAllowed
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.glass.models import (
    FIRST,
    LATE,
    ON_CALL,
    SECOND,
    Attempt,
    Found,
    PassedGate,
    Review,
    Told,
)
from sharewell_hub.glass.queries import (
    BREAK,
    MOST_RECORDS,
    is_theirs_to_review,
    partnership_guardians,
    refuse_other_roles,
    refuse_too_many,
    reviewers,
)
from sharewell_hub.glass.telling import tell
from sharewell_hub.logbook.actions import log
from sharewell_hub.outbox.words import new_reference
from sharewell_hub.people.deputies import kept_out_of
from sharewell_hub.people.models import BrokenGlass, Seal
from sharewell_hub.people.queries import subjects
from sharewell_hub.people.relating import break_glass
from sharewell_hub.vault.actions import seal
from sharewell_hub.vault.indexing import subjects_with
from sharewell_hub.walls.seeing import served_by

ESCALATE = "escalate_reviews"
"""The identity under which the database shows whose review is late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whom somebody looks for, by two exact identifiers, and why."""

    name: str
    born_on: date
    reason: str


@transaction.atomic
def try_to_break(viewer: Practitioner, wanted: Wanted, *, stepped_up_at: datetime) -> list[UUID]:
    """Open a child's record to somebody for an hour, if it is one that the glass can open.

    Whether nothing is held, it is sealed, or they are kept out: the same rows, the same lines in
    the log and the same letters are written. Of several records with this name and birthday each
    is opened by itself: they may be one child's or two children's, and nobody here can tell.

    Returns: the records that are shown to them now.
    Raises:  NotAllowed for other roles, and after too many tries.
    """
    refuse_other_roles(viewer)
    Practitioner.objects.select_for_update(no_key=True).get(pk=viewer.pk)
    refuse_too_many(viewer)
    asked = f"{wanted.born_on.isoformat()},{wanted.name}"
    with served_by(BREAK):
        found = _singled_out(subjects_with(viewer.agency_id, "name_and_birthday", asked))
    on_call = _on_call(viewer, found)
    broken = [
        break_glass(viewer, id, reason=wanted.reason, stepped_up_at=stepped_up_at) for id in found
    ]
    attempt = _attempt(viewer, wanted.reason, broken)
    log(
        "glass_broken", object_id=attempt.pk, actor=viewer.pk, agency=viewer.agency_id,
        contents=_reasons(attempt, broken),
    )  # fmt: skip
    visible = set(subjects(viewer).filter(pk__in=found).values_list("pk", flat=True))
    with served_by(BREAK):
        Found.objects.bulk_create(
            Found(
                attempt=attempt, glass=row, subject=row.subject_id,
                was_shown=row.subject_id in visible,
            )
            for row in broken
        )  # fmt: skip
    tell(attempt, _addressees(viewer, on_call, found))
    return sorted(visible)


@transaction.atomic
def review(viewer: Practitioner, attempt: Attempt, *, in_order: bool, words: str) -> Review:
    """Record what a second person says of an attempt, and log it; said twice, the first stands.

    Raises:  NotAllowed for whoever broke it, for other roles and for another agency.
    """
    if not is_theirs_to_review(viewer, attempt):
        raise NotAllowed(
            what="Nothing was recorded: this review is not yours to make.",
            why="A second person of the same agency reviews, in a role that answers for its "
            "records, and never whoever broke the glass or passed the gate.",
            next="Ring their agency if it is late. What you typed is kept.",
            cites=("london_2007 3.2.4", "sussex_2023 3.2.21"),
        )
    before = Review.objects.filter(attempt=attempt).first()
    if before:
        return before
    content = seal(
        words, agency=attempt.agency_id, subject=_sealed_for(attempt), place="glass_review.words"
    )
    made = Review.objects.create(
        attempt=attempt,
        broken_by_id=attempt.practitioner_id,
        reviewed_by=viewer,
        at=timezone.now(),
        in_order=in_order,
        words_content=content,
    )
    log(
        "glass_reviewed",
        object_id=made.pk,
        actor=viewer.pk,
        agency=viewer.agency_id,
        purpose="in_order" if in_order else "not_in_order",
        contents=[content],
    )
    return made


@transaction.atomic
def escalate_late() -> int:
    """Tell the partnership's guardians of every review that is late, once, and log each.

    They learn which agency is late and since when, and nothing about a child.

    Returns: how many were passed on.
    """
    with served_by(ESCALATE):
        late = list(
            Attempt.objects.filter(review_by__lt=timezone.localdate())
            .exclude(pk__in=Review.objects.values("attempt"))
            .exclude(pk__in=Told.objects.filter(told_as=LATE).values("attempt"))
        )
        told = 0
        for attempt in late:
            to = partnership_guardians(attempt.practitioner, attempt.agency_id)
            people = [(person, LATE) for person in to if person != attempt.practitioner]
            if people:
                tell(attempt, people)
                log("review_late", object_id=attempt.pk, actor=None, agency=attempt.agency_id)
                told += 1
    return told


def _reasons(attempt: Attempt, broken: list[BrokenGlass]) -> list[UUID]:
    """Name the sealed reasons that the one line about an attempt binds."""
    held: list[UUID | None] = [row.reason_content for row in broken]
    held = held or [attempt.reason_content]
    return [content for content in held if content]


def _singled_out(found: list[UUID]) -> list[UUID]:
    """Give what was found, unless it is so many that the two identifiers single out nobody."""
    return found if len(found) <= MOST_RECORDS else []


def _attempt(viewer: Practitioner, reason: str, broken: list[BrokenGlass]) -> Attempt:
    """Write down the attempt; where nothing was found, its reason is sealed for nobody's record."""
    now = timezone.now()
    content = (
        broken[0].reason_content
        if broken
        else seal(
            reason, agency=viewer.agency_id, subject=_nobody(viewer.agency_id),
            place="glass_attempt.reason",
        )
    )  # fmt: skip
    return Attempt.objects.create(
        reference=new_reference(),
        agency=viewer.agency,
        practitioner=viewer,
        reason_content=content,
        at=now,
        review_by=next_working_day(timezone.localdate(now)),
    )


def _nobody(agency: UUID) -> UUID:
    return uuid5(agency, "nothing found")


def _sealed_for(attempt: Attempt) -> UUID:
    """Say for whom the reviewer's words are sealed: whom the attempt found, or nobody."""
    passed = PassedGate.objects.filter(attempt=attempt).first()
    if passed:
        return passed.subject_id
    with served_by(BREAK):
        found = Found.objects.filter(attempt=attempt).first()
        return found.subject if found else _nobody(attempt.agency_id)


def _on_call(viewer: Practitioner, found: Iterable[UUID]) -> Practitioner | None:
    """Find who is on call for a sealed record that does not name the viewer.

    The question is put to the database whether or not anything was found.
    """
    with served_by(BREAK):
        sealed = (
            Seal.objects.filter(subject__in=[*found, uuid4()], lifted_at=None)
            .exclude(named__contains=[viewer.pk])
            .order_by("-sealed_at")
            .first()
        )
    named = [sealed.sealed_by_id, *sealed.named] if sealed else [uuid4()]
    people = {each.pk: each for each in Practitioner.objects.filter(pk__in=named, is_active=True)}
    return next((people[id] for id in named if id in people), None)


def _addressees(
    viewer: Practitioner, on_call: Practitioner | None, found: Sequence[UUID]
) -> list[tuple[Practitioner, str]]:
    """Choose two to be told: a guardian, and whoever is on call or else a second reviewer.

    Whoever is kept out of what was found is told of nothing, and another one is.
    """
    out = kept_out_of([*found, uuid4()], reviewers(viewer))
    able = [each for each in reviewers(viewer) if each.pk not in out]
    able = able or [*partnership_guardians(viewer, viewer.agency_id)]
    first = next((each for each in able if each != on_call), on_call)
    others = [each for each in able if each != first]
    second = (on_call, ON_CALL) if on_call else (next(iter(others), first), SECOND)
    return [(each, as_what) for each, as_what in ((first, FIRST), second) if each]
