"""Signed notes: a text, and the lines of those who signed it; and the keys they sign with.

Source:  C2SP signed-note and tlog-cosignature.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sharewell.terms.errors import LogFileRefused, NotProved

LOG, WITNESS = 0x01, 0x04
"""The two kinds of signature: that of a log, and a witness's, which says when."""

YEAR_10000 = 253_402_300_800
LARGEST, MOST_SIGNATURES = 128 * 1024, 64
LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
PRIVATE = "PRIVATE+KEY+"


@dataclass(frozen=True, slots=True)
class Key:
    """What tells a signer: a name, a kind of signature and a public key.

    Raises:  LogFileRefused for a name with a space or a plus, another kind, or another length.
    """

    name: str
    kind: int
    public: bytes

    def __post_init__(self) -> None:
        if not _is_name(self.name) or self.kind not in (LOG, WITNESS) or len(self.public) != 32:
            raise _key_refused()

    @classmethod
    def parse(cls, vkey: str) -> Key:
        """Read a verifier key: name, id and base64, with a plus between them.

        Raises:  LogFileRefused if it is written otherwise, or its id is not that of the key.
        """
        name, id, held = _parts(vkey)
        key = cls(name, held[0], held[1:])
        if key.id != id:
            raise _key_refused()
        return key

    @property
    def id(self) -> bytes:
        """The four bytes that stand before each signature of this key."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{encoded(bytes([self.kind]) + self.public)}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One line below a note: who signed, and the bytes; not yet verified."""

    name: str
    id: bytes
    signed: bytes

    def __str__(self) -> str:
        return f"— {self.name} {encoded(self.id + self.signed)}\n"

    def time(self) -> int | None:
        """Say when a witness signed, in seconds since 1970, UTC; None if it is no witness's."""
        return int.from_bytes(self.signed[:8]) if len(self.signed) == 72 else None


@dataclass(frozen=True, slots=True)
class Note:
    """A text and its signatures, as they were read; nothing says yet that they are right.

    Shapes:  the text ends with a new line.
    """

    text: str
    signatures: tuple[Signature, ...] = ()

    @classmethod
    def parse(cls, written: bytes) -> Note:
        """Read a signed note, taking nothing that is not written as it must be.

        Raises:  LogFileRefused for too many bytes or signatures, control characters, a line that is
                 no signature, and one key twice.
        """
        try:
            said = written.decode() if len(written) <= LARGEST else ""
        except UnicodeDecodeError:
            said = ""
        text, blank, below = said.rpartition("\n\n")
        if not blank or not below.endswith("\n") or _has_control_characters(said):
            raise _note_refused("It is not a text, an empty line and lines of signatures.")
        return cls(text + "\n", read_signatures(below))

    def __bytes__(self) -> bytes:
        return "".join([self.text, "\n", *map(str, self.signatures)]).encode()

    def signed_too(self, signatures: Iterable[Signature]) -> Note:
        """Add signatures; one of a key that has signed already takes the older one's place."""
        held = {(each.name, each.id): each for each in (*self.signatures, *signatures)}
        return replace(self, signatures=tuple(held.values()))

    def by(self, key: Key) -> Signature | None:
        """Find the signature of a key, and verify it.

        Returns: None where this key did not sign.
        Raises:  NotProved where it is said to have signed and has not.
        """
        for each in self.signatures:
            if (each.name, each.id) == (key.name, key.id):
                if not _verifies(key, self.text, each):
                    raise NotProved(
                        what="The signed note proves nothing.",
                        why="A signature on it was not made over this text by the key it names.",
                        next="Keep it as it is, and ask where it comes from.",
                    )
                return each
        return None


@dataclass(frozen=True, slots=True)
class Signer:
    """Whoever holds a private key: the log, or a witness."""

    key: Key
    private: Ed25519PrivateKey

    @classmethod
    def named(cls, name: str, kind: int, seed: bytes) -> Signer:
        """Make a signer from a name, a kind of signature and 32 secret bytes."""
        private = Ed25519PrivateKey.from_private_bytes(seed)
        return cls(Key(name, kind, private.public_key().public_bytes_raw()), private)

    @classmethod
    def parse(cls, written: str) -> Signer:
        """Read a private key as `secret` writes it.

        Raises:  LogFileRefused if it is written otherwise, or its id is not that of the key.
        """
        name, id, held = _parts(written.removeprefix(PRIVATE))
        signer = cls.named(name, held[0], held[1:])
        if signer.key.id != id or not written.startswith(PRIVATE):
            raise _key_refused()
        return signer

    def secret(self) -> str:
        """Write the private key, as the owner's file holds it."""
        held = encoded(bytes([self.key.kind]) + self.private.private_bytes_raw())
        return f"{PRIVATE}{self.key.name}+{self.key.id.hex()}+{held}"

    def sign(self, text: str, at: int = 0) -> Signature:
        """Sign a text; a witness says when.

        Units:   at is in seconds since 1970, UTC; only a witness's signature holds it.
        """
        signed = self.private.sign(_message(self.key.kind, text, at))
        before = at.to_bytes(8) if self.key.kind == WITNESS else b""
        return Signature(self.key.name, self.key.id, before + signed)


def read_signatures(lines: str) -> tuple[Signature, ...]:
    """Read signature lines, as they stand below a note, and as a witness answers them.

    Raises:  LogFileRefused for too many, a line that is no signature, and one key twice.
    """
    *each, end = lines.split("\n")
    found = [LINE.fullmatch(line) for line in each]
    signatures = [_signature(match) for match in found if match]
    apart = {(one.name, one.id) for one in signatures}
    if end or not all(found) or not 0 < len(apart) == len(each) <= MOST_SIGNATURES:
        raise _note_refused("A line below it is no signature, or stands there twice.")
    return tuple(signatures)


def encoded(held: bytes) -> str:
    """Write bytes in base64."""
    return base64.b64encode(held).decode()


def decoded(written: str) -> bytes:
    """Read base64 that is written in the one way it may be written.

    Raises:  LogFileRefused for anything else.
    """
    try:
        held = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        held = b""
    if encoded(held) != written:
        raise LogFileRefused(
            what="Nothing was read: a line is not base64.",
            why="Hashes and signatures are written in base64 (RFC 4648, section 4).",
            next="Ask for the file again, and keep it byte for byte.",
        )
    return held


def _signature(match: re.Match[str]) -> Signature:
    held = decoded(match[2])
    if len(held) < 5:
        raise _note_refused("A signature on it is too short.")
    return Signature(match[1], held[:4], held[4:])


def _message(kind: int, text: str, at: int) -> bytes:
    """Write what is signed: the text itself, and for a witness when, before it."""
    before = f"cosignature/v1\ntime {at}\n" if kind == WITNESS else ""
    return (before + text).encode()


def _verifies(key: Key, text: str, signature: Signature) -> bool:
    at = signature.time() if key.kind == WITNESS else 0
    if at is None or at >= YEAR_10000:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(
            signature.signed[-64:], _message(key.kind, text, at)
        )
    except InvalidSignature:
        return False
    return key.kind == WITNESS or len(signature.signed) == 64


def _parts(written: str) -> tuple[str, bytes, bytes]:
    match = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})", written)
    held = decoded(match[3]) if match else b""
    if not match or len(held) != 33:
        raise _key_refused()
    return match[1], bytes.fromhex(match[2]), held


def _is_name(name: str) -> bool:
    spaced = any(sign.isspace() or sign == "+" for sign in name)
    return bool(name) and not spaced and not _has_control_characters(name)


def _has_control_characters(said: str) -> bool:
    return any(sign < " " and sign != "\n" for sign in said)


def _note_refused(why: str) -> LogFileRefused:
    return LogFileRefused(
        what="The signed note was not taken.",
        why=f"{why} (C2SP signed-note)",
        next="Ask for it again, and keep it byte for byte.",
    )


def _key_refused() -> LogFileRefused:
    return LogFileRefused(
        what="The key was not taken.",
        why="It is written name+id+base64, with an id that belongs to it (C2SP signed-note).",
        next="Copy it again from whoever the key belongs to.",
    )
