"""Sealing anew: the same words under the next key, each digest before and after."""

from datetime import timedelta
from itertools import islice
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from sharewell.terms.errors import SealBroken
from sharewell_hub.keystore.models import SubjectKey
from sharewell_hub.vault import resealing
from sharewell_hub.vault.actions import seal, seal_for_several
from sharewell_hub.vault.models import Content, ContentFor
from sharewell_hub.vault.queries import digest_of, open_many
from sharewell_hub.vault.resealing import drop_old_versions, reseal

OAK, AMY, BEN = uuid4(), uuid4(), uuid4()
HER = {"agency": OAK, "subject": AMY}


@pytest.fixture
def ids(db):
    """Seal three contents about one subject, one about two, one about another."""
    single = [seal(f"words {n}", place="t.words", **HER) for n in range(3)]
    both = seal_for_several("both", agency=OAK, subjects=[AMY, BEN], place="t.words")
    return [*single, both, seal("his", agency=OAK, subject=BEN, place="t.words")]


@pytest.fixture
def time_passes(monkeypatch):
    monkeypatch.setattr(resealing, "LONGEST_ACT", timedelta(seconds=-1))


def test_each_content_is_named_with_its_digest_before_and_after(ids):
    before = {id: digest_of(id) for id in ids}
    words = open_many(ids)

    told = list(reseal(**HER))

    assert {each.content for each in told} == set(ids[:3])
    assert all(before[each.content] == each.before != each.after for each in told)
    assert all(digest_of(each.content) == each.after for each in told)
    assert open_many(ids) == words
    newest = SubjectKey.objects.get(version=2).pk
    assert set(Content.objects.filter(pk__in=ids[:3]).values_list("key_id", flat=True)) == {newest}
    assert ContentFor.objects.filter(key_id=newest).count() == 1


def test_the_old_version_goes_once_nothing_lies_under_it_and_nobody_still_writes(ids, monkeypatch):
    list(reseal(**HER))
    assert drop_old_versions() == 0
    monkeypatch.setattr(timezone, "now", lambda now=timezone.now: now() + timedelta(hours=2))
    assert drop_old_versions() == 1
    assert SubjectKey.objects.filter(subject=AMY).get().version == 2
    assert len(open_many(ids)) == len(ids)


def test_cut_off_in_the_middle_both_versions_open_and_it_goes_on(ids, time_passes):
    with transaction.atomic():
        list(islice(reseal(**HER), 1))
    assert len(open_many(ids)) == len(ids)
    assert drop_old_versions() == 0, "words still lie under the version before"

    assert len(list(reseal(**HER))) == 2

    assert SubjectKey.objects.filter(subject=AMY).count() == 2
    assert drop_old_versions() == 1
    assert len(open_many(ids)) == len(ids)


def test_words_changed_meanwhile_are_not_overwritten(ids, monkeypatch):
    monkeypatch.setattr(resealing, "sha256", lambda _: __import__("hashlib").sha256(b"other"))
    with pytest.raises(SealBroken, match="was changed while"), transaction.atomic():
        list(reseal(**HER))
    assert len(open_many(ids)) == len(ids)


def test_nobody_known_is_nothing_to_do(db):
    assert list(reseal(agency=OAK, subject=uuid4())) == []
