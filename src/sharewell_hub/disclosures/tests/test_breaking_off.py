"""Breaking off: two at once, or a database that dies midway; nothing lost, nothing sent twice."""

import threading
import time

import psycopg
import pytest
from django.db import connections
from django.db.utils import DatabaseError, InterfaceError, OperationalError

from journeys import cast
from sharewell_hub.disclosures.actions import send_disclosure
from sharewell_hub.disclosures.answering import accept_limits, read_disclosure
from sharewell_hub.disclosures.models import CallBack, DisclosedItem, Disclosure, Opening
from sharewell_hub.disclosures.tests.conftest import decide, sending_of
from sharewell_hub.logbook.queries import entries
from sharewell_hub.outbox.delivering import deliver_waiting
from sharewell_hub.outbox.models import Letter
from sharewell_hub.outbox.tests.post_office import post_office
from sharewell_hub.vault.models import Content

__all__ = ["post_office"]


@pytest.fixture
def story(committed_db):
    """A decision, and the form filled in, in a database where commits last."""
    teacher = cast.person("Tess", "Adeyemi", "oak-school", "teacher")
    front_door = cast.place(
        "front-door", "Front door (referrals)", "statutory_child_protection", checked_days_ago=7
    )
    decision = decide(teacher)
    return teacher, decision, sending_of(teacher, decision, front_door)


def together(*acts):
    """Do several things at once, each in a thread, and give what each came to."""
    came, ready = [], threading.Barrier(len(acts))

    def run(act):
        ready.wait()
        try:
            came.append(act())
        except (DatabaseError, InterfaceError) as fault:
            came.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return came


def superuser(name):
    host = connections["default"].settings_dict["HOST"]
    return psycopg.connect(host=host, user="postgres", dbname=name, autocommit=True)


def test_two_who_send_the_same_form_at_once_send_it_once(story):
    came = together(*[lambda: send_disclosure(*story).pk] * 4)
    assert len(set(came)) == 1
    assert Disclosure.objects.count() == Letter.objects.count() == 1
    assert DisclosedItem.objects.count() == 1
    assert entries().filter(kind="disclosed").count() == 1


def test_two_first_readings_at_once_are_one(story):
    made = send_disclosure(*story)
    reader = cast.person("Sam", "Lindqvist", "front-door", "social_worker")
    accept_limits(reader, made)
    together(*[lambda: read_disclosure(reader, made)] * 4)
    assert Opening.objects.count() == entries().filter(kind="opened").count() == 1


def test_a_database_that_dies_before_the_end_keeps_nothing_and_the_second_try_sends_once(
    story, committed_db, post_office
):
    """The log's table is locked, so that the sender waits with the letter written; then it dies."""
    before = Content.objects.count()
    with superuser(committed_db) as server, server.transaction():
        server.execute("lock table logbook_entry in exclusive mode")
        killer = threading.Thread(target=kill_whoever_waits, args=(committed_db,))
        killer.start()
        (came,) = together(lambda: send_disclosure(*story))
        killer.join(30)
    assert isinstance(came, OperationalError | InterfaceError)
    assert not Disclosure.objects.exists()
    assert not DisclosedItem.objects.exists()
    assert not Letter.objects.exists()
    assert Content.objects.count() == before
    assert deliver_waiting() == 0
    assert post_office.letters == []

    made = [send_disclosure(*story).pk for _ in range(2)]
    assert len(set(made)) == 1
    deliver_waiting()
    deliver_waiting()
    assert len(post_office.letters) == 1
    assert not CallBack.objects.exists()


def kill_whoever_waits(name):
    """End the connection of the one who waits for a lock, as a dying server would."""
    with superuser(name) as server:
        for _ in range(200):
            killed = server.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity "
                "where datname = %s and wait_event_type = 'Lock' and usename = 'sharewell_app'",
                [name],
            ).fetchall()
            if killed:
                return
            time.sleep(0.05)
    raise AssertionError("nobody waited")
