"""Checklists on the answer's page: what is open so far, what does not arise, and why."""

from html import escape

from sharewell_hub.decisions.engine import engine
from sharewell_hub.decisions.ticking import held_by


def test_the_answer_shows_what_of_the_checklist_is_still_open_and_why(walk):
    page = walk.to_the_answer(wants="answer")
    assert "Before you go, the Marshland protocol: 3 still open" in page
    assert "The reasons are not on record yet." in page
    assert "Not known: " in page


def test_a_line_that_does_not_arise_says_which_answer_shows_it(walk):
    page = walk.to_the_answer(wants="share")
    assert "Does not apply" in page and "2 still open" in page
    packs = engine()
    shown = f"{packs.question('request_based').ask} {packs.said('request_based', False)}."
    assert escape(shown) in page


def test_a_draft_holds_what_was_marked_and_weighed():
    marked = {"items": [{"standing": "fact"}]}
    assert held_by(marked) == {"items_marked"}
    assert held_by({"items": [{"standing": "fact"}, {"standing": ""}]}) == frozenset()
    assert held_by({"items": [], "weighed": {"if_shared": "a", "if_not": "b"}}) == {
        "two_sides_weighed"
    }
    assert held_by({"weighed": {"if_shared": "a"}}) == frozenset()
