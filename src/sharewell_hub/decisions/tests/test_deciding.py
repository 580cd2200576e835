"""Deciding: what the practitioner decides is recorded once, with its reasons, in one piece."""

import re

import pytest
from django.db import DatabaseError, transaction

from journeys.cast import say_why
from sharewell_hub.concerns.models import Concern, Item
from sharewell_hub.concerns.queries import items_of
from sharewell_hub.consents.models import Position
from sharewell_hub.decisions import queries
from sharewell_hub.decisions.engine import engine
from sharewell_hub.decisions.models import Decision, StackBytes
from sharewell_hub.decisions.reasons import FOLLOWS, differs, reasons
from sharewell_hub.decisions.tests.conftest import SAYS
from sharewell_hub.drafts.models import SealedDraft
from sharewell_hub.logbook.models import Entry
from sharewell_hub.people.models import Subject
from sharewell_hub.people.queries import name_of

OTHERWISE = SAYS | {
    "decided": "do_not_share",
    "why": "The head does it today.",
    "met": "all consent",
}
NOT_TOLD = {"telling": "not_told:marsh_2020:danger"}
LOOK_AGAIN = {f"look_again_on-{part}": value for part, value in
              (("day", "3"), ("month", "12"), ("year", "2030"))}  # fmt: skip
BORN_TOMORROW = {"born_on-day": "1", "born_on-month": "1", "born_on-year": "2999"}
TABLES = (Subject, Concern, Item, Position, Decision)


def decided(visitor, **changes):
    return visitor.client.post("/decide", SAYS | changes)


def test_one_form_records_child_worry_items_agreement_and_decision(harm, teacher):
    sent = decided(harm(teacher))

    decision = Decision.objects.get()
    assert sent.status_code == 302 and str(decision.pk) in sent.url
    assert [rows.objects.count() for rows in TABLES] == [1, 1, 2, 1, 1]
    assert [item.standing for item in items_of(teacher, decision.concern)] == ["child_said", "fact"]
    assert name_of(teacher, decision.subject) == "Zebulon Quillfeather"
    assert decision.released and not decision.differs
    assert (decision.position.state, decision.position.limb) == ("not_sought", "c")
    assert not SealedDraft.objects.exists()


def test_the_decision_keeps_all_that_a_later_reader_needs_to_weigh_it_again(harm, teacher):
    decided(harm(teacher))
    decision = Decision.objects.get()

    again = queries.engine_of(teacher, decision).decide(decision.facts)
    assert again.result_digest == decision.result_digest == decision.answer["result_digest"]
    assert decision.stack_bytes_id == engine().stack.digest
    assert bytes(StackBytes.objects.get().canonical) == engine().stack.canonical
    assert [pack["id"] for pack in decision.packs] == ["marsh_2020"]
    assert decision.facts == {said["fact"]: said["value"] for said in decision.said}
    assert {said["kind"] for said in decision.said} == {"record", "judgement"}
    assert {said["by"] for said in decision.said} == {str(teacher.pk)}
    assert decision.recipient_role == "statutory_child_protection"


def test_each_act_is_logged_once(harm, teacher):
    decided(harm(teacher))
    acts = ["person_recorded", "worry_recorded", "agreement_recorded", "decided"]
    assert [Entry.objects.filter(kind=act).count() for act in acts] == [1, 1, 1, 1]


def test_deciding_not_to_share_is_possible_with_a_reason_and_marked(harm, teacher):
    visitor = harm(teacher)
    page = visitor.page("/decide")
    assert "No review has ever criticised anybody in Marshland" in page

    without = decided(visitor, decided="do_not_share").content.decode()
    assert "Say why you decide otherwise" in without
    assert "No review has ever criticised anybody in Marshland" in without
    visitor.client.post("/decide", OTHERWISE)
    decision = Decision.objects.get()
    assert decision.differs and not decision.released
    assert queries.words_of(teacher, decision).why == "The head does it today."


def test_sharing_against_the_answer_is_possible_with_a_reason_and_marked(harm, teacher):
    visitor = harm(teacher, recipient_role="alleged_abuser")
    assert "Say why" in decided(visitor).content.decode()
    decided(visitor, why="The court asked for it.")
    assert Decision.objects.get().differs


@pytest.mark.parametrize("outcome", FOLLOWS, ids=str)
def test_every_answer_can_be_followed_and_can_be_decided_against(outcome):
    choices = ("share", "share_part", "do_not_share", "take_advice")
    found = {decided: differs(outcome, decided, "refused") for decided in choices}
    assert set(found.values()) == {True, False}
    releasing = outcome.startswith("share_") and not outcome.endswith("consent_only")
    assert releasing is not differs(outcome, "share_part", "refused")


def test_what_rests_on_agreement_follows_once_it_is_given():
    assert not differs("share_with_consent_only", "share", "obtained")
    assert not differs("seek_consent_first", "share", "obtained")
    assert differs("seek_consent_first", "share", "not_sought")


def test_not_telling_needs_a_day_to_look_again(harm, teacher):
    visitor = harm(teacher)
    assert "Enter a day to look at it again" in decided(visitor, **NOT_TOLD).content.decode()
    decided(visitor, **NOT_TOLD, **LOOK_AGAIN)
    decision = Decision.objects.get()
    assert decision.telling_reason == "marsh_2020:danger"
    assert decision.look_again_on.isoformat() == "2030-12-03"


def test_the_reasons_are_the_packs_own_and_the_laws_beside_them(marshland):
    not_asked = reasons(engine(), "consent_not_sought")
    assert {each.limb for each in not_asked.values()} == {"a", "b", "c"}
    assert next(iter(not_asked)) == "marsh_2020:danger"
    assert list(reasons(engine(), "not_told")) == [
        "marsh_2020:danger", "law:undue_delay", "law:others_at_risk", "law:evidence_lost",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Enter the child’s name"),
        ({"name": "x" * 201}, "200 is the most"),
        ({"decided": ""}, "Choose what you decide"),
        ({"decided": "burn_it"}, "Choose one of the answers shown"),
        ({"agreement": "not_sought:law:because"}, "Choose one of the answers shown"),
        ({"telling": ""}, "Choose whether they are told"),
        ({"why": "y" * 8_001}, "8,000 is the most"),
        ({"why": "sudden\u202eturn"}, "hidden characters"),
        (BORN_TOMORROW, "today or in the past"),
    ],
    ids=["no_name", "long_name", "nothing_decided", "no_such_decision", "no_such_reason",
         "not_said_who_is_told", "far_too_long", "hidden", "born_tomorrow"],
)  # fmt: skip
def test_what_cannot_be_recorded_comes_back_with_the_text_and_stores_nothing(
    harm, teacher, changes, said
):
    page = decided(harm(teacher), **({"why": "Because I saw it."} | changes)).content.decode()
    assert said in page
    assert "Because I saw it." in page or "why" in changes
    assert [rows.objects.count() for rows in TABLES] == [0, 0, 0, 0, 0]


def test_words_are_kept_and_shown_as_words(harm, teacher):
    visitor = harm(teacher)
    visitor.client.post("/decide", OTHERWISE | {"why": "<img src=x onerror=alert(1)>"})
    page = visitor.page(f"/decisions/{Decision.objects.get().pk}")
    assert "&lt;img src=x" in page and "<img src=x" not in page


def test_agreement_that_contradicts_the_answers_is_asked_about(walk_of, teacher):
    visitor = walk_of(teacher)
    visitor.to_the_answer(
        risk_to_child="none", recipient_role="early_help", consent="refused", child_age="7"
    )
    page = decided(visitor, decided="do_not_share", agreement="obtained").content.decode()
    assert "You answered otherwise when you were asked about agreement" in page


def test_both_sides_that_were_weighed_are_kept_with_the_decision(walk_of, teacher):
    visitor = walk_of(teacher)
    visitor.to_the_answer(
        risk_to_child="concern", recipient_role="early_help", consent="refused", child_age="7",
        public_interest_favours_sharing="true", if_shared="She is safe.", if_not="It goes on.",
    )  # fmt: skip
    assert "She is safe." in visitor.page("/decide")
    both = {"if_shared": "She is safe.", "if_not": "It goes on, and gets worse."}
    decided(visitor, agreement="refused", **both)
    words = queries.words_of(teacher, Decision.objects.get())
    assert (words.if_shared, words.if_not) == tuple(both.values())


def test_an_answer_that_changed_since_it_was_read_is_read_again_first(harm, teacher):
    visitor = harm(teacher)
    page = visitor.page("/decide")
    read = re.search('name="read" value="(.*?)"', page)[1]

    stale = decided(visitor, read="0" * 64, why="I saw it.").content.decode()
    assert "The answer is another one" in stale and "I saw it." in stale
    assert f'name="read" value="{read}"' in stale
    assert decided(visitor, read=read).status_code == 302


@pytest.mark.parametrize(
    ("wants", "said"),
    [("ask", "Ask them, and say what they need to know"), ("not_sure", "Talk to them about it")],
)
def test_asking_and_taking_advice_are_decided_in_their_own_words(harm, teacher, wants, said):
    assert said in harm(teacher, wants=wants).page("/decide")


class TestOnce:
    """Whatever is sent twice has one result."""

    def submission(self, visitor):
        return re.search('name="submission" value="(.*?)"', visitor.page("/decide"))[1]

    def test_sent_twice_it_is_recorded_once(self, harm, teacher):
        visitor = harm(teacher)
        sent = {"submission": self.submission(visitor)}
        assert decided(visitor, **sent).url == decided(visitor, **sent).url
        assert Decision.objects.count() == 1

    def test_sent_twice_at_once_it_is_recorded_once(self, harm, teacher, monkeypatch):
        visitor = harm(teacher)
        monkeypatch.setattr("sharewell_hub.decisions.deciding_pages.forget", lambda *_: None)
        assert decided(visitor).url == decided(visitor).url
        assert [rows.objects.count() for rows in TABLES] == [1, 1, 2, 1, 1]

    def test_the_same_form_with_another_decision_is_refused_with_the_text(
        self, harm, teacher, monkeypatch
    ):
        visitor = harm(teacher)
        monkeypatch.setattr("sharewell_hub.decisions.deciding_pages.forget", lambda *_: None)
        decided(visitor)
        other = visitor.client.post("/decide", OTHERWISE)
        assert other.status_code == 422
        assert "The head does it today." in other.content.decode()
        assert Decision.objects.get().decided == "share"

    def test_after_half_an_hour_nothing_is_recorded_and_that_is_said(self, harm, teacher):
        visitor = harm(teacher)
        SealedDraft.objects.all().delete()
        assert decided(visitor).url == "/"
        assert "Nothing was recorded" in visitor.page("/")
        assert not Decision.objects.exists()


def test_signed_out_the_answer_stays_and_what_was_typed_is_kept(walk):
    walk.to_the_answer(risk_to_child="immediate", recipient_role="police")
    assert walk.client.get("/decide").url == "/sign-in?next=%2Fdecide"
    page = walk.client.post("/decide", OTHERWISE).content.decode()
    assert "The head does it today." in page
    assert not Decision.objects.exists()


def test_another_agencys_decision_and_worry_do_not_exist(harm, teacher, social_worker, browser_of):
    decided(harm(teacher))
    decision, stranger = Decision.objects.get(), browser_of(social_worker)

    for path in (f"/decisions/{decision.pk}", f"/concerns/{decision.concern_id}/decide"):
        assert stranger.get(path).status_code == 404
    for path in (f"/decisions/{decision.pk}/again", f"/concerns/{decision.concern_id}/decide"):
        assert stranger.post(path).status_code == 404


def test_a_colleague_reads_what_was_decided(harm, teacher, safeguarding_lead, browser_of):
    decided(harm(teacher))
    decision, lead = Decision.objects.get(), browser_of(safeguarding_lead)
    say_why(lead, decision.subject_id)
    page = lead.get(f"/decisions/{decision.pk}")
    assert "Zebulon Quillfeather" in page.content.decode()
    assert "Zebulon" not in re.search("<title>(.*?)</title>", page.content.decode(), re.S)[1]


@pytest.mark.parametrize("rows", [Decision, StackBytes], ids=["decisions", "packs"])
def test_what_was_decided_and_the_packs_it_was_decided_with_cannot_be_edited(harm, teacher, rows):
    decided(harm(teacher))
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.objects.all().delete()
