"""Replaying: whatever comes back from a backup, nothing that was erased can be read."""

from contextlib import ExitStack, contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from sharewell.terms.errors import SealBroken
from sharewell_hub.keystore.models import SubjectKey
from sharewell_hub.keystore.queries import apart
from sharewell_hub.logbook.actions import log
from sharewell_hub.logbook.models import Entry
from sharewell_hub.retention.models import Erasure
from sharewell_hub.retention.replaying import erasures_in, erasures_known, left_of, replay
from sharewell_hub.vault import resealing
from sharewell_hub.vault.actions import destroy, seal, seal_for_several
from sharewell_hub.vault.matching import keep_for_matching
from sharewell_hub.vault.queries import open_content
from sharewell_hub.vault.resealing import drop_old_versions, reseal

AGENCIES = [UUID(int=n) for n in (1, 2)]
SUBJECTS = [UUID(int=n) for n in (11, 12, 13)]
PAIRS = [(agency, subject) for agency in AGENCIES for subject in SUBJECTS]
WHAT_COMES_BACK = ["default", "keystore", "both"]
ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["record", "record", "place", "match", "joint", "reseal", "erase", "backup"]
        ),
        st.sampled_from(PAIRS),
    ),
    min_size=4,
    max_size=14,
)


class Town:
    """What two agencies wrote about three people, and what they erased."""

    def __init__(self):
        self.written, self.erased, self.entries = {}, [], []

    def do(self, act, pair):
        if pair in self.erased or act == "backup":
            return
        agency, subject = pair
        if act == "erase":
            self.erased.append(pair)
            entry = log("erased", object_id=subject, actor=None, agency=agency, rules=["no_hold"])
            self.entries.append(bytes(entry.leaf))
            destroy(agency=agency, subject=subject)
        elif act == "reseal":
            list(reseal(agency=agency, subject=subject))
            drop_old_versions()
        elif act == "match":
            self._write("record", agency, subject)
            keep_for_matching(agency=agency, subject=subject, known={"surname": "Quillfeather"})
        else:
            self._write(act, agency, subject)

    def _write(self, act, agency, subject):
        if act in ("record", "place"):
            key = apart(subject) if act == "place" else subject
            id = seal("words", agency=agency, subject=key, about=subject, place="t.words")
            self.written[id] = {(agency, subject)}
            return
        about = [one for one in SUBJECTS if (agency, one) not in self.erased]
        id = seal_for_several("words", agency=agency, subjects=about, place="t.words")
        self.written[id] = {(agency, one) for one in about}


@contextmanager
def gone_with(*aliases):
    """Undo, in these databases, what is done within."""
    with ExitStack() as stack:
        for alias in aliases:
            stack.enter_context(transaction.atomic(using=alias))
        yield
        for alias in aliases:
            transaction.set_rollback(True, using=alias)


@pytest.fixture(autouse=True)
def old_versions_go_at_once(monkeypatch):
    monkeypatch.setattr(resealing, "LONGEST_ACT", timedelta(0))


def readable(id):
    try:
        return open_content(id) == "words"
    except SealBroken:
        return False


def try_it(acts, comes_back):
    aliases = ["default", "keystore"] if comes_back == "both" else [comes_back]
    town, after = Town(), [place for place, (act, _) in enumerate(acts) if act == "backup"]
    cut = after[0] if after else len(acts) // 2
    with gone_with("default", "keystore"):
        for act, pair in acts[:cut]:
            town.do(act, pair)
        before = {id: set(about) for id, about in town.written.items() if readable(id)}
        with gone_with(*aliases):
            for act, pair in acts[cut:]:
                town.do(act, pair)
        files_of_the_log = erasures_in(town.entries) if comes_back == "both" else ()
        replay([*files_of_the_log, *erasures_known()])
        for id, about in town.written.items():
            if about <= set(town.erased):
                assert not readable(id)
        for agency, subject in town.erased:
            assert not SubjectKey.objects.filter(agency=agency, subject=subject).exists()
        assert not any(left_of(one) for one in erasures_in(town.entries))
        if comes_back == "both":
            for id, about in before.items():
                assert readable(id) == bool(about - set(town.erased))
        assert replay(erasures_known()) == 0


@settings(max_examples=50)
@given(ACTS, st.sampled_from(WHAT_COMES_BACK))
def test_nothing_erased_can_be_read_whatever_came_back(db, acts, comes_back):
    try_it(acts, comes_back)


@pytest.mark.slow
@settings(max_examples=1_000)
@given(ACTS, st.sampled_from(WHAT_COMES_BACK))
def test_of_1000_histories_nothing_erased_can_be_read(db, acts, comes_back):
    try_it(acts, comes_back)


def test_each_record_erased_again_is_logged_and_shown_to_nobody_again(db):
    agency, subject = uuid4(), uuid4()
    seal("words", agency=agency, subject=subject, place="t.words")
    log("erased", object_id=subject, actor=None, agency=agency)
    assert replay(erasures_known()) == 1
    assert Entry.objects.get(kind="erased_again").object_id == subject
    row = Erasure.objects.get()
    assert (row.agency, row.subject) == (agency, subject) and row.done_at
    assert replay(erasures_known()) == 0
    assert Entry.objects.filter(kind="erased_again").count() == 1


def test_a_rotated_key_is_no_erasure(db):
    agency, subject = uuid4(), uuid4()
    id = seal("words", agency=agency, subject=subject, place="t.words")
    list(reseal(agency=agency, subject=subject))
    assert drop_old_versions() == 1
    assert list(erasures_known()) == []
    assert replay(erasures_known()) == 0 and readable(id)
