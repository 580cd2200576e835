"""Rotating: what was wrapped is wrapped anew, nothing is lost, wherever it is cut off."""

from itertools import islice
from threading import Thread
from uuid import uuid4

import pytest
from django.db import connections

from sharewell.terms.errors import NotAllowed, SealBroken
from sharewell_hub.keystore import rotation
from sharewell_hub.keystore.actions import key_for, newest_index_key, service_key
from sharewell_hub.keystore.models import AgencyKey, ServiceKey, SubjectKey
from sharewell_hub.keystore.queries import _agency_opens
from sharewell_hub.keystore.roots import root_key
from sharewell_hub.keystore.roots.file import write
from sharewell_hub.keystore.wrapping import new_key
from sharewell_hub.vault.actions import seal
from sharewell_hub.vault.queries import open_many

AGENCIES = [uuid4() for _ in range(5)]


@pytest.fixture(autouse=True)
def own_root(settings, tmp_path):
    """Give a root key of the test's own."""
    write(tmp_path / "root.key", new_key())
    settings.SHAREWELL_ROOT_KEY = f"file:{tmp_path / 'root.key'}"
    return tmp_path / "root.key"


@pytest.fixture(autouse=True)
def in_small_steps(monkeypatch):
    monkeypatch.setattr(rotation, "AT_ONCE", 2)


@pytest.fixture
def words(db):
    """Seal one content for each of three subjects of five agencies."""
    return {
        seal(f"{place} of {agency}", agency=agency, subject=uuid4(), place="t.words"): None
        for agency in AGENCIES
        for place in range(3)
    }


def all_open(words):
    _agency_opens.cache_clear()
    return len(open_many(words)) == len(words)


def test_after_a_rotation_of_the_root_the_old_one_opens_nothing_and_the_new_one_all(
    words, own_root, settings
):
    service, before = service_key("second_step"), root_key().current()

    assert sum(rotation.rotate_root()) == len(AGENCIES) + ServiceKey.objects.count()

    assert root_key().current() != before
    assert all_open(words)
    assert service_key("second_step") == service
    assert {each.root for each in AgencyKey.objects.all()} == {root_key().current()}
    kept = own_root.with_name(f"root.key.{before}")
    assert kept.stat().st_mode & 0o777 == 0o600
    settings.SHAREWELL_ROOT_KEY = f"file:{kept}"
    with pytest.raises(SealBroken):
        all_open(words)


@pytest.mark.parametrize("steps", range(5))
def test_a_rotation_of_the_root_cut_off_anywhere_opens_everything_and_goes_on(words, steps):
    before = root_key().current()
    begun = rotation.rotate_root()
    list(islice(begun, steps))
    begun.close()
    during = root_key().current()
    assert all_open(words)
    late = seal("late", agency=uuid4(), subject=uuid4(), place="t.words")

    list(rotation.rotate_root())

    assert root_key().current() == during if steps else root_key().current() != before
    assert all_open([*words, late])
    assert rotation.still_under_old_root() == 0
    assert not root_key().begun()


def test_a_rotation_killed_between_keeping_the_old_file_and_placing_the_new_goes_on(
    words, own_root, monkeypatch
):
    class Killed(Exception):
        pass

    def die(*_):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(type(own_root), "replace", die)
        with pytest.raises(Killed):
            list(rotation.rotate_root())
    assert root_key().begun() and all_open(words)
    current = root_key().current()
    assert list(rotation.rotate_root()) == []
    assert root_key().current() == current and all_open(words)


def test_keys_of_before_there_were_root_ids_open_and_get_one(words):
    AgencyKey.objects.update(root="")
    assert all_open(words)
    list(rotation.rotate_root())
    assert not AgencyKey.objects.filter(root="").exists()
    assert all_open(words)


def test_another_root_key_takes_over_when_the_one_before_is_named(words, settings, tmp_path):
    before = settings.SHAREWELL_ROOT_KEY
    write(tmp_path / "other.key", new_key())
    settings.SHAREWELL_ROOT_KEY = f"file:{tmp_path / 'other.key'}"
    with pytest.raises(SealBroken):
        all_open(words)
    list(rotation.rotate_root(before=before))
    assert all_open(words)


def test_after_a_rotation_of_an_agency_its_old_key_is_gone_and_others_are_as_they_were(words):
    oak = AGENCIES[0]
    index = newest_index_key(oak)
    before = dict(AgencyKey.objects.values_list("agency", "id"))

    assert sum(rotation.rotate_agency(oak)) == 3 + 1

    after = dict(AgencyKey.objects.values_list("agency", "id"))
    assert {agency for agency in AGENCIES if before[agency] != after[agency]} == {oak}
    assert all_open(words)
    assert newest_index_key(oak) == index


@pytest.mark.parametrize("steps", range(3))
def test_a_rotation_of_an_agency_cut_off_anywhere_opens_everything_and_goes_on(words, steps):
    oak = AGENCIES[0]
    begun = rotation.rotate_agency(oak)
    list(islice(begun, steps))
    begun.close()
    assert all_open(words)
    late = key_for(agency=oak, subject=uuid4())

    list(rotation.rotate_agency(oak))

    key = AgencyKey.objects.get(agency=oak)
    assert key.version == 2
    assert set(SubjectKey.objects.filter(agency=oak).values_list("agency_key", flat=True)) == {
        key.pk
    }
    assert all_open(words)
    assert key_for(agency=oak, subject=late.subject).opens == late.opens


def test_two_rotations_never_run_at_once(committed_db):
    seal("words", agency=AGENCIES[0], subject=uuid4(), place="t.words")
    first, came = rotation.rotate_root(), []

    def second():
        try:
            list(rotation.rotate_root())
        except NotAllowed as refusal:
            came.append(refusal)
        connections.close_all()

    next(first)
    other = Thread(target=second)
    other.start()
    other.join()
    first.close()
    assert [refusal.what for refusal in came] == ["Nothing was rotated."]
