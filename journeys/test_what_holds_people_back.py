"""Whoever would not share meets what the texts answer, once, and goes on or changes it."""

import pytest

from journeys import telling
from journeys.browsing import Visitor
from journeys.situations import Situation, situations
from journeys.test_with_the_keys_alone import Keys

pytestmark = pytest.mark.browser
NO_LAW = "Data protection law does not prohibit sharing."


def would_not_share(visitor: Visitor, accounts: dict[str, object]) -> Situation:
    """Come to an answer to share, and choose not to: they refused, and the law is named."""
    story = next(one for one in situations() if "health_visitor" in one.id)
    telling.comes_to_work(visitor, accounts[story.sender])
    telling.begins(visitor, story)
    telling.answers(visitor, story)
    visitor.press("Decide and record")
    telling.fills_in_the_decision(visitor, story)
    visitor.choose("decided", "do_not_share")
    telling.first_of(visitor, "agreement", "refused")
    visitor.say("why", "GDPR does not allow it.")
    visitor.press("Record this decision")
    return story


def test_the_myths_are_met_before_it_is_recorded_and_one_press_goes_on(visitors, accounts, way):
    visitor = visitors(**way)
    would_not_share(visitor, accounts)

    assert visitor.path == "/decide"
    assert "Before you record this" in visitor.shown() and NO_LAW in visitor.shown()
    visitor.press("Record it as it is")
    assert "Decided not to share" in visitor.shown()
    assert "Four things that are called consent" in visitor.shown()


def test_whoever_changes_it_there_records_that_they_share(visitors, accounts, way):
    visitor = visitors(**way)
    would_not_share(visitor, accounts)
    visitor.choose("decided", "share")
    visitor.press("Record this decision")
    assert visitor.path.endswith("/share")


def test_the_keys_alone_open_what_else_holds_people_back(visitors, accounts):
    visitor = visitors()
    would_not_share(visitor, accounts)
    keys = Keys(visitor)
    keys.tab_to(tag="SUMMARY", text="What else holds people back, and what the texts answer")
    keys.keyboard.press("Enter")
    assert "It was told in confidence" in visitor.shown()
    keys.tab_to(text="Record it as it is")
    with visitor.page.expect_navigation():
        keys.keyboard.press("Enter")
    assert "Decided not to share" in visitor.shown()
