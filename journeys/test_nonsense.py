"""Markup, hidden characters and far too much text, on every form: nothing runs, nothing is lost."""

import re

import pytest

from journeys import telling
from journeys.situations import situations

pytestmark = pytest.mark.browser
MARKUP = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>'\"><svg/onload=alert(3)>{{7*7}}${7*7}"
    "javascript:alert(4)</textarea></title>" + "unbroken" * 30
)
HIDDEN = "before \u202etfel ot thgir\u202c \u0007 \u200b after"
FAR_TOO_LONG = "word " * 9_000
MORE_THAN_A_FORM_HOLDS = "x" * 1_100_000


@pytest.fixture
def story():
    return next(one for one in situations() if "storms_out" in one.id)


def test_markup_is_shown_as_it_was_typed_and_never_run(visitors, accounts, width, story):
    story.child["name"] = MARKUP[:180]
    sender = visitors(width=width)
    telling.comes_to_work(sender, accounts[story.sender])
    sender.open("/directory?service=" + "%3Cscript%3Ealert(1)%3C/script%3E")
    begins_with(sender, story, MARKUP)
    telling.answers(sender, story)
    sender.press("Decide and record")
    telling.decides(sender, story)
    telling.fills_in(sender)
    for box in ("means", "asks", "item-0-needed", "item-1-needed"):
        sender.say(box, MARKUP)
    sender.press("Check before you send")
    sender.press("Share and record")
    assert as_shown(MARKUP) in as_shown(sender.shown())
    reference = telling.REFERENCE.search(sender.shown()).group()
    told_at = sender.path

    recipient = visitors(width=width)
    telling.comes_to_work(recipient, accounts["social_worker"])
    recipient.open(f"/received/{reference}")
    telling.accepts(recipient)
    assert as_shown(MARKUP) in as_shown(recipient.shown())
    telling.replies(recipient, MARKUP)
    sender.open(told_at)
    assert as_shown(sender.shown()).count(as_shown(MARKUP)) >= 3
    sender.open("/desk")


def begins_with(visitor, story, text):
    """Begin as always, with this text in the boxes of the worry."""
    visitor.open("/")
    visitor.choose("wants", "share")
    visitor.press("Continue")
    visitor.press(telling.DANGER[story.danger])
    for box in ("child_said", "seen"):
        visitor.say(box, text)
    visitor.press("Continue")


def as_shown(text):
    """Fold white space, which a page may fold too."""
    return re.sub(r"\s+", " ", text)


def fills_every_box(visitor, text):
    """Put a text into every box that takes one."""
    boxes = visitor.page.locator("main").locator(
        'textarea, input:not([type]), input[type="text"], input[type="email"]'
    )
    for at in range(boxes.count()):
        if boxes.nth(at).is_visible():
            boxes.nth(at).fill(text)


def refuses(visitor, text, button):
    """Send a page with this text in every box; it says what is wrong, and runs nothing."""
    fills_every_box(visitor, text)
    visitor.press(button)
    assert "There is a problem" in visitor.shown()


@pytest.mark.parametrize("text", [HIDDEN, FAR_TOO_LONG], ids=["hidden_characters", "far_too_long"])
def test_every_form_of_the_sender_refuses_it_and_goes_on(visitors, accounts, width, story, text):
    visitor = visitors(width=width)
    visitor.open("/sign-in?next=/desk")
    refuses(visitor, "somebody@nowhere.example", "Sign in")
    telling.comes_to_work(visitor, accounts[story.sender])
    visitor.open("/")
    visitor.choose("wants", "share")
    visitor.press("Continue")
    visitor.press(telling.DANGER["no"])
    refuses(visitor, text, "Continue")
    fills_every_box(visitor, "")
    visitor.say("seen", story.seen)
    visitor.press("Continue")
    telling.answers(visitor, story)
    visitor.page.get_by_text("I disagree").click()
    refuses(visitor, text, "Decide otherwise")
    visitor.press("Decide and record")
    refuses(visitor, text, "Record this decision")
    fills_every_box(visitor, "")
    telling.decides(visitor, story)
    telling.fills_in(visitor)
    refuses(visitor, text, "Check before you send")


def test_more_than_a_form_holds_is_refused_in_words(visitors, width, story):
    visitor = visitors(width=width)
    visitor.open("/")
    visitor.choose("wants", "share")
    visitor.press("Continue")
    visitor.press(telling.DANGER["no"])
    visitor.say("seen", MORE_THAN_A_FORM_HOLDS)
    visitor.press("Continue")
    assert visitor.page.locator("h1").count() == 1
