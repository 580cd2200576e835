"""Which agreement covers what is sent: said to the sender and kept, and never waited for."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from sharewell.delivering.sending import Covered, Sending
from sharewell.permitting import Exchange, covering
from sharewell_hub.agencies.models import Agency, Practitioner
from sharewell_hub.agreements.models import Agreement
from sharewell_hub.agreements.queries import agreement_covering, agreements_of, any_recorded
from sharewell_hub.decisions.models import Decision
from sharewell_hub.disclosures.covering import ADULT
from sharewell_hub.disclosures.models import Disclosure
from sharewell_hub.disclosures.share_form import ShareForm
from sharewell_hub.glass.passing import Passed, pass_gate

HEALTH = frozenset(
    {
        *("gp", "hospital", "health_visitor", "mental_health", "sexual_health"),
        *("substance_misuse", "pharmacy", "dentist", "health_other"),
    }
)
RECORDS = ("summary", "whole_record")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Which agreement covers a sending; and whether that was a question.

    It is none within one agency, and where the partnership has recorded no agreement here.
    """

    agreement: Agreement | None
    asked: bool

    @property
    def covered(self) -> bool | None:
        """Say whether one covers it; nothing where it was no question."""
        return self.agreement is not None if self.asked else None


def said_of(
    viewer: Practitioner, recipient: Agency, purpose: str, categories: Iterable[str]
) -> Said:
    """Say which agreement covers what the viewer's agency sends to another.

    Source:  Bromley 1.4; Sussex 3.2.7.
    """
    exchange = Exchange(
        holder=str(viewer.agency_id),
        recipient=str(recipient.pk),
        purpose=purpose,
        categories=frozenset(categories),
    )
    if recipient.pk == viewer.agency_id or not any_recorded(viewer):
        return Said(agreement=None, asked=False)
    return Said(agreement=agreement_covering(viewer, exchange, timezone.now()), asked=True)


def without_one(viewer: Practitioner, decision: Decision, form: ShareForm) -> list[str] | None:
    """Name the agencies that are offered and with which no agreement covers it, for its purpose.

    Returns: nothing where the partnership has recorded no agreement here.
    """
    if not any_recorded(viewer):
        return None
    now, ours = timezone.now(), str(viewer.agency_id)
    agreed = agreements_of(viewer, now)
    purpose = str(form["purpose"].value())
    categories = categories_of(decision, form.covered, ())
    exchanges = {
        agency.name: Exchange(
            holder=ours, recipient=str(agency.pk), purpose=purpose, categories=categories
        )
        for agency in form.agencies
        if agency.pk != viewer.agency_id
    }
    return sorted(name for name, each in exchanges.items() if not covering(agreed, each, now=now))


def categories_of(decision: Decision, covered: Covered, keys: Iterable[str]) -> frozenset[str]:
    """Name the categories of information that a sending holds, as agreements name them.

    Shapes:  keys are those of the items that are sent.
    Source:  London CPP 3.3.2 and 3.8; Bromley 6.0.1 and 6.0.3; Sussex 3.2.11.
    """
    if covered.anonymised:
        return frozenset({"anonymised"})
    facts = decision.facts
    records = facts.get("record_kind") in RECORDS and decision.agency.kind in HEALTH
    found = {
        "personal": True,
        "confidential": facts.get("confidential") is True,
        "sensitive": facts.get("special_category") is True,
        "medical": records,
        "adults": ADULT in keys,
    }
    return frozenset(name for name, held in found.items() if held)


def said_of_sending(
    viewer: Practitioner, decision: Decision, sending: Sending, covered: Covered, to: Agency
) -> Said:
    """Say which agreement covers a form as it was filled in."""
    categories = categories_of(decision, covered, [each.item for each in sending.items])
    return said_of(viewer, to, sending.purpose, categories)


def review_uncovered(viewer: Practitioner, disclosure: Disclosure) -> None:
    """Have a second person look at what no agreement covered."""
    if disclosure.covered is False:
        passed = Passed(
            gates=("agreement",), verb="share", kind="disclosure", object=disclosure.reference,
            duty=disclosure.duty,
        )  # fmt: skip
        pass_gate(viewer, disclosure.subject_id, passed)
