"""The demo's post office: a mail server on this machine that keeps every letter in a folder."""

import os
import re
import signal
import threading
from dataclasses import dataclass
from datetime import datetime
from email.parser import BytesParser
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from django.conf import settings

LINK = re.compile(r"^https?://\S+$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A letter as the service to which it went would see it."""

    to: str
    subject: str
    at: datetime
    body: str
    leads_to: str


def folder() -> Path:
    """Say where the letters are kept."""
    return Path(settings.SHAREWELL_DEMO_LETTERS)


class Keeper:
    """Takes letters over and puts each into a file named by its id, so that a second is dropped."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep one letter."""
        message = BytesParser(policy=default).parsebytes(envelope.content)
        name = re.sub(r"[^0-9a-f-]", "", message["Message-ID"].split("@")[0])
        half_done = folder() / f"{name}.half"
        half_done.write_bytes(envelope.content)
        half_done.rename(folder() / f"{name}.eml")
        return "250 Kept"


def run() -> None:
    """Take letters over until asked to stop, or until whoever started it is gone."""
    folder().mkdir(exist_ok=True)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    controller = Controller(Keeper(), hostname="127.0.0.1", port=settings.EMAIL_PORT)
    controller.start()
    parent = os.getppid()
    while os.getppid() == parent and not stop.wait(1):
        pass
    controller.stop()


def arrived() -> list[Arrived]:
    """Read every letter, latest first."""
    letters = [_read(path) for path in folder().glob("*.eml")]
    return sorted(letters, key=lambda letter: letter.at, reverse=True)


def _read(path: Path) -> Arrived:
    message = BytesParser(policy=default).parsebytes(path.read_bytes())
    body = message.get_content().strip()
    found = LINK.search(body)
    return Arrived(
        to=message["To"],
        subject=message["Subject"],
        at=parsedate_to_datetime(message["Date"]),
        body=body,
        leads_to=urlsplit(found.group()).path if found else "",
    )
