"""What waits on the desk of the viewer's agency: what to decide, to send, to answer, to see to."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from sharewell.permitting.table import LINES
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.decisions.models import RELEASES, Decision
from sharewell_hub.decisions.queries import OpenWorry, open_worries, recorded
from sharewell_hub.disclosures.models import CallBack, CallBackReview, Disclosure, Reply
from sharewell_hub.disclosures.progress import Progress, progress_of
from sharewell_hub.disclosures.queries import in_brief
from sharewell_hub.disclosures.refusing import nowhere
from sharewell_hub.people.queries import named

SHOWN = 50
UNSHOWN = ("facts", "said", "answer", "packs")
"""What was known and advised is large, and on no line of a desk."""

FINISHED_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything that waits for somebody of one agency, the most pressing first."""

    worries: list[OpenWorry]
    to_send: list[Decision]
    family: list[Decision]
    calls: list[CallBack]
    waiting_for_us: list[Progress]
    sent: list[Progress]
    finished: list[Progress]
    names: dict[UUID, str]

    @property
    def late(self) -> list[OpenWorry]:
        """Name the worries whose time to be decided is over."""
        return [one for one in self.worries if one.decide_by < timezone.now()]


def desk_of(viewer: Practitioner) -> Desk:
    """Gather the desk of the viewer's agency."""
    worries = sorted(open_worries(viewer), key=lambda one: (not one.child_said, one.decide_by))
    to_send = list(_current(viewer).filter(decided__in=RELEASES).exclude(pk__in=_used())[:SHOWN])
    family = list(_family(viewer)[:SHOWN])
    answered = Reply.objects.values("disclosure")
    open_ = in_brief(viewer).exclude(pk__in=answered).order_by("answer_by", "sent_at")
    done = in_brief(viewer).filter(pk__in=answered).order_by("-sent_at")
    waiting, out, finished = _progress(
        viewer,
        open_.filter(recipient_agency=viewer.agency_id)[:SHOWN],
        open_.filter(agency=viewer.agency_id)[:SHOWN],
        done[:FINISHED_SHOWN],
    )
    return Desk(
        worries=worries[:SHOWN],
        to_send=to_send,
        family=family,
        calls=list(calls_to_review(viewer)[:SHOWN]),
        waiting_for_us=waiting,
        sent=sorted(out, key=lambda one: (not one.in_trouble, not one.overdue)),
        finished=finished,
        names=_names(viewer, worries[:SHOWN], [*to_send, *family], [*out, *finished]),
    )


def _progress(viewer: Practitioner, *listed: QuerySet[Disclosure]) -> list[list[Progress]]:
    """Say how far the disclosures of several lists have come, all looked up at once."""
    rows = [list(each) for each in listed]
    found = iter(progress_of(viewer, chain.from_iterable(rows)))
    return [list(islice(found, len(each))) for each in rows]


def calls_to_review(viewer: Practitioner) -> QuerySet[CallBack]:
    """List the calls of the viewer's agency that still lack a second person's look.

    Returns: nothing for somebody whose role looks at nobody's calls.
    """
    if LINES["review", "call_back"].roles.isdisjoint(viewer.roles):
        return CallBack.objects.none()
    reviewed = CallBackReview.objects.values("call_back")
    found = CallBack.objects.filter(decision__agency=viewer.agency_id, second_person=False)
    return (
        found.exclude(pk__in=reviewed)
        .select_related("destination__agency", "recorded_by", "decision")
        .order_by("review_on")
    )


def call_for(viewer: Practitioner, id: UUID) -> CallBack:
    """Find one call of the viewer's agency that lacked a second person.

    Raises:  NotFound.
    """
    found = CallBack.objects.filter(decision__agency=viewer.agency_id, second_person=False)
    row = found.select_related("destination__agency", "decision").filter(pk=id).first()
    if row is None:
        raise nowhere()
    return row


def _current(viewer: Practitioner) -> QuerySet[Decision]:
    superseded = recorded(viewer).exclude(supersedes=None).values("supersedes")
    made = recorded(viewer).select_related(None).select_related("subject").defer(*UNSHOWN)
    return made.exclude(pk__in=superseded)


def _used() -> QuerySet[Disclosure, UUID]:
    return Disclosure.objects.values_list("decision", flat=True)


def _family(viewer: Practitioner) -> QuerySet[Decision]:
    """List where telling the family is to be looked at again by now."""
    today = timezone.localdate()
    return (
        _current(viewer)
        .filter(look_again_on__lte=today)
        .exclude(telling="told")
        .order_by("look_again_on")
    )


def _names(
    viewer: Practitioner,
    worries: Sequence[OpenWorry],
    decisions: Sequence[Decision],
    progress: Sequence[Progress],
) -> dict[UUID, str]:
    """Name the children of the viewer's own agency, opened all at once."""
    subjects = {one.concern.subject for one in worries} | {one.subject for one in decisions}
    own = viewer.agency_id
    subjects |= {o.disclosure.subject for o in progress if o.disclosure.agency_id == own}
    return named(viewer, subjects)
