"""Where allauth asks us: sign-up is closed, lock-out is ours, second-step secrets are sealed."""

import base64
import os
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sharewell_hub.agencies.accounts import is_open
from sharewell_hub.agencies.guarding import SLOTS, email_of, take_slot
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.agencies.places import address_of
from sharewell_hub.agencies.strength import note_agency
from sharewell_hub.keystore.actions import service_key

PLACE = b"sharewell second step"
NONCE_BYTES = 12


class AccountAdapter(DefaultAccountAdapter):
    """Signs people in; opens no accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse sign-up: an agency opens the accounts of its own people."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: str) -> Practitioner | None:
        """Look at a password, a few at a time.

        Raises:  NotAllowed when too many are looked at already.
        """
        take_slot(request, email_of(request, credentials))
        try:
            return cast(Practitioner | None, super().authenticate(request, **credentials))
        finally:
            SLOTS.release()

    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:
        """Leave lock-out to the lanes of guarding.py, so nobody can lock a colleague out."""

    def pre_login(
        self, request: HttpRequest, user: Practitioner, **kwargs: Any
    ) -> HttpResponse | None:
        """Stop whoever's account is closed, or whose agency has left, however they sign in."""
        if not is_open(user):
            return cast(HttpResponse, self.respond_user_inactive(request, user))
        return cast(HttpResponse | None, super().pre_login(request, user, **kwargs))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the desk, or to the accounts whoever keeps them and reads no records."""
        if not getattr(request.user, "reads_records", True):
            return reverse("agencies:accounts")
        return cast(str, super().get_login_redirect_url(request))

    def post_login(self, request: HttpRequest, user: Practitioner, **kwargs: Any) -> HttpResponse:
        """Note when the agency's own sign-in was done, and whether with a second step."""
        came = (kwargs.get("signal_kwargs") or {}).get("sociallogin")
        if came is not None:
            note_agency(request, **came.account.extra_data)
        return cast(HttpResponse, super().post_login(request, user, **kwargs))

    def get_client_ip(self, request: HttpRequest) -> str:
        """Give the address for limits: never one that the visitor only claims."""
        return address_of(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Send no letters: the outbox alone writes them."""


class SecondStepAdapter(DefaultMFAAdapter):
    """Keeps the secrets of authenticator apps and recovery codes sealed in the database."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + _cipher().encrypt(nonce, text.encode(), PLACE)
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret."""
        sealed = base64.b64decode(encrypted_text)
        return _cipher().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], PLACE).decode()

    def generate_authenticator_name(self, user: Practitioner, type: str) -> str:
        """Suggest a name for a new key."""
        return "My key"

    def get_totp_label(self, user: Practitioner) -> str:
        """Name the account in the authenticator app."""
        return user.email


def _cipher() -> AESGCM:
    """Make the cipher of second-step secrets from the service's own key for them."""
    return AESGCM(service_key("second_step"))
