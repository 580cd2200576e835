"""Where allauth asks us: sign-up is closed, lock-out is ours, second-step secrets are sealed."""

import base64
import os

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.http import HttpRequest

from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.vault.root_key import root_key

PLACE = b"sharewell second step"
NONCE_BYTES = 12


class AccountAdapter(DefaultAccountAdapter):
    """Signs people in; opens no accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse sign-up: an agency opens the accounts of its own people."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:
        """Leave lock-out to the pair of account and address, so nobody can lock a colleague out."""

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


def account_of(request: HttpRequest | None, credentials: dict[str, str] | None = None) -> str:
    """Tell which account somebody tries, for the lock on it."""
    said = (credentials or {}).get("email") or (request.POST.get("login") if request else "") or ""
    return said.strip().lower()


def _cipher() -> AESGCM:
    """Make the cipher of second-step secrets from the root key."""
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=PLACE).derive(root_key()))
