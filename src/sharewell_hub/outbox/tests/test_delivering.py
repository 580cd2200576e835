"""Delivering: once; and where nobody can tell, that is what is said."""

import multiprocessing
import os
import signal
import threading
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from sharewell.terms.errors import NotAllowed, NotFound
from sharewell_hub.logbook.queries import entries
from sharewell_hub.outbox import delivering
from sharewell_hub.outbox.actions import send_again, settle, write_letter
from sharewell_hub.outbox.delivering import (
    LONGEST_SENDING,
    MOST_TRIES,
    deliver,
    deliver_waiting,
    say_unknown,
)
from sharewell_hub.outbox.drivers import smtp
from sharewell_hub.outbox.models import Letter
from sharewell_hub.outbox.tests.post_office import free_port, mail_server

forked = multiprocessing.get_context("fork")


def write(**changes):
    return write_letter(
        **{
            "destination_address": "front-door@council.example",
            "kind": "shared",
            "reference": "7KQD-3WXM",
            "link_path": "/received/7KQD-3WXM",
            "agency": uuid4(),
            "object_id": uuid4(),
        }
        | changes
    )


def state(letter):
    return Letter.objects.get(pk=letter.pk).state


def told_of(letter):
    return [entry.kind for entry in entries().filter(object_id=letter.pk)]


def writer_of(letter):
    return SimpleNamespace(pk=uuid4(), agency_id=letter.agency)


def time_passes(monkeypatch, **much):
    later = timezone.now() + timedelta(**much)
    monkeypatch.setattr(timezone, "now", lambda: later)


def in_a_process(work):
    """Do something in a process of its own, which may be killed, and give its exit code."""
    connections.close_all()
    child = forked.Process(target=work)
    child.start()
    child.join(30)
    return child.exitcode


def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_letter_is_written_and_queued_with_what_it_tells_of_or_not_at_all(committed_db):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write()
        raise ZeroDivisionError
    assert not Letter.objects.exists()
    assert not ProcrastinateJob.objects.exists()
    assert not entries().exists()

    letter = write()
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == ("outbox.deliver", {"letter": str(letter.pk)})
    assert told_of(letter) == ["letter_written"]


def test_a_letter_with_other_words_is_not_written(db):
    with pytest.raises(NotAllowed, match="No letter was written"):
        write(reference="Amina")
    assert not Letter.objects.exists()


def test_a_delivered_letter_is_sent_once_however_often_it_is_asked_for(db, post_office):
    letter = write()
    for _ in range(3):
        deliver(letter.pk)
    assert state(letter) == "sent"
    assert len(post_office.letters) == 1
    assert post_office.letters[0]["Message-ID"].startswith(f"<{letter.pk}@")
    assert told_of(letter) == ["letter_written", "letter_sent"]


def test_a_mail_server_that_is_down_and_then_up_gets_the_letter_once(db, monkeypatch):
    letter = write()
    port = free_port()
    monkeypatch.setattr(settings, "EMAIL_PORT", port)
    deliver(letter.pk)
    assert state(letter) == "waiting"
    with mail_server(port) as server:
        assert deliver_waiting() == 0, "it waits a while first"
        time_passes(monkeypatch, minutes=2)
        assert deliver_waiting() == 1
        assert deliver_waiting() == 0
        assert len(server.letters) == 1
    assert state(letter) == "sent"


def test_a_letter_is_given_up_after_enough_tries_and_waits_longer_each_time(db, monkeypatch):
    letter = write()
    pauses = []
    for _ in range(MOST_TRIES):
        deliver(letter.pk)
        kept = Letter.objects.get(pk=letter.pk)
        pauses.append(kept.next_try_at - timezone.now())
        time_passes(monkeypatch, hours=1, seconds=1)
    assert state(letter) == "failed"
    assert pauses[0] <= delivering.FIRST_PAUSE
    assert pauses[:7] == sorted(pauses[:7])
    assert told_of(letter) == ["letter_written", "letter_failed"]


def test_a_refused_letter_is_failed_at_once(db, post_office):
    post_office.answers = {"address": "550 nobody here"}
    letter = write()
    deliver(letter.pk)
    assert state(letter) == "failed"
    assert Letter.objects.get().fault == "address_refused"


def test_a_letter_broken_off_while_handed_over_is_unknown_and_stays_so(
    db, post_office, monkeypatch
):
    post_office.answers = {"letter": "break off"}
    letter = write()
    deliver(letter.pk)
    assert state(letter) == "unknown"
    post_office.answers = {}
    time_passes(monkeypatch, days=2)
    say_unknown()
    deliver_waiting()
    assert state(letter) == "unknown"
    assert post_office.letters == []


def test_killed_before_sending_it_ends_as_unknown_and_nothing_is_sent(
    committed_db, post_office, monkeypatch
):
    letter = write()
    monkeypatch.setattr(smtp, "send", killed)
    assert in_a_process(lambda: deliver(letter.pk)) == -signal.SIGKILL
    assert state(letter) == "sending"
    monkeypatch.undo()
    deliver(letter.pk)
    assert say_unknown() == 0, "another process may still be at it"
    time_passes(monkeypatch, seconds=LONGEST_SENDING.total_seconds() + 1)
    assert say_unknown() == 1
    assert state(letter) == "unknown"
    assert post_office.letters == []
    assert told_of(letter) == ["letter_written", "letter_unknown"]


def test_killed_between_sending_and_marking_it_is_not_sent_a_second_time(
    committed_db, post_office, monkeypatch
):
    letter = write()
    monkeypatch.setattr(delivering, "settle", killed)
    assert in_a_process(lambda: deliver(letter.pk)) == -signal.SIGKILL
    monkeypatch.undo()
    monkeypatch.setattr(settings, "EMAIL_PORT", post_office.port)
    assert len(post_office.letters) == 1
    time_passes(monkeypatch, days=1)
    say_unknown()
    deliver_waiting()
    deliver(letter.pk)
    assert state(letter) == "unknown"
    assert len(post_office.letters) == 1


def test_killed_before_the_transaction_stands_nothing_was_ever_written(committed_db):
    def writes_and_dies():
        with transaction.atomic():
            write()
            killed()

    assert in_a_process(writes_and_dies) == -signal.SIGKILL
    assert not Letter.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_two_senders_at_once_send_one_letter(committed_db, post_office):
    letters = [write() for _ in range(5)]
    together = threading.Barrier(4)

    def sends():
        together.wait()
        deliver_waiting()
        connections.close_all()

    senders = [threading.Thread(target=sends) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert len(post_office.letters) == len(letters)
    assert {state(letter) for letter in letters} == {"sent"}


def test_only_a_person_sends_an_unknown_letter_again_and_the_log_knows_who(db, post_office):
    post_office.answers = {"letter": "break off"}
    letter = write()
    deliver(letter.pk)
    post_office.answers = {}
    send_again(writer_of(letter), letter.pk)
    deliver_waiting()
    assert state(letter) == "sent"
    assert len(post_office.letters) == 1
    assert told_of(letter)[-2:] == ["letter_again", "letter_sent"]


def test_a_letter_that_arrived_or_is_on_its_way_is_not_sent_again(db, post_office):
    letter = write()
    with pytest.raises(NotAllowed):
        send_again(writer_of(letter), letter.pk)
    deliver(letter.pk)
    with pytest.raises(NotAllowed):
        send_again(writer_of(letter), letter.pk)
    assert len(post_office.letters) == 1


def test_another_agencys_letter_does_not_exist_for_me(db):
    letter = write()
    with pytest.raises(NotFound):
        send_again(SimpleNamespace(pk=uuid4(), agency_id=uuid4()), letter.pk)


def test_a_late_success_is_recorded_unless_a_person_has_begun_again(db, post_office, monkeypatch):
    letter = write()
    taken = delivering._taken_up(letter.pk)
    time_passes(monkeypatch, hours=1)
    say_unknown()
    settle(taken, "sent")
    assert state(letter) == "sent"

    other = write()
    taken = delivering._taken_up(other.pk)
    time_passes(monkeypatch, hours=1)
    say_unknown()
    send_again(writer_of(other), other.pk)
    settle(taken, "failed")
    assert state(other) == "waiting"
