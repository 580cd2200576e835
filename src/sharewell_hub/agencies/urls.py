"""Addresses of the directory and of sign-in; of allauth's pages only those that we use."""

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, include, path

from sharewell_hub.agencies import (
    accounts_pages,
    agency_pages,
    pages,
    sign_in_pages,
    training_pages,
)
from sharewell_hub.look.doors import door


def own(address: str, view: Callable[..., Any], name: str, kind: str = "account") -> URLPattern:
    """Give one of allauth's views an address and a door: whose account it is, it knows itself."""

    def behind_a_door(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = view(request, **kwargs)
        return answer

    return path(address, door(kind, rule="one's own account")(behind_a_door), name=name)


directory = [
    path("directory", pages.directory, name="directory"),
    path("directory/<uuid:id>", pages.destination, name="destination"),
    path("directory/<uuid:id>/sensitive", pages.sensitive, name="sensitive"),
    path("training", training_pages.everybody, name="training"),
    path("training/mine", training_pages.mine, name="my_training"),
    path("training/<uuid:id>", training_pages.one, name="trained"),
    path("sign-in/done", pages.signed_in_again, name="signed_in_again"),
    path("sign-in/open", sign_in_pages.open_sign_ins, name="open_sign_ins"),
    path("sign-in/open/end", sign_in_pages.end_all, name="end_all"),
    path("sign-in/open/<uuid:id>/end", sign_in_pages.end_one, name="end_one"),
    path("sign-in/recover", sign_in_pages.recover, name="recover"),
    path("accounts", accounts_pages.accounts, name="accounts"),
    path("accounts/<uuid:id>", accounts_pages.account, name="account"),
    path("accounts/<uuid:id>/sign-out", accounts_pages.sign_out, name="account_sign_out"),
    path("accounts/<uuid:id>/close", accounts_pages.close, name="account_close"),
    path("accounts/<uuid:id>/open", accounts_pages.reopen, name="account_open"),
    path("accounts/<uuid:id>/recover", accounts_pages.recover, name="account_recover"),
]

urlpatterns = [
    path("", include((directory, "agencies"))),
    own("sign-in", account.login, "account_login", "public"),
    path("sign-out", pages.sign_out, name="account_logout"),
    own("sign-in/inactive", account.account_inactive, "account_inactive", "public"),
    path("sign-in/with/<slug:slug>", agency_pages.agency_sign_in, name="agency_sign_in"),
    path(
        "sign-in/with/<slug:slug>/done",
        agency_pages.agency_sign_in_done,
        name="agency_sign_in_done",
    ),
    own("sign-in/code", second_step.authenticate, "mfa_authenticate", "public"),
    own("sign-in/passkey", passkeys.login_webauthn, "mfa_login_webauthn", "public"),
    own("sign-in/again", account.reauthenticate, "account_reauthenticate"),
    own("sign-in/again/code", second_step.reauthenticate, "mfa_reauthenticate"),
    own("sign-in/again/key", passkeys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    own("sign-in/safety", second_step.index, "mfa_index"),
    own("sign-in/safety/password", account.password_change, "account_change_password"),
    own("sign-in/safety/app", app.activate_totp, "mfa_activate_totp"),
    own("sign-in/safety/app/remove", app.deactivate_totp, "mfa_deactivate_totp"),
    own("sign-in/safety/codes", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    own("sign-in/safety/codes/new", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    own("sign-in/safety/keys", passkeys.list_webauthn, "mfa_list_webauthn"),
    own("sign-in/safety/keys/new", passkeys.add_webauthn, "mfa_add_webauthn"),
    own("sign-in/safety/keys/<int:pk>", passkeys.edit_webauthn, "mfa_edit_webauthn"),
    own("sign-in/safety/keys/<int:pk>/remove", passkeys.remove_webauthn, "mfa_remove_webauthn"),
]
