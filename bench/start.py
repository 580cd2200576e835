"""From nothing to a served page: seconds of `./run demo` in a fresh clone with an empty home."""

import os
import shutil
import signal
import subprocess
import time
import urllib.request
from pathlib import Path
from urllib.error import HTTPError, URLError

from bench.report import Report
from journeys.town import PROJECT, free_port, somewhere

COLD, WARM = 60.0, 10.0
PATIENCE = 300.0
CACHES = ("PIP_CACHE_DIR", "UV_CACHE_DIR", "XDG_CACHE_HOME", "SHAREWELL_HOME", "VIRTUAL_ENV")


def measure() -> Report:
    """Start the demo three times: with nothing, with packages fetched before, and once set up."""
    folder = somewhere()
    clone, home = folder / "sharewell", folder / "home"
    home.mkdir()
    try:
        fetch(clone)
        cold = start(clone, home)
        again = start(clone, home)
        set_back(clone, home)
        fetch(clone)
        warm = start(clone, home)
        set_back(clone, home)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    rows = [
        {"Start": "Fresh clone, empty home, no package cache", "Seconds": cold, "Limit": COLD},
        {"Start": "Fresh clone, packages in the cache", "Seconds": warm, "Limit": None},
        {"Start": "The same clone again", "Seconds": again, "Limit": WARM},
    ]
    outside = [
        f"{row['Start']}: {row['Seconds']:.1f} s, limit {row['Limit']:.0f} s"
        for row in rows
        if row["Limit"] is not None and row["Seconds"] > row["Limit"]
    ]
    return Report("./run demo, until a page is served", rows, outside)


def fetch(clone: Path) -> None:
    """Clone what is committed, and nothing else."""
    command = ["git", "clone", "--quiet", "--no-hardlinks", str(PROJECT), str(clone)]
    subprocess.run(command, check=True)


def set_back(clone: Path, home: Path) -> None:
    """Remove the clone and the data it made, but not what was fetched for it."""
    python = clone / ".venv" / "bin" / "python"
    told = subprocess.run(
        [python, "-c", "from sharewell_hub.site.home import home; print(home())"],
        env=surroundings(home), capture_output=True, text=True, check=True,
    )  # fmt: skip
    shutil.rmtree(told.stdout.strip())
    shutil.rmtree(clone)


def start(clone: Path, home: Path) -> float:
    """Start the demo, wait for its first page, stop it; give the seconds until that page."""
    port = free_port()
    began = time.monotonic()
    demo = subprocess.Popen(
        ["./run", "demo", "--no-browser", "--port", str(port)],
        cwd=clone, env=surroundings(home), stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        while not served(port):
            if demo.poll() is not None or time.monotonic() - began > PATIENCE:
                raise SystemExit("Nothing was measured: ./run demo did not serve a page.")
            time.sleep(0.05)
        return round(time.monotonic() - began, 1)
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait(60)


def served(port: int) -> bool:
    """Tell whether the first page is there."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
            return page.status == 200 and b"<h1" in page.read()
    except (HTTPError, URLError, OSError):
        return False


def surroundings(home: Path) -> dict[str, str]:
    """Give what a stranger's shell would have: an empty home, and no cache of ours."""
    kept = {name: value for name, value in os.environ.items() if name not in CACHES}
    return {**kept, "HOME": str(home)}
