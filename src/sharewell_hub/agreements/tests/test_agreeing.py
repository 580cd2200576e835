"""Agreements: written once, signed by agencies, in force for those who signed, from day to day."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from journeys.cast import agency, person
from sharewell.permitting import Asking, Relationship, Shows, Thing, may
from sharewell.terms.errors import FactRefused, NotAllowed
from sharewell_hub.agencies.actions import leave
from sharewell_hub.agreements.actions import (
    Agreed,
    end_agreement,
    record_agreement,
    sign_agreement,
)
from sharewell_hub.agreements.models import Agreement, Ending, Party
from sharewell_hub.agreements.queries import agreements_of, holds_until
from sharewell_hub.logbook.models import Entry

DAY = timedelta(days=1)


@pytest.fixture
def manager(db):
    """Keeps the agreements of the whole partnership."""
    return person("Imani", "Thorne", "police", "partnership_manager")


@pytest.fixture
def today(db):
    return timezone.localdate()


@pytest.fixture
def agreed(today):
    return Agreed(
        title="Safeguarding children",
        tier=2,
        says="We share what keeps a child safe.",
        begins_on=today - 10 * DAY,
        ends_on=today + 10 * DAY,
        purposes=["protect_child", "promote_welfare"],
        classes=["case", "sent"],
        categories=["personal", "confidential"],
    )


def signed(by, agreement, *slugs, on=None):
    for slug in slugs:
        sign_agreement(
            by, agreement, agency(slug),
            signed_on=on or timezone.localdate(), signed_as="lead_information_officer",
        )  # fmt: skip


@pytest.fixture
def ours(manager, agreed):
    """Give an agreement that the school and social care have signed."""
    made = record_agreement(manager, agreed)
    signed(manager, made, "oak-school", "front-door")
    return made


def covered(viewer, now=None):
    return [each.version for each in agreements_of(viewer, now or timezone.now())]


def midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def test_it_covers_those_who_signed_and_nobody_else(ours, teacher, social_worker, gp):
    (told,) = agreements_of(teacher, timezone.now())

    assert told.parties == {str(teacher.agency_id), str(social_worker.agency_id)}
    assert told.purposes == {"protect_child", "promote_welfare"}
    assert (told.classes, told.covers) == ({"case", "sent"}, Shows.CONTENT)
    assert agreements_of(social_worker, timezone.now()) == (told,)
    assert agreements_of(gp, timezone.now()) == ()


def test_may_is_answered_by_what_is_recorded_here(ours, teacher, social_worker):
    now = timezone.now()
    child = "a child"
    asking = Asking(
        practitioner=str(social_worker.pk),
        agency=str(social_worker.agency_id),
        roles=frozenset(social_worker.roles),
        trained_until=now + DAY,
        relationships={
            child: (
                Relationship(
                    child=child, kind="works_with", since=now - DAY, until=now + DAY,
                    practitioner=str(social_worker.pk),
                ),
            )
        },
        agreements=agreements_of(social_worker, now),
    )  # fmt: skip
    record = Thing(kind="subject", holder=str(teacher.agency_id), child=child)

    def read(asked=asking, purpose="protect_child"):
        return may(asked, "read", record, purpose=purpose, now=now)

    assert read().rules == ("need_to_know",)
    assert read(purpose="prevent_crime").rules == ("agreement",)
    assert not read(replace(asking, agreements=())).allowed


@pytest.mark.parametrize("days", [-11, 11], ids=["before", "after"])
def test_outside_its_days_it_covers_nobody(ours, teacher, days):
    assert covered(teacher, timezone.now() + days * DAY) == []


def test_it_holds_from_its_first_moment_to_its_last(manager, agreed, teacher, today):
    earlier = replace(agreed, begins_on=today - 3 * DAY, ends_on=today - DAY)
    signed(manager, record_agreement(manager, earlier), "oak-school", on=today - 9 * DAY)
    moment = timedelta(microseconds=1)

    for at, holds in (
        (midnight(today - 3 * DAY) - moment, []),
        (midnight(today - 3 * DAY), [1]),
        (midnight(today) - moment, [1]),
        (midnight(today), []),
    ):
        assert covered(teacher, at) == holds


def test_a_signature_binds_from_its_day(manager, agreed, teacher, today):
    signed(manager, record_agreement(manager, agreed), "oak-school", on=today - DAY)

    assert covered(teacher, midnight(today - DAY)) == [1]
    assert covered(teacher, midnight(today - DAY) - DAY) == []


def test_a_new_version_takes_the_old_ones_place_on_its_first_day(
    manager, agreed, ours, teacher, social_worker, today
):
    newer = record_agreement(manager, replace(agreed, begins_on=today + 2 * DAY), supersedes=ours)
    signed(manager, newer, "oak-school")

    assert newer.version == 2
    assert covered(teacher) == covered(social_worker) == [1]
    assert holds_until(teacher, ours) == today + 2 * DAY
    later = timezone.now() + 2 * DAY
    assert covered(teacher, later) == [2]
    assert covered(social_worker, later) == []
    with pytest.raises(NotAllowed, match="already"):
        record_agreement(manager, replace(agreed, title="Another"), supersedes=ours)


def test_one_agency_leaves_and_the_others_stay(
    ours, lead_information_officer, teacher, social_worker, today
):
    end_agreement(
        lead_information_officer, ours, from_on=today, agency=lead_information_officer.agency
    )

    assert agreements_of(social_worker, timezone.now()) == ()
    (told,) = agreements_of(teacher, timezone.now())
    assert told.parties == {str(teacher.agency_id)}
    assert covered(social_worker, timezone.now() - DAY) == [], "they signed today"


def test_it_ends_for_all_on_a_day_to_come(manager, ours, teacher, today):
    end_agreement(manager, ours, from_on=today + DAY)
    end_agreement(manager, ours, from_on=today + 2 * DAY)

    assert covered(teacher) == [1]
    assert covered(teacher, midnight(today + DAY)) == []
    assert Ending.objects.count() == 1
    with pytest.raises(NotAllowed, match="gone by"):
        end_agreement(manager, ours, from_on=today - DAY)


def test_an_agency_that_left_the_partnership_is_no_party(ours, teacher, social_worker):
    leave(agency("front-door"))

    (told,) = agreements_of(teacher, timezone.now())
    assert told.parties == {str(teacher.agency_id)}


def test_who_keeps_none_changes_nothing(ours, agreed, teacher, today):
    for act in (
        lambda: record_agreement(teacher, replace(agreed, title="Mine")),
        lambda: signed(teacher, ours, "oak-school"),
        lambda: end_agreement(teacher, ours, from_on=today),
    ):
        with pytest.raises(NotAllowed, match="your role"):
            act()


def test_a_keeper_of_one_agency_signs_and_leaves_for_that_agency_alone(
    ours, agreed, caldicott_guardian, today
):
    signed(caldicott_guardian, ours, "community-health")
    for act in (
        lambda: signed(caldicott_guardian, ours, "mill-lane-surgery"),
        lambda: end_agreement(caldicott_guardian, ours, from_on=today, agency=agency("police")),
        lambda: end_agreement(caldicott_guardian, ours, from_on=today),
        lambda: record_agreement(caldicott_guardian, agreed, supersedes=ours),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Party.objects.filter(agreement=ours).count() == 3
    assert not Ending.objects.exists()


def test_each_act_is_logged_once_and_said_twice_it_is_done_once(manager, ours, agreed, today):
    signed(manager, ours, "oak-school", "oak-school")
    end_agreement(manager, ours, from_on=today)
    with pytest.raises(NotAllowed, match="already"):
        record_agreement(manager, agreed)

    kinds = Entry.objects.filter(kind__startswith="agreement_").values_list("kind", flat=True)
    assert sorted(kinds) == [
        "agreement_ended", "agreement_recorded", "agreement_signed", "agreement_signed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"purposes": ["gossip"]},
        {"purposes": []},
        {"classes": ["system"]},
        {"covers": "everything"},
        {"answers_to": ["nobody"]},
        {"tier": 4},
        {"ends_on": None},
    ],
    ids=["another_purpose", "no_purpose", "another_class", "too_much", "another_role", "tier_4",
         "days_out_of_order"],
)  # fmt: skip
def test_what_cannot_be_agreed_is_not_recorded(agreed, change):
    if "ends_on" in change:
        change = {"ends_on": agreed.begins_on - DAY}
    with pytest.raises(FactRefused):
        replace(agreed, **change)


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda: Agreement.objects.update(covers="location"),
        lambda: Party.objects.all().delete(),
        lambda: Ending.objects.update(from_on=timezone.localdate()),
    ],
    ids=["widen_it", "take_out_a_signature", "move_an_ending"],
)
def test_the_database_lets_nobody_rewrite_it(ours, manager, today, rewrite):
    end_agreement(manager, ours, from_on=today + DAY)
    with pytest.raises(DatabaseError, match=r"append-only|denied"), transaction.atomic():
        rewrite()


def test_the_database_keeps_one_version_in_a_place(ours):
    ours.pk, ours.title = uuid4(), "Another"
    with pytest.raises(IntegrityError), transaction.atomic():
        ours.version, ours.supersedes = 2, None
        ours.save(force_insert=True)
