"""Where a child lives is shown to those who may locate them, one kept look at a time."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from sharewell.permitting.table import LINES
from sharewell_hub.access.models import Look
from sharewell_hub.agencies.actions import record_training
from sharewell_hub.keystore.models import SubjectKey
from sharewell_hub.keystore.queries import apart
from sharewell_hub.logbook.models import Entry
from sharewell_hub.people.models import BrokenGlass, Relationship
from sharewell_hub.vault.models import Content
from sharewell_hub.walls.seeing import seen_by
from sharewell_hub.whereabouts.actions import end_place
from sharewell_hub.whereabouts.models import Whereabouts
from sharewell_hub.whereabouts.queries import in_words, places
from sharewell_hub.whereabouts.tests.conftest import ADDRESS, POSTCODE, TELEPHONE

FORM = {"kind": "lives", "address": ADDRESS, "postcode": POSTCODE, "telephone": TELEPHONE}


def known_to(viewer, child):
    """Say what a query and the database alone show somebody: the two are the same."""
    with seen_by(viewer.pk):
        alone = set(Whereabouts.objects.filter(until=None).values_list("pk", flat=True))
        assert alone == set(places(viewer, child).values_list("pk", flat=True))
    return alone


def test_an_address_is_recorded_once_logged_once_and_shown_when_somebody_asks(
    opens, teacher, child
):
    browser = opens(teacher)
    since = {"since-day": "3", "since-month": "5", "since-year": "2026"}
    sent = browser.post(f"/people/{child.pk}/where", FORM | since)
    assert sent.status_code == 302
    page = browser.get(f"/people/{child.pk}/where").content.decode()
    assert "Lives here" in page and POSTCODE not in page
    shown = browser.post(f"/people/{child.pk}/where/show").content.decode()
    assert "14 Wrenfield Rise" in shown and POSTCODE in shown and TELEPHONE in shown
    assert "there since 3 May 2026" in shown
    assert Entry.objects.filter(kind="place_recorded").count() == 1


def test_each_showing_is_one_look_that_says_so(opens, teacher, child, place):
    browser = opens(teacher)
    for _ in range(2):
        browser.post(f"/people/{child.pk}/where/show")
    looks = Look.objects.filter(verb="locate", allowed=True)
    assert [look.subjects for look in looks] == [[child.pk], [child.pk]]


def test_a_name_is_opened_without_the_key_of_the_place(child, place):
    keys = {key.subject: key.pk for key in SubjectKey.objects.all()}
    assert set(keys) == {child.pk, apart(child.pk)}
    assert Content.objects.get(pk=place.place_content).key_id == keys[apart(child.pk)]
    assert Content.objects.get(pk=child.name_content).key_id == keys[child.pk]


def test_what_is_refused_keeps_the_text_and_stores_nothing(opens, teacher, child):
    sent = opens(teacher).post(f"/people/{child.pk}/where", FORM | {"kind": ""})
    assert sent.status_code == 422 and "14 Wrenfield Rise" in sent.content.decode()
    assert not Whereabouts.objects.exists()


@pytest.mark.parametrize(
    ("kind", "sees"), [("works_with", True), ("asked_for_advice", False), ("", False)]
)
def test_a_relationship_reaches_as_far_as_the_table_says(
    teacher, colleague, child, place, kind, sees
):
    mine = Relationship.objects.filter(practitioner=colleague)
    mine.update(kind=kind) if kind else mine.delete()
    assert known_to(colleague, child) == ({place.pk} if sees else set())


def test_a_broken_glass_opens_no_address(teacher, colleague, child, place):
    row = Relationship.objects.filter(practitioner=colleague).get()
    BrokenGlass.objects.create(
        subject=child, agency=colleague.agency, practitioner=colleague, reason_content=child.pk,
        stepped_up_at=row.since, at=row.since, until=row.until,
    )  # fmt: skip
    row.delete()
    assert known_to(colleague, child) == set()


def test_whose_training_is_over_is_told_so_only_where_they_may_know_of_the_place(
    browser_of, safeguarding_lead, teacher, colleague, child, place
):
    Relationship.objects.filter(practitioner=colleague).update(kind="asked_for_advice")
    over = timezone.localdate() - timedelta(days=2)
    for one in (teacher, colleague):
        record_training(safeguarding_lead, one, what="confidentiality", done_on=over, until=over)
    ended = f"/whereabouts/{place.pk}/end"
    assert browser_of(teacher).post(ended).url == "/training/mine"
    assert browser_of(colleague).post(ended).status_code == 404


def test_another_agency_finds_nothing(opens, gp, child, place):
    browser = opens(gp, child)
    for path in (f"/people/{child.pk}/where", f"/whereabouts/{place.pk}/unshield"):
        assert browser.get(path).status_code == 404
    for path in (f"/people/{child.pk}/where/show", f"/whereabouts/{place.pk}/end"):
        assert browser.post(path).status_code == 404
    with seen_by(gp.pk):
        assert not Whereabouts.objects.exists()


def test_a_place_that_somebody_left_is_shown_no_more(teacher, child, place):
    with seen_by(teacher.pk):
        end_place(teacher, place.pk)
    assert known_to(teacher, child) == set()
    assert Entry.objects.filter(kind="place_ended").count() == 1


def test_the_wall_knows_the_roles_of_the_table(db):
    line = LINES["locate", "subject"]
    with connection.cursor() as cursor:
        cursor.execute(
            "select prosrc from pg_proc where proname = any(%s)",
            [["located_subjects", "unlocatable_subjects"]],
        )
        said = [source for (source,) in cursor.fetchall()]
    for tier in ("ordinary", "restricted"):
        assert any(f"{{{', '.join(sorted(line.reaching[tier]))}}}" in " ".join(
            source.split()) for source in said), tier  # fmt: skip


def test_what_lies_in_the_tables_says_nothing(teacher, child, place):
    assert in_words(teacher, [place])[place.pk].postcode == POSTCODE
    with connection.cursor() as cursor:
        for table in ("whereabouts_whereabouts", "vault_content", "logbook_entry"):
            cursor.execute(f"select t::text from {table} t")
            assert not any("Wrenfield" in row or POSTCODE in row for (row,) in cursor.fetchall())
