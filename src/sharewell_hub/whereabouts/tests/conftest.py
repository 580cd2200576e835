"""What tests of this room are given: a child with a place, and who may know it."""

import pytest

from journeys.cast import person, say_why
from sharewell_hub.people.actions import record_subject
from sharewell_hub.people.relating import relate
from sharewell_hub.walls.seeing import seen_by
from sharewell_hub.whereabouts.actions import put_up_shield, record_place
from sharewell_hub.whereabouts.models import Whereabouts
from sharewell_hub.whereabouts.queries import Place

ADDRESS, POSTCODE, TELEPHONE = "14 Wrenfield Rise\nMarlingford", "ZZ91 4QX", "01632 960417"


@pytest.fixture
def deputy(db):
    """Is named beside the guardian, so that somebody can reach the child."""
    return person("Yusra", "Haddow", "oak-school", "caldicott_guardian")


@pytest.fixture
def other_child(teacher):
    return record_subject(teacher, name="Ottoline Braithwood")


@pytest.fixture
def place(teacher, child):
    """Where the child lives, recorded by the teacher."""
    return lives(teacher, child)


@pytest.fixture
def colleague(teacher, child):
    """Works with the child as well, and is named in no shield."""
    helper = person("Marcus", "Webb", "oak-school", "teacher")
    with seen_by(teacher.pk):
        relate(teacher, child, helper)
    return helper


def lives(viewer, child, **words):
    with seen_by(viewer.pk):
        said = {"address": ADDRESS, "postcode": POSTCODE, "telephone": TELEPHONE} | words
        record_place(viewer, child, Place(**said), kind="lives")
    return Whereabouts.objects.order_by("-at").first()


def hide(viewer, child, *named):
    with seen_by(viewer.pk):
        put_up_shield(viewer, child, named, reason="violence")


@pytest.fixture
def opens(browser_of):
    """Give a browser of somebody who has said what they need the children's records for."""

    def open_browser(viewer, *children):
        browser = browser_of(viewer)
        say_why(browser, *(each.pk for each in children))
        return browser

    return open_browser
