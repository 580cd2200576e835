"""The record's pages: to read, to print, and as the ICO's form."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from sharewell_hub.agencies.visitors import SignedIn
from sharewell_hub.decisions.engine import engine
from sharewell_hub.decisions.models import Decision
from sharewell_hub.decisions.queries import decision_for
from sharewell_hub.disclosures.record import record_of
from sharewell_hub.disclosures.record_annex_b import annex_b
from sharewell_hub.disclosures.record_pdf import last_act
from sharewell_hub.look.doors import door
from sharewell_hub.look.needing import Where, needs
from sharewell_hub.look.pages import show

MADE = Where(model=Decision)
OWN = "own agency's decision"


@door("signed_in", rule=OWN)
@needs("read", "decision", MADE)
@require_safe
def record(request: SignedIn, id: UUID) -> HttpResponse:
    """Show the whole record of a decision, and what can be done with it."""
    decision = decision_for(request.user, id)
    found = record_of(request.user, decision)
    newer = engine().stack.digest != found["packs"]["digest"]
    shown = {
        "record": found,
        "decision": decision,
        "newer_packs": newer,
        "can_share": decision.released and not found["chain"]["later"],
    }
    return show(request, "disclosures/record.html", shown)


@door("signed_in", rule=OWN)
@needs("read", "decision", MADE)
@require_safe
def record_annex_b(request: SignedIn, id: UUID) -> HttpResponse:
    """Show the record as the decision form of the ICO's code."""
    found = record_of(request.user, decision_for(request.user, id))
    shown = {"record": found, "fields": annex_b(found), "as_of": last_act(found)}
    return show(request, "disclosures/record_annex_b.html", shown)
