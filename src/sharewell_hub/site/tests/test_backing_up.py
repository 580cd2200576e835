"""Backing up and bringing back: closed until it is checked, and nothing erased comes with it."""

import json
import shutil
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as now_set
from django.db import connections
from django.utils import timezone

from journeys.cast import person
from sharewell.ledger.checkpoint import Checkpoint
from sharewell.ledger.note import Note
from sharewell.terms.errors import NotAllowed, SealBroken, StartRefused
from sharewell_hub.disclosures.tests.conftest import decide
from sharewell_hub.keystore.models import SubjectKey
from sharewell_hub.logbook.log_key import signer
from sharewell_hub.logbook.models import Entry
from sharewell_hub.logbook.queries import last_checkpoint, note_of
from sharewell_hub.logbook.sequencing import integrate
from sharewell_hub.logbook.taking_in import published, take_in
from sharewell_hub.logbook.verifying import verify
from sharewell_hub.people.models import Subject
from sharewell_hub.retention.actions import order_erasure
from sharewell_hub.retention.models import Erasure, Quarantine
from sharewell_hub.retention.opening import check, in_quarantine, open_again
from sharewell_hub.retention.tests.conftest import periods_of
from sharewell_hub.site import backing_up, database, postgres
from sharewell_hub.site.backing_up import MADE, backup, drop_expired, read, restore
from sharewell_hub.site.checking import refuse_what_came_back
from sharewell_hub.vault.queries import open_content
from sharewell_hub.walls.seeing import seen_by


@pytest.fixture
def log_files(settings, tmp_path):
    settings.SHAREWELL_LOG_FILES = tmp_path / "log"


@pytest.fixture
def town(committed_db, log_files, tmp_path):
    """Two children; then a backup; then one of them is erased."""
    teacher = person("Tess", "Adeyemi", "oak-school", "teacher")
    guardian = person("Piers", "Lowe", "oak-school", "lead_information_officer")
    for _ in range(2):
        decide(teacher)
    periods_of(guardian, months=0)
    erased, kept = Subject.objects.order_by("recorded_at")
    backup(tmp_path / "backup", keys=tmp_path / "keys")
    order_erasure(guardian, erased.pk)
    assert Erasure.objects.get().done_at
    decide(teacher)
    integrate()
    return type("Town", (), {"guardian": guardian, "erased": erased, "kept": kept})


IN_ORDER = "array(select unnest({})::text order by 1)::text"
HERE = "current_schema()::regnamespace"
WALLS = f"""
select tablename, policyname, permissive, roles::text || cmd, qual, with_check from pg_policies
union all
select relname, relowner::regrole::text, relkind::text, relrowsecurity::text,
       relforcerowsecurity::text, {IN_ORDER.format("relacl")}
from pg_class where relnamespace = {HERE}
union all
select tgname, tgrelid::regclass::text, tgenabled::text, pg_get_triggerdef(oid), '', ''
from pg_trigger where not tgisinternal
union all
select proname, proowner::regrole::text, prosecdef::text, prosrc, proconfig::text,
       {IN_ORDER.format("proacl")}
from pg_proc where pronamespace = {HERE}
union all
select attrelid::regclass::text, attname, '', '', '', {IN_ORDER.format("attacl")}
from pg_attribute join pg_class on pg_class.oid = attrelid
where attacl is not null and relnamespace = {HERE}
"""


def walls():
    """Give everything that keeps rows from being read or changed, in both databases."""
    found = {}
    for alias in ("owner", "keystore_owner"):
        with connections[alias].cursor() as cursor:
            cursor.execute(WALLS)
            found[alias] = sorted(map(str, cursor.fetchall()))
    return found


def faults():
    return [each for done in verify() for each in done.breaks]


def gone(town):
    with pytest.raises(SealBroken):
        open_content(town.erased.name_content)
    assert not SubjectKey.objects.filter(subject=town.erased.pk).exists()
    with seen_by(town.guardian.pk):
        assert not Subject.objects.filter(pk=town.erased.pk).exists()
    return True


def restored(tmp_path, *, keys=True):
    return restore(
        tmp_path / "backup", keys=tmp_path / "keys" if keys else None, replace=True
    )  # fmt: skip


def test_records_and_keys_come_back_closed_and_what_was_erased_goes_again(town, tmp_path):
    entries, stood = last_checkpoint().size, walls()
    restored(tmp_path)
    assert walls() == stood and min(map(len, stood.values())) > 20
    assert open_content(town.erased.name_content), "so the backup did hold it"
    with pytest.raises(StartRefused, match="nobody has opened them"):
        refuse_what_came_back()
    with pytest.raises(NotAllowed, match="has not been checked"):
        open_again(town.guardian)

    found = check()
    assert found.faults == () and found.lost == 0
    assert (found.erased_again, found.entries) == (1, entries) and found.taken_in >= 5
    assert gone(town) and open_content(town.kept.name_content)
    with pytest.raises(StartRefused):
        refuse_what_came_back()

    open_again(town.guardian)
    refuse_what_came_back()
    assert Entry.objects.get(kind="restored")
    assert Subject.objects.count() == 2, "whom was recorded since is lost, and the log says so"
    integrate()
    assert faults() == [] and last_checkpoint().size > entries
    assert not shutil.rmtree(now_set.SHAREWELL_LOG_FILES) and faults() != []


@pytest.mark.slow
def test_the_keystore_that_stands_is_not_overwritten(town, tmp_path):
    restored(tmp_path, keys=False)
    assert not SubjectKey.objects.filter(subject=town.erased.pk).exists()
    with pytest.raises(SealBroken):
        open_content(town.erased.name_content)
    assert open_content(town.kept.name_content)
    assert check().faults == () and gone(town)


@pytest.mark.slow
def test_entries_that_a_witness_saw_and_nobody_has_keep_it_closed(town, tmp_path):
    seen = note_of(last_checkpoint())
    shutil.rmtree(now_set.SHAREWELL_LOG_FILES)
    before = read(tmp_path / "backup" / "records")
    restored(tmp_path, keys=False)
    found = check([seen])
    assert found.faults == () and found.lost > 0
    assert in_quarantine().backup_made_at == before.at
    with pytest.raises(NotAllowed, match=f"lacks {found.lost} entries"):
        open_again(town.guardian)
    open_again(town.guardian, lost=found.lost)
    assert in_quarantine() is None


@pytest.mark.slow
def test_a_log_that_is_not_the_one_others_saw_keeps_it_closed(town, tmp_path):
    text = note_of(last_checkpoint()).text
    shutil.rmtree(now_set.SHAREWELL_LOG_FILES)
    restored(tmp_path, keys=False)
    said = Checkpoint.parse(text)
    other = Checkpoint(said.origin, last_checkpoint().size - 1, said.root)
    found = check([Note.parse(bytes(other.signed_by(signer(said.origin))))])
    assert found.faults and in_quarantine().checked_at is None


@pytest.mark.slow
def test_an_old_backup_put_back_by_hand_is_noticed(town, tmp_path):
    restored(tmp_path)
    Quarantine.objects.all().delete()
    with pytest.raises(StartRefused, match="older than its log"):
        refuse_what_came_back()


@pytest.mark.slow
def test_a_restore_that_was_cut_off_is_not_served_and_is_done_again(town, tmp_path, monkeypatch):
    shutil.rmtree(now_set.SHAREWELL_LOG_FILES)
    with monkeypatch.context() as cut:
        cut.setattr(backing_up, "begin", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            restored(tmp_path)
    assert in_quarantine() is None
    with pytest.raises(StartRefused, match="were being restored"):
        refuse_what_came_back()
    with postgres.connect() as server:
        connections.close_all()
        database.drop_databases(server, connections["owner"].settings_dict["NAME"])
    restored(tmp_path)
    with pytest.raises(StartRefused, match="nobody has opened them"):
        refuse_what_came_back()


def test_keys_that_expired_are_not_brought_back(town, tmp_path, monkeypatch):
    made = json.loads((tmp_path / "keys" / MADE).read_text())
    day = timezone.localdate() - timedelta(days=1)
    (tmp_path / "keys" / MADE).write_text(json.dumps(made | {"expires_on": day.isoformat()}))
    with pytest.raises(NotAllowed, match="expired"):
        restored(tmp_path)
    assert Subject.objects.count() == 3, "nothing was thrown away for it"
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / MADE).write_text("somebody else's")
    assert drop_expired(tmp_path) == [tmp_path / "keys"]
    assert drop_expired(tmp_path) == []
    assert not (tmp_path / "keys" / "keystore.dump").exists()
    assert (tmp_path / "backup" / "records" / "records.dump").exists()


def test_the_log_is_copied_while_it_grows(committed_db, log_files, tmp_path, monkeypatch):
    teacher = person("Tess", "Adeyemi", "oak-school", "teacher")
    decide(teacher)
    integrate()
    before, copy = note_of(last_checkpoint()), shutil.copytree

    def as_it_grows(*files, **how):
        decide(teacher)
        integrate()
        return copy(*files, **how)

    with monkeypatch.context() as growing:
        growing.setattr(backing_up.shutil, "copytree", as_it_grows)
        backup(tmp_path / "backup")
    now_set.SHAREWELL_LOG_FILES = tmp_path / "backup" / "records" / "log"
    (vouching,) = (note for _, note in published())
    assert vouching.text == before.text, "it is read before the files that it vouches for"
    assert take_in() == 0
    restore(tmp_path / "backup", replace=True)
    assert check().faults == ()


@pytest.mark.slow
def test_no_key_lies_among_the_records_and_no_word_among_the_keys(town, tmp_path):
    assert [each.name for each in (tmp_path / "keys").iterdir()] != []
    records = (tmp_path / "backup" / "records" / "records.dump").read_bytes()
    keys = (tmp_path / "keys" / "keystore.dump").read_bytes()
    assert b"keystore_subjectkey" not in records and b"vault_content" not in keys
    for folder in (tmp_path / "backup" / "records", tmp_path / "keys"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("what", ["records_that_stand", "no_backup", "a_full_folder"])
def test_nothing_is_thrown_away_by_mistake(town, tmp_path, what):
    with pytest.raises(NotAllowed):
        if what == "records_that_stand":
            restore(tmp_path / "backup", keys=tmp_path / "keys")
        elif what == "no_backup":
            restore(tmp_path / "nowhere", replace=True)
        else:
            backup(tmp_path / "backup")
    assert Subject.objects.count() == 3
    connections.close_all()


@pytest.mark.slow
def test_without_the_key_files_nothing_is_begun(town, tmp_path, settings):
    settings.SHAREWELL_LOG_KEY = Path(tmp_path / "log.key")
    with pytest.raises(NotAllowed, match="is not there"):
        restored(tmp_path)
    assert Subject.objects.count() == 3
