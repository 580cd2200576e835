"""What the tests of decisions share: an invented area's packs, and a visitor to walk with."""

import re
from pathlib import Path

import pytest

MARSHLAND = Path(__file__).parent / "marshland"
HARM = "reasonable_cause_significant_harm"


@pytest.fixture
def marshland(settings):
    """Let the pages run on the invented area's packs, which build in a moment."""
    settings.SHAREWELL_PACKS = MARSHLAND
    settings.SHAREWELL_STACK = "marshland"


class Walk:
    """Somebody who goes through the pages step by step."""

    def __init__(self, client):
        self.client = client

    def begin(self, wants="share", danger="no", **worry):
        self.client.post("/", {"wants": wants})
        self.client.post("/danger", {"danger": danger})
        return self.client.post("/worry", {"do": "go", **worry})

    def answer(self, **facts):
        return self.client.post("/question", facts)

    def to_the_answer(self, *, wants="share", danger="no", worry=None, **facts):
        """Begin, and answer all that is asked."""
        self.begin(wants, danger, **(worry or {}))
        return self.go_on(**facts)

    def go_on(self, **facts):
        """Answer the questions from `facts`, and what is not there with "I don't know"."""
        assert self.until("", **facts) == ""
        return self.page("/answer")

    def until(self, asked, **facts):
        """Answer until a fact is asked, and give that page; nothing when all is answered."""
        for _ in range(20):
            answer = self.client.get("/question")
            page = answer.content.decode()
            if answer.status_code == 302 or f'name="{asked}"' in page:
                return page
            self.answer_all(page, facts)
        raise AssertionError("the questions do not end")

    def answer_all(self, page, facts):
        """Answer one page from `facts`."""
        names = set(re.findall(r'name="([a-z0-9_]+)" type="radio"', page))
        years = set(re.findall(r'name="([a-z0-9_]+)-unknown"', page))
        said = {name: facts.get(name, "unknown") for name in names}
        said |= {f"{name}-unknown": "on" for name in years if name not in facts}
        said |= {name: facts[name] for name in years if name in facts}
        said |= {name: facts[name] for name in ("if_shared", "if_not") if name in facts}
        sent = self.client.post("/question", said)
        assert sent.status_code == 302, sent.content.decode()

    def page(self, path):
        return self.client.get(path).content.decode()


@pytest.fixture
def walk(client, db, marshland):
    """Give a visitor who has not signed in."""
    return Walk(client)


@pytest.fixture
def walk_of(browser_of, marshland):
    """Give a visitor who has."""
    return lambda practitioner: Walk(browser_of(practitioner))


SAYS = {
    "name": "Zebulon Quillfeather",
    "decided": "share",
    "agreement": "not_sought:marsh_2020:danger",
    "telling": "told",
}
"""A decision as the form takes it."""


@pytest.fixture
def harm(walk_of):
    """Bring a practitioner to the answer that a child may be harmed."""

    def walk(practitioner, **changes):
        visitor = walk_of(practitioner)
        facts = {
            "recipient_role": "statutory_child_protection",
            "recipient_is_alleged_abuser": "false",
            "risk_to_child": HARM,
            "worry": {"seen": "Bruises on both arms.", "child_said": "He hits me with the spoon."},
        }
        visitor.to_the_answer(**(facts | changes))
        return visitor

    return walk
