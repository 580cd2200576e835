"""Parts of the tour: what agencies agreed, and the glass that somebody breaks."""

from typing import Any


def agreements(tour: Any) -> None:
    """Read what is agreed, and begin the next version of it."""
    with tour.somebody("partnership_manager") as visitor:
        tour.at(visitor, "/agreements", "agreements")
        visitor.follow(visitor.page.locator(".sw-card a").first)
        tour.seen("agreement", visitor.page)
        visitor.press("Record the next version")
        tour.seen("agreement-next-version", visitor.page)
        tour.at(visitor, "/agreements/new", "agreement-new")


def glass(tour: Any) -> None:
    """Break the glass where there is nothing to show, and have a second person review it."""
    with tour.somebody("teacher") as visitor:
        tour.at(visitor, "/break-glass", "break-glass")
        visitor.say("name", "Nobody Known")
        visitor.say_day("born_on", "2016-03-27")
        visitor.say("reason", "Her mother rang, and she has not come home.")
        visitor.press("Break the glass")
        tour.seen("break-glass-nothing", visitor.page)
        tour.at(visitor, "/break-glass/open", "break-glass-open")
    with tour.somebody("school_lio") as guardian:
        tour.at(guardian, "/reviews", "reviews")
        guardian.follow(guardian.page.locator(".sw-card a").first)
        tour.seen("review", guardian.page)
