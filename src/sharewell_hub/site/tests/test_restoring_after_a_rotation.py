"""A backup older than a rotation of keys: all of it opens, or is refused with words."""

from datetime import date

import pytest
from django.db import connections

from journeys.cast import person
from sharewell.terms.errors import NotAllowed, SealBroken
from sharewell_hub.custody import actions as custody
from sharewell_hub.keystore.models import AgencyKey, IndexKey, SubjectKey
from sharewell_hub.keystore.queries import _agency_opens
from sharewell_hub.keystore.roots import root_key
from sharewell_hub.keystore.roots.file import write
from sharewell_hub.keystore.rotation import still_under_old_root
from sharewell_hub.keystore.wrapping import new_key
from sharewell_hub.logbook.sequencing import integrate
from sharewell_hub.people.actions import record_subject
from sharewell_hub.people.indexing import index_people, waiting
from sharewell_hub.people.models import Subject
from sharewell_hub.retention.actions import order_erasure
from sharewell_hub.retention.opening import check, open_again
from sharewell_hub.retention.tests.conftest import periods_of
from sharewell_hub.site.backing_up import backup, restore
from sharewell_hub.site.checking import refuse_what_came_back
from sharewell_hub.vault import resealing
from sharewell_hub.vault.indexing import subjects_with
from sharewell_hub.vault.models import Content, MatchingCopy
from sharewell_hub.vault.queries import open_content, open_many
from sharewell_hub.walls.seeing import seen_by

pytestmark = pytest.mark.slow
BORN = date(2016, 3, 27)
ASKED = "2016-03-27,Kept"
WHAT = ("root", "agency", "subject", "index")


@pytest.fixture
def root(settings, tmp_path):
    """Give a root key of the test's own, which is rotated in its own folder."""
    write(tmp_path / "root.key", new_key())
    settings.SHAREWELL_ROOT_KEY = f"file:{tmp_path / 'root.key'}"
    settings.SHAREWELL_LOG_FILES = tmp_path / "log"
    return tmp_path / "root.key"


@pytest.fixture
def town(committed_db, root, tmp_path):
    """Two children; a backup; then one of them is erased, and keys are rotated."""
    guardian = person("Piers", "Lowe", "oak-school", "lead_information_officer")
    with seen_by(guardian.pk):
        periods_of(guardian, months=0)
        kept = record_subject(guardian, name="Kept", born_on=BORN)
        gone = record_subject(guardian, name="Gone", born_on=BORN)
    backup(tmp_path / "backup", keys=tmp_path / "keys")
    with seen_by(guardian.pk):
        order_erasure(guardian, gone.pk)
    integrate()
    return type("Town", (), {"guardian": guardian, "kept": kept, "gone": gone})


def rotated(what, town):
    agency = town.kept.agency_id
    {
        "root": custody.rotate_root_key,
        "agency": lambda: custody.rotate_agency_key(agency),
        "subject": lambda: custody.rotate_subject_key(agency, town.kept.pk),
        "index": lambda: custody.rotate_index_key(agency),
    }[what]()
    _agency_opens.cache_clear()


def brought_back(tmp_path, *, keys):
    restore(tmp_path / "backup", keys=tmp_path / "keys" if keys else None, replace=True)
    _agency_opens.cache_clear()


def all_that_is_there_opens(town):
    """Open every word that is left, and see that nobody erased is among them."""
    assert open_content(town.kept.name_content) == "Kept"
    with pytest.raises(SealBroken) as refused:
        open_content(town.gone.name_content)
    assert len(str(refused.value).splitlines()) >= 3 or refused.value.next
    with seen_by(town.guardian.pk):
        assert not Subject.objects.filter(pk=town.gone.pk).exists()
    held = Content.objects.exclude(place="custody.canary")
    return len(open_many(held.values_list("pk", flat=True))) == held.count() > 0


@pytest.mark.parametrize("keys", [True, False], ids=["old_keys", "the_keystore_stands"])
@pytest.mark.parametrize("what", WHAT)
def test_after_a_rotation_an_old_backup_opens_and_the_erased_stay_erased(
    town, tmp_path, what, keys
):
    rotated(what, town)
    brought_back(tmp_path, keys=keys)
    found = check()
    assert (found.faults, found.lost, found.erased_again) == ((), 0, 1)
    assert all_that_is_there_opens(town)
    with seen_by(town.guardian.pk):
        open_again(town.guardian)
    refuse_what_came_back()
    rotated(what, town)
    assert all_that_is_there_opens(town), "the rotation can be done once more"


def test_keys_of_a_root_that_is_gone_are_refused_before_anything_is_thrown_away(
    town, tmp_path, root
):
    before = root_key().current()
    rotated("root", town)
    earlier = root.with_name(f"{root.name}.{before}")
    kept = earlier.read_bytes()
    earlier.unlink()
    with pytest.raises(NotAllowed, match=f"under the root key {before}") as refused:
        brought_back(tmp_path, keys=True)
    assert earlier.name in refused.value.next
    assert open_content(town.kept.name_content) == "Kept", "what stood was thrown away"
    connections.close_all()

    write(earlier, kept)
    brought_back(tmp_path, keys=True)
    assert open_content(town.kept.name_content) == "Kept"
    assert still_under_old_root() == AgencyKey.objects.count() > 0
    rotated("root", town)
    earlier.unlink()
    assert still_under_old_root() == 0
    assert open_content(town.kept.name_content) == "Kept", "it needs the earlier root no longer"


def test_words_under_a_version_that_was_dropped_are_refused_with_words(town, tmp_path, monkeypatch):
    rotated("subject", town)
    monkeypatch.setattr(resealing, "LONGEST_ACT", resealing.LONGEST_ACT * 0)
    assert resealing.drop_old_versions() == 1
    brought_back(tmp_path, keys=False)
    assert check().faults == ()
    with pytest.raises(SealBroken, match="key of the content"):
        open_content(town.kept.name_content)
    assert SubjectKey.objects.filter(subject=town.kept.pk).exists(), "it was not erased"

    connections.close_all()
    brought_back(tmp_path, keys=True)
    assert check().faults == ()
    assert open_content(town.kept.name_content) == "Kept"


def test_who_came_back_under_an_older_index_key_is_indexed_again(town, tmp_path):
    rotated("index", town)
    assert IndexKey.objects.get().version == 2
    brought_back(tmp_path, keys=False)
    check()
    agency = town.kept.agency_id
    assert MatchingCopy.objects.get(subject=town.kept.pk).version == 1
    assert subjects_with(agency, "name_and_birthday", ASKED) == []
    assert waiting() >= 1
    list(index_people())
    assert subjects_with(agency, "name_and_birthday", ASKED) == [town.kept.pk]
    assert subjects_with(agency, "name_and_birthday", "2016-03-27,Gone") == []
