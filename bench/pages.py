"""Each step of a journey under load: p50, p99, and the bytes a browser is sent for its page."""

import json
import shutil
import statistics
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.client import Client, transferred
from bench.journey import Way, decide, receive, send
from bench.report import Report
from journeys.taking_in import Account
from journeys.town import Town, town
from sharewell_hub.demo.borough import OPENS_EVERY_ACCOUNT, people

CONNECTIONS = 4
SECONDS = 5
JOURNEYS = 25
SLOWEST = 150.0
LARGEST, LARGEST_FIRST = 100.0, 60.0
WRK = Path(__file__).parent / "wrk.lua"


def measure() -> Report:
    """Load every page with wrk, and every form with as many visitors as wrk has connections."""
    if shutil.which("wrk") is None:
        raise SystemExit("Nothing was measured: wrk is missing. Install Debian's package wrk.")
    with town() as place:
        ways = [one_way(place) for _ in range(CONNECTIONS)]
        rows = [read(place, name, [way.pages[name] for way in ways]) for name in ways[0].pages]
        with ThreadPoolExecutor(CONNECTIONS) as visitors:
            noted = list(visitors.map(lambda _: journeys(place), range(CONNECTIONS)))
    rows += sent(step for one in noted for step in one)
    notes = [
        f"{CONNECTIONS} connections at once; pages by wrk for {SECONDS} s each, forms by "
        f"{CONNECTIONS} visitors who each go {JOURNEYS} whole journeys.",
        "KB: the page with its styles, scripts and pictures, compressed, nothing in the cache.",
    ]
    return Report("Pages: milliseconds and bytes", rows, list(outside(rows)), notes)


def accounts() -> tuple[Account, Account]:
    """Give the two people of the demo who send and receive."""
    found = people()
    return (
        Account(found["safeguarding_lead"].email, OPENS_EVERY_ACCOUNT),
        Account(found["social_worker"].email, OPENS_EVERY_ACCOUNT),
    )


def one_way(place: Town) -> Way:
    """Go the way once, so that each of its pages can be asked for again.

    What leads to a decision is gone once it is recorded, so that much is gone a second time.
    """
    way = Way()
    go(place, way)
    decide(Client(place.address), accounts()[0], way)
    return way


def journeys(place: Town) -> list[tuple[str, float]]:
    """Go the way many times, and give each step's milliseconds."""
    return [step for _ in range(JOURNEYS) for step in go(place, Way())]


def go(place: Town, way: Way) -> list[tuple[str, float]]:
    """Send, receive and answer once."""
    sender, recipient = accounts()
    sending, receiving = Client(place.address), Client(place.address)
    send(sending, sender, way)
    receive(receiving, recipient, way.reference, way)
    return sending.noted + receiving.noted


def read(place: Town, name: str, pages: list[tuple[str, str]]) -> dict[str, object]:
    """Ask for one page with wrk, each connection as a visitor of its own."""
    path, cookie = pages[0]
    told = subprocess.run(
        ["wrk", f"-t{CONNECTIONS}", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(WRK),
         place.address.replace("localhost", "127.0.0.1") + path, "--",
         *(cookie for _path, cookie in pages)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = json.loads(told.stdout.splitlines()[-1])
    if found["failed"]:
        raise AssertionError(f"{name}: {found['failed']} of {found['requests']} were refused")
    size = transferred(place.address, cookie, path) / 1000
    return row(f"See: {name}", found["p50"], found["p99"], found["requests"], size)


def sent(noted: Iterable[tuple[str, float]]) -> list[dict[str, object]]:
    """Sum up what each form took."""
    steps = defaultdict(list)
    for step, milliseconds in noted:
        if step.startswith("POST"):
            steps[step].append(milliseconds)
    return [
        row(f"Send: {step[5:]}", statistics.median(all_of), slowest(all_of), len(all_of), None)
        for step, all_of in steps.items()
    ]


def slowest(milliseconds: list[float]) -> float:
    """Give the value that one in a hundred is above."""
    return sorted(milliseconds)[min(len(milliseconds) - 1, int(len(milliseconds) * 0.99))]


def row(step: str, p50: float, p99: float, count: int, size: float | None) -> dict[str, object]:
    """Make one line of the table."""
    return {"Step": step, "p50 ms": p50, "p99 ms": p99, "Requests": count, "KB": size}


def outside(rows: list[dict[str, object]]) -> Iterable[str]:
    """Name every limit that was not kept."""
    for one in rows:
        p99, size = float(str(one["p99 ms"])), float(str(one["KB"] or 0))
        if p99 >= SLOWEST:
            yield f"{one['Step']}: p99 {p99:.0f} ms, limit {SLOWEST:.0f} ms"
        limit = LARGEST_FIRST if one["Step"] == "See: start" else LARGEST
        if size > limit:
            yield f"{one['Step']}: {size:.0f} KB, limit {limit:.0f} KB"
