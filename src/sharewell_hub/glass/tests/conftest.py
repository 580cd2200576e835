"""What tests of this room are given: a child, whoever may not see her, and two who review."""

from datetime import date

import pytest
from django.utils import timezone

from journeys.cast import person
from sharewell_hub.glass import pages
from sharewell_hub.glass.actions import Wanted, try_to_break
from sharewell_hub.people.actions import keep_out, record_subject, seal_record
from sharewell_hub.walls.seeing import seen_by

NOTHING, OPEN = "/break-glass/nothing", "/break-glass/open"
WAYS = ("nothing", "sealed", "excluded")
NAME, BORN = "Zebulon Quillfeather", date(2016, 3, 27)
REASON = "Her mother rang from the station and she is not at home."


@pytest.fixture(autouse=True)
def answers_at_once(monkeypatch):
    """Have no answer wait for the clock, unless a test is about that."""
    monkeypatch.setattr(pages, "EVEN", 0.001)


@pytest.fixture
def child(safeguarding_lead):
    return record_subject(safeguarding_lead, name=NAME, born_on=BORN)


@pytest.fixture
def officer(db):
    """Decides who is kept out of a record, and is on call for what is sealed."""
    return person("Yusra", "Haddow", "oak-school", "caldicott_guardian")


@pytest.fixture
def council(lead_information_officer):
    """Is told when an agency has not reviewed in time."""
    return lead_information_officer


def said(name=NAME, born=BORN, reason=REASON, **changes):
    day = {"born_on-day": born.day, "born_on-month": born.month, "born_on-year": born.year}
    return {"name": name, "reason": reason, **day, **changes}


def sees(viewer, model):
    with seen_by(viewer.pk):
        return set(model.objects.values_list("pk", flat=True))


def broke(browser, **changes):
    return browser.post("/break-glass/try", said(**changes))


def tries(viewer, name=NAME, born=BORN):
    with seen_by(viewer.pk):
        wanted = Wanted(name=name, born_on=born, reason=REASON)
        return try_to_break(viewer, wanted, stepped_up_at=timezone.now())


@pytest.fixture
def hidden(child, teacher, officer, guardian):
    """Give each way in which there is nothing to show to the teacher."""
    return {
        "nothing": lambda: {"name": "Somebody Else"},
        "sealed": lambda: seal_record(officer, child, []) or {},
        "excluded": lambda: keep_out(officer, child, teacher, reason="relative") or {},
    }
