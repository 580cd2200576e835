"""With no filter at all, the database shows each person what lies sealed for them, and no more."""

from importlib import import_module
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError

from sharewell.terms.errors import SealBroken
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.keystore.actions import destroy_subject_keys
from sharewell_hub.keystore.models import DestroyedKey
from sharewell_hub.people.models import Exclusion, Relationship, Subject
from sharewell_hub.vault.actions import seal, seal_for_several
from sharewell_hub.vault.matching import keep_for_matching
from sharewell_hub.vault.models import Content, ContentFor, IndexRow, MatchingCopy
from sharewell_hub.vault.queries import KEEP_SEALED, digest_of, open_content
from sharewell_hub.walls.seeing import seen_by, served_by

walls = import_module("sharewell_hub.vault.migrations.0003_walls")

NO_CASES = {"partnership_manager", "policy_officer", "lay_member", "account_administrator"}
RECEIVING = {
    *("caldicott_guardian", "designated_safeguarding_lead", "headteacher", "mash_manager"),
    *("lead_information_officer", "named_professional", "police_officer", "social_worker"),
}


@pytest.fixture
def borough(at_the_borough, db):
    """Stand in the demo's borough."""


def held(table):
    """Read a whole table as it lies, with no filter of ours."""
    columns = "agency, subjects" if table == "vault_content" else "agency, array[subject]"
    with connection.cursor() as cursor:
        cursor.execute(f"select id, {columns} from {table}")
        return {id: (agency, set(subjects)) for id, agency, subjects in cursor.fetchall()}


def raw(id):
    with connection.cursor() as cursor:
        cursor.execute("select sealed from vault_content where id = %s", [id])
        return cursor.fetchone()


@pytest.fixture
def school(borough):
    """Give a teacher, a colleague who is not the desk, and the teacher's own child."""
    subject = Subject.objects.filter(recorded_by__roles=["practitioner"]).first()
    teacher = subject.recorded_by
    colleague = Practitioner.objects.create(
        email="c.new@oak.example", name="C. New", agency=teacher.agency, roles=["teacher"]
    )
    return teacher, colleague, subject


@pytest.mark.parametrize("table", ["vault_content", "vault_matchingcopy", "vault_indexrow"])
def test_of_what_lies_sealed_nobody_is_shown_a_foreign_row(borough, table):
    everything, shown = held(table), set()
    assert everything
    for person in Practitioner.objects.select_related("agency"):
        related = Relationship.objects.filter(practitioner=person)
        theirs = set(related.values_list("subject_id", flat=True))
        theirs = set() if NO_CASES & {*person.roles} else theirs
        with seen_by(person.pk):
            found = held(table)
        foreign = [
            id
            for id, (agency, subjects) in found.items()
            if agency != person.agency_id
            or not (RECEIVING & {*person.roles} or subjects & theirs)
        ]  # fmt: skip
        assert foreign == [], person.roles
        shown |= found.keys()
    assert shown == everything.keys()


def test_a_colleague_who_does_not_need_to_know_is_not_shown_the_words(school):
    teacher, colleague, subject = school
    with seen_by(teacher.pk):
        assert raw(subject.name_content)
    with seen_by(colleague.pk):
        assert raw(subject.name_content) is None
        with pytest.raises(SealBroken, match="does not exist"):
            open_content(subject.name_content)


def test_whoever_is_kept_out_is_not_shown_the_words(school):
    teacher, guardian = school[0], Practitioner.objects.filter(agency=school[0].agency).first()
    Exclusion.objects.create(
        subject=school[2], practitioner=teacher, reason="relative", recorded_by=guardian,
        since=school[2].recorded_at,
    )  # fmt: skip
    with seen_by(teacher.pk):
        assert raw(school[2].name_content) is None


def test_words_about_several_are_hidden_from_whoever_is_kept_out_of_one(school):
    teacher, _colleague, subject = school
    with seen_by(teacher.pk):
        other = seal("words", agency=teacher.agency_id, subject=uuid4(), place="t.words")
        both = seal_for_several(
            "both", agency=teacher.agency_id, subjects=[subject.pk, uuid4()], place="t.words"
        )
        assert raw(other) is None
        assert raw(both)
        assert open_content(both) == "both"
    Exclusion.objects.create(
        subject=subject, practitioner=teacher, reason="relative", recorded_by=teacher,
        since=subject.recorded_at,
    )  # fmt: skip
    with seen_by(teacher.pk):
        assert raw(both) is None


def test_whoever_sends_seals_a_copy_that_only_the_recipient_is_shown(school):
    teacher, _colleague, subject = school
    desk = Practitioner.objects.filter(roles__overlap=["mash_manager"]).first()
    assert desk.agency_id != teacher.agency_id
    with seen_by(teacher.pk):
        copy = seal("copy", agency=desk.agency_id, subject=subject.pk, place="t.words")
        assert raw(copy) is None
        assert len(digest_of(copy)) == 64
        assert raw(copy) is None, "asking for a digest opens the wall"
    with seen_by(desk.pk):
        assert open_content(copy) == "copy"


def test_nobody_signed_in_seals_anything(school):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('sharewell.test', 'off', true)")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            seal("words", agency=school[0].agency_id, subject=school[2].pk, place="t.words")


def test_the_wall_leaves_the_index_of_ids_in_use(school):
    ids = [uuid4() for _ in range(60)]
    with seen_by(school[0].pk), connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute("explain select * from vault_content where id = any(%s)", [ids])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "vault_content_pkey" in plan, plan


def test_what_was_sealed_before_the_wall_is_said_whose_it_is(committed_db):
    oak, amy, ben = uuid4(), uuid4(), uuid4()
    single = seal("hers", agency=oak, subject=amy, place="t.words")
    both = seal_for_several("both", agency=oak, subjects=[amy, ben], place="t.words")
    gone = seal("gone", agency=oak, subject=(cal := uuid4()), place="t.words")
    lost = seal("lost", agency=oak, subject=(dan := uuid4()), place="t.words")
    for subject in (cal, dan):
        destroy_subject_keys(agency=oak, subject=subject)
    with connections["keystore_owner"].cursor() as keys:
        keys.execute("delete from keystore_destroyedkey where subject = %s", [dan])
    assert DestroyedKey.objects.count() == 1
    with transaction.atomic(using="owner"), connections["owner"].schema_editor() as editor:
        editor.execute("alter table vault_content alter agency drop not null")
        editor.execute("alter table vault_content alter subjects drop not null")
        editor.execute("alter table vault_contentfor alter agency drop not null")
        editor.execute("alter table vault_contentfor alter subject drop not null")
        editor.execute("select set_config('sharewell.vault', 'ordered', true)")
        editor.execute("update vault_content set agency = null, subjects = null")
        editor.execute("update vault_contentfor set agency = null, subject = null")
        walls.say_whose_they_are(None, editor)
    assert {row.pk: (row.agency, set(row.subjects)) for row in Content.objects.all()} == {
        single: (oak, {amy}),
        both: (oak, {amy, ben}),
        gone: (oak, {cal}),
        lost: (walls.OF_NOBODY, {walls.OF_NOBODY}),
    }
    assert {(row.agency, row.subject) for row in ContentFor.objects.all()} == {
        (oak, amy),
        (oak, ben),
    }


def test_only_a_service_of_ours_writes_what_is_looked_up(school):
    teacher, colleague, subject = school
    with seen_by(colleague.pk):
        keep_for_matching(
            agency=teacher.agency_id, subject=subject.pk, known={"nhs_number": "943 476 5919"}
        )
        assert not IndexRow.objects.exists()
        assert not MatchingCopy.objects.exists()
    with served_by(KEEP_SEALED):
        assert IndexRow.objects.filter(subject=subject.pk, kind="nhs_number").exists()
