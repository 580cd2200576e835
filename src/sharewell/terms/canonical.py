"""Canonical JSON (RFC 8785) and the digests taken of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: object) -> bytes:
    """Write a value as RFC 8785 does; it holds texts, whole numbers, booleans, lists and tables.

    Names of keys are ASCII throughout, so sorting by code point is sorting by UTF-16.
    """
    return _encode(value).encode()


def digest(content: bytes) -> str:
    """Take the SHA-256 of bytes, in hex digits."""
    return sha256(content).hexdigest()


def plain(value: Any) -> Any:
    """Turn what TOML gives into what JSON can hold: days become their ISO form."""
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
