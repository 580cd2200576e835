"""Deciding and recording: signed in, in one's own agency."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST

from sharewell.terms.errors import NotAllowed
from sharewell_hub.agencies.visitors import SignedIn
from sharewell_hub.concerns.models import Concern
from sharewell_hub.concerns.pages import GET_AND_POST, begun, on
from sharewell_hub.concerns.queries import concern_for, items_of, words_of
from sharewell_hub.concerns.writing import Draft, facts_of, new_draft
from sharewell_hub.decisions import queries
from sharewell_hub.decisions.actions import record_decision, supersede_decision
from sharewell_hub.decisions.deciding_forms import DecideForm, Ground, met_of
from sharewell_hub.decisions.duties import duty_of_decision, duty_of_worry
from sharewell_hub.decisions.engine import engine
from sharewell_hub.decisions.grounds import say_where
from sharewell_hub.decisions.helping import not_to_share
from sharewell_hub.decisions.meanings import footing, kept_apart
from sharewell_hub.decisions.models import Decision
from sharewell_hub.decisions.pages import begin_again
from sharewell_hub.decisions.sentences import tell
from sharewell_hub.drafts.actions import forget, save
from sharewell_hub.look.doors import door
from sharewell_hub.look.needing import Where, needs, tells
from sharewell_hub.look.pages import refused, show
from sharewell_hub.people.queries import name_of

WORRY = Where(model=Concern, duty=duty_of_worry, duty_by=("said",))
MADE = Where(model=Decision, duty=duty_of_decision, duty_by=("facts", "answer"))
TEMPLATE = "decisions/decide.html"


@door("signed_in", rule="recorded for one's own agency")
@GET_AND_POST
def decide(request: SignedIn) -> HttpResponse:
    """Record what the practitioner decides, with the worry and the position on agreement."""
    draft = begun(request)
    if draft is None:
        return _already(request) or begin_again(request)
    say_where(request.user, engine(), draft)
    facts = facts_of(draft)
    ground = Ground(engine=engine(), answer=engine().decide(facts), draft=draft)
    data = request.POST if request.method == "POST" else None
    form = DecideForm(data, viewer=request.user, ground=ground, initial=_initial(draft))
    shown = _shown(request, form)
    before = form.unmet() if form.is_valid() else []
    if before or form.errors or data is None:
        return show(request, TEMPLATE, shown | _met(form, before))
    try:
        decision = _record(request, form, draft)
    except NotAllowed as refusal:
        return _overtaken(request, draft, shown, refusal)
    response = redirect(_after(decision))
    forget(response, request)
    return response


@door("signed_in", rule="own agency's worry")
@tells("share")
@needs("read", "concern", WORRY, sending="decide")
@GET_AND_POST
def take_up(request: SignedIn, id: UUID) -> HttpResponse:
    """Show a worry that waits for a decision, and begin to decide."""
    concern = concern_for(request.user, id)
    if request.method == "POST":
        return on(request, _taken_up(request, concern), "decisions:question")
    return show(
        request,
        "decisions/take_up.html",
        {
            "concern": concern,
            "name": name_of(request.user, concern.subject),
            "items": items_of(request.user, concern),
            "words": words_of(request.user, concern),
            "decision": queries.current_decision(request.user, concern),
            "writing": begun(request) is not None,
        },
    )


@door("signed_in", rule="own agency's decision")
@tells("share")
@needs("decide", "decision", MADE)
@require_POST
def again(request: SignedIn, id: UUID) -> HttpResponse:
    """Begin a new decision in the place of one; that one stays as it was."""
    decision = queries.decision_for(request.user, id)
    concern = concern_for(request.user, decision.concern_id)
    return on(request, _taken_up(request, concern), "decisions:question")


def _taken_up(request: SignedIn, concern: Concern) -> Draft:
    """Put a recorded worry back into a draft, with what was answered so far."""
    standing = queries.current_decision(request.user, concern)
    draft = new_draft() | {
        "wants": concern.wants,
        "concern": str(concern.pk),
        "said": standing.said if standing else concern.said,
    }
    if standing is None:
        return draft
    words = queries.words_of(request.user, standing)
    weighed = {"if_shared": words.if_shared, "if_not": words.if_not}
    return draft | {"supersedes": str(standing.pk), "weighed": weighed}


def _shown(request: SignedIn, form: DecideForm) -> dict[str, Any]:
    """Give what stands around the form: the answer, and words for somebody who hesitates."""
    ground = form.ground
    told = tell(ground.engine, facts_of(ground.draft), ground.answer)
    basis = footing(ground.engine, ground.answer.basis.as_json())
    return {
        "form": form,
        "told": told,
        "hesitating": not_to_share(ground.engine, facts_of(ground.draft)) if told.releases else [],
        "meanings": kept_apart(ground.engine, facts_of(ground.draft), {"lawful_basis": basis}),
        "submission": ground.draft["submission"],
        "digest": ground.answer.result_digest,
        "count": len(ground.draft["items"]),
        "concern": ground.draft.get("concern"),
    }


def _met(form: DecideForm, before: list[dict[str, Any]]) -> dict[str, Any]:
    """Show what somebody has to meet first, and name it in the form that is sent next."""
    known = form.data.get("met", "").split()
    return {"before": before, "met": " ".join({*known, *(met_of(before) if before else ())})}


def _initial(draft: Draft) -> dict[str, Any]:
    """Give what is known already: the name from a row, the reason from the answer's page."""
    known = {
        "obtained": "obtained",
        "implied": "obtained",
        "refused": "refused",
        "withdrawn": "refused",
    }
    agreement = known.get(str(facts_of(draft).get("consent")))
    return {
        **draft.get("child", {}),
        **draft.get("weighed", {}),
        "why": draft.get("why"),
        "agreement": agreement,
    }


def _record(request: SignedIn, form: DecideForm, draft: Draft) -> Decision:
    """Record a first decision, or one in the place of another."""
    if "supersedes" in draft:
        previous = queries.decision_for(request.user, UUID(draft["supersedes"]))
        return supersede_decision(request.user, previous, draft, form.made())
    return record_decision(request.user, draft, form.made(), who=form.who())


def _overtaken(
    request: SignedIn, draft: Draft, shown: dict[str, Any], refusal: NotAllowed
) -> HttpResponse:
    """Say that somebody else decided first; sending the kept text again supersedes theirs."""
    if "concern" not in draft:
        return refused(request, TEMPLATE, shown, refusal)
    concern = concern_for(request.user, UUID(draft["concern"]))
    standing = queries.current_decision(request.user, concern)
    response = refused(request, TEMPLATE, {**shown, "overtaken_by": standing}, refusal)
    if standing:
        draft["supersedes"] = str(standing.pk)
        save(response, request, draft)
    return response


def _already(request: SignedIn) -> HttpResponse | None:
    """Lead to the decision that the same form recorded a moment ago."""
    sent = request.POST.get("submission", "")
    decision = queries.decision_of_submission(request.user, sent) if sent else None
    return redirect(_after(decision)) if decision else None


def _after(decision: Decision) -> str:
    """Give the page that follows: sharing, where something may leave, otherwise the record."""
    if decision.released:
        try:
            return reverse("disclosures:share", args=[decision.pk])
        except NoReverseMatch:
            pass
    return reverse("disclosures:record", args=[decision.pk])
