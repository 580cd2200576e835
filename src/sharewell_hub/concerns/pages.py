"""The first pages: what is wanted, danger, the worry itself; none of them asks who you are."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods, require_safe

from sharewell_hub.agencies.visitors import SignedIn
from sharewell_hub.concerns import writing
from sharewell_hub.concerns.actions import record_concern
from sharewell_hub.concerns.forms import DangerForm, StartForm, WorryForm
from sharewell_hub.concerns.queries import duty_numbers, is_recorded
from sharewell_hub.concerns.writing import Draft
from sharewell_hub.drafts.actions import forget, save
from sharewell_hub.drafts.queries import read
from sharewell_hub.look.doors import door
from sharewell_hub.look.pages import show
from sharewell_hub.people.forms import WhoForm

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])
GONE = (
    "What was written here is kept for half an hour and is gone. Nothing was recorded. Begin again."
)


@door("public")
@GET_AND_POST
def start(request: HttpRequest) -> HttpResponse:
    """Ask what the visitor wants to do."""
    kept = read(request)
    draft: Draft = kept.data if kept else writing.new_draft()
    if request.POST.get("do") == "afresh":
        return _afresh(request)
    form = StartForm(
        request.POST if request.method == "POST" else None, initial={"wants": draft.get("wants")}
    )
    if not form.is_valid():
        is_begun = bool(kept) and "wants" in draft
        return show(request, "concerns/start.html", {"form": form, "begun": is_begun})
    if "concern" in draft:
        draft = writing.new_draft()
    writing.begin(draft, form.cleaned_data["wants"])
    return on(request, draft, "concerns:danger")


@door("public")
@GET_AND_POST
def danger(request: HttpRequest) -> HttpResponse:
    """Ask whether the child is in danger now; if so, say at once whom to ring."""
    draft = begun(request)
    if draft is None:
        return redirect("concerns:start")
    said = writing.said_at(draft, writing.DANGER)
    form = DangerForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return show(request, "concerns/danger.html", {"form": form})
    now = form.cleaned_data["danger"] == "yes"
    if now or said:
        writing.say(draft, writing.DANGER, {"risk_to_child": "immediate"} if now else {})
    return on(request, draft, "concerns:danger_now" if now else "concerns:worry")


@door("public")
@require_safe
def danger_now(request: HttpRequest) -> HttpResponse:
    """Show 999 and the duty numbers; writing can wait."""
    return show(request, "concerns/danger_now.html", {"numbers": duty_numbers(request.user)})


@door("holder", rule="the holder's own draft")
@GET_AND_POST
def worry(request: HttpRequest) -> HttpResponse:
    """Take down what was seen, what was thought and what the child said, each apart."""
    draft = begun(request)
    if request.method != "POST":
        return _worry_page(request, draft)
    draft = draft or writing.new_draft()
    form = WorryForm(request.POST, items=draft["items"])
    if not form.is_valid():
        return show(request, "concerns/worry.html", {"form": form})
    draft |= _told(form, draft)
    if "wants" not in draft:
        messages.info(
            request, "More than half an hour had passed. Your text is kept: answer this again."
        )
        return on(request, draft, "concerns:start")
    unmarked = any(not item["standing"] for item in draft["items"])
    return on(request, draft, "concerns:worry" if unmarked else WAYS_ON[_wish(request)])


WAYS_ON = {
    "go": "decisions:question",
    "later": "concerns:save",
    "add": "concerns:worry",
    "paste": "concerns:worry",
}
"""Where each button of the worry leads."""


@door("signed_in", rule="recorded for one's own agency")
@GET_AND_POST
def save_for_later(request: SignedIn) -> HttpResponse:
    """Record a worry without a decision; it stands on the desk until somebody decides."""
    draft = begun(request)
    if draft is None or "concern" in draft:
        return _nothing_to_save(request)
    data = request.POST if request.method == "POST" else None
    form = WhoForm(data, viewer=request.user, initial=draft.get("child"))
    if not form.is_valid():
        shown = {"form": form, "count": len(draft["items"]), "submission": draft["submission"]}
        return show(request, "concerns/save.html", shown)
    record_concern(request.user, draft, who=form.who())
    messages.success(
        request, "Your worry is recorded. It waits on your agency’s desk for a decision."
    )
    response = redirect(desk())
    forget(response, request)
    return response


def desk() -> str:
    """Give the address of the desk, or of the first page where there is no desk."""
    try:
        return reverse("disclosures:desk")
    except NoReverseMatch:
        return reverse("concerns:start")


def _nothing_to_save(request: SignedIn) -> HttpResponse:
    """Lead on where the same form was sent twice; otherwise say that nothing is kept here."""
    if is_recorded(request.user, request.POST.get("submission", "")):
        return redirect(desk())
    messages.info(request, GONE)
    return redirect("concerns:start")


def _afresh(request: HttpRequest) -> HttpResponse:
    response = redirect("concerns:start")
    forget(response, request)
    return response


def begun(request: HttpRequest) -> Draft | None:
    """Give the visitor's draft, where the first question was answered."""
    kept = read(request)
    return kept.data if kept and "wants" in kept.data else None


def on(request: HttpRequest, draft: Draft, to: str) -> HttpResponse:
    """Keep the draft and lead on."""
    response = redirect(to)
    save(response, request, draft)
    return response


def _wish(request: HttpRequest) -> str:
    """Tell which button was pressed; Enter in a box means: go on."""
    wish = request.POST.get("do", "go")
    return wish if wish in WAYS_ON else "go"


def _told(form: WorryForm, draft: Draft) -> Draft:
    """Give what the form adds to the draft."""
    said = form.cleaned_data
    told: Draft = {
        "items": form.items(),
        "adult": said["adult"],
        "child_view": {"wants": said["child_wants"], "explained": said["explained"]},
    }
    return told | ({"child": {"name": said["pasted"].child}} if said["pasted"].child else {})


def _worry_page(request: HttpRequest, draft: Draft | None) -> HttpResponse:
    """Show the worry as far as it was told."""
    if draft is None:
        return redirect("concerns:start")
    if "concern" in draft:
        return redirect("decisions:question")
    view = draft.get("child_view", {})
    around = {"child_wants": view.get("wants"), "explained": view.get("explained")}
    form = WorryForm(None, items=draft["items"], initial={"adult": draft.get("adult"), **around})
    return show(request, "concerns/worry.html", {"form": form})
