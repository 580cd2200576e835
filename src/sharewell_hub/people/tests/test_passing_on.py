"""Passing on: what is closed stays closed, and is not lost when everybody named has left."""

import pytest

from journeys.cast import person
from sharewell_hub.agencies.actions import close_account
from sharewell_hub.logbook.models import Entry
from sharewell_hub.people.actions import keep_out, seal_record
from sharewell_hub.people.models import Seal, Subject
from sharewell_hub.people.passing_on import pass_on
from sharewell_hub.walls.seeing import seen_by
from sharewell_hub.whereabouts.actions import put_up_shield, record_place
from sharewell_hub.whereabouts.models import Whereabouts
from sharewell_hub.whereabouts.queries import Place


@pytest.fixture
def officer(db):
    return person("Ines", "Calloway", "oak-school", "lead_information_officer")


@pytest.fixture
def place(teacher, child):
    with seen_by(teacher.pk):
        record_place(
            teacher, child, Place(address="14 Wrenfield Rise", postcode="", telephone=""),
            kind="lives",
        )  # fmt: skip


def records(viewer):
    with seen_by(viewer.pk):
        return Subject.objects.count()


def places(viewer):
    with seen_by(viewer.pk):
        return Whereabouts.objects.count()


def passed():
    return Entry.objects.filter(kind="passed_on").count()


def test_a_sealed_record_passes_when_the_last_of_those_named_has_left(
    guardian, teacher, officer, child
):
    seal_record(guardian, child, [teacher])
    close_account(guardian)
    pass_on()
    assert records(officer) == passed() == 0, "one of those named is still there"
    close_account(teacher)
    pass_on()
    pass_on()
    assert records(officer) == passed() == 1
    assert {guardian.pk, teacher.pk, officer.pk} == {*Seal.objects.get().named}


def test_a_hidden_place_passes_the_same_way(guardian, teacher, officer, child, place):
    with seen_by(guardian.pk):
        put_up_shield(guardian, child, [teacher], reason="violence")
    pass_on()
    assert places(officer) == 0
    close_account(guardian)
    close_account(teacher)
    pass_on()
    assert places(officer) == passed() == 1


def test_whoever_is_kept_out_is_passed_over_until_there_is_somebody_else(guardian, officer, child):
    keep_out(guardian, child, officer, reason="relative")
    seal_record(guardian, child, [])
    close_account(guardian)
    pass_on()
    assert records(officer) == passed() == 0
    later = person("Ravi", "Ostler", "oak-school", "caldicott_guardian")
    pass_on()
    assert (records(later), records(officer)) == (1, 0)


def test_a_hidden_place_of_a_sealed_record_passes_to_nobody_whom_the_seal_leaves_out(
    guardian, teacher, officer, child, place
):
    second = person("Odile", "Marsh", "oak-school", "teacher")
    with seen_by(guardian.pk):
        put_up_shield(guardian, child, [teacher], reason="refuge")
        seal_record(guardian, child, [second])
    close_account(guardian)
    close_account(teacher)
    pass_on()
    assert places(officer) == places(second) == passed() == 0
    close_account(second)
    pass_on()
    assert places(officer) == 1
