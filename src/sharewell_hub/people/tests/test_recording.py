"""Recording whom information is about: sealed, and for one's own agency alone."""

from datetime import date

import pytest

from sharewell.terms.errors import NotFound
from sharewell_hub.logbook.models import Entry
from sharewell_hub.people.actions import record_subject
from sharewell_hub.people.forms import WhoForm
from sharewell_hub.people.queries import born_on, name_of, named, subject_for, subjects

BORN = date(2016, 3, 27)


def test_a_name_and_a_birthday_come_back_to_the_agency_that_recorded_them(teacher):
    child = record_subject(teacher, name="Zebulon Quillfeather", born_on=BORN)

    assert name_of(teacher, child) == "Zebulon Quillfeather"
    assert born_on(teacher, child) == BORN
    assert Entry.objects.filter(kind="person_recorded", object_id=child.pk).count() == 1


def test_a_birthday_may_be_unknown(teacher):
    assert born_on(teacher, record_subject(teacher, name="Zebulon")) is None


def test_another_agencys_record_does_not_exist(teacher, social_worker):
    child = record_subject(teacher, name="Zebulon")

    for look in (name_of, born_on):
        with pytest.raises(NotFound):
            look(social_worker, child)
    with pytest.raises(NotFound):
        subject_for(social_worker, child.pk)
    assert named(social_worker, [child]) == {}
    assert list(subjects(social_worker)) == []


def test_a_colleague_of_the_same_agency_sees_it(teacher, safeguarding_lead):
    child = record_subject(teacher, name="Zebulon")
    assert named(safeguarding_lead, [child]) == {child.pk: "Zebulon"}


@pytest.mark.parametrize(
    "name", ["", "x" * 201, "Zeb\u0000ulon"], ids=["none", "too_long", "hidden"]
)
def test_a_name_that_cannot_be_kept_is_asked_for_again(teacher, name):
    form = WhoForm({"name": name}, viewer=teacher)
    assert not form.is_valid() and "name" in form.errors
