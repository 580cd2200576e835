"""Somebody at a browser, who looks at every page they come to before they do anything else."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Request, Response, TimeoutError

from journeys.looking import faults

WIDE, NARROW = 1280, 360
HEIGHT = 900
PATIENCE = 10_000
CHANGING = re.compile(
    r'(?:name="csrfmiddlewaretoken" value|content)="[^"]*"|[0-9a-f]{8}-[0-9a-f-]{27}'
)
REFUSED = "Failed to load resource: the server responded with a status of 4"

looked_at: set[tuple[int, bool, int]] = set()
"""Pages already looked at in this run, so that the same page is not looked at twice."""


class Visitor:
    """A person with a browser of their own: nothing is shared with another visitor.

    `pages` are the pages shown, in order; `filled` are the fields answered, one entry a field.
    """

    def __init__(
        self, browser: Browser, address: str, *, width: int = WIDE, scripts: bool = True
    ) -> None:
        self.address = address
        self.scripts = scripts
        self.width = width
        self.pages: list[str] = []
        self.filled: list[str] = []
        self.noticed: list[str] = []
        self.context = browser.new_context(
            base_url=address, viewport={"width": width, "height": HEIGHT}, locale="en-GB"
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.noticed.append(f"script error: {error}"))
        self.page.on("dialog", lambda dialog: self._dialog(dialog.message))
        self.context.on("request", self._request)
        self.remote = self.context.new_cdp_session(self.page)
        if not scripts:
            self.remote.send("Emulation.setScriptExecutionDisabled", {"value": True})

    def open(self, path: str) -> Response | None:
        """Go to an address, and look at what is there."""
        answer = self.page.goto(path, wait_until="load")
        self._arrived()
        return answer

    def press(self, words: str) -> None:
        """Press a button or follow a link that leads to another page, and look at it."""
        self.follow(self.thing(words))

    def follow(self, thing: Locator) -> None:
        """Press a thing that leads to another page, and look at it."""
        try:
            with self.page.expect_navigation(wait_until="load"):
                thing.click()
        except TimeoutError as error:
            raise AssertionError(f"Stuck at {self.path}, which says:\n{self.shown()}") from error
        self._arrived()

    def thing(self, words: str) -> Locator:
        """Find a button, or else a link, by its words: in the page's own part before its edges."""
        for part in (self.page.locator("main"), self.page.locator("body")):
            for exact in (True, False):
                for role in ("button", "link"):
                    found = part.get_by_role(role, name=words, exact=exact)
                    if found.count():
                        return found.first
        raise AssertionError(
            f"Nothing called {words!r} at {self.path}, which says:\n{self.shown()}"
        )

    def back(self) -> None:
        """Go back as the browser does, and look at the page."""
        self.page.go_back(wait_until="load")
        self._arrived()

    def say(self, name: str, text: str) -> None:
        """Type into the box of this name."""
        self.page.locator(f'[name="{name}"]').fill(text)
        self.filled.append(name)

    def say_day(self, name: str, day: str) -> None:
        """Type a day, given as 2026-11-22, into its three boxes."""
        year, month, date = day.split("-")
        for part, text in (("day", date), ("month", month), ("year", year)):
            self.page.locator(f'[name="{name}-{part}"]').fill(str(int(text)))
        self.filled.append(name)

    def choose(self, name: str, value: str) -> None:
        """Choose one of the answers under this name, or tick it, opening what hides it."""
        box = self.page.locator(f'input[name="{name}"][value="{value}"]')
        if not box.count():
            box = self.page.locator(f'input[type="checkbox"][name="{name}"]')
        hiding = self.page.locator("details:not([open])").filter(has=box)
        if hiding.count():
            hiding.first.locator("summary").click()
        box.check()
        self.filled.append(name)

    def shown(self) -> str:
        """Give the words of the page."""
        return self.page.locator("body").inner_text()

    @property
    def path(self) -> str:
        """Say where the visitor is."""
        return urlsplit(self.page.url).path

    def look(self) -> None:
        """Look at the page; fail with every fault found, and with all the browser complained of."""
        kind = (self.width, self.scripts, hash(CHANGING.sub("", self.page.content())))
        found = list(self.noticed)
        if kind not in looked_at:
            looked_at.add(kind)
            found += faults(self.page, self.remote, scripts=self.scripts)
        self.noticed.clear()
        assert not found, f"{self.path} at {self.width} px: " + "; ".join(found)

    def leave(self) -> None:
        """Close the browser, once everything it complained of was said."""
        self.context.close()
        assert not self.noticed, "; ".join(self.noticed)

    def _arrived(self) -> None:
        self.pages.append(self.path)
        self.look()

    def _console(self, message: ConsoleMessage) -> None:
        """Note what the console says, but not that the page itself is a refusal."""
        about = message.location.get("url", "")
        if not (message.text.startswith(REFUSED) and about.split("#")[0] == self.page.url):
            self.noticed.append(f"console: {message.text}")

    def _dialog(self, message: str) -> None:
        self.noticed.append(f"a script ran: {message}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if (
            address.scheme not in ("data", "blob")
            and address.netloc != urlsplit(self.address).netloc
        ):
            self.noticed.append(f"asked another host: {address.netloc}")
