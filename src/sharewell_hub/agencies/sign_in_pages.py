"""Where somebody is signed in, how to end it, and the way back in when nothing else is left."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell_hub.agencies import actions
from sharewell_hub.agencies.forms import RecoverForm
from sharewell_hub.agencies.places import remember_device
from sharewell_hub.agencies.queries import sign_ins
from sharewell_hub.agencies.recovering import not_let_in
from sharewell_hub.agencies.staying import SIGN_IN
from sharewell_hub.agencies.strength import strength
from sharewell_hub.agencies.visitors import SignedIn
from sharewell_hub.look.doors import door
from sharewell_hub.look.pages import refused, show

OWN = "one's own account"


@door("account", rule=OWN)
@require_safe
def open_sign_ins(request: SignedIn) -> HttpResponse:
    """Show where one is signed in now, on which device and since when."""
    shown = {
        "found": sign_ins(request.user),
        "here": request.session.get(SIGN_IN),
        "strength": strength(request),
    }
    return show(request, "agencies/open_sign_ins.html", shown)


@door("account", rule=OWN)
@require_POST
def end_one(request: SignedIn, id: UUID) -> HttpResponse:
    """End one sign-in; when it is this one, sign out."""
    here = str(id) == request.session.get(SIGN_IN)
    actions.end_sign_in(request.user, id)
    if here:
        logout(request)
        return redirect("account_login")
    messages.success(request, "That sign-in is ended.")
    return redirect("agencies:open_sign_ins")


@door("account", rule=OWN)
@require_POST
def end_all(request: SignedIn) -> HttpResponse:
    """Sign out everywhere, here too."""
    actions.sign_out_everywhere(request.user, by=request.user)
    logout(request)
    messages.success(request, "You are signed out everywhere.")
    return redirect("account_login")


@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    """Exchange both halves of a code for a new password."""
    form = RecoverForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return show(request, "agencies/recover.html", {"form": form})
    person = actions.recover(**form.cleaned_data)
    if person is None:
        return refused(request, "agencies/recover.html", {"form": form}, not_let_in())
    messages.success(request, "Your new password is set. Sign in with it.")
    response = redirect("account_login")
    remember_device(request, response, person)
    return response
