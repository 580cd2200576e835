"""What browser tests are given: a browser, a town to visit, and visitors who look at every page."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from journeys.browsing import NARROW, WIDE, Visitor
from journeys.taking_in import Account, taken_in
from journeys.town import Town, town
from sharewell_hub.demo.borough import OPENS_EVERY_ACCOUNT, people

CHROMIUM = Path(os.environ.get("SHAREWELL_CHROMIUM", "/usr/bin/chromium"))
QUIETLY = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
NEWCOMERS = 30
WAYS = {
    "wide": {"width": WIDE, "scripts": True},
    "narrow": {"width": NARROW, "scripts": True},
    "wide_without_scripts": {"width": WIDE, "scripts": False},
    "narrow_without_scripts": {"width": NARROW, "scripts": False},
}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give Debian's own browser; where there is none, fail and say how to get one."""
    if not CHROMIUM.exists():
        pytest.fail(f"No browser: {CHROMIUM} is missing. Run ./run test --all, which installs it.")
    with sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=str(CHROMIUM), args=QUIETLY)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def place() -> Iterator[Town]:
    """Give a town with the demo partnership, served as `./run demo` serves it."""
    with town() as running:
        yield running


@pytest.fixture(scope="session")
def accounts() -> dict[str, Account]:
    """Give the demo's own people, by what they are."""
    return {key: Account(one.email, OPENS_EVERY_ACCOUNT) for key, one in people().items()}


@pytest.fixture(scope="session")
def newcomers(place: Town) -> list[Account]:
    """Give accounts that no story has changed yet; take one with `pop`."""
    return taken_in(place, NEWCOMERS)


@pytest.fixture(params=WAYS)
def every_way(request: pytest.FixtureRequest) -> dict[str, object]:
    """Go through a story four times: wide and narrow, each with scripts and without."""
    return WAYS[request.param]


@pytest.fixture(params=["wide", "narrow_without_scripts"])
def way(request: pytest.FixtureRequest) -> dict[str, object]:
    """Go through a story twice: at a desk, and on a telephone without scripts."""
    return WAYS[request.param]


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def width(request: pytest.FixtureRequest) -> int:
    """Go through a story twice, at a desk and on a telephone, where it needs scripts."""
    return int(request.param)


@pytest.fixture
def visitors(browser: Browser, place: Town) -> Iterator[Callable[..., Visitor]]:
    """Give visitors, as many as a story needs, each with a browser of their own."""
    came: list[Visitor] = []

    def visit(**how: object) -> Visitor:
        came.append(Visitor(browser, str(how.pop("address", place.address)), **how))
        return came[-1]

    yield visit
    for visitor in came:
        visitor.leave()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Put what the service said beside a test that failed."""
    report = yield
    place = getattr(item, "funcargs", {}).get("place")
    if report.failed and place:
        report.sections.append(("The service said last", place.said()))
    return report
