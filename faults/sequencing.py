"""The log's sequencer dead, and three of them at once: what waits is placed once, without a gap."""

import time
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

from django.db import transaction

from faults import afterwards
from faults.finding import Finding
from faults.house import kill, started
from sharewell_hub.logbook.actions import log
from sharewell_hub.logbook.models import Pending
from sharewell_hub.logbook.sequencing import integrate
from sharewell_hub.site import watching
from sharewell_hub.site.serving import SECONDS_BETWEEN_CHECKS

TIMES, FEW = 25, 2
ENTRIES, SEQUENCERS = 400, 3
SECONDS = 10
LEAST, MOST = 5, 9


def tried(folder: Path, *, few: bool) -> list[Finding]:
    """Log with nobody to place it, then with three who all want to."""
    times = FEW if few else TIMES
    dead = Finding("the sequencer dead, then there again", times, "all wait, then all are placed")
    doubled = Finding(f"{SEQUENCERS} sequencers at once", times, "each placed once, 0 gaps")
    silent = _silent()
    for _ in range(times):
        _log()
        if Pending.objects.count() < ENTRIES:
            dead.broken.append("something did not wait")
        _placed(dead, 1)
        _placed(doubled, SEQUENCERS)
        doubled.broken += afterwards.broken(folder, [])
    return [silent, dead, doubled]


def _silent() -> Finding:
    """Leave the log standing for as long as the service's keeper waits before it says so."""
    finding = Finding("the sequencer stays dead", 1, "said after 5 seconds, at the next look")
    said: list[str] = []
    watching.tell = lambda: SimpleNamespace(error=said.append)
    integrate()
    _log()
    began = time.monotonic()
    while not said and time.monotonic() < began + SECONDS:
        watching.say_when_the_log_stands_still()
        time.sleep(SECONDS_BETWEEN_CHECKS)
    seconds = time.monotonic() - began
    if not said or not LEAST <= seconds <= MOST:
        finding.broken.append(f"{said} after {seconds:.0f} s")
    return finding


def _placed(finding: Finding, sequencers: int) -> None:
    """Let so many place what waits and what is logged meanwhile."""
    at_work = [started(_sequence) for _ in range(sequencers)]
    _log()
    ends = time.monotonic() + SECONDS
    while Pending.objects.exists() and time.monotonic() < ends:
        time.sleep(0.05)
    kill(*at_work)
    if Pending.objects.exists():
        finding.broken.append("something waits still")


def _log() -> None:
    for _ in range(ENTRIES // 20):
        with transaction.atomic():
            for _ in range(20):
                log("tried", object_id=uuid4(), actor=None, agency=None)


def _sequence() -> None:
    import_module("sharewell_hub.logbook.worker").run()
