"""The account administrator's pages: who may come in, and never what they wrote."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from sharewell_hub.agencies import actions, queries
from sharewell_hub.agencies.forms import OpenRecoveryForm
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.agencies.roles import labels_of
from sharewell_hub.agencies.strength import has_second_step
from sharewell_hub.agencies.visitors import SignedIn
from sharewell_hub.look.doors import door, needs_step_up
from sharewell_hub.look.pages import show

OWN = "own agency's accounts; account administrator"


@door("account", rule=OWN)
@require_safe
def accounts(request: SignedIn) -> HttpResponse:
    """List the accounts of one's own agency."""
    found = [(one, labels_of(one.roles)) for one in queries.accounts(request.user)]
    return show(request, "agencies/accounts.html", {"found": found})


@door("account", rule=OWN)
@require_safe
def account(request: SignedIn, id: UUID) -> HttpResponse:
    """Show one account, and what can be done with it."""
    return _page(request, queries.account_for(request.user, id))


@door("account", rule=OWN)
@needs_step_up("accounts")
@require_POST
def sign_out(request: SignedIn, id: UUID) -> HttpResponse:
    """Sign somebody out everywhere, as when their laptop was stolen."""
    return _done(request, id, actions.sign_out_everywhere, "They are signed out everywhere.")


@door("account", rule=OWN)
@needs_step_up("accounts")
@require_POST
def close(request: SignedIn, id: UUID) -> HttpResponse:
    """Close the account of somebody who left."""
    return _done(request, id, actions.close_account, "The account is closed.")


@door("account", rule=OWN)
@needs_step_up("accounts")
@require_POST
def reopen(request: SignedIn, id: UUID) -> HttpResponse:
    """Open an account again."""
    return _done(request, id, actions.open_account, "The account is open.")


@door("account", rule=OWN)
@needs_step_up("accounts")
@require_POST
def recover(request: SignedIn, id: UUID) -> HttpResponse:
    """Help somebody back in: show one half of a code, and send the other to them."""
    form = OpenRecoveryForm(request.POST)
    drops = form.is_valid() and form.cleaned_data["drops_second_step"]
    told = actions.open_recovery(request.user, id, drops_second_step=drops)
    return _page(request, queries.account_for(request.user, id), told=told)


def _done(
    request: SignedIn, id: UUID, act: Callable[[Practitioner, Practitioner], None], said: str
) -> HttpResponse:
    person = queries.account_for(request.user, id)
    queries.refuse_oneself(request.user, person)
    act(person, request.user)
    messages.success(request, said)
    return redirect("agencies:account", id)


def _page(request: SignedIn, person: Practitioner, told: str = "") -> HttpResponse:
    shown = {
        "person": person,
        "roles": labels_of(person.roles),
        "second_step": has_second_step(person),
        "own": person.pk == request.user.pk,
        "form": OpenRecoveryForm(),
        "told": told,
    }
    return show(request, "agencies/account.html", shown)
