"""Five published situations, from a worry to the answer that comes back, in two browsers."""

import re
import time

import pytest

from journeys import telling
from journeys.browsing import Visitor
from journeys.situations import Situation, situations
from journeys.taking_in import Account

pytestmark = pytest.mark.browser

MOST_PAGES, MOST_FIELDS = 12, 15
A_LETTER_TAKES = 20
SAYS = {
    "share_must": re.compile(r"Yes\. Share this (now|today) with"),
    "share_may": re.compile(r"Yes\. You may share this with"),
}
WITHOUT_AGREEMENT = re.compile(r"[Yy]ou (do not need their agreement|need not wait for it)")
TELLS = {"yes": "Tell them: what is shared, with whom and why."}


@pytest.mark.parametrize("story", situations(), ids=lambda story: story.id)
def test_a_worry_ends_as_published_and_its_answer_comes_back(visitors, accounts, every_way, story):
    sender = visitors(**every_way)
    reference = sends(sender, accounts[story.sender], story)
    sent_at = sender.path
    counts("sender", sender, story)

    recipient = visitors(**every_way)
    recipient.open(the_letter(visitors, reference))
    telling.signs_in(recipient, accounts["social_worker"])
    reads_and_answers(recipient, story)
    counts("recipient", recipient, story)

    sender.open(sent_at)
    assert story.answer in sender.shown()
    sender.open("/desk")
    assert story.seen not in sender.shown()


def sends(sender: Visitor, account: Account, story: Situation) -> str:
    """Go all the way from the worry to what was sent, signing in before or on the way."""
    if story.signed_in:
        telling.comes_to_work(sender, account)
    telling.begins(sender, story)
    telling.answers(sender, story)
    as_published(sender.shown(), story)
    sender.press("Decide and record")
    if not story.signed_in:
        telling.signs_in(sender, account)
    telling.decides(sender, story)
    return telling.shares(sender)


def reads_and_answers(recipient: Visitor, story: Situation) -> None:
    """See nothing before the limits are accepted, and everything that was sent after."""
    assert story.seen not in recipient.shown()
    telling.accepts(recipient)
    assert story.seen in recipient.shown()
    assert story.child["name"] in recipient.shown()
    telling.replies(recipient, story.answer)


def as_published(page: str, story: Situation) -> None:
    """Say whether the answer's page says what the source says."""
    assert any(SAYS[outcome].search(page) for outcome in story.published), page
    assert WITHOUT_AGREEMENT.search(page), page
    for word in story.inform:
        assert TELLS[word] in page


def the_letter(visitors, reference: str) -> str:
    """Wait for the letter in the recipient's post, and give the address that it carries."""
    post = visitors()
    deadline = time.monotonic() + A_LETTER_TAKES
    while time.monotonic() < deadline:
        post.open("/outbox")
        if reference in post.shown():
            return f"/received/{reference}"
        time.sleep(0.5)
    raise AssertionError(f"No letter about {reference} came.")


def counts(who: str, visitor: Visitor, story: Situation) -> None:
    """Print how much a person had to do, and hold it to the limit."""
    pages, fields = len(visitor.pages), len(visitor.filled)
    print(f"{story.id}: {who} {pages} pages, {fields} fields")
    assert pages <= MOST_PAGES, visitor.pages
    assert fields <= MOST_FIELDS, visitor.filled
