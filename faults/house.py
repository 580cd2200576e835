"""A house of its own to be set on fire: its home, its database, its mail server, its people."""

import logging
import multiprocessing
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from journeys.town import NOT_OURS, free_port, somewhere

FORK = multiprocessing.get_context("fork")
LETTERS = "letters-taken-over"


@contextmanager
def house(folder: Path | None = None) -> Iterator[Path]:
    """Have the demo's partnership in a home of its own for as long as this lasts."""
    folder = folder or somewhere()
    for name in NOT_OURS:
        os.environ.pop(name, None)
    os.environ |= {
        "SHAREWELL_HOME": str(folder),
        "DJANGO_SETTINGS_MODULE": "sharewell_hub.site.settings",
        "SHAREWELL_DEMO": "1",
        "SHAREWELL_SMTP_PORT": str(free_port()),
    }
    try:
        import_module("django").setup()
        with import_module("sharewell_hub.site.database").running():
            import_module("sharewell_hub.site.setting_up").bring_up_to_date()
            import_module("sharewell_hub.demo.loading").load()
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def started(run: Callable[..., object], *arguments: Any) -> BaseProcess:
    """Run something in a process of its own, which shares no connection with this one."""
    import_module("django.db").connections.close_all()
    process = FORK.Process(target=_quietly, args=(run, *arguments), daemon=True)
    process.start()
    return process


def _quietly(run: Callable[..., object], *arguments: Any) -> None:
    """Run it without what it would say of a database that is gone."""
    logging.disable(logging.CRITICAL)
    run(*arguments)


def kill(*processes: BaseProcess) -> None:
    """Kill processes as a power cut would: nothing of theirs runs any more."""
    for each in processes:
        if each.pid is not None:
            with suppress(ProcessLookupError):
                os.kill(each.pid, signal.SIGKILL)
    for each in processes:
        each.join()


def kill_database() -> None:
    """Kill every process of the embedded server."""
    folder = import_module("sharewell_hub.site.postgres").data_folder()
    keeper = int((folder / "postmaster.pid").read_text().split()[0])
    for pid in (keeper, *_children(keeper)):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def revive_database() -> None:
    """Start it again, as the service's own keeper does."""
    postgres = import_module("sharewell_hub.site.postgres")
    while not postgres.answers():
        postgres.start()
    import_module("django.db").connections.close_all()


def _children(parent: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(path.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(path.parent.name))
    return found


@contextmanager
def post_office(folder: Path) -> Iterator[Path]:
    """Have a mail server that writes down the id of each letter when it takes it over."""
    taken = folder / LETTERS
    taken.touch()
    server = started(_take_letters, int(os.environ["SHAREWELL_SMTP_PORT"]), taken)
    try:
        yield taken
    finally:
        kill(server)


class _Taker:
    def __init__(self, taken: Path) -> None:
        self.handle = os.open(taken, os.O_WRONLY | os.O_APPEND)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take one letter over."""
        head = envelope.content.decode(errors="replace").partition("Message-ID: <")[2]
        os.write(self.handle, head.partition("@")[0].encode() + b"\n")
        return "250 OK"


def _take_letters(port: int, taken: Path) -> None:
    controller = import_module("aiosmtpd.controller").Controller(
        _Taker(taken), hostname="127.0.0.1", port=port
    )
    controller.start()
    while True:
        time.sleep(3600)
