"""In a terminal: a file for an own service, and never a record in clear."""

from uuid import uuid4

import pyrage
import pytest
from click.testing import CliRunner

from journeys.cast import place
from sharewell.terms.errors import NotAllowed, NotFound
from sharewell_hub.exports.actions import record_key, switch
from sharewell_hub.exports.commands import group
from sharewell_hub.exports.models import Export
from sharewell_hub.exports.tests.test_leaving import PUBLIC, SECRET, SURE, officer, opened

__all__ = ["officer"]


def said(*arguments):
    return CliRunner().invoke(group, [str(each) for each in arguments], catch_exceptions=False)


@pytest.fixture
def service(officer):
    office = place("oak-school", "School records system", "school", checked_days_ago=3)
    record_key(officer, office, recipient=PUBLIC, **SURE)
    switch(officer, on=True)
    return office


def test_a_record_is_written_encrypted_and_listed(service, teacher, decision, tmp_path):
    told = said("record", decision.pk, "--as", teacher.email, "--out", tmp_path)
    (path,) = tmp_path.iterdir()
    assert told.output.startswith(str(path))
    assert path.stat().st_mode & 0o077 == 0
    assert "record.json" in opened(path.read_bytes()).namelist()
    made = Export.objects.get()
    assert f"{made.pk}" in said("list", "--as", teacher.email).output
    assert "fetched" in said("list", "--as", teacher.email).output


def test_somebody_to_whom_it_is_not_shown_gets_nothing(
    service, teacher, social_worker, decision, tmp_path
):
    with pytest.raises(NotFound):
        said("record", decision.pk, "--as", social_worker.email, "--out", tmp_path)
    with pytest.raises(NotFound):
        said("record", uuid4(), "--as", teacher.email, "--out", tmp_path)
    with pytest.raises(NotFound):
        said("list", "--as", "nobody@nowhere.example")
    assert not list(tmp_path.iterdir())


def test_where_several_fit_or_nothing_leaves_no_file_is_written(
    service, officer, teacher, decision, tmp_path
):
    other = place("oak-school", "Archive", "practitioner_with_role", checked_days_ago=3)
    record_key(officer, other, recipient=PUBLIC, **SURE)
    with pytest.raises(NotAllowed):
        said("record", decision.pk, "--as", teacher.email, "--out", tmp_path)
    told = ("record", decision.pk, "--as", teacher.email, "--for", "Archive", "--out", tmp_path)
    said(*told)
    assert pyrage.decrypt(next(tmp_path.iterdir()).read_bytes(), [SECRET])
    switch(officer, on=False)
    with pytest.raises(NotAllowed):
        said(*told)
    assert Export.objects.count() == 1
