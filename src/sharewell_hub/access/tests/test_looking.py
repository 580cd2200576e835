"""Who looked is kept, also who was refused, and nobody takes it away unseen."""

import re
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from journeys.cast import person, say_why
from sharewell_hub.access.digesting import altered_days, digest_days
from sharewell_hub.access.models import DayOfLooks, Look
from sharewell_hub.demo.clock import it_is
from sharewell_hub.logbook.models import Entry
from sharewell_hub.people.actions import record_subject, seal_record
from sharewell_hub.walls.seeing import seen_by


def words(answer):
    """Give what a page says, without its frame, where tokens and the viewer's name stand."""
    return re.search("<main.*</main>", answer.content.decode(), re.S)[0]


def address(child):
    return f"/people/{child.pk}/walls"


def test_whoever_recorded_it_says_no_purpose_and_the_desk_says_it_once(
    browser_of, teacher, safeguarding_lead, child
):
    assert browser_of(teacher).get(address(child)).status_code == 200
    lead = browser_of(safeguarding_lead)
    asked = lead.get(address(child))
    assert asked.status_code == 302 and asked.url.startswith(f"/why/{child.pk}?next=")
    page = lead.get(asked.url)
    assert "What do you need this record for?" in page.content.decode()
    assert lead.post(f"/why/{child.pk}", {"next": address(child)}).status_code == 422
    said = lead.post(f"/why/{child.pk}", {"purpose": "protect_child", "next": address(child)})
    assert said.url == address(child)
    assert lead.get(address(child)).status_code == 200


@pytest.mark.parametrize("to", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_from_there_nobody_is_led_out_of_the_service(browser_of, safeguarding_lead, child, to):
    said = {"purpose": "protect_child", "next": to}
    assert browser_of(safeguarding_lead).post(f"/why/{child.pk}", said).url == "/desk"


def test_each_page_is_one_look_with_its_ids_its_purpose_and_who(browser_of, teacher, child):
    browser_of(teacher).get(address(child))
    look = Look.objects.get()
    assert (look.practitioner, look.agency_id, look.holder) == (teacher, *[teacher.agency_id] * 2)
    assert (look.verb, look.kind, look.purpose) == ("read", "subject", "protect_child")
    assert (look.objects_shown, look.subjects) == ([str(child.pk)], [child.pk])
    assert look.allowed and look.rules == ["need_to_know"]


def test_a_refused_look_is_kept_with_the_rule_that_nobody_is_told(
    browser_of, guardian, safeguarding_lead, social_worker, child
):
    nothing = browser_of(social_worker).get(f"/people/{guardian.pk}/walls")
    stranger = browser_of(social_worker).get(address(child))
    seal_record(guardian, child, [])
    sealed = browser_of(safeguarding_lead).get(address(child))
    assert words(nothing) == words(stranger) == words(sealed)
    assert {nothing.status_code, stranger.status_code, sealed.status_code} == {404}
    looks = Look.objects.order_by("at")
    assert [look.allowed for look in looks] == [False] * 3
    assert [look.holder for look in looks] == [None, child.agency_id, child.agency_id]
    assert "seal" in looks[2].rules and looks[2].marks == ["tell_on_call"]


def test_the_holder_sees_who_looked_and_who_was_refused(
    browser_of, teacher, guardian, social_worker, child
):
    browser_of(teacher).get(address(child))
    browser_of(social_worker).get(address(child))
    lead, who_looked = browser_of(guardian), f"/people/{child.pk}/looked"
    assert lead.get(who_looked)["Location"].startswith(f"/why/{child.pk}")
    say_why(lead, child.pk)
    page = lead.get(who_looked).content.decode()
    assert f"{teacher.name}</strong>, Oak School: was let in, to read" in page
    assert f"{social_worker.name}</strong>" in page and "was refused, to read" in page
    assert f"{guardian.name}</strong>, Oak School: was first asked what for, to see who" in page
    with seen_by(social_worker.pk):
        assert not Look.objects.exists(), "the other agency is not told who looked"


def test_what_somebody_did_often_on_one_day_is_one_line_with_how_often(
    browser_of, teacher, safeguarding_lead, child
):
    for _ in range(3):
        browser_of(teacher).get(address(child))
    lead = browser_of(safeguarding_lead)
    say_why(lead, child.pk)
    page = lead.get(f"/people/{child.pk}/looked").content.decode()
    assert page.count(teacher.name) == 1 and "was let in, to read, 3 times, the last " in page


def test_a_look_that_cannot_be_kept_lets_no_page_out(browser_of, teacher, child, monkeypatch):
    def broken(self, rows):
        raise DatabaseError

    browser = browser_of(teacher)
    monkeypatch.setattr("django.db.models.query.QuerySet.bulk_create", broken)
    with pytest.raises(DatabaseError):
        browser.get(address(child))


@pytest.fixture
def digested(committed_db, browser_of, request):
    teacher = person("Tess", "Adeyemi", "oak-school", "teacher")
    child = record_subject(teacher, name="Zebulon Quillfeather")
    browser = browser_of(teacher)
    for _ in range(3):
        browser.get(address(child))
    with it_is(timezone.now() + timedelta(days=1)):
        (made,) = digest_days()
        assert digest_days() == []
    return made


def test_each_days_looks_stand_in_the_log_by_one_digest(digested):
    assert digested.looks == 3 == Look.objects.count()
    assert Entry.objects.filter(kind="looks_digested", object_id=digested.pk).count() == 1
    assert altered_days() == []


@pytest.mark.parametrize(
    "done",
    [
        "delete from access_look where id = (select min(id::text)::uuid from access_look)",
        "update access_look set allowed = not allowed",
        "update access_look set purpose = 'answer_request'",
    ],
)
def test_a_look_taken_away_or_changed_afterwards_is_found(digested, done):
    with connections["owner"].cursor() as cursor:
        cursor.execute("alter table access_look disable trigger append_only")
        cursor.execute("alter table access_look disable row level security")
        cursor.execute("alter table access_look no force row level security")
        cursor.execute(done)
    assert altered_days() == [digested.day]


@pytest.mark.parametrize("row", [Look, DayOfLooks])
def test_nobody_rewrites_them(digested, row):
    with pytest.raises(DatabaseError), transaction.atomic():
        row.objects.all().delete()
