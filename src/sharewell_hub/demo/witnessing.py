"""The witnesses that two agencies of the borough run: each with a key and a memory of its own."""

import os
import socket
import threading
import time
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings

from sharewell.cli.remembering import Remembered
from sharewell.cli.serving import server
from sharewell.ledger.note import WITNESS, Key, Signer
from sharewell.ledger.shards import origin_of
from sharewell.ledger.witnessing import Witness
from sharewell_hub.demo.borough import domain
from sharewell_hub.logbook.log_key import log_name, signer

AGENCIES = ("community-health", "police")
HERE = "127.0.0.1"
A_YEAR = 366 * 24 * 60 * 60


def make_ready() -> None:
    """Make the keys that are missing, and write down who the witnesses are and where they answer.

    Written anew at each start: whatever port was free the last time may be somebody else's now.
    """
    told = [
        f'[[witness]]\nagency = "{slug}"\nkey = "{_signer(slug).key}"\n'
        f'address = "http://{HERE}:{_free_port()}"\n'
        for slug in AGENCIES
    ]
    _folder().joinpath("witnesses.toml").write_text("\n".join(told))


def run() -> None:
    """Answer for every agency that has a witness, until stopped."""
    with answering():
        threading.Event().wait()


@contextmanager
def answering() -> Iterator[None]:
    """Have every witness answer for as long as this lasts."""
    known = tomllib.loads((_folder() / "witnesses.toml").read_text())["witness"]
    with ExitStack() as stack:
        for each in known:
            port = int(each["address"].rpartition(":")[2])
            witness = Witness(_signer(each["agency"]), _logs())
            memory = stack.enter_context(Remembered.at(_folder() / f"{each['agency']}.state"))
            listening = stack.enter_context(server((HERE, port), witness, memory, _now))
            threading.Thread(target=listening.serve_forever, daemon=True).start()
            stack.callback(listening.shutdown)
        yield


def _logs() -> tuple[Key, ...]:
    """Give the keys of this year's log and of the next, so that the year may turn meanwhile."""
    years = dict.fromkeys(origin_of(log_name(), (_now() + t) * 1000) for t in (0, A_YEAR))
    return tuple(signer(origin).key for origin in years)


def _signer(slug: str) -> Signer:
    """Give an agency's witness its key, made when it is first needed."""
    file = _folder() / f"{slug}.key"
    if not file.exists():
        made = Signer.named(f"witness.{domain(slug)}/1", WITNESS, os.urandom(32))
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as held:
            held.write(made.secret())
    return Signer.parse(file.read_text())


def _folder() -> Path:
    folder = Path(settings.SHAREWELL_DEMO_WITNESSES)
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind((HERE, 0))
        return int(trial.getsockname()[1])


def _now() -> int:
    return int(time.time())
