"""Recording how it stands with agreement: obtained, refused, or not sought for a reason."""

import pytest
from django.db import DatabaseError, transaction

from sharewell.terms.errors import NotFound
from sharewell_hub.consents.actions import Standing, record_position
from sharewell_hub.consents.models import Position
from sharewell_hub.consents.queries import position_for
from sharewell_hub.logbook.models import Entry
from sharewell_hub.people.actions import record_subject

NOT_ASKED = Standing(state="not_sought", reason="law:cannot_be_given", limb="a")


@pytest.fixture
def child(teacher):
    return record_subject(teacher, name="Zebulon")


@pytest.mark.parametrize(
    "standing",
    [Standing(state="obtained", by="parent"), Standing(state="refused"), NOT_ASKED],
    ids=str,
)
def test_each_of_the_three_is_kept_and_logged_once(teacher, child, standing):
    position = record_position(teacher, child, standing)

    kept = position_for(teacher, position.pk)
    assert (kept.state, kept.by, kept.limb) == (standing.state, standing.by, standing.limb)
    assert Entry.objects.filter(kind="agreement_recorded", object_id=position.pk).count() == 1


@pytest.mark.parametrize("state", ["not_sought", "perhaps"])
def test_not_asking_without_a_reason_and_any_fourth_answer_are_refused(teacher, child, state):
    with pytest.raises(DatabaseError), transaction.atomic():
        record_position(teacher, child, Standing(state=state))


def test_another_agencys_position_does_not_exist_and_none_is_edited(teacher, child, social_worker):
    position = record_position(teacher, child, NOT_ASKED)
    with pytest.raises(NotFound):
        position_for(social_worker, position.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        Position.objects.update(state="obtained")
