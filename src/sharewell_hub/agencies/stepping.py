"""Asks once more who is there before an act that needs it, on the act's own page, text kept."""

import json
from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as keys
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from sharewell.terms.errors import NotAllowed
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.agencies.providers import providers
from sharewell_hub.agencies.strength import has_second_step, note_step, strength
from sharewell_hub.look.doors import ACTS, StepUp
from sharewell_hub.look.keeping import kept, sign_in_again
from sharewell_hub.look.showing import show

PROOFS = CODE, TYPED, CREDENTIAL = "second_step_code", "second_step_password", "credential"
BACK = "second_step_back"
FIELDS = (*PROOFS, BACK, "second_step_account")
MISSES, MOST_MISSES = "second_step_misses", 5
WRONG = NotAllowed(
    what="Nothing was done yet: this did not show that it is you.",
    why="The code, password or key was not the right one, or the code was used a moment ago.",
    next="Try again. What you typed is kept.",
)


class SteppingUp:
    """Stands before every view that needs a step up; after it, the view sees its own form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Let through whoever showed minutes ago who they are; ask everybody else."""
        asked: StepUp | None = getattr(view, "step_up", None)
        if asked is None or not request.user.is_authenticated:
            return None
        step = take_off(request)
        if any(name in step for name in PROOFS) and not is_right(request, step):
            return missed(request, asked.act, going_back=BACK in step)
        if asked.is_meant(request) and not strength(request).fresh:
            return step_page(request, asked.act, going_back=BACK in step)
        return HttpResponseRedirect(request.get_full_path()) if BACK in step else None


def take_off(request: Any) -> QueryDict:
    """Take the step's own fields out of what was posted, and give them."""
    step = QueryDict(mutable=True)
    if any(name in request.POST for name in FIELDS):
        posted = request.POST.copy()
        for name in FIELDS:
            if name in posted:
                step[name] = str(posted.pop(name)[0])
        request.POST = posted
    return step


def is_right(request: HttpRequest, step: QueryDict) -> bool:
    """Tell whether a step shows that it is them, and remember it where it does."""
    person: Any = request.user
    if has_second_step(person):
        found = by_key(person, step) if step.get(CREDENTIAL) else by_code(person, step)
        if found is None:
            return False
        post_authentication(request, found, reauthenticated=True)
    elif person.check_password(step.get(TYPED, "")):
        record_authentication(request, person, "password", reauthenticated=True)
    else:
        return False
    note_step(request)
    request.session.pop(MISSES, None)
    return True


def by_code(person: Practitioner, step: QueryDict) -> Authenticator | None:
    """Find the app or the recovery codes that a code belongs to."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
    code = step.get(CODE, "").strip()
    tried = Authenticator.objects.filter(user_id=person.pk, type__in=kinds).order_by("-type")
    return next((one for one in tried if code and one.wrap().validate_code(code)), None)


def by_key(person: Practitioner, step: QueryDict) -> Authenticator | None:
    """Find the key that has signed what we asked it to sign."""
    try:
        return keys.complete_authentication(person, json.loads(str(step[CREDENTIAL])))
    except (ValidationError, ValueError, KeyError, AttributeError, TypeError):
        return None


def missed(request: HttpRequest, act: str, *, going_back: bool) -> HttpResponse:
    """Count a wrong step; after a few the sign-in ends, because it may not be them."""
    request.session[MISSES] = request.session.get(MISSES, 0) + 1
    if request.session[MISSES] < MOST_MISSES:
        return step_page(request, act, refusal=WRONG, going_back=going_back)
    logout(request)
    return sign_in_again(request)


def step_page(
    request: HttpRequest, act: str, *, refusal: NotAllowed | None = None, going_back: bool = False
) -> HttpResponse:
    """Ask for the step on the page where it is needed, and keep what was typed on it."""
    person: Any = request.user
    enabled = set(Authenticator.objects.filter(user_id=person.pk).values_list("type", flat=True))
    shown: dict[str, Any] = {
        "act": ACTS[act],
        "strength": strength(request),
        "required": settings.SECOND_STEP_REQUIRED,
        "has_code": bool(enabled & {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES}),
        "has_password": person.has_usable_password() and not has_second_step(person),
        "with_agency": person.agency.slug if person.agency.slug in providers() else "",
        "options": {},
        "kept": kept(request),
        "going_back": going_back or request.method != "POST",
        "refusal": refusal,
    }
    if Authenticator.Type.WEBAUTHN in enabled:
        shown["options"] = keys.begin_authentication(person)
    return show(request, "agencies/step_up.html", shown, status=422 if refusal else 403)
