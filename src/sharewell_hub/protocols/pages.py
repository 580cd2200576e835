"""The protocols' pages: what there is, what each says, and what another edition would change."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from sharewell.packs.pack import Pack
from sharewell.printing.charts import chart_of
from sharewell.printing.drawing import NARROW, svg_of
from sharewell.printing.tables import sections
from sharewell.terms.canonical import canonical, digest
from sharewell.terms.errors import NotFound, PackRefused
from sharewell_hub.agencies.visitors import SignedIn
from sharewell_hub.decisions.engine import library
from sharewell_hub.look.doors import door
from sharewell_hub.look.pages import show
from sharewell_hub.protocols.comparing import comparison_of, engine_for, standing, weighed_again
from sharewell_hub.protocols.forms import CompareForm
from sharewell_hub.protocols.queries import every_decision, may_compare, refuse_other_roles
from sharewell_hub.protocols.telling import (
    changes_in_words,
    packs_in_words,
    parts_in_words,
    share_in_words,
)

EVERYBODYS = "the protocols are the whole partnership's"


@door("signed_in", rule=EVERYBODYS)
@require_safe
def protocols(request: SignedIn) -> HttpResponse:
    """List every pack and stack, with edition, status, review, digest, and which answers here."""
    at_hand = library()
    shown = {
        "packs": [{**told, "digest": _digest(told["pack"])} for told in packs_in_words(at_hand)],
        "stacks": sorted(standing(), key=lambda stack: stack.id != settings.SHAREWELL_STACK),
        "answers_here": settings.SHAREWELL_STACK,
        "may_compare": may_compare(request.user),
    }
    return show(request, "protocols/protocols.html", shown)


@door("signed_in", rule="policy officer, lead information officer or Caldicott Guardian")
@require_safe
def compare(request: SignedIn) -> HttpResponse:
    """Show what would change from one edition to another: in situations, and in decisions made."""
    refuse_other_roles(request.user)
    chosen = "from" in request.GET or "to" in request.GET
    form = CompareForm(request.GET if chosen else None, library=library())
    shown: dict[str, Any] = {"form": form, "found": None}
    if form.is_valid():
        shown |= _compared(request, form.cleaned_data["from"], form.cleaned_data["to"])
    return show(request, "protocols/compare.html", shown)


def _compared(request: SignedIn, before: str, after: str) -> dict[str, Any]:
    try:
        both = engine_for(before), engine_for(after)
        found = comparison_of(*both)
    except PackRefused as refusal:
        return {"refusal": refusal}
    weighed = weighed_again(*both, every_decision(request.user))
    return {
        "found": found,
        "before": both[0].stack,
        "after": both[1].stack,
        "share": share_in_words(found["share"]),
        "situations": f"{int(found['situations']):,}",
        "differing": f"{int(found['differing']):,}",
        "parts": parts_in_words(found, both),
        "weighed": weighed,
        "changes": changes_in_words(weighed.changed),
    }


@door("signed_in", rule=EVERYBODYS)
@require_safe
def table(request: SignedIn, pack: str) -> HttpResponse:
    """Show a pack as a decision table, each row with its paragraphs."""
    chosen = _pack(pack)
    shown = {"pack": chosen, "sections": sections(chosen, library().vocabulary)}
    return show(request, "protocols/table.html", shown)


@door("signed_in", rule=EVERYBODYS)
@require_safe
def chart(request: SignedIn, pack: str) -> HttpResponse:
    """Show a pack as a flowchart, and the same in words."""
    chosen = _pack(pack)
    laid = chart_of(chosen, library().vocabulary)
    drawn = {"drawing": svg_of(laid), "on_a_telephone": svg_of(laid, NARROW)}
    shown = {"pack": chosen, "chart": laid, **drawn}
    return show(request, "protocols/chart.html", shown)


def _pack(id: str) -> Pack:
    """Find a pack.

    Raises:  NotFound.
    """
    found = library().packs.get(id)
    if found is None:
        raise NotFound(
            what="Nothing was found at this address.",
            why="There is no such protocol here.",
            next="Look for it in the list of protocols.",
        )
    return found


def _digest(pack: Pack) -> str:
    return digest(canonical(dict(pack.canonical)))
