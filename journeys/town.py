"""A town of its own for browser tests: the whole service as `./run demo` starts it, elsewhere."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError

PROJECT = Path(__file__).resolve().parents[1]
FOR_ROOT = Path("/var/lib/sharewell")
SECONDS_TO_START = 90
SECONDS_TO_STOP = 30
NOT_OURS = (
    "DATABASE_URL", "OWNER_DATABASE_URL", "KEYSTORE_URL", "OWNER_KEYSTORE_URL",
    "SHAREWELL_PACKS", "SHAREWELL_ROOT_KEY", "SHAREWELL_STACK",
)  # fmt: skip


@dataclass(frozen=True)
class Town:
    """A running service with the demo partnership in it, and what it needs to be asked more."""

    address: str
    home: Path
    surroundings: dict[str, str]

    def said(self) -> str:
        """Give the last lines that the service wrote."""
        log = self.home / "demo.log"
        return log.read_text()[-6000:] if log.exists() else ""


@contextmanager
def town() -> Iterator[Town]:
    """Have the demo served from a home of its own for as long as this lasts."""
    folder = somewhere()
    port = free_port()
    surroundings = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    surroundings |= {
        "DJANGO_SETTINGS_MODULE": "sharewell_hub.site.settings",
        "SHAREWELL_HOME": str(folder),
        "SHAREWELL_SMTP_PORT": str(free_port()),
    }
    command = [sys.executable, "-m", "sharewell_hub.site.cli", "serve", "--demo", "--no-browser"]
    try:
        with served([*command, "--port", str(port)], port, surroundings, folder / "said.log"):
            yield Town(f"http://localhost:{port}", folder, surroundings)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def also_served(place: Town, **changes: str) -> Iterator[str]:
    """Have the same records served by a second server that is set differently."""
    port = free_port()
    surroundings = {**place.surroundings, "SHAREWELL_DEMO": "1", **changes}
    command = [sys.executable, "-m", "gunicorn", "sharewell_hub.site.wsgi", "--bind"]
    command += [f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "4"]
    command += ["--no-control-socket"]
    with served(command, port, surroundings, place.home / f"said-{port}.log"):
        yield f"http://localhost:{port}"


@contextmanager
def served(
    command: list[str], port: int, surroundings: dict[str, str], said: Path
) -> Iterator[None]:
    """Have a server running, from its first page on, and stop it as a person would."""
    with said.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=PROJECT, env=surroundings, stdin=subprocess.DEVNULL,
            stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
        try:
            wait_for_a_page(server, port, said)
            yield
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def wait_for_a_page(server: subprocess.Popen[bytes], port: int, said: Path) -> None:
    """Wait until the service answers; say what it said where it does not."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5)
        except HTTPError:
            return
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"The service did not start. It said:\n{said.read_text()[-4000:]}")


def free_port() -> int:
    """Find a port that nobody listens at."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def somewhere() -> Path:
    """Make an empty folder for a home; as root, one that the database's own user can walk to."""
    if os.geteuid() != 0:
        return Path(tempfile.mkdtemp(prefix="sharewell-"))
    FOR_ROOT.mkdir(mode=0o711, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="journey-", dir=FOR_ROOT))
    folder.chmod(0o711)
    return folder
