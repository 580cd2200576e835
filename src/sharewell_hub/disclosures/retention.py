"""What was sent and what was received are counted from the sending, each at its own end.

An answer keeps both: from then on the day of the answer counts.
"""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest

from sharewell.keeping.declaring import Counted, Keeps
from sharewell_hub.disclosures.models import Disclosure, Reply


def sent(agency: UUID) -> Iterator[Counted]:
    """Give from when to when what an agency sent about each of its people reaches."""
    return _reach(Disclosure.objects.filter(agency=agency))


def received(agency: UUID) -> Iterator[Counted]:
    """Give from when to when what an agency received about each person reaches."""
    return _reach(Disclosure.objects.filter(recipient_agency=agency))


def _reach(found: QuerySet[Disclosure]) -> Iterator[Counted]:
    answers = Reply.objects.filter(disclosure=OuterRef("pk")).order_by("-replied_at")
    touched = Greatest("sent_at", Subquery(answers.values("replied_at")[:1]))
    reach = found.values_list("subject").annotate(first=Min("sent_at"), last=Max(touched))
    return (Counted(id, first.date(), last.date()) for id, first, last in reach.order_by())


CITES = ("bromley_2017 9.1", "bromley_2017 app.record")
KEEPS = (
    Keeps(
        kind="sent",
        says="What we sent",
        counted_from="the day it was sent, or answered",
        tables=(
            "disclosures_disclosure", "disclosures_discloseditem", "disclosures_callback",
            "disclosures_callbackreview", "disclosures_disclosedplace",
        ),
        cites=CITES,
        counted=sent,
    ),
    Keeps(
        kind="received",
        says="What we received",
        counted_from="the day it was sent to us, or answered",
        tables=("disclosures_acceptance", "disclosures_opening", "disclosures_reply"),
        cites=CITES,
        counted=received,
    ),
)  # fmt: skip
