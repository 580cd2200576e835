"""Telling where a child lives: unticked, apart from everything else, shown when asked for."""

import dataclasses
import json

import pytest
from django.db import connection

from journeys.cast import person
from sharewell.delivering.sending import TickedPlace
from sharewell.terms.errors import TooMuch
from sharewell_hub.access.models import Look
from sharewell_hub.disclosures.actions import send_disclosure
from sharewell_hub.disclosures.answering import accept_limits
from sharewell_hub.disclosures.models import DisclosedPlace, Disclosure
from sharewell_hub.disclosures.placing import offered_places
from sharewell_hub.disclosures.queries import disclosure_for
from sharewell_hub.disclosures.record import record_of
from sharewell_hub.disclosures.record_pdf import in_words, pdf_of
from sharewell_hub.disclosures.tests.conftest import boxes, sending_of
from sharewell_hub.keystore.models import SubjectKey
from sharewell_hub.keystore.queries import apart
from sharewell_hub.outbox.models import Letter
from sharewell_hub.vault.actions import destroy
from sharewell_hub.vault.models import Content
from sharewell_hub.walls.seeing import seen_by
from sharewell_hub.whereabouts.actions import put_up_shield, record_place, unshield
from sharewell_hub.whereabouts.models import Unshielding
from sharewell_hub.whereabouts.queries import Place, places

PLACE = Place(address="14 Wrenfield Rise\nMarlingford", postcode="ZZ9 4QX")
WHY = "They visit her there this afternoon."


@pytest.fixture
def home(teacher, decision):
    with seen_by(teacher.pk):
        record_place(teacher, decision.subject, PLACE, kind="lives")
        return places(teacher, decision.subject).get()


@pytest.fixture
def hidden(guardian, decision, home):
    deputy = person("Yusra", "Haddow", "oak-school", "caldicott_guardian")
    with seen_by(guardian.pk):
        put_up_shield(guardian, decision.subject, [deputy], reason="violence")
    return home


@pytest.fixture
def let(guardian, hidden, front_door, social_worker):
    with seen_by(guardian.pk):
        return unshield(guardian, hidden.pk, (front_door, social_worker), reason=WHY)


@pytest.fixture
def colleague(db):
    """Works at the front door as well, and was told nothing."""
    return person("Noor", "Castell", "front-door", "social_worker")


def keys(viewer, decision):
    with seen_by(viewer.pk):
        return [each.key for each in offered_places(viewer, decision)]


def with_place(viewer, decision, front_door, key):
    said = sending_of(viewer, decision, front_door)
    ticked = (TickedPlace(key=key, needed_because=WHY),)
    return dataclasses.replace(said, places=ticked)


def sends(viewer, decision, front_door, key):
    with seen_by(viewer.pk):
        return send_disclosure(viewer, decision, with_place(viewer, decision, front_door, key))


def accepts(viewer, sent):
    with seen_by(viewer.pk):
        accept_limits(viewer, sent)


def test_it_is_offered_unticked_and_without_the_address(browser_of, teacher, decision, home):
    page = browser_of(teacher).get(f"/decisions/{decision.pk}/share").content.decode()
    assert "Do they need to know where the child lives?" in page and "Wrenfield" not in page
    (line,) = [each for each in page.splitlines() if f'name="place-{home.pk}-send"' in each]
    assert "checked" not in line


def test_ticked_it_goes_through_the_pages_and_never_stands_on_one(
    browser_of, teacher, decision, front_door, home
):
    browser, path = browser_of(teacher), f"/decisions/{decision.pk}/share/check"
    box = f"place-{home.pk}"
    ticked = boxes(decision, front_door, **{f"{box}-send": "on"})
    assert "Say why they need the address" in browser.post(path, ticked).content.decode()
    ticked |= {f"{box}-needed": WHY}
    page = browser.post(path, ticked).content.decode()
    assert "An address leaves as well" in page and "Wrenfield" not in page
    assert browser.post(path, ticked | {"step": "send"}).status_code == 302
    (row,) = DisclosedPlace.objects.all()
    page = browser.get(f"/disclosures/{row.disclosure_id}").content.decode()
    assert WHY in page and "Wrenfield" not in page


def test_at_the_other_end_it_is_shown_when_asked_for_and_each_time_kept(
    browser_of, teacher, decision, front_door, home, social_worker
):
    sent = sends(teacher, decision, front_door, str(home.pk))
    browser, path = browser_of(social_worker), f"/received/{sent.reference}"
    assert browser.post(f"{path}/where").status_code == 404, "its limits come first"
    accepts(social_worker, sent)
    page = browser.get(path).content.decode()
    assert "Show the address" in page and "Wrenfield" not in page
    shown = browser.post(f"{path}/where").content.decode()
    assert "14 Wrenfield Rise" in shown and "ZZ9 4QX" in shown
    looks = Look.objects.filter(verb="locate", practitioner=social_worker, allowed=True)
    assert looks.count() == 2


def test_a_hidden_place_goes_to_one_person_once(
    browser_of, guardian, decision, front_door, hidden, let, social_worker, colleague
):
    (key,) = keys(guardian, decision)
    sent = sends(guardian, decision, front_door, key)
    assert Unshielding.objects.get().used_at and keys(guardian, decision) == []
    for viewer, sees in ((social_worker, True), (colleague, False)):
        accepts(viewer, sent)
        answer = browser_of(viewer).post(f"/received/{sent.reference}/where")
        assert answer.status_code == (200 if sees else 404)
        assert ("Wrenfield" in answer.content.decode()) is sees
        page = browser_of(viewer).get(f"/received/{sent.reference}").content.decode()
        assert ("Show the address" in page) is sees
        with seen_by(viewer.pk):
            assert DisclosedPlace.objects.exists() is sees
            assert Disclosure.objects.filter(pk=sent.pk).exists()


def test_whoever_is_not_named_has_nothing_to_tick(teacher, decision, let, browser_of):
    assert keys(teacher, decision) == []
    page = browser_of(teacher).get(f"/decisions/{decision.pk}/share").content.decode()
    assert "where the child lives" not in page


def test_hidden_and_not_let_be_told_it_is_not_offered(guardian, decision, hidden):
    assert keys(guardian, decision) == []


def test_at_another_service_it_is_refused(
    browser_of, guardian, decision, front_door, police_desk, let
):
    (key,) = keys(guardian, decision)
    said = with_place(guardian, decision, front_door, key)
    Unshielding.objects.update(destination=police_desk)
    with seen_by(guardian.pk), pytest.raises(TooMuch, match="another service"):
        send_disclosure(guardian, decision, said)
    assert not Disclosure.objects.exists() and Unshielding.objects.get().used_at is None


def test_used_twice_at_once_the_second_is_refused_whole(guardian, decision, front_door, let):
    (key,) = keys(guardian, decision)
    first, second = (with_place(guardian, decision, front_door, key) for _ in range(2))
    with seen_by(guardian.pk):
        send_disclosure(guardian, decision, first)
        with pytest.raises(TooMuch, match="no longer"):
            send_disclosure(guardian, decision, second)
    assert Disclosure.objects.count() == 1


def test_what_was_never_offered_is_not_told(teacher, decision, front_door, hidden):
    with pytest.raises(TooMuch):
        sends(teacher, decision, front_door, str(hidden.pk))


def test_the_record_says_that_and_not_which_in_every_form(
    browser_of, guardian, decision, front_door, let, social_worker
):
    (key,) = keys(guardian, decision)
    sent = sends(guardian, decision, front_door, key)
    with seen_by(guardian.pk):
        record = record_of(guardian, disclosure_for(guardian, sent.pk).decision)
    (said,) = record["disclosures"][0]["places"]
    assert social_worker.name in said and f"un-shielding {str(let.pk)[:8]}" in said
    assert "Wrenfield" not in json.dumps(in_words(record))
    assert pdf_of(record)
    browser = browser_of(guardian)
    browser.post(f"/why/{decision.subject_id}", {"purpose": "protect_child"})
    for way in ("", "/annex-b"):
        page = browser.get(f"/decisions/{decision.pk}{way}").content.decode()
        assert "Wrenfield" not in page
        assert way or "An address was sent" in page
    assert "Wrenfield" not in " ".join(map(str, Letter.objects.values_list()))


def test_it_lies_under_keys_of_its_own_at_both_ends_and_goes_with_the_record(
    teacher, decision, front_door, home, social_worker
):
    sends(teacher, decision, front_door, str(home.pk))
    row, subject = DisclosedPlace.objects.get(), decision.subject_id
    key = SubjectKey.objects.get(agency=social_worker.agency_id, subject=apart(subject))
    assert Content.objects.get(pk=row.words_for_recipient).key_id == key.pk
    with connection.cursor() as cursor:
        cursor.execute("select t::text from disclosures_disclosedplace t")
        assert "Wrenfield" not in cursor.fetchone()[0]
    destroy(agency=social_worker.agency_id, subject=subject)
    assert not Content.objects.filter(pk=row.words_for_recipient).exists()
    assert not SubjectKey.objects.filter(pk=key.pk).exists()
    assert Content.objects.filter(pk=home.place_content).exists(), "the sender's own stays"
