"""The service while it runs: its pages and its workers, started together, stopped together."""

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from importlib import import_module
from types import FrameType
from typing import IO, Any

from django.conf import settings

from sharewell.terms.errors import StartRefused
from sharewell_hub.site import database, postgres
from sharewell_hub.site.home import private_file
from sharewell_hub.site.settings.gathering import furnished
from sharewell_hub.site.telling import tell

LISTENING = "127.0.0.1"
# Processes rather than threads: a page that computes must not hold up one that waits.
PROCESSES = 2 * (os.cpu_count() or 1)
HOW_PAGES_ARE_SERVED = [
    "sharewell_hub.site.wsgi", "--preload", "--worker-class", "gthread", "-w", str(PROCESSES),
    "--threads", "2", "--no-control-socket", "--max-requests", "20000",
    "--max-requests-jitter", "2000", "--logger-class", "sharewell_hub.site.telling.GunicornLogger",
]  # fmt: skip
SECONDS_BETWEEN_LOOKS = 0.2
SECONDS_BETWEEN_CHECKS = 2
SECONDS_BETWEEN_SWEEPS = 60
SECONDS_TO_FINISH = 15


@contextmanager
def alone() -> Iterator[None]:
    """Be the only one who serves from this home.

    Raises:  StartRefused while another does.
    """
    with private_file("serving.lock") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StartRefused(
                what="The service was not started: it runs already.",
                why="Another process serves the records of this home.",
                next="Stop that one first, or set SHAREWELL_HOME to another folder.",
            ) from error
        yield


def refuse_taken_port(port: int) -> None:
    """Refuse a port at which something else listens."""
    try:
        _try(port)
    except (OSError, OverflowError) as error:
        raise StartRefused(
            what=f"The service was not started: port {port} cannot be used.",
            why="Something else listens there, or this user may not.",
            next="Stop that, or choose another with --port.",
        ) from error


def _try(port: int) -> int:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        trial.bind((LISTENING, port))
        number: int = trial.getsockname()[1]
        return number


def _free_port(wanted: int) -> int:
    """Give the wanted port, or another where it is taken."""
    try:
        return _try(wanted)
    except OSError:
        return _try(0)


def revive_database() -> None:
    """Start our own database again where it has died."""
    if database.embedded() and not postgres.answers():
        tell().error("database_died")
        postgres.start()


@dataclass
class Household:
    """The processes of one running service; when its pages end, all of it ends."""

    port: int
    demo: bool
    output: IO[str] | None
    surroundings: dict[str, str] = field(default_factory=lambda: dict(os.environ))
    stopping: bool = False
    done_at: dict[str, float] = field(default_factory=dict)
    members: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self) -> None:
        """Start every process, the workers first, and wait until a page is served."""
        if self.demo:
            self.surroundings |= {
                "SHAREWELL_ADDRESS": settings.SHAREWELL_ADDRESS,
                "SHAREWELL_SMTP_PORT": str(_free_port(settings.EMAIL_PORT)),
            }
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        for name in self._names():
            self._start(name)
        while not self.stopping and not self._answers():
            if self.members["pages"].poll() is not None:
                raise self._ended()
            time.sleep(SECONDS_BETWEEN_LOOKS)

    def keep_going(self) -> None:
        """Look after the processes until asked to stop."""
        while not self.stopping:
            if self.members["pages"].poll() is not None:
                raise self._ended()
            self._look_after()
            time.sleep(SECONDS_BETWEEN_LOOKS)

    def stop(self) -> None:
        """Let every process finish what it does, the pages first."""
        for process in reversed(self.members.values()):
            process.terminate()
        deadline = time.monotonic() + SECONDS_TO_FINISH
        for process in self.members.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0, deadline - time.monotonic()))
            process.kill()
            process.wait()

    def _names(self) -> list[str]:
        pieces = ["mailbox", "witnessing", "worker"] if self.demo else ["worker"]
        found = [
            f"{room}.{piece}"
            for piece in pieces
            for room in settings.ROOMS
            if furnished(room, piece)
        ]
        return [*found, "pages"]

    def _start(self, name: str) -> None:
        command = [sys.executable, "-m", "sharewell_hub.site.member", name]
        if name == "pages":
            command += [*HOW_PAGES_ARE_SERVED, "--bind", f"{LISTENING}:{self.port}"]
        self.members[name] = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=self.output, stderr=self.output,
            start_new_session=True, env=self.surroundings,
        )  # fmt: skip

    def _look_after(self) -> None:
        for name, process in list(self.members.items()):
            if process.poll() is not None:
                tell().error("member_ended", kind=name, state=str(process.returncode))
                time.sleep(1)
                self._start(name)
        if self._due("database", SECONDS_BETWEEN_CHECKS):
            revive_database()
            _watching().say_when_the_log_stands_still()
        if self._due("sweep", SECONDS_BETWEEN_SWEEPS):
            _watching().sweep()

    def _due(self, what: str, seconds: float) -> bool:
        """Say whether something was last done so long ago, and note that it is done now."""
        now = time.monotonic()
        if now - self.done_at.get(what, 0.0) < seconds:
            return False
        self.done_at[what] = now
        return True

    def _answers(self) -> bool:
        """Say whether a page is served, whatever it says: outside a demo it leads to https."""
        asking = HTTPConnection(LISTENING, self.port, timeout=5)
        try:
            asking.request("GET", "/health")
            asking.getresponse()
        except (OSError, HTTPException):
            return False
        finally:
            asking.close()
        return True

    def _ended(self) -> StartRefused:
        return StartRefused(
            what="The service has ended: its pages are no longer served.",
            why=f"The server of the pages ended with code {self.members['pages'].returncode}.",
            next="See the log lines above, or demo.log in the home of a demo, and start again.",
        )

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True


def _watching() -> Any:
    """Give the module that reads the rooms' tables, once there are tables to read."""
    return import_module("sharewell_hub.site.watching")
