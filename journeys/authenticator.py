"""What somebody carries to sign in with: an app that shows codes, and a key."""

import base64
import hashlib
import hmac
import struct
import time

from journeys.browsing import Visitor

STEP = 30


def code_of(secret: str) -> str:
    """Work out what an authenticator app shows now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    moment = struct.pack(">Q", int(time.time()) // STEP)
    digest = hmac.new(key, moment, hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(int.from_bytes(digest[place : place + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def has_a_key(visitor: Visitor) -> None:
    """Give the visitor's device a key that knows their fingerprint."""
    visitor.remote.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    visitor.remote.send("WebAuthn.addVirtualAuthenticator", {"options": options})
