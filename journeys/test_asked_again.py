"""Minutes after signing in, sending asks once more who is there, and nothing typed is lost."""

import pytest

from journeys import telling
from journeys.growing_old import steps_grow_old
from journeys.situations import situations

pytestmark = pytest.mark.browser


def test_a_teacher_shows_that_it_is_her_and_what_she_typed_is_sent_once(
    visitors, accounts, way, place
):
    story = next(one for one in situations() if "mental_abuse" in one.id)
    visitor = visitors(**way)
    telling.begins(visitor, story)
    telling.answers(visitor, story)
    visitor.press("Decide and record")
    telling.signs_in(visitor, accounts[story.sender])
    telling.decides(visitor, story)
    telling.fills_in(visitor)
    visitor.press("Check before you send")
    steps_grow_old(place)
    visitor.press("Share and record")
    assert "Show that it is you, to send this" in visitor.shown()

    visitor.say("second_step_password", "not this one")
    visitor.press("Go on")
    assert "this did not show that it is you" in visitor.shown()
    visitor.say("second_step_password", accounts[story.sender].password)
    visitor.press("Go on")

    assert telling.REFERENCE.search(visitor.shown())
    assert visitor.path.startswith("/disclosures/")
