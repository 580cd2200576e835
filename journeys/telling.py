"""What a sender does, page by page, from the first question to the reference of what was sent."""

import re

from journeys.browsing import Visitor
from journeys.situations import Situation
from journeys.taking_in import Account

MOST_QUESTIONS = 12
DANGER = {"yes": "Yes, in danger now", "no": "No, or not that I know of"}
REFERENCE = re.compile(r"\b[B-DF-HJ-NP-TV-XZ2-9]{4}-[B-DF-HJ-NP-TV-XZ2-9]{4}\b")


def begins(visitor: Visitor, story: Situation) -> None:
    """Say what is wanted, whether there is danger now, and what was seen."""
    visitor.open("/")
    visitor.choose("wants", "share")
    visitor.press("Continue")
    visitor.press(DANGER[story.danger])
    if story.danger == "yes":
        assert "Ring 999 now" in visitor.shown()
        visitor.press("I have rung: go on")
    visitor.say("seen", story.seen)
    visitor.press("Continue")


def answers(visitor: Visitor, story: Situation) -> list[str]:
    """Answer whatever is asked, until there is an answer; give the questions' own words."""
    headings = []
    for _ in range(MOST_QUESTIONS):
        if visitor.path != "/question":
            break
        headings.append(visitor.page.locator("h1").inner_text())
        for fact in asked(visitor):
            visitor.choose(fact, story.put(fact))
        visitor.press("Continue")
    assert visitor.path == "/answer", f"No answer after {MOST_QUESTIONS} questions"
    return headings


def asked(visitor: Visitor) -> list[str]:
    """Name the facts that the open page asks for."""
    boxes = visitor.page.locator('main form input[type="radio"]')
    names = boxes.evaluate_all("found => found.map(box => box.name)")
    return list(dict.fromkeys(names))


def comes_to_work(visitor: Visitor, account: Account) -> None:
    """Sign in at the desk, before anything has happened; this is not counted."""
    visitor.open("/desk")
    signs_in(visitor, account)
    visitor.pages.clear()
    visitor.filled.clear()


def signs_in(visitor: Visitor, account: Account) -> None:
    """Type the account's address and password where the page asks who one is."""
    visitor.say("login", account.email)
    visitor.say("password", account.password)
    visitor.press("Sign in")


def decides(visitor: Visitor, story: Situation) -> None:
    """Record the decision, and come to what follows from it."""
    fills_in_the_decision(visitor, story)
    visitor.press("Record this decision")


def fills_in_the_decision(visitor: Visitor, story: Situation) -> None:
    """Name the child, decide, and say how it stands with agreement and with telling the family."""
    visitor.say("name", story.child["name"])
    visitor.choose("decided", story.decided)
    first_of(visitor, "agreement", story.agreement)
    first_of(visitor, "telling", story.telling)
    if story.telling == "not_told":
        visitor.say_day("look_again_on", "2027-01-15")


def first_of(visitor: Visitor, name: str, begins_with: str) -> None:
    """Choose the first answer whose value begins with these letters: the packs give the reasons."""
    found = visitor.page.locator(f'input[name="{name}"][value^="{begins_with}"]').first
    visitor.choose(name, found.get_attribute("value") or "")


def shares(visitor: Visitor) -> str:
    """Choose what leaves, look once more, and send; give the reference."""
    fills_in(visitor)
    visitor.press("Check before you send")
    visitor.press("Share and record")
    found = REFERENCE.search(visitor.shown())
    assert found, visitor.shown()
    return found.group()


def fills_in(visitor: Visitor) -> None:
    """Choose who receives it, and tick every item with why they need it."""
    chooses_the_first_service(visitor)
    for at in range(visitor.page.locator('input[name^="item-"][name$="-send"]').count()):
        visitor.choose(f"item-{at}-send", "on")
        visitor.say(f"item-{at}-needed", "It shows the harm that they have to look into.")
        visitor.choose(f"item-{at}-sure", "self")


def chooses_the_first_service(visitor: Visitor) -> None:
    """Choose the first service that is offered, unless the page has chosen it."""
    places = visitor.page.locator('input[name="destination"]')
    if not places.first.is_checked():
        visitor.choose("destination", places.first.get_attribute("value") or "")


def accepts(visitor: Visitor) -> None:
    """Confirm the purpose and accept the limits, before anything is shown."""
    visitor.choose("purpose", "on")
    visitor.choose("limits", "on")
    visitor.press("Accept and read")


def replies(visitor: Visitor, words: str) -> None:
    """Say what will be done."""
    visitor.choose("kind", "will_do")
    visitor.say("words", words)
    visitor.press("Send the answer")
