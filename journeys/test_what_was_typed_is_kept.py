"""Whatever ends in the middle, what was typed is still there and nothing is recorded twice."""

import pytest

from journeys import telling
from journeys.situations import situations

pytestmark = pytest.mark.browser
ENDED = "Your sign-in has ended"


@pytest.fixture
def story():
    return next(one for one in situations() if "mental_abuse" in one.id)


def decided(visitor, story, account):
    """Come to the page on which a decision is recorded."""
    telling.begins(visitor, story)
    telling.answers(visitor, story)
    visitor.press("Decide and record")
    telling.signs_in(visitor, account)
    assert visitor.path == "/decide"


def sign_in_ends(visitor):
    """Take away what the server knows the visitor by."""
    visitor.context.clear_cookies(name="sessionid")


def signs_in_elsewhere(visitor, account):
    """Follow the page's own advice: sign in again in another tab."""
    with visitor.context.expect_page() as opened:
        visitor.page.get_by_role("link", name="Sign in again").click()
    tab = opened.value
    tab.locator('[name="login"]').fill(account.email)
    tab.locator('[name="password"]').fill(account.password)
    tab.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    tab.wait_for_url("**/sign-in/done")
    tab.close()


def sends_again(visitor):
    """Send what was kept; the first page of the new sign-in asks once more."""
    visitor.press("Send it again")
    if "Nothing was sent yet" in visitor.shown():
        visitor.press("Send it again")


def test_a_worry_written_signed_out_is_there_after_signing_in(visitors, accounts, way, story):
    visitor = visitors(**way)
    telling.begins(visitor, story)
    telling.answers(visitor, story)
    visitor.press("Decide and record")
    visitor.say("login", accounts[story.sender].email)
    visitor.say("password", "not this one")
    visitor.press("Sign in")
    assert visitor.path == "/sign-in"

    telling.signs_in(visitor, accounts[story.sender])
    telling.decides(visitor, story)
    assert story.seen in visitor.shown()


def test_a_decision_sent_after_the_sign_in_ended_is_kept_and_then_recorded(
    visitors, accounts, way, story
):
    visitor = visitors(**way)
    decided(visitor, story, accounts[story.sender])
    sign_in_ends(visitor)
    telling.decides(visitor, story)
    assert ENDED in visitor.shown()

    signs_in_elsewhere(visitor, accounts[story.sender])
    sends_again(visitor)
    assert story.seen in visitor.shown()
    assert "Who should receive it" in visitor.shown()


def test_a_disclosure_sent_after_the_sign_in_ended_is_kept_and_then_sent(
    visitors, accounts, width, story
):
    visitor = visitors(width=width)
    decided(visitor, story, accounts[story.sender])
    telling.decides(visitor, story)
    telling.fills_in(visitor)
    visitor.press("Check before you send")
    sign_in_ends(visitor)
    visitor.press("Share and record")
    assert ENDED in visitor.shown()

    signs_in_elsewhere(visitor, accounts[story.sender])
    sends_again(visitor)
    assert telling.REFERENCE.search(visitor.shown())


def test_a_worry_sent_when_the_draft_is_gone_is_kept(visitors, way, story):
    visitor = visitors(**way)
    visitor.open("/")
    visitor.choose("wants", "share")
    visitor.press("Continue")
    visitor.press(telling.DANGER["no"])
    visitor.say("seen", story.seen)
    visitor.context.clear_cookies(name="draft")
    visitor.press("Continue")

    assert visitor.path == "/"
    visitor.choose("wants", "share")
    visitor.press("Continue")
    visitor.press(telling.DANGER["no"])
    assert story.seen in visitor.page.content()


def test_signing_out_leaves_nothing_behind(visitors, accounts, way, story):
    visitor = visitors(**way)
    telling.comes_to_work(visitor, accounts[story.sender])
    telling.begins(visitor, story)
    visitor.follow(visitor.page.get_by_role("button", name="Sign out"))
    visitor.open("/worry")
    assert visitor.path == "/"
    assert story.seen not in visitor.page.content()
    visitor.open("/desk")
    assert visitor.path == "/sign-in"
