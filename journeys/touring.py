"""Parts of the tour: what agencies agreed, who sees a record, and the glass somebody breaks."""

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


def training(tour: Any) -> None:
    """See when colleagues were trained, record a date, and see one's own."""
    with tour.somebody("safeguarding_lead") as visitor:
        tour.at(visitor, "/training", "training")
        visitor.follow(visitor.page.locator(".sw-row a").first)
        tour.seen("trained", visitor.page)
        tour.at(visitor, "/training/mine", "training-mine")


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


def says_why(tour: Any, visitor: Any) -> None:
    """Say what a record is needed for, where somebody opens it by their role."""
    tour.seen("why", visitor.page)
    visitor.choose("purpose", "protect_child")
    visitor.press("Go on")


def around_a_record(tour: Any, visitor: Any) -> None:
    """See who works with the child, who may not see the record, and who looked."""
    visitor.press("Who works with this child")
    tour.seen("who-works-with-a-child", visitor.page)
    where_they_live(tour, visitor)
    visitor.press("Who may not see this record")
    tour.seen("kept-out", visitor.page)
    visitor.press("Who looked at this record")
    tour.seen("who-looked", visitor.page)


def where_they_live(tour: Any, visitor: Any) -> None:
    """See where the child lives, hide it, and let it be told to somebody."""
    visitor.press("Where this child lives")
    tour.seen("where-a-child-lives", visitor.page)
    visitor.choose("reason", "threats")
    visitor.say("named", tour.accounts["safeguarding_lead"].email)
    visitor.press("Hide it")
    visitor.press("Show where")
    tour.seen("where-a-child-lives-shown", visitor.page)
    visitor.press("Let it be told to somebody")
    tour.seen("hidden-address-to-be-told", visitor.page)
    visitor.press("Back to where this child lives")
    visitor.press("Hide it no longer")
    visitor.press("Back to who works with this child")
