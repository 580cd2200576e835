"""Erasing: only what is due, only where nothing holds it, only by somebody who said so."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from journeys.cast import person
from sharewell.terms.errors import NotAllowed, NotFound, SealBroken
from sharewell_hub.concerns.models import Item
from sharewell_hub.concerns.queries import concerns
from sharewell_hub.decisions.models import Decision
from sharewell_hub.disclosures.actions import send_disclosure
from sharewell_hub.disclosures.models import Disclosure
from sharewell_hub.disclosures.tests.conftest import decide, sending_of
from sharewell_hub.keystore.actions import destroy_subject_keys
from sharewell_hub.keystore.models import DestroyedKey, SubjectKey
from sharewell_hub.logbook.models import Entry
from sharewell_hub.people.actions import seal_record
from sharewell_hub.people.models import Subject
from sharewell_hub.people.queries import named, subjects
from sharewell_hub.retention import actions
from sharewell_hub.retention.actions import (
    finish,
    hold,
    keep_longer,
    lift_hold,
    order_erasure,
    set_period,
)
from sharewell_hub.retention.models import Erasure
from sharewell_hub.retention.queries import record_for, records
from sharewell_hub.retention.retention import finish_what_was_ordered
from sharewell_hub.retention.tests.conftest import UNDER, periods_of
from sharewell_hub.vault.models import Content
from sharewell_hub.vault.queries import open_content
from sharewell_hub.walls.seeing import seen_by


@pytest.fixture
def erase(guardian, django_capture_on_commit_callbacks):
    def order(subject):
        with django_capture_on_commit_callbacks(execute=True):
            return order_erasure(guardian, subject.pk)

    return order


def test_what_is_due_goes_once_somebody_says_so(guardian, child, seven_years, erase):
    item = Item.objects.first().text_content
    assert open_content(item)
    row = erase(child)

    with pytest.raises(SealBroken):
        open_content(item)
    assert not SubjectKey.objects.filter(subject=child.pk).exists()
    assert not Content.objects.filter(place="people_subject.name").exists()
    row.refresh_from_db()
    assert row.done_at and row.ordered_by == guardian
    kinds = Entry.objects.filter(object_id=child.pk).order_by("at").values_list("kind", flat=True)
    assert [*kinds][-2:] == ["erasure_ordered", "erased"]


def test_the_entry_names_its_rule_its_words_and_that_nothing_held_it(
    child, seven_years, erase, monkeypatch
):
    said, real = {}, actions.log
    monkeypatch.setattr(
        actions, "log", lambda kind, **more: said.update({kind: more}) or real(kind, **more)
    )
    row = erase(child)
    for kind in ("erasure_ordered", "erased"):
        assert said[kind]["rules"] == [f"period:{row.period_id}", "no_hold"]
        assert said[kind]["actor"] == row.ordered_by_id
    assert len(said["erased"]["contents"]) >= 3


def test_whoever_works_there_is_shown_nothing_of_it_any_longer(
    guardian, teacher, child, seven_years, erase, browser_of
):
    decision = Decision.objects.get()
    lead = person("Dana", "Price", "oak-school", "designated_safeguarding_lead")
    assert browser_of(lead).get(f"/decisions/{decision.pk}").status_code != 404
    erase(child)
    for viewer in (teacher, lead, guardian):
        with seen_by(viewer.pk):
            assert not subjects(viewer).exists() and not concerns(viewer).exists()
            assert named(viewer, subjects(viewer)) == {}
            assert not Decision.objects.exists()
    assert browser_of(lead).get(f"/decisions/{decision.pk}").status_code == 404
    assert browser_of(lead).get("/desk").status_code == 200
    assert browser_of(teacher).get("/desk").status_code == 200
    assert browser_of(guardian).get(f"/retention/{child.pk}").status_code == 404
    assert "Records schedule" in browser_of(guardian).get("/retention").content.decode()


def test_each_end_erases_its_own_copy_and_not_the_others(
    guardian, teacher, front_door, lead_information_officer, years_ago, erase,
    django_capture_on_commit_callbacks,
):  # fmt: skip
    with years_ago(8):
        type(front_door).objects.update(verified_on=timezone.localdate())
        front_door.refresh_from_db()
        decision = decide(teacher)
        sent = send_disclosure(teacher, decision, sending_of(teacher, decision, front_door))
    theirs, ours = sent.message_for_recipient, sent.message_content
    for each in (guardian, lead_information_officer):
        periods_of(each, months=84)
    erase(sent.subject)
    with pytest.raises(SealBroken):
        open_content(ours)
    assert open_content(theirs)
    with seen_by(lead_information_officer.pk):
        assert Disclosure.objects.exists()
        (record,) = records(lead_information_officer)
    assert record.name and set(record.reach) == {"received"} and record.due
    with seen_by(guardian.pk):
        assert not Disclosure.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        order_erasure(lead_information_officer, sent.subject_id)
    with pytest.raises(SealBroken):
        open_content(theirs)


def test_a_held_record_stays_until_the_hold_is_lifted(guardian, child, seven_years, erase):
    placed = hold(guardian, child.pk, reason="An inquiry asks for it.")
    with pytest.raises(NotAllowed, match="is held"):
        erase(child)
    assert open_content(child.name_content)
    lift_hold(guardian, placed.pk)
    assert erase(child).pk
    with pytest.raises(NotFound):
        hold(guardian, child.pk, reason="Too late.")


def test_a_hold_placed_after_the_order_still_stops_it(guardian, child, seven_years):
    row = order_erasure(guardian, child.pk)
    actions.Hold.objects.create(
        agency=guardian.agency, subject=child, reason_content=child.name_content,
        placed_by=guardian, placed_at=timezone.now(),
    )  # fmt: skip
    assert not finish(row.pk)
    assert open_content(child.name_content)


@pytest.mark.parametrize("why", ["period_runs", "none_set", "kept_longer", "too_young"])
def test_what_is_not_due_is_not_erased(guardian, child, erase, why):
    if why != "none_set":
        how = {"period_runs": {"months": 120}, "too_young": {"months": 84, "until_age": 25}}
        periods_of(guardian, **how.get(why, {"months": 84}))
    if why == "kept_longer":
        until = timezone.localdate() + timedelta(days=1)
        keep_longer(guardian, child.pk, until=until, reason="A sibling is at risk.")
    with pytest.raises(NotAllowed, match="is not due"):
        erase(child)
    assert open_content(child.name_content) and not Erasure.objects.exists()


def test_other_roles_and_other_agencies_erase_nothing(
    teacher, lead_information_officer, child, seven_years
):
    with pytest.raises(NotAllowed, match="your role"):
        order_erasure(teacher, child.pk)
    with pytest.raises(NotFound):
        order_erasure(lead_information_officer, child.pk)
    assert open_content(child.name_content)


def test_whoever_is_kept_out_of_a_sealed_record_is_not_told_that_it_is_due(
    guardian, child, seven_years
):
    seal_record(person("Priya", "Holt", "oak-school", "caldicott_guardian"), child, [])
    with seen_by(guardian.pk):
        assert records(guardian) == []
        with pytest.raises(NotFound):
            order_erasure(guardian, child.pk)


class Killed(Exception):
    """Everything stops."""


@pytest.mark.parametrize("when", ["before_the_keys_go", "after_the_keys_went"])
def test_cut_off_it_is_known_who_ordered_it_and_it_goes_on(committed_db, monkeypatch, when):
    guardian = person("Piers", "Lowe", "oak-school", "lead_information_officer")
    teacher = person("Tess", "Adeyemi", "oak-school", "teacher")
    decide(teacher)
    child = Subject.objects.get()
    periods_of(guardian, months=0)

    def cut_off(*, agency, subject):
        if when == "after_the_keys_went":
            destroy_subject_keys(agency=agency, subject=subject)
        raise Killed

    with monkeypatch.context() as cut:
        cut.setattr(actions, "destroy", cut_off)
        order_erasure(guardian, child.pk)
    row = Erasure.objects.get()
    assert row.done_at is None and row.ordered_by == guardian
    assert not Entry.objects.filter(kind="erased").exists()
    assert DestroyedKey.objects.exists() == (when == "after_the_keys_went")

    assert finish_what_was_ordered() == 1
    assert finish_what_was_ordered() == 0
    assert Entry.objects.filter(kind="erased").count() == 1
    with pytest.raises(SealBroken):
        open_content(child.name_content)


def test_nobody_erases_what_was_rolled_back(committed_db):
    guardian = person("Piers", "Lowe", "oak-school", "lead_information_officer")
    decide(person("Tess", "Adeyemi", "oak-school", "teacher"))
    child = Subject.objects.get()
    periods_of(guardian, months=0)
    with pytest.raises(Killed), transaction.atomic():
        order_erasure(guardian, child.pk)
        raise Killed
    assert open_content(child.name_content) and not Erasure.objects.exists()


def test_what_is_kept_for_ever_is_due_for_review_and_may_be_kept_again(guardian, child):
    periods_of(guardian, months=None, review_months=24, reason="It is a serious case.")
    record = record_for(guardian, child.pk)
    assert record.for_ever and record.due
    until = timezone.localdate() + timedelta(days=700)
    keep_longer(guardian, child.pk, until=until, reason="Still so.")
    assert not record_for(guardian, child.pk).due


def test_a_new_period_counts_and_the_old_one_stays_in_the_history(guardian, child, seven_years):
    how = actions.HowLong(kind="worry", under=UNDER, months=1200)
    set_period(guardian, how)
    record = record_for(guardian, child.pk)
    assert (record.standing.kind, record.due) == ("worry", False)
    assert actions.Period.objects.filter(kind="worry").count() == 2
