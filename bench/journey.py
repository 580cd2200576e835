"""One visitor's way from a worry to a disclosure, as a browser without a screen goes it."""

import re
from dataclasses import dataclass, field

from bench.client import Answer, Client, forms
from journeys.situations import Situation, situations
from journeys.taking_in import Account
from sharewell.packs import load_library

FACTS = load_library().vocabulary.facts.keys()
FIRST_QUESTION = "/question?step=2"
REFERENCE = re.compile(r"Reference (\w{4}-\w{4})")


@dataclass
class Way:
    """The pages that a journey came by, with the cookies that each needs."""

    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    reference: str = ""

    def note(self, name: str, client: Client, page: Answer) -> Answer:
        """Remember how to come to a page again."""
        if page.status != 200:
            raise AssertionError(f"{name}: {page.status} at {page.path}")
        self.pages[name] = (page.path, client.cookie)
        return page


def the_story() -> Situation:
    """Give the situation that is told."""
    return next(one for one in situations() if "mental_abuse" in one.id)


def send(client: Client, account: Account, way: Way) -> None:
    """Go from the first page to the reference of what was sent."""
    page = decide(client, account, way)
    page = way.note("share", client, client.submit(page, _decision(page, the_story())))
    page = client.submit(page, _items())
    page = client.submit(page, {"step": "send"})
    way.note("sent", client, page)
    found = REFERENCE.search(page.text)
    way.reference = found[1] if found else ""
    way.note("record", client, client.get(_record(page), "GET /decisions/…"))
    way.note("desk", client, client.get("/desk", "GET /desk"))


def decide(client: Client, account: Account, way: Way) -> Answer:
    """Go from the first page to the one on which a decision is recorded."""
    story = the_story()
    page = way.note("start", client, client.get("/", "GET /"))
    page = way.note("danger", client, client.submit(page, {"wants": "share"}))
    page = way.note("worry", client, client.submit(page, {"danger": story.danger}))
    page = client.submit(page, {"seen": story.seen, "do": "go"})
    while page.path == "/question":
        way.pages["question"] = (FIRST_QUESTION, client.cookie)
        asked = {name for one in forms(page.text) for name in one.names} & FACTS
        page = client.submit(page, {name: story.put(name) for name in asked})
    way.note("answer", client, page)
    page = client.follow(client.get("/decide", "GET /decide"))
    page = way.note("sign in", client, page)
    page = client.submit(page, {"login": account.email, "password": account.password})
    return way.note("decide", client, page)


def receive(client: Client, account: Account, reference: str, way: Way) -> None:
    """Read what was sent under a reference, and answer it."""
    page = client.follow(client.get(f"/received/{reference}", "GET /received/…"))
    page = client.submit(page, {"login": account.email, "password": account.password})
    way.note("received, before it is read", client, page)
    page = client.submit(page, {"purpose": "on", "limits": "on"})
    way.note("received", client, page)
    client.submit(page, {"kind": "will_do", "words": the_story().answer})


def _decision(page: Answer, story: Situation) -> dict[str, str]:
    first = re.search(r'name="agreement" type="radio" value="(not_sought[^"]*)"', page.text)
    said = {"name": story.child["name"], "decided": "share", "telling": "told"}
    return {**said, "agreement": first[1] if first else "refused"}


def _items() -> dict[str, str]:
    needed = {"item-0-send": "on", "item-0-needed": "They decide what happens next."}
    return {**needed, "item-0-sure": "self"}


def _record(page: Answer) -> str:
    found = re.search(r'href="(/decisions/[0-9a-f-]{36})"', page.text)
    return found[1] if found else "/desk"
