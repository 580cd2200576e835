"""Whatever is no page of ours says nothing about a person, or is encrypted to somebody named."""

import re

import pytest

from journeys.test_who_may_open_what import CASES, WITH, filled_in, people, records, rows
from sharewell_hub.disclosures.tests.conftest import NAME
from sharewell_hub.look.inspecting import LookingClient
from sharewell_hub.site.settings.gathering import HUB

__all__ = ["people", "records"]
NO_PAGES = {
    "/health": "says that the service answers",
    "/log/keys": "public keys",
    "/log/entries/<uuid:id>.entry": "ids and digests",
    "/log/entries/<uuid:id>.tlog-proof": "ids and digests",
    "/log/files/<path:name>": "ids and digests",
    "/exports/<uuid:id>/file": "encrypted to a service of one's own agency",
}
MAY_ANSWER_WITH_A_FILE = {
    "logbook/pages.py": "the log's ids and digests, and its keys",
    "look/pages.py": "says that the service answers",
    "exports/pages.py": "encrypted files",
}
BY_HAND = re.compile(
    r"content_type=|Content-Disposition|Content-Type\"\]|(Json|File|StreamingHttp)Response"
)


def is_a_page(answer):
    kind = answer.headers.get("Content-Type", "")
    return kind.startswith("text/html") and "Content-Disposition" not in answer.headers


@pytest.mark.parametrize("who", CASES)
def test_what_is_no_page_says_nothing_about_anybody(who, people, records, browser_of):
    visitor = browser_of(people[who]) if people[who] else LookingClient()
    found = {}
    for method, path, _answers in rows():
        if path != "/sign-out":
            sent = WITH.get(f"{method} {path}", {})
            answer = getattr(visitor, method.lower())(filled_in(path, records), sent)
            if answer.status_code == 200 and not is_a_page(answer):
                found[path] = answer.content
    assert set(found) - set(NO_PAGES) == set(), "This leaves in clear, or say why it may."
    for path, held in found.items():
        assert not any(part.encode() in held for part in NAME.split()), path


def test_no_other_module_answers_with_anything_but_pages():
    found = {
        str(path.relative_to(HUB))
        for path in HUB.rglob("*.py")
        if "tests" not in path.parts and BY_HAND.search(path.read_text())
    }
    assert found == set(MAY_ANSWER_WITH_A_FILE)


def test_every_excuse_is_needed():
    assert set(NO_PAGES) <= {path for _method, path, _answers in rows()}
