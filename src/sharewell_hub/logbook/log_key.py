"""The key that signs the log, in a file of its own, with the name that the log has for ever."""

import os
from functools import cache
from pathlib import Path

from django.conf import settings

from sharewell.ledger.note import LOG, Signer
from sharewell.terms.errors import StartRefused

SECRET = 32


def make_missing_key(name: str) -> None:
    """Make the key of a log that has none yet.

    Shapes:  name is such as sharewell.marshland.example/log; without one, a name is made that no
             other log has.
    Raises:  LogFileRefused for a name with a space or a plus.
    """
    name = name or f"sharewell.invalid/{os.urandom(5).hex()}"
    Signer.named(name, LOG, bytes(SECRET))
    try:
        handle = os.open(_file(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as file:
        file.write(f"{name}\n{os.urandom(SECRET).hex()}\n")


def is_there() -> bool:
    """Say whether the log has its key."""
    return _file().exists()


def log_name() -> str:
    """Give the name under which every year's log stands.

    Raises:  StartRefused where there is no key.
    """
    return _held(str(_file()))[0]


def signer(origin: str) -> Signer:
    """Give whoever signs for the log of one year."""
    return Signer.named(origin, LOG, _held(str(_file()))[1])


def _file() -> Path:
    return Path(settings.SHAREWELL_LOG_KEY)


@cache
def _held(path: str) -> tuple[str, bytes]:
    try:
        name, secret = Path(path).read_text().split()
    except (OSError, ValueError) as fault:
        raise StartRefused(
            what="Nothing was signed: the key of the log cannot be used.",
            why=f"{path} is missing or damaged.",
            next="Put it back from where it is kept apart from the database.",
        ) from fault
    return name, bytes.fromhex(secret)
