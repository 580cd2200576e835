"""Erasing: unreadable at once, whatever is cut off, and everything named for the log."""

from hashlib import sha256
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.db.utils import DatabaseError

from sharewell.terms.errors import NotAllowed, SealBroken
from sharewell_hub.keystore.actions import destroy_subject_keys
from sharewell_hub.keystore.models import SubjectKey
from sharewell_hub.vault.actions import Erased, destroy, seal, seal_for_several
from sharewell_hub.vault.matching import keep_for_matching, to_compare
from sharewell_hub.vault.models import Content, ContentFor, IndexRow, MatchingCopy
from sharewell_hub.vault.queries import digest_of, open_content, open_many
from sharewell_hub.vault.resealing import reseal

OAK, ELM = uuid4(), uuid4()
AMY, BEN, CAL = uuid4(), uuid4(), uuid4()


def words(subject=AMY, agency=OAK, text="words"):
    return seal(text, agency=agency, subject=subject, place="t.words")


def joint(*subjects):
    return seal_for_several("joint", agency=OAK, subjects=subjects, place="t.words")


def test_what_one_agency_held_about_one_subject_is_gone_and_nothing_else(db):
    mine = {id: digest_of(id) for id in (words(), words())}
    others = [words(BEN), words(AMY, ELM)]
    keep_for_matching(agency=OAK, subject=AMY, known={"nhs_number": "943 476 5919"})
    keep_for_matching(agency=OAK, subject=BEN, known={"nhs_number": "943 476 5919"})
    (key,) = SubjectKey.objects.filter(agency=OAK, subject=AMY)

    assert destroy(agency=OAK, subject=AMY) == Erased([key.pk], mine, copies=1)

    for id in mine:
        with pytest.raises(SealBroken, match=str(id)):
            open_content(id)
    assert not Content.objects.filter(pk__in=mine).exists()
    assert not IndexRow.objects.filter(subject=AMY).exists()
    assert to_compare(OAK).keys() == {BEN}
    assert set(open_many(others).values()) == {"words"}


def test_every_version_of_the_key_goes(db):
    words()
    list(reseal(agency=OAK, subject=AMY))
    words()
    assert SubjectKey.objects.count() == 2
    erased = destroy(agency=OAK, subject=AMY)
    assert len(erased.keys) == 2 and len(erased.contents) == 2
    assert not SubjectKey.objects.exists()


def test_a_joint_fact_lives_until_its_last_subject(db):
    fact = joint(AMY, BEN, CAL)
    for gone in (BEN, AMY):
        assert destroy(agency=OAK, subject=gone).contents == {}
        assert open_content(fact) == "joint"
    digest = digest_of(fact)
    assert destroy(agency=OAK, subject=CAL).contents == {fact: digest}
    with pytest.raises(SealBroken):
        open_content(fact)
    assert not Content.objects.exists() and not ContentFor.objects.exists()


def test_a_joint_fact_all_of_whose_keys_are_gone_fails_closed_and_is_named(db):
    fact = joint(AMY, BEN)
    for subject in (AMY, BEN):
        destroy_subject_keys(agency=OAK, subject=subject)
    with pytest.raises(SealBroken, match=f"Every key of the content {fact}"):
        open_content(fact)


def test_joint_and_single_facts_open_together_in_few_questions(db, django_assert_max_num_queries):
    ids = [words(), joint(AMY, BEN), words(BEN)]
    with django_assert_max_num_queries(2):
        assert list(open_many(ids).values()).count("words") == 2


class Killed(Exception):
    """Everything stops."""


@pytest.mark.parametrize("how", ["killed_before_the_words_went", "rolled_back_by_the_caller"])
def test_cut_off_in_the_middle_it_is_unreadable_already_and_goes_on(committed_db, how):
    mine = {id: digest_of(id) for id in (words(), words())}
    if how == "killed_before_the_words_went":
        destroy_subject_keys(agency=OAK, subject=AMY)
    else:
        with pytest.raises(Killed), transaction.atomic():
            destroy(agency=OAK, subject=AMY)
            raise Killed

    assert Content.objects.count() == 2
    for id in mine:
        with pytest.raises(SealBroken, match=str(id)):
            open_content(id)
    erased = destroy(agency=OAK, subject=AMY)
    assert erased.contents == mine and len(erased.keys) == 1
    assert not Content.objects.exists()
    assert destroy(agency=OAK, subject=AMY).contents == {}


def test_words_written_while_they_were_being_erased_are_cleared_away_the_next_time(db):
    late = Content(key_id=None, agency=OAK, subjects=[AMY], place="t.words")
    id = words()
    late.key_id, late.sealed = Content.objects.get(pk=id).key_id, b"late"
    destroy(agency=OAK, subject=AMY)
    late.save(force_insert=True)
    assert destroy(agency=OAK, subject=AMY).contents == {late.pk: sha256(b"late").hexdigest()}


def test_a_record_that_is_held_is_not_erased(db):
    id = words()
    with pytest.raises(NotAllowed, match="is held"):
        destroy(agency=OAK, subject=AMY, holds=["a hold"])
    assert open_content(id) == "words"


def test_whoever_is_recorded_again_after_an_erasure_gets_a_new_key(db):
    words()
    destroy(agency=OAK, subject=AMY)
    assert open_content(words(text="anew")) == "anew"


def test_an_old_backup_of_the_words_opens_nothing_after_the_key_is_gone(db):
    backup = Content.objects.get(pk=words())
    destroy(agency=OAK, subject=AMY)
    backup.save(force_insert=True)
    with pytest.raises(SealBroken):
        open_content(backup.pk)


@pytest.mark.parametrize("table", ["vault_content", "vault_contentfor"])
@pytest.mark.parametrize("how", ["update {} set id = id", "delete from {}", "truncate {}"])
def test_neither_the_application_nor_the_owner_rewrites_words_past_the_vaults_functions(
    committed_db, table, how
):
    joint(AMY, BEN)
    for alias in ("default", "owner"):
        with pytest.raises(DatabaseError), connections[alias].cursor() as cursor:
            cursor.execute(how.format(table))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('sharewell.vault', 'ordered', true)")
        cursor.execute(how.format(table))
    assert MatchingCopy.objects.count() == 0
    assert Content.objects.count() == 1
