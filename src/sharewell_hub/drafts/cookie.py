"""The cookie that holds a draft's id and the only copy of its key."""

import base64
import binascii
import json
import os
import zlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.http import HttpRequest, HttpResponse

NAME = "draft"
KEPT_FOR_SECONDS = 30 * 60
KEY_BYTES = 32
NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Ticket:
    """Which draft, and the key that opens it."""

    id: UUID
    key: bytes

    def seal(self, data: dict[str, Any]) -> bytes:
        """Seal a draft's words to this ticket."""
        nonce = os.urandom(NONCE_BYTES)
        said = zlib.compress(json.dumps(data, ensure_ascii=False).encode())
        return nonce + AESGCM(self.key).encrypt(nonce, said, self.id.bytes)

    def open(self, sealed: bytes) -> dict[str, Any] | None:
        """Open a draft's words, or give none where they are another's."""
        try:
            said = AESGCM(self.key).decrypt(
                sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], self.id.bytes
            )
        except InvalidTag:
            return None
        data: dict[str, Any] = json.loads(zlib.decompress(said))
        return data


def new_ticket() -> Ticket:
    """Make a ticket for a draft that nobody has yet."""
    return Ticket(uuid4(), os.urandom(KEY_BYTES))


def ticket_of(request: HttpRequest) -> Ticket | None:
    """Read the visitor's ticket; one that was tampered with is none."""
    try:
        held = base64.urlsafe_b64decode(request.COOKIES.get(NAME, ""))
    except (binascii.Error, ValueError):
        return None
    if len(held) != len(UUID(int=0).bytes) + KEY_BYTES:
        return None
    return Ticket(UUID(bytes=held[:16]), held[16:])


def give(response: HttpResponse, ticket: Ticket) -> None:
    """Hand the visitor their ticket, for half an hour and out of reach of any script."""
    response.set_cookie(
        NAME,
        base64.urlsafe_b64encode(ticket.id.bytes + ticket.key).decode(),
        max_age=KEPT_FOR_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def take(response: HttpResponse) -> None:
    """Take the ticket back."""
    response.delete_cookie(NAME, samesite="Lax")
