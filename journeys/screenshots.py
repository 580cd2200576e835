"""Take a picture of every page, at a desk and on a telephone: `python -m journeys.screenshots`.

The pictures are for docs/screenshots, where people look at them before a release. pngquant, a
Debian package, makes them a third of the size; without it they are as the browser made them.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from journeys.browsing import NARROW, WIDE, Visitor
from journeys.conftest import CHROMIUM, QUIETLY
from journeys.taking_in import Account, taken_in
from journeys.tour import Tour
from journeys.town import town
from sharewell_hub.demo.borough import OPENS_EVERY_ACCOUNT, people

KEPT_IN = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
TALLEST = 4_000


def main() -> int:
    """Go on the tour twice, and keep a picture of each page."""
    shutil.rmtree(KEPT_IN, ignore_errors=True)
    KEPT_IN.mkdir(parents=True)
    accounts = {key: Account(one.email, OPENS_EVERY_ACCOUNT) for key, one in people().items()}
    with town() as place, sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=str(CHROMIUM), args=QUIETLY)
        newcomers = taken_in(place, 2)
        for width in (WIDE, NARROW):

            def visit(width: int = width) -> Visitor:
                return Visitor(browser, place.address, width=width)

            def seen(name: str, page: Page, width: int = width) -> None:
                picture(page, KEPT_IN / f"{name}-{width}.png")

            Tour(visit, accounts, newcomers.pop(), seen).go()
        browser.close()
    made_small(sorted(KEPT_IN.glob("*.png")))
    print(f"{len(list(KEPT_IN.iterdir()))} pictures in {KEPT_IN.name}")
    return 0


def picture(page: Page, path: Path) -> None:
    """Take a picture of the whole page, or of as much as anybody would look at."""
    width = page.viewport_size["width"] if page.viewport_size else WIDE
    needed = page.evaluate("document.documentElement.scrollHeight")
    page.screenshot(
        path=path,
        full_page=True,
        animations="disabled",
        clip={"x": 0, "y": 0, "width": width, "height": min(needed, TALLEST)},
    )


def made_small(pictures: list[Path]) -> None:
    """Make the pictures smaller where the tool for it is there."""
    tool = shutil.which("pngquant")
    if tool:
        subprocess.run(
            [tool, "--force", "--ext", ".png", "--speed", "1", "32", *pictures], check=True
        )


if __name__ == "__main__":
    sys.exit(main())
