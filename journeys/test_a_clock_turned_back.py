"""The machine's clock is turned back: nothing that had ended begins again."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from sharewell_hub.demo.clock import it_is
from sharewell_hub.glass.actions import Wanted, try_to_break
from sharewell_hub.logbook.actions import log
from sharewell_hub.logbook.sequencing import integrate
from sharewell_hub.people.actions import record_subject
from sharewell_hub.people.models import BrokenGlass, Relationship, Subject
from sharewell_hub.people.queries import subjects
from sharewell_hub.people.relating import relate
from sharewell_hub.walls.moment import latest_time
from sharewell_hub.walls.seeing import seen_by

BORN = date(2016, 3, 27)
A_MINUTE, AN_HOUR = timedelta(minutes=1), timedelta(hours=1)
DESK = "/desk"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def child(safeguarding_lead):
    return record_subject(safeguarding_lead, name="Zebulon Quillfeather", born_on=BORN)


def something_is_done():
    """Let the log take one more step: the time of it is the latest that was seen."""
    with transaction.atomic():
        log("tried", object_id=uuid4(), actor=None, agency=None)
    assert integrate()


def shown(viewer):
    """Say whom the database shows, and whom our own query does."""
    with seen_by(viewer.pk):
        by_the_wall = set(Subject.objects.values_list("pk", flat=True))
        assert set(subjects(viewer).values_list("pk", flat=True)) == by_the_wall
        return by_the_wall


def broken(viewer, at):
    wanted = Wanted(name="Zebulon Quillfeather", born_on=BORN, reason="Her mother rang just now.")
    with seen_by(viewer.pk):
        return try_to_break(viewer, wanted, stepped_up_at=at)


def test_the_latest_time_is_the_machines_until_it_goes_back(db, now):
    something_is_done()
    with it_is(now + AN_HOUR):
        assert latest_time() == now + AN_HOUR
        something_is_done()
    with it_is(now - AN_HOUR):
        assert latest_time() >= now + AN_HOUR
    with it_is(now + 2 * AN_HOUR):
        assert latest_time() == now + 2 * AN_HOUR


def test_a_look_alone_is_seen_as_well(browser_of, safeguarding_lead, child, now):
    browser = browser_of(safeguarding_lead)
    with it_is(now + 5 * A_MINUTE):
        assert browser.get(f"/people/{child.pk}/walls").status_code == 200
    assert latest_time() == now + 5 * A_MINUTE


def test_broken_glass_that_ran_out_stays_closed(teacher, child, guardian, now):
    assert broken(teacher, now) == [child.pk]
    with it_is(now + 59 * A_MINUTE):
        assert shown(teacher) == {child.pk}
    with it_is(now + 61 * A_MINUTE):
        something_is_done()
        assert shown(teacher) == set()
    with it_is(now + 30 * A_MINUTE):
        assert shown(teacher) == set()


def test_a_relationship_that_ended_stays_ended(teacher, safeguarding_lead, child, now):
    with seen_by(safeguarding_lead.pk):
        row = relate(safeguarding_lead, child, teacher)
    assert shown(teacher) == {child.pk}
    with it_is(row.until + A_MINUTE):
        something_is_done()
        assert shown(teacher) == set()
    assert shown(teacher) == set()
    assert Relationship.objects.filter(practitioner=teacher, until__gt=now).exists()


def test_a_sign_in_that_ran_out_is_not_taken_up_again(browser_of, teacher, now):
    browser = browser_of(teacher)
    assert browser.get(DESK).status_code == 200
    with it_is(now + 20 * A_MINUTE):
        something_is_done()
    with it_is(now + 5 * A_MINUTE):
        assert browser.get(DESK).status_code == 302


def test_whoever_has_to_break_the_glass_meanwhile_has_their_hour(teacher, child, guardian, now):
    with it_is(now + 3 * AN_HOUR):
        something_is_done()
    assert broken(teacher, now) == [child.pk]
    assert shown(teacher) == {child.pk}
    assert BrokenGlass.objects.get().until >= now + 4 * AN_HOUR
    with it_is(now + 5 * AN_HOUR):
        assert shown(teacher) == set()


def test_whoever_signs_in_meanwhile_stays_and_is_sure_enough_to_act(
    browser_of, teacher, child, guardian, now
):
    with it_is(now + 3 * AN_HOUR):
        something_is_done()
    browser = browser_of(teacher)
    day = {"born_on-day": 27, "born_on-month": 3, "born_on-year": 2016}
    asked = {"name": "Zebulon Quillfeather", "reason": "Her mother rang just now.", **day}
    for _ in range(2):
        assert browser.get(DESK).status_code == 200
    answer = browser.post("/break-glass/try", asked)
    assert answer.headers["Location"] == "/break-glass/open"
