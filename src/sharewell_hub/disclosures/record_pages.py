"""The record's pages: to read, to print, as a PDF, as JSON, and as the ICO's form."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from sharewell_hub.agencies.visitors import SignedIn
from sharewell_hub.decisions.engine import engine
from sharewell_hub.decisions.models import Decision
from sharewell_hub.decisions.queries import decision_for
from sharewell_hub.disclosures.record import record_of
from sharewell_hub.disclosures.record_annex_b import annex_b
from sharewell_hub.disclosures.record_pdf import last_act, pdf_of
from sharewell_hub.look.doors import door, needs_step_up
from sharewell_hub.look.pages import show

OWN = "own agency's decision"


@door("signed_in", rule=OWN)
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
@needs_step_up("export")
@require_safe
def record_json(request: SignedIn, id: UUID) -> HttpResponse:
    """Give the record as data, with everything that weighing it again needs."""
    decision = decision_for(request.user, id)
    found = record_of(request.user, decision)
    return _file(JsonResponse(found | replayable(decision)), found, "json")


@door("signed_in", rule=OWN)
@needs_step_up("export")
@require_safe
def record_pdf(request: SignedIn, id: UUID) -> HttpResponse:
    """Give the record as a PDF, for a file on paper or in another system."""
    found = record_of(request.user, decision_for(request.user, id))
    return _file(HttpResponse(pdf_of(found), content_type="application/pdf"), found, "pdf")


@door("signed_in", rule=OWN)
@require_safe
def record_annex_b(request: SignedIn, id: UUID) -> HttpResponse:
    """Show the record as the decision form of the ICO's code."""
    found = record_of(request.user, decision_for(request.user, id))
    shown = {"record": found, "fields": annex_b(found), "as_of": last_act(found)}
    return show(request, "disclosures/record_annex_b.html", shown)


def replayable(decision: Decision) -> dict[str, Any]:
    """Give what weighing a decision again needs: facts, answer and digests as they were kept."""
    return {
        "facts": decision.facts,
        "answer": decision.answer,
        "as_at": decision.as_at,
        "engine_version": decision.engine_version,
        "pack_digest": decision.stack_bytes_id,
        "facts_digest": decision.facts_digest,
        "result_digest": decision.result_digest,
    }


def _file(response: HttpResponse, record: dict[str, Any], kind: str) -> HttpResponse:
    """Offer a file under a name that says nothing about anybody."""
    name = f"sharewell-record-{record['reference']}.{kind}"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
