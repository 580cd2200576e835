"""The sender's whole way with Tab, Enter, Space and the arrows: nobody needs a mouse."""

import pytest

from journeys import telling
from journeys.browsing import Visitor
from journeys.situations import situations
from journeys.telling import REFERENCE

pytestmark = pytest.mark.browser
MOST_TABS = 150
AT = """() => {
  const at = document.activeElement;
  const seen = getComputedStyle(at);
  return {
    tag: at.tagName, name: at.name || "", value: at.value || "",
    text: (at.innerText || "").trim(),
    marked: seen.outlineStyle !== "none" || seen.boxShadow !== "none"
      || (at.labels?.length && getComputedStyle(at.labels[0], "::before").boxShadow !== "none"),
  };
}"""


class Keys:
    """Somebody who uses the keyboard alone; wherever they are, they can see that they are there."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.keyboard = visitor.page.keyboard

    def at(self) -> dict[str, str]:
        """Say what has the focus."""
        return self.visitor.page.evaluate(AT)

    def tab_to(self, **wanted: str) -> None:
        """Press Tab until the wanted thing has the focus."""
        for _ in range(MOST_TABS):
            self.keyboard.press("Tab")
            at = self.at()
            if all(at[key] == value for key, value in wanted.items()):
                assert at["marked"], f"Nobody sees that {wanted} has the focus"
                return
        raise AssertionError(f"{wanted} cannot be reached at {self.visitor.path}")

    def say(self, name: str, text: str) -> None:
        """Go to a box and type."""
        self.tab_to(name=name)
        self.keyboard.press("ControlOrMeta+a")
        self.keyboard.type(text)

    def choose(self, name: str, value: str) -> None:
        """Go to the radios of this name, and on with the arrow to the one wanted."""
        self.tab_to(name=name)
        if self.at()["value"] == value:
            self.keyboard.press("Space")
        for _ in range(MOST_TABS):
            if self.at()["value"] == value:
                return
            self.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} has no answer {value} that the arrows reach")

    def tick(self, name: str) -> None:
        """Go to a box and tick it."""
        self.tab_to(name=name)
        self.keyboard.press("Space")

    def press(self, text: str, tag: str = "BUTTON") -> None:
        """Go to a button or a link and press Enter."""
        self.tab_to(tag=tag, text=text)
        with self.visitor.page.expect_navigation(wait_until="load"):
            self.keyboard.press("Enter")
        self.visitor.look()


def test_a_worry_is_shared_with_the_keys_alone(visitors, accounts, width):
    story = next(one for one in situations() if "mental_abuse" in one.id)
    visitor = visitors(width=width)
    visitor.open("/")
    keys = Keys(visitor)
    goes_to_the_answer(keys, story)
    keys.press("Decide and record", "A")
    keys.say("login", accounts[story.sender].email)
    keys.say("password", accounts[story.sender].password)
    keys.press("Sign in")
    decides(keys, story)

    keys.tick("item-0-send")
    keys.say("item-0-needed", "They decide what happens next.")
    keys.choose("item-0-sure", "self")
    keys.press("Check before you send")
    keys.press("Share and record")
    assert REFERENCE.search(visitor.shown())


def goes_to_the_answer(keys, story):
    keys.choose("wants", "share")
    keys.press("Continue")
    keys.press(telling.DANGER[story.danger])
    keys.say("seen", story.seen)
    keys.press("Continue")
    for _ in range(telling.MOST_QUESTIONS):
        if keys.visitor.path != "/question":
            break
        for fact in telling.asked(keys.visitor):
            keys.choose(fact, story.put(fact))
        keys.press("Continue")
    assert keys.visitor.path == "/answer"


def decides(keys, story):
    keys.say("name", story.child["name"])
    keys.choose("decided", "share")
    first = keys.visitor.page.locator('input[name="agreement"][value^="not_sought"]').first
    keys.choose("agreement", first.get_attribute("value"))
    keys.choose("telling", "told")
    keys.press("Record this decision")


def test_the_first_tab_offers_to_skip_to_the_page_itself(visitors, way):
    visitor = visitors(**way)
    visitor.open("/")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.locator(".govuk-skip-link").evaluate("e => e === document.activeElement")
    visitor.page.keyboard.press("Enter")
    assert visitor.page.url.endswith("#main-content")
