"""One of each of some records, for the table of who may open what."""

from django.utils import timezone

from journeys.cast import person
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.agreements.actions import Agreed, record_agreement
from sharewell_hub.agreements.models import Agreement
from sharewell_hub.concerns import writing
from sharewell_hub.concerns.actions import record_concern
from sharewell_hub.concerns.models import Concern
from sharewell_hub.glass.actions import Wanted, try_to_break
from sharewell_hub.glass.models import Attempt
from sharewell_hub.people.actions import Who
from sharewell_hub.people.models import Exclusion, Subject
from sharewell_hub.whereabouts.actions import record_place
from sharewell_hub.whereabouts.models import Whereabouts
from sharewell_hub.whereabouts.queries import Place


def a_worry(viewer: Practitioner) -> Concern:
    """Record a worry about a child."""
    draft = writing.new_draft()
    writing.begin(draft, "share")
    return record_concern(viewer, draft, who=Who(name="Zebulon Quillfeather"))


def an_agreement(keeper: Practitioner) -> Agreement:
    """Record an agreement for a day."""
    day = timezone.localdate()
    agreed = Agreed(
        title="Safeguarding", tier=2, says="We share.", begins_on=day, ends_on=day,
        purposes=["protect_child"], classes=["case"],
    )  # fmt: skip
    return record_agreement(keeper, agreed)


def an_attempt(viewer: Practitioner) -> str:
    """Break the glass for somebody nobody knows, and give the reference of the review."""
    wanted = Wanted(name="Somebody Else", born_on=timezone.localdate(), reason="A test of doors.")
    try_to_break(viewer, wanted, stepped_up_at=timezone.now())
    return Attempt.objects.get(practitioner=viewer).reference


def somebody_kept_out(viewer: Practitioner, subject: Subject) -> Exclusion:
    """Keep a colleague out of a record, whoever decides it."""
    return Exclusion.objects.create(
        subject=subject, practitioner=person("Una", "Sprake", "oak-school", "teacher"),
        reason="relative", recorded_by=viewer, since=timezone.now(),
    )  # fmt: skip


def a_place(viewer: Practitioner, subject: Subject) -> Whereabouts:
    """Record where a child lives."""
    record_place(viewer, subject, Place(address="14 Wrenfield Rise"), kind="lives")
    return Whereabouts.objects.get(subject=subject)
