"""Records made before there was an index are brought into it, once, whatever is cut off."""

from datetime import date
from itertools import islice

import pytest
from click.testing import CliRunner
from django.db import connection, transaction

from sharewell_hub.logbook.models import Entry
from sharewell_hub.people import indexing
from sharewell_hub.people.actions import record_subject
from sharewell_hub.people.commands import group
from sharewell_hub.people.indexing import index_people, waiting
from sharewell_hub.people.tasks import index
from sharewell_hub.vault.actions import destroy
from sharewell_hub.vault.indexing import subjects_with
from sharewell_hub.vault.models import IndexRow, MatchingCopy

BORN = date(2016, 3, 27)


@pytest.fixture
def old(safeguarding_lead):
    """Give three records as they were before there was an index; one has no birthday."""
    days = {"Zebulon Quillfeather": BORN, "Amy Long": BORN, "Ben Short": None}
    made = [record_subject(safeguarding_lead, name=name, born_on=day) for name, day in days.items()]
    IndexRow.objects.all().delete()
    MatchingCopy.objects.all().delete()
    return made


def found(subject, asked="2016-03-27,zebulon quillfeather"):
    return subjects_with(subject.agency_id, "name_and_birthday", asked) == [subject.pk]


def entries():
    return Entry.objects.filter(kind="people_indexed")


def test_an_old_record_is_found_by_its_two_identifiers_afterwards(old):
    assert not found(old[0])
    assert waiting() == sum(index_people()) == 3
    assert found(old[0])
    assert found(old[1], "2016-03-27,Amy Long")
    assert MatchingCopy.objects.count() == 3
    assert waiting() == 0


def test_it_is_logged_once_with_its_purpose_and_nobodys_name(old, monkeypatch):
    monkeypatch.setattr(indexing, "AT_ONCE", 1)
    assert list(index_people()) == [1, 1, 1]
    (entry,) = entries()
    leaf = bytes(entry.leaf).decode()
    assert '"to":"find_in_an_emergency"' in leaf
    assert str(old[0].pk) not in leaf
    assert list(index_people()) == []
    assert entries().count() == 1


def test_cut_off_it_goes_on_where_it_stopped(old, monkeypatch):
    monkeypatch.setattr(indexing, "AT_ONCE", 1)
    assert list(islice(index_people(), 2)) == [1, 1]
    assert waiting() == 1
    assert sum(index_people()) == 1
    assert waiting() == 0


def test_what_was_erased_is_passed_over_and_the_rest_is_done(old):
    destroy(agency=old[1].agency_id, subject=old[1].pk)
    assert sum(index_people()) == 3
    assert found(old[0])
    assert waiting() == 1
    assert sum(index_people()) == 1
    assert entries().count() == 1, "a line was logged although nothing was indexed"


def test_it_is_done_each_night(old):
    index(timestamp=0)
    assert found(old[0])


def test_a_command_does_it_and_says_how_many_have_no_words(old):
    destroy(agency=old[1].agency_id, subject=old[1].pk)
    said = CliRunner().invoke(group, ["index"])
    assert said.exit_code == 0
    assert said.output.endswith("Indexed. Without words to index: 1.\n")
    assert "Quillfeather" not in said.output


def test_no_test_looks_past_the_wall_for_it(old):
    """The service's own identity is enough: a test's own look is switched off."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('sharewell.test', 'off', true)")
        assert sum(index_people()) == 3
        assert waiting() == 0
