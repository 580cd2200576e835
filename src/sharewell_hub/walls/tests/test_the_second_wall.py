"""With the application's own filters gone, the database alone shows nobody another's rows."""

import random
import re
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, connections, router, transaction
from django.db.utils import ProgrammingError

from sharewell.permitting.table import LINES
from sharewell_hub.agencies.models import Agency, Practitioner
from sharewell_hub.demo.loading import load
from sharewell_hub.disclosures.models import Disclosure
from sharewell_hub.people.models import Relationship, Subject
from sharewell_hub.walls.seeing import seen_by, served_by

need_to_know = import_module("sharewell_hub.people.migrations.0004_need_to_know")

STANDS_OPEN = {
    "drafts_sealeddraft": "nobody but the browser that wrote it has its key",
    "logbook_entry": "ids and digests, which an outsider may verify",
    "logbook_pending": "ids",
    "logbook_place": "ids",
    "logbook_signedcheckpoint": "what anybody may read",
    "logbook_cosignature": "what anybody may read",
    "logbook_check": "counts",
    "decisions_stackbytes": "protocols, which everybody may read",
    "protocols_keptcomparison": "how two protocols differ, without anybody's decisions",
    "agreements_agreement": "what agencies agreed, for every member to read",
    "agreements_party": "which agency signed, for every member to read",
    "agreements_ending": "when it ended, for every member to read",
    "access_dayoflooks": "counts and digests",
    "agencies_agency": "the directory",
    "agencies_destination": "the directory",
    "agencies_practitioner": "staff, and no child",
    "agencies_signin": "staff, and no child",
    "agencies_recovery": "staff, and no child",
    "agencies_training": "staff, and no child",
    "retention_quarantine": "times and counts",
    "exports_recipientkey": "the directory",
}
OF_THE_WALLS = (
    *("people_exclusion", "people_seal", "people_relationship"),
    *("people_sensitivity", "people_brokenglass", "people_shield"),
)
"""What the walls are made of: their own function reads it, as the tables' owner."""

SERVICES = {
    "break_glass": {"people_seal", "glass_found", "glass_told", "vault_indexrow"},
    "index_people": {"people_subject", "vault_matchingcopy"},
    "keep_sealed": {"vault_content", "vault_contentfor", "vault_matchingcopy", "vault_indexrow"},
    "escalate_reviews": {"glass_attempt", "glass_review", "glass_told"},
    "deliver_letters": {"outbox_letter"},
    "compare_editions": {"decisions_decision"},
    "guard_addresses": {"people_shield", "whereabouts_whereabouts"},
    "retention": {"retention_period", "retention_hold", "retention_erasure"},
    "expire_exports": {"exports_export", "exports_readyfile"},
}


def models():
    """Give our rooms' tables that lie beside the data; keys have a wall of their own."""
    ours = [m for m in apps.get_models() if m._meta.app_label in settings.ROOMS]
    return [m for m in ours if router.allow_migrate_model("default", m)]


def walled():
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relrowsecurity"
            " and (relforcerowsecurity or relname = any(%s))"
            " and relnamespace = current_schema()::regnamespace",
            [list(OF_THE_WALLS)],
        )
        return {name for (name,) in cursor.fetchall()}


def rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"select id from {table}")
        return {id for (id,) in cursor.fetchall()}


def without_tests_looking():
    with connection.cursor() as cursor:
        cursor.execute("select set_config('sharewell.test', 'off', true)")


def test_every_table_is_walled_or_says_why_not(db):
    tables = {model._meta.db_table for model in models()}
    assert tables - walled() == tables & STANDS_OPEN.keys()


@pytest.fixture
def borough(at_the_borough, db):
    return {one.pk: one.agency_id for one in Practitioner.objects.all()}


DESK = {
    *("caldicott_guardian", "designated_safeguarding_lead", "headteacher"),
    *("lead_information_officer", "mash_manager", "named_professional"),
}
RECEIVING = DESK | {"police_officer", "social_worker"}
NO_CASES = {"partnership_manager", "policy_officer", "lay_member", "account_administrator"}


def known_to(person):
    """Say by hand whom somebody needs to know: their agency's where they are its desk, and else
    those with whom they have to do."""
    rows = Relationship.objects.filter(practitioner=person)
    theirs = set(rows.values_list("subject_id", flat=True)) if NO_CASES - {*person.roles} else set()
    return theirs, bool(DESK & {*person.roles}), bool(RECEIVING & {*person.roles})


def test_each_sees_what_they_need_to_know_and_nothing_else(borough):
    recorded = dict(Subject.objects.values_list("pk", "agency_id"))
    sent = [*Disclosure.objects.values_list("pk", "subject_id", "agency_id", "recipient_agency_id")]
    for person in Practitioner.objects.all():
        theirs, at_desk, receives = known_to(person)
        with seen_by(person.pk):
            assert rows("people_subject") == {
                id
                for id, whose in recorded.items()
                if whose == person.agency_id and (at_desk or id in theirs)
            }
            assert rows("disclosures_disclosure") == {
                id
                for id, subject, whose, sent_to in sent
                if (whose == person.agency_id and (at_desk or subject in theirs))
                or (sent_to == person.agency_id and (receives or subject in theirs))
            }


def test_the_desks_of_all_agencies_together_see_every_row(borough):
    desks = [one for one in Practitioner.objects.all() if DESK & {*one.roles}]
    for table in walled():
        seen = set()
        for person in desks:
            with seen_by(person.pk):
                seen |= rows(table)
        assert seen == rows(table), table


@pytest.mark.parametrize(
    ("name", "verb", "kind", "tier", "at_desk"),
    [
        ("DESK", "know_of", "subject", "ordinary", True),
        ("RECEIVING", "know_of", "disclosure", "ordinary", True),
        ("CASE", "know_of", "subject", "ordinary", False),
        ("RESTRICTED", "know_of", "subject", "restricted", False),
    ],
)
def test_the_wall_knows_the_roles_of_the_table(name, verb, kind, tier, at_desk):
    said = {*re.findall("[a-z_]{2,}", getattr(need_to_know, name).partition("::")[0])}
    line = LINES[verb, kind]
    assert said == (line.desk if at_desk else line.reaching)[tier]


def test_nobody_sees_nothing(borough):
    without_tests_looking()
    for table in walled():
        assert rows(table) == set(), table


def test_somebody_who_left_sees_nothing(borough):
    person = Practitioner.objects.get(pk=min(borough))
    Practitioner.objects.filter(pk=person.pk).update(is_active=False)
    with seen_by(person.pk):
        for table in walled():
            assert rows(table) == set(), table


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_sees_what_it_works_on_and_nothing_else(borough, service):
    everything = {table: rows(table) for table in walled()}
    without_tests_looking()
    with served_by(service):
        for table in walled():
            expected = everything[table] if table in SERVICES[service] else set()
            assert rows(table) == expected, table


def test_nobody_writes_a_record_in_another_agencys_name(borough):
    person, agency = min(borough.items())
    other = Agency.objects.exclude(pk=agency).first()
    mine = Subject.objects.filter(agency=agency).first() or Subject.objects.first()
    with seen_by(person), pytest.raises(ProgrammingError), transaction.atomic():
        Subject.objects.create(
            agency=other, kind="child", name_content=mine.name_content,
            recorded_by_id=person, recorded_at=mine.recorded_at,
        )  # fmt: skip


def test_who_was_looking_is_forgotten_with_the_transaction(committed_db):
    load()
    person = Practitioner.objects.first()
    with seen_by(person.pk):
        pass
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting('sharewell.practitioner', true), '')")
        assert cursor.fetchone() == ("",)


def test_looking_within_looking_goes_back_to_the_first(borough):
    first, second = sorted(borough, key=lambda person: borough[person])[:: len(borough) - 1]
    with seen_by(first):
        own = rows("people_subject")
        with seen_by(second):
            assert borough[first] == borough[second] or rows("people_subject") != own or not own
        assert rows("people_subject") == own


def mixed(count, seed):
    """Let many look through few connections, and count rows that were another's."""
    load()
    people = dict(Practitioner.objects.values_list("pk", "agency_id"))
    dice = random.Random(seed)
    looks = [dice.choice([*people, None]) for _ in range(count)]

    def look(person):
        if person is None:
            with transaction.atomic():
                without_tests_looking()
                return len(rows("people_subject"))
        with seen_by(person):
            return sum(each != people[person] for each in found_agencies())

    def found_agencies():
        return Subject.objects.values_list("agency_id", flat=True)

    with ThreadPoolExecutor(4, initializer=connections.close_all) as pool:
        foreign = sum(pool.map(look, looks))
        list(pool.map(lambda _: connections.close_all(), range(4)))
    return foreign


@pytest.mark.slow
def test_of_8000_mixed_looks_through_four_connections_none_sees_anothers(committed_db):
    assert mixed(8_000, seed=20261122) == 0
