"""Which agencies sign their people in themselves, read from a file of whoever runs the service."""

import os
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from sharewell.terms.errors import StartRefused

NEEDED = {"issuer", "client_id"}
KNOWN = NEEDED | {"name", "client_secret_file", "client_secret_env", "second_step"}
THIS_MACHINE = {"localhost", "127.0.0.1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """How one agency signs its people in by OpenID Connect.

    `second_step` are the words of `amr`, or a word of `acr`, by which it says that a second step
    was taken there.
    """

    slug: str
    name: str
    issuer: str
    client_id: str
    secret: str
    second_step: frozenset[str]


def providers() -> dict[str, Provider]:
    """Give the providers by the agency's short name; none where no file is named.

    Raises:  StartRefused for a file that cannot be used.
    """
    return _read(settings.SIGN_IN_PROVIDERS) if settings.SIGN_IN_PROVIDERS else {}


def in_order() -> list[Provider]:
    """List the providers by the name that people look for."""
    return sorted(providers().values(), key=lambda one: one.name)


@cache
def _read(path: Path) -> dict[str, Provider]:
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _refusal(f"The file cannot be read: {type(error).__name__}.") from error
    return {slug: _provider(slug, one) for slug, one in told.items()}


def _provider(slug: str, told: Any) -> Provider:
    if not isinstance(told, dict) or not NEEDED <= set(told) <= KNOWN:
        raise _refusal(f"{slug} must have {', '.join(NEEDED)}, and may have no more than the rest.")
    issuer = urlsplit(str(told["issuer"]))
    if issuer.scheme != "https" and issuer.hostname not in THIS_MACHINE:
        raise _refusal(f"The issuer of {slug} is not reached by https.")
    return Provider(
        slug=slug,
        name=told.get("name", slug),
        issuer=told["issuer"],
        client_id=told["client_id"],
        secret=_secret(slug, told),
        second_step=frozenset(told.get("second_step", ())),
    )


def _secret(slug: str, told: dict[str, Any]) -> str:
    """Read the secret from where it is kept: never from the file that says so."""
    if "client_secret_env" in told:
        return os.environ.get(told["client_secret_env"], "")
    path = Path(told.get("client_secret_file", "/nowhere"))
    if not path.is_file() or path.stat().st_mode & 0o077:
        raise _refusal(f"The secret of {slug} is not in a file that its owner alone may read.")
    return path.read_text(encoding="utf-8").strip()


def _refusal(why: str) -> StartRefused:
    return StartRefused(
        what="Nobody can sign in with their agency: SHAREWELL_SIGN_IN_PROVIDERS cannot be used.",
        why=why,
        next="Write it as docs/guides/sign-in.md shows, and start again.",
    )
