"""Pressed twice, sent twice, gone back and sent again: there is one result."""

import pytest

from journeys import telling
from journeys.situations import situations

pytestmark = pytest.mark.browser


@pytest.fixture
def story():
    return next(one for one in situations() if "storms_out" in one.id)


def named(story, name):
    """Give the story's child a name of this test's own, so that its rows can be counted."""
    story.child["name"] = name
    return story


def on_the_desk(visitor, name):
    """Count how often the child stands on the desk."""
    visitor.open("/desk")
    visitor.page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    return visitor.page.locator("main").inner_text().count(name)


def presses_twice(visitor, words):
    """Press a button twice, as an impatient hand does."""
    with visitor.page.expect_navigation(wait_until="load"):
        visitor.thing(words).dblclick()
    visitor.page.wait_for_load_state("load")
    visitor.look()


def to_the_decision(visitor, story, account):
    telling.comes_to_work(visitor, account)
    telling.begins(visitor, story)
    telling.answers(visitor, story)
    visitor.press("Decide and record")


def test_a_decision_pressed_twice_is_one(visitors, accounts, way, story):
    named(story, f"Twice Pressed {way['width']} {way['scripts']}")
    visitor = visitors(**way)
    to_the_decision(visitor, story, accounts[story.sender])
    telling.fills_in_the_decision(visitor, story)
    presses_twice(visitor, "Record this decision")
    assert visitor.path.endswith("/share")
    assert on_the_desk(visitor, story.child["name"]) == 1


def test_a_disclosure_pressed_twice_is_one(visitors, accounts, way, story):
    named(story, f"Twice Sent {way['width']} {way['scripts']}")
    visitor = visitors(**way)
    to_the_decision(visitor, story, accounts[story.sender])
    telling.decides(visitor, story)
    telling.fills_in(visitor)
    visitor.press("Check before you send")
    presses_twice(visitor, "Share and record")
    assert telling.REFERENCE.search(visitor.shown())
    assert on_the_desk(visitor, story.child["name"]) == 1


def test_going_back_and_sending_again_is_one_disclosure(visitors, accounts, width, story):
    named(story, f"Gone Back {width}")
    visitor = visitors(width=width)
    to_the_decision(visitor, story, accounts[story.sender])
    telling.decides(visitor, story)
    telling.fills_in(visitor)
    visitor.press("Check before you send")
    form = visitor.page.locator("form").filter(has_text="Share and record")
    fields = dict(
        form.locator("[name]").evaluate_all("found => found.map(one => [one.name, one.value])")
    )
    address = form.get_attribute("action")
    visitor.press("Share and record")
    first = telling.REFERENCE.search(visitor.shown()).group()

    again = visitor.context.request.post(
        address, form=fields, headers={"Referer": visitor.page.url}
    )
    assert again.ok
    assert telling.REFERENCE.search(again.text()).group() == first
    assert on_the_desk(visitor, story.child["name"]) == 1


def test_going_back_to_a_decision_that_was_recorded_leads_on_to_it(visitors, accounts, way, story):
    named(story, f"Back Again {way['width']} {way['scripts']}")
    visitor = visitors(**way)
    to_the_decision(visitor, story, accounts[story.sender])
    telling.decides(visitor, story)
    recorded = visitor.path
    visitor.back()
    if visitor.path == "/decide":
        telling.fills_in_the_decision(visitor, story)
        visitor.press("Record this decision")
        assert visitor.path == recorded
    assert on_the_desk(visitor, story.child["name"]) == 1
