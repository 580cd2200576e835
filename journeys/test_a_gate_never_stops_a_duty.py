"""A gate never stops a duty at any door, and what passed one is reviewed; no wall is passed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from journeys.cast import person, say_why
from sharewell.permitting import Duty
from sharewell_hub.access.models import Look
from sharewell_hub.agencies.actions import record_training
from sharewell_hub.agencies.models import Training
from sharewell_hub.disclosures.actions import send_disclosure
from sharewell_hub.disclosures.models import Disclosure, Reply
from sharewell_hub.disclosures.tests.conftest import boxes, decide, sending_of
from sharewell_hub.glass.models import Attempt, PassedGate, Review
from sharewell_hub.logbook.models import Entry
from sharewell_hub.look.doors import every_way
from sharewell_hub.outbox.models import Letter
from sharewell_hub.people.actions import keep_out, seal_record

OVER = "/training/mine"
HARMED = "reasonable_cause_significant_harm"
DUTIES = {
    Duty.SHARE_MUST: {},
    Duty.PROTECT: {"recipient_role": "early_help"},
    Duty.COURT_ORDER: {"court_order": True},
    Duty.STATUTORY: {"statutory_duty": True},
    Duty.S47_ANSWER: {"assessment_type": "s47"},
}
NO_DUTY = {"risk_to_child": "concern", "concern_of": "unmet_need", "recipient_role": "early_help"}
SENDER = (
    "GET /decisions/{decision}/share",
    "POST /decisions/{decision}/share",
    "POST /decisions/{decision}/share/check",
    "POST /decisions/{decision}/share/call-back",
    "POST /decisions/{decision}/again",
    "GET /concerns/{concern}/decide",
    "POST /concerns/{concern}/decide",
)
RECIPIENT = (
    "GET /received/{reference}",
    "GET /received/{reference}/accept",
    "POST /received/{reference}/accept",
    "POST /received/{reference}/answer",
)
AFTERWARDS = "GET /disclosures/{sent}"
GATES = ("training", pytest.param("purpose", marks=pytest.mark.slow))


@pytest.fixture
def council(lead_information_officer):
    return lead_information_officer


def training_is_over(keeper, *people):
    yesterday = timezone.localdate() - timedelta(days=1)
    for one in people:
        record_training(
            keeper, one, what="confidentiality", done_on=yesterday, until=yesterday
        )  # fmt: skip


def asked(browser, told, decision=None, sent=None, **boxes):
    method, path = told.split()
    path = path.format(
        decision=decision and decision.pk,
        concern=decision and decision.concern_id,
        reference=sent and sent.reference,
    )
    return browser.post(path, boxes) if method == "POST" else browser.get(path)


def shut(answer):
    """Say whether a door was shut, by whichever page."""
    location = answer.headers.get("Location", "")
    return answer.status_code == 404 or location == OVER or location.startswith("/why/")


def test_every_door_that_tells_is_here():
    tells = {way.path for way in every_way() if way.needs and way.needs.tells}
    named = {
        "decision": "uuid:id", "concern": "uuid:id", "sent": "uuid:id",
        "reference": "str:reference",
    }  # fmt: skip
    here = {each.split()[1] for each in (*SENDER, *RECIPIENT, AFTERWARDS)}
    assert {path.format(**{name: f"<{as_}>" for name, as_ in named.items()}) for path in here} == (
        tells
    )


@pytest.mark.parametrize("told", SENDER)
@pytest.mark.parametrize("gate", GATES)
def test_no_gate_stops_the_sender_of_what_must_be_told(
    browser_of, safeguarding_lead, guardian, teacher, front_door, told, gate
):
    for duty, facts in DUTIES.items():
        decision = decide(teacher, facts=facts)
        training_is_over(guardian, *[safeguarding_lead] if gate == "training" else [])
        browser = browser_of(safeguarding_lead)
        answer = asked(browser, told, decision, destination=front_door.pk)
        if gate == "purpose" and told.startswith("GET"):
            assert answer.headers["Location"].startswith("/why/"), "it can be said at once"
            say_why(browser, decision.subject_id)
            answer = asked(browser, told, decision)
        assert not shut(answer), (duty, told, gate)
        look = Look.objects.latest("at")
        assert look.allowed
        if gate == "training":
            assert "duty" in look.rules and gate in look.rules and look.marks == ["review"]
            passed = PassedGate.objects.get(subject=decision.subject)
            assert passed.gates == sorted({*look.rules} - {"duty"})
            assert passed.duty == (duty if "decision" in told else passed.duty)


@pytest.mark.parametrize("told", SENDER)
def test_without_a_duty_training_shuts_the_door_and_says_so(browser_of, teacher, guardian, told):
    decision = decide(teacher, facts=NO_DUTY)
    training_is_over(guardian, teacher)
    answer = asked(browser_of(teacher), told, decision)
    assert answer.headers["Location"] == OVER
    assert not Look.objects.get().allowed
    assert not PassedGate.objects.exists()


@pytest.mark.parametrize("told", RECIPIENT)
def test_no_gate_stops_the_answer_to_what_was_sent_under_a_duty(
    browser_of, teacher, front_door, social_worker, council, told
):
    for duty, facts in DUTIES.items():
        if duty is Duty.PROTECT:
            continue
        decision = decide(teacher, facts=facts)
        sent = send_disclosure(teacher, decision, sending_of(teacher, decision, front_door))
        assert sent.duty == duty
        training_is_over(council, social_worker)
        boxes = {"purpose": "on", "limits": "on"} if "accept" in told else {}
        browser = browser_of(social_worker)
        if "answer" in told:
            asked(browser, RECIPIENT[2], sent=sent, purpose="on", limits="on")
        assert not shut(asked(browser, told, sent=sent, **boxes)), (duty, told)
        passed = PassedGate.objects.get(subject=sent.subject_id)
        assert (passed.gates, passed.duty) == (["training"], duty)
        assert passed.agency_id == social_worker.agency_id


@pytest.mark.parametrize("told", [*SENDER, *RECIPIENT])
@pytest.mark.parametrize("wall", ["excluded", "sealed"])
def test_a_duty_passes_no_wall(
    browser_of, teacher, front_door, social_worker, guardian, council, told, wall
):
    decision = decide(teacher)
    sent = send_disclosure(teacher, decision, sending_of(teacher, decision, front_door))
    viewer = social_worker if told in RECIPIENT else teacher
    training_is_over(council if told in RECIPIENT else guardian, viewer)
    if wall == "excluded":
        keep_out(guardian, decision.subject, viewer, reason="relative")
    else:
        seal_record(guardian, decision.subject, [])
    answer = asked(browser_of(viewer), told, decision, sent)
    assert answer.status_code == 404
    assert not PassedGate.objects.exists()


@pytest.mark.parametrize("told", SENDER)
def test_a_duty_opens_nothing_to_who_has_nothing_to_do_with_the_child(
    browser_of, teacher, guardian, told
):
    decision = decide(teacher)
    stranger = person("Una", "Sprake", "oak-school", "teacher")
    training_is_over(guardian, stranger)
    assert asked(browser_of(stranger), told, decision).status_code == 404
    assert not Look.objects.get().allowed
    assert not PassedGate.objects.exists()


def test_a_worry_is_written_down_and_decided_whatever_has_run_out(browser_of, teacher, guardian):
    training_is_over(guardian, teacher)
    browser = browser_of(teacher)
    assert browser.get("/").status_code == 200
    assert browser.post("/", {"wants": "share"}).headers["Location"] == "/danger"
    assert browser.get("/decide").headers.get("Location", "") != OVER
    assert browser.post("/decide").headers.get("Location", "") != OVER


@pytest.fixture
def passed(browser_of, teacher, front_door, social_worker, guardian, council):
    """Have something sent and answered by two whose training has run out."""
    decision = decide(teacher)
    training_is_over(guardian, teacher)
    training_is_over(council, social_worker)
    filled = boxes(decision, front_door) | {"step": "send"}
    done = browser_of(teacher).post(f"/decisions/{decision.pk}/share/check", filled)
    sent = Disclosure.objects.get()
    assert done.headers["Location"] == AFTERWARDS.split()[1].format(sent=sent.pk)
    shown = browser_of(teacher).get(done.headers["Location"])
    assert sent.reference in shown.content.decode(), "and the sender sees that it was sent"
    theirs = browser_of(social_worker)
    theirs.post(f"/received/{sent.reference}/accept", {"purpose": "on", "limits": "on"})
    answering = {"submission": str(uuid4()), "kind": "will_do", "words": "We ring today."}
    theirs.post(f"/received/{sent.reference}/answer", answering)
    assert Reply.objects.count() == 1
    return sent


def test_what_must_be_told_is_sent_answered_and_reviewed_at_both_ends(
    browser_of, passed, teacher, social_worker, guardian, council
):
    for viewer, keeper, words in (
        (teacher, guardian, "Zebulon Quillfeather"),
        (social_worker, council, f"/received/{passed.reference}"),
    ):
        attempt = Attempt.objects.get(practitioner=viewer)
        browser = browser_of(keeper)
        assert attempt.reference in browser.get("/reviews").content.decode()
        shown = browser.get(f"/reviews/{attempt.reference}").content.decode()
        assert words in shown and "it had to be shared" in shown
        assert "training in confidentiality is up to date" in shown
        assert (": share (decision)" if viewer == teacher else ": take in (disclosure)") in shown
        said = {"in_order": "yes", "words": "She has been told to take the course this week."}
        done = browser.post(f"/reviews/{attempt.reference}", said)
        assert done.headers["Location"] == "/reviews"
    assert Review.objects.count() == 2
    assert Letter.objects.filter(kind="gate_review").count() == 2
    assert Entry.objects.filter(kind="gate_passed").count() == 2


def test_one_review_waits_however_often_the_gate_is_passed(browser_of, teacher, guardian):
    decision = decide(teacher)
    training_is_over(guardian, teacher)
    for _ in range(3):
        browser_of(teacher).get(f"/decisions/{decision.pk}/share")
    assert Attempt.objects.count() == Letter.objects.filter(kind="gate_review").count() == 1


def test_who_is_kept_out_is_not_told_and_finds_no_review(browser_of, teacher, guardian):
    officer = person("Yusra", "Haddow", "oak-school", "caldicott_guardian")
    decision = decide(teacher)
    keep_out(officer, decision.subject, guardian, reason="relative")
    training_is_over(officer, teacher)
    browser_of(teacher).get(f"/decisions/{decision.pk}/share")

    assert Letter.objects.get(kind="gate_review").destination_address == officer.email
    address = f"/reviews/{Attempt.objects.get().reference}"
    assert browser_of(guardian).get(address).status_code == 404
    assert browser_of(officer).get(address).status_code == 200


def test_training_without_a_date_shuts_nothing(browser_of, teacher):
    decision = decide(teacher, facts=NO_DUTY)
    assert not Training.objects.exists()
    assert browser_of(teacher).get(f"/decisions/{decision.pk}").status_code == 200
