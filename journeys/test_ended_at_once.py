"""Whoever may no longer come in is refused at the next request, at every address there is."""

from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.utils import timezone

from journeys.test_who_may_open_what import FORM, WITH, filled_in, people, records, rows
from sharewell_hub.agencies import actions
from sharewell_hub.agencies.models import Agency, Practitioner, SignIn

__all__ = ["people", "records"]
WAYS = {
    "account_closed": actions.close_account,
    "agency_left": lambda person: actions.leave(person.agency),
    "roles_changed": lambda person: actions.change_roles(person, ["headteacher"]),
    "signed_out_everywhere": actions.sign_out_everywhere,
    "this_one_ended": lambda person: actions.end_sign_in(person, SignIn.objects.get().pk),
    "closed_in_the_table": lambda person: of(person).update(is_active=False),
    "roles_changed_in_the_table": lambda person: of(person).update(roles=["headteacher"]),
    "left_in_the_table": lambda person: Agency.objects.update(left_at=timezone.now()),
}


def of(person):
    return Practitioner.objects.filter(pk=person.pk)


ALWAYS = {"roles_changed_in_the_table"}
CASES = [pytest.param(way, marks=() if way in ALWAYS else pytest.mark.slow, id=way) for way in WAYS]


@pytest.mark.parametrize("way", CASES)
def test_the_next_request_finds_nobody_signed_in(way, people, records, browser_of):
    wrong = []
    for method, path, answers in rows():
        with transaction.atomic():
            browser = browser_of(people["sender"])
            browser.get("/sign-in/done")
            assert SESSION_KEY in browser.session
            WAYS[way](people["sender"])
            sent = WITH.get(f"{method} {path}", "")
            answer = browser.generic(method, filled_in(path, records), sent, content_type=FORM)
            transaction.set_rollback(True)
        people["sender"].refresh_from_db()
        if answer.status_code != answers["nobody"]:
            wrong.append(f"{method} {path}: {answer.status_code} and not {answers['nobody']}")
    assert wrong == []


@pytest.mark.slow
def test_a_sign_in_that_was_not_used_is_none_anywhere(people, records, browser_of, monkeypatch):
    wrong = []
    now = timezone.now
    for method, path, answers in rows():
        with transaction.atomic(), monkeypatch.context() as clock:
            browser = browser_of(people["sender"])
            browser.get("/sign-in/done")
            clock.setattr(timezone, "now", lambda: now() + timedelta(minutes=15))
            answer = browser.generic(method, filled_in(path, records), "", content_type=FORM)
            transaction.set_rollback(True)
        if answer.status_code != answers["nobody"]:
            wrong.append(f"{method} {path}: {answer.status_code} and not {answers['nobody']}")
    assert wrong == []
