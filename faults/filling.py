"""One house on a small disk: people work until the disk is full, and again once there is room."""

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from multiprocessing.process import BaseProcess
from pathlib import Path

import psycopg

from faults.house import house, kill, revive_database, started

SECONDS_TO_STAND_STILL, LONGEST = 2, 40
SECONDS_BEFORE, SECONDS_AFTER = 2, 5
POSTGRES = "sharewell_hub.site.postgres"
A_BLOCK = 4096


def main(folder: Path) -> None:
    """Say as JSON what did not hold, and what was seen."""
    with house(folder):
        print(json.dumps(_filled(folder)))


def _filled(folder: Path) -> dict[str, list[str]]:
    """Have people work on until nothing is recorded any more, then make room."""
    afterwards, postgres = import_module("faults.afterwards"), import_module(POSTGRES)
    import_module("sharewell_hub.site.setting_up").gather_pages()
    people, journals = _people()
    time.sleep(SECONDS_BEFORE)
    before, filler = afterwards.acts(), folder / "filler"
    full = _refused(filler, afterwards.acts)
    broken = [] if postgres.answers() else ["the database does not answer"]
    broken += _readable()
    anew = (postgres.data_folder() / "server.log").read_text().count("PANIC")
    filler.unlink()
    revive_database()
    time.sleep(SECONDS_AFTER)
    kill(*people)
    shutil.copytree(journals, folder / "journals")
    shutil.rmtree(journals)
    broken += afterwards.broken(folder, [])
    after = afterwards.acts()
    broken += [] if after > full else ["nobody could go on once there was room"]
    told = f"{before} acts before, {full - before} while it filled, {after - full} after"
    return {"broken": broken, "noted": [told, f"{anew} times the database began anew"]}


def _people() -> tuple[list[BaseProcess], Path]:
    """Set people to work who write down elsewhere what they were told."""
    journals, work = Path(tempfile.mkdtemp()), import_module("faults.acting").work
    gate = import_module("faults.points").Gate()
    return [started(work, journals / f"{each}.jsonl", 0.02, gate) for each in range(2)], journals


def _refused(filler: Path, acts: Callable[[], int]) -> int:
    """Take all the room there is, again and again, until nothing more is recorded."""
    known, since, ends = -1, time.monotonic(), time.monotonic() + LONGEST
    while time.monotonic() < min(since + SECONDS_TO_STAND_STILL, ends):
        with suppress(OSError), filler.open("ab", buffering=0) as file:
            while True:
                file.write(bytes(A_BLOCK))
        with suppress(psycopg.OperationalError):
            now = acts()
            known, since = now, since if now == known else time.monotonic()
        time.sleep(0.1)
    return known


def _readable() -> list[str]:
    """Ask for pages that need no writing, one of them the urgent one."""
    client = import_module("django.test").Client(HTTP_HOST="localhost")
    found = []
    for path in ("/", "/danger"):
        try:
            status = client.get(path, follow=True).status_code
        except Exception as fault:
            status = type(fault).__name__
        if status != 200:
            found.append(f"{path} answered {status}")
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
